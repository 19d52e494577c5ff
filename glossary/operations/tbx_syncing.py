"""A folder of TBX: the termbase is kept there as a file, and what others add in TBX is proposed, as
are the texts that they change (`tbx_edits`).

Others may add files of their own, and terms to ours. What is new is told as `syncing` does, by the
candidates, the entries, and what entries were before: a term that was removed here and is still
there is nobody's addition. Ours is written over only after what it has was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from glossary.errors import InvalidInput, UnreadableFile
from glossary.model import ConceptEntry
from glossary.operations.added_rows import AddedRow, BrokenRow, row_of
from glossary.operations.clock import Clock
from glossary.operations.syncing import TBX, FolderSync, FolderToSync, Synced, proved
from glossary.operations.tbx_edits import TbxEdit, edit_of, propose_edits
from glossary.operations.tool_folder import Signature, bytes_of, refuse_missing, signature
from glossary.store.base import Store


class AddedPair(NamedTuple):
    """A pair of an entry of a file: its line there, the entry, and the pair as a row; or why it is
    none."""

    line: int
    entry: ConceptEntry
    row: AddedRow | str


@dataclass(slots=True)
class _Watched:
    """What is known of a file: as it was read, and whether it could be; as it is being written."""

    read: Signature = None
    pending: Signature = None
    is_broken: bool = False


def sync_of(store: Store, job: FolderToSync, clock: Clock) -> FolderSync:
    """The sync of a folder, by its profile. Raises InvalidInput for a wrong profile or name."""
    return (TbxFolderSync if job.profile == TBX else FolderSync)(store, job, clock)


class TbxFolderSync(FolderSync):
    """A folder of TBX that is looked at again and again. It is to be used inside
    `tool_folder.alone`."""

    def __init__(self, store: Store, job: FolderToSync, clock: Clock) -> None:
        if job.added is not None:
            raise InvalidInput("--added is for tools that add rows; of TBX all files are read")
        super().__init__(store, job, clock)
        self._files: dict[Path, _Watched] = {}

    def look(self, *, settled: bool = False) -> Synced:
        """Propose what others added, then write our file if the termbase has changed. A file that
        cannot be read is told once and stays as it is, and so is one that changes just now, unless
        `settled`.

        Raises InvalidInput, StoreError.
        """
        refuse_missing(self._job.folder)
        found = [self._looked_into(path, settled) for path in self._changed()]
        return Synced(
            self._freshened(),
            sum(each.proposed for each in found),
            sum(each.known for each in found),
            tuple(row for each in found for row in each.broken),
            tuple(line for each in found for line in each.refused),
            sum(each.edited for each in found),
        )

    def _changed(self) -> Iterator[Path]:
        """The files that are not as they were read, or as we wrote them."""
        for path in sorted(self._job.folder.iterdir()):
            if path.suffix.lower() == ".tbx" and path.is_file():
                is_ours = path == self.target and self._is_as_written()
                if not is_ours and signature(path) != self._watched(path).read:
                    yield path

    def _is_as_written(self) -> bool:
        """Whether our file is as we wrote it, now or before this began."""
        if self._written and self._written[1] == signature(self.target):
            return True
        return self._written is None and bytes_of(self.target) == self._exported()

    def _watched(self, path: Path) -> _Watched:
        return self._files.setdefault(path, _Watched())

    def _may_replace(self, found: Signature) -> bool:
        """Only what was read, and has not changed since."""
        now, watched = signature(self.target), self._watched(self.target)
        was_read = now == watched.read and not watched.is_broken
        return now == found and (now is None or was_read or self._is_as_written())

    # ------------------------------------------------------------ a file

    def _looked_into(self, path: Path, settled: bool) -> Synced:
        watched, now = self._watched(path), signature(path)
        if now != watched.pending and not settled:
            watched.pending = now  # it may be half written
            return Synced()
        watched.read, watched.is_broken = now, False
        try:
            pairs, edits = self._new_in(path)
        except (UnreadableFile, InvalidInput) as error:
            watched.is_broken = True
            return Synced(refused=(str(error),))
        edited = propose_edits(self._store, edits, path.name, self._job.by, self._clock())
        return replace(self._proposed(path, pairs), edited=edited)

    def _new_in(self, path: Path) -> tuple[list[AddedPair], list[TbxEdit]]:
        """(the pairs of a file that no revision of their entry here has, the entries whose texts
        none has). Raises UnreadableFile."""
        from glossary.exchange.reading import numbered_entries

        pairs, edits = [], []
        with path.open("rb") as stream:
            for line, entry in numbered_entries(stream, path.name):
                revisions = self._revisions(entry.id)
                ours = {pair for each in revisions if each for pair in _all_pairs(each)}
                for zh, en in _pairs(entry):
                    if (zh, en) not in ours:
                        row = proved(row_of(_row(zh, en, entry)))
                        pairs.append(AddedPair(line, entry, row))
                if edit := _edit_of(entry, revisions, ours):
                    edits.append(edit)
        return pairs, edits

    def _revisions(self, concept_id: str) -> list[ConceptEntry | None]:
        """What an entry was and is, oldest first; None where it was deleted."""
        if not self._store.id_used(concept_id):
            return []
        found = sorted(self._store.revisions(concept_id), key=lambda each: each.number)
        return [each.entry for each in found]

    def _proposed(self, path: Path, pairs: list[AddedPair]) -> Synced:
        """Propose those that are new, a step for each person who is named in the file."""
        rows: dict[tuple[str, str], tuple[AddedRow, str]] = {}
        for _, entry, row in pairs:
            if isinstance(row, AddedRow):
                rows.setdefault(row.key, (row, _who(entry)))
        unknown = {row.key for row in self._unknown([row for row, _ in rows.values()])}
        by_person: dict[str, list[AddedRow]] = {}
        for row, who in rows.values():
            if row.key in unknown:
                by_person.setdefault(who, []).append(row)
        for who, added in by_person.items():
            self._store_rows(added, f"added to {path.name}", who)
        broken = tuple(BrokenRow(p.line, p.row, path.name) for p in pairs if isinstance(p.row, str))
        return Synced("fresh", len(unknown), len(rows) - len(unknown), broken)


def _pairs(entry: ConceptEntry) -> Iterator[tuple[str, str]]:
    """Each term with the first one of the other language; a term alone gives none."""
    zh, en = _forms(entry, "zh"), _forms(entry, "en")
    if zh and en:
        yield from dict.fromkeys([*((form, en[0]) for form in zh), *((zh[0], form) for form in en)])


def _all_pairs(entry: ConceptEntry) -> set[tuple[str, str]]:
    return {(zh, en) for zh in _forms(entry, "zh") for en in _forms(entry, "en")}


def _edit_of(
    entry: ConceptEntry, revisions: list[ConceptEntry | None], ours: set[tuple[str, str]]
) -> TbxEdit | None:
    """The edit of an entry that is here, and is the same concept: it has a pair of ours."""
    if not revisions or revisions[-1] is None or ours.isdisjoint(_all_pairs(entry)):
        return None
    return edit_of(entry, [each for each in revisions if each])


def _forms(entry: ConceptEntry, language: str) -> list[str]:
    return [term.text for _, term in entry.terms(language)]


def _row(zh: str, en: str, entry: ConceptEntry) -> str:
    """The pair as a row, with who and when as the file has them."""
    when = entry.changed_at or entry.created_at
    return "\t".join(filter(None, (en, zh, " ".join(filter(None, (_who(entry), when))))))


def _who(entry: ConceptEntry) -> str:
    return entry.changed_by or entry.created_by
