"""A form is replaced in the memory: only where it stands as a word, in one step, with one undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, NotFound
from glossary.model import Extra, TranslationUnit, Variant
from glossary.termbase import Termbase
from tests.samples import AT, unit


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "a.db", lambda: AT) as opened:
        opened.add("導彈", "missile", zh_tag="zh-Hant")
        opened.add("彈道導彈", "ballistic missile", zh_tag="zh-Hant")
        opened.add("印度", "India", zh_tag="zh-Hant")
        yield opened


def stored(termbase: Termbase) -> list[TranslationUnit]:
    """The units as they are, but for their numbers."""
    found = [replace(each, id=None) for each in termbase.store.all_units()]
    return sorted(found, key=lambda each: (each.zh.text, each.en.text))


def texts(termbase: Termbase, language: str) -> list[str]:
    return [getattr(each, language).text for each in stored(termbase)]


def reasons(termbase: Termbase, concept_id: str, old: str, new: str) -> list[str]:
    return [each.left for each in termbase.replace_form(concept_id, old, new).units]


def test_only_the_side_of_its_language_is_rewritten_and_undone_at_once(termbase: Termbase) -> None:
    kept = Extra("prop", "domain", "theory")
    first = replace(unit("導彈和導彈。", "A missile and 導彈."), extra=(kept,), changed_by="bo")
    termbase.add_units(
        [first, unit("別的。", "Other."), unit("印度尼西亞。", "Indonesia.")], by="ada"
    )
    before, entry = stored(termbase), termbase.concept("missile")
    done = termbase.replace_form("missile", "導彈", "飛彈", by="cy")
    assert [each.after.zh.text for each in done.taken] == ["飛彈和飛彈。"]
    (new,) = [each for each in stored(termbase) if "飛彈" in each.zh.text]
    assert new.en == first.en and new.extra[0] == kept
    assert (new.created_by, new.changed_by, new.changed_at) == ("ada", "cy", AT)
    assert termbase.concept("missile") == entry, "entries are not rewritten"
    step = termbase.undo(by="cy")
    assert step.id == done.step and step.verb == "replace"
    assert stored(termbase) == before


def test_a_word_within_another_stays(termbase: Termbase) -> None:
    termbase.add_units([unit("印度尼西亞很大。", "Indonesia."), unit("印度很大。", "India.")])
    termbase.replace_form("india", "印度", "天竺")
    assert texts(termbase, "zh") == ["印度尼西亞很大。", "天竺很大。"]


def test_a_longer_term_stays_as_it_is(termbase: Termbase) -> None:
    termbase.add_units([unit("彈道導彈來了。", "One."), unit("導彈來了，彈道導彈也來。", "Two.")])
    assert reasons(termbase, "missile", "導彈", "飛彈") == ["it is part of a longer term", ""]
    assert texts(termbase, "zh") == ["彈道導彈來了。", "飛彈來了，彈道導彈也來。"]


def test_english_keeps_its_capital_and_is_not_bent_by_guess(termbase: Termbase) -> None:
    english = [
        "Missile tests.",
        "A missile.",
        "Missiles flew.",
        "A missile and missiles.",
        "Missile.",
    ]
    termbase.add_units(unit(f"句{n}。", text) for n, text in enumerate(english))
    found = termbase.replace_form("missile", "missile", "rocket")
    assert texts(termbase, "en") == [
        "Rocket tests.",
        "A rocket.",
        "Missiles flew.",
        "A missile and missiles.",
        "Rocket.",
    ]
    assert [each.left for each in found.units if each.left] == [
        "the words around 'Missiles' or its ending have to fit",
        "the words around 'missiles' or its ending have to fit",
    ]


def test_an_article_that_would_be_wrong_is_left_to_a_person(termbase: Termbase) -> None:
    termbase.add_units([unit("一。", "It is a missile.")])
    (left,) = reasons(termbase, "missile", "missile", "arrow")
    assert "have to fit" in left


def test_the_other_script_tags_and_twins_are_left_and_told(termbase: Termbase) -> None:
    inline = Variant("zh-Hant", "導彈好。", "導<b/>彈好。")
    tagged = TranslationUnit(inline, Variant("en", "Tagged."))
    simplified, twin = unit("这些导弹来了。", "Simplified."), unit("導彈。", "Twin.")
    termbase.add_units([simplified, tagged, twin, unit("飛彈。", "Twin.")])
    before = stored(termbase)
    assert reasons(termbase, "missile", "導彈", "飛彈") == [
        "the sentence is in the other script",
        "there are tags in the sentence",
        "it is there in the new form already",
    ]
    assert stored(termbase) == before
    assert termbase.steps("replace") == [], "where nothing is rewritten there is no step"


def test_a_preview_is_what_would_be_and_changes_nothing(termbase: Termbase) -> None:
    termbase.add_units([unit("導彈。", "One."), unit("导弹来。", "Two.")])
    before, steps = stored(termbase), termbase.count_steps()
    preview = termbase.replace_form("missile", "導彈", "飛彈", dry_run=True)
    assert (preview.step, stored(termbase), termbase.count_steps()) == (None, before, steps)
    assert termbase.replace_form("missile", "導彈", "飛彈").units == preview.units


def test_two_replacements_are_taken_back_one_after_the_other(termbase: Termbase) -> None:
    termbase.add_units([unit("導彈。", "One.")], by="ada")
    first = stored(termbase)
    termbase.replace_form("missile", "導彈", "飛彈")
    second = stored(termbase)
    termbase.add("飛彈", "missile", concept_id="missile")
    termbase.replace_form("missile", "飛彈", "火箭")
    assert texts(termbase, "zh") == ["火箭。"]
    termbase.undo()
    assert stored(termbase) == second
    termbase.undo()
    termbase.undo()
    assert stored(termbase) == first
    termbase.undo()
    assert stored(termbase) == [], "the units are of the step that added them, as before"


def test_units_of_an_import_that_was_undone_do_not_come_back(termbase: Termbase) -> None:
    termbase.add_units([unit("導彈。", "One.")])
    added = termbase.steps("units")[0].id
    done = termbase.replace_form("missile", "導彈", "飛彈")
    termbase.undo(step_id=added)
    termbase.undo(step_id=done.step)
    assert stored(termbase) == []


def test_the_memory_finds_the_new_form(termbase: Termbase) -> None:
    termbase.add_units([unit("導彈昨天來了。", "It came yesterday.")])
    assert termbase.fuzzy_matches("導彈昨天來了。", "zh")[0].score == 100
    termbase.replace_form("missile", "導彈", "飛彈")
    assert termbase.concordance("導彈").total == 0
    assert termbase.fuzzy_matches("飛彈昨天來了。", "zh")[0].score == 100


def test_what_undo_needs_goes_into_no_file(termbase: Termbase, tmp_path: Path) -> None:
    termbase.add_units([unit("導彈昨天來了。", "It came yesterday.")])
    termbase.replace_form("missile", "導彈", "飛彈")
    report = termbase.write(tmp_path / "a.tmx", zh_tag="zh-Hant")
    assert report.losses == []
    written = (tmp_path / "a.tmx").read_text(encoding="utf-8")
    assert "飛彈" in written and "導彈" not in written


@pytest.mark.parametrize("new", ["", "  ", "飛\n彈", "rocket"])
def test_no_term_of_that_language_is_refused(termbase: Termbase, new: str) -> None:
    with pytest.raises(InvalidInput, match="導彈 can be replaced by a term of zh"):
        termbase.replace_form("missile", "導彈", new)


def test_the_old_one_has_to_be_a_term_of_the_entry(termbase: Termbase) -> None:
    with pytest.raises(NotFound, match="missile has no term '火箭'"):
        termbase.replace_form("missile", "火箭", "飛彈")
