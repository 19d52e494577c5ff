"""What the termbase expects: the terms of a source, and the forms that the target may have.

A place of the source may be a term of several entries (bank, of money and of a river): they share
one expectation, which any of their forms meets. Of terms that overlap only the outermost count: in
數位發展部, 發展 expects nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.checking.rendering import TargetWording
from glossary.checking.segment import BilingualSegment
from glossary.checking.settings import CheckSettings
from glossary.checking.spans import protected
from glossary.checking.strays import TargetWords, target_words
from glossary.lookup.recognition.recognizer import TermHit
from glossary.lookup.targets import OFFERED
from glossary.model import STATUSES, Span
from glossary.store.base import TermRow
from glossary.text.fold import fold
from glossary.text.tags import fallback_chain, language_of


@dataclass(frozen=True, slots=True)
class TermsToCheck:
    """A termbase as a check sees it: `recognize(text, language, region=, all_occurrences=)` as of a
    Recognizer, all terms of the concepts with some ids, and how much a word says."""

    recognize: Callable[..., Sequence[TermHit]]
    forms_of: Callable[[Iterable[str]], Iterable[TermRow]]
    weight: Callable[[str], float]


_KEPT = 200_000  # concepts whose forms are kept. Chosen, for memory alone: some 200 MB


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a concept in the target language, best first: those it should have, those that
    are deprecated or superseded, and those of other regions."""

    concept_id: str
    subject: str
    allowed: tuple[TermRow, ...]
    forbidden: tuple[TermRow, ...]
    regional: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """A term of the source at `span`, and the forms of the entries that it may belong to. `nested`
    are the entries of terms within it: 會計法 in 商業會計法."""

    span: Span
    term: str
    concepts: tuple[Forms, ...]
    nested: frozenset[str] = frozenset()

    @property
    def allowed(self) -> list[TermRow]:
        return [row for forms in self.concepts for row in forms.allowed]

    @property
    def concept_ids(self) -> frozenset[str]:
        return frozenset(forms.concept_id for forms in self.concepts)


@dataclass(frozen=True, slots=True)
class SegmentReading:
    """A segment with what was recognised in it. `target_hits` holds also what crosses word edges;
    `unexpected` are the whole terms of the target that no term of the source accounts for."""

    segment: BilingualSegment
    expectations: tuple[Expectation, ...]
    target_hits: tuple[TermHit, ...]
    unexpected: tuple[TermHit, ...]
    zh_tag: str
    wording: TargetWording
    target_words: TargetWords
    weight: Callable[[str], float]

    def hits_of(self, rows: Iterable[TermRow]) -> list[TermHit]:
        """The places of the target at which one of the forms stands."""
        keys = {(row.concept_id, fold(row.text)) for row in rows}
        return [h for h in self.target_hits if (h.concept_id, fold(h.term.text)) in keys]


