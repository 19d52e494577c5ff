"""The contract of a store: concept entries, their terms, their history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.errors import NotFound
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.store.base import ConceptFilter, Store
from tests.generated import concept_entries
from tests.samples import AT, LATER, entry


def put(store: Store, *entries: ConceptEntry, at: str = AT, verb: str = "add") -> int:
    with store.transaction():
        step = store.new_step(verb, "ada", at, "a summary")
        store.put_concepts(entries, step)
    return step


def delete(store: Store, *ids: str, at: str = AT) -> int:
    with store.transaction():
        step = store.new_step("delete", "bob", at)
        store.delete_concepts(ids, step)
    return step


# ---------------------------------------------------------------- entries


def test_an_empty_store(store: Store) -> None:
    assert list(store.concepts()) == []
    assert store.count_concepts() == 0
    assert store.concepts_by_id(["a"]) == {}
    assert store.revision_number("a") == 0
    assert store.revisions("a") == []
    assert not store.id_used("a")
    assert list(store.term_rows()) == []
    assert store.term_rows_of(["a"]) == []
    assert store.last_step() is None
    assert set(store.counts().values()) == {0}


def test_what_is_put_comes_back_after_opening_again(opened: Callable[[], Store]) -> None:
    first = opened()
    put(first, entry())
    first.close()
    again = opened()
    assert again.concept("security-dilemma") == entry()
    assert again.counts()["concepts"] == 1
    assert again.counts()["terms"] == 2


def test_an_unknown_entry_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="'nowhere'"):
        store.concept("nowhere")


def test_entries_come_by_id_in_the_order_asked(store: Store) -> None:
    put(store, *(entry(f"c{n:04}") for n in range(1200)))
    ids = [f"c{n:04}" for n in range(1199, -1, -1)]
    assert list(store.concepts_by_id(["none", *ids, "c0001"])) == ids


def test_listing_is_by_id_and_paged(store: Store) -> None:
    put(store, entry("b"), entry("c"), entry("a"))
    assert [e.id for e in store.concepts()] == ["a", "b", "c"]
    assert [e.id for e in store.concepts(limit=2)] == ["a", "b"]
    assert [e.id for e in store.concepts(limit=2, offset=2)] == ["c"]
    assert [e.id for e in store.concepts(offset=1)] == ["b", "c"]


def test_a_listing_shows_one_moment_while_others_write(opened: Callable[[], Store]) -> None:
    reader, writer = opened(), opened()
    put(writer, *(entry(f"c{n:04}") for n in range(1000)))
    listing = reader.concepts()
    first = next(listing)
    put(writer, replace(entry("c0999"), subject="changed"), entry("d"))
    rest = list(listing)
    assert len([first, *rest]) == 1000
    assert rest[-1].subject == "security"
    assert reader.concept("c0999").subject == "changed"


FILTERS = {
    ConceptFilter(): {"a", "b", "c"},
    ConceptFilter(subject="security"): {"a", "b"},
    ConceptFilter(subject=""): set(),
    ConceptFilter(status="deprecated"): {"b"},
    ConceptFilter(tag="zh-Hant-TW"): {"b"},
    ConceptFilter(tag="zh-Hant"): {"a", "c"},
    ConceptFilter(status="preferred", tag="en"): {"a", "b", "c"},
    ConceptFilter(status="deprecated", tag="en"): set(),
    ConceptFilter(region="TW"): {"b"},
    ConceptFilter(region="T"): set(),
    ConceptFilter(status="preferred", region="TW"): set(),
    ConceptFilter(begins="s"): {"a", "b", "c"},
    ConceptFilter(begins="x旧"): {"b"},
    ConceptFilter(begins="舊"): set(),  # keys are Simplified
    ConceptFilter(begins="安", region="TW"): set(),
    ConceptFilter(begins=""): set(),
    ConceptFilter(changed_since="2026-03-02"): {"c"},
    ConceptFilter(changed_since=LATER): {"c"},
    ConceptFilter(changed_since="2026-03-02T08:00:01Z"): set(),
    ConceptFilter(subject="security", status="deprecated", tag="zh-Hant-TW", changed_since=AT): {
        "b"
    },
}


@pytest.mark.parametrize("where", FILTERS, ids=repr)
def test_filters(store: Store, where: ConceptFilter) -> None:
    old = TermSection("舊名", "deprecated")
    taiwan = LanguageSection("zh-Hant-TW", (old,))
    put(store, entry("a"), replace(entry("b"), languages=(entry().languages[0], taiwan)))
    put(store, entry("c", subject="trade"), at=LATER)
    assert {e.id for e in store.concepts(where)} == FILTERS[where]
    assert store.count_concepts(where) == len(FILTERS[where])


def test_changed_since_goes_by_the_step_not_by_what_the_entry_says(store: Store) -> None:
    put(store, replace(entry(), changed_at="1999-01-01T00:00:00Z"), at=LATER)
    assert store.count_concepts(ConceptFilter(changed_since="2026-03-02")) == 1


def test_entries_that_say_something_in_either_script_and_escaped(store: Store) -> None:
    told = {"a": "導彈。", "b": 'a "guided\nMissile"', "c": "別的。", "d": "ｍissile"}
    put(store, *(replace(entry(i), definition=text) for i, text in told.items()))
    delete(store, "d")
    assert [each.id for each in store.concepts_saying(["导弹"])] == ["a"]
    assert [each.id for each in store.concepts_saying(["导弹", 'd missile"'])] == ["a", "b"]
    assert list(store.concepts_saying([])) == []


# ---------------------------------------------------------------- terms


def test_terms_follow_their_entry(store: Store) -> None:
    put(store, entry())
    rows = store.term_rows_of(["security-dilemma"])
    assert [(r.tag, r.language, r.text, r.status, r.subject) for r in rows] == [
        ("en", "en", "security dilemma", "preferred", "security"),
        ("zh-Hant", "zh", "安全困境", "preferred", "security"),
    ]
    assert [r.text for r in store.term_rows("zh")] == ["安全困境"]
    put(store, entry(zh="安全兩難", subject="theory"))
    changed = store.term_rows_of(["security-dilemma"])
    assert [r.text for r in changed] == ["security dilemma", "安全兩難"]
    assert {r.subject for r in changed} == {"theory"}
    assert not {r.id for r in rows} & {r.id for r in changed}, "the id of a changed term is new"
    delete(store, "security-dilemma")
    assert list(store.term_rows()) == []
    put(store, entry())
    assert min(r.id for r in store.term_rows()) > max(r.id for r in changed), "ids are not reused"


def test_terms_by_key(store: Store) -> None:
    put(store, entry("a"), entry("b", zh="小院高牆"))
    assert [r.concept_id for r in store.terms_with_key("security dilemma", "en")] == ["a", "b"]
    assert [r.concept_id for r in store.terms_with_key("安全困境", "zh")] == ["a"]
    assert store.terms_with_key("安全困境", "en") == []


def test_the_version_of_the_terms_tells_who_changed(store: Store) -> None:
    identity, start = store.terms_version()
    put(store, entry("a"), entry("b"))
    _, second = store.terms_version()
    assert second > start
    delete(store, "a")
    same, third = store.terms_version()
    assert (same, third > second) == (identity, True)
    assert sorted(store.concepts_changed_since(start)) == ["a", "b"]
    assert store.concepts_changed_since(second) == ["a"]
    assert store.concepts_changed_since(third) == []


# ---------------------------------------------------------------- history


def test_every_change_is_a_revision(store: Store) -> None:
    put(store, entry())
    put(store, entry(subject="theory"), verb="edit", at=LATER)
    delete(store, "security-dilemma")
    put(store, entry())
    history = store.revisions("security-dilemma")
    assert [r.number for r in history] == [1, 2, 3, 4]
    assert [r.step.verb for r in history] == ["add", "edit", "delete", "add"]
    assert [r.step.at for r in history] == [AT, LATER, AT, AT]
    assert [r.entry and r.entry.subject for r in history] == [
        "security",
        "theory",
        None,
        "security",
    ]
    assert history[0].step.by == "ada"
    assert history[0].step.summary == "a summary"
    assert store.revision_number("security-dilemma") == 4


def test_a_deleted_entry_is_gone_but_its_id_stays_used(store: Store) -> None:
    put(store, entry())
    step = delete(store, "security-dilemma", "never-there", "security-dilemma")
    assert store.revision_number("security-dilemma") == 0
    assert store.id_used("security-dilemma")
    assert not store.id_used("never-there")
    assert store.step_concepts(step) == ["security-dilemma"]
    with pytest.raises(NotFound):
        store.concept("security-dilemma")


def test_one_entry_twice_in_a_step_leaves_both_revisions(store: Store) -> None:
    step = put(store, entry(), entry("other"), entry(subject="theory"))
    assert [r.number for r in store.revisions("security-dilemma")] == [1, 2]
    assert store.concept("security-dilemma").subject == "theory"
    assert len(store.term_rows_of(["security-dilemma"])) == 2
    assert store.step_concepts(step) == ["security-dilemma", "other"]


def test_entries_before_a_step(store: Store) -> None:
    put(store, entry("a"), entry("b"))
    step = put(store, entry("a", subject="theory"), entry("c"))
    delete(store, "b")
    assert list(store.entries_before(["a", "b", "c", "d"], step)) == [entry("a"), entry("b")]
    after = put(store, entry("b", subject="new"))
    assert list(store.entries_before(["b"], after)) == []


def test_one_by_one_is_the_same_as_many(store: Store) -> None:
    with store.transaction():
        step = store.new_step("add", "ada", AT)
        store.put_concept(entry("a"), step)
        store.put_concept(entry("b"), step)
        store.delete_concept("a", step)
    assert [e.id for e in store.concepts()] == ["b"]
    assert [r.number for r in store.revisions("a")] == [1, 2]


def test_entries_are_read_as_a_stream_that_may_read_the_store(store: Store) -> None:
    put(store, entry("a"))

    def changed() -> Iterator[ConceptEntry]:
        for n in range(1200):
            yield replace(store.concept("a"), id=f"b{n}")

    put(store, *changed())
    with store.transaction():
        store.put_concepts(changed(), store.new_step("again", "", AT))
    assert store.count_concepts() == 1201
    assert store.revision_number("b1199") == 2


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(concept_entries(), min_size=1, max_size=3))
def test_any_entry_comes_back_as_it_was(store: Store, entries: list[ConceptEntry]) -> None:
    put(store, *entries)
    latest = {e.id: e for e in entries}
    assert store.concepts_by_id(latest) == latest
    for e in latest.values():
        rows = store.term_rows_of([e.id])
        assert [r.text for r in rows] == [t.text for s in e.languages for t in s.terms]


# ---------------------------------------------------------------- steps


def test_the_last_step_that_can_be_undone(store: Store) -> None:
    with store.transaction():
        first = store.new_step("add", "ada", AT, "one")
        second = store.new_step("edit", "bob", LATER, "two")
        store.new_step("mine", "ada", LATER, "a document")
    last = store.last_step()
    assert last and (last.id, last.verb, last.by, last.at, last.summary) == (
        second,
        "edit",
        "bob",
        LATER,
        "two",
    )
    with store.transaction():
        undoing = store.new_step("undo", "ada", LATER)
        store.mark_undone(second, undoing)
    last = store.last_step()
    assert last and last.id == first
    with store.transaction():
        store.mark_undone(first, store.new_step("undo", "ada", LATER))
    assert store.last_step() is None


# ---------------------------------------------------------------- look-ups in vain


def test_look_ups_in_vain_most_wanted_first(store: Store) -> None:
    with store.transaction():
        for query, at in (("b", AT), ("a", AT), ("c", AT), ("c", LATER)):
            store.want(query, "en", at)
        store.want("c", "zh", AT)
    wanted = store.wanted()
    assert [(w.query, w.language, w.count) for w in wanted] == [
        ("c", "en", 2),
        ("a", "en", 1),
        ("b", "en", 1),
        ("c", "zh", 1),
    ]
    assert wanted[0].last_at == LATER
    assert len(store.wanted(limit=2)) == 2


# ---------------------------------------------------------------- what was done


def test_steps_newest_first_and_those_of_one_verb(store: Store) -> None:
    assert store.steps() == []
    first = put(store, entry())
    with store.transaction():
        noted = store.new_step("demo", "demo", "", "begun")
    last = delete(store, "security-dilemma")
    assert [step.id for step in store.steps()] == [last, noted, first]
    assert [(step.id, step.summary) for step in store.steps("demo")] == [(noted, "begun")]
    assert [step.id for step in store.steps(limit=2)] == [last, noted]


def test_a_note_of_the_demo_is_nothing_to_undo(store: Store) -> None:
    first = put(store, entry())
    with store.transaction():
        store.new_step("demo", "demo", "", "begun")
    last = store.last_step()
    assert last and last.id == first
