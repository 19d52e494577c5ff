"""The web page in a real browser: what users see and the keys they press."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

from api import create_app
from glossary.jobs.queue import JobQueue, Sent
from glossary.model import Evidence, Proposal, TermDefinition
from glossary.termbase import Termbase

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:
    sync_playwright = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
XSS = "<img src=x onerror=document.title='owned'>"


def missing(what: str) -> None:
    """Skip in development what is missing; fail in CI."""
    message = f"{what} is not installed: the page is not tested in a browser"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if sync_playwright is None:
        missing("playwright")
    if not CHROMIUM.exists():
        missing(str(CHROMIUM))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


@pytest.fixture
def address(termbase: Termbase) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(termbase), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that must neither log an error nor request anything from another host."""
    complaints: list[str] = []
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.on("pageerror", lambda error: complaints.append(str(error)))

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(address):
            complaints.append(request.url)

    opened.on("console", heard)
    opened.on("request", asked)
    yield opened
    context.close()
    assert complaints == []


def test_search_as_you_type(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.type("软件")
    card = page.locator("#results .card")
    card.wait_for()
    assert card.locator(".term mark").inner_text() == "软件"
    assert card.locator("[lang='zh-Hant-TW'].term").inner_text() == "軟體"
    assert "programs that a computer runs" in card.inner_text()
    assert "New software arrived." in card.inner_text()
    assert "the term itself" in card.inner_text()
    assert page.locator("#found").inner_text() == "1 concept"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "card"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_nothing_found_and_only_enter_counts_as_wanted(
    page: Page, address: str, termbase: Termbase
) -> None:
    page.goto(address)
    page.fill("#q", "softwrae zzyzx")
    expect(page.locator("#found")).not_to_be_empty()
    assert termbase.wanted() == []
    if page.locator("#results .card").count() == 0:
        with page.expect_response(lambda answer: "remember=true" in answer.url):
            page.keyboard.press("Enter")
        assert [wanted.query for wanted in termbase.wanted()] == ["softwrae zzyzx"]


def test_reviewing_by_keys(page: Page, address: str, termbase: Termbase) -> None:
    page.goto(f"{address}#review")
    page.fill("#by", "ada")
    page.locator("#queue").click()
    pair = page.locator("#candidate .term")
    pair.first.wait_for()
    assert pair.first.inner_text() == "浮橋效應"
    marks = page.locator("#candidate .context mark").all_inner_texts()
    assert marks == ["浮橋效應", "pontoon effect"]
    assert "96 %" in page.locator("#candidate").inner_text()

    page.keyboard.press("a")
    expect(page.locator("#candidate .term").first).to_have_text("漲潮條款")
    assert termbase.concept("pontoon-effect").created_by == "ada"

    page.keyboard.press("s")
    expect(page.locator("#candidate .term").first).to_have_text("燈籠議定書")
    page.keyboard.press("r")
    expect(page.locator("#waiting")).to_have_text("1")
    page.keyboard.press("u")
    expect(page.locator("#waiting")).to_have_text("2")
    assert "Taken back: reject" in page.locator("#queue").inner_text()

    page.keyboard.press("e")
    page.locator("#amended-zh").fill("漲潮條")
    page.locator("#amended-en").fill("rising tide")
    page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_have_text("1")
    assert [t.text for _, t in termbase.concept("rising-tide").terms("zh")] == ["漲潮條"]


def test_terms_marked_in_a_text(page: Page, address: str) -> None:
    page.goto(f"{address}#recognise")
    page.fill("#text", "😀 引水人更新了軟體。")
    page.locator("#marked mark").first.wait_for()
    assert page.locator("#marked mark").all_inner_texts() == ["引水人", "軟體"]
    assert page.locator("#marked").inner_text() == "😀 引水人更新了軟體。"
    assert "harbour pilot" in page.locator("#terms").inner_text()


def test_the_memory(page: Page, address: str) -> None:
    page.goto(f"{address}#memory")
    page.fill("#sentence-q", "燈籠議定書在夏天簽署。")
    page.locator("#matches .card").first.wait_for()
    assert page.locator("#matches .card").count() == 2
    assert page.locator("#matches ins").first.inner_text() == "夏"
    page.check("input[value=concordance]")
    page.fill("#sentence-q", "lantern")
    page.locator("#matches mark").first.wait_for()
    assert page.locator("#matches mark").first.inner_text() == "lantern"


def hostile(termbase: Termbase) -> Proposal:
    text = f"{XSS}院（{XSS}）"
    digest = "0" * 64
    span = (0, len(XSS) + 1)
    proof = Evidence(XSS, digest, text, text, span, span, 1, "gloss", 0.99)
    termbase.add(f"{XSS}院", XSS, definition=XSS, source=XSS, note=XSS, zh_context=text)
    return Proposal(f"{XSS}院落", XSS, "term", "gloss", 0.99, (proof,))


def test_markup_in_terms_stays_text(page: Page, address: str, termbase: Termbase) -> None:
    proposal = hostile(termbase)
    with termbase.store.transaction():
        termbase.store.propose([proposal], XSS, termbase.clock())
    page.goto(address)
    page.fill("#q", f"{XSS}院")
    page.locator("#results .card").first.wait_for()
    assert XSS in page.locator("#results").inner_text()
    page.goto(f"{address}#review")
    page.locator("#candidate .term").first.wait_for()
    assert XSS in page.locator("#candidate").inner_text()
    assert page.locator("img").count() == 0
    assert page.title() == "Glossary"


def test_what_the_documents_define_is_shown_with_a_candidate(
    page: Page, address: str, termbase: Termbase
) -> None:
    text = f"所稱浮臺(raft)，指{XSS}。"
    spans = (2, 4), (5, 9)
    told = TermDefinition("浮臺", spans[0], f"{XSS}。", (12, len(text)))
    proof = Evidence("a.txt", "0" * 64, text, text, *spans, 1, "gloss", 0.99, zh_definition=told)
    with termbase.store.transaction():
        found = Proposal("浮臺", "raft", "term", "gloss", 0.99, (proof,))
        termbase.store.propose([found], "", termbase.clock())
    page.goto(f"{address}#review")
    expect(page.locator("#candidate .definition")).to_have_text(f"{XSS}。")
    assert page.locator("#candidate .definition").get_attribute("lang") == "zh"
    assert page.locator("img").count() == 0


def disagree(termbase: Termbase) -> None:
    """Make two conflicts: a file that differs in two entries."""
    rows = "id,en,zh-Hant-TW,definition\nkeel,keel,龍骨,{0}\nrudder,rudder,船舵,{0}\n"
    termbase.read("ours.csv", rows.format("what we say").encode(), by="ada")
    termbase.read(f"{XSS}.csv", rows.format(XSS).encode(), by="bob")


def test_conflicts_of_imports(page: Page, address: str, termbase: Termbase) -> None:
    disagree(termbase)
    page.goto(f"{address}#review")
    cards = page.locator("#conflicts .card")
    expect(cards).to_have_count(2)
    expect(page.locator("#conflicts-title")).to_have_text("2 conflicts of imports")
    assert "ours 'what we say'" in cards.first.inner_text()
    assert XSS in cards.first.inner_text() and page.locator("img").count() == 0
    cards.first.get_by_role("button", name="Take theirs").focus()
    page.keyboard.press("Enter")
    expect(cards).to_have_count(1)
    expect(page.locator("#settled")).to_have_text("keel: theirs kept")
    assert page.evaluate("document.activeElement.dataset.take") == "ours"
    page.keyboard.press("Enter")
    expect(page.locator("#conflicts-title")).to_be_hidden()
    assert termbase.conflicts() == []
    assert termbase.concept("keel").definition == XSS
    assert termbase.concept("rudder").definition == "what we say"
    assert page.title() == "Glossary"


def test_undo_of_ones_own_steps_at_once_and_of_others_by_name(
    page: Page, address: str, termbase: Termbase
) -> None:
    page.goto(f"{address}#review")
    expect(page.locator("#zh-side .term")).to_have_text("浮橋效應")
    page.keyboard.press("r")
    expect(page.locator("#zh-side .term")).to_have_text("漲潮條款")
    termbase.edit(termbase.concept("software"), by="eve")  # somebody edits it meanwhile
    page.keyboard.press("u")
    expect(page.locator("#queue")).to_contain_text("Taken back: reject")
    expect(page.locator("#zh-side .term")).to_have_text("浮橋效應")
    page.keyboard.press("u")
    asked = page.locator(".ask")
    expect(asked).to_contain_text("The last step here was “edit software” by eve")
    expect(asked).to_contain_text("1 entry")
    page.keyboard.press("Enter")  # which cancels
    expect(asked).to_have_count(0)
    assert termbase.steps()[0].verb == "undo" and termbase.steps()[0].summary.startswith("reject")
    page.keyboard.press("u")
    asked.get_by_role("button", name="Take it back").click()
    expect(page.locator("#queue")).to_have_text("Taken back: edit software")


def test_a_pair_that_an_entry_has_is_put_there(
    page: Page, address: str, termbase: Termbase
) -> None:
    termbase.add("浮桥效应", "Pontoon Effects", by="eve")
    page.goto(f"{address}#review")
    expect(page.locator(".into input:checked")).to_have_value("pontoon-effects")
    page.keyboard.press("a")
    expect(page.locator("#zh-side .term")).to_have_text("漲潮條款")
    assert termbase.candidate(1).concept_id == "pontoon-effects"


def test_jobs_are_listed_with_progress_and_stopped(
    page: Page, address: str, termbase: Termbase
) -> None:
    queue, store = JobQueue(termbase.store, termbase.clock), termbase.store
    first, second, third = (queue.submit(Sent("mine", name)) for name in (XSS, "b.txt", "c.txt"))
    runs = replace(second, state="running", attempt=1, stage="pairs", done=300, total=1200)
    with store.transaction():
        store.put_job(replace(runs, unit="sentences", rate=10.0), was=second)
        store.put_job(replace(third, state="broken", message="its process was lost"), was=third)
    page.goto(f"{address}#jobs")
    cards = page.locator("#job-list .card")
    expect(cards).to_have_count(3)
    expect(page.locator("#jobs-said")).to_have_text("2 jobs are not done yet")
    expect(cards.nth(2).locator("h3")).to_have_text(f"mine {XSS}")
    assert "pairs, 300 of 1,200 sentences" in cards.nth(1).inner_text()
    assert "1 min 30 s left" in cards.nth(1).inner_text()
    assert cards.nth(1).locator("progress").evaluate("bar => bar.value / bar.max") == 0.25
    page.fill("#by", "ada")
    cards.nth(2).get_by_role("button", name="Stop").click()
    expect(cards.nth(2)).to_contain_text("stopped by ada")
    assert store.job(first.id).state == "stopped"
    cards.nth(0).get_by_role("button", name="Start again").click()
    expect(cards.nth(0)).to_contain_text("waiting")
    with store.transaction():
        store.put_job(replace(store.job(second.id), done=600), was=store.job(second.id))
    expect(cards.nth(1)).to_contain_text("600 of 1,200")  # without anybody's doing
    assert page.evaluate("document.title") == "Glossary"


def test_a_token_is_asked_for(browser: Browser, termbase: Termbase) -> None:
    server = make_server("127.0.0.1", 0, create_app(termbase, token="geheim"), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    opened: Any = browser.new_page()
    opened.goto(f"http://127.0.0.1:{server.server_port}/")
    opened.fill("#token", "geheim")
    opened.click("text=Unlock")
    expect(opened.locator("#waiting")).to_have_text("3")
    opened.close()
    server.shutdown()


def test_the_documentation_names_every_operation(page: Page, address: str) -> None:
    page.goto(f"{address}docs")
    text = page.locator("main").inner_text()
    for path in ("/api/v1/terms", "/api/v1/concepts/{concept_id}", "/tmserver/languages/"):
        assert path in text


def test_a_small_screen_does_not_scroll_sideways(
    browser: Browser, address: str, termbase: Termbase
) -> None:
    disagree(termbase)
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    JobQueue(termbase.store, termbase.clock).submit(Sent("import", "glossary" * 12))
    for view in ("", "#review", "#recognise", "#memory", "#jobs"):
        opened.goto(f"{address}{view}")
        opened.wait_for_timeout(200)
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    opened.close()
