"""An entry on the desk: read, written, compared, merged, deleted, brought back; by keys alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from glossary.model import LanguageSection, TermSection
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from playwright.sync_api import Page

expect: Any = pytest.importorskip("playwright.sync_api").expect
XSS = "<img src=x onerror=document.title='owned'>"
SAVE = "Control+Enter"


@pytest.fixture
def mined(termbase: Termbase) -> Termbase:
    """With an entry that was mined, and changed since."""
    termbase.judge(1, "approve", by="ada")
    entry = termbase.concept("pontoon-effect")
    termbase.edit(replace(entry, definition="浮橋帶來的變化"), by="bo")
    return termbase


@pytest.fixture
def visit(browser: Any, address: str) -> Any:
    """Pages where the server may refuse: the browser logs that, and nothing else may be logged."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(path: str) -> Page:
        contexts.append(browser.new_context(locale="en-GB"))
        page: Page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def terms(termbase: Termbase, concept_id: str, language: str) -> list[tuple[str, str]]:
    return [(tag, term.text) for tag, term in termbase.concept(concept_id).terms(language)]


def compose(page: Page, *steps: str) -> Any:
    """Compose with an input method, as far as the last step."""
    client = page.context.new_cdp_session(page)
    for text in steps:
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        client.send("Input.imeSetComposition", {"text": text, **place})
    return client


# ---------------------------------------------------------------- reading


def test_an_entry_with_all_that_it_says(open_page: Any, mined: Termbase) -> None:
    page = open_page("/concepts/software")
    expect(page.locator("h1")).to_have_text("軟體 software")
    assert page.locator(".language h2").all_inner_texts() == ["English", "Taiwan", "Mainland"]
    expect(page.locator(".language .term[lang='zh-Hant-TW']")).to_have_text("軟體")
    expect(page.locator(".language .term[lang='zh-Hans-CN']")).to_have_text("软件")
    expect(page.locator(".context mark").first).to_have_text("software")
    expect(page.locator("#proof")).to_contain_text("Entered by a person, not mined.")


def test_the_wanted_chinese_comes_first(open_page: Any) -> None:
    page = open_page("/concepts/software")
    page.select_option("#my-chinese", "zh-Hans-CN")
    expect(page.locator(".language h2").first).to_have_text("Mainland")


def test_proof_with_its_place_checked_again(open_page: Any, mined: Termbase) -> None:
    page = open_page("/concepts/pontoon-effect")
    proof = page.locator("#proof")
    expect(proof.locator(".holds")).to_have_text("✓ proved")
    assert proof.locator(".context mark").all_inner_texts() == ["浮橋效應", "pontoon effect"]
    proof.locator("summary").click()
    assert proof.locator(".place mark").all_inner_texts() == ["浮橋效應", "pontoon effect"]
    expect(proof.locator(".place").first).to_contain_text("港務局談到浮橋效應（pontoon effect）")
    href = proof.locator(".places a").first.get_attribute("href")
    assert href and href.startswith("/documents/") and href.endswith("?at=5")
    proof.locator(".places a").first.click()
    expect(page.locator("#document-text .here")).to_contain_text("港務局談到浮橋效應")
    page.go_back()
    proof.get_by_role("button", name="Check again").wait_for()
    entry = mined.concept("pontoon-effect")
    renamed = tuple(
        replace(s, terms=(replace(s.terms[0], text=f"{s.terms[0].text}X"), *s.terms[1:]))
        for s in entry.languages
    )
    mined.edit(replace(entry, languages=renamed))
    proof.get_by_role("button", name="Check again").click()
    expect(proof.locator(".fails")).to_have_text("✗ no longer proved")


def test_text_is_never_markup(open_page: Any, termbase: Termbase) -> None:
    made = termbase.add("漏洞", XSS, definition=XSS, note=XSS, by=XSS)
    termbase.comment(made.id, XSS, by=XSS)
    page = open_page(f"/concepts/{made.id}")
    expect(page.locator("h1")).to_contain_text(XSS)
    expect(page.locator(".said")).to_have_text(XSS)
    page.keyboard.press("h")
    expect(page.locator("#revisions li")).to_have_count(1)
    assert page.title() == "Entry · Glossary" and page.locator("main img").count() == 0


