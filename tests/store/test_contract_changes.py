"""The contract of a store: the feed of changes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from glossary.model import Judgement
from glossary.store.base import CHANGE_KINDS, Change, Comment, Store
from tests.samples import AT, LATER, document, entry, proposal, unit

Told = tuple[str, str, str]


def told(store: Store, after: int = 0) -> list[Told]:
    """What is told after a number: kind, id, event."""
    return [(each.kind, each.id, each.event) for each in store.changes(after).changes]


def put(store: Store, *ids: str, verb: str = "add", by: str = "ada") -> int:
    with store.transaction():
        step = store.new_step(verb, by, AT)
        store.put_concepts(map(entry, ids), step)
    return step


def test_an_empty_feed(store: Store) -> None:
    feed, last = store.last_change()
    assert last == 0 and store.changes() == (feed, 0, 0, [])
    assert feed == store.identity().database
    with store.transaction():
        pass
    assert store.last_change() == (feed, 0)


def test_entries_created_changed_deleted_and_created_again(store: Store) -> None:
    first = put(store, "a", "b")
    put(store, "a", verb="edit", by="bo")
    with store.transaction():
        store.delete_concept("a", store.new_step("delete", "bo", LATER))
    again = put(store, "a", verb="undo")
    page = store.changes(kinds=["entry"])
    assert [(c.id, c.event, c.by, c.verb, c.revision) for c in page.changes] == [
        ("a", "created", "ada", "add", 1),
        ("b", "created", "ada", "add", 1),
        ("a", "changed", "bo", "edit", 2),
        ("a", "deleted", "bo", "delete", 3),
        ("a", "created", "ada", "undo", 4),
    ]
    assert page.changes[0] == Change(1, "entry", "a", "created", "ada", AT, first, "add", 1)
    assert page.changes[-1].step == again
    assert told(store)[:3] == [
        ("entry", "a", "created"),
        ("entry", "b", "created"),
        ("step", str(first), "created"),
    ]


def test_numbers_grow_by_one_without_end(store: Store) -> None:
    for name in "abc":
        put(store, name, name + name)
    numbers = [change.number for change in store.changes().changes]
    assert numbers == list(range(1, 10)) and store.last_change()[1] == 9


def test_what_is_rolled_back_is_never_told(store: Store) -> None:
    put(store, "a")
    before = store.changes()
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.put_concepts([entry("lost")], store.new_step("add", "ada", AT))
        raise ZeroDivisionError
    assert store.changes() == before
    step = put(store, "b")
    assert told(store, before.last) == [("entry", "b", "created"), ("step", str(step), "created")]


def test_candidates_proposed_judged_and_taken_back(store: Store) -> None:
    with store.transaction():
        mined = store.new_step("mine", "ada", AT)
        store.propose([proposal("甲", "first"), proposal("乙", "second")], "policy", AT)
    with store.transaction():
        for number, decision in ((1, "approve"), (2, "reject"), (1, "undo"), (2, "skip")):
            step = store.new_step(decision, "bo", LATER)
            store.put_judgement(Judgement(number, decision, "甲", "first", "bo", LATER), step)
    changes = store.changes(kinds=["candidate"]).changes
    assert [(c.id, c.event, c.by) for c in changes] == [
        ("1", "proposed", "ada"),
        ("2", "proposed", "ada"),
        ("1", "approved", "bo"),
        ("2", "rejected", "bo"),
        ("1", "undone", "bo"),
        ("2", "skipped", "bo"),
    ]
    assert (changes[0].step, changes[0].verb, changes[-1].at) == (mined, "mine", LATER)


def test_units_documents_and_conflicts_of_a_large_change(store: Store) -> None:
    with store.staging() as staged:
        staged.put_units([unit("甲。", "A."), unit("乙。", "B."), unit("甲。", "A.")])
        staged.put_document(document("全文"), AT)
        staged.put_concepts([entry("a")])
        with store.transaction():
            step = store.new_step("import", "ada", AT)
            staged.apply(step)
    with store.transaction():
        store.delete_units([1])
        store.mark_undone(step, store.new_step("undo", "bo", LATER))
    found = told(store)
    assert set(found[:5]) == {
        ("document", document("全文").sha256, "created"),
        ("entry", "a", "created"),
        ("unit", "1", "created"),
        ("unit", "2", "created"),
        ("step", "1", "created"),
    }
    assert set(found[5:]) == {
        ("unit", "1", "deleted"),
        ("step", "1", "undone"),
        ("step", "2", "created"),
    }
    assert found[-1] == ("step", "2", "created"), "a step closes what it changed"
    gone = store.changes(kinds=["unit"]).changes[-1]
    assert (gone.by, gone.step, gone.verb, gone.at) == ("bo", 2, "undo", LATER)


def test_comments_belong_to_no_step(store: Store) -> None:
    put(store, "a", "b")
    put(store, "c", by="cy")
    start = store.last_change()[1]
    with store.transaction():
        made = store.new_comment(Comment("a", "?", "bo", LATER))
    with store.transaction():
        store.put_comment(replace(made, done_by="di", done_at=LATER))
    with store.transaction():
        store.move_comments("a", "b", store.new_step("merge", "ed", LATER))
    with store.transaction():
        store.delete_comment(made.id)
    changes = store.changes(start, kinds=["comment"]).changes
    assert [(c.event, c.by, c.step, c.verb) for c in changes] == [
        ("created", "bo", None, ""),
        ("changed", "di", None, ""),
        ("changed", "ed", 3, "merge"),
        ("deleted", "bo", None, ""),
    ]
    assert all(c.id == str(made.id) and c.at for c in changes)


def test_a_step_that_changed_nothing_claims_nothing_of_the_next(store: Store) -> None:
    put(store, "a")
    with store.transaction():
        store.new_step("note", "cy", AT)
    with store.transaction():
        store.new_comment(Comment("a", "?", "bo", LATER))
    last = store.changes().changes[-1]
    assert (last.kind, last.by, last.step) == ("comment", "bo", None)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("kinds", [CHANGE_KINDS, ("unit",), ("entry", "step"), ("comment",)])
def test_pages_of_any_size_miss_nothing_and_repeat_nothing(
    store: Store, limit: int, kinds: tuple[str, ...]
) -> None:
    put(store, "a", "b", "c", "d", "e")
    with store.transaction():
        step = store.new_step("units", "ada", AT)
        store.put_units([unit(f"第{n}。", f"{n}.") for n in range(9)], step)
    put(store, "b", "f", verb="edit")
    with store.transaction():
        store.new_comment(Comment("a", "?", "bo", LATER))
    whole = store.changes(kinds=kinds).changes
    assert whole and {change.kind for change in whole} == set(kinds) & {
        change.kind for change in store.changes().changes
    }
    read, after = [], 0
    while (page := store.changes(after, kinds=kinds, limit=limit)).changes:
        assert len(page.changes) <= limit and page.upto >= page.changes[-1].number
        read += page.changes
        after = page.upto
    assert read == whole and page.upto == page.last


def test_a_number_from_the_future_has_nothing_after_it(store: Store) -> None:
    put(store, "a")
    page = store.changes(99)
    assert (page.changes, page.upto, page.last) == ([], 2, 2)


def test_a_reader_beside_writers_sees_every_number_once_and_in_order(
    opened: Callable[[], Store],
) -> None:
    """A reader that stands at a number never learns later of a smaller one."""
    reader, writers = opened(), [opened() for _ in range(4)]
    put(reader, "start")

    def write(n: int) -> None:
        for i in range(12):
            put(writers[n], f"{n}-{i}")

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(write, n) for n in range(4)]
        seen: list[Change] = []
        while True:
            is_over = all(each.done() for each in working)
            page = reader.changes(seen[-1].number if seen else 0, limit=5)
            seen += page.changes
            if is_over and not page.changes:
                break
    for each in working:
        each.result()
    assert [change.number for change in seen] == list(range(1, 2 * 49 + 1))
    assert len({change.id for change in seen if change.kind == "entry"}) == 49
