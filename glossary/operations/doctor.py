"""Check the database, the index of the memory, and the evidence of every pair.

Each check is a line: what was found and, if there is a problem, what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from glossary.errors import StoreError
from glossary.operations.proof import check
from glossary.store.base import Check, DocumentReader, EvidenceReader, SegmentReader, Store, Upkeep

SHOWN = 3  # places of each kind that a check names. Chosen: it counts the rest


class DoctorSource(SegmentReader, DocumentReader, EvidenceReader, Upkeep, Protocol):
    """What the checks need of a store."""


def examine(store: DoctorSource) -> Iterator[Check]:
    """The results of all checks, except those that an earlier failure makes meaningless."""
    usable = True
    for found in store.checks():
        usable = usable and not (found.problems and found.name in ("file", "pages", "records"))
        yield found
    if usable:
        advice = (
            f"delete this folder, and it is made anew: {store.cache}"
            if store.cache
            else "start this program again: the index is in its memory alone"
        )
        yield _said("memory index", "has every unit as it is", _memory_index(store), advice)
        yield from _proof(store)


def rebuild_index(store: Store) -> None:
    """Rebuild the index of terms from the entries. Raises StoreError."""
    with store.transaction():
        store.rebuild_terms()


def _said(name: str, well: str, problems: Iterable[str], advice: str) -> Check:
    try:
        found = list(problems)
    except StoreError as error:
        found = [str(error)]
    if not found:
        return Check(name, well)
    count = f"{len(found)} problems" if len(found) > 1 else "a problem"
    return Check(name, count, tuple(found[:SHOWN]), advice)


def _memory_index(store: SegmentReader) -> Iterator[str]:
    from glossary.store.fuzzy.index import FuzzyIndex

    index = FuzzyIndex(store)
    for language in ("zh", "en"):
        for unit_id in index.missing(language):
            yield f"unit {unit_id} is not indexed as it is ({language})"


def _proof(store: DoctorSource) -> Iterator[Check]:
    """Check all evidence, except of documents that are not stored here, as imported entries have
    it."""
    texts = _Texts(store.document_text)
    wrong: list[str] = []
    held = elsewhere = 0
    try:
        for whose, pairs, evidence in store.evidence():
            proofs = [check(evidence, zh, en, texts) for zh, en in pairs]
            if any(proof.holds for proof in proofs):
                held += 1
            elif texts.lacks(evidence.document_sha256, evidence.en_document_sha256):
                elsewhere += 1
            else:
                reason = proofs[0].reason if proofs else "there is no pair of terms"
                wrong.append(f"{whose}: {reason}")
    except StoreError as error:
        wrong.append(str(error))
    unknown = f"; {elsewhere} of documents that are not stored here" if elsewhere else ""
    well = f"{held} pieces stand in their documents{unknown}"
    yield _said("evidence", well, wrong, "look at it with: glossary why ID; reject what has none")


class _Texts:
    """The texts of documents, the last few cached: evidence comes document by document."""

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        self._text_of = text_of
        self._kept: dict[str, str | None] = {}

    def __call__(self, sha256: str) -> str | None:
        if sha256 not in self._kept:
            for oldest in list(islice(self._kept, max(0, len(self._kept) - 7))):
                del self._kept[oldest]
            self._kept[sha256] = self._text_of(sha256)
        return self._kept[sha256]

    def lacks(self, *names: str | None) -> bool:
        return any(name and self(name) is None for name in names)
