"""Output files: complete and durable, or the existing file unchanged."""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glossary.errors import InvalidInput
from glossary.termbase import Termbase
from glossary.whole_file import FORGOTTEN, whole_file
from tests.samples import entry

ROUNDS = 60


def write(path: Path, data: bytes) -> None:
    with whole_file(path) as stream:
        stream.write(data)


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def test_two_at_once_leave_one_of_the_two_files_whole(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"

    def export(letter: bytes, met: threading.Barrier) -> None:
        with whole_file(path) as stream:
            met.wait()
            for _ in range(10):
                stream.write(letter * 10_000)
            met.wait()

    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            met = threading.Barrier(2, timeout=30)
            for done in [pool.submit(export, letter, met) for letter in (b"a", b"b")]:
                done.result()
            assert path.read_bytes() in (b"a" * 100_000, b"b" * 100_000)
    assert names(tmp_path) == ["terms.tbx"]


def test_two_exports_at_once_both_stand(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    with Termbase.open(tmp_path / "terms.db") as termbase, ThreadPoolExecutor(2) as pool:
        for n in range(50):
            termbase.create(entry(f"c{n}"))
        termbase.write(path)
        whole = path.read_bytes()
        for _ in range(5):
            list(pool.map(lambda _: termbase.write(path), range(2)))
            assert path.read_bytes() == whole


def test_no_link_is_written_through(tmp_path: Path) -> None:
    """Neither a link in the target's place nor one where a partial file might be."""
    precious = tmp_path / "precious"
    precious.write_bytes(b"mine")
    out = tmp_path / "out"
    out.mkdir()
    for name in ("terms.tbx", ".terms.tbx.partial"):
        (out / name).symlink_to(precious)
    write(out / "terms.tbx", b"new")
    assert precious.read_bytes() == b"mine"
    assert (out / "terms.tbx").read_bytes() == b"new" and not (out / "terms.tbx").is_symlink()


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    write(path, b"old")
    with pytest.raises(InvalidInput, match="No space left"), whole_file(path) as stream:
        stream.write(b"new")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert path.read_bytes() == b"old" and names(tmp_path) == ["terms.tbx"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_rights_of_the_old_file_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "terms.tbx"
    write(path, b"old")
    plain = tmp_path / "plain"
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode, "a new file has the rights of any other"
    path.chmod(mode)
    write(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_file_and_folder_are_synced_around_the_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def replaced(old: Path, new: Path) -> None:
        assert old.read_bytes() == b"new", "all is in the file before it is synced"
        done.append("rename")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    write(tmp_path / "terms.tbx", b"new")
    assert done == ["file", "rename", "folder"]


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="folder"):
        write(tmp_path, b"x")
    with pytest.raises(InvalidInput, match="No such file"):
        write(tmp_path / "none" / "terms.tbx", b"x")
    assert names(tmp_path) == []


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(path.read_bytes)
        write(path, b"terms")
        assert read.result(30) == b"terms"
    assert path.is_fifo()


def test_standard_output_led_into_a_file(tmp_path: Path) -> None:
    """`/dev/stdout` is a system link, which must not be replaced."""
    with (tmp_path / "out").open("wb") as out:
        write(Path(f"/proc/self/fd/{out.fileno()}"), b"terms")
    assert (tmp_path / "out").read_bytes() == b"terms" and names(tmp_path) == ["out"]


def test_a_name_as_long_as_any(tmp_path: Path) -> None:
    path = tmp_path / ("詞" * 83 + ".csv")
    write(path, b"x")
    assert names(tmp_path) == [path.name]


def test_what_a_killed_export_left_goes_with_a_later_one(tmp_path: Path) -> None:
    mine, fresh, others = (
        tmp_path / name for name in (".a.tbx.1.partial", ".a.tbx.2.partial", ".b.tbx.1.partial")
    )
    for left in (mine, fresh, others):
        left.touch()
    for left in (mine, others):
        os.utime(left, times=(0, time.time() - FORGOTTEN - 60))
    write(tmp_path / "a.tbx", b"x")
    assert names(tmp_path) == [fresh.name, others.name, "a.tbx"]
