"""Every view in every state for everybody: axe-core's rules, a narrow screen, keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from glossary.termbase import Termbase
from tests.states import STATES, choose, filled_termbase, settled, show
from tests.web.conftest import WAIT, node_modules, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

expect: Any = pytest.importorskip("playwright.sync_api").expect
RUN = """async (rules) => (await axe.run(document, rules)).violations.map((fault) => ({
    rule: fault.id, help: fault.help, at: fault.nodes.map((node) => node.html.slice(0, 200)),
    why: fault.nodes[0].failureSummary }))"""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
FORGETFUL = "if (location.host) { localStorage.clear(); sessionStorage.clear(); }"
WIDE: ViewportSize = {"width": 1200, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, str]]:
    """Where an empty (True) and a filled (False) termbase are served."""
    folder = tmp_path_factory.mktemp("desk")
    with (
        filled_termbase(folder / "filled.db") as filled,
        Termbase.open(folder / "empty.db") as empty,
        serving(filled) as full_address,
        serving(empty) as empty_address,
    ):
        yield {True: empty_address, False: full_address}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """For a person who wants no motion; all states are shown in it, one after the other."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", viewport=WIDE)
    opened = context.new_page()
    opened.add_init_script(FORGETFUL)
    opened.set_default_timeout(WAIT)
    yield opened
    context.close()


@pytest.fixture(scope="module", params=STATES, ids=[state.name for state in STATES])
def shown(page: Page, addresses: dict[bool, str], request: pytest.FixtureRequest) -> Page:
    """The page in each state; what is asked of a state is asked of the same page."""
    page.set_viewport_size(WIDE)
    page.goto("about:blank")
    show(page, addresses[request.param.is_empty], request.param)
    return page


# ---------------------------------------------------------------- axe-core


