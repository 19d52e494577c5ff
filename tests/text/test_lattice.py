"""The word lattice, and the file in which its dictionary is cached."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.text import kept, lattice
from glossary.text.lattice import Lattice, dictionary


def through(run: str, word: str) -> float:
    start = run.index(word)
    span = (start, start + len(word))
    return Lattice(run, [span], dictionary()).through(*span)


@pytest.mark.parametrize(
    ("run", "word"), [("印度尼西亚首都", "印度"), ("立法院通过", "法院"), ("外交部声明", "外交")]
)
def test_a_piece_of_a_word_costs_much(run: str, word: str) -> None:
    assert through(run, word) > 2


@pytest.mark.parametrize(("run", "word"), [("印度首都", "印度"), ("小院高墙政策", "小院高墙")])
def test_a_word_costs_nothing(run: str, word: str) -> None:
    assert through(run, word) == pytest.approx(0)


@pytest.mark.parametrize("phrase", ["美政府", "美国会", "校园内", "在经济上"])
def test_phrases_are_no_words(phrase: str) -> None:
    assert dictionary().cost(phrase) is None


@pytest.mark.parametrize("word", ["实际上", "根据地", "英国人", "国内外", "量能", "通膨"])
def test_words(word: str) -> None:
    assert dictionary().cost(word) is not None


@pytest.mark.parametrize("name", ["乌克兰", "阿富汗", "高雄"])
def test_places_that_jieba_takes_for_persons(name: str) -> None:
    assert dictionary().kinds[name] == "place"


def test_names_are_no_compounds() -> None:
    for run, compound in (("印度尼西亚", False), ("世贸组织", True), ("朝鲜半岛", True)):
        assert Lattice(run, [], dictionary()).is_compound(0, len(run)) is compound


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "cache" / "words.bin"
    monkeypatch.setattr(kept, "_file", lambda name: file)
    return file


def load() -> int:
    return sum(1 for _ in lattice._loaded.__wrapped__().words())


def test_the_dictionary_is_kept_and_read_back(cache: Path) -> None:
    size = load()
    assert cache.is_file() and not list(cache.parent.glob("words-*"))
    stored = cache.stat().st_mtime_ns
    assert load() == size
    assert cache.stat().st_mtime_ns == stored


@pytest.mark.parametrize("content", [b"garbage", b"i\x01\x00\x00\x00"])
def test_a_damaged_file_is_made_anew(cache: Path, content: bytes) -> None:
    cache.parent.mkdir()
    cache.write_bytes(content)
    assert load() > 300_000
    assert cache.stat().st_size > 1_000_000


def test_a_folder_that_cannot_be_written_does_no_harm(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert load() > 300_000
