"""Looking terms up while typing: the two seconds that are felt a hundred times a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from glossary.termbase import Termbase

if TYPE_CHECKING:
    from playwright.sync_api import Page

expect: Any = pytest.importorskip("playwright.sync_api").expect
XSS = "<img src=x onerror=document.title='owned'>"


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def compose(page: Page, *steps: str) -> Any:
    """Compose with an input method, as far as the last step."""
    client = page.context.new_cdp_session(page)
    for text in steps:
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        client.send("Input.imeSetComposition", {"text": text, **place})
    return client


def test_search_as_you_type(open_page: Any) -> None:
    page = open_page()
    page.keyboard.type("软件")
    card = page.locator("#results .card")
    expect(card.locator(".term mark")).to_have_text("软件")
    expect(card.locator("[lang='zh-Hant-TW'].term")).to_have_text("軟體")
    expect(card).to_contain_text("programs that a computer runs")
    expect(card).to_contain_text("New software arrived.")
    expect(card).to_contain_text("the term itself")
    expect(page.locator("#found")).to_have_text("1 concept")
    assert page.title() == "Look up · Glossary"


def test_the_address_says_what_was_asked(open_page: Any) -> None:
    page = open_page("/?q=潮閘")
    expect(page.locator("#results .term mark")).to_have_text("潮閘")
    page.fill("#q", "pilot")
    expect(page.locator("#results")).to_contain_text("引水人")
    page.wait_for_url("**/?q=pilot")
    page.reload()
    expect(page.locator("#results")).to_contain_text("引水人")
    assert page.input_value("#q") == "pilot"


def test_the_first_translation_is_copied_by_enter_and_others_by_number(open_page: Any) -> None:
    page = open_page()
    page.keyboard.type("tide gate")
    expect(page.locator("#results .number")).to_have_text(["1", "2"])
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied: 潮閘")
    assert copied(page) == "潮閘"
    page.keyboard.press("Alt+2")
    expect(page.locator("#copied")).to_have_text("Copied: 潮闸")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    expect(page.locator("#copied")).to_have_text("Copied: 潮閘")
    assert page.input_value("#q") == "tide gate"


def test_enter_is_not_too_early_for_the_results(open_page: Any) -> None:
    page = open_page("/?q=software")
    expect(page.locator("#results .card")).to_have_count(1)
    page.fill("#q", "tide gate")
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied: 潮閘")


def test_my_chinese_comes_first_and_is_remembered(open_page: Any) -> None:
    page = open_page("/?q=tide gate")
    page.select_option("#my-chinese", "zh-Hans-CN")
    expect(page.locator("#results .target .term").first).to_have_text("潮闸")
    page.reload()
    expect(page.locator("#results .target .term").first).to_have_text("潮闸")
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied: 潮闸")


def test_keys_lead_from_box_to_results_and_back(open_page: Any) -> None:
    page = open_page("/?q=gate")
    expect(page.locator("#results .card")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.concept") == "tide-gate"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.type("pilot")  # any letter begins a new look-up
    assert page.input_value("#q") == "pilot"
    expect(page.locator("#results")).to_contain_text("引水人")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("/")
    assert page.input_value("#q") == ""
    page.keyboard.type("gate")
    expect(page.locator("#results .card")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    page.wait_for_url("**/concepts/tide-gate")
    page.go_back()
    expect(page.locator("#results .term mark")).to_have_text("tide gate")


def test_nothing_is_searched_while_an_input_method_composes(open_page: Any) -> None:
    page = open_page()
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/terms?" in request.url else None
    )
    client = compose(page, "y", "yin", "yin shui", "引水")
    page.wait_for_timeout(400)
    assert asked == []
    client.send("Input.insertText", {"text": "引水人"})
    expect(page.locator("#results")).to_contain_text("harbour pilot")
    assert len(asked) == 1


def test_enter_that_ends_a_composition_copies_nothing(open_page: Any) -> None:
    page = open_page("/?q=引水人")
    expect(page.locator("#results .card")).to_have_count(1)
    compose(page, "chao")
    page.dispatch_event("#q", "keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    page.wait_for_timeout(200)
    expect(page.locator("#copied")).to_have_text("")


def test_filters_with_counts_narrow_and_stay_in_the_address(open_page: Any) -> None:
    page = open_page("/?q=*a*")
    expect(page.locator("#results .card")).to_have_count(3)
    assert "harbours (2)" in page.locator("#filter-subject").inner_text()
    page.select_option("#filter-subject", "computing")
    expect(page.locator("#results .card")).to_have_count(1)
    page.wait_for_url("**subject=computing**")
    page.reload()
    expect(page.locator("#results")).to_contain_text("軟體")
    page.get_by_role("button", name="clear the filters").click()
    expect(page.locator("#results .card")).to_have_count(3)


def test_results_stay_while_new_ones_come(open_page: Any) -> None:
    page = open_page("/?q=tide")
    expect(page.locator("#results .card")).to_have_count(1)
    page.route("**/api/v1/terms?**", lambda route: None)  # an answer that never comes
    page.fill("#q", "tidex")
    expect(page.locator("#found")).to_have_text("Searching …")
    expect(page.locator("#results .card")).to_have_count(1)


def test_nothing_found_offers_to_add_it_or_ask_for_it(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/?q=zzyzxq")
    expect(page.locator("#nothing")).to_contain_text("Nothing found for “zzyzxq”")
    assert termbase.wanted() == []
    page.click("#wish")
    expect(page.locator("#nothing")).to_contain_text("Noted for the terminologists.")
    assert [wanted.query for wanted in termbase.wanted()] == ["zzyzxq"]
    page.get_by_role("link", name="Wanted terms").click()
    expect(page.locator("#wanted")).to_contain_text("zzyzxq")
    page.go_back()
    page.get_by_role("link", name="Add it").click()
    page.wait_for_url("**/concepts/new?en=zzyzxq")


def test_only_enter_counts_a_look_up_in_vain(open_page: Any, termbase: Termbase) -> None:
    page = open_page()
    page.keyboard.type("qqzzyzx wvvx")
    expect(page.locator("#nothing")).to_be_visible()
    assert termbase.wanted() == []
    with page.expect_response(lambda answer: "remember=true" in answer.url):
        page.keyboard.press("Enter")
    assert [wanted.query for wanted in termbase.wanted()] == ["qqzzyzx wvvx"]


def test_last_queries_are_a_click_away(open_page: Any) -> None:
    page = open_page()
    page.keyboard.type("tide gate")
    expect(page.locator("#results .card")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("#last-queries").get_by_role("button", name="tide gate").click()
    expect(page.locator("#results .card")).to_have_count(1)
    page.fill("#q", "")
    page.get_by_role("button", name="forget these").click()
    expect(page.locator("#last-queries")).to_have_count(0)


def test_a_table_for_many(open_page: Any) -> None:
    page = open_page("/?q=*a*")
    page.check("#compact")
    expect(page.locator("tbody .found")).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    expect(page.locator("#copied")).not_to_have_text("")


def test_the_layout_does_not_move_while_typing(open_page: Any) -> None:
    page = open_page()
    page.evaluate(
        """() => { window.moved = 0; new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.moved += entry.value;
        }).observe({ type: "layout-shift", buffered: true }); }"""
    )
    for text in ("t", "ti", "tid", "tide", "tidexq", "tide g"):
        page.fill("#q", text)
        page.wait_for_timeout(150)
    box = page.locator("#q").bounding_box()
    page.fill("#q", "")
    assert page.locator("#q").bounding_box() == box
    assert page.evaluate("window.moved") < 0.05


def test_the_proof_is_shown(open_page: Any) -> None:
    page = open_page("/?q=software")
    page.get_by_role("button", name="proof").click()
    expect(page.locator("#results")).to_contain_text("Entered by a person, not mined.")


def test_markup_in_terms_stays_text(open_page: Any, termbase: Termbase) -> None:
    text = f"{XSS}院（{XSS}）"
    termbase.add(f"{XSS}院", XSS, definition=XSS, source=XSS, note=XSS, zh_context=text)
    page = open_page()
    page.fill("#q", f"{XSS}院")
    expect(page.locator("#results .card").first).to_contain_text(XSS)
    assert page.locator("img").count() == 0
    assert "owned" not in page.title()
