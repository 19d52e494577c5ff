"""New files are readable by their owner only; permissions of existing ones stay."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from glossary.store import private
from glossary.termbase import Termbase
from tests.samples import unit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


def modes(folder: Path) -> dict[str, int]:
    """The mode of everything in a folder, by relative path."""
    return {str(p.relative_to(folder)): stat.S_IMODE(p.stat().st_mode) for p in folder.rglob("*")}


@pytest.fixture
def usual_mask() -> object:
    before = os.umask(0o000)
    yield None
    os.umask(before)


def test_all_that_a_termbase_makes_is_private(tmp_path: Path, usual_mask: None) -> None:
    with Termbase.open(tmp_path / "a" / "b" / "terms.db") as termbase:
        termbase.add_units([unit()])
        termbase.fuzzy_matches("雙方又談了一次。")
        termbase.backup(tmp_path / "a" / "copy.db")
        found = modes(tmp_path)
        termbase.restore(tmp_path / "a" / "copy.db")
    found |= modes(tmp_path)
    assert {"a/b/terms.db", "a/b/terms.db-wal", "a/b/terms.db-shm", "a/copy.db"} <= set(found)
    assert any(name.endswith(".part") for name in found)
    assert any("before-restore" in name for name in found)
    for name, mode in found.items():
        assert mode == (0o700 if (tmp_path / name).is_dir() else 0o600), name


def test_what_is_there_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with Termbase.open(path) as termbase:
        termbase.add_units([unit()])
        termbase.fuzzy_matches("雙方又談了一次。")
        termbase.backup(tmp_path / "copy.db")
    folder = tmp_path / "terms.db.memory"
    path.chmod(0o640)
    folder.chmod(0o750)
    tmp_path.chmod(0o755)
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
        assert stat.S_IMODE(Path(f"{path}-wal").stat().st_mode) == 0o640
    with Termbase.open(path) as termbase:
        termbase.restore(tmp_path / "copy.db")
        termbase.fuzzy_matches("雙方又談了一次。")
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path, folder, tmp_path)] == [
        0o640,
        0o750,
        0o755,
    ]
    path.write_bytes(b"\xa5" * 10_000)
    with Termbase.open(path) as termbase:
        termbase.restore(tmp_path / "copy.db")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# ---------------------------------------------------------------- partial files


def test_what_killed_processes_left_is_removed_and_what_others_write_is_not(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".glossary-0123456789abcdef.partial"
    for side in ("", "-journal", "-wal"):
        Path(f"{left}{side}").write_text("half")
    mine = tmp_path / ".glossary-notes.partial"
    mine.write_text("mine")
    with private.partial_file(tmp_path) as first:
        assert not left.exists() and not Path(f"{left}-journal").exists()
        with private.partial_file(tmp_path) as second:
            assert first.exists() and second.exists() and first != second
        assert first.exists()
    assert [p.name for p in tmp_path.iterdir()] == [mine.name]


def test_a_name_that_is_taken_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.symlink_to(tmp_path / "elsewhere")
    with private.partial_file(tmp_path) as partial:
        partial.write_text("new")
        with pytest.raises(FileExistsError):
            private.place(partial, target)
    assert target.is_symlink() and not (tmp_path / "elsewhere").exists()


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with private.partial_file(tmp_path) as partial:
        partial.write_text("new")
        private.place(partial, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "new"
    with private.partial_file(tmp_path) as partial, pytest.raises(FileExistsError):
        private.place(partial, tmp_path / "copy.db")
