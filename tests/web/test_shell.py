"""What every view has around it: addresses, languages, what failed, access for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from glossary.operations import seeds
from glossary.termbase import Termbase
from tests.web.conftest import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

expect: Any = pytest.importorskip("playwright.sync_api").expect

ANSWERED = """([status, body]) => {
    window.real = window.fetch;
    window.fetch = (to, ...rest) => String(to).includes("/terms?")
        ? Promise.resolve(new Response(body, { status })) : window.real(to, ...rest);
}"""
"""Look-ups are answered so, without a request: a browser would log what failed."""


@pytest.mark.parametrize(
    ("old", "path"),
    [
        ("/#review", "/review"),
        ("/#recognise", "/recognise"),
        ("/#look-up", "/"),
        ("/#jobs", "/jobs"),
    ],
)
def test_addresses_of_before_lead_to_the_views(open_page: Any, old: str, path: str) -> None:
    page = open_page(old)
    page.wait_for_function(f"location.pathname === {path!r} && !location.hash")


def test_back_and_forward(open_page: Any) -> None:
    page = open_page("/?q=tide")
    expect(page.locator("#results .card")).to_have_count(1)
    page.get_by_role("link", name="Memory").click()
    expect(page.locator("#sentence-q")).to_be_focused()
    page.go_back()
    expect(page.locator("#results .card")).to_have_count(1)
    page.go_forward()
    expect(page.locator("#sentence-q")).to_be_visible()


def test_a_slash_looks_up_from_anywhere(open_page: Any) -> None:
    page = open_page("/history")
    expect(page.locator("#steps")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize(
    ("locale", "language", "words"),
    [
        ("zh-TW", "zh-Hant", "查詢"),
        ("zh-HK", "zh-Hant", "查詢"),
        ("zh-CN", "zh-Hans", "查询"),
        ("de-DE", "en", "Look up"),
    ],
)
def test_the_language_is_the_browsers(
    open_page: Any, locale: str, language: str, words: str
) -> None:
    page = open_page(locale=locale)
    expect(page.locator("nav [aria-current]")).to_have_text(words)
    assert page.evaluate("document.documentElement.lang") == language


def test_the_language_is_changed_and_remembered_and_nothing_typed_is_lost(open_page: Any) -> None:
    page = open_page("/recognise")
    page.fill("#text", "引水人更新了軟體。")
    page.click("#settings")
    page.select_option("#language", "zh-Hans")
    expect(page.locator("nav [aria-current]")).to_have_text("文中术语")
    assert page.input_value("#text") == "引水人更新了軟體。"
    page.reload()
    expect(page.locator("nav [aria-current]")).to_have_text("文中术语")


def test_the_theme_is_remembered(open_page: Any) -> None:
    page = open_page()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#settings")
    page.select_option("#theme", "dark")
    page.reload()
    page.locator("#q").wait_for()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_a_token_is_asked_for_and_a_wrong_one_told(browser: Browser, termbase: Termbase) -> None:
    with serving(termbase, token="geheim") as address:
        page = browser.new_page(locale="en-GB")
        page.goto(f"{address}/?q=tide")
        page.fill("#token", "falsch")
        page.click("text=Unlock")
        expect(page.locator("#unlock")).to_contain_text("That is not the token")
        page.fill("#token", "geheim")
        page.click("text=Unlock")
        expect(page.locator("#waiting")).to_have_text("3")
        expect(page.locator("#results .card")).to_have_count(1)
        page.close()


def test_a_refusal_that_comes_late_asks_for_no_token_again(
    browser: Browser, termbase: Termbase
) -> None:
    """The form came back while the right token was there, and the look-up waited for it."""
    with serving(termbase, token="geheim") as address:
        page = browser.new_page(locale="en-GB")
        held: list[Route] = []
        page.route("**/api/v1/terms?**", lambda r: r.continue_() if held else held.append(r))
        page.goto(f"{address}/?q=tide")
        page.fill("#token", "geheim")
        page.click("text=Unlock")
        expect(page.locator("#waiting")).to_have_text("3")
        held[0].continue_()
        expect(page.locator("#results .card")).to_have_count(1)
        page.close()


def test_a_server_that_is_gone_loses_no_typed_word(browser: Browser, termbase: Termbase) -> None:
    page = browser.new_page(locale="en-GB")
    with serving(termbase) as address:
        page.goto(address)
        page.locator("#q").wait_for()
    page.keyboard.type("tide")
    expect(page.locator("#alert")).to_contain_text("The server does not answer.")
    expect(page.locator("#alert").get_by_role("button", name="Try again")).to_be_visible()
    assert page.input_value("#q") == "tide"
    page.close()


@pytest.mark.parametrize(
    ("status", "said", "again"),
    [
        (409, "This does not go together", False),
        (413, "too large", False),
        (503, "cannot be used just now", True),
    ],
)
def test_what_failed_says_what_happened_and_what_to_do(
    open_page: Any, status: int, said: str, again: bool
) -> None:
    page = open_page()
    page.evaluate(ANSWERED, [status, '{"error": {"message": "as the server says it"}}'])
    page.keyboard.type("tide")
    expect(page.locator("#alert")).to_contain_text(said)
    expect(page.locator("#alert")).to_contain_text("as the server says it")
    button = page.locator("#alert").get_by_role("button", name="Try again")
    expect(button).to_have_count(1 if again else 0)
    if again:
        page.evaluate("() => { window.fetch = window.real; }")
        button.click()
        expect(page.locator("#results .card")).to_have_count(1)


def test_half_an_answer_is_told_like_a_server_that_is_gone(open_page: Any) -> None:
    page = open_page()
    page.evaluate(ANSWERED, [200, '{"total": 1, "ite'])
    page.keyboard.type("tide")
    expect(page.locator("#alert")).to_contain_text("The server does not answer.")


def test_an_empty_termbase_says_what_to_do_first(browser: Browser, tmp_path: Any) -> None:
    with Termbase.open(tmp_path / "empty.db") as empty, serving(empty) as address:
        page = browser.new_page(locale="zh-TW")
        page.goto(address)
        expect(page.locator(".first-visit")).to_contain_text("這個術語庫還是空的。")
        page.close()


def test_an_empty_termbase_is_filled_with_the_supplied_documents_in_one_click(
    browser: Browser, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").mkdir()
    paper = "學者認為航道焦慮（channel anxiety）很常見。"
    (tmp_path / "seeds" / "paper.txt").write_text(paper, encoding="utf-8")
    monkeypatch.setattr(seeds, "seeds_folder", lambda: tmp_path / "seeds")
    with Termbase.open(tmp_path / "empty.db") as empty, serving(empty) as address:
        page = browser.new_page(locale="en-GB")
        page.goto(address)
        page.click("#first-demo")
        expect(page.locator(".first-visit")).to_contain_text("pairs wait for review.")
        assert empty.stats()["documents"] == 1
        page.get_by_role("link", name="Review", exact=False).last.click()
        page.wait_for_url("**/review")
        page.close()


def test_an_address_of_nothing_says_so(open_page: Any) -> None:
    page = open_page("/concepts/software")
    page.evaluate(
        "history.pushState(null, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(page.locator("main")).to_contain_text("There is no such page.")


def test_the_documentation_names_every_operation(open_page: Any) -> None:
    page = open_page("/docs")
    text = page.locator("main").inner_text()
    for path in ("/api/v1/terms", "/api/v1/concepts/{concept_id}", "/tmserver/languages/"):
        assert path in text
