"""Documents, alignments and their beads in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from glossary.errors import NotFound
from glossary.model import Document, Evidence, Span, TranslationUnit
from glossary.store.base import (
    Alignment,
    Followed,
    Marked,
    NewBead,
    StoredBead,
    StoredDocument,
    unit_key,
)
from glossary.text.script import languages_in
from tests.store.memory.review import MemoryReview, place_of
from tests.store.memory.session import page
from tests.store.memory.steps import MemorySteps
from tests.store.memory.units import MemoryUnits


class MemoryDocuments(MemoryReview, MemorySteps, MemoryUnits):
    """See `glossary.store.base.documents`."""

    def put_document(self, document: Document, at: str) -> None:
        self._mine.documents.setdefault(document.sha256, (document, at))

    def document_text(self, sha256: str) -> str | None:
        found = self._now.documents.get(sha256)
        return found[0].text if found else None

    def document(self, sha256: str) -> StoredDocument:
        if sha256 not in self._now.documents:
            raise NotFound(f"no document {sha256}")
        kept, at = self._now.documents[sha256]
        counts: dict[str, int] = {}
        for candidate in self._now.candidates.values():
            if any(sha256 in place_of(each)[:2] for each in candidate.evidence):
                counts[candidate.state] = counts.get(candidate.state, 0) + 1
        languages = languages_in(kept.text)
        return StoredDocument(sha256, kept.name, languages, len(kept.text), at, counts)

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[StoredDocument]:
        found = [self.document(sha256) for sha256 in self._now.documents]
        found.sort(key=lambda each: (each.read_at, each.sha256), reverse=True)
        return page(found, limit, offset)

    def count_documents(self) -> int:
        return len(self._now.documents)

    def marks(self, sha256: str, start: int, end: int) -> list[Marked]:
        def begins(document: str | None, span: Span) -> bool:
            return document == sha256 and start <= span[0] < end

        found = [
            Marked(replace(candidate, evidence=()), each)
            for candidate in self._now.candidates.values()
            for each in self._left(candidate)
            if begins(each.document_sha256, each.zh_span)
            or begins(each.en_document_sha256 or each.document_sha256, each.en_span)
        ]
        return sorted(found, key=lambda marked: marked.evidence.zh_span[0])

    # ------------------------------------------------------------ alignments

    def put_alignment(
        self, zh_sha256: str, en_sha256: str, document: str, beads: Sequence[NewBead], step: int
    ) -> None:
        held = self._mine.alignments.values()
        if beads and not any((a.zh_sha256, a.en_sha256) == (zh_sha256, en_sha256) for a in held):
            number = self._mine.number("alignment")
            self._mine.alignments[number] = Alignment(number, zh_sha256, en_sha256, document)
            self._put_beads(number, beads, step)

    def _put_beads(self, alignment: int, beads: Iterable[NewBead], step: int) -> None:
        for bead in beads:
            number = self._mine.number("bead")
            made = StoredBead(number, alignment, bead.place, bead.pair, step)
            self._mine.beads[number] = made
            if bead.unit:
                self._mine.bead_units[number] = unit_key(bead.unit)

    def alignment(self, alignment_id: int) -> Alignment:
        if alignment_id not in self._now.alignments:
            raise NotFound(f"no alignment {alignment_id}")
        beads = self.beads(alignment_id)
        units = sum(bead.id in self._now.bead_units for bead in beads)
        return replace(self._now.alignments[alignment_id], beads=len(beads), units=units)

    def alignments(self, sha256: str) -> list[Alignment]:
        held = self._now.alignments.values()
        of_it = [a.id for a in held if sha256 in (a.zh_sha256, a.en_sha256)]
        return [self.alignment(number) for number in reversed(of_it)]

    def beads(
        self, alignment: int, *, limit: int | None = None, offset: int = 0
    ) -> list[StoredBead]:
        held = self._now.beads.values()
        found = [b for b in held if b.alignment == alignment and b.removed is None]
        return page(sorted(found, key=lambda bead: bead.place), limit, offset)

    def bead(self, bead_id: int) -> StoredBead:
        if bead_id not in self._now.beads:
            raise NotFound(f"no bead {bead_id}")
        return self._now.beads[bead_id]

    def beads_beside(self, bead: StoredBead) -> tuple[StoredBead | None, StoredBead | None]:
        beads = self.beads(bead.alignment)
        before = [each for each in beads if each.place < bead.place]
        after = [each for each in beads if each.place > bead.place]
        return (before[-1] if before else None), (after[0] if after else None)

    def step_beads(self, step: int) -> tuple[list[StoredBead], list[StoredBead]]:
        held = sorted(self._now.beads.values(), key=lambda bead: bead.place)
        return [b for b in held if b.removed == step], [b for b in held if b.added == step]

    def replace_beads(
        self, old: Sequence[StoredBead], new: Iterable[NewBead], step: int
    ) -> list[StoredBead]:
        for bead in old:
            self._mine.beads[bead.id] = replace(bead, removed=step)
        self._put_beads(old[0].alignment, new, step)
        return self.step_beads(step)[1]

    def restore_beads(self, step: int, undoing: int) -> None:
        replaced, added = self.step_beads(step)
        self._mine.beads |= {bead.id: replace(bead, removed=undoing) for bead in added}
        self._mine.beads |= {bead.id: replace(bead, removed=None) for bead in replaced}

    def drop_bead_units(self, units: Iterable[TranslationUnit]) -> int:
        before = len(self._mine.units)
        held = {
            key for number, key in self._now.bead_units.items() if not self.bead(number).removed
        }
        for unit in units:
            number = self._mine.known.get(unit_key(unit))
            if number and unit_key(unit) not in held:
                step = self._mine.units[number][1]
                if step and self.step(step).verb in ("mine", "align"):
                    self.delete_units([number])
        return before - len(self._mine.units)

    def follow_beads(
        self, old: Iterable[StoredBead], new: Iterable[StoredBead], step: int
    ) -> Followed:
        were, are = list(old), list(new)
        lost, regained = [], []
        for candidate in list(self._now.candidates.values()):
            for each in candidate.evidence:
                place = candidate.id, *place_of(each)
                gone = place in self._mine.withdrawn
                if gone and self._in_one(each, are):
                    self._mine.withdrawn.remove(place)
                    regained.append(candidate.id)
                elif not gone and self._in_one(each, were) and not self._in_one(each, are):
                    self._mine.withdrawn.add(place)
                    lost.append(candidate.id)
        for key, held in self._mine.candidates.items():
            self._mine.candidates[key] = self._settled(held)
        return Followed(tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(regained)))

    def _in_one(self, evidence: Evidence, beads: list[StoredBead]) -> bool:
        alignment = self._now.alignments[beads[0].alignment]
        if place_of(evidence)[:2] != (alignment.zh_sha256, alignment.en_sha256):
            return False
        return any(
            _holds(b.pair.zh_spans, evidence.zh_span) and _holds(b.pair.en_spans, evidence.en_span)
            for b in beads
        )


def _holds(sentences: Iterable[Span], span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in sentences)
