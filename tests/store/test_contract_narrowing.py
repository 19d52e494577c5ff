"""The contract of a store: the terms that match a narrowing value."""

from __future__ import annotations

import pytest

from glossary.store.base import Store
from glossary.store.base.narrowing import (
    NO_TERM,
    AllOf,
    AnyOf,
    HasPrefix,
    HasToken,
    Narrowing,
    all_of,
    any_of,
)
from glossary.text.grams import token
from glossary.text.pinyin import loose
from tests.samples import AT, entry


def has(kind: str, value: str) -> HasToken:
    return HasToken(token(kind, value))


def begins(kind: str, value: str) -> HasPrefix:
    return HasPrefix(token(kind, value))


YARD = entry("yard", "小院高牆", "small yard, high fence", zh_tag="zh-Hant-TW", subject="trade")
FENCE = entry("fence", "高牆", "fences")
MUTUAL = entry("mad", "相互保證毀滅", "Mutual Assured Destruction", status="deprecated")

WANTED: dict[Narrowing, list[str]] = {
    has("w", "fence"): ["small yard, high fence"],
    has("l", "fence"): ["fences", "small yard, high fence"],
    begins("w", "fence"): ["fences", "small yard, high fence"],
    begins("w", "ence"): [],
    begins("p", loose("gaoqiang")): ["高牆", "小院高牆"],
    has("b", "高墙"): ["高牆", "小院高牆"],
    has("u", "院"): ["小院高牆"],
    has("k", "高墙"): ["高牆"],
    has("i", "xygq"): ["小院高牆"],
    has("a", "mad"): ["Mutual Assured Destruction"],
    has("w", 'a "quoted" sign'): [],
    NO_TERM: [],
    AllOf((has("w", "fence"), NO_TERM)): [],
    AllOf((has("w", "high"),)): ["small yard, high fence"],
    AllOf((begins("w", "fence"), has("t", "en"), has("j", "security"))): ["fences"],
    AllOf((has("u", "高"), has("t", "zh-hant-tw"))): ["小院高牆"],
    AnyOf((has("s", "deprecated"), has("j", "trade"), NO_TERM)): [
        "小院高牆",
        "相互保證毀滅",
        "small yard, high fence",
        "Mutual Assured Destruction",
    ],
    AnyOf((AllOf((has("u", "相"), has("u", "墙"))), AllOf((has("w", "small"),)))): [
        "small yard, high fence"
    ],
    AllOf((AnyOf((has("w", "small"), has("w", "mutual"))), AnyOf((begins("w", "destr"),)))): [
        "Mutual Assured Destruction"
    ],
}


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction():
        store.put_concepts([YARD, FENCE, MUTUAL], store.new_step("add", "ada", AT))
    return store


@pytest.mark.parametrize("wanted", WANTED, ids=repr)
def test_the_terms_that_are_wanted_shortest_first(filled: Store, wanted: Narrowing) -> None:
    found = [row.text for row in filled.narrow_terms(wanted, None, 100)]
    assert found == WANTED[wanted]


def test_of_one_language_and_no_more_than_asked_for(filled: Store) -> None:
    either = AnyOf((begins("w", "fence"), has("b", "高墙")))
    assert [row.text for row in filled.narrow_terms(either, None, 3)] == [
        "高牆",
        "小院高牆",
        "fences",
    ]
    assert [row.text for row in filled.narrow_terms(either, "zh", 100)] == ["高牆", "小院高牆"]
    assert [row.text for row in filled.narrow_terms(either, "en", 1)] == ["fences"]
    assert filled.narrow_terms(either, "fr", 100) == []


def test_what_is_narrowed_to_is_as_it_is_listed(filled: Store) -> None:
    rows = {row.id: row for row in filled.term_rows()}
    assert all(rows[row.id] == row for row in filled.narrow_terms(has("u", "高"), None, 9))


def test_terms_that_are_gone_are_not_found(filled: Store) -> None:
    with filled.transaction():
        step = filled.new_step("edit", "ada", AT)
        filled.put_concept(entry("fence", "柵欄", "hedge"), step)
        filled.delete_concept("yard", step)
    assert filled.narrow_terms(begins("w", "fence"), None, 9) == []
    assert [row.text for row in filled.narrow_terms(has("w", "hedge"), None, 9)] == ["hedge"]


def test_words_have_rising_numbers(filled: Store) -> None:
    words = filled.term_words(0)
    assert {word for _, word in words} >= {"small", "yard", "fences", "mutual", "destruction"}
    assert [number for number, _ in words] == sorted({number for number, _ in words})
    with filled.transaction():
        filled.put_concept(entry("new", "柵欄", "small hedge"), filled.new_step("add", "", AT))
    assert [word for _, word in filled.term_words(words[-1][0])] == ["hedge"]


def test_parts_are_named_once_and_what_narrows_nothing_is_left_out() -> None:
    one, other = has("w", "one"), has("w", "other")
    assert all_of([None, one, other, one]) == AllOf((one, other))
    assert any_of([one, None, HasPrefix("wone")]) == AnyOf((one, HasPrefix("wone")))
    assert all_of([one, None]) == any_of([one, one]) == one
    assert all_of([]) is any_of([None]) is None
    assert all_of([one, NO_TERM]) == AllOf((one, NO_TERM))
