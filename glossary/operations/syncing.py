"""Keep the glossary of a CAT tool's folder fresh, and propose what is added there.

Nothing is noted anywhere of what was done: whether the file is fresh is told by its bytes, and
whether a row is new by the candidates and entries of the termbase.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Literal

from glossary.errors import InvalidInput, NothingToWrite, UnreadableFile
from glossary.operations.added_rows import (
    AddedRow,
    BrokenRow,
    document_of,
    proposals_in,
    row_of,
    rows_in,
)
from glossary.operations.clock import Clock
from glossary.operations.files import refuse_own
from glossary.operations.options import FileExport
from glossary.operations.proof import check
from glossary.operations.tool_folder import (
    Signature,
    bytes_of,
    refuse_missing,
    signature,
    text_of,
)
from glossary.store.base import Store
from glossary.text.fold import term_key
from glossary.whole_file import whole_file

STEM = "glossary-sync"
"""The name of the file that is written, before its suffix: nobody else's file has it."""
ADDED_TO = {"omegat": "glossary.txt"}
"""The file to which a tool adds what its user enters, by profile."""
TBX = "tbx"
"""The profile of a folder of TBX: see `tbx_syncing`."""
EXPORTED = {TBX: "archive"}
"""The profile of the file that is written, where it has another name."""
_BATCH = 100  # rows looked up at once. Chosen: databases limit the arguments of a query


@dataclass(frozen=True, slots=True)
class FolderToSync:
    """The glossary folder of a tool's project; which Chinese the tool gets; and the name of the
    file there to which the tool adds rows (None: the profile's usual one)."""

    folder: Path
    profile: str = "omegat"
    zh_tag: str = "zh-Hant-TW"
    added: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Synced:
    """What one look at the folder did: what became of the file (written, fresh as it was, or none
    since the termbase has no terms for it), how many pairs were proposed, how many of the rows the
    termbase had already, and the broken rows; of rows seen for the first time only. `refused`: a
    line for each file of others that cannot be read. `edited`: how many entries wait among the
    conflicts, with texts that others changed."""

    file: Literal["written", "fresh", "none"] = "fresh"
    proposed: int = 0
    known: int = 0
    broken: tuple[BrokenRow, ...] = ()
    refused: tuple[str, ...] = ()
    edited: int = 0


