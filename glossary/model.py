"""The values of the product: plain, frozen, without I/O.

    Document > Block            a file as read: its text, and blocks of clean text with offsets
    Proposal > Evidence         what a miner found, and the sentences that prove it
    ConceptEntry > LanguageSection > TermSection        a termbase entry (ISO 30042)
    TranslationUnit > Variant                           a memory entry (TMX)

Spans are `(start, end)` in code points, end exclusive, into the text of a document as read.
Times are ISO 8601 in UTC to the second, or "" if unknown.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Span = tuple[int, int]
Language = Literal["zh", "en"]

STATUSES = ("preferred", "admitted", "deprecated", "superseded")
"""Administrative statuses of a term, best first (ISO 30042: administrativeStatus)."""
PARTS_OF_SPEECH = ("noun", "properNoun", "verb", "adjective", "adverb", "other")
TERM_TYPES = ("fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase")
"""Values that TBX-Basic lists (partOfSpeech, termType); a term may have others."""
CREATED, CHANGED = ("created_by", "created_at"), ("changed_by", "changed_at")
"""The fields that say who created something, or changed it last, and when."""

KINDS = ("term", "person", "organisation", "title", "abbreviation")
METHODS = ("gloss", "keyword", "title", "table", "parallel", "definition", "model", "manual")
STATES = ("proposed", "approved", "rejected", "withdrawn")
"""Review states of a candidate; not to be confused with a term's administrative status. One is
withdrawn that nobody has judged and whose sentences a corrected alignment set apart."""

DECISIONS = ("approve", "amend", "reject", "skip", "undo")
"""What is said of a candidate; `skip` decides nothing: it stays proposed, put off by somebody."""


# ---------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Markup:
    """Markup in the text as read: `outer` with its signs, `inner` only what is displayed."""

    outer: Span
    inner: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table cell, without markup.

    `text[i]` is at `offsets[i]` of the document's text, so a block may be joined from pieces that a
    footnote or a line break separates. `markup` is in text order. `row` and `column` are set for
    table cells; cells of one table share `table`.
    """

    kind: Literal["paragraph", "heading", "item", "cell", "note", "caption"]
    text: str
    offsets: array[int]
    markup: tuple[Markup, ...] = ()
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]` in the document, extended to whole pieces of markup."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        begin = bisect_left(self.markup, first, key=lambda piece: piece.inner[0])
        for number in range(begin, len(self.markup)):
            piece = self.markup[number]
            if piece.inner[0] > last:
                break
            covered = first <= piece.inner[0] and piece.inner[1] <= last
            if covered and (first > piece.outer[0] or last < piece.outer[1]):
                crosses = first < piece.inner[0] or last > piece.inner[1]
                if crosses:
                    first, last = min(first, piece.outer[0]), max(last, piece.outer[1])
        return first, last


@dataclass(frozen=True)
class Document:
    """A file as read. All spans point into `text`; `sha256` is of the file's bytes."""

    name: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]

    def line(self, offset: int) -> int:
        """The number, from 1, of the line that contains `offset`; CR, LF and CRLF end a line."""
        return 1 + bisect_right(self._line_starts, offset)

    @cached_property
    def _line_starts(self) -> array[int]:
        """Offsets at which the second and later lines begin; after CRLF, that of the LF."""
        return array("q", (m.start() + 1 for m in re.finditer("\r\n|\r|\n", self.text)))


# ---------------------------------------------------------------- mining and review


_SENTENCE_ENDS = tuple(".!?…;:。！？；：")
_CLOSING = " \t\r\n\"'”’」』》〉)]）】*_"


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """What a text says that a term means, as it stands there, and where both stand.

    A definition over several paragraphs has a line for each.
    """

    term: str
    term_span: Span
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class DefinitionPair:
    """A definition in both languages, or in one of them."""

    zh: TermDefinition | None
    en: TermDefinition | None

    def sides(self) -> tuple[TermDefinition | None, TermDefinition | None]:
        return self.zh, self.en


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a pair stands: both sentences and both spans. `zh_span` points into `document`, and
    `en_span` too, unless `en_document` names the file of the translation. The spans of a
    definition of either term point where that language's do. `by` is who brought it, "" where it
    was mined."""

    document: str
    document_sha256: str
    zh_context: str
    en_context: str
    zh_span: Span
    en_span: Span
    line: int
    method: str
    confidence: float
    en_document: str | None = None
    en_document_sha256: str | None = None
    zh_definition: TermDefinition | None = None
    en_definition: TermDefinition | None = None
    by: str = ""

    @property
    def definitions(self) -> tuple[TermDefinition | None, TermDefinition | None]:
        """(of the Chinese term, of the English term)"""
        return self.zh_definition, self.en_definition

    @property
    def place(self) -> tuple[str, Span, Span]:
        """A sort key: the document, then the position in it."""
        return self.document, self.zh_span, self.en_span

    @property
    def in_heading(self) -> bool:
        """Whether the English is in a line that does not end like a sentence."""
        return not self.en_context.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another translation of a Chinese term in a memory: in how many units, and in which share of
    those with the term."""

    zh: str
    en: str
    units: int
    share: float


@dataclass(frozen=True, slots=True)
class CorpusUse:
    """How a memory uses a pair: in how many units both terms stand, and each without the other; in
    how many texts (0: the memory does not say); in which share of its units a longer pair stands
    around it; how many times more frequent than in general language each term is, as a natural
    logarithm; other spellings of the English; other translations of the Chinese."""

    units: int
    zh_alone: int
    en_alone: int
    texts: int = 0
    inside: float = 0.0
    zh_keyness: float = 0.0
    en_keyness: float = 0.0
    variants: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term pair as a miner proposes it, its evidence in the order of the text; `use` where it was
    found in a whole memory."""

    zh: str
    en: str
    kind: str
    method: str
    confidence: float
    evidence: tuple[Evidence, ...]
    abbreviation: str | None = None
    use: CorpusUse | None = None


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """A bead of a sentence alignment; either side may be empty, but not both."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    zh_spans: tuple[Span, ...] = ()
    en_spans: tuple[Span, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal in the review queue. `skipped_by` names who put it off ("" if nobody was named);
    None if nobody did."""

    id: int
    zh: str
    en: str
    kind: str
    method: str
    confidence: float
    state: str = "proposed"
    abbreviation: str | None = None
    subject: str = ""
    concept_id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    use: CorpusUse | None = None
    skipped_by: str | None = None


def leading(found: Proposal | Candidate) -> Evidence:
    """The evidence with which a pair is displayed and from which it takes its wording: evidence
    of its own method first, sentences before headings (which are capitalised), earlier places
    first."""
    return min(found.evidence, key=lambda e: (e.method != found.method, e.in_heading, e.place))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision about a candidate, and the step that saved it. Appended, never edited;
    `undo` takes the last back."""

    candidate_id: int
    decision: str
    zh: str
    en: str
    by: str
    at: str
    note: str = ""
    concept_id: str | None = None
    id: int | None = None
    step: int | None = None


# ---------------------------------------------------------------- termbase (ISO 30042)


@dataclass(frozen=True, slots=True)
class Extra:
    """Something an imported file said that the model has no field for; written back on export.

    `element` and `type` as in TBX (`termNote`, `grammaticalGender`), `value` its text,
    `attributes` further pairs in order, `children` what stood inside.
    """

    element: str
    type: str = ""
    value: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence that shows a term in use."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class TermSection:
    """One term of one language (TBX: termSec)."""

    text: str
    status: str = "admitted"
    part_of_speech: str = ""
    term_type: str = ""
    source: str = ""
    note: str = ""
    contexts: tuple[Context, ...] = ()
    created_by: str = ""
    created_at: str = ""
    changed_by: str = ""
    changed_at: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageSection:
    """All terms of a concept in one language, script and region (TBX: langSec)."""

    tag: str
    terms: tuple[TermSection, ...]
    definition: str = ""
    definition_source: str = ""
    note: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One concept with its terms in every language (TBX: conceptEntry). Ids are XML names."""

    id: str
    languages: tuple[LanguageSection, ...]
    subject: str = ""
    definition: str = ""
    definition_source: str = ""
    note: str = ""
    source: str = ""
    evidence: tuple[Evidence, ...] = ()
    created_by: str = ""
    created_at: str = ""
    changed_by: str = ""
    changed_at: str = ""
    extra: tuple[Extra, ...] = ()

    def terms(self, language: str) -> tuple[tuple[str, TermSection], ...]:
        """`(tag, term)` of every term in a language (`zh` includes all scripts and regions)."""
        return tuple(
            (section.tag, term)
            for section in self.languages
            if section.tag.split("-")[0].lower() == language
            for term in section.terms
        )

    def first_terms(self) -> tuple[str, ...]:
        """What a person calls the entry: its first Chinese and its first other term, those that
        there are."""
        chinese = [section for section in self.languages if section.tag.split("-")[0] == "zh"]
        others = [section for section in self.languages if section not in chinese]
        named = (next((t.text for s in of for t in s.terms), "") for of in (chinese, others))
        return tuple(filter(None, named))


# ---------------------------------------------------------------- memory (TMX)


@dataclass(frozen=True, slots=True)
class Variant:
    """One language of a translation unit (TMX: tuv).

    `inline` is the segment with its inline tags, as the XML inside a TMX `seg`; "" if it has none.
    `text` is the segment without them.
    """

    tag: str
    text: str
    inline: str = ""


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A segment and its translation, with their origin (TMX: tu)."""

    zh: Variant
    en: Variant
    document: str = ""
    created_by: str = ""
    created_at: str = ""
    id: int | None = None
    changed_by: str = ""
    changed_at: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The result of mining a document: proposals, the translation units they come from, and all
    definitions, of terms that are no pair too."""

    document: Document
    proposals: tuple[Proposal, ...] = ()
    units: tuple[TranslationUnit, ...] = ()
    alignment: tuple[AlignedPair, ...] = field(default=())
    definitions: tuple[DefinitionPair, ...] = ()
