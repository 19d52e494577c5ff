"""Every view of the desk in its main states, one a line: what is looked at in all of them reads
this list. A new view or state is one more line."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import documents
from glossary.operations import hooks
from glossary.store.base import DeadLetter, Hook
from glossary.termbase import Termbase
from tests.small import MEMO, entry, section, small_termbase

with suppress(ImportError):  # who has no browser reads the list all the same
    from playwright.sync_api import TimeoutError

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

Act = Callable[["Page"], object]
SHA = documents.parse(MEMO.encode(), "memo.txt").sha256
TEXT = "引水人更新了軟體，並看了潮閘與 tide gate。"
LISTENING = 3_000  # milliseconds without an end of what is asked for
TABLE = "en,zh-Hant-TW\ntide gate,潮閘\nquay,碼頭\n".encode()
LONG = "antidisestablishmentarianism" * 6  # no place in it where a line may end
ASKED = """([status, message]) => {
    const real = window.fetch;
    const body = JSON.stringify({ error: { message } });
    window.fetch = (to, ...rest) => String(to).includes("/terms?")
        ? Promise.resolve(new Response(body, { status })) : real(to, ...rest);
}"""
"""Look-ups are refused so, without a request."""


@dataclass(frozen=True)
class State:
    """A state of a view: its address, what is done there, and the selector of what is then seen."""

    name: str
    address: str
    seen: str
    act: Act = lambda page: None
    is_empty: bool = False
    """Whether the termbase has nothing in it."""


def clicks(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def fills(selector: str, text: str) -> Act:
    return lambda page: page.fill(selector, text)


def checks(source: str, target: str) -> Act:
    return lambda page: (page.fill("#source", source), page.fill("#target", target))


def presses(selector: str, key: str) -> Act:
    return lambda page: page.locator(selector).first.press(key)


def adds(url: str) -> Act:
    """Add a hook."""
    return then(fills("#hook-url", url), presses("#hook-url", "Enter"))


def key(key: str, when: str) -> Act:
    """Press a key that is for the page, when what it acts on is there."""
    return lambda page: (page.locator(when).first.wait_for(), page.keyboard.press(key))


def asks(status: int, message: str = "as the server says it") -> Act:
    """Look a term up that the server refuses."""
    return lambda page: (page.evaluate(ASKED, [status, message]), page.fill("#q", "tide"))


def offers(field: str, content: bytes) -> Act:
    file: FilePayload = {"name": "terms.csv", "mimeType": "text/csv", "buffer": content}
    return lambda page: page.set_input_files(field, [file])


def sets(**settings: str) -> Act:
    return lambda page: choose(page, **settings)


def then(*acts: Act) -> Act:
    return lambda page: [act(page) for act in acts]


def looks_again(page: Page) -> None:
    """Look up, so that it is remembered, and clear the box."""
    page.press("#q", "Enter")
    page.locator("#copied.shown").wait_for()
    page.fill("#q", "")


def moves_nowhere(page: Page) -> None:
    page.evaluate(
        "history.pushState(null, '', '/none'); dispatchEvent(new PopStateEvent('popstate'))"
    )


STATES = (
    State("look-up", "/", "#beginning"),
    State("look-up-first-visit", "/", ".first-visit", is_empty=True),
    State("look-up-results", "/?q=tide gate", "#results .card"),
    State("look-up-many", "/?q=*t*", "#results .card"),
    State("look-up-table", "/?q=*t*", ".found-table", sets(compact="yes")),
    State("look-up-narrowed", "/?q=*t*&subject=harbours", ".narrowing .link"),
    State("look-up-proof", "/?q=tide gate", ".found [aria-expanded=true]", clicks(".about .link")),
    State("look-up-copied", "/?q=tide gate", "#copied.shown", presses("#q", "Enter")),
    State("look-up-queries", "/?q=tide gate", "#last-queries", looks_again),
    State("look-up-nothing", "/?q=sextants", "#nothing"),
    State("look-up-nothing-long", f"/?q={LONG}", "#nothing"),
    State("look-up-asked-for", "/?q=sextants", "#nothing [role=status]", clicks("#wish")),
    State("settings", "/?q=tide gate", ".settings[open] .panel", clicks("#settings")),
    State("alert", "/", ".told .main", asks(503)),
    State("alert-long", "/", ".told", asks(409, LONG)),
    State("token", "/", "#unlock", asks(401)),
    State("no-such-page", "/", "main > .empty", moves_nowhere),
    State("review", "/review", "#candidate"),
    State("review-editing", "/review", "#amended-zh", key("e", "#candidate")),
    State("review-proof", "/review", "#candidate .proofs", key("w", "#candidate")),
    State("review-chosen", "/review", "#chosen", key("x", "#candidate")),
    State("review-help", "/review", "#help", key("?", "#candidate")),
    State("review-together", "/review", "#together", clicks("#all-of-these:enabled")),
    State("review-approved", "/review?state=approved", "#candidate"),
    State("review-rejected", "/review?state=rejected", "#nothing"),
    State("review-empty", "/review", "#nothing", is_empty=True),
    State("recognise", "/recognise", "#text"),
    State("recognise-marked", "/recognise", "#terms", fills("#text", TEXT)),
    State("recognise-none", "/recognise", "#recognised", fills("#text", "nothing here " + LONG)),
    State(
        "term-card",
        "/recognise",
        "#term-card",
        then(fills("#text", TEXT), clicks("#marked mark:last-child")),
    ),
    State("check", "/check", "#check-file"),
    State("check-found", "/check", "#findings .finding", checks("The tide gate.", "水門。")),
    State("check-nothing", "/check", "#checked", checks("The tide gate.", "潮閘。")),
    State("lint", "/lint", "#lint-file"),
    State(
        "lint-found", "/lint", "#findings .finding", fills("#lint-text", "用鼠標打開文件。視頻。")
    ),
    State("memory", "/memory", "#sentence-q"),
    State("memory-alike", "/memory?q=燈籠議定書在夏天簽署。", "#matches .card"),
    State("memory-pieces", "/memory?q=我們說的燈籠議定書在去年並沒有人簽署過", "#pieces .card"),
    State("memory-nothing", "/memory?q=sextants", "#remembered:not(:empty)"),
    State("concordance", "/memory?q=lantern&how=concordance", "#matches mark"),
    State("documents", "/documents", "#documents"),
    State("documents-none", "/documents", "#documents-drop", is_empty=True),
    State("document", f"/documents/{SHA}", "#document-about"),
    State("import", "/import", "#import-file"),
    State("import-seen", "/import", "#import-run", offers("#import-file", TABLE)),
    State("import-refused", "/import", "main", offers("#import-file", b"nothing")),
    State("export", "/export", "#profile"),
    State("overview", "/overview", "#ov-done"),
    State("overview-empty", "/overview", "h1", is_empty=True),
    State("wanted", "/wanted", "#wanted"),
    State("wanted-nothing", "/wanted", "main .empty", is_empty=True),
    State("conflicts", "/conflicts", "#waiting-conflicts"),
    State("conflicts-none", "/conflicts", "main .empty", is_empty=True),
    State("jobs", "/jobs", "h1, #job-list"),
    State("hooks", "/hooks", "#hooks .letters"),
    State("hooks-letters", "/hooks", ".letters li", clicks(".letters summary")),
    State("hooks-removing", "/hooks", ".remove-now", clicks("#hooks .remove")),
    State("hooks-refused", "/hooks", "#hook-new .refused p", adds("https://localhost/in")),
    State("hooks-added", "/hooks", "#hook-secret code", adds("https://example.org/in")),
    State("hooks-none", "/hooks", "#hooks-said:not(:empty)", is_empty=True),
    State("history", "/history", "#steps"),
    State("history-empty", "/history", "main .empty", is_empty=True),
    State("entry-uses", "/concepts/lantern-protocol?act=uses", "#uses-counts + *, #uses .card"),
    State(
        "entry-replace",
        "/concepts/software?act=uses&term=軟體",
        "#replacing",
        clicks("#uses summary"),
    ),
    State("entry", "/concepts/software", "#comments"),
    State("entry-mined", "/concepts/lantern-protocol", "#proof .holds"),
    State("entry-edit", "/concepts/software?act=edit", "#save"),
    State("entry-history", "/concepts/tide-gate?act=history", "#revisions"),
    State("entry-merge", "/concepts/software?act=merge&with=tide-gate", "#merging"),
    State("entry-deleted", "/concepts/port-pilot", "#revive"),
    State("entry-unknown", "/concepts/nobody-has-it", "main .empty"),
    State("entry-new", "/concepts/new?zh=六分儀", "#save"),
    State("entry-known", "/concepts/new?zh=軟體", ".known p"),
)


@contextmanager
def filled_termbase(path: Path) -> Iterator[Termbase]:
    """The small termbase with something in every view: look-ups in vain, a conflict, a decision."""
    with small_termbase(path) as termbase:
        for query in ("sextant", "sextant", "六分儀"):
            termbase.search(query)
        lantern = termbase.candidates()[-1]
        termbase.judge(lantern.id, "approve", by="ada")
        termbase.comment("software", "香港用「軟件」。", by="bo")
        termbase.create(entry("port-pilot", section("en", "coxswain")), by="bo")
        termbase.delete("port-pilot", by="ada")
        dispute(termbase)
        add_hooks(termbase)
        yield termbase


def add_hooks(termbase: Termbase) -> None:
    """One hook that takes all, one that fails and has dead letters, one that is paused."""
    store, at = termbase.store, termbase.clock()
    hooks.add(store, Hook("https://cat.example.org/in", ("entry", "unit"), by="ada", created_at=at))
    long = f"https://hooks.example.org/{LONG}"
    failing = hooks.add(store, Hook(long, by="bo", created_at=at))
    told = replace(failing, tries=3, error="answered 503 Service Unavailable", delivered_at=at)
    with store.transaction():
        store.put_hook(replace(told, position=2))
        for n in (0, 1):
            store.new_dead_letter(DeadLetter(failing.id, n, n + 1, "no answer in 10 s", at))
    hooks.pause(store, hooks.add(store, Hook("https://old.example.org/in", created_at=at)).id)


def dispute(termbase: Termbase) -> None:
    """An entry is changed here and, otherwise, in a file that went out and comes back."""
    file = io.BytesIO()
    termbase.write(file, "csv", format="csv")
    termbase.edit(replace(termbase.concept("tide-gate"), note="我們的附註"), by="bo")
    theirs = file.getvalue().decode("utf-8-sig").replace("tide-gate,harbours", "tide-gate,canals")
    termbase.edit(replace(termbase.concept("tide-gate"), subject="ports"), by="bo")
    termbase.read("from-client.csv", theirs.encode(), by="eve")


def show(page: Page, address: str, state: State) -> None:
    """Bring a page to a state of the desk that is served at an address."""
    page.goto(f"{address}{state.address}")
    page.locator("h1, main > .empty").first.wait_for(state="attached")
    state.act(page)
    page.locator(state.seen).first.wait_for(state="attached")
    settled(page)


def choose(page: Page, **settings: str) -> None:
    """Set what a person sets once, at a page that is open: `language`, `theme`, ..."""
    setting = """async (chosen) => {
        const { set } = await import("/static/desk/settings.js");
        for (const [name, value] of Object.entries(chosen)) set(name, value);
    }"""
    page.evaluate(setting, settings)
    if language := settings.get("language"):
        page.wait_for_function("(wanted) => document.documentElement.lang === wanted", arg=language)
    drawn(page)


def settled(page: Page) -> None:
    """Wait until what was asked for is there and drawn."""
    with suppress(TimeoutError):  # a view may listen to its server for as long as it is open
        page.wait_for_load_state("networkidle", timeout=LISTENING)
    drawn(page)


def drawn(page: Page) -> None:
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
