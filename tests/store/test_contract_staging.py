"""Large changes: nothing is visible before everything is, and others read and write meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from glossary.store.base import Added, Conflicted, Stale, Store
from tests.samples import AT, document, entry, evidence, proposal, unit
from tests.store.large_changes import COUNT, named, put, seen


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a store that writes ahead do so several times."""
    monkeypatch.setattr("glossary.store.tables.staging.CHUNK", 4)


def test_nothing_is_visible_before_all_is(opened: Callable[[], Store]) -> None:
    store, other = opened(), opened()
    before = seen(other)
    with store.staging() as staging:
        staging.put_concepts(named(n) for n in range(COUNT))
        staging.put_units(unit(zh=f"第{n}句") for n in (1, 2, 1))
        staging.put_conflict(Conflicted("c1", ("note",), named(1)))
        staging.write()
        assert seen(other) == before
        assert staging.concepts_by_id(["c7", "c99"]) == {"c7": named(7)}
        with staging.applying("import", "ada", AT) as step:
            assert staging.apply(step) == Added(units=2)
            assert seen(other) == before
    after = seen(other)
    assert after["entries"] == sorted(f"c{n}" for n in range(COUNT))
    assert len(after["terms"]) == after["counts"]["terms"] == 2 * COUNT
    assert after["found"] == sorted(f"dilemma {n}" for n in range(COUNT))
    assert after["key"] == ["dilemma 1"] and len(after["of"]) == 2
    assert after["units"] == ["第1句", "第2句"]
    assert [change.text for change in store.segment_changes("zh", before["changes"])] == [
        *("第1句", "第2句")
    ]
    assert after["history"] == [1] * COUNT and after["conflicts"] == 1
    assert after["last"].id == step and store.step_concepts(step) == [f"c{n}" for n in range(COUNT)]
    assert store.concepts_changed_since(before["version"][1])


def test_others_write_without_waiting_until_it_is_made_visible(
    opened: Callable[[], Store],
) -> None:
    store, other = opened(), opened()

    def write(n: int) -> None:
        with other.transaction(wait=False):
            other.put_concepts([entry(f"other{n}")], other.new_step("add", "bo", AT))

    with store.staging() as staging, ThreadPoolExecutor(1) as pool:
        for n in range(COUNT):
            staging.put_concepts([named(n)])
            pool.submit(write, n).result()
        staging.write()
        pool.submit(write, COUNT).result()
        with store.transaction():
            staging.apply(store.new_step("import", "ada", AT))
    assert store.count_concepts() == 2 * COUNT + 1
    assert len(list(store.term_rows())) == 2 * (2 * COUNT + 1)


def test_replaced_and_deleted_entries(store: Store) -> None:
    put(store, *(named(n) for n in range(COUNT)))
    with store.staging() as staging:
        staging.put_concepts(named(n, "puzzle") for n in range(10))
        staging.delete_concepts(f"c{n}" for n in (*range(10, COUNT), 99))
        staging.write()
        with staging.applying("import", "ada", AT) as step:
            staging.apply(step)
    after = seen(store)
    assert after["found"] == [] and len(after["terms"]) == 20
    assert after["entries"] == [f"c{n}" for n in range(10)]
    assert after["history"] == [2] * COUNT and store.revisions("c20")[1].entry is None
    put(store, named(1, "riddle"), named(20))
    assert store.concept("c1") == named(1, "riddle") and store.revision_number("c20") == 3


def test_the_last_of_several_of_one_id_counts(store: Store) -> None:
    with store.staging() as staging:
        for start in (0, COUNT):
            staging.put_concepts(named(n % 3, f"word{n}") for n in range(start, start + COUNT))
            staging.write()
        staging.put_concepts([named(1, "last")])
        with staging.applying("import", "ada", AT) as step:
            staging.apply(step)
    assert store.concept("c1") == named(1, "last")
    assert len(list(store.term_rows())) == 6


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    put(store, named(1))
    before = seen(store)
    for fails in ("early", "late"):
        with pytest.raises(ZeroDivisionError), store.staging() as staging:
            staging.put_concepts(named(n) for n in range(COUNT))
            staging.write()
            if fails == "late":
                with staging.applying("import", "ada", AT) as step:
                    staging.apply(step)
                    raise ZeroDivisionError
            raise ZeroDivisionError
        assert seen(store) == before


