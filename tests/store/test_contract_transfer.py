"""The contract of a store: exported revisions, and open conflicts of an import."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import ConceptFilter, Conflicted, Exported, Store
from tests.samples import AT, entry


def put(store: Store, *ids: str, subject: str = "security") -> int:
    with store.transaction():
        step = store.new_step("add", "ada", AT)
        store.put_concepts((entry(i, subject=subject) for i in ids), step)
    return step


def test_an_entry_that_went_out_is_remembered_as_it_was(store: Store) -> None:
    put(store, "a", "b")
    with store.transaction():
        store.put_exported("archive", "zh-Hant-TW", ["a", "none"])
    put(store, "a", subject="theory")
    assert store.exported(["a", "b"]) == [Exported("a", "archive", "zh-Hant-TW", entry("a"))]
    with store.transaction():
        store.put_exported("archive", "zh-Hant-TW", ["a"])
        store.put_exported("omegat", "zh-Hant-TW", ["a"])
    went_out = store.exported(["a"])
    assert {e.profile for e in went_out} == {"archive", "omegat"}
    assert {e.entry.subject for e in went_out} == {"theory"}


def test_conflicts_wait_until_they_are_settled_and_undone_with_their_step(store: Store) -> None:
    with store.transaction():
        step = store.new_step("import", "ada", AT)
        was = entry("a", subject="law")
        store.put_conflict(Conflicted("a", ("subject",), entry("a"), "file.tbx", was=was), step)
        store.put_conflict(Conflicted("b", ("note",), entry("b"), "file.tbx"), step)
    first, second = store.conflicts()
    assert first.id and second.id
    assert (first.concept_id, first.differences, first.theirs) == ("a", ("subject",), entry("a"))
    assert store.conflict(first.id) == first
    assert (first.was, second.was) == (was, None)
    with store.transaction():
        settling = store.new_step("settle", "ada", AT)
        store.settle_conflict(first.id, "theirs", settling)
    assert [c.concept_id for c in store.conflicts()] == ["b"]
    settled = [(c.state, c.settled) for c in store.conflicts(None)]
    assert settled == [("theirs", settling), ("open", None)]
    with store.transaction():
        store.undo_conflicts(settling)
    assert store.conflicts() == [first, second]
    with store.transaction():
        store.undo_conflicts(step)
    assert store.conflicts(None) == []


@pytest.mark.parametrize("number", [0, 7, 10**30])
def test_an_unknown_conflict_is_not_found(store: Store, number: int) -> None:
    with pytest.raises(NotFound, match="no conflict"):
        store.conflict(number)


def test_what_went_out_is_the_revision_that_was_read(store: Store) -> None:
    put(store, "a", "b")
    read = list(store.concepts_at())
    assert [found for _, found in read] == [entry("a"), entry("b")]
    assert list(store.concepts_at(ConceptFilter(id="b"))) == read[1:]
    put(store, "a", subject="theory")
    with store.transaction():
        store.put_exported_at("archive", "zh-Hant-TW", [revision for revision, _ in read])
    assert {e.entry for e in store.exported(["a", "b"])} == {entry("a"), entry("b")}


def test_a_snapshot_stays_as_it_was_while_others_write(store: Store) -> None:
    put(store, "a")
    with store.snapshot():
        assert store.count_concepts() == 1
        with ThreadPoolExecutor(1) as other:
            other.submit(put, store, "b").result()
        assert store.count_concepts() == 1
        assert [found.id for found in store.concepts()] == ["a"]
    assert store.count_concepts() == 2
    put(store, "c")


@pytest.mark.parametrize("was", [None, entry("a", subject="theory")])
def test_a_conflict_keeps_what_both_sides_started_from(
    store: Store, was: ConceptEntry | None
) -> None:
    with store.transaction():
        step = store.new_step("import", "ada", AT)
        store.put_conflict(Conflicted("a", ("subject",), entry("a"), was=was), step)
    assert [conflict.was for conflict in store.conflicts()] == [was]
