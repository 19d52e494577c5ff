"""The desk in a browser: python tests/benchmarks/bench_desk.py [--concepts 100000]
    [--keys 200] [--db FILE]

Fills a termbase with generated concepts, serves it in a process of its own and types queries into
the look-up of a Chromium, a key at a time. Prints, as median and p95 in milliseconds: from a key to
the first result shown (the frame in which it is drawn), beside a plain GET of the same address from
the same page in the same run; what the page does itself, without waiting for the server; how far
anything shifted while typing (Cumulative Layout Shift); and the page's own weight, compressed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from api.sent import sent
from glossary.termbase import Termbase
from tests.benchmarks.bench_search import concepts
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STATIC = Path(__file__).parents[2] / "api" / "web" / "static"
CHROMIUM = "/usr/bin/chromium"
WATCH = """() => {
    const drawn = () => new Promise((done) => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => done(performance.now());
        requestAnimationFrame(() => painted.port2.postMessage(0));  // heard when it is drawn
    });
    window.moved = { frame: 0, results: 0, what: [] };
    new PerformanceObserver((seen) => {
        for (const entry of seen.getEntries()) {
            const outside = entry.sources.filter(({ node }) =>
                !(node?.nodeType === 1 ? node : node?.parentElement)?.closest("#results, #more"));
            window.moved[outside.length ? "frame" : "results"] += entry.value;
            window.moved.what.push(...outside.map(({ node }) => node?.id || node?.className));
        }
    }).observe({ type: "layout-shift", buffered: true });
    const real = window.fetch;
    window.fetch = async (to, ...rest) => {
        if (!String(to).includes("/terms?")) return real(to, ...rest);
        const asked = performance.now();
        const answer = await real(to, ...rest);
        const read = answer.json.bind(answer);
        answer.json = async () => {
            const json = await read();
            const answered = performance.now();
            drawn().then((shown) => window.tell({
                url: String(to), total: json.total, asking: asked - window.key,
                answering: answered - asked, showing: shown - answered, all: shown - window.key }));
            return json;
        };
        return answer;
    };
    window.next = () => (window.told = new Promise((done, late) => {
        window.tell = done;
        setTimeout(() => late(new Error("no answer to a key")), 20_000);
    }), null);
    const pressed = (event) => { window.key = event.timeStamp; };
    document.addEventListener("keydown", pressed, true);
    document.addEventListener("compositionend", pressed, true);
}"""
PLAIN = """async (url) => {
    const start = performance.now();
    await (await fetch(url + "&")).json();
    return performance.now() - start;
}"""
WORDS = 40  # how many queries the keys are of


def typed(asked: argparse.Namespace) -> list[str]:
    """Queries as they are typed: terms of the concepts that are there, in either language."""
    chance = random.Random(1)
    entries = list(concepts(asked.concepts, random.Random(asked.concepts)))
    chosen = chance.sample(entries, WORDS)
    return [entry.languages[at % 2].terms[0].text.split()[0][:8] for at, entry in enumerate(chosen)]


def filled(path: Path, count: int) -> None:
    with Termbase.open(path) as termbase, termbase.store.transaction():
        step = termbase.store.new_step("import", "", termbase.clock())
        termbase.store.put_concepts(concepts(count, random.Random(count)), step)


def press(page: Page, key: str) -> None:
    """A key; a Chinese character as an input method gives it."""
    if ord(key) < 128:
        page.keyboard.press("Space" if key == " " else key)
        return
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "x", "selectionStart": 1, "selectionEnd": 1})
    client.send("Input.insertText", {"text": key})
    client.detach()


def keys(page: Page, queries: Iterable[str], count: int) -> list[dict[str, Any]]:
    """What happened at each key: milliseconds until it was asked, answered and shown; and a plain
    GET of the same."""
    seen = []
    for query in queries:
        page.fill("#q", "")
        for key in query:
            page.evaluate("window.next()")
            press(page, key)
            told = page.evaluate("window.told")
            assert not told["total"] or page.locator("#results .found").count()
            seen.append({**told, "plain": page.evaluate(PLAIN, told["url"])})
            if len(seen) == count:
                return seen
    return seen


# ---------------------------------------------------------------- what is printed


def line(name: str, times: list[float], of: list[float] | None = None) -> None:
    cuts = statistics.quantiles(times, n=20)
    ratio = f"   {statistics.median(times) / statistics.median(of):5.2f} of a GET" if of else ""
    print(f"{name:34} {statistics.median(times):7.1f} {cuts[-1]:7.1f}{ratio}")


def weights() -> dict[str, int]:
    """Bytes sent of all that the desk may load, with the heaviest of its catalogues alone."""
    files = [f for f in STATIC.rglob("*") if f.suffix in (".js", ".css", ".ftl", ".svg")]
    sizes = {f: len(sent(f).compressed) for f in files}
    of = {
        kind: sum(sizes[f] for f in files if f.suffix == kind) for kind in (".js", ".css", ".svg")
    }
    return {**of, ".ftl": max(size for f, size in sizes.items() if f.suffix == ".ftl")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--concepts", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--db", type=Path, help="filled where it is not there yet, and kept")
    asked = parser.parse_args()
    weight = weights()
    print(f"weight, compressed: {sum(weight.values()):,} bytes {weight}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = asked.db or Path(folder) / "desk.db"
        if not database.exists():
            filled(database, asked.concepts)
        with served(database) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.goto(f"http://127.0.0.1:{server.port}/")
            page.locator("#q").wait_for()
            page.evaluate(WATCH)
            seen = keys(page, typed(asked), asked.keys)
            moved = page.evaluate("window.moved")
            opening(browser, f"http://127.0.0.1:{server.port}/?q=tra")
            browser.close()
    report(seen, moved)


def opening(browser: Browser, address: str) -> None:
    """From the address to the first result, with nothing kept in the browser."""
    took, files = [], 0
    for _ in range(5):
        page = browser.new_page()
        page.goto(address)
        page.locator("#results .card").first.wait_for()
        took.append(page.evaluate("performance.now()"))
        files = page.evaluate("performance.getEntriesByType('resource').length")
        page.close()
    print(f"{files} files; opened with a result in {statistics.median(took):.0f} ms (median of 5)")


def report(seen: list[dict[str, Any]], moved: dict[str, Any]) -> None:
    plain = [each["plain"] for each in seen]
    print(f"{len(seen)} keys{'median':>36}{'p95':>8}")
    line("plain GET", plain)
    line("key to first result shown", [each["all"] for each in seen], plain)
    line("  of it: key to request", [each["asking"] for each in seen])
    line("  of it: request to answer", [each["answering"] for each in seen], plain)
    line("  of it: answer to frame drawn", [each["showing"] for each in seen])
    print(
        f"layout shift while typing: {moved['frame']:.4f} {sorted(set(moved['what']))[:9]}; "
        f"results that change place: {moved['results']:.4f}"
    )


if __name__ == "__main__":
    main()
