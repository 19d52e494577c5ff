"""Conflicts of imports on the desk: three sides, a choice for each field, keys."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest

from glossary.model import ConceptEntry
from glossary.termbase import Termbase

expect: Any = pytest.importorskip("playwright.sync_api").expect


def subject(termbase: Termbase, concept_id: str) -> str:
    return termbase.concept(concept_id).subject


@pytest.fixture
def disputed(termbase: Termbase) -> Termbase:
    """The subjects of two entries, and the note of one, were changed here and in a file."""
    termbase.edit(replace(termbase.concept("tide-gate"), note="舊的附註"))
    file = io.BytesIO()
    termbase.write(file, "csv", format="csv")
    for name in ("software", "tide-gate"):
        termbase.edit(replace(termbase.concept(name), subject="ours"), by="bo")
    termbase.edit(replace(termbase.concept("tide-gate"), note="我們的附註"), by="bo")
    theirs = file.getvalue().decode("utf-8-sig").replace("computing", "theirs")
    theirs = theirs.replace("tide-gate,harbours", "tide-gate,theirs").replace("舊的", "他們的")
    assert termbase.read("from-client.csv", theirs.encode(), by="eve").counts["conflict"] == 2
    return termbase


def test_three_columns_and_a_choice_by_keys(open_page: Any, disputed: Termbase) -> None:
    page = open_page("/conflicts")
    expect(page.locator("#waiting-conflicts li")).to_have_count(2)
    row = page.locator(".choice-row")
    expect(row).to_have_count(1)
    shown = row.locator(".column").all_inner_texts()
    assert [text.split()[0] for text in shown] == ["Was", "Ours", "Theirs"]
    expect(row.locator("[data-key='2']")).to_be_checked()
    expect(row.locator("[data-key='2']")).to_be_focused()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("Settled: software")
    assert subject(disputed, "software") == "theirs"
    expect(page.locator("#waiting-conflicts li")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#waiting-conflicts li")).to_have_count(2)
    assert subject(disputed, "software") == "ours"


def test_field_by_field_in_both_directions(open_page: Any, disputed: Termbase) -> None:
    number = next(c.id for c in disputed.conflicts() if c.concept_id == "tide-gate")
    page = open_page(f"/conflicts?n={number}")
    rows = page.locator(".choice-row")
    expect(rows).to_have_count(2)
    assert rows.nth(1).locator("[data-key='3']").is_visible()
    theirs = rows.nth(1).locator(".column").nth(2)
    assert (theirs.locator("del").inner_text(), theirs.locator("ins").inner_text()) == (
        "舊",
        "他們",
    )
    page.keyboard.press("3")
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("Settled: tide-gate")
    entry: ConceptEntry = disputed.concept("tide-gate")
    assert (entry.subject, entry.note) == ("theirs", "舊的附註")
    assert [c.state for c in disputed.conflicts(None) if c.id == number] == ["entry"]


def test_in_ones_own_words(open_page: Any, disputed: Termbase) -> None:
    page = open_page("/conflicts")
    row = page.locator(".choice-row").first
    row.locator("summary").click()
    row.locator(".own input").fill("計算機科學")
    page.locator("#settle").click()
    expect(page.locator("#told")).to_contain_text("Settled: software")
    assert subject(disputed, "software") == "計算機科學"


def test_all_of_one_side(open_page: Any, disputed: Termbase) -> None:
    page = open_page("/conflicts")
    page.locator(".choice-row").first.wait_for()
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("Settled: software")
    page.keyboard.press("o")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("No conflict waits to be settled.")
    states = {c.concept_id: c.state for c in disputed.conflicts(None)}
    assert states == {"software": "entry", "tide-gate": "ours"}
    assert (subject(disputed, "software"), subject(disputed, "tide-gate")) == ("theirs", "ours")


def test_of_an_entry_that_was_deleted_here(open_page: Any, disputed: Termbase) -> None:
    disputed.delete("software", by="bo")
    page = open_page("/conflicts")
    page.locator("#waiting-conflicts li").filter(has_text="software").click()
    page.click("#stay-deleted")
    expect(page.locator("#told")).to_contain_text("Settled: software")
    expect(page.locator("#waiting-conflicts li")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#waiting-conflicts li")).to_have_count(2)
    page.locator("#waiting-conflicts li").filter(has_text="software").click()
    page.click("#bring-back")
    expect(page.locator("#waiting-conflicts li")).to_have_count(1)
    assert subject(disputed, "software") == "theirs"
