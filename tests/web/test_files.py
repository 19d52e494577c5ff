"""Import and export at the desk: what a file is and changes is seen before anything is stored."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from glossary.termbase import Termbase

expect: Any = pytest.importorskip("playwright.sync_api").expect

HEADS = "concept_id,en,zh,zh_tag,definition\n"
OWN = (
    HEADS
    + "mooring,mooring,繫泊,zh-Hant-TW,\n"
    + "tide-gate,tide gate,潮閘,zh-Hant-TW,a gate that keeps the tide out\n"
    + "software,software,軟體,zh-Hant-TW,programs that a machine runs\n"
    + "harbour-pilot,harbour pilot,引水人,zh-Hant-TW,\n"
)


def choose(page: Any, text: str, name: str = "own.csv") -> None:
    sent = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#import-file", [sent])


# ---------------------------------------------------------------- import


def test_what_would_change_is_seen_then_imported_in_one_step_and_undone(
    open_page: Any, termbase: Termbase
) -> None:
    page = open_page("/import")
    choose(page, OWN)
    report = page.locator("#import-report")
    for kind, count in {"new": 1, "changed": 1, "conflict": 1, "same": 1}.items():
        expect(report.locator(f"[data-kind={kind}] strong").first).to_have_text(str(count))
    expect(report.locator(".records ins")).to_have_text("a gate that keeps the tide out")
    report.locator("button[data-kind=conflict]").click()
    expect(report.locator(".ours")).to_contain_text("programs that a computer runs")
    expect(report.locator(".theirs")).to_contain_text("programs that a machine runs")
    assert termbase.count_concepts() == 3, "nothing is stored by looking"
    page.get_by_role("button", name="Import 3 records").click()
    done = page.locator("#import-done")
    expect(done).to_contain_text("1 new, 1 changed, 1 in conflict.")
    assert termbase.count_concepts() == 4
    expect(done.get_by_role("link", name="Conflicts")).to_have_attribute("href", "/conflicts")
    page.click("#import-undo")
    expect(done).to_contain_text("Taken back.")
    assert termbase.count_concepts() == 3 and not termbase.conflicts()


def test_words_that_change_are_marked_one_by_one(open_page: Any, termbase: Termbase) -> None:
    termbase.read("own.csv", OWN.encode())
    page = open_page("/import")
    choose(page, OWN.replace("keeps the tide out", "keeps high tides out"))
    report = page.locator("#import-report")
    report.locator("button[data-kind=conflict]").click()
    expect(report.locator(".theirs").first).to_contain_text("high tides")


def test_columns_are_recognised_and_can_be_chosen(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/import")
    choose(page, "Nr,Wort,Bedeutung\n1,Mole,防波堤\n2,Kai,碼頭\n")
    expect(page.locator("#import-seen")).to_contain_text("No columns of terms were recognised.")
    expect(page.locator("#columns tbody tr")).to_have_count(3)
    page.check("#first-is-heads")
    expect(page.locator("#columns tbody tr")).to_have_count(2)
    page.get_by_label("Column Nr holds").select_option("ignore")
    page.get_by_label("Column Wort holds").select_option("term")
    page.get_by_label("Column Bedeutung holds").select_option("term")
    page.get_by_label("Language of column Bedeutung").select_option("zh-Hant-TW")
    page.click("#import-look")
    expect(page.locator("#import-report [data-kind=new] strong").first).to_have_text("2")
    page.click("#import-run")
    expect(page.locator("#import-done")).to_contain_text("2 new")
    (entry,) = termbase.entries_with("防波堤", "Mole")
    assert [section.tag for section in entry.languages] == ["en", "zh-Hant-TW"]


def test_recognised_columns_show_their_first_rows(open_page: Any) -> None:
    page = open_page("/import")
    choose(page, OWN)
    expect(page.locator("#columns tbody tr")).to_have_count(4)
    assert page.get_by_label("Column zh holds").input_value() == "term"
    expect(page.locator("#columns td[lang='zh-Hant']").first).to_have_text("繫泊")


def test_refused_records_are_shown_with_their_lines_and_left_out_only_if_told(
    open_page: Any, termbase: Termbase
) -> None:
    page = open_page("/import")
    choose(page, OWN + "bare,,,,\n")
    report = page.locator("#import-report")
    report.locator("button[data-kind=refused]").click()
    expect(report.locator(".records")).to_contain_text("line 6")
    expect(page.locator("#import-run")).to_be_disabled()
    page.check("#without-refused")
    page.click("#import-run")
    expect(page.locator("#import-done")).to_contain_text("1 new")
    assert termbase.count_concepts() == 4


def test_an_import_by_keys_alone(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/import")
    choose(page, HEADS + "mooring,mooring,繫泊,zh-Hant-TW,\n")
    expect(page.locator("#import-run")).to_be_enabled()
    page.locator("#import-run").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#import-done")).to_contain_text("1 new")


def test_a_memory_is_imported(open_page: Any, termbase: Termbase) -> None:
    data = io.BytesIO()
    termbase.write(data, "tmx")
    page = open_page("/import")
    choose(page, data.getvalue().decode(), "memory.tmx")
    expect(page.locator("#import-seen")).to_contain_text("sentence pairs")
    expect(page.locator("#import-report [data-kind=same] strong").first).to_have_text("1")
    expect(page.locator("#import-run")).to_be_disabled()


# ---------------------------------------------------------------- export


def test_losses_are_told_before_the_file_is_taken(open_page: Any) -> None:
    page = open_page("/export?profile=omegat&zh_tag=zh-Hans-CN")
    expect(page.locator("#export-file")).to_contain_text("2 of 3 entries go out.")
    expect(page.locator("#losses")).to_contain_text("language")
    expect(page.locator("#export-about")).to_contain_text("English and one Chinese")
    page.locator("#losses-each summary").click()
    expect(page.locator("#losses-each")).to_contain_text("harbour-pilot")
    with page.expect_download() as downloaded:
        page.click("#download")
    text = downloaded.value.path().read_text(encoding="utf-8")
    assert "软件" in text and "軟體" not in text and "martif" in text


def test_what_is_chosen_stands_in_the_address(open_page: Any) -> None:
    page = open_page("/export")
    page.select_option("#profile", "excel")
    page.select_option("#export-format", "xlsx")
    page.select_option("#export-subject", "computing")
    page.wait_for_url("**/export?profile=excel&format=xlsx&subject=computing")
    expect(page.locator("#export-file")).to_contain_text("1 of 1 entries go out.")
    page.reload()
    assert page.input_value("#export-subject") == "computing"
    with page.expect_download() as downloaded:
        page.click("#download")
    assert downloaded.value.suggested_filename == "termbase.xlsx"


def test_the_memory_is_exported(open_page: Any) -> None:
    page = open_page("/export?profile=tmx&zh_tag=zh-Hant-TW")
    expect(page.locator("#export-file")).to_contain_text("sentence pairs go out.")
    expect(page.locator("#export-subject")).to_have_count(0)
    with page.expect_download() as downloaded:
        page.click("#download")
    assert "燈籠議定書" in downloaded.value.path().read_text(encoding="utf-8")


# ---------------------------------------------------------------- overview


SUMMARY = {
    "decided": 30,
    "bins": [
        {"least": 0.5, "below": 0.6, "said": 0.55, "decided": 10, "approved": 4, "amended": 1},
        {"least": 0.9, "below": 1, "said": 0.95, "decided": 20, "approved": 19, "amended": 0},
    ],
}


def overview(open_page: Any) -> Any:
    page = open_page("/import")
    page.route("**/judgements/summary", lambda route: route.fulfill(body=json.dumps(SUMMARY)))
    page.locator("nav a", has_text="Overview").click()
    expect(page.locator("#regions")).to_be_visible()
    return page


def test_the_overview_shows_its_numbers_and_leads_to_what_they_count(open_page: Any) -> None:
    page = overview(open_page)
    expect(page.locator("#subjects tbody tr").first).to_contain_text("harbours")
    row = page.locator("#regions tr", has_text="Mainland")
    expect(row).to_contain_text("67%")
    expect(page.locator("#matrix tbody tr").first).to_contain_text("2")
    assert page.locator("#waiting-by-document .square").count() == 2
    expect(page.locator("#reliability tbody tr")).to_have_text(["55%50%10", "95%95%20"])
    row.get_by_role("link", name="1 entries without a form for Mainland").click()
    page.wait_for_url("**/overview?missing=zh-Hans-CN")
    expect(page.locator("#gaps tbody tr")).to_have_count(1)
    page.locator("#gaps").get_by_role("link", name="harbour pilot").click()
    page.wait_for_url("**/concepts/harbour-pilot")


def test_a_square_leads_to_its_queue(open_page: Any) -> None:
    page = overview(open_page)
    page.get_by_role("link", name="2 pairs of memo.txt from 90% on").click()
    page.wait_for_url("**/review?document=*&least=0.9")


def test_a_look_up_in_vain_is_in_the_overview(open_page: Any, termbase: Termbase) -> None:
    termbase.search("nowhere to be found")
    page = overview(open_page)
    expect(page.locator("section", has_text="Wanted terms")).to_contain_text("nowhere to be found")


def test_the_overview_fits_a_phone(open_page: Any) -> None:
    page = open_page("/overview", viewport={"width": 390, "height": 844})
    expect(page.locator("#matrix")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
