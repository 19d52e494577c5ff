"""The files of jobs in a database that several machines share.

What is sent lies in the database, so that any machine can do a job, and so does what a job left, so
that any machine can answer with it. The folder is only where the machine that does a job works:

    submit -> database -> at_hand: folder -> the job -> keep: database -> result

Results become visible in the transaction that makes the job done, so that there is no half one, and
none of an attempt that was taken over meanwhile.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Collection, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from glossary.errors import NotFound
from glossary.jobs.folder import LOCK, PIECE, SENT, JobFolder, Lock
from glossary.store.base import Store
from glossary.store.base.jobs import JobFileTable
from glossary.store.private import FOLDER_MODE, make_folder, open_private


def files_of(store: Store) -> JobFolder:
    """The files of the jobs of a store."""
    if store.job_files is None:
        return JobFolder(store.job_folder)
    return SharedFolder(store.job_folder, store.job_files)


class SharedFolder(JobFolder):
    """A folder of this machine, for files that are kept in a table. All methods raise StoreError,
    too."""

    def __init__(self, root: Path, table: JobFileTable) -> None:
        super().__init__(root)
        self._table = table

    @contextmanager
    def adding(self, token: str) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.remove(token)
            raise

    def put(self, token: str, part: str, source: BinaryIO) -> None:
        self._table.put(token, f"{SENT}{part}", source)

    def has_all(self, token: str, parts: Collection[str]) -> bool:
        return {f"{SENT}{part}" for part in parts} <= self._table.sizes(token).keys()

    def at_hand(self, token: str, part: str) -> Path:
        """The file is fetched when it is first wanted; a half one never gets its name."""
        path = self.sent(token, part)
        if not path.exists():
            partial = self.of(token) / "fetched"
            with self.opened(token, path.name) as source, open_private(partial, "wb") as target:
                shutil.copyfileobj(source, target, PIECE)
            os.replace(partial, path)
        return path

    def keep(self, token: str, names: Collection[str]) -> None:
        for name in names:
            with (self.of(token) / name).open("rb") as file:
                self._table.put(token, name, file)

    def opened(self, token: str, name: str) -> BinaryIO:
        def piece(start: int) -> bytes:
            return self._table.piece(token, name, start)

        raw = PiecewiseFile(piece, self.size(token, name))
        return cast(BinaryIO, io.BufferedReader(raw, PIECE))

    def size(self, token: str, name: str) -> int:
        sizes = self._table.sizes(token)
        if name not in sizes:
            raise FileNotFoundError(2, "No such file", name)
        return sizes[name]

    # ------------------------------------------------------------ the folder of this machine

    def hold(self, token: str) -> Lock | None:
        """A job that is done here has a folder here."""
        make_folder(self.root)
        with Lock(self.root / LOCK, shared=True):  # a sweep that ends now has known the job
            self.of(token).mkdir(FOLDER_MODE, exist_ok=True)
            return super().hold(token)

    def tokens(self) -> set[str]:
        return super().tokens() | self._table.tokens()

    def remove_sent(self, token: str) -> None:
        names = [name for name in self._table.sizes(token) if name.startswith(SENT)]
        if names:
            self._table.remove(token, names)
        super().remove(token)

    def remove(self, token: str) -> None:
        self._table.remove(token)
        super().remove(token)

    def sweep(self, known: Callable[[], Container[str]]) -> None:
        super().sweep(known)
        self._table.remove_unknown()


class PiecewiseFile(io.RawIOBase):
    """A file that is read in pieces: `piece(start)` are some of its bytes from there on."""

    def __init__(self, piece: Callable[[int], bytes], size: int) -> None:
        self._piece, self._size, self._at = piece, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        try:
            piece = self._piece(self._at)[: len(buffer)]
        except NotFound as error:
            raise OSError(2, str(error)) from error
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
