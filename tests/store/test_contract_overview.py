"""The contract of a store: counts over all data."""

from __future__ import annotations

from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.store.base import (
    ConceptFilter,
    DoneCount,
    EntryCount,
    MadeCount,
    Store,
    WaitingCount,
)
from tests.samples import AT, LATER, document, entry, evidence, proposal, unit

TEXT = "學者說安全困境（security dilemma）沒有出路，小院高牆（small yard）也沒有。"


def of_tags(concept_id: str, *tags: str) -> ConceptEntry:
    english = LanguageSection("en", (TermSection(concept_id, "preferred"),))
    chinese = (LanguageSection(tag, (TermSection(f"{concept_id}{tag}"),)) for tag in tags)
    return ConceptEntry(concept_id, (english, *chinese), subject="law")


def put(store: Store, *entries: ConceptEntry, at: str = AT, by: str = "ada") -> int:
    with store.transaction():
        step = store.new_step("add", by, at)
        store.put_concepts(entries, step)
    return step


def test_nothing_counts_nothing(store: Store) -> None:
    assert store.entry_counts() == store.waiting_counts() == []
    assert store.done_counts("") == store.made_counts() == []


def test_entries_by_subject_status_and_the_chinese_they_have(store: Store) -> None:
    put(store, entry("a"), entry("b", status="deprecated"), entry("c", subject=""))
    put(store, of_tags("d", "zh-Hant-TW", "zh-Hans-CN"), of_tags("e", "zh-Hans-CN", "zh-Hant-TW"))
    put(store, of_tags("f"), entry("gone", subject="gone"))
    with store.transaction():
        store.delete_concept("gone", store.new_step("delete", "ada", LATER))
    assert store.entry_counts() == [
        EntryCount("", ("preferred",), ("zh-Hant",), 1),
        EntryCount("law", ("admitted", "preferred"), ("zh-Hans-CN", "zh-Hant-TW"), 2),
        EntryCount("law", ("preferred",), (), 1),
        EntryCount("security", ("deprecated",), ("zh-Hant",), 1),
        EntryCount("security", ("preferred",), ("zh-Hant",), 1),
    ]


def test_entries_that_miss_a_form_are_listed(store: Store) -> None:
    put(store, of_tags("a", "zh-Hans-CN", "zh-Hant-TW"), of_tags("b", "zh-Hant-TW"), of_tags("c"))
    where = ConceptFilter(missing="zh-Hans-CN")
    assert [each.id for each in store.concepts(where)] == ["b", "c"]
    assert store.count_concepts(where) == 2
    both = ConceptFilter(missing="zh-Hans-CN", tag="zh-Hant-TW")
    assert [each.id for each in store.concepts(both)] == ["b"]


def test_candidates_that_wait_by_document_and_confidence(store: Store) -> None:
    first, second = document(TEXT, "one.md"), document(f"{TEXT}。", "two.md")
    dilemma = [evidence(each, "安全困境", "security dilemma") for each in (first, second)]
    yard = evidence(second, "小院高牆", "small yard")
    with store.transaction():
        store.put_document(first, AT)
        store.put_document(second, AT)
        store.propose([proposal("安全困境", "security dilemma", *dilemma, confidence=1.0)], "", AT)
        store.propose([proposal("小院高牆", "small yard", yard, confidence=0.35)], "", AT)
    one, two = [0] * 9 + [1], [0, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    assert store.waiting_counts() == [
        WaitingCount(second.sha256, "two.md", tuple(two)),
        WaitingCount(first.sha256, "one.md", tuple(one)),
    ]


def test_who_did_what_since(store: Store) -> None:
    put(store, entry("a"), by="bo")
    put(store, entry("b"), at=LATER)
    put(store, entry("c"), at=LATER)
    step = put(store, entry("d"), at=LATER, by="bo")
    with store.transaction():
        store.mark_undone(step, store.new_step("undo", "bo", LATER))
    assert store.done_counts(LATER) == [DoneCount("ada", "add", 2)]
    assert store.done_counts(AT) == [DoneCount("ada", "add", 2), DoneCount("bo", "add", 1)]


def test_what_was_made_when(store: Store) -> None:
    put(store, entry("a"), entry("b"))
    with store.transaction():
        step = store.new_step("import", "ada", LATER)
        store.put_concepts([entry("a", zh="困境"), entry("c")], step)
        store.put_units([unit(), unit("再談。", "Again.")], step)
        store.delete_concept("b", store.new_step("delete", "ada", LATER))
    assert store.made_counts() == [MadeCount(AT, 1, 0), MadeCount(LATER, 1, 2)]
