"""Changes to entries: terms added, entries merged, whole entries checked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from glossary.errors import InvalidInput, NotFound
from glossary.model import ConceptEntry, Context, Extra, LanguageSection, TermSection
from glossary.operations.concept import holds, merged, section_for, with_statuses, with_term
from glossary.operations.validity import checked
from tests.generated import concept_entries
from tests.samples import AT, entry

relaxed = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def statuses(value: ConceptEntry) -> dict[str, str]:
    return {term.text: term.status for section in value.languages for term in section.terms}


# ---------------------------------------------------------------- a term added


def test_the_first_term_of_a_language_is_preferred_further_ones_are_admitted() -> None:
    value = ConceptEntry("a", ())
    for text in ("one", "two"):
        value = with_term(value, "en", TermSection(text, status=""))
    value = with_term(value, "zh-Hant", TermSection("一", status=""))
    assert statuses(value) == {"one": "preferred", "two": "admitted", "一": "preferred"}


@pytest.mark.parametrize("status", ["preferred", "admitted", "deprecated", "superseded"])
def test_a_status_that_is_said_stands(status: str) -> None:
    value = with_term(ConceptEntry("a", ()), "en", TermSection("one", status))
    value = with_term(value, "en", TermSection("two", status))
    assert statuses(value) == {"one": status, "two": status}


def test_where_only_deprecated_terms_are_the_next_one_is_preferred() -> None:
    value = with_term(ConceptEntry("a", ()), "en", TermSection("old", "deprecated"))
    assert statuses(with_term(value, "en", TermSection("new", "")))["new"] == "preferred"


def test_a_term_that_is_there_gains_contexts_only() -> None:
    known = TermSection("one", "admitted", note="mine", contexts=(Context("A."), Context("B.")))
    value = ConceptEntry("a", (LanguageSection("en", (known,)),))
    more = TermSection("One", "deprecated", contexts=tuple(map(Context, ("B.", "C.", "D."))))
    (term,) = with_term(value, "en", more).languages[0].terms
    assert (term.text, term.status, term.note) == ("one", "admitted", "mine")
    assert [context.text for context in term.contexts] == ["A.", "B.", "C."]


def test_no_context_is_ever_dropped() -> None:
    many = tuple(Context(f"{n}.") for n in range(7))
    value = ConceptEntry("a", (LanguageSection("en", (TermSection("one", contexts=many),)),))
    more = TermSection("one", contexts=(Context("new"),))
    assert with_term(value, "en", more).languages[0].terms[0].contexts == many


def test_the_section_that_has_the_term_takes_it() -> None:
    value = entry(zh="軍備競賽", zh_tag="zh-Hant-TW")
    assert section_for(value, "zh", "軍備競賽", ["軍備競賽"]) == "zh-Hant-TW"
    assert section_for(value, "zh", "军备竞赛", ["军备竞赛"]) == "zh-Hans"
    assert section_for(value, "zh", "軍備競賽", ["軍備競賽"], "zh_hk") == "zh-Hant-HK"
    assert section_for(value, "zh", "軍備", ["軍備"], "zh") == "zh-Hant", "bare zh gets its script"
    assert section_for(value, "en", "arms race", ["arms race"]) == "en"
    with pytest.raises(InvalidInput, match="no language tag"):
        section_for(value, "zh", "軍備", ["軍備"], "not a tag")


def test_holds() -> None:
    value = entry(zh="軍備競賽", en="arms race")
    assert holds(value, "军备竞赛", "Arms Races")
    assert not holds(value, "軍備競賽", "security dilemma")
    assert not holds(value, "安全困境", "arms race")


def test_statuses_change_and_terms_go() -> None:
    value = entry("dilemma", zh="安全困境", en="security dilemma")
    value = with_term(value, "en", TermSection("dilemma", "admitted"))
    changed = with_statuses(value, {"security dilemma": "deprecated"}, ["dilemma"])
    assert statuses(changed) == {"security dilemma": "deprecated", "安全困境": "preferred"}
    assert [s.tag for s in with_statuses(value, {}, ["安全困境"]).languages] == ["en"]


@pytest.mark.parametrize("given", [({"nothing": "admitted"}, []), ({}, ["nothing"])])
def test_a_term_that_it_has_not_is_named(given: tuple[dict[str, str], list[str]]) -> None:
    with pytest.raises(NotFound, match="dilemma has no term 'nothing'; it has: security dilemma"):
        with_statuses(entry("dilemma"), *given)


# ---------------------------------------------------------------- two made one


def test_merging_keeps_what_the_first_says_and_loses_nothing() -> None:
    first = replace(
        entry(),
        definition="One.",
        note="n1",
        source="s1",
        extra=(Extra("a"),),
        languages=(LanguageSection("en", (TermSection("dilemma", contexts=(Context("A."),)),)),),
    )
    other_terms = (
        TermSection(
            "Dilemma",
            "deprecated",
            "noun",
            source="s",
            note="n",
            contexts=tuple(map(Context, "ABCD")),
        ),
        TermSection("trap", "preferred"),
    )
    zh_terms = (TermSection("困境", "admitted"), TermSection("陷阱", "preferred"))
    second = ConceptEntry(
        "b",
        (LanguageSection("en", other_terms, "English."), LanguageSection("zh-Hant", zh_terms)),
        "theory",
        "Two.",
        "book",
        "n2",
        "s2",
        extra=(Extra("a"), Extra("b")),
    )
    value = merged(first, second, "ada", AT)
    assert (value.id, value.subject, value.definition) == ("security-dilemma", "security", "One.")
    assert value.note.split("\n") == ["n1", "n2", "Two."]
    assert value.source == "s1; s2"
    assert value.definition_source == "", "the source of the other definition is not ours"
    assert value.extra == (Extra("a"), Extra("b"))
    assert statuses(value) == {
        "dilemma": "admitted",
        "trap": "preferred",
        "困境": "admitted",
        "陷阱": "preferred",
    }
    known = value.languages[0].terms[0]
    assert (known.part_of_speech, known.source, known.note) == ("noun", "s", "n")
    assert [context.text for context in known.contexts] == ["A.", "A", "B", "C", "D"]
    assert value.languages[0].definition == "English."
    assert (value.changed_by, value.changed_at) == ("ada", AT)


@relaxed
@given(concept_entries(id="a"), concept_entries(id="b"))
def test_merging_loses_no_term_context_evidence_or_definition(
    kept: ConceptEntry, other: ConceptEntry
) -> None:
    value = merged(kept, other, "ada", AT)
    said = repr(value)
    for source in (kept, other):
        for section in source.languages:
            twin = next(s for s in value.languages if s.tag == section.tag)
            known = {" ".join(t.text.split()).casefold(): t for t in twin.terms}
            for term in section.terms:
                found = known[" ".join(term.text.split()).casefold()]
                texts = {context.text for context in found.contexts}
                assert {context.text for context in term.contexts} <= texts
            assert section.definition in (twin.definition, *twin.note.split("\n")) or (
                repr(section.definition)[1:-1] in repr(twin)
            )
        assert set(source.evidence) <= set(value.evidence)
        assert repr(source.definition)[1:-1] in said
        assert repr(source.note)[1:-1] in said
    assert checked(value) == value
    for section in kept.languages:
        twin = next(s for s in value.languages if s.tag == section.tag)
        pairs = zip(section.terms, twin.terms, strict=False)
        assert all((a.text, a.status) == (b.text, b.status) for a, b in pairs)


@relaxed
@given(concept_entries())
def test_merging_an_entry_with_itself_changes_nothing(value: ConceptEntry) -> None:
    once = merged(value, value, value.changed_by, value.changed_at)
    assert once == replace(
        value, evidence=once.evidence, extra=once.extra, languages=once.languages
    )
    assert merged(once, value, once.changed_by, once.changed_at) == once


# ---------------------------------------------------------------- the whole checked


@relaxed
@given(concept_entries())
def test_generated_entries_pass(value: ConceptEntry) -> None:
    assert checked(value) == value


def test_tags_are_normalised() -> None:
    value = replace(
        entry(zh="軍備競賽", zh_tag="zh"), languages=entry(zh="軍備競賽", zh_tag="zh").languages
    )
    assert [s.tag for s in checked(value).languages] == ["en", "zh-Hant"]
    assert checked(entry(zh_tag="zh_cn")).languages[1].tag == "zh-Hans-CN"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (entry("1a"), "'1a' is no id"),
        (entry("a b"), "'a b' is no id"),
        (entry("a/b"), "is no id"),
        (ConceptEntry("a", ()), "a: at least one term is wanted"),
        (ConceptEntry("a", (LanguageSection("en", ()),)), "language en: at least one term"),
        (entry(en=" "), "language en: an empty term"),
        (entry(status="best"), "'best' is no status; one of preferred"),
        (entry(zh_tag="chin ese"), "no language tag"),
        (entry(zh_tag="en"), "language en stands twice"),
        (entry(zh_tag="EN"), "language en stands twice"),
        (entry(en="a\0b"), r"U\+0000 is no text"),
        (entry(en="\ud800"), r"U\+D800 is no text"),
        (replace(entry(), note="\x1b[0m"), r"U\+001B is no text"),
        (replace(entry(), extra=(Extra("a", attributes=(("b", "\uffff"),)),)), r"U\+FFFF"),
    ],
)
def test_what_no_entry_may_have(value: ConceptEntry, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        checked(value)


@pytest.mark.parametrize("concept_id", ["a", "small-yard", "x_1.2·3", "é", "概念"])
def test_ids_are_xml_names(concept_id: str) -> None:
    assert checked(entry(concept_id)).id == concept_id
