"""What is made of data files and kept in the cache folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.text.kept import kept


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
