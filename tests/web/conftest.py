"""The desk in a real browser: what users see and the keys they press."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from api import create_app
from glossary.termbase import Termbase
from tests.small import small_termbase

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:
    sync_playwright = None  # type: ignore[assignment]
else:
    expect.set_options(timeout=60_000)  # milliseconds; a busy machine is slow, not wrong

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
WAIT = 60_000  # milliseconds until a test gives up on the page

Opened = Callable[..., "Page"]
"""Opens an address of the desk: `open_page("/review", locale="zh-TW")`."""


def missing(what: str) -> None:
    """Skip in development what is missing; fail in CI."""
    message = f"{what} is not installed: the desk is not tested in a browser"
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


def node_modules(package: str) -> Path:
    """The folder that NODE_MODULES names, where `npm install` put what tests alone need."""
    folder = Path(os.environ.get("NODE_MODULES", "nowhere"))
    if not (folder / package).exists():
        missing(f"{package} (NODE_MODULES names the folder that `npm install {package}` fills)")
    return folder


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with small_termbase(tmp_path / "terms.db") as opened:
        yield opened


@contextmanager
def serving(termbase: Termbase, **options: str) -> Iterator[str]:
    """The address of a server of this termbase."""
    server = make_server("127.0.0.1", 0, create_app(termbase, **options), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def address(termbase: Termbase) -> Iterator[str]:
    with serving(termbase) as served:
        yield served


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Opened]:
    """Pages that must neither log an error nor request anything from another host."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "blob:", "data:")):
            complaints.append(request.url)

    def opened(path: str = "/", locale: str = "en-GB", **options: object) -> Page:
        context = browser.new_context(locale=locale, **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", heard)
        page.on("request", asked)
        page.goto(f"{address}{path}")
        page.locator("h1").first.wait_for(state="attached")  # its module is loaded when needed
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
