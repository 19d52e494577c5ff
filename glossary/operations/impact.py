"""Impact: what uses the forms of an entry, and would be touched if one of them changed.

Looked through are the units of the memory, the documents that were read, the texts of all entries,
and the sentences of all evidence. Units are narrowed by the index of the memory, other texts by the
same pieces; what stands there is told by recognition, so that 印度 is not found in 印度尼西亚.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from glossary.model import ConceptEntry, Document, Evidence, Extra, Span, TranslationUnit
from glossary.operations.form_uses import FormFinder
from glossary.store.base import Store
from glossary.text.tags import language_of
from glossary.text.tokens import search_key

if TYPE_CHECKING:
    from glossary.lookup.recognition.recognizer import TermHit

PLACE_KINDS = ("unit", "document", "entry", "evidence")
_BATCH = 500  # units read at a time. Chosen, for memory alone: half and double are as fast


class FindsSubstrings(Protocol):
    """An index of the memory: the units whose search key contains a string."""

    def containing(self, key: str, language: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class TermUse:
    """A sentence or other text in which forms of an entry stand.

    `place` is the number of a unit, the name of a document, the id of an entry, or what the
    evidence is for; `field` which text of it. `forms` are as written, at `spans` of `text`. `line`
    is from 1, in a document; `translation` the other side of a unit.
    """

    kind: str
    place: str
    field: str
    language: str
    forms: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str
    translation: str = ""
    document: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Impact:
    """What uses the forms of an entry; `counts` are how many units, documents, entries, and pieces
    of evidence."""

    concept_id: str
    forms: tuple[str, ...]
    counts: dict[str, int]
    uses: tuple[TermUse, ...]


def impact(store: Store, index: FindsSubstrings, concept_id: str, finder: FormFinder) -> Impact:
    """All that uses the forms of a finder."""
    uses = [*_in_units(store, index, finder), *_in_documents(store, finder)]
    uses += sorted(_in_entries(store, concept_id, finder), key=_rank)  # read once for both kinds
    places = {kind: set[tuple[str, str]]() for kind in PLACE_KINDS}
    for use in uses:
        sentence = use.text if use.kind == "evidence" else use.document
        places[use.kind].add((use.place, sentence))
    forms = dict.fromkeys(row.text for row in finder.rows)
    counts = {kind: len(found) for kind, found in places.items()}
    return Impact(concept_id, tuple(forms), counts, tuple(uses))


# ---------------------------------------------------------------- units


def units_with(
    store: Store, index: FindsSubstrings, finder: FormFinder, languages: Iterable[str]
) -> Iterator[tuple[TranslationUnit, str, list[TermHit]]]:
    """(unit, language, occurrences in that side) of all units that have any, by id."""
    wanted = tuple(languages)
    ids = {
        int(number)
        for language in wanted
        for piece in finder.pieces[language]
        for number in index.containing(piece, language).ids
    }
    rest = iter(sorted(ids))
    while batch := list(islice(rest, _BATCH)):
        for unit in store.units(batch):
            for language in wanted:
                side = unit.zh if language == "zh" else unit.en
                if hits := finder.find(side.text, language):
                    yield unit, language, hits


def _in_units(store: Store, index: FindsSubstrings, finder: FormFinder) -> Iterator[TermUse]:
    for unit, language, hits in units_with(store, index, finder, ("zh", "en")):
        side, other = (unit.zh, unit.en) if language == "zh" else (unit.en, unit.zh)
        yield _use(
            ("unit", str(unit.id), language),
            side.text,
            hits,
            translation=other.text,
            document=unit.document,
        )


def _use(where: tuple[str, str, str], text: str, hits: list[TermHit], **more: Any) -> TermUse:
    """Of hits in the whole text."""
    spans = tuple(dict.fromkeys((hit.start, hit.end) for hit in hits))
    written = tuple(dict.fromkeys(text[start:end] for start, end in spans))
    return TermUse(*where, _language(hits), written, spans, text, **more)


def _language(hits: list[TermHit]) -> str:
    return Counter(hit.term.language for hit in hits).most_common(1)[0][0]


# ---------------------------------------------------------------- documents


def _in_documents(store: Store, finder: FormFinder) -> Iterator[TermUse]:
    for stored in store.documents():
        text = store.document_text(stored.sha256) or ""
        if hits := finder.find(text):
            yield from _sentences(Document(stored.name, stored.sha256, text, ()), hits)


def _sentences(document: Document, hits: list[TermHit]) -> Iterator[TermUse]:
    """A use for each sentence of a document that has any of the hits."""
    from glossary.text.segment import sentence_at, sentences

    spans = sentences(document.text)
    found: dict[Span, list[Span]] = {}
    languages: dict[Span, str] = {}
    for hit in hits:
        sentence = sentence_at(spans, hit.start)
        found.setdefault(sentence, []).append((hit.start, hit.end))
        languages.setdefault(sentence, hit.term.language)
    for (start, end), places in found.items():
        last = max(end, *(stop for _, stop in places))  # a form may go over a line's end
        inside = tuple(dict.fromkeys((a - start, b - start) for a, b in places))
        written = tuple(dict.fromkeys(document.text[a:b] for a, b in places))
        yield TermUse(
            "document",
            document.name,
            "text",
            languages[start, end],
            written,
            inside,
            document.text[start:last],
            document=document.sha256,
            line=document.line(start),
        )


# ---------------------------------------------------------------- entries and evidence


def _rank(use: TermUse) -> int:
    return PLACE_KINDS.index(use.kind)


def _in_entries(store: Store, concept_id: str, finder: FormFinder) -> Iterator[TermUse]:
    """What is in the texts of entries, and in the evidence of candidates and entries."""
    seen: set[tuple[str, str, str]] = set()
    keys = {piece for pieces in finder.pieces.values() for piece in pieces}
    for owner, evidence in store.evidence_saying(keys):
        yield from _in_evidence(owner, evidence, finder, seen)
    for entry in store.concepts_saying({*keys, search_key(concept_id)}):  # a reference has the id
        yield from _in_entry(entry, concept_id, finder)
        for evidence in entry.evidence:
            yield from _in_evidence(entry.id, evidence, finder, seen)


def _in_entry(entry: ConceptEntry, concept_id: str, finder: FormFinder) -> Iterator[TermUse]:
    told = set()
    for field, language, text in _texts(entry, entry.id == concept_id):
        if hits := finder.find(text, language):
            told.add(text)
            yield _use(("entry", entry.id, field), text, hits)
    for extra in _references(entry, concept_id):
        if extra.value not in told:
            field = extra.type or extra.element
            yield TermUse("entry", entry.id, field, "", (), (), extra.value)


Texts = Iterator[tuple[str, str | None, str]]


def _texts(entry: ConceptEntry, is_own: bool) -> Texts:
    """(field, language if known, text) of all that an entry says; its terms, unless they are those
    that are looked for."""
    yield "definition", None, entry.definition
    yield "note", None, entry.note
    yield from _extra_texts(entry.extra)
    for section in entry.languages:
        language = language_of(section.tag)
        yield "definition", language, section.definition
        yield "note", None, section.note
        yield from _extra_texts(section.extra)
        for term in section.terms:
            if not is_own:
                yield "term", language, term.text
            yield "note", None, term.note
            yield from (("context", language, context.text) for context in term.contexts)
            yield from _extra_texts(term.extra)


def _extra_texts(extras: Iterable[Extra]) -> Texts:
    for extra in extras:
        yield extra.type or extra.element, None, extra.value
        yield from _extra_texts(extra.children)


def _references(entry: ConceptEntry, concept_id: str) -> Iterator[Extra]:
    """The cross-references of an entry to that one."""
    terms = [term for section in entry.languages for term in section.terms]
    open_ = [*entry.extra, *(extra for term in terms for extra in term.extra)]
    while open_:
        extra = open_.pop()
        open_ += extra.children
        if ("target", concept_id) in extra.attributes:
            yield extra


def _in_evidence(
    owner: str, evidence: Evidence, finder: FormFinder, seen: set[tuple[str, str, str]]
) -> Iterator[TermUse]:
    """In its sentences, but for those that are `seen`: one may prove a pair several times."""
    for language, text in (("zh", evidence.zh_context), ("en", evidence.en_context)):
        sentence = owner, language, text
        if sentence not in seen and (hits := finder.find(text, language)):
            seen.add(sentence)
            where = ("evidence", owner, f"{language} context")
            yield _use(where, text, hits, document=evidence.document, line=evidence.line)
