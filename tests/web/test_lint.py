"""Words of another region on the desk: pasted or dropped, marked, put right by key."""

from __future__ import annotations

import re
from typing import Any

import pytest

expect: Any = pytest.importorskip("playwright.sync_api").expect

TEXT = "😀用鼠標打開文件。\n視頻很好。"


def linted(page: Any, text: str = TEXT) -> Any:
    page.fill("#lint-text", text)
    return page.locator("#findings li")


def test_words_are_marked_and_what_is_asked_is_not_claimed(open_page: Any) -> None:
    page = open_page("/lint", locale="zh-TW")
    found = linted(page)
    expect(found).to_have_count(3)
    expect(page.locator("#lint-marked mark")).to_have_text(["鼠標", "文件", "視頻"])
    expect(page.locator("#linted")).to_contain_text("2 處該改，1 處待決定")
    expect(found.nth(1)).to_contain_text("待決定")
    expect(found.nth(1)).to_have_attribute("data-severity", "note")


def test_keys_go_through_them_and_take_the_counterpart(open_page: Any) -> None:
    page = open_page("/lint")
    page.select_option("#lint-tag", "zh-Hant-TW")
    found = linted(page)
    expect(found).to_have_count(3)
    page.locator("#lint-text").evaluate("(box) => box.blur()")
    page.keyboard.press("j")
    expect(found.nth(0)).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator("#lint-text")).to_have_value(TEXT.replace("鼠標", "滑鼠"))
    expect(found).to_have_count(2)


def test_a_mark_leads_to_its_finding(open_page: Any) -> None:
    page = open_page("/lint", locale="zh-TW")
    expect(linted(page)).to_have_count(3)
    page.locator("#lint-marked mark").nth(2).click()
    expect(page.locator("#findings li").nth(2)).to_be_focused()


def test_another_region_is_another_answer(open_page: Any) -> None:
    page = open_page("/lint", locale="zh-TW")
    expect(linted(page, "用滑鼠。")).to_have_count(0)
    page.select_option("#lint-tag", "zh-Hans-CN")
    expect(page.locator("#lint-marked mark").first).to_be_visible()


def test_a_document_is_dropped(open_page: Any) -> None:
    page = open_page("/lint", locale="zh-TW")
    html = "<p>請用鼠標。</p>".encode()
    file = {"name": "a.html", "mimeType": "text/html", "buffer": html}
    page.set_input_files("#lint-file", [file])
    expect(page.locator("#lint-text")).to_have_value(re.compile("^請用鼠標。"))
    expect(page.locator("#findings li")).to_have_count(1)


def test_the_way_between_the_two_checks(open_page: Any) -> None:
    page = open_page("/check")
    page.get_by_role("link", name="One Chinese text").click()
    expect(page.locator("#lint-text")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('/lint')[0]}/lint")
