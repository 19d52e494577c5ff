"""Every unit that contains a string, counted, ordered, highlighted."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from glossary.errors import InvalidInput
from glossary.lookup.concordance import concordance
from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.sqlite.store import SqliteStore
from glossary.text.tokens import search_key
from tests.memories import add, memory, random_text


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    store = memory(tmp_path / "m.db", ["使用 API 接口", "調用API接口，再調用", "安全困境"])
    add(store, ["a therapist", "The state’s  ＡＰＩ", "states"], "en")
    return store


def ids(store: SqliteStore, text: str, language: str | None = None, **options: object) -> list[int]:
    found = concordance(store, FuzzyIndex(store), text, language, **options)  # type: ignore[arg-type]
    assert found.total >= len(found.hits)
    return [hit.unit.id or 0 for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("api", [5, 4, 2, 1]),
        ("调用", [2]),
        ("API接口", [2, 1]),
        ("用 a", [2, 1]),
        ("全", [3]),
        ("STATE'S API", [5]),
        ("the rapist", []),
        ("rapist", [4]),
        ("，", [2]),
        ("不在", []),
        (" ", []),
        ("", []),
        ("\ud800", []),
        ("全" * 100_000, []),
    ],
)
def test_folded_substrings(store: SqliteStore, text: str, expected: list[int]) -> None:
    assert ids(store, text) == expected


def test_highlights_point_into_the_text_as_stored(store: SqliteStore) -> None:
    hit = concordance(store, FuzzyIndex(store), "调用").hits[0]
    assert [hit.text[start:end] for start, end in hit.spans] == ["調用", "調用"]
    hit = concordance(store, FuzzyIndex(store), "state's api").hits[0]
    assert [hit.text[start:end] for start, end in hit.spans] == ["state’s  ＡＰＩ"]
    assert hit.translation.startswith("other side") and hit.translation_spans == ()


def test_one_language_only(store: SqliteStore) -> None:
    assert ids(store, "api", "zh") == [2, 1]
    assert ids(store, "api", "en") == [5, 4]


def test_best_is_whole_words_then_the_shorter(store: SqliteStore) -> None:
    assert ids(store, "state", "en", order="best") == [5, 6]
    assert ids(store, "state", "en", order="newest") == [6, 5]


def test_pages_and_total(store: SqliteStore) -> None:
    add(store, ["同一"] * 25)
    index = FuzzyIndex(store)
    pages = [concordance(store, index, "同", offset=at, limit=10) for at in (0, 10, 20, 30)]
    assert [(page.total, len(page.hits)) for page in pages] == [
        (25, 10),
        (25, 10),
        (25, 5),
        (25, 0),
    ]
    assert [hit.unit.id for page in pages for hit in page.hits] == list(range(31, 6, -1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_complete_against_reading_everything(tmp_path: Path, language: str) -> None:
    chance = random.Random(3)
    store = memory(tmp_path / "m.db", [random_text(chance, language) for _ in range(500)], language)
    index = FuzzyIndex(store)
    index.refresh(language)
    add(store, [random_text(chance, language) for _ in range(50)], language)
    with store.transaction():
        store.delete_units(range(10, 60))
    texts = dict(store.segments(language))
    for _ in range(60):
        whole = chance.choice(list(texts.values()))
        start = chance.randrange(len(whole))
        text = whole[start : start + chance.choice((1, 2, 3, 8, 20))]
        key = search_key(text)
        expected = [i for i, stored in texts.items() if key and key in search_key(stored)]
        found = concordance(store, index, text, language, limit=1000)
        assert [hit.unit.id for hit in found.hits] == expected[::-1]
        assert found.total == len(expected)
        assert all(hit.spans for hit in found.hits)


@pytest.mark.parametrize(
    "options", [{"order": "oldest"}, {"limit": -1}, {"offset": -1}, {"language": "fr"}]
)
def test_what_cannot_be_asked(store: SqliteStore, options: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        concordance(store, FuzzyIndex(store), "安", **options)  # type: ignore[arg-type]
