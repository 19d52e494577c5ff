"""Documents at the desk: dropped, mined as jobs, read beside their translation, corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.aligned_documents import EN, ZH, beads_in, read, store_in
from tests.served import served
from tests.web.conftest import serving

expect: Any = pytest.importorskip("playwright.sync_api").expect

CHINESE, ENGLISH = read()
GLOSS = "港務局談到備援航道（backup channel）。備援航道平時不開放。\n"


def file(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def drop(page: Any, selector: str, name: str, text: str) -> None:
    """Drop a file, as from a folder beside the window."""
    page.evaluate(
        """([selector, name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name, { type: "text/plain" }));
          const target = document.querySelector(selector);
          for (const kind of ["dragover", "drop"]) {
            const how = { bubbles: true, cancelable: true, dataTransfer: data };
            target.dispatchEvent(new DragEvent(kind, how));
          }
        }""",
        [selector, name, text],
    )


@pytest.fixture
def aligned(termbase: Termbase) -> Termbase:
    store_in(termbase)
    return termbase


# ---------------------------------------------------------------- mining


def test_a_document_is_dropped_mined_and_has_its_own_queue(open_page: Any) -> None:
    page = open_page("/documents")
    drop(page, ".drop", "harbour.txt", GLOSS)
    expect(page.locator("#chosen-documents")).to_contain_text("harbour.txt")
    expect(page.locator("#chosen-documents")).to_contain_text("text · Chinese")
    page.fill("#mine-subject", "harbours")
    page.click("#mine")
    work = page.locator("#works .card")
    expect(work).to_contain_text("1 pair found. 1 of them is new.")
    expect(page.locator("#chosen-documents")).to_have_count(0)
    expect(page.locator("#documents")).to_contain_text("harbour.txt")
    work.get_by_role("link", name="Review what was found").click()
    page.wait_for_url("**/review?document=*")


def test_a_source_and_its_translation_are_seen_as_what_they_are(open_page: Any) -> None:
    page = open_page("/documents")
    page.set_input_files("#documents-drop", [file("port.zh.txt", ZH), file("port.en.txt", EN)])
    expect(page.locator("#chosen-documents")).to_contain_text("English")
    expect(page.get_by_role("radio", name="A source and its translation")).to_be_checked()
    page.get_by_role("button", name="Remove port.en.txt").click()
    expect(page.get_by_role("radio")).to_have_count(0)
    page.set_input_files("#documents-drop", [file("second.zh.txt", ZH)])
    expect(page.get_by_role("radio", name="Each by itself")).to_be_checked()


def test_a_termbase_that_is_dropped_here_is_imported_instead(open_page: Any) -> None:
    page = open_page("/documents")
    drop(page, ".drop", "own.csv", "en,zh\nmooring,繫泊\n")
    page.get_by_role("status").get_by_role("button", name="Import").click()
    page.wait_for_url("**/import")
    expect(page.locator("#import-seen")).to_contain_text("own.csv")


@pytest.fixture
def address(request: pytest.FixtureRequest, termbase: Termbase) -> Iterator[str]:
    """As usual; of a server that takes long work as jobs where a test says so."""
    with serving(termbase, jobs=getattr(request, "param", 0)) as url:
        yield url


@pytest.mark.parametrize("address", [1], indirect=True)
def test_a_job_shows_its_progress_and_is_stopped(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/documents")
    page.set_input_files("#documents-drop", [file("long.txt", GLOSS)])
    page.click("#mine")
    work = page.locator("#works .card")
    expect(work).to_contain_text("waiting")
    (job,) = termbase.store.jobs()
    runs = replace(job, state="running", stage="pairs", unit="sentences", done=30, total=120)
    with termbase.store.transaction():
        termbase.store.put_job(replace(runs, rate=3.0, version=2), was=job)
    expect(work).to_contain_text("term pairs 30 of 120")
    expect(work).to_contain_text("30 s left")
    expect(work.get_by_role("progressbar")).to_have_attribute("value", "30")
    page.reload()
    expect(work).to_contain_text("term pairs 30 of 120")
    work.get_by_role("button", name="Stop: Mining long.txt").click()
    expect(work).to_contain_text("stopped")
    assert termbase.store.job(job.id).state == "stopped"


@pytest.mark.parametrize("address", [1], indirect=True)
def test_jobs_are_listed(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/documents")
    page.set_input_files("#documents-drop", [file("long.txt", GLOSS)])
    page.click("#mine")
    expect(page.locator("#works .card")).to_contain_text("waiting")
    page.goto(page.url.replace("/documents", "/jobs"))
    expect(page.locator("#jobs-said")).to_have_text("1 job is not done yet")
    card = page.locator("#job-list .card")
    expect(card).to_contain_text("Mining long.txt")
    (job,) = termbase.store.jobs()
    with termbase.store.transaction():
        termbase.store.put_job(replace(job, state="broken", message="it was lost"), was=job)
    card.get_by_role("button", name="Start again: Mining long.txt").click()
    expect(card).to_contain_text("waiting")
    expect(page.locator("#jobs-said")).to_have_text("1 job is not done yet")


def test_a_job_beside_a_real_server_ends_in_its_queue(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path / "served.db", "--jobs", "1") as server:
        page = browser.new_page(locale="en-GB")
        page.goto(f"http://127.0.0.1:{server.port}/documents")
        page.set_input_files("#documents-drop", [file("harbour.txt", GLOSS)])
        page.click("#mine")
        work = page.locator("#works .card")
        expect(work).to_contain_text("1 pair found. 1 of them is new.", timeout=120_000)
        expect(page.locator("#documents")).to_contain_text("harbour.txt")
        page.close()


# ---------------------------------------------------------------- a document


def open_document(open_page: Any, sha256: str = CHINESE.sha256, **options: Any) -> Any:
    page = open_page(f"/documents/{sha256}", **options)
    expect(page.locator(".bead").first).to_be_visible()
    return page


def sides(page: Any) -> list[list[str]]:
    """The texts of both sides of each bead."""
    beads = page.locator(".bead").all()
    return [bead.locator(".bead-side").all_inner_texts() for bead in beads]


FIRST = ["潮水來了。船回港。", "The tide came. Ships came home."]
SECOND = ["燈亮了，人睡了。", "Lamps were lit, and people slept."]


def test_both_texts_side_by_side_joined_by_ribbons(open_page: Any, aligned: Termbase) -> None:
    page = open_document(open_page)
    expect(page.locator("h1")).to_have_text("port.zh.md")
    assert sides(page) == [FIRST, SECOND]
    expect(page.locator("#document-about")).to_contain_text("3 to review")
    for ribbon in page.locator(".ribbon path").all():
        assert ribbon.bounding_box()["height"] > 10
    assert page.locator(".bead [lang='zh-Hant']").count() >= 3
    page.get_by_role("button", name="The text as read").click()
    page.wait_for_url("**as=text**")
    expect(page.locator("#document-text")).to_contain_text("燈**亮**了")
    page.reload()
    expect(page.locator("#document-text")).to_contain_text("燈**亮**了")


def test_each_mark_leads_to_its_candidate_or_entry(open_page: Any, aligned: Termbase) -> None:
    tide = next(c for c in aligned.candidates(CandidateFilter()) if c.en == "tide")
    aligned.judge(tide.id, "approve")
    page = open_document(open_page, ENGLISH.sha256)
    expect(page.locator(".mark")).to_have_text(["潮水", "船", "tide", "Ships"])
    page.locator(".mark", has_text="Ships").click()
    page.wait_for_url("**/review?document=**")
    page.go_back()
    page.locator(".mark", has_text="tide").click()
    page.wait_for_url("**/concepts/tide")


def test_a_bead_is_corrected_by_buttons(open_page: Any, aligned: Termbase) -> None:
    page = open_document(open_page)
    page.click("#bead-join")
    expect(page.locator(".bead")).to_have_count(1)
    expect(page.locator("#bead-done")).to_have_text("Joined.")
    assert len(beads_in(aligned)) == 1
    page.click("#bead-undo")
    expect(page.locator(".bead")).to_have_count(2)
    expect(page.locator("#bead-done")).to_have_text("Taken back.")
    assert sides(page) == [FIRST, SECOND]
    page.click("#bead-zh-next")
    expect(page.locator(".bead").first.locator(".bead-side").first).to_have_text("潮水來了。")
    expect(page.locator("#bead-done")).to_have_text("Moved. 1 candidate lost its proof here.")


def test_a_bead_is_split_where_it_is_shown(open_page: Any, aligned: Termbase) -> None:
    page = open_document(open_page)
    page.click("#bead-split")
    expect(page.locator("#cut-zh .head")).to_have_text("潮水來了。")
    expect(page.locator("#cut-en .rest")).to_have_text("Ships came home.")
    page.click("#split-here")
    expect(page.locator(".bead")).to_have_count(3)
    expect(page.locator("#bead-done")).to_contain_text("Split. 1 candidate lost its proof here.")
    assert sides(page)[1] == ["船回港。", "Ships came home."]
    expect(page.locator("#document-about")).to_contain_text("1 withdrawn")


def test_a_bead_is_corrected_by_keys_alone(open_page: Any, aligned: Termbase) -> None:
    page = open_document(open_page)
    page.locator(".bead").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".bead").nth(1)).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#cut-zh .head")).to_have_text("燈亮了，")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#cut-zh .head")).to_have_text("燈亮了，人")
    page.keyboard.press("Escape")
    expect(page.locator(".bead").nth(1)).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("Tab")
    expect(page.locator("#cut-en .head")).to_have_text("Lamps were lit, ")
    page.keyboard.press("Enter")
    expect(page.locator(".bead")).to_have_count(3)
    expect(page.locator(".bead").nth(1)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".bead")).to_have_count(2)
    page.keyboard.press("E")  # its first English sentence to the bead before
    expect(page.locator(".bead").first.locator(".bead-side").nth(1)).to_contain_text("Lamps")
    page.keyboard.press("u")
    expect(page.locator("#bead-done")).to_have_text("Taken back.")
    assert [bead.pair.zh for bead in beads_in(aligned)][1] == ("燈亮了，", "人睡了。")


def test_the_next_key_is_not_lost_while_the_beads_are_drawn_anew(
    open_page: Any, aligned: Termbase
) -> None:
    page = open_document(open_page)
    page.locator(".bead").first.focus()
    page.evaluate(
        """() => {
          window.focused = [];
          const look = () => focused.push(document.activeElement.matches(".bead"));
          const drawn = { childList: true, subtree: true, characterData: true };
          new MutationObserver(look).observe(document.querySelector("#beads"), drawn);
        }"""
    )
    page.keyboard.press("E")  # which the first bead has no button for: nothing is asked
    page.keyboard.press("e")
    expect(page.locator("#bead-done")).to_contain_text("Moved.")
    page.keyboard.press("j")
    expect(page.locator(".bead")).to_have_count(1)
    seen = page.evaluate("window.focused")
    assert seen and all(seen)


def test_a_key_pressed_while_a_correction_is_on_its_way_comes_after_it(
    open_page: Any, aligned: Termbase
) -> None:
    page = open_document(open_page)
    held: list[Any] = []
    page.route("**/beads?**", lambda route: route.continue_() if held else held.append(route))
    page.locator(".bead").first.press("e")
    expect(page.locator("#bead-done")).to_contain_text("Moved.")
    while not held:
        page.wait_for_timeout(10)
    page.keyboard.press("j")  # the beads that it joins are not there yet
    held[0].continue_()
    expect(page.locator(".bead")).to_have_count(1)
    expect(page.locator("#bead-done")).to_contain_text("Joined.")


def test_somebody_else_was_first(browser: Any, address: str, aligned: Termbase) -> None:
    page = browser.new_page(locale="en-GB")  # which says in its console what was refused
    page.goto(f"{address}/documents/{CHINESE.sha256}")
    expect(page.locator(".bead")).to_have_count(2)
    aligned.correct_alignment(beads_in(aligned)[0].id, "split", zh=5, en=15)
    page.click("#bead-join")
    expect(page.locator("#alert")).to_contain_text("corrected meanwhile")
    assert sides(page)[0] == FIRST
    page.close()


def test_a_document_without_an_alignment_is_its_text(open_page: Any, termbase: Termbase) -> None:
    memo = next(d for d in termbase.documents() if d.name == "memo.txt")
    page = open_page(f"/documents/{memo.sha256}")
    expect(page.locator("#document-text .mark")).to_contain_text(
        ["浮橋", "pontoon", "漲潮", "rising tide", "lantern", "燈籠"]
    )
    expect(page.locator("#document-text p[lang='en']").first).to_contain_text("The lantern")


def test_documents_on_a_phone(open_page: Any, aligned: Termbase) -> None:
    page = open_document(open_page, viewport={"width": 390, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    zh, en = (page.locator(".bead-side").nth(n).bounding_box() for n in (0, 1))
    assert zh["y"] + zh["height"] <= en["y"] + 1, "one above the other"
    page.click("#bead-join")
    expect(page.locator(".bead")).to_have_count(1)


@pytest.mark.parametrize(("locale", "word"), [("zh-TW", "與下一組合併"), ("zh-CN", "与下一组合并")])
def test_the_acts_in_chinese(open_page: Any, aligned: Termbase, locale: str, word: str) -> None:
    page = open_document(open_page, locale=locale)
    expect(page.locator("#bead-join")).to_contain_text(word)
