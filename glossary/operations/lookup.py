"""Look-ups for a translator: terms, terms in a text, earlier translations. Indexes are loaded on
first use, and unsuccessful look-ups are counted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from glossary.model import ConceptEntry
from glossary.operations.clock import Clock
from glossary.operations.options import SegmentQuery, TermQuery, TermReplacement
from glossary.operations.unfound import Unfound
from glossary.store.base import Position, Store, UnitReader, Wanted
from glossary.text.tags import detect_language, normalise_tag

if TYPE_CHECKING:
    from glossary.checking.expectations import TermsToCheck
    from glossary.lookup.concordance import Concordance
    from glossary.lookup.memory import FuzzyMatch
    from glossary.lookup.pieces import Piece
    from glossary.lookup.recognition.recognizer import TermbaseRecognizer, TermHit
    from glossary.lookup.search.search import SearchResult
    from glossary.operations.impact import Impact
    from glossary.operations.memory_index import MemoryIndex
    from glossary.operations.replacing import Replaced

REMEMBERED = 200
"""The maximum length, in characters, of an unsuccessful look-up that is counted: a longer one is
not a term. Derived from the longest query of which all is looked at (`search.query.LONGEST`)."""


def with_targets(
    hits: Iterable[TermHit], entries: Mapping[str, ConceptEntry], zh_tag: str
) -> Iterator[tuple[TermHit, list[dict[str, str]]]]:
    """(hit, translations that its entry offers) for hits in a running text.

    Translations of English terms are in the Chinese of `zh_tag`. Hits whose entry is not among
    `entries` are left out.
    """
    from glossary.lookup.targets import target_terms

    zh_tag = normalise_tag(zh_tag)
    for hit in hits:
        if hit.concept_id in entries:
            yield hit, target_terms(entries[hit.concept_id], hit.term.language, zh_tag)


class Lookup:
    """The look-ups in one store. Safe to share between threads."""

    def __init__(self, store: Store, memory: str = "") -> None:
        self.store, self._memory = store, memory
        self._lock = threading.Lock()
        self._loaded: dict[str, Any] = {}
        self._unfound = Unfound(store)

    def close(self) -> None:
        """Write the unsuccessful look-ups that are not written yet."""
        self._unfound.write()
        if "fuzzy index" in self._loaded:
            self.fuzzy_index.close()

    # ------------------------------------------------------------ terms

    def search(self, query: TermQuery, clock: Clock) -> SearchResult:
        """Terms that match, best first, with the reason. An unsuccessful look-up is counted,
        without waiting for a writer: see `glossary.operations.unfound`."""
        from glossary.lookup.search import search

        query = replace(query, tag=normalise_tag(query.tag) if query.tag else None)
        result = search.search(
            self.store,
            query.text,
            query.lang,
            query.limit,
            query.offset,
            subject=query.subject,
            status=query.status,
            tag=query.tag,
        )
        text = query.text.strip()
        counted = query.remember and not query.is_narrowed and len(query.text) <= REMEMBERED
        if counted and text and not result.total:
            self._unfound.note(text, query.lang or detect_language(query.text), clock())
        return result

    def wanted(self, limit: int) -> list[Wanted]:
        """Unsuccessful look-ups, most frequent first."""
        self._unfound.write()
        return self.store.wanted(limit)

    # ------------------------------------------------------------ running text and memory

    def recognize(self, text: str, lang: str | None, all_occurrences: bool) -> list[TermHit]:
        """The terms of the termbase in a running text, with their spans."""
        return self.recognizer.recognize(text, lang, all_occurrences=all_occurrences)

    def fuzzy_matches(
        self, text: str, lang: str | None, threshold: int, limit: int | None
    ) -> list[FuzzyMatch]:
        """Stored segments similar to `text`, all at or above the threshold, best first."""
        from glossary.lookup import memory

        language = lang or detect_language(text)
        return memory.fuzzy_matches(self._units, self.fuzzy_index, text, language, threshold, limit)

    def concordance(self, query: SegmentQuery) -> Concordance:
        """Stored segments that contain a piece of text."""
        from glossary.lookup import concordance

        return concordance.concordance(
            self._units,
            self.fuzzy_index,
            query.text,
            query.lang,
            query.order,
            query.limit,
            query.offset,
        )

    def pieces(self, text: str, lang: str | None, limit: int) -> tuple[Piece, ...]:
        """The longest pieces of `text` that stand in stored segments."""
        from glossary.lookup import pieces

        return pieces.pieces(self.store, self.fuzzy_index, text, lang, limit)

    def impact(self, concept_id: str, form: str | None) -> Impact:
        """What uses the forms of an entry, or one of them. Raises NotFound."""
        from glossary.operations.form_uses import finder_of
        from glossary.operations.impact import impact

        finder = finder_of(self.store, self.recognizer, concept_id, form)
        return impact(self.store, self.fuzzy_index, concept_id, finder)

    def replace_form(self, wanted: TermReplacement, clock: Clock) -> Replaced:
        """Replace a form of an entry in the memory. Raises NotFound, InvalidInput."""
        from glossary.operations.form_uses import finder_of
        from glossary.operations.replacing import replace_form

        finder = finder_of(self.store, self.recognizer, wanted.concept_id, wanted.old)
        return replace_form(self.store, self.fuzzy_index, finder, wanted, clock())

    def terms_to_check(self) -> TermsToCheck:
        """The termbase as a check of a translation sees it."""
        from glossary.operations.checking import terms_of

        return terms_of(self.store, self.recognizer)

    # ------------------------------------------------------------ indexes

    @property
    def recognizer(self) -> TermbaseRecognizer:
        from glossary.lookup.recognition.recognizer import TermbaseRecognizer

        recognizer: TermbaseRecognizer = self._once("recognizer", TermbaseRecognizer)
        return recognizer

    @property
    def fuzzy_index(self) -> MemoryIndex:
        from glossary.operations.memory_index import index_of

        index: MemoryIndex = self._once("fuzzy index", partial(index_of, memory=self._memory))
        return index

    @property
    def _units(self) -> UnitReader:
        from glossary.operations.memory_index import units_of

        return units_of(self.store, self.fuzzy_index)

    def lag_of_shards(self) -> dict[str, int]:
        """How many changes the shards of the memory do not have, by language; nothing where there
        are none. Raises MemoryIncomplete."""
        if not self._memory:
            return {}
        from glossary.operations.sharding import lag_of_shards

        return lag_of_shards(self.store, self._memory)

    def _once(self, name: str, make: Callable[[Any], Any]) -> Any:
        """Load something on first use, for all threads."""
        if name not in self._loaded:
            with self._lock:
                if name not in self._loaded:
                    self._loaded[name] = make(self.store)
        return self._loaded[name]

    def index_positions(self) -> dict[str, Position | None]:
        """The last change of the database that each index of the memory has taken in, by language;
        None where it is not loaded."""
        if "fuzzy index" not in self._loaded:
            return {"zh": None, "en": None}
        return self.fuzzy_index.positions()

    def warm_up(self) -> None:
        """Load now what the first look-ups of a long-running process would wait for."""
        from glossary.text.lattice import dictionary

        self.fuzzy_index.warm_up()
        self.recognize("安 a", None, False)
        dictionary()
