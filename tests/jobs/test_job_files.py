"""The contract of what keeps the files of jobs: the folder of a machine, or a shared database."""

from __future__ import annotations

import io
import os
import random
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.jobs.folder import JobFolder
from glossary.jobs.shared import files_of
from glossary.store.base import Job, Store
from glossary.store.private import open_private
from tests.samples import AT
from tests.store.contract import STORES

LONG = random.Random(7).randbytes(2_500_000)  # more than two pieces
CONTENTS = {"long": LONG, "short": b"a\0b", "empty": b"", "a piece": LONG[: 1 << 20]}


@pytest.fixture(params=[name for name in STORES if name != "in memory"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    opened = STORES[request.param](tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def files(store: Store) -> JobFolder:
    return files_of(store)


def sent(store: Store, token: str, **parts: bytes) -> Job:
    """A job that waits, with what was sent."""
    files = files_of(store)
    with files.adding(token):
        for part, data in parts.items():
            files.put(token, part, io.BytesIO(data))
        with store.transaction():
            return store.new_job(Job(0, "import", token, token, AT))


def leave(store: Store, token: str, name: str, data: bytes) -> None:
    """Have a job leave a file, as its process does."""
    files = files_of(store)
    lock = files.hold(token)
    assert lock
    with lock, open_private(files.of(token) / name, "wb") as file:
        file.write(data)
    with store.transaction():
        files.keep(token, [name])


def read(files: JobFolder, token: str, name: str) -> bytes:
    with files.opened(token, name) as file:
        return file.read()


@pytest.mark.parametrize("name", CONTENTS)
def test_what_was_sent_is_at_hand(store: Store, files: JobFolder, name: str) -> None:
    sent(store, "t", file=CONTENTS[name], other=b"beside it")
    assert files.has_all("t", ["file", "other"]) and files.tokens() == {"t"}
    with files.hold("t") or pytest.fail("nobody holds it"):
        path = files.at_hand("t", "file")
        assert path.read_bytes() == CONTENTS[name]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert files.at_hand("t", "file") == path
        with pytest.raises(FileNotFoundError):
            files.at_hand("t", "none")


@pytest.mark.parametrize("name", CONTENTS)
def test_what_a_job_left_is_read_from_any_place_on(
    store: Store, files: JobFolder, name: str
) -> None:
    data = CONTENTS[name]
    sent(store, "t")
    leave(store, "t", "result", data)
    assert files.size("t", "result") == len(data) and read(files, "t", "result") == data
    with files.opened("t", "result") as file:
        for start in (len(data), len(data) // 2, 0, len(data) // 3):
            assert file.seek(start) == start == file.tell()
            assert file.read(1000) == data[start : start + 1000]
        assert file.seek(0, os.SEEK_END) == len(data) and file.read() == b""
    for act in (files.size, files.opened):
        with pytest.raises(FileNotFoundError):
            act("t", "none")


def test_a_file_that_is_kept_again_is_the_newer_one(store: Store, files: JobFolder) -> None:
    sent(store, "t")
    leave(store, "t", "result", LONG)
    leave(store, "t", "result", b"short")
    assert read(files, "t", "result") == b"short" and files.size("t", "result") == 5


def test_what_could_not_be_sent_whole_is_not_there(store: Store, files: JobFolder) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 1_000_000:
                raise OSError(5, "the connection was cut")
            return super().read(size)

    with pytest.raises(OSError, match="was cut"), files.adding("t"):
        files.put("t", "first", io.BytesIO(b"whole"))
        files.put("t", "file", Broken(LONG))
    assert not files.has_all("t", ["file"]) and files.tokens() == set()


def test_what_is_removed_and_what_stays(store: Store, files: JobFolder) -> None:
    for token in ("done", "gone", "other"):
        sent(store, token, file=b"sent")
        leave(store, token, "result", b"left")
    files.remove_sent("done")
    files.remove("gone")
    files.remove("never there")
    assert read(files, "done", "result") == b"left"
    with pytest.raises(FileNotFoundError):
        files.at_hand("done", "file")
    assert not files.has_all("gone", ["file"])
    with pytest.raises(FileNotFoundError):
        files.opened("gone", "result")
    assert files.at_hand("other", "file").read_bytes() == b"sent"
    assert files.tokens() == {"done", "other"}


def test_what_is_read_while_it_is_removed_fails_or_is_whole(store: Store, files: JobFolder) -> None:
    sent(store, "t")
    leave(store, "t", "result", LONG)
    with files.opened("t", "result") as file:
        start = file.read(10)
        files.remove("t")
        try:
            rest = file.read()
        except OSError:
            return
    assert start + rest == LONG


def test_a_sweep_knows_the_jobs_of_its_moment(store: Store, files: JobFolder) -> None:
    sent(store, "known", file=b"sent")
    files.sweep(lambda: {job.token for job in store.jobs()})
    assert files.has_all("known", ["file"])
    with files.hold("known") or pytest.fail("nobody holds it"):
        assert files.at_hand("known", "file").read_bytes() == b"sent"
    files.sweep(lambda: set())
    assert not files.of("known").exists()


def test_what_is_being_sent_is_not_swept(store: Store, files: JobFolder) -> None:
    with files.adding("t"):
        files.put("t", "file", io.BytesIO(b"sent"))
        files.sweep(lambda: set())
        assert files.has_all("t", ["file"])


def test_an_attempt_that_is_made_ready_has_what_was_sent_and_nothing_else(
    store: Store, files: JobFolder
) -> None:
    sent(store, "t", file=b"sent")
    with files.hold("t") or pytest.fail("nobody holds it"):
        files.at_hand("t", "file")
        for name in ("half", "stop"):
            (files.of("t") / name).touch()
        files.make_ready("t")
        assert files.at_hand("t", "file").read_bytes() == b"sent"
        assert {path.name for path in files.of("t").iterdir()} == {"lock", "sent-file"}
        assert not files.is_asked_to_stop("t")


def test_the_lock_of_a_job_is_held_once(store: Store, files: JobFolder) -> None:
    sent(store, "t")
    with files.hold("t") or pytest.fail("nobody holds it"):
        assert files_of(store).hold("t") is None
    again = files_of(store).hold("t")
    assert again
    again.release()