class Expectations:
    """Reads segments against the terms of a termbase."""

    def __init__(self, terms: TermsToCheck, settings: CheckSettings) -> None:
        self.terms, self._settings = terms, settings
        self._rows: dict[str, list[TermRow]] = {}
        self._classified = lru_cache(_KEPT)(self._classify)

    def read(self, segment: BilingualSegment) -> SegmentReading:
        """The terms of a segment's two sides."""
        source, target = segment.source, segment.target
        zh_tag = self.zh_tag(segment)
        all_hits = self.terms.recognize(source.text, source.language)
        target_hits = self.terms.recognize(
            target.text, target.language, region=zh_tag, all_occurrences=True
        )
        self._load({hit.concept_id for hit in (*all_hits, *target_hits)})
        expectations = tuple(self._expected(segment, all_hits, zh_tag))
        unexpected = self._unexpected(all_hits, target_hits)
        wording = TargetWording(target.text)
        return SegmentReading(
            segment,
            expectations,
            tuple(target_hits),
            unexpected,
            zh_tag,
            wording,
            target_words(segment),
            self.terms.weight,
        )

    def zh_tag(self, segment: BilingualSegment) -> str:
        """The Chinese that is wanted: as set, else as the file says."""
        zh = segment.target if segment.is_into_chinese else segment.source
        return self._settings.zh_tag or zh.tag

    def _load(self, concept_ids: set[str]) -> None:
        wanted = concept_ids.difference(self._rows)
        if len(self._rows) > _KEPT:
            self._rows.clear()
            self._classified.cache_clear()
            wanted = concept_ids
        for row in self.terms.forms_of(sorted(wanted)) if wanted else ():
            self._rows.setdefault(row.concept_id, []).append(row)

    def _expected(
        self, segment: BilingualSegment, hits: Sequence[TermHit], zh_tag: str
    ) -> Iterable[Expectation]:
        by_span: dict[Span, list[TermHit]] = defaultdict(list)
        shielded = protected(segment.source.text)
        for hit in hits:
            if hit.cover and not any(a < hit.end and hit.start < b for a, b in shielded):
                by_span[hit.start, hit.end].append(hit)
        for span, at in by_span.items():
            found = [self._classified(h.concept_id, segment.target.language, zh_tag) for h in at]
            forms = tuple(self._of_subject([f for f in found if f.allowed or f.forbidden]))
            if forms:
                nested = frozenset(h.concept_id for h in hits if _is_within(h, span))
                yield Expectation(span, segment.source.text[slice(*span)], forms, nested)

    def _of_subject(self, found: list[Forms]) -> list[Forms]:
        """Those of the subject field that is checked, where there are any."""
        subject = self._settings.subject
        return [forms for forms in found if subject and forms.subject == subject] or found

    def _classify(self, concept_id: str, language: str, zh_tag: str) -> Forms:
        rows = [r for r in self._rows.get(concept_id, ()) if language_of(r.tag) == language]
        rows.sort(key=lambda row: (_rank(row), row.id))
        own = _of_region(rows, zh_tag) if language == "zh" else rows
        allowed = tuple(row for row in own if row.status in OFFERED)
        taken = {fold(row.text) for row in allowed}
        forbidden = tuple(r for r in own if r.status not in OFFERED and fold(r.text) not in taken)
        taken |= {fold(row.text) for row in forbidden}
        mine = {row.id for row in own}
        regional = tuple(r for r in rows if r.id not in mine and fold(r.text) not in taken)
        subject = rows[0].subject if rows else ""
        return Forms(concept_id, subject, allowed, forbidden, regional if allowed else ())

    def _unexpected(
        self, source_hits: Sequence[TermHit], target_hits: Sequence[TermHit]
    ) -> tuple[TermHit, ...]:
        """The outermost terms of the target of which no entry is met in the source, nested ones
        and those of the same words included."""
        met = {hit.concept_id for hit in source_hits}
        accounted = {(h.start, h.end) for h in target_hits if h.concept_id in met}
        return tuple(
            hit
            for hit in target_hits
            if hit.cover and hit.edge and (hit.start, hit.end) not in accounted
        )


def _is_within(hit: TermHit, span: Span) -> bool:
    return span[0] <= hit.start and hit.end <= span[1] and (hit.start, hit.end) != span


def _rank(row: TermRow) -> int:
    return STATUSES.index(row.status) if row.status in STATUSES else len(STATUSES)


def _of_region(rows: Sequence[TermRow], zh_tag: str) -> Sequence[TermRow]:
    """The rows of the Chinese that is wanted, best region first; all of them where there are
    none, or where no region is wanted."""
    chain = list(fallback_chain(zh_tag))
    if len(chain) < 2:  # a language or a script alone: any region's form will do
        return rows
    chain.append("zh")
    own = [row for row in rows if row.tag in chain]
    return sorted(own, key=lambda row: (_rank(row), chain.index(row.tag))) or rows
