"""Write a file atomically and durably; on failure an existing file is unchanged.

The data goes to a temporary file beside the target, which replaces the target at the end. A
symbolic link is replaced like a file: what it points to is never written. Pipes, terminals and the
like (`/dev/stdout`, a FIFO) cannot be replaced and are written directly.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from glossary.errors import UnwritableFile

PARTIAL = ".partial"
FORGOTTEN = 3600
"""Seconds after which a partial file is abandoned: its writer was killed."""
_NAME_BYTES = 100  # of the target's name in the private one: a file system takes 255 in all
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES}  # a folder that cannot be synced


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A binary stream that writes `path`. Raises UnwritableFile, in one line that names the
    file."""
    try:
        if _is_stream(path):
            with path.open("wb") as stream:
                yield stream
        else:
            yield from _replacing(path)
    except OSError as error:
        reason = "it is a folder" if isinstance(error, IsADirectoryError) else error.strerror
        raise UnwritableFile(f"{path}: cannot be written: {reason or error}") from error


def _is_stream(path: Path) -> bool:
    """Whether the path is a pipe, terminal or device. Paths in `/dev` may also lead to files that
    others opened."""
    folder = os.path.realpath(path.parent)
    if os.path.lexists(path) and f"{folder}/".startswith(("/dev/", "/proc/")):
        return not f"{folder}/".startswith("/dev/shm/")
    return path.exists() and not path.is_file() and not path.is_dir()


def _replacing(path: Path) -> Iterator[BinaryIO]:
    mode = _mode_of(path)
    prefix = os.fsencode(f".{path.name}")[:_NAME_BYTES].decode(errors="ignore")
    _remove_forgotten(path.parent, prefix)
    partial = path.with_name(f"{prefix}.{secrets.token_hex(8)}{PARTIAL}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(partial, flags, 0o666 if mode is None else mode)  # less the umask
    try:
        with os.fdopen(handle, "wb") as stream:
            if mode is not None:
                os.chmod(partial, mode)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, path)
        _sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def _mode_of(path: Path) -> int | None:
    """The permissions of the file that is replaced, which the new file keeps; None for a new
    one."""
    with suppress(FileNotFoundError):
        found = path.lstat().st_mode
        if stat.S_ISDIR(found):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        return stat.S_IMODE(found) if stat.S_ISREG(found) else None
    return None


def _remove_forgotten(folder: Path, prefix: str) -> None:
    """Remove partial files that a killed writer of the same file left behind."""
    with suppress(OSError), os.scandir(folder) as found:
        for one in found:
            if one.name.startswith(f"{prefix}.") and one.name.endswith(PARTIAL):
                with suppress(OSError):
                    if time.time() - one.stat(follow_symlinks=False).st_mtime > FORGOTTEN:
                        os.unlink(one.path)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, if the file system supports that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
