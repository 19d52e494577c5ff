"""The contract of a store: translation units, and the list of changes that an index follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from glossary.errors import InvalidInput
from glossary.model import Extra, TranslationUnit, Variant
from glossary.store.base import Comment, Store
from tests.samples import AT, entry, proposal, unit


def put(store: Store, *units: TranslationUnit) -> tuple[int, int]:
    """(step, how many were new)."""
    with store.transaction():
        step = store.new_step("units", "ada", AT)
        return step, store.put_units(units, step)


def remove(store: Store, *ids: int) -> None:
    with store.transaction():
        store.delete_units(ids)


def many(count: int) -> list[TranslationUnit]:
    return [unit(f"第{n}句。", f"Sentence {n}.") for n in range(count)]


def test_a_unit_comes_back_as_it_was_with_an_id(store: Store) -> None:
    put(store, unit())
    (found,) = store.all_units()
    assert found.id is not None
    assert replace(found, id=None) == unit()
    assert store.units([found.id]) == [found]
    assert list(store.segments("zh")) == [(found.id, "雙方又談了一次。")]
    (change,) = store.segment_changes("en", 0)
    assert (change.unit_id, change.text) == (found.id, "They talked again.")


def test_the_same_unit_twice_is_one(store: Store) -> None:
    assert put(store, unit(), unit())[1] == 1
    assert put(store, replace(unit(), document="other.md", created_by="bob"))[1] == 0
    assert [u.document for u in store.all_units()] == ["talks.md"]
    different = [
        unit(zh="雙方又談了一次"),
        unit(en="They talked again"),
        replace(unit(), zh=Variant("zh-Hant-TW", unit().zh.text)),
    ]
    assert put(store, *different)[1] == 3


def test_units_that_are_there_are_known(store: Store) -> None:
    put(store, *many(600))
    asked = [*many(601), unit(), unit("第0句。", "Another.")]
    assert store.known_units(asked) == [True] * 600 + [False] * 3
    assert store.known_units([]) == []


def test_texts_are_not_glued_together(store: Store) -> None:
    assert put(store, unit("甲乙", "丙"), unit("甲", "乙丙"))[1] == 2


def test_units_in_the_order_asked(store: Store) -> None:
    put(store, *many(1200))
    ids = [u.id or 0 for u in store.all_units()]
    assert ids == sorted(ids)
    asked = [ids[5], 10**9, ids[1], *reversed(ids), ids[5]]
    assert [u.id for u in store.units(asked)] == [i for i in asked if i != 10**9]
    assert [i for i, _ in store.segments("en", after_id=ids[1197])] == ids[1198:]


def test_the_units_of_a_step(store: Store) -> None:
    put(store, unit())
    step, new = put(store, unit(), *many(3))
    assert new == 3
    ids = store.step_units(step)
    assert [u.zh.text for u in store.units(ids)] == ["第0句。", "第1句。", "第2句。"]
    assert store.step_units(step + 1) == []


def test_the_step_of_each_unit(store: Store) -> None:
    first, _ = put(store, unit("一。", "One."))
    second, _ = put(store, unit("二。", "Two."))
    with store.transaction():
        store.put_units([unit("三。", "Three.")], None)
    ids = [each.id or 0 for each in store.all_units()]
    assert list(store.unit_steps([*ids, 99]).values()) == [first, second, None]
    assert store.unit_steps([]) == {}


def test_units_are_read_as_a_stream(store: Store) -> None:
    def stream() -> Iterator[TranslationUnit]:
        for n in range(12_000):
            yield unit(f"第{n % 9_000}句。")

    with store.transaction():
        assert store.put_units(stream(), None) == 9_000
    assert store.counts()["units"] == 9_000
    assert len(list(store.segment_changes("zh", 0))) == 9_000


def test_changes_are_numbered_in_order(store: Store) -> None:
    identity, start, _ = store.identity()
    put(store, *many(3))
    ids = [u.id or 0 for u in store.all_units()]
    same, after_adding, mark = store.identity()
    changes = list(store.segment_changes("en", start))
    assert [change[2:] for change in changes] == [(i, f"Sentence {n}.") for n, i in enumerate(ids)]
    assert changes[-1][:2] == (after_adding, mark)
    remove(store, ids[1], ids[0], 10**9, ids[1])
    deletions = list(store.segment_changes("en", after_adding))
    assert sorted(change[2:] for change in deletions) == [(ids[0], None), (ids[1], None)]
    numbers = [change.change for change in (*changes, *deletions)]
    assert numbers == sorted(set(numbers))
    assert store.identity()[:2] == (identity, numbers[-1])
    gone = [change.text for change in store.segment_changes("zh", start)]
    assert gone == [None, None, "第2句。", None, None]
    assert same == identity
    assert [u.id for u in store.all_units()] == ids[2:]


def test_nothing_new_is_no_change(store: Store) -> None:
    put(store, unit())
    before = store.identity()
    put(store, unit())
    remove(store, 10**9)
    remove(store)
    assert store.identity() == before


def test_a_deleted_unit_can_come_again_with_another_id(store: Store) -> None:
    put(store, unit())
    (first,) = store.all_units()
    remove(store, first.id or 0)
    assert put(store, unit())[1] == 1
    (second,) = store.all_units()
    assert (second.id or 0) > (first.id or 0)


def test_a_change_taken_back_leaves_no_trace(store: Store) -> None:
    put(store, unit())
    before = store.identity()
    with pytest.raises(KeyError), store.transaction():
        store.put_units(many(5), None)
        raise KeyError
    assert store.identity() == before
    assert list(store.segment_changes("zh", before[1])) == []


@pytest.mark.parametrize("bad", ["\ud800", "話\udfff"])
def test_half_a_surrogate_pair_is_refused_whole(store: Store, bad: str) -> None:
    with pytest.raises(InvalidInput, match="surrogate"):
        put(store, unit(), unit(zh=bad))
    assert list(store.all_units()) == []


@pytest.mark.parametrize("bad", ["\0", "話\0語"])
def test_a_zero_sign_is_refused_by_all_stores_alike(store: Store, bad: str) -> None:
    writes: list[Callable[[int], object]] = [
        lambda step: store.put_units([unit(zh=bad)], step),
        lambda step: store.put_units([replace(unit(), document=bad)], step),
        lambda step: store.put_concepts([entry("a", zh=bad)], step),
        lambda step: store.put_concepts([replace(entry("a"), note=bad)], step),
        lambda step: store.propose([proposal(bad, "dilemma")], "", AT),
        lambda step: store.new_step("add", bad, AT),
        lambda step: store.new_comment(Comment("a", bad, "ada", AT)),
    ]
    for write in writes:
        with pytest.raises(InvalidInput, match=r"U\+0000"), store.transaction():
            write(store.new_step("add", "ada", AT))
    assert store.steps() == [] and list(store.all_units()) == [] and not store.count_concepts()
    assert store.terms_with_key(bad, "en") == [] and store.count_units_of([bad]) == {}
    with store.transaction():
        store.put_concepts([replace(entry("a"), note="\\u0000")], store.new_step("add", "ada", AT))
    assert store.concept("a").note == "\\u0000", "those six signs are a text like any other"


def test_any_other_text_comes_back(store: Store) -> None:
    texts = ["𠮷🙂\u200b", "x" * 200_000, " ", "'; DROP TABLE unit; --"]
    put(store, *(unit(en=text) for text in texts))
    assert [u.en.text for u in store.all_units()] == texts


def test_inline_tags_and_extras_of_a_unit_are_kept(store: Store) -> None:
    unit = TranslationUnit(
        Variant("zh-Hant", "安全困境", "安全<ph x='1'/>困境"),
        Variant("en", "security dilemma"),
        changed_by="ada",
        changed_at="2026-01-02T03:04:05Z",
        extra=(Extra("prop", "domain", "theory"),),
    )
    with store.transaction():
        store.put_units([unit], None)
    (kept,) = store.all_units()
    assert replace(kept, id=None) == unit


def test_units_that_differ_in_their_codes_alone_are_two(store: Store) -> None:
    plain = unit("现在按", "Press now")
    bold = replace(plain, en=Variant("en", "Press now", "Press <b1/>now"))
    other = replace(plain, en=Variant("en", "Press now", "<b1/>Press now"))
    swapped = replace(plain, zh=replace(plain.zh, inline=bold.en.inline))
    assert put(store, plain, bold, other, swapped, bold, plain)[1] == 4
    assert [replace(u, id=None) for u in store.all_units()] == [plain, bold, other, swapped]
    assert store.known_units([bold, replace(plain, zh=Variant("zh-Hans", "现在按"))]) == [
        True,
        False,
    ]
    assert put(store, replace(bold, document="elsewhere.tmx", extra=(Extra("note"),)))[1] == 0


def test_units_are_counted_by_the_name_of_their_document(store: Store) -> None:
    elsewhere = replace(unit("一", "one"), document="x.md")
    with store.transaction():
        store.put_units([unit(), unit("熱線", "hotline"), elsewhere], None)
    assert store.count_units_of(["talks.md", "none.md"]) == {"talks.md": 2}
    assert store.count_units_of([]) == {}
