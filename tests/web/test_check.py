"""Checking a translation on the desk: pasted or dropped, found, mended, allowed."""

from __future__ import annotations

from typing import Any

import pytest

from glossary.termbase import Termbase

expect: Any = pytest.importorskip("playwright.sync_api").expect

TWO = "The harbour pilot opened the tide gate.\nThe software arrived in 2024."
THEIRS = "引水人打開了水門。\n軟體在2025年到了。"
XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a"
source-language="en" target-language="zh-TW" datatype="plaintext"><body><trans-unit id="u7">
<source>The tide gate is closed.</source><target>水門關了。</target>
</trans-unit></body></file></xliff>
"""


def pasted(page: Any, source: str, target: str) -> Any:
    page.fill("#source", source)
    page.fill("#target", target)
    return page.locator("#findings li")


def test_what_is_pasted_is_checked_line_by_line(open_page: Any) -> None:
    page = open_page("/check")
    found = pasted(page, TWO, THEIRS)
    expect(found).to_have_count(2)
    missing = found.filter(has_text="潮閘")
    expect(missing).to_contain_text("Term missing")
    expect(missing.locator("mark").first).to_have_text("tide gate")
    numbers = found.filter(has_text="Numbers differ")
    expect(numbers.locator(".of-target mark")).to_have_text("2025")
    expect(missing.locator(".of-target p")).to_have_attribute("lang", "zh-Hant")


def test_lines_that_do_not_pair_are_one_segment(open_page: Any) -> None:
    page = open_page("/check")
    pasted(page, TWO, THEIRS.replace("\n", ""))
    expect(page.locator("main")).to_contain_text("not as many lines")
    expect(page.locator("#checked")).to_contain_text("1 segment,")


def test_keys_go_from_finding_to_finding(open_page: Any) -> None:
    page = open_page("/check")
    found = pasted(page, TWO, THEIRS)
    expect(found).to_have_count(2)
    page.locator("h1").first.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    expect(found.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(found.nth(0)).to_be_focused()


def test_what_is_marked_is_allowed_in_the_entry(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/check")
    found = pasted(page, "The tide gate is closed.", "水門關了。")
    expect(found).to_have_count(1)
    found.get_by_role("button", name="Allowed here").click()
    expect(found).to_contain_text("Mark in the translation")
    page.evaluate(
        "() => { const text = document.querySelector('.of-target p').firstChild;"
        " getSelection().setBaseAndExtent(text, 0, text, 2); }"
    )
    found.first.focus()
    page.keyboard.press("a")
    expect(page.locator("#checked")).to_contain_text("Nothing to say")
    forms = {term.text: term.status for _, term in termbase.concept("tide-gate").terms("zh")}
    assert forms["水門"] == "admitted"


def test_a_fix_goes_into_what_was_pasted(open_page: Any) -> None:
    page = open_page("/check")
    found = pasted(page, "New software.", "新的软件。")
    button = found.get_by_role("button", name="Put 軟體")
    button.click()
    expect(page.locator("#target")).to_have_value("新的軟體。")


def test_a_file_is_dropped(open_page: Any) -> None:
    page = open_page("/check")
    payload = {"name": "a.xlf", "mimeType": "application/xml", "buffer": XLIFF.encode()}
    page.set_input_files("#check-file", [payload])
    expect(page.locator("#findings li")).to_have_count(1)
    expect(page.locator("#findings li")).to_contain_text("u7")
