"""What is made of data files and kept in the cache folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.text.kept import kept, kept_bytes


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "glossary"


def test_it_is_made_once_and_read_back(cache: Path) -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"詞": 1}

    assert [kept("words", (1, 2), make) for _ in range(3)] == [{"詞": 1}] * 3
    assert len(made) == 1 and [path.name for path in cache.iterdir()] == ["words.bin"]


def test_another_key_makes_it_anew() -> None:
    assert kept("words", (1,), lambda: "old") == "old"
    assert kept("words", (2,), lambda: "new") == "new"
    assert kept("words", (2,), lambda: "never") == "new"


@pytest.mark.parametrize("content", [b"", b"garbage", b"i\x01\x00\x00\x00"])
def test_what_is_damaged_is_made_anew(cache: Path, content: bytes) -> None:
    kept("words", (1,), lambda: "whole")
    (cache / "words.bin").write_bytes(content)
    assert kept("words", (1,), lambda: "again") == "again"


def test_many_bytes_are_made_once_and_read_back(cache: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"many"

    assert [bytes(kept_bytes("table", (1, 2), make)) for _ in range(3)] == [b"many"] * 3
    assert len(made) == 1 and [path.name for path in cache.iterdir()] == ["table.bin"]
    assert bytes(kept_bytes("table", (3, 2), lambda: b"new")) == b"new"
    assert bytes(kept_bytes("table", (3, 2), lambda: b"never")) == b"new"


@pytest.mark.parametrize("left", [0, 1, 5, -1])
def test_bytes_that_are_not_complete_are_made_anew(cache: Path, left: int) -> None:
    kept_bytes("table", (1,), lambda: b"whole")
    file = cache / "table.bin"
    file.write_bytes(file.read_bytes()[:left])
    assert bytes(kept_bytes("table", (1,), lambda: b"again")) == b"again"


def test_bytes_are_used_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert bytes(kept_bytes("table", (1,), lambda: b"made")) == b"made"