def test_print_leaves_the_buttons_out(open_page: Any, mined: Termbase) -> None:
    page = open_page("/concepts/pontoon-effect")
    page.locator("#proof .holds").wait_for()
    page.emulate_media(media="print")
    for gone in (".entry-head nav", "#delete", "#comment", ".bar"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#proof .context").first).to_be_visible()


# ---------------------------------------------------------------- writing


def test_edited_by_keys_alone_and_taken_back(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/concepts/tide-gate")
    page.locator(".entry-head").wait_for()
    page.keyboard.press("e")
    expect(page.locator(".term-box").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("s")
    page.keyboard.press(SAVE)
    expect(page.locator("#told")).to_contain_text("Stored.")
    assert terms(termbase, "tide-gate", "en") == [("en", "tide gates")]
    page.wait_for_url("**/concepts/tide-gate")
    page.locator("#undo").press("Enter")
    expect(page.locator("#told")).to_contain_text("Taken back: edited")
    expect(page.locator("h1")).to_have_text("潮閘 tide gate")
    assert terms(termbase, "tide-gate", "en") == [("en", "tide gate")]


def test_every_field_is_stored(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/concepts/tide-gate?act=edit")
    english = page.locator(".language-form").first
    page.locator(".of-subject input").fill("水利")
    first = english.locator(".term-form").first
    first.locator(".of-status select").select_option("admitted")
    first.locator(".of-part_of_speech select").select_option("noun")
    first.locator("summary").click()
    first.locator(".of-term_type select").select_option("fullForm")
    first.locator(".of-grammaticalNumber select").select_option("singular")
    first.locator(".of-source input").fill("Harbour Act")
    first.locator(".of-note textarea").fill("not a lock")
    first.get_by_role("button", name="Add a context").click()
    first.locator(".of-context textarea").fill("The tide gate opened.")
    english.get_by_role("button", name="Add a term").click()
    english.locator(".term-box").nth(1).fill("tidal gate")
    english.locator("summary", has_text="Definition and note").click()
    english.locator("> details .of-definition textarea").fill("a gate that the tide moves")
    concept = page.locator(".entry-form > fieldset").last
    concept.locator("> .of-note textarea").fill("兩岸用字相同")
    page.locator(".picker input").fill("software")
    page.locator(".picker .hits button").first.click()
    page.locator("#save").click()
    expect(page.locator("#told")).to_contain_text("Stored.")

    entry = termbase.concept("tide-gate")
    term = entry.languages[0].terms[0]
    assert (entry.subject, entry.note) == ("水利", "兩岸用字相同")
    assert (term.status, term.part_of_speech, term.term_type) == ("admitted", "noun", "fullForm")
    assert (term.source, term.note) == ("Harbour Act", "not a lock")
    assert [context.text for context in term.contexts] == ["The tide gate opened."]
    assert [(e.element, e.type, e.value) for e in term.extra] == [
        ("termNote", "grammaticalNumber", "singular")
    ]
    assert entry.languages[0].terms[1].text == "tidal gate"
    assert entry.languages[0].definition == "a gate that the tide moves"
    assert [(e.element, e.attributes) for e in entry.extra] == [("ref", (("target", "software"),))]
    expect(page.get_by_role("link", name="軟體 · software")).to_be_visible()
    assert len(termbase.history("tide-gate")) == 2, "all of it is one step"


def test_a_new_entry_begins_with_what_was_looked_up(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/concepts/new?zh=灯塔&subject=harbours")
    page.locator(".term-box").nth(1).fill("lighthouse")
    page.keyboard.press(SAVE)
    page.wait_for_url("**/concepts/lighthouse")
    expect(page.locator("#told")).to_contain_text("Stored.")
    assert terms(termbase, "lighthouse", "zh") == [("zh-Hans", "灯塔")]
    assert termbase.concept("lighthouse").subject == "harbours"


@pytest.mark.parametrize(("zh", "tag"), [("燈塔", "zh-Hant-TW"), ("灯塔", "zh")])
def test_the_region_is_the_one_that_is_set_where_the_script_is_its(
    open_page: Any, address: str, zh: str, tag: str
) -> None:
    page = open_page()
    page.select_option("#my-chinese", "zh-Hant-TW")
    page.goto(f"{address}/concepts/new?zh={zh}")
    expect(page.locator(".of-tag select").first).to_have_value(tag)


@pytest.mark.parametrize("typed", ["潮閘", "潮闸", "Tide Gates"])
def test_an_entry_that_has_the_term_is_shown_while_it_is_typed(open_page: Any, typed: str) -> None:
    page = open_page("/concepts/new")
    box = page.locator(".term-box").nth(1 if typed.isascii() else 0)
    box.press_sequentially(typed)
    known = page.locator(".known p")
    expect(known).to_have_count(1)
    expect(known).to_contain_text("Already here: tide gate")
    expect(box).to_have_value(typed)
    box.fill("完全不同的")
    expect(known).to_have_count(0)


def test_nothing_is_asked_while_an_input_method_composes(open_page: Any) -> None:
    page = open_page("/concepts/new")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".term-box").first.focus()
    client = compose(page, "chao", "潮zha", "潮閘")
    page.wait_for_timeout(600)
    assert [url for url in asked if "/terms" in url] == []
    client.send("Input.insertText", {"text": "潮閘"})
    expect(page.locator(".known p")).to_contain_text("tide gate")
    assert len([url for url in asked if "/terms" in url]) == 1


def test_the_terms_are_added_to_the_entry_that_has_one(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/concepts/new?zh=潮閘&en=tidal barrier")
    page.locator(".known").get_by_role("link", name="add to it").click()
    expect(page.locator(".term-box").nth(1)).to_have_value("tidal barrier")
    page.locator("#save").click()
    expect(page.locator("#told")).to_contain_text("Stored.")
    assert [text for _, text in terms(termbase, "tide-gate", "en")] == [
        "tide gate",
        "tidal barrier",
    ]


def test_what_was_typed_outlives_a_reload(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/concepts/tide-gate?act=edit")
    page.locator(".term-box").first.fill("tidal gate")
    page.reload()
    expect(page.locator(".term-box").first).to_have_value("tidal gate")
    expect(page.locator("#entry-form")).to_contain_text("What you wrote before is still here.")
    page.get_by_role("button", name="Throw the draft away").click()
    page.keyboard.press("e")
    expect(page.locator(".term-box").first).to_have_value("tide gate")
    assert len(termbase.history("tide-gate")) == 1


def test_a_server_that_is_gone_costs_no_word(visit: Any, termbase: Termbase) -> None:
    page = visit("/concepts/tide-gate?act=edit")
    gone: list[bool] = []  # a route that is added at the last moment may miss the first request
    page.route("**/api/v1/concepts/**", lambda r: r.abort() if gone else r.continue_())
    page.reload()
    page.locator(".term-box").first.fill("tidal gate")
    gone.append(True)
    page.keyboard.press(SAVE)
    expect(page.locator("#alert")).to_contain_text("The server does not answer.")
    expect(page.locator(".term-box").first).to_have_value("tidal gate")
    gone.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#told")).to_contain_text("Stored.")
    assert terms(termbase, "tide-gate", "en") == [("en", "tidal gate")]


def test_what_cannot_be_stored_is_said_beside_the_words(visit: Any, termbase: Termbase) -> None:
    page = visit("/concepts/tide-gate?act=edit")
    page.locator(".term-form summary").first.click()
    page.locator(".of-note textarea").first.fill("kept")
    page.locator(".term-box").first.fill("")
    page.keyboard.press(SAVE)
    expect(page.locator(".refused")).to_contain_text("an empty term")
    expect(page.locator(".of-note textarea").first).to_have_value("kept")
    assert len(termbase.history("tide-gate")) == 1


def test_somebody_was_first(visit: Any, termbase: Termbase) -> None:
    """Both see both; what only one changed is taken, and of what both changed one is chosen."""
    page = visit("/concepts/tide-gate?act=edit")
    page.locator(".of-subject input").fill("水利工程")
    concept = page.locator(".entry-form > fieldset").last
    concept.locator("> .of-note textarea").fill("我寫的附註")
    entry = termbase.concept("tide-gate")
    termbase.edit(replace(entry, note="their note", source="statute"), by="bo")
    page.locator("#save").click()
    clash = page.locator("#clash")
    expect(clash).to_contain_text("Somebody changed this entry meanwhile")
    rows = clash.locator(".choice-row:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("我寫的附註")
    expect(rows).to_contain_text("their note")
    page.keyboard.press("3")
    clash.locator("#save").click()
    expect(page.locator("#told")).to_contain_text("Stored.")
    now = termbase.concept("tide-gate")
    assert (now.subject, now.note, now.source) == ("水利工程", "their note", "statute")


# ---------------------------------------------------------------- gone and back


def test_deleted_and_back_by_undo(open_page: Any, termbase: Termbase) -> None:
    page = open_page("/concepts/tide-gate")
    page.locator("#delete").press("Enter")
    expect(page.locator("#told")).to_contain_text("Deleted.")
    expect(page.locator("h1 del")).to_have_text("潮閘 · tide gate")
    assert termbase.revision("tide-gate") == 0
    page.locator("#undo").press("Enter")
    expect(page.locator("h1")).to_have_text("潮閘 tide gate")
    assert termbase.revision("tide-gate") == 3


def test_an_address_of_a_deleted_entry_says_who_and_brings_it_back(
    visit: Any, termbase: Termbase
) -> None:
    termbase.comment("tide-gate", "哪個地區？", by="ada")
    termbase.delete("tide-gate", by="bo")
    page = visit("/concepts/tide-gate")
    expect(page.locator("main")).to_contain_text("deleted: bo")
    expect(page.locator(".said")).to_have_text("哪個地區？")
    assert page.locator("#comment").count() == 0, "nothing new is said of it"
    page.locator("#revive").press("Enter")
    expect(page.locator("h1")).to_have_text("潮閘 tide gate")
    assert termbase.history("tide-gate")[-1].step.verb == "revert"
    never = visit("/concepts/nobody")
    expect(never.locator("main")).to_contain_text("There is no entry nobody")


def test_history_word_by_word_and_back_to_any_revision(open_page: Any, mined: Termbase) -> None:
    entry = mined.concept("pontoon-effect")
    mined.edit(replace(entry, definition="浮橋造成的變化"), by="eve")
    page = open_page("/concepts/pontoon-effect")
    page.locator(".entry-head").wait_for()
    page.keyboard.press("h")
    newest = page.locator("#revisions > li").first
    expect(newest).to_contain_text("edited")
    expect(newest).to_contain_text("eve")
    assert newest.locator("del").all_inner_texts() == ["帶來"]
    assert newest.locator("ins").all_inner_texts() == ["造成"]
    expect(newest.locator(".differing")).to_have_attribute("lang", "zh-Hant")
    page.get_by_role("button", name="Restore revision 1").press("Enter")
    expect(page.locator("#told")).to_contain_text("Restored as revision 1 was.")
    assert mined.concept("pontoon-effect").definition == ""
    assert len(mined.concept("pontoon-effect").evidence) == 1
    page.locator("#undo").click()
    expect(page.locator("main")).to_contain_text("浮橋造成的變化")


def test_two_entries_are_merged_with_a_choice_for_each_field(
    open_page: Any, termbase: Termbase
) -> None:
    termbase.add("潮汐閘門", "tide gate", new=True, subject="水利", zh_tag="zh-Hant-TW", by="bo")
    termbase.comment("tide-gate-2", "同一個概念？", by="bo")
    page = open_page("/concepts/tide-gate")
    page.locator(".entry-head").wait_for()
    page.keyboard.press("m")
    page.locator(".picker input").press_sequentially("潮汐閘門")
    page.locator(".picker .hits button").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    rows = page.locator(".choice-row")
    expect(rows.first.locator("input").first).to_be_focused()
    page.keyboard.press("2")  # their subject
    left_out = rows.filter(has_text="潮闸")
    left_out.locator("input").first.focus()
    page.keyboard.press("2")
    page.locator("#merge").press("Enter")
    expect(page.locator("#told")).to_contain_text("Merged.")
    assert termbase.concept("tide-gate").subject == "水利"
    chinese = termbase.concept("tide-gate").terms("zh")
    assert [(tag, term.text, term.status) for tag, term in chinese] == [
        ("zh-Hant-TW", "潮閘", "preferred"),
        ("zh-Hant-TW", "潮汐閘門", "admitted"),
    ]
    assert termbase.revision("tide-gate-2") == 0
    expect(page.locator(".said")).to_have_text("同一個概念？")
    page.locator("#undo").click()
    expect(page.locator("#told")).to_contain_text("Taken back: merged")
    assert termbase.revision("tide-gate-2") and termbase.comments("tide-gate") == []


def test_a_merge_with_what_was_changed_meanwhile_shows_it_and_keeps_the_choice(
    visit: Any, termbase: Termbase
) -> None:
    termbase.add("潮汐閘門", "tide gate", new=True, subject="水利", by="bo")
    page = visit("/concepts/tide-gate?act=merge&with=tide-gate-2")
    page.locator(".choice-row").first.wait_for()
    page.keyboard.press("2")
    termbase.edit(replace(termbase.concept("tide-gate-2"), note="後來加的"), by="bo")
    page.locator("#merge").click()
    expect(page.locator(".refused")).to_contain_text("Somebody changed this meanwhile.")
    expect(page.locator(".choice-row", has_text="後來加的")).to_be_visible()
    page.locator("#merge").click()
    expect(page.locator("#told")).to_contain_text("Merged.")
    made = termbase.concept("tide-gate")
    assert (made.subject, made.note) == ("水利", "後來加的")


def test_what_was_changed_meanwhile_is_shown_and_not_deleted(
    visit: Any, termbase: Termbase
) -> None:
    page = visit("/concepts/tide-gate")
    page.locator("#delete").wait_for()
    termbase.edit(replace(termbase.concept("tide-gate"), note="還在用"), by="bo")
    page.locator("#delete").click()
    expect(page.locator(".refused")).to_contain_text("Somebody changed this meanwhile.")
    expect(page.locator(".entry-shown")).to_contain_text("還在用")
    page.locator("#delete").click()
    expect(page.locator("#told")).to_contain_text("Deleted.")


# ---------------------------------------------------------------- comments


def test_comments_are_said_marked_and_deleted(open_page: Any, termbase: Termbase) -> None:
    termbase.comment("tide-gate", "臺灣怎麼說？", by="bo")
    page = open_page("/concepts/tide-gate")
    page.locator("#settings").click()
    page.fill("#by", "ada")
    page.keyboard.press("Escape")
    page.locator(".comments li").wait_for()
    page.keyboard.press("c")
    page.keyboard.type("水閘也有人用。")
    page.keyboard.press(SAVE)
    said = page.locator(".comments li")
    expect(said).to_have_count(2)
    expect(page.locator("#comment")).to_have_value("")
    assert [(c.text, c.by) for c in termbase.comments("tide-gate")][1] == ("水閘也有人用。", "ada")
    said.first.get_by_role("button", name="done").press("Enter")
    expect(said.first).to_contain_text("done: ada")
    assert said.first.get_by_role("button", name="delete").count() == 0, "it is not one's own"
    said.nth(1).get_by_role("button", name="delete").press("Enter")
    expect(said).to_have_count(1)


# ---------------------------------------------------------------- three languages, small screens


@pytest.mark.parametrize(("locale", "edit"), [("zh-TW", "編輯"), ("zh-CN", "编辑")])
def test_in_chinese(open_page: Any, mined: Termbase, locale: str, edit: str) -> None:
    page = open_page("/concepts/pontoon-effect", locale=locale)
    expect(page.locator(".entry-head nav")).to_contain_text(edit)
    page.keyboard.press("h")
    expect(page.locator("#revisions")).to_contain_text(edit)


@pytest.mark.parametrize("path", ["", "?act=edit", "?act=history", "?act=merge&with=tide-gate"])
def test_a_phone_needs_no_sideways_scrolling(open_page: Any, termbase: Termbase, path: str) -> None:
    entry = termbase.concept("software")
    long = LanguageSection("en-GB", (TermSection("un" * 60),), definition="字" * 200)
    termbase.edit(replace(entry, languages=(*entry.languages, long)))
    page = open_page(f"/concepts/software{path}", viewport={"width": 390, "height": 844})
    page.locator(".terms, #save, #revisions li, .choice-row").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
