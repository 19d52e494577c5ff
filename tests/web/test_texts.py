"""Terms in a running text, and the memory."""

from __future__ import annotations

from typing import Any

import pytest

expect: Any = pytest.importorskip("playwright.sync_api").expect


def test_terms_are_marked_in_place(open_page: Any) -> None:
    page = open_page("/recognise")
    page.fill("#text", "😀 引水人更新了軟體。")
    expect(page.locator("#marked mark")).to_have_text(["引水人", "軟體"])
    assert page.locator("#marked").inner_text() == "😀 引水人更新了軟體。"
    expect(page.locator("#terms")).to_contain_text("harbour pilot")
    expect(page.locator("#recognised")).to_have_text("2 terms in 2 places")


def test_a_card_by_the_term_on_hover_focus_and_click(open_page: Any) -> None:
    page = open_page("/recognise")
    page.fill("#text", "引水人更新了軟體。")
    page.hover("#marked mark >> nth=1")
    expect(page.locator("#term-card")).to_contain_text("software")
    page.focus("#marked mark >> nth=0")
    expect(page.locator("#term-card")).to_contain_text("harbour pilot")
    page.keyboard.press("Escape")
    expect(page.locator("#term-card")).to_have_count(0)
    page.click("#marked mark >> nth=0")
    page.locator("#term-card").get_by_role("button", name="port pilot").click()
    expect(page.locator("#copied")).to_have_text("Copied: port pilot")
    page.locator("#term-card").get_by_role("link", name="entry").click()
    page.wait_for_url("**/concepts/harbour-pilot")


def test_my_chinese_is_the_one_recognised_terms_are_given_in(open_page: Any) -> None:
    page = open_page("/recognise")
    page.select_option("#my-chinese", "zh-Hans-CN")
    page.fill("#text", "The software of the tide gate.")
    expect(page.locator("#terms")).to_contain_text("软件")
    page.select_option("#my-chinese", "zh-Hant-TW")
    expect(page.locator("#terms")).to_contain_text("軟體")


def test_a_text_that_is_too_long_is_told_and_not_cut(open_page: Any) -> None:
    page = open_page("/recognise")
    page.fill("#text", "潮閘" * 100_001)
    expect(page.locator("#recognised")).to_contain_text("200,002 characters are more than")
    assert len(page.input_value("#text")) == 200_002


def test_two_hundred_thousand_characters(open_page: Any) -> None:
    page = open_page("/recognise")
    page.fill("#text", "軟體與潮閘，還有別的事情。" * 15_000)
    expect(page.locator("#recognised")).to_contain_text("30,000 places", timeout=60_000)


def test_a_file_is_dropped(open_page: Any) -> None:
    page = open_page("/recognise")
    drop = """([name, type, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], name, { type }));
        document.querySelector(".dropping").dispatchEvent(
            new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }"""
    page.evaluate(drop, ["note.txt", "text/plain", "引水人來了。"])
    expect(page.locator("#marked mark")).to_have_text(["引水人"])
    page.evaluate(drop, ["picture.png", "image/png", "x"])
    expect(page.locator("main")).to_contain_text("picture.png is no plain text.")
    assert page.input_value("#text") == "引水人來了。"


def test_the_memory_shows_what_differs(open_page: Any) -> None:
    page = open_page("/memory")
    page.keyboard.type("燈籠議定書在夏天簽署。")
    expect(page.locator("#matches .card")).to_have_count(2)
    expect(page.locator("#matches ins").first).to_have_text("夏")
    page.wait_for_url("**/memory?q=**")
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_contain_text("The lantern protocol was signed in autumn.")
    page.keyboard.press("Alt+2")
    expect(page.locator("#copied")).to_contain_text("The lantern protocol was signed in spring.")


def test_pieces_of_what_was_asked(open_page: Any) -> None:
    page = open_page("/memory?q=我們說的燈籠議定書在去年並沒有人簽署過")
    expect(page.locator("#pieces .card")).to_have_count(1)
    expect(page.locator("#pieces strong")).to_have_text("燈籠議定書在")
    marked = page.locator("#pieces mark")  # in both scripts
    expect(marked).to_have_text(["灯笼议定书在", "燈籠議定書在"])
    assert marked.nth(0).evaluate("mark => mark.closest('[lang]').lang") == "zh-Hans"


def test_concordance_in_the_same_place(open_page: Any) -> None:
    page = open_page("/memory")
    page.check("input[value=concordance]")
    page.fill("#sentence-q", "lantern")
    expect(page.locator("#matches mark").first).to_have_text("lantern")
    page.wait_for_url("**how=concordance**")
    page.reload()
    expect(page.locator("#matches mark").first).to_have_text("lantern")
