"""The files of the fuzzy index: a folder with a manifest for each language.

A part is written once, under a new name, and synced to disk before the manifest names it; the
manifest is replaced atomically. So whenever a process is killed, the files that the manifest names
are complete, and others are garbage that the next writer removes. Everything is verified by
checksum when opened; a mismatch raises Damaged, and the index is rebuilt.

Writers take a lock that the system releases when they die; readers need none.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from glossary.store.base import Position
from glossary.store.fuzzy.part import ARRAYS, Chunks, Part
from glossary.store.private import make_folder, open_private, sync_folder

FORMAT = 2  # raise it whenever tokens, folding, hashes or the layout of parts change
_ALIGN = 64  # bytes of a line of the processor's cache
_CHECK_BYTES = 1 << 24  # checked at a time; chosen: opening takes as long at half and double


class Damaged(Exception):
    """A file of the index is missing, has another format, or differs from what was written."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """A part in the manifest: its file, its checksum, and the number of items in each array."""

    name: str
    checksum: int
    items: dict[str, int]


class IndexFolder:
    """The files of one language. `alphabet` is a fingerprint of how texts are folded and
    tokenized."""

    def __init__(self, folder: Path, language: str, alphabet: str) -> None:
        self.folder, self.language, self.alphabet = folder, language, alphabet
        self._manifest = folder / f"{language}.json"
        self._opened: dict[str, tuple[str, tuple[int, int, int]]] = {}

    def may_write(self) -> bool:
        """Whether permissions allow writing the files, or creating the folder."""
        folder = self.folder if self.folder.is_dir() else self.folder.parent
        return os.access(folder, os.W_OK | os.X_OK)

    def in_the_users_cache(self) -> IndexFolder:
        """A folder in the user's own cache instead of this one, for a database that belongs to
        another user or is on a read-only medium."""
        from platformdirs import user_cache_path

        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:32]
        folder = user_cache_path("glossary", appauthor=False) / "memory" / name
        return IndexFolder(folder, self.language, self.alphabet)

    # ------------------------------------------------------------ reading

    def read(self) -> tuple[Position, list[PartFile], list[Part]]:
        """The committed state. Raises Damaged."""
        for _ in range(3):  # a writer may replace the manifest and remove parts in between
            position, files = self._read_manifest()
            try:
                return position, files, [self.open(file) for file in files]
            except FileNotFoundError:
                continue
            except OSError as error:
                raise Damaged(str(error)) from error
        raise Damaged("a part is missing")

    def _read_manifest(self) -> tuple[Position, list[PartFile]]:
        try:
            head, _, body = self._manifest.read_text(encoding="utf-8").partition("\n")
            if head != f"{crc32(body.encode()):08x}":
                raise Damaged("checksum of the manifest")
            content = json.loads(body)
            if (content["format"], content["alphabet"]) != (FORMAT, self.alphabet):
                raise Damaged("another format")
            files = [PartFile(**file) for file in content["parts"]]
            return Position(**content["position"]), files
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Damaged(str(error)) from error

    def open(self, file: PartFile) -> Part:
        """Map a part from its file. Raises Damaged, FileNotFoundError."""
        path = self.folder / file.name
        size = _layout(file.items)[1]
        self._opened[file.name] = str(path), _state_of(str(path))
        if path.stat().st_size != size:
            raise Damaged(f"size of {file.name}")
        data = np.memmap(path, np.uint8, "r", shape=(size,)) if size else np.empty(0, np.uint8)
        if _checksum(data) != file.checksum:
            raise Damaged(f"checksum of {file.name}")
        return Part(**_arrays(data.view(np.ndarray), file.items))

    def are_as_opened(self, files: Sequence[PartFile]) -> bool:
        """Whether the mapped files have not been truncated or overwritten: reading truncated pages
        would kill the process. A file that was deleted or replaced stays mapped and is intact."""
        for file in files:
            path, opened = self._opened[file.name]
            try:
                now = _state_of(path)
            except OSError:
                continue
            if now[0] == opened[0] and now != opened:
                return False
        return True

    # ------------------------------------------------------------ writing, under the lock

    @contextmanager
    def lock(self, wait: bool) -> Iterator[bool]:
        """Take the lock of this language's writers, until the block ends; yields whether it was
        taken."""
        make_folder(self.folder)
        with open_private(self.folder / f"{self.language}.lock", "ab") as handle:
            taken = _lock(handle.fileno(), wait)
            try:
                yield taken
            finally:
                if taken:
                    _unlock(handle.fileno())

    def write(self, chunks: Chunks) -> PartFile:
        """Write a new part to disk, which the manifest does not name yet."""
        name = f"{self.language}-{secrets.token_hex(8)}.part"
        items = {array: sum(map(len, chunks[array])) for array in ARRAYS}
        checksum = 0
        with open_private(self.folder / name, "wb") as handle:
            for array, dtype in ARRAYS.items():
                handle.write(gap := bytes(-handle.tell() % _ALIGN))
                checksum = crc32(gap, checksum)
                for chunk in chunks[array]:
                    piece = np.ascontiguousarray(chunk, dtype).reshape(-1).view(np.uint8)
                    handle.write(piece.data)
                    checksum = crc32(piece.data, checksum)
            handle.flush()
            os.fsync(handle.fileno())
        return PartFile(name, checksum, items)

    def commit(self, position: Position, files: Sequence[PartFile]) -> None:
        """Make these parts the index, and remove all others."""
        body = json.dumps(
            {
                "format": FORMAT,
                "alphabet": self.alphabet,
                "position": position._asdict(),
                "parts": [{name: getattr(f, name) for name in PartFile.__slots__} for f in files],
            }
        )
        partial = self._manifest.with_suffix(".partial")
        with open_private(partial, "w", encoding="utf-8") as handle:
            handle.write(f"{crc32(body.encode()):08x}\n{body}")
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(self._manifest)
        sync_folder(self.folder)
        self._remove_others({file.name for file in files})

    def _remove_others(self, keep: set[str]) -> None:
        for path in self.folder.glob(f"{self.language}-*.part"):
            if path.name not in keep:
                with suppress(OSError):  # Windows keeps a file that another process has mapped
                    path.unlink()


def _state_of(path: str) -> tuple[int, int, int]:
    """What shows that a file was written to: inode, size, time."""
    status = os.stat(path)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _layout(items: dict[str, int]) -> tuple[dict[str, int], int]:
    """(offset of each array in a part's file, size of the file), in bytes."""
    begins, at = {}, 0
    for array, dtype in ARRAYS.items():
        at += -at % _ALIGN
        begins[array] = at
        at += items[array] * np.dtype(dtype).itemsize
    return begins, at


def _arrays(data: NDArray[np.uint8], items: dict[str, int]) -> dict[str, NDArray[Any]]:
    begins, _ = _layout(items)
    return {
        array: data[begins[array] : begins[array] + items[array] * np.dtype(dtype).itemsize].view(
            dtype
        )
        for array, dtype in ARRAYS.items()
    }


def _checksum(data: NDArray[np.uint8]) -> int:
    checksum = 0
    for at in range(0, len(data), _CHECK_BYTES):  # in chunks, releasing the GIL in between
        checksum = crc32(data[at : at + _CHECK_BYTES].data, checksum)
    return checksum


try:
    import fcntl

    def _lock(handle: int, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

except ImportError:  # Windows
    import msvcrt
    import time

    def _lock(handle: int, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.05)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]