def test_what_others_changed_meanwhile_is_told(opened: Callable[[], Store]) -> None:
    store, other = opened(), opened()
    put(store, *(named(n) for n in range(6)))
    with store.staging() as staging:
        staging.put_concepts(named(n, "puzzle") for n in (0, 1, 2, 7, 8))
        staging.delete_concepts(["c4"])
        staging.write()
        put(other, named(1, "theirs"), named(4, "theirs"), named(5), named(7, "theirs"))
        with store.transaction():
            assert staging.stale() == [
                Stale("c1", named(1, "puzzle"), named(1)),
                Stale("c7", named(7, "puzzle"), None),
                Stale("c4", None, named(4)),
            ]
            staging.put_concepts([replace(named(1, "both"))])
            assert [stale.id for stale in staging.stale()] == ["c7", "c4"]
            staging.apply(store.new_step("import", "ada", AT))
    assert store.concept("c1") == named(1, "both")
    assert [r.number for r in store.revisions("c1")] == [1, 2, 3]


def test_what_others_changed_meanwhile_can_be_staged_again_before(
    opened: Callable[[], Store],
) -> None:
    """So that it is only looked whether there is more while others wait."""
    store, other = opened(), opened()
    put(store, *(named(n) for n in range(6)))
    with store.staging() as staging:
        staging.put_concepts(named(n, "puzzle") for n in range(6))
        staging.write()
        put(other, named(1, "theirs"))
        assert [stale.id for stale in staging.stale()] == ["c1"]
        staging.put_concepts([named(1, "both")])
        with staging.applying("import", "ada", AT) as step:
            assert staging.stale() == []
            staging.apply(step)
    assert store.concept("c1") == named(1, "both") and store.concept("c2") == named(2, "puzzle")
    assert [r.number for r in store.revisions("c1")] == [1, 2, 3]
    put(other, named(6))
    assert store.steps(limit=2)[1].verb == "import", "who comes after it has a later number"


def test_two_large_changes_at_once(opened: Callable[[], Store]) -> None:
    """One that ends leaves what the other has written ahead."""
    first, second = opened(), opened()
    with first.staging() as one:
        one.put_concepts(named(n) for n in range(COUNT))
        one.write()
        with second.staging() as two:
            two.put_concepts(named(n) for n in range(COUNT, 2 * COUNT))
            two.write()
            with two.applying("import", "bo", AT) as step:
                two.apply(step)
        assert second.count_concepts() == COUNT
        with one.applying("import", "ada", AT) as step:
            one.apply(step)
    assert len(list(second.term_rows())) == 4 * COUNT


def test_what_mining_found_becomes_visible_at_once(opened: Callable[[], Store]) -> None:
    store, other = opened(), opened()
    source = document("再看一次安全困境（security dilemma）。")
    known = proposal("安全困境", "security dilemma", confidence=0.5)
    with store.transaction():
        store.propose([known], "", AT)
    found = [
        proposal("安全困境", "security dilemma", evidence(source, "安全困境", "security dilemma")),
        proposal("小院高牆", "small yard", confidence=0.3),
        proposal("小院高墙", "Small yard", confidence=0.6),  # the same pair
    ]
    with store.staging() as staging:
        staging.put_document(source, AT)
        staging.propose(found, "theory", AT)
        staging.put_units([unit()])
        assert other.counts()["candidates_proposed"] == 1
        with other.transaction(wait=False):
            assert other.document_text(source.sha256) is None
        with store.transaction():
            added = staging.apply(store.new_step("mine", "ada", AT))
    assert added == Added(candidates=1, evidence=3, units=1)
    assert other.document_text(source.sha256) == source.text
    got = [(c.zh, c.confidence, len(c.evidence)) for c in other.candidates()]
    assert got == [("安全困境", 0.9, 2), ("小院高牆", 0.6, 2)]
    with store.transaction():
        assert store.propose(found, "theory", AT) == Added()
