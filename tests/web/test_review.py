"""Review: decisions by key and by button, one and many, and that none is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from glossary import documents
from glossary.model import CorpusUse, Evidence, Proposal, Rival, TermDefinition
from glossary.termbase import Termbase
from tests.samples import evidence, proposal

if TYPE_CHECKING:
    from playwright.sync_api import Page

expect: Any = pytest.importorskip("playwright.sync_api").expect
XSS = "<img src=x onerror=document.title='owned'>"
# What is decided waits in the browser, as with a slow server, until `letGo()`.
HOLDING = """() => {
  const real = window.fetch;
  const held = [];
  window.fetch = (to, ...rest) => {
    if (!String(to).endsWith("/judgement")) return real(to, ...rest);
    return new Promise((go) => held.push(go)).then(() => real(to, ...rest));
  };
  window.letGo = () => { window.fetch = real; for (const go of held) go(); };
}"""
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def propose(termbase: Termbase, text: str, *pairs: tuple[str, str], **changes: Any) -> None:
    """Pairs that stand in a text, the first the surest."""
    source = documents.parse(text.encode(), f"{pairs[0][1]}.txt")
    found = []
    for at, (zh, en) in enumerate(pairs):
        sure = 0.99 - at / 1000
        proved = evidence(source, zh, en, confidence=sure)
        found.append(replace(proposal(zh, en, proved, confidence=sure), **changes))
    with termbase.store.transaction():
        termbase.store.put_document(source, termbase.clock())
        termbase.store.propose(found, "harbours", termbase.clock())


def propose_many(termbase: Termbase, count: int) -> list[str]:
    """So many pairs in lines of their own; their English, the surest first."""
    pairs = [(f"浮標{chr(0x7532 + at)}", f"buoy number {at}") for at in range(count)]
    propose(termbase, "\n".join(f"這裡有{zh}（{en}）。" for zh, en in pairs), *pairs)
    return [en for _, en in pairs]


def opened(page: Page) -> Page:
    expect(page.locator("#candidate, #nothing").first).to_be_visible()
    return page


def chinese(page: Page) -> Any:
    return page.locator("#zh-side .term")


def english(page: Page) -> Any:
    return page.locator("#en-side .term")


def tab(page: Page, state: str) -> Any:
    return page.locator(f".tabs [data-state={state}]")


def stored(page: Page) -> None:
    """All that was decided is at the server; a hundred decisions take a busy machine long."""
    expect(page.locator("#unsent")).to_have_text("", timeout=60_000)


def decided(termbase: Termbase) -> list[tuple[str, str]]:
    """(verb, summary) of the steps of the review, oldest first."""
    verbs = ("approve", "amend", "reject", "skip", "undo")
    return [(s.verb, s.summary) for s in reversed(termbase.steps()) if s.verb in verbs]


# ---------------------------------------------------------------- by keys


def test_reviewing_by_keys(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.evaluate("localStorage.setItem('by', 'ada')")
    page = opened(open_page("/review"))
    expect(chinese(page)).to_have_text("浮橋效應")
    assert page.locator("#candidate .context mark").all_inner_texts() == [
        "浮橋效應",
        "pontoon effect",
    ]
    expect(page.locator("#candidate")).to_contain_text("96%")
    page.keyboard.press("a")
    expect(chinese(page)).to_have_text("漲潮條款")
    page.keyboard.press("s")
    expect(chinese(page)).to_have_text("燈籠議定書")
    page.keyboard.press("r")
    expect(page.locator("#nothing")).to_be_visible()
    stored(page)
    page.keyboard.press("u")
    expect(chinese(page)).to_have_text("燈籠議定書")
    expect(page.locator("#said")).to_contain_text("Taken back: 燈籠議定書")
    stored(page)
    page.keyboard.press("e")
    page.locator("#amended-zh").fill("議定書")
    page.locator("#amended-en").fill("protocol")
    page.keyboard.press("Enter")
    expect(page.locator("#nothing")).to_be_visible()
    stored(page)
    assert [t.text for _, t in termbase.concept("protocol").terms("zh")] == ["議定書"]
    assert [verb for verb, _ in decided(termbase)] == [
        "approve",
        "skip",
        "reject",
        "undo",
        "amend",
    ]


def test_ten_keys_in_a_burst_are_ten_decisions_in_their_order(
    open_page: Any, termbase: Termbase
) -> None:
    names = propose_many(termbase, 12)
    page = opened(open_page("/review"))
    expect(english(page)).to_have_text(names[0])
    page.evaluate(HOLDING)
    for key in "arsarsarsa":
        page.keyboard.press(key)
    expect(english(page)).to_have_text(names[10])
    expect(page.locator("#unsent")).to_have_text("10 not stored yet …")
    assert decided(termbase) == []
    page.evaluate("letGo()")
    stored(page)
    verbs = {"a": "approve", "r": "reject", "s": "skip"}
    expected = [(verbs[k], name) for k, name in zip("arsarsarsa", names, strict=False)]
    assert [(verb, text.split(" = ")[1]) for verb, text in decided(termbase)] == expected


def test_keys_go_on_over_the_end_of_what_is_loaded(open_page: Any, termbase: Termbase) -> None:
    """The next pairs are on their way while keys are pressed: those wait, and none is dropped."""
    propose_many(termbase, 104)
    page = opened(open_page("/review"))
    for _ in range(104):
        page.keyboard.press("r")
    stored(page)
    expect(tab(page, "rejected")).to_contain_text("104")
    assert len(decided(termbase)) == 104


def test_the_next_pair_is_there_before_the_server_has_the_last(open_page: Any) -> None:
    page = opened(open_page("/review"))
    page.evaluate(HOLDING)
    page.keyboard.press("a")
    expect(chinese(page)).to_have_text("漲潮條款")
    expect(tab(page, "open")).to_contain_text("2")
    expect(page.locator("#unsent")).to_have_text("1 not stored yet …")
    page.evaluate("letGo()")
    stored(page)


def test_a_key_that_is_held_down_decides_once(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    for _ in range(3):
        page.keyboard.down("r")
    page.keyboard.up("r")
    stored(page)
    assert len(decided(termbase)) == 1


# ---------------------------------------------------------------- what fails comes back

# The browser logs answers of 400 and above as errors; so they are given in its place.
REFUSING = """([path, status, message]) => {
  const real = window.fetch;
  window.fetch = (to, ...rest) => {
    if (!String(to).endsWith(path)) return real(to, ...rest);
    if (!status) return Promise.reject(new TypeError("gone"));
    return Promise.resolve(new Response(JSON.stringify({ error: { message } }), { status }));
  };
  window.mended = () => { window.fetch = real; };
}"""


def test_what_the_server_refuses_comes_back_and_says_so(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.evaluate(REFUSING, ["/candidates/1/judgement", 409, "candidate 1 is rejected already"])
    page.keyboard.press("a")
    expect(page.locator("#said")).to_have_text(
        "Not stored, back in the list: 浮橋效應 = pontoon effect"
    )
    expect(page.locator("#alert")).to_contain_text("candidate 1 is rejected already")
    expect(chinese(page)).to_have_text("漲潮條款")  # keys on their way are for this one
    page.keyboard.press("a")
    stored(page)
    assert (termbase.candidate(1).state, termbase.candidate(2).state) == ("proposed", "approved")
    back = page.locator("#pairs .came-back")
    expect(back).to_contain_text("浮橋效應")
    back.locator("button").click()
    expect(page.locator("#candidate .refused")).to_contain_text("rejected already")
    page.evaluate("mended()")
    page.keyboard.press("r")
    stored(page)
    expect(page.locator("#pairs .came-back")).to_have_count(0)
    assert termbase.candidate(1).state == "rejected"


def test_a_server_that_is_gone_is_waited_for(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.evaluate(REFUSING, ["/judgement", 0, ""])
    page.keyboard.press("a")
    expect(page.locator("#alert")).to_contain_text("The server does not answer")
    page.keyboard.press("r")
    expect(chinese(page)).to_have_text("燈籠議定書")
    page.evaluate("mended()")
    page.get_by_role("button", name="Try again").click()
    stored(page)
    assert [verb for verb, _ in decided(termbase)] == ["approve", "reject"]


def test_what_is_left_unsent_comes_back_whole(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.evaluate(REFUSING, ["/judgement", 503, "busy"])
    for _ in range(3):
        page.keyboard.press("a")
    page.get_by_role("button", name="Leave it").click()
    expect(page.locator("#pairs li")).to_have_count(3)
    expect(page.locator("#pairs .came-back")).to_have_count(3)
    expect(tab(page, "open")).to_contain_text("3")
    assert decided(termbase) == []


# ---------------------------------------------------------------- undo


def test_undo_takes_back_what_is_not_sent_yet(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.evaluate(HOLDING)
    for key in "aru":
        page.keyboard.press(key)
    expect(chinese(page)).to_have_text("漲潮條款")
    page.keyboard.press("u")  # the first is on its way: it is undone behind that
    expect(chinese(page)).to_have_text("浮橋效應")
    page.evaluate("letGo()")
    stored(page)
    assert [verb for verb, _ in decided(termbase)] == ["approve", "undo"]
    assert termbase.count_candidates() == 3


def test_undo_of_what_is_refused_meanwhile(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.evaluate(REFUSING, ["/judgement", 409, "no"])
    page.evaluate(HOLDING)
    page.keyboard.press("a")
    page.keyboard.press("u")
    page.evaluate("letGo()")
    expect(page.locator("#said")).to_contain_text("Not stored, back in the list")
    stored(page)
    expect(page.locator("#pairs li")).to_have_count(3)
    expect(tab(page, "open")).to_contain_text("3")
    assert decided(termbase) == []


def test_the_bar_counts_what_waits(open_page: Any) -> None:
    page = opened(open_page("/review"))
    expect(page.locator("#waiting")).to_have_text("3")
    page.keyboard.press("r")
    expect(page.locator("#waiting")).to_have_text("2")
    page.keyboard.press("u")
    expect(page.locator("#waiting")).to_have_text("3")


def test_undo_of_others_only_by_name(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.keyboard.press("r")
    stored(page)
    termbase.edit(termbase.concept("software"), by="eve")  # somebody edits it meanwhile
    page.keyboard.press("u")
    expect(chinese(page)).to_have_text("浮橋效應")
    stored(page)
    page.keyboard.press("u")
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("The last step here was “edit software” by eve")
    page.keyboard.press("Enter")  # which leaves it
    expect(asked).to_have_count(0)
    assert termbase.steps()[0].verb == "undo" and termbase.steps()[0].summary.startswith("reject")
    page.keyboard.press("u")
    asked.get_by_role("button", name="Take it back").click()
    expect(page.locator("#said")).to_have_text("Taken back: edit software")


# ---------------------------------------------------------------- the card


def test_edges_are_moved_by_keys_in_view_of_the_sentence(
    open_page: Any, termbase: Termbase
) -> None:
    page = opened(open_page("/review"))
    marks = page.locator("#candidate .context mark")
    page.keyboard.press("[")
    expect(marks.first).to_have_text("到浮橋效應")
    for key in ("]", "]", "{"):
        page.keyboard.press(key)
    expect(chinese(page)).to_have_text("橋效")
    page.keyboard.press("}")
    expect(marks.first).to_have_text("橋效應")
    page.keyboard.press("<")
    expect(english(page)).to_have_text("pontoon")
    expect(marks.last).to_have_text("pontoon")
    expect(page.locator("#entered")).to_have_text("was 浮橋效應 = pontoon effect")
    page.keyboard.press("Escape")
    expect(chinese(page)).to_have_text("浮橋效應")
    page.keyboard.press(".")
    expect(english(page)).to_have_text("effect")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Chinese: begin further right").click()
    page.keyboard.press("a")
    stored(page)
    (judgement,) = termbase.judgements(1)
    assert (judgement.decision, judgement.zh, judgement.en) == (
        "amend",
        "橋效應",
        "pontoon effect",
    )


def test_the_form_of_a_dictionary_by_a_key(open_page: Any, termbase: Termbase) -> None:
    text = "他說「一種浮臺」（Floating Rafts）。這裡有 floating rafts。"
    propose(termbase, text, ("「一種浮臺」", "Floating Rafts"))
    page = opened(open_page("/review"))
    expect(page.locator("#entered")).to_contain_text("In a dictionary: 浮臺 = floating raft")
    page.keyboard.press("d")
    expect(chinese(page)).to_have_text("浮臺")
    page.keyboard.press("d")
    expect(chinese(page)).to_have_text("「一種浮臺」")
    page.keyboard.press("d")
    page.keyboard.press("a")
    stored(page)
    entry = termbase.concept("floating-raft")
    assert [t.text for _, t in entry.terms("zh")] == ["浮臺"]


def test_the_entry_that_has_the_pair_is_chosen_and_another_by_a_key(
    open_page: Any, termbase: Termbase
) -> None:
    termbase.add("浮桥效应", "Pontoon Effects", by="eve")
    termbase.add("浮橋作用", "pontoon effect", new=True, by="eve")
    page = opened(open_page("/review"))
    into = page.locator(".into input:checked")
    expect(into).to_have_value("pontoon-effects")
    expect(page.locator(".into")).to_contain_text("浮橋作用")
    page.keyboard.press("m")
    expect(into).to_have_value("pontoon-effect")
    page.keyboard.press("m")
    expect(into).to_have_value("")
    page.keyboard.press("m")
    expect(into).to_have_value("pontoon-effects")
    page.keyboard.press("m")
    page.keyboard.press("a")
    stored(page)
    assert termbase.candidate(1).concept_id == "pontoon-effect"


def test_how_a_memory_uses_a_pair_is_drawn_with_its_numbers(
    open_page: Any, termbase: Termbase
) -> None:
    use = CorpusUse(30, 10, 20, 4, 0.25, 3, 2, ("rafting",), (Rival("浮臺", "float", 9, 0.2),))
    propose(termbase, "這是浮臺（raft）。", ("浮臺", "raft"), use=use)
    page = opened(open_page("/review"))
    rows = page.locator(".use tr")
    expect(rows).to_have_text(
        [
            "both together30",
            "Chinese without the English10",
            "English without the Chinese20",
            "inside a longer pair25%",
            "Translations of the Chinese",
            "raft75%",
            "float20%",
        ]
    )
    widths = page.locator(".use .part").evaluate_all(
        "parts => parts.map((part) => part.width.baseVal.value)"
    )
    assert widths[0] == pytest.approx(3 * widths[1]) and widths[2] == pytest.approx(2 * widths[1])
    expect(page.locator(".use")).to_contain_text("Also written rafting")


def test_what_documents_define_is_shown_and_markup_stays_text(
    open_page: Any, termbase: Termbase
) -> None:
    text = f"所稱浮臺(raft)，指{XSS}。"
    told = TermDefinition("浮臺", (2, 4), f"{XSS}。", (12, len(text)))
    proof = Evidence(
        XSS, "0" * 64, text, text, (2, 4), (5, 9), 1, "gloss", 0.99, zh_definition=told
    )
    with termbase.store.transaction():
        found = Proposal("浮臺", "raft", "term", "gloss", 0.99, (proof,))
        termbase.store.propose([found], XSS, termbase.clock())
    termbase.add("浮臺", f"{XSS}raft", definition=XSS, by="eve")
    page = opened(open_page("/review"))
    expect(page.locator("#candidate .definition")).to_have_text(f"{XSS}。")
    expect(page.locator("#candidate .facts")).to_contain_text(XSS)
    expect(page.locator(".into")).to_contain_text(XSS)
    assert page.locator("img").count() == 0
    assert page.title() == "Review · Glossary"


def test_the_proof_is_checked_again(open_page: Any) -> None:
    page = opened(open_page("/review"))
    page.keyboard.press("w")
    expect(page.locator("#candidate .proofs .holds")).to_have_text("✓ proved")
    page.keyboard.press("w")
    expect(page.locator("#candidate .proofs")).to_have_count(0)


@pytest.mark.parametrize("font", [("浮橋條款", "zh-Hant"), ("浮桥条款", "zh-Hans")])
def test_chinese_is_said_to_be_in_its_script(
    open_page: Any, termbase: Termbase, font: tuple[str, str]
) -> None:
    zh, tag = font
    propose(termbase, f"这里這裡有{zh}（raft clause）。", (zh, "raft clause"))
    page = opened(open_page("/review"))
    expect(chinese(page)).to_have_text(zh)
    assert chinese(page).get_attribute("lang") == tag
    assert page.locator("#pairs [aria-current] [lang]").first.get_attribute("lang") == tag
    page.keyboard.press("e")
    assert page.locator("#amended-zh").get_attribute("lang") == tag


# ---------------------------------------------------------------- many at once


def test_all_that_are_chosen_are_one_step(open_page: Any, termbase: Termbase) -> None:
    propose_many(termbase, 5)
    page = opened(open_page("/review"))
    boxes = page.locator("#pairs input")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator("#chosen")).to_contain_text("3 chosen")
    page.keyboard.press("Escape")
    expect(page.locator("#chosen")).to_have_count(0)
    page.locator("#pairs button").first.click()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("a")
    expect(page.locator("#said")).to_have_text("Approved: 3 pairs")
    stored(page)
    assert decided(termbase) == [("approve", "3 pairs")]
    expect(tab(page, "approved")).to_contain_text("3")
    page.keyboard.press("u")
    stored(page)
    expect(page.locator("#pairs li")).to_have_count(8)
    assert termbase.count_candidates() == 8


def test_all_above_a_confidence_with_a_preview_and_one_undo(
    open_page: Any, termbase: Termbase
) -> None:
    propose_many(termbase, 6)
    page = opened(open_page("/review?text=buoy"))
    page.click("#all-of-these")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Approves 6 pairs as one step")
    expect(preview).to_contain_text("New entries: 6")
    page.fill("#together-least", "99")
    expect(preview).to_contain_text("Approves 1 pair as one step")
    expect(page.locator(".sample li")).to_have_text(["浮標甲 = buoy number 0"])
    page.fill("#together-least", "90")
    expect(preview).to_contain_text("Approves 6 pairs")
    assert decided(termbase) == [], "a preview decides nothing"
    page.click("#together-confirm")
    expect(page.locator("#said")).to_have_text("Approved: 6 pairs")
    expect(page.locator("#nothing")).to_be_visible()
    assert decided(termbase) == [("approve", "6 pairs")]
    page.keyboard.press("u")
    expect(page.locator("#pairs li")).to_have_count(6)
    stored(page)
    assert termbase.count_concepts() == 3


# ---------------------------------------------------------------- finding


def test_filters_stand_in_the_address_with_their_numbers(
    open_page: Any, termbase: Termbase
) -> None:
    page = opened(open_page("/review"))
    expect(page.locator("#filter-kind option")).to_have_text(["all", "term (2)", "title (1)"])
    page.select_option("#filter-kind", "title")
    expect(page.locator("#pairs li")).to_have_count(1)
    page.wait_for_url("**/review?kind=title")
    page.fill("#filter-text", "灯笼")
    page.wait_for_url("**/review?kind=title&text=*")
    expect(chinese(page)).to_have_text("燈籠議定書")
    page.reload()
    expect(page.locator("#pairs li")).to_have_count(1)
    assert page.input_value("#filter-text") == "灯笼"
    page.get_by_role("button", name="clear the filters").click()
    expect(page.locator("#pairs li")).to_have_count(3)
    page = opened(open_page("/review?least=0.9&document=memo.txt"))
    expect(page.locator("#pairs li")).to_have_count(2)
    assert page.input_value("#filter-least") == "0.9"


def test_what_is_decided_is_found_and_changed(open_page: Any, termbase: Termbase) -> None:
    termbase.judge(1, "approve", by="eve", note="sure")
    page = opened(open_page("/review"))
    tab(page, "approved").click()
    page.wait_for_url("**/review?state=approved")
    expect(chinese(page)).to_have_text("浮橋效應")
    expect(page.locator(".judgements")).to_contain_text("approved 浮橋效應 = pontoon effect eve")
    page.keyboard.press("r")
    expect(page.locator("#nothing")).to_be_visible()
    stored(page)
    assert termbase.candidate(1).state == "rejected" and termbase.count_concepts() == 3
    tab(page, "rejected").click()
    expect(chinese(page)).to_have_text("浮橋效應")
    page.keyboard.press("u")
    stored(page)
    assert termbase.candidate(1).state == "approved"
    expect(page.locator("#nothing")).to_be_visible()


def test_what_is_on_its_way_is_found_where_it_goes(open_page: Any) -> None:
    page = opened(open_page("/review"))
    page.evaluate(HOLDING)
    page.keyboard.press("a")
    expect(chinese(page)).to_have_text("漲潮條款")
    tab(page, "approved").click()
    page.evaluate("letGo()")
    expect(chinese(page)).to_have_text("浮橋效應")
    expect(tab(page, "open")).to_contain_text("2")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("Taken back: 浮橋效應 = pontoon effect")
    stored(page)
    tab(page, "open").click()
    expect(page.locator("#pairs li")).to_have_count(3)


def test_who_skipped_a_pair_is_shown_with_it(open_page: Any, termbase: Termbase) -> None:
    termbase.judge(2, "skip", by="eve")
    page = opened(open_page("/review?state=skipped"))
    expect(chinese(page)).to_have_text("漲潮條款")
    expect(page.locator("#candidate .facts")).to_contain_text("skipped by eve")
    page.keyboard.press("a")
    stored(page)
    assert termbase.candidate(2).state == "approved"


def test_the_sum_of_the_sitting_stands_at_its_end(open_page: Any) -> None:
    page = opened(open_page("/review"))
    for key in "aar":
        page.keyboard.press(key)
    summary = page.locator("#summary")
    expect(summary).to_contain_text("3 pairs decided: 2 approved, 0 amended, 1 rejected; 0 skipped")
    expect(summary.locator("tbody tr")).to_have_text(["61%0%1", "95%100%2"])
    expect(summary.locator("circle")).to_have_count(2)


# ---------------------------------------------------------------- help, languages, a phone


def test_the_keys_are_told(open_page: Any, termbase: Termbase) -> None:
    page = opened(open_page("/review"))
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog")
    expect(help_).to_contain_text("take the last decision back")
    page.keyboard.press("a")  # not for what stands behind it
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    assert decided(termbase) == []


@pytest.mark.parametrize(
    ("locale", "approve", "said"),
    [("zh-TW", "核可", "已核可：浮橋效應"), ("zh-CN", "通过", "已通过：浮橋效應")],
)
def test_in_chinese(open_page: Any, locale: str, approve: str, said: str) -> None:
    page = opened(open_page("/review", locale=locale))
    expect(page.locator("[data-action=approve]")).to_contain_text(approve)
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text(said)
    stored(page)


def test_with_one_thumb(open_page: Any, termbase: Termbase) -> None:
    propose_many(termbase, 20)
    page = opened(open_page("/review", **PHONE))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    buttons = page.locator(".decide button:visible")
    expect(buttons).to_have_count(5)
    for box in (buttons.nth(at).bounding_box() for at in range(5)):
        assert box["y"] > 780 / 2 and box["y"] + box["height"] <= 780, "in reach of a thumb"
        assert box["height"] >= 44 and box["width"] >= 44
    for name in ("approve", "reject", "undo", "skip"):
        page.locator(f"[data-action={name}]").tap()
    stored(page)
    assert [verb for verb, _ in decided(termbase)] == ["approve", "reject", "undo", "skip"]
    page.get_by_role("button", name="English: end further left").tap()
    expect(english(page)).to_have_text("buoy number")
