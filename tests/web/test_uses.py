"""What uses a term, on the desk: the list, the work, and another term in its place."""

from __future__ import annotations

from typing import Any

import pytest

from glossary.termbase import Termbase
from tests.samples import unit

expect: Any = pytest.importorskip("playwright.sync_api").expect

USES = "/concepts/software?act=uses"


@pytest.fixture(autouse=True)
def used(termbase: Termbase) -> None:
    termbase.add_units(
        [unit("軟體來了。", "Software came."), unit("<b>軟體</b>很好。", "It is good.")]
    )


def chinese(termbase: Termbase) -> list[str]:
    return sorted(each.zh.text for each in termbase.store.all_units() if "軟" in each.zh.text)


def test_the_places_are_counted_and_listed_with_marks(open_page: Any) -> None:
    page = open_page("/concepts/software")
    page.keyboard.press("u")
    expect(page.locator("#uses-counts")).to_contain_text("2 sentence pairs")
    page.select_option("#uses-term", "軟體")
    expect(page.locator("#uses .card mark")).to_have_text(["軟體"] * 3)
    expect(page.locator("#uses .card").nth(2)).to_contain_text("Context")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?act=uses&term=%E8%BB%9F%E9%AB%94")


@pytest.mark.parametrize(("kind", "has"), [("XLIFF", "<trans-unit"), ("CSV", "kind,place")])
def test_they_are_taken_as_work(open_page: Any, kind: str, has: str) -> None:
    page = open_page(USES)
    with page.expect_download() as taken:
        page.get_by_role("button", name=kind).click()
    assert has in taken.value.path().read_text(encoding="utf-8-sig")


def test_a_term_is_replaced_as_was_shown_and_taken_back(open_page: Any, termbase: Termbase) -> None:
    before = chinese(termbase)
    page = open_page(f"{USES}&term=軟體")
    page.locator("#uses summary").click()
    page.fill("#replace-new", "軟件")
    page.keyboard.press("Enter")
    expect(page.locator("#replace-list ins")).to_have_text(["件", "件"])
    assert chinese(termbase) == before
    page.locator("#replace").click()
    expect(page.locator("#told")).to_contain_text("2 sentence pairs rewritten.")
    assert chinese(termbase) == [text.replace("軟體", "軟件") for text in before]
    expect(page.locator("#uses-counts")).not_to_contain_text("sentence pair")
    page.locator("#undo").click()
    expect(page.locator("#uses-counts")).to_contain_text("2 sentence pairs")
    assert chinese(termbase) == before


def test_what_changed_meanwhile_is_shown_again_first(
    browser: Any, address: str, termbase: Termbase
) -> None:
    page = browser.new_page(locale="en-GB")
    page.goto(f"{address}{USES}&term=軟體")
    page.locator("#uses summary").click()
    page.fill("#replace-new", "軟件")
    page.keyboard.press("Enter")
    expect(page.locator("#replace-list li")).to_have_count(2)
    termbase.add_units([unit("軟體又來了。", "Again.")])
    before = chinese(termbase)
    with page.expect_response(lambda answer: answer.status == 412):
        page.locator("#replace").click()
    expect(page.locator("#uses .refused")).to_contain_text("look at it again")
    assert chinese(termbase) == before
    page.close()


def test_deprecating_a_form_says_how_much_uses_it(open_page: Any) -> None:
    page = open_page("/concepts/software?act=edit")
    expect(page.locator("#touched")).to_be_empty()
    form = page.get_by_role("group", name="軟體", exact=True)
    form.locator(".of-status select").select_option("deprecated")
    expect(page.locator("#touched")).to_contain_text("軟體: 2 sentence pairs")
    expect(page.locator("#touched a")).to_have_attribute(
        "href", "/concepts/software?act=uses&term=%E8%BB%9F%E9%AB%94"
    )