@pytest.fixture(scope="session")
def axe() -> str:
    return (node_modules("axe-core") / "axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_rule_of_axe_is_broken(axe: str, shown: Page, viewport: ViewportSize) -> None:
    shown.set_viewport_size(viewport)
    choose(shown, theme="light", language="en")
    shown.evaluate(axe)
    assert shown.evaluate(RUN, {}) == []
    choose(shown, theme="dark")
    assert shown.evaluate(RUN, COLOURS) == []


def test_axe_would_find_a_fault(axe: str, page: Page, addresses: dict[bool, str]) -> None:
    show(page, addresses[False], STATES[0])
    choose(page, theme="light")
    page.evaluate(axe)
    page.evaluate(
        """() => document.querySelector("main").append(Object.assign(
            document.createElement("p"), { textContent: "pale" }))"""
    )
    page.evaluate("() => { document.querySelector('main > p:last-child').style.color = '#eee'; }")
    assert [fault["rule"] for fault in page.evaluate(RUN, COLOURS)] == ["color-contrast"]


# ---------------------------------------------------------------- room

WIDER = """() => {
    const room = document.documentElement.clientWidth;
    const out = document.documentElement.scrollWidth - room;
    if (out <= 0) return [];
    const over = [...document.querySelectorAll("body *")].filter(
        (each) => each.getBoundingClientRect().right > room + 1);
    return [`${out} px too wide`, ...over.slice(0, 5).map((each) => each.outerHTML.slice(0, 120))];
}"""
NARROW: ViewportSize = {"width": 360, "height": 640}
ZOOMED: ViewportSize = {"width": 600, "height": 400}  # what a screen of 1200 × 800 has at 200 %


@pytest.mark.parametrize("viewport", [NARROW, ZOOMED], ids=["360", "zoomed"])
def test_nothing_scrolls_sideways(shown: Page, viewport: ViewportSize) -> None:
    shown.set_viewport_size(viewport)
    for language in ("zh-Hant", "en"):
        choose(shown, language=language)
        assert shown.evaluate(WIDER) == [], language


def test_the_bar_is_one_line_on_a_laptop(page: Page, addresses: dict[bool, str]) -> None:
    page.set_viewport_size(WIDE)
    show(page, addresses[False], STATES[0])
    for language in ("zh-Hant", "zh-Hans", "en"):
        choose(page, language=language)
        tops = page.locator(".bar a, .bar select, .bar summary").evaluate_all(
            "(all) => all.filter((each) => each.checkVisibility()).map((each) => {"
            " const box = each.getBoundingClientRect(); return (box.top + box.bottom) / 2; })"
        )
        assert max(tops) - min(tops) < 12, language


def test_a_phone_shows_where_in_the_bar_one_is(page: Page, addresses: dict[bool, str]) -> None:
    page.set_viewport_size(PHONE)
    for path, name in (("/overview", "Overview"), ("/", "Look up")):
        page.goto(f"{addresses[False]}{path}")
        choose(page, language="en")
        here = page.get_by_role("link", name=name, exact=True)
        expect(here).to_be_in_viewport(ratio=0.9)


def test_nothing_moves_while_one_types(page: Page, addresses: dict[bool, str]) -> None:
    """Around the results all stays where it is, and the box is as high in either language."""
    page.set_viewport_size(WIDE)
    show(page, addresses[False], STATES[0])
    choose(page, language="en")
    places = "() => [...document.querySelectorAll('#q, .filter, .compact, #found')].map((each) => {"
    places += " const { x, y, width, height } = each.getBoundingClientRect();"
    places += " return each.id === 'found' ? [x, y] : [x, y, width, height]; })"
    empty = page.evaluate(places)
    for query in ("tide gate", "潮閘", "sextants"):
        page.fill("#q", query)
        page.locator("#results .found, #nothing").first.wait_for()
        settled(page)
        assert page.evaluate(places) == empty, query


# ---------------------------------------------------------------- motion

MOVING = """() => [...document.querySelectorAll("*")].filter((each) => {
    const style = getComputedStyle(each);
    return style.animationName !== "none" || style.transitionDuration.split(", ").some(parseFloat);
}).map((each) => each.outerHTML.slice(0, 120))"""


def test_nothing_moves_for_who_wants_no_motion(shown: Page) -> None:
    assert shown.evaluate(MOVING) == []


# ---------------------------------------------------------------- type

UNSAID = """() => {
    const isChinese = (text, element) => /\\p{Script=Han}/u.test(text)
        && !element.closest("noscript") && !element.closest("[lang]").lang.startsWith("zh");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        if (isChinese(data, parentElement)) found.push(data);
    }
    for (const field of document.querySelectorAll("input, textarea"))
        if (isChinese(field.value, field)) found.push(`${field.id} ${field.value}`);
    return found;
}"""


def test_chinese_is_said_to_be_chinese(shown: Page) -> None:
    """The browser takes the font by it, and a reader aloud the voice."""
    choose(shown, language="en")
    assert shown.evaluate(UNSAID) == []


# ---------------------------------------------------------------- keys alone

REACHABLE = """() => {
    const all = "a[href], button, input, select, textarea, summary, [tabindex]";
    const groups = new Set();
    const room = document.querySelector("dialog:modal") ?? document;  // nothing else can be reached
    return [...room.querySelectorAll(all)].filter((each) => {
        const isSeen = each.checkVisibility({ visibilityProperty: true });
        if (each.tabIndex < 0 || each.disabled || !isSeen) return false;
        if (each.type !== "radio") return true;
        const first = !groups.has(each.name);
        groups.add(each.name);
        return first;  // arrows lead to the others of its group
    }).map((each) => {
        each.dataset.reached = "no";
        return each;
    }).length;
}"""
REACHED = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    if (here.type === "radio") for (const each of document.getElementsByName(here.name))
        if (each.dataset.reached) each.dataset.reached = "yes";
    const seen = here.dataset.reached === "yes" && here.type !== "radio";
    here.dataset.reached = "yes";
    const style = getComputedStyle(here);
    return { seen, at: here.outerHTML.slice(0, 160),
        marked: here.type === "date"  // the browser marks the part of it that is reached
            || style.outlineStyle !== "none" || style.boxShadow !== "none" };
}"""
LEFT = """() => [...document.querySelectorAll("[data-reached=no]")]
    .map((each) => each.outerHTML.slice(0, 160))"""


def test_the_tabulator_leads_everywhere_and_is_seen(shown: Page) -> None:
    """Through all of the page and out again: no trap, and a mark where one is."""
    page = shown
    page.set_viewport_size(WIDE)
    page.evaluate("document.activeElement.blur()")
    count = page.evaluate(REACHABLE)
    assert count > 0
    unmarked = []
    for _ in range(2 * count + 5):  # it begins where the focus was last, and goes round
        page.keyboard.press("Tab")
        here = page.evaluate(REACHED)
        if here and not here["marked"]:
            unmarked.append(here["at"])
        if not page.evaluate(LEFT):
            break
    assert page.evaluate(LEFT) == []
    assert unmarked == []
