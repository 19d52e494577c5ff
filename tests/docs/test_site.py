"""The site of `docs/` builds without a warning, and its pages request nothing from other hosts.

The generator is not part of the program; DOCS_PYTHON names the Python that has it.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pages import DOCS, ROOT

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
LOADED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?([^"' >]+)|
    <link\b[^>]*\bhref=["']?([^"' >]+)|url\(["']?([^"')]+)|@import\s+["']([^"']+)""",
    re.X,
)
FOUND_IN_SEARCH = """() => [...document.querySelectorAll("*")].filter(e => e.shadowRoot)
    .flatMap(e => [...e.shadowRoot.querySelectorAll("a")]).map(a => a.href)"""


def missing(what: str) -> None:
    """Skip in development what is missing; fail in CI."""
    message = f"{what} is not installed: the site is not tested"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def generator() -> list[str]:
    python = os.environ.get("DOCS_PYTHON") or sys.executable
    if python == sys.executable and find_spec("zensical") is None:
        missing("zensical (DOCS_PYTHON names the Python that has it)")
    return [python, "-m", "zensical"]


def built(folder: Path) -> subprocess.CompletedProcess[str]:
    """A build of the pages in `folder`."""
    command = [*generator(), "build", "--strict"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    return folder


@pytest.fixture(scope="module")
def site(sources: Path) -> Path:
    done = built(sources)
    assert done.returncode == 0, done.stdout + done.stderr
    return sources / "site"


def test_every_page_is_built(site: Path) -> None:
    assert {f"{page.stem}.html" for page in DOCS} <= {page.name for page in site.glob("*.html")}


def test_pages_and_styles_load_only_what_lies_beside_them(site: Path) -> None:
    loaded = [
        (file.name, address)
        for file in (*site.rglob("*.html"), *site.rglob("*.css"))
        for groups in LOADED.findall(file.read_text(encoding="utf-8"))
        for address in groups
        if address
    ]
    assert len(loaded) > len(DOCS)
    assert [each for each in loaded if "//" in each[1] and not each[1].startswith("data:")] == []


def test_a_link_that_leads_nowhere_fails_the_build(sources: Path, tmp_path: Path) -> None:
    shutil.copytree(sources / "docs", tmp_path / "docs")
    shutil.copy(sources / "zensical.toml", tmp_path)
    with (tmp_path / "docs" / "faq.md").open("a", encoding="utf-8") as page:
        page.write("\nSee [there](nowhere.md).\n")
    assert built(tmp_path).returncode != 0


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if sync_playwright is None:
        missing("playwright")
    if not CHROMIUM.exists():
        missing(str(CHROMIUM))
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def asked(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """(page, what it requested from other hosts)."""
    context = browser.new_context()
    page, elsewhere = context.new_page(), list[str]()
    page.on("request", lambda r: None if r.url.startswith(address) else elsewhere.append(r.url))
    yield page, elsewhere
    context.close()


def test_reading_every_page_asks_no_host(asked: tuple[Page, list[str]], address: str) -> None:
    page, elsewhere = asked
    for each in DOCS:
        page.goto(f"{address}{each.stem}.html", wait_until="networkidle")
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize("query", ["錨泊區", "困境", "threshold"])
def test_search_finds_chinese_and_english(
    asked: tuple[Page, list[str]], address: str, query: str
) -> None:
    page, elsewhere = asked
    page.goto(f"{address}index.html", wait_until="networkidle")
    page.keyboard.press("/")
    page.wait_for_timeout(500)
    page.keyboard.type(query)
    page.wait_for_function(f"({FOUND_IN_SEARCH})().length > 0", timeout=15_000)
    assert all(found.startswith(address) for found in page.evaluate(FOUND_IN_SEARCH))
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []
