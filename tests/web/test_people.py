"""A server with accounts in a browser: signing in, and a desk that has what a role may do."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from api.site import Site
from glossary.people import PLAIN, Origin, People
from glossary.termbase import Termbase
from tests.peopled import PASSWORD
from tests.small import small_termbase
from tests.web.conftest import node_modules

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.web.conftest import Opened

expect: Any = pytest.importorskip("playwright.sync_api").expect
BY = Origin("tester")
MAY_CHANGE = ("#delete", 'nav a:has-text("Edit")', 'nav a:has-text("Merge")')


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a server with people, each named by their role, and a second termbase, `law`."""
    folder = tmp_path_factory.mktemp("people")
    with (
        small_termbase(folder / "terms.db") as plain,
        Termbase.open(folder / "law.db") as law,
        People.open(folder / "people.db") as people,
    ):
        law.add("法律", "statute", by="eve")
        for role in ("reader", "contributor", "reviewer", "administrator"):
            people.accounts.add(role, PASSWORD, role, origin=BY)
        site = Site({PLAIN: plain, "law": law}, people)
        server = make_server("127.0.0.1", 0, site.application("127.0.0.1", None, 0), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def signed_in(open_page: Opened) -> Callable[..., Page]:
    """Opens an address and signs in as somebody, by the form that comes first."""

    def opened(name: str, path: str = "/") -> Page:
        page = open_page(path)
        sign_in(page, name)
        return page

    return opened


def sign_in(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("#sign-in")
    page.wait_for_selector("#desk h1, #desk form", state="attached")


def test_signing_in_leads_to_where_one_wanted(signed_in: Callable[..., Page], address: str) -> None:
    page = signed_in("reviewer", "/concepts/software")
    expect(page).to_have_url(f"{address}/concepts/software")
    page.wait_for_selector("#delete")
    page.click("#settings")
    expect(page.locator("#account")).to_have_text("reviewer")
    page.click("#account")
    page.wait_for_selector("#token-new")
    page.click("#sign-out")
    page.wait_for_selector("#password")
    page.goto(f"{address}/review")
    page.wait_for_selector("#password")
    expect(page).to_have_url(f"{address}/login?next=/review")


def test_a_wrong_password_is_told_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-TW", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("#name", "reader")
    page.fill("#password", "wrong words")
    page.click("#sign-in")
    expect(page.locator("#wrong")).to_have_text("名稱與密碼不相符。")
    context.close()


def test_a_reader_has_no_buttons_that_change(signed_in: Callable[..., Page], address: str) -> None:
    page = signed_in("reader", "/concepts/software")
    page.wait_for_selector("#comments")
    page.wait_for_selector('nav a:has-text("History")')
    for gone in (*MAY_CHANGE, "form.say", 'header a[href="/review"]', 'header a[href="/import"]'):
        expect(page.locator(gone)).to_have_count(0)
    page.keyboard.press("e")
    expect(page).to_have_url(f"{address}/concepts/software")
    page.goto(f"{address}/concepts/software?act=edit")
    page.wait_for_selector("#comments")
    expect(page.locator("#save")).to_have_count(0)
    for path in ("/review", "/import", "/concepts/new", "/conflicts", "/hooks"):
        page.goto(f"{address}{path}")
        expect(page.locator("h1")).to_have_text("There is no such page.")
    page.goto(f"{address}/history")
    page.wait_for_selector("#steps")
    expect(page.locator("#steps button")).to_have_count(0)
    page.goto(f"{address}/documents")
    page.wait_for_selector("h1")
    expect(page.locator("#documents-drop")).to_have_count(0)


def test_a_contributor_comments_and_changes_nothing(signed_in: Callable[..., Page]) -> None:
    page = signed_in("contributor", "/concepts/software")
    page.fill("#comment", "which region?")
    page.click("form.say button")
    page.wait_for_selector(".comments li")
    assert page.inner_text(".comments li .quiet").startswith("contributor")
    expect(page.locator(".comments li button")).to_have_count(2)  # it is their own
    for gone in MAY_CHANGE:
        expect(page.locator(gone)).to_have_count(0)


def test_a_contributor_proposes_where_others_add(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")  # the browser logs what is refused
    page = context.new_page()
    page.goto(f"{address}/?q=zzyzxq")
    sign_in(page, "contributor")
    page.click("#nothing a.button:has-text('Propose it')")
    page.wait_for_url("**/concepts/new?en=zzyzxq")
    fill(page, "灰犀牛", "grey rhino", "這頭灰犀牛早就來了。", "It came long ago.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".refused p")
    expect(page.locator(".refused p")).to_contain_text("'grey rhino' does not stand verbatim")
    page.locator("#propose textarea").nth(1).fill("The grey rhino\ncame long ago.")
    page.click("#save")
    page.wait_for_selector("#proposed strong")
    expect(page.locator("#proposed")).to_have_text("灰犀牛 = grey rhino waits for review.")
    assert page.locator(".term-box").first.input_value() == "", "for the next one"
    fill(page, "軟體", "software", "新軟體到了。", "New software arrived.")
    page.wait_for_selector(".known p")
    page.click("#save")
    page.click("#there")
    page.wait_for_url(f"{address}/concepts/software")
    context.close()


def test_a_reviewer_sees_who_proposed_a_pair(signed_in: Callable[..., Page], address: str) -> None:
    page = signed_in("contributor", "/concepts/new?zh=黑天鵝&en=black swan")
    fill(page, "", "", "那是一隻黑天鵝。", "It was a black swan.")
    page.click("#save")
    page.wait_for_selector("#proposed strong")
    page.context.clear_cookies()
    page.goto(f"{address}/review?method=manual&text=black swan")
    sign_in(page, "reviewer")
    page.wait_for_selector("#candidate .proof")
    expect(page.locator("#candidate .proof")).to_contain_text("proposed by contributor")
    expect(page.locator("#candidate .facts")).to_contain_text("proposed by a person")


def fill(page: Page, zh: str, en: str, zh_sentence: str, en_sentence: str) -> None:
    """Fill the form in which a pair is proposed; "" leaves a term as it is."""
    for at, term in enumerate((zh, en)):
        if term:
            page.locator(".term-box").nth(at).fill(term)
    for at, sentence in enumerate((zh_sentence, en_sentence)):
        page.locator("#propose textarea").nth(at).fill(sentence)


def test_a_reviewer_changes(signed_in: Callable[..., Page]) -> None:
    page = signed_in("reviewer", "/concepts/software")
    for there in MAY_CHANGE:
        page.wait_for_selector(there)
    page.click("#settings")
    expect(page.locator('.settings a[href="/conflicts"]')).to_have_count(1)
    expect(page.locator('.settings a[href="/hooks"]')).to_have_count(0)  # administrators have it


def test_an_administrator_has_the_hooks(signed_in: Callable[..., Page]) -> None:
    page = signed_in("administrator")
    page.click("#settings")
    page.click('.settings a[href="/hooks"]')
    page.fill("#hook-url", "https://example.org/in")
    page.click("#hook-add")
    page.wait_for_selector("#hooks .card")
    expect(page.locator("#hooks .card")).to_contain_text("added by administrator")


def test_a_termbase_that_is_not_at_the_root(signed_in: Callable[..., Page], address: str) -> None:
    page = signed_in("reviewer", "/t/law/concepts/statute")
    expect(page).to_have_url(f"{address}/t/law/concepts/statute")
    expect(page.locator("h1")).to_have_text("法律 statute")
    links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    assert links and all(re.match("/t/law/", link) for link in links)
    page.click('nav a:has-text("History")')
    expect(page).to_have_url(f"{address}/t/law/concepts/statute?act=history")
    page.go_back()
    page.fill("#comment", "of 1997")
    page.click("form.say button")
    page.wait_for_selector(".comments li")
    page.keyboard.press("Escape")
    page.click("a.brand")
    page.wait_for_selector("#search")
    expect(page).to_have_url(f"{address}/t/law/")


def test_a_session_that_has_ended_asks_again(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/wanted")
    sign_in(page, "reader")
    context.clear_cookies()
    page.click('header a[href="/overview"]')
    page.wait_for_selector("#password")
    expect(page).to_have_url(f"{address}/login?next=/overview")
    context.close()


PAGES = ("/login", "/account", "/people", "/audit")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_about_people_are_for_everybody(browser: Browser, address: str, scheme: str) -> None:
    axe = (node_modules("axe-core") / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/login?next=/account")
    for path in PAGES:
        if path == "/account":
            page.goto(f"{address}/login")
            page.fill("#name", "administrator")
            page.fill("#password", PASSWORD)
            page.click("#sign-in")
        page.goto(f"{address}{path}?lang=zh-Hant")
        page.evaluate(f"() => {{ {axe} }}")
        found = page.evaluate("() => axe.run()")
        assert len(found["passes"]) > 10, "it has looked"
        faults = found["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in faults] == []
        width = "() => document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(width) <= 0, f"{path} scrolls sideways"
    context.close()
