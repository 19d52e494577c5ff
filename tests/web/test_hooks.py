"""Hooks on the desk: how each stands, and what an administrator does with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from glossary.operations import hooks
from glossary.store.base import DeadLetter, Hook
from glossary.termbase import Termbase
from tests.hooks.receiver import Receiver, is_genuine, receiving

if TYPE_CHECKING:
    from tests.web.conftest import Opened

expect: Any = pytest.importorskip("playwright.sync_api").expect
URL = "https://example.org/in"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def hooked(termbase: Termbase, url: str = URL) -> Hook:
    return hooks.add(termbase.store, Hook(url, by="ada", created_at="", private=True))


def test_a_new_hook_shows_its_secret_once(open_page: Opened, termbase: Termbase) -> None:
    page = open_page("/hooks")
    expect(page.locator("#hooks-said")).to_have_text("No hook was added yet.")
    page.locator("#hook-url").press_sequentially(URL)
    page.get_by_label("entries").press("Space")
    page.locator("#hook-url").press("Enter")
    expect(page.locator("#hooks .card h2")).to_have_text(URL)
    (made,) = termbase.store.hooks()
    assert made.kinds == ("entry",) and page.inner_text("#hook-secret code") == made.secret
    page.locator("#hook-secret button").press("Enter")
    assert page.evaluate("navigator.clipboard.readText()") == made.secret
    page.reload()
    expect(page.locator("#hooks .card h2")).to_have_text(URL)
    assert made.secret not in page.content()


def test_what_is_no_address_is_told_beside_the_form(browser: Any, address: str) -> None:
    context = browser.new_context(locale="en-GB")  # the browser logs what is refused
    page = context.new_page()
    page.goto(f"{address}/hooks")
    page.fill("#hook-url", "https://localhost/in")
    page.press("#hook-url", "Enter")
    expect(page.locator("#hook-new .refused")).to_contain_text("on this machine or in its network")
    expect(page.locator("#hook-url")).to_have_value("https://localhost/in")
    context.close()


def test_a_test_is_sent_and_its_outcome_told(
    open_page: Opened, termbase: Termbase, receiver: Receiver
) -> None:
    hook = hooked(termbase, receiver.url)
    page = open_page("/hooks")
    page.get_by_role("button", name=f"Test: {receiver.url}").click()
    expect(page.locator("#hooks [role=status]")).to_contain_text("It answered 204 in")
    assert is_genuine(hook.secret, *receiver.requests[0])
    receiver.answer = lambda message: 500
    page.locator("#hooks .test").press("Enter")
    expect(page.locator("#hooks [role=status]")).to_contain_text("not taken: answered 500")


def test_pausing_and_going_on(open_page: Opened, termbase: Termbase) -> None:
    hook = hooked(termbase)
    page = open_page("/hooks")
    facts = page.locator("#hooks .about").first
    expect(facts).to_contain_text("told all")
    page.locator("#hooks .pause").press("Enter")
    expect(facts).to_contain_text("paused")
    assert hooks.standing(termbase.store, termbase.store.hook(hook.id)).state == "paused"
    page.locator("#hooks .resume").press("Enter")
    expect(facts).to_contain_text("told all")
    termbase.add("船", "ship")
    expect(facts).to_contain_text("changes behind")


def test_a_dead_letter_is_sent_again(open_page: Opened, termbase: Termbase) -> None:
    hook = hooked(termbase)
    with termbase.store.transaction():
        for n in (1, 3):
            letter = DeadLetter(hook.id, n, n + 2, "answered 500", termbase.clock())
            termbase.store.new_dead_letter(letter)
    page = open_page("/hooks")
    page.locator(".letters summary").press("Enter")
    letters = page.locator(".letters li")
    expect(letters).to_have_count(2)
    expect(letters.first).to_contain_text("Changes 2 to 3")
    page.get_by_role("button", name="Send again: Changes 4 to 5").press("Enter")
    expect(letters.nth(1)).to_contain_text("is sent again")
    assert [each.again for each in termbase.store.dead_letters(hook.id)] == [False, True]
    page.locator(".letters .retry").press("Enter")
    expect(letters.first).to_contain_text("is sent again")
    assert all(each.again for each in termbase.store.dead_letters(hook.id))


def test_the_focus_comes_with_the_question_and_not_after_it(
    open_page: Opened, termbase: Termbase
) -> None:
    """Else the next key, pressed on "Cancel", goes to the button that removes."""
    hooked(termbase)
    page = open_page("/hooks")
    page.locator("#hooks .remove").wait_for()
    pressed = """async (name) => {
        const buttons = [...document.querySelectorAll("#hooks .acts button")];
        buttons.find((one) => one.textContent === name).click();
        await Promise.resolve();  // what was clicked is drawn; no frame has gone by
        return document.activeElement.className;
    }"""
    assert page.evaluate(pressed, "Remove") == "remove-now"
    assert page.evaluate(pressed, "Cancel") == "remove"


def test_removing_asks_once_more(open_page: Opened, termbase: Termbase) -> None:
    kept, gone = hooked(termbase, "https://example.org/kept"), hooked(termbase)
    page = open_page("/hooks")
    card = page.locator(f"#hook-{gone.id}")
    card.locator(".remove").press("Enter")
    card.get_by_role("button", name="Cancel").press("Enter")
    card.locator(".remove").press("Enter")
    card.locator(".remove-now").press("Enter")
    expect(page.locator("#hooks-said")).to_have_text(f"Removed: {URL}")
    expect(page.locator("#hooks-said")).to_be_focused()
    expect(page.locator("#hooks .card")).to_have_count(1)
    assert termbase.store.hooks() == [kept]
