"""The private folder of the jobs: a folder for the files of each, and who holds it.

    terms.db.jobs/             readable by the owner alone
      lock                     shared by who adds a folder, alone for who sweeps
      TOKEN/lock               held by the process of the job and its runner, while either lives
      TOKEN/sent-PART          what was sent with it
      TOKEN/stop               it is to stop
      TOKEN/…                  what it left

A lock ends with the processes that hold it, however they end, and a restart of the machine too: a
job that runs and whose lock is free is broken.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from glossary.errors import InvalidInput
from glossary.store.private import FOLDER_MODE, make_folder, open_private, sync_folder

PIECE = 1 << 20  # bytes copied at once: chosen, half or double takes the same time
_SENT = "sent-"
_STOP = "stop"
_LOCK = "lock"


class JobFolder:
    """The folder at `root`, which is made when it is first needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def of(self, token: str) -> Path:
        return self.root / token

    def sent(self, token: str, part: str) -> Path:
        """The file that was sent as this part of a job."""
        return self.root / token / f"{_SENT}{part}"

    @contextmanager
    def adding(self, token: str) -> Iterator[Path]:
        """A new folder, which no sweep removes before the block has ended; if it raises, the folder
        is removed. Raises OSError."""
        make_folder(self.root)
        with Lock(self.root / _LOCK, shared=True):
            folder = self.of(token)
            folder.mkdir(FOLDER_MODE)
            try:
                sync_folder(self.root)
                yield folder
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise

    def put(self, token: str, part: str, source: BinaryIO) -> None:
        """Stream what was sent into its file, durably. Raises OSError."""
        with open_private(self.sent(token, part), "xb") as target:
            shutil.copyfileobj(source, target, PIECE)
            target.flush()
            os.fsync(target.fileno())
        sync_folder(self.of(token))

    def hold(self, token: str) -> Lock | None:
        """The lock of a job, taken; None if somebody holds it. Raises FileNotFoundError if the job
        has no folder here."""
        lock = Lock(self.of(token) / _LOCK)
        return lock if lock.take() else None

    def ask_to_stop(self, token: str) -> None:
        with suppress(FileNotFoundError):
            (self.of(token) / _STOP).touch(0o600)

    def is_asked_to_stop(self, token: str) -> bool:
        return (self.of(token) / _STOP).exists()

    def make_ready(self, token: str) -> None:
        """Remove what an earlier attempt left, before the next; what was sent stays."""
        for path in self.of(token).iterdir():
            if not path.name.startswith(_SENT) and path.name != _LOCK:
                path.unlink()

    def remove_sent(self, token: str) -> None:
        with suppress(FileNotFoundError):
            for path in self.of(token).iterdir():
                if path.name.startswith(_SENT):
                    path.unlink(missing_ok=True)

    def remove(self, token: str) -> None:
        shutil.rmtree(self.of(token), ignore_errors=True)

    def sweep(self, known: Container[str]) -> None:
        """Remove the folders of jobs that are not known, such as one whose sender was killed."""
        with suppress(FileNotFoundError):
            lock = Lock(self.root / _LOCK)
            if not lock.take():
                return  # somebody adds one now; the next sweep comes
            with lock:
                for path in self.root.iterdir():
                    if path.is_dir() and path.name not in known:
                        self.remove(path.name)


class Lock:
    """An exclusive or shared lock on a file, for as long as a process has it open."""

    def __init__(self, path: Path, shared: bool = False) -> None:
        self._path, self._shared = path, shared
        self.handle = -1

    def take(self, wait: bool = False) -> bool:
        """Whether the lock could be taken. Raises OSError if there is no folder for its file."""
        handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _flock(handle, self._shared, wait)
        except BlockingIOError:
            os.close(handle)
            return False
        except BaseException:
            os.close(handle)
            raise
        self.handle = handle
        return True

    def release(self) -> None:
        """Close the file; a process that inherited it goes on holding the lock."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    def __enter__(self) -> Lock:
        if self.handle < 0:
            self.take(wait=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _flock(handle: int, shared: bool, wait: bool) -> None:
    """Lock an open file. Raises BlockingIOError if others hold it, and InvalidInput where there are
    no such locks."""
    try:
        import fcntl
    except ImportError:
        raise InvalidInput("jobs need a system with file locks; serve with --jobs 0") from None
    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    fcntl.flock(handle, how | (0 if wait else fcntl.LOCK_NB))