class FolderSync:
    """A folder that is looked at again and again. Raises InvalidInput for a wrong profile or name.

    It is to be used inside `tool_folder.alone`.
    """

    def __init__(self, store: Store, job: FolderToSync, clock: Clock) -> None:
        self._store, self._job, self._clock = store, job, clock
        self.target = job.folder / f"{STEM}{_suffix(job.profile)}"
        self.added = _added_file(job, self.target)
        self._written: tuple[object, Signature] | None = None
        self._read: Signature = None
        self._pending: Signature = None
        self._met: set[str] = set()
        for path in (self.target, self.added):
            refuse_own(store, path)

    def look(self, *, settled: bool = False) -> Synced:
        """Write the file if the termbase has changed, and propose the new rows. A file of rows that
        changes just now is left for the next look, unless `settled`.

        Raises InvalidInput, StoreError.
        """
        refuse_missing(self._job.folder)
        state = self._freshened()
        return replace(self._taken(settled), file=state)

    # ------------------------------------------------------------ out

    def _freshened(self) -> Literal["written", "fresh", "none"]:
        """Write the file where its bytes are not what the termbase gives."""
        version = self._store.terms_version()  # before reading: what comes meanwhile comes next
        if self._written == (version, signature(self.target)):
            return "fresh"
        before, data = signature(self.target), self._exported()
        is_stale = bytes_of(self.target) != data
        if is_stale and not self._may_replace(before):
            return "fresh"
        if data is None:
            self.target.unlink(missing_ok=True)
        elif is_stale:
            with whole_file(self.target) as stream:
                stream.write(data)
        self._written = version, signature(self.target)
        return "none" if data is None else "written" if is_stale else "fresh"

    def _may_replace(self, found: Signature) -> bool:
        """Whether the file, as it was found, may be written over: it is nobody else's."""
        return True

    def _exported(self) -> bytes | None:
        """What belongs into the file; None if no entry does."""
        from glossary.operations.exporting import export_file

        buffer, job = io.BytesIO(), self._job
        profile = EXPORTED.get(job.profile, job.profile)
        try:
            export_file(self._store, buffer, FileExport(buffer, profile, zh_tag=job.zh_tag))
        except NothingToWrite:
            return None
        return buffer.getvalue()

    # ------------------------------------------------------------ back

    def _taken(self, settled: bool) -> Synced:
        now = signature(self.added) if self.added else None
        if now is None or now == self._read or not self.added:
            return Synced()
        if now != self._pending and not settled:
            self._pending = now  # it may be half written
            return Synced()
        try:
            found = self._propose(text_of(self.added))
        except UnreadableFile:
            self._read = now  # told once
            raise
        self._read = now
        return found

    def _propose(self, text: str) -> Synced:
        rows, broken, met = _sorted_out(text, self._met)
        fresh = list(self._unknown(rows))
        if fresh:
            self._store_rows(fresh, f"added to {self.added.name}" if self.added else "")
        self._met |= met
        return Synced("fresh", len(fresh), len(rows) - len(fresh), tuple(broken))

    def _unknown(self, rows: list[AddedRow]) -> Iterator[AddedRow]:
        """Those whose pair is neither a candidate, in whatever state, nor in an entry."""
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            known = self._store.known_pairs(row.key for row in batch)
            known |= self._entered(batch)
            yield from (row for row in batch if row.key not in known)

    def _entered(self, rows: Iterable[AddedRow]) -> set[tuple[str, str]]:
        """The pairs of which one entry has both terms."""
        keys = {row.key for row in rows}
        sides = {(key, lang) for pair in keys for key, lang in zip(pair, ("zh", "en"), strict=True)}
        ids: dict[tuple[str, str], set[str]] = {}
        for term in self._store.terms_with_keys(sides):
            key = term_key(term.text, term.language), term.language
            ids.setdefault(key, set()).add(term.concept_id)
        return {
            (zh, en) for zh, en in keys if ids.get((zh, "zh"), set()) & ids.get((en, "en"), set())
        }

    def _store_rows(self, rows: list[AddedRow], name: str, by: str = "") -> None:
        """Propose the pairs of rows, as one step, with the rows as their proof."""
        store, at = self._store, self._clock()
        document = document_of(rows, name)
        with store.staging() as staging:
            staging.put_document(document, at)
            staging.propose(proposals_in(document, rows), "", at)
            with store.transaction():
                staging.apply(store.new_step("mine", by or self._job.by, at, name))


def _sorted_out(text: str, met: set[str]) -> tuple[list[AddedRow], list[BrokenRow], set[str]]:
    """(the first row of each pair, the broken rows, all rows as they stand), without those that
    were met before."""
    rows: dict[tuple[str, str], AddedRow] = {}
    broken: list[BrokenRow] = []
    fresh = {row: line for line, row in reversed(list(rows_in(text))) if row not in met}
    for row, line in sorted(fresh.items(), key=lambda item: item[1]):
        found = proved(row_of(row))
        if isinstance(found, str):
            broken.append(BrokenRow(line, found))
        else:
            rows.setdefault(found.key, found)
    return list(rows.values()), broken, set(fresh)


def proved(row: AddedRow | str) -> AddedRow | str:
    """The row, if it proves its pair; or why it does not."""
    if isinstance(row, str):
        return row
    document = document_of([row], "the row")
    (pair,) = proposals_in(document, [row])
    proof = check(pair.evidence[0], pair.zh, pair.en, lambda _: document.text)
    return row if proof.holds else proof.reason


# ---------------------------------------------------------------- names


def _suffix(profile: str) -> str:
    """The suffix of what a profile writes. Raises InvalidInput for a profile of no terms."""
    from glossary.exchange.formats import format_named
    from glossary.exchange.profiles import profile_named

    found = profile_named(EXPORTED.get(profile, profile))
    if found.holds == "units":
        raise InvalidInput(f"--profile {profile}: it holds sentences; sync is for terms")
    return format_named(found.targets[0].format).suffixes[0]


def _added_file(job: FolderToSync, target: Path) -> Path | None:
    """The file to which the tool adds rows; None if it has none."""
    name = job.added or ADDED_TO.get(job.profile)
    if name is None:
        return None
    if name != PurePath(name).name or name in (".", "..", target.name):
        raise InvalidInput(f"{name}: give the name of another file in {job.folder}")
    return job.folder / name
