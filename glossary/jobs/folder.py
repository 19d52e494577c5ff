"""The private folder of the jobs: a folder for the files of each, and who holds it.

It is also where the files are kept, if one machine has the database to itself; if several share it,
`glossary.jobs.shared` keeps them.

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
from collections.abc import Callable, Collection, Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from glossary.errors import InvalidInput
from glossary.store.private import FOLDER_MODE, make_folder, open_private, sync_folder

PIECE = 1 << 20  # bytes copied at once: chosen, half or double takes the same time
SENT = "sent-"
_STOP = "stop"
LOCK = "lock"


class JobFolder:
    """The folder at `root`, which is made when it is first needed.

    All methods raise OSError. `FileNotFoundError` says that a job has no such file here.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def of(self, token: str) -> Path:
        return self.root / token

    def sent(self, token: str, part: str) -> Path:
        """The file that was sent as this part of a job."""
        return self.root / token / f"{SENT}{part}"

    # ------------------------------------------------------------ what is kept

    @contextmanager
    def adding(self, token: str) -> Iterator[None]:
        """A new folder, which no sweep removes before the block has ended; if it raises, the folder
        is removed."""
        make_folder(self.root)
        with Lock(self.root / LOCK, shared=True):
            folder = self.of(token)
            folder.mkdir(FOLDER_MODE)
            try:
                sync_folder(self.root)
                yield
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise

    def put(self, token: str, part: str, source: BinaryIO) -> None:
        """Keep what was sent: a stream, which is never whole in memory."""
        with open_private(self.sent(token, part), "xb") as target:
            shutil.copyfileobj(source, target, PIECE)
            target.flush()
            os.fsync(target.fileno())
        sync_folder(self.of(token))

    def has_all(self, token: str, parts: Collection[str]) -> bool:
        """Whether the job could be done here, with what was sent as these parts."""
        return self.of(token).is_dir()

    def at_hand(self, token: str, part: str) -> Path:
        """A file of this machine with what was sent as this part."""
        path = self.sent(token, part)
        path.stat()  # raises an error if it is not there
        return path

    def keep(self, token: str, names: Collection[str]) -> None:
        """Keep these files, which the job left in its folder, with the transaction that this is
        called in."""

    def size(self, token: str, name: str) -> int:
        """Bytes of a file that a job left."""
        return (self.of(token) / name).stat().st_size

    def opened(self, token: str, name: str) -> BinaryIO:
        """A file that a job left, to be read from any place on."""
        return cast(BinaryIO, (self.of(token) / name).open("rb"))

    # ------------------------------------------------------------ its process

    def hold(self, token: str) -> Lock | None:
        """The lock of a job, taken; None if somebody holds it."""
        lock = Lock(self.of(token) / LOCK)
        return lock if lock.take() else None

    def ask_to_stop(self, token: str) -> None:
        with suppress(FileNotFoundError):
            (self.of(token) / _STOP).touch(0o600)

    def is_asked_to_stop(self, token: str) -> bool:
        return (self.of(token) / _STOP).exists()

    def make_ready(self, token: str) -> None:
        """Remove what an earlier attempt left, before the next; what was sent stays."""
        for path in self.of(token).iterdir():
            if not path.name.startswith(SENT) and path.name != LOCK:
                path.unlink()

    # ------------------------------------------------------------ what is removed

    def tokens(self) -> set[str]:
        """The jobs that have any file."""
        with suppress(FileNotFoundError):
            return {path.name for path in self.root.iterdir() if path.is_dir()}
        return set()

    def remove_sent(self, token: str) -> None:
        """Remove what was sent with a job that is done."""
        with suppress(FileNotFoundError):
            for path in self.of(token).iterdir():
                if path.name.startswith(SENT):
                    path.unlink(missing_ok=True)

    def remove(self, token: str) -> None:
        """Remove all files of a job."""
        shutil.rmtree(self.of(token), ignore_errors=True)

    def sweep(self, known: Callable[[], Container[str]]) -> None:
        """Remove the files of jobs that are not `known`, such as one whose sender was killed."""
        with suppress(FileNotFoundError):
            lock = Lock(self.root / LOCK)
            if not lock.take():
                return  # somebody adds one now; the next sweep comes
            with lock:
                tokens = known()  # asked only now: nobody adds one meanwhile
                for token in JobFolder.tokens(self):
                    if token not in tokens:
                        JobFolder.remove(self, token)


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
