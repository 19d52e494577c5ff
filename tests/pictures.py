"""`python -m tests.pictures FOLDER`: every view of the desk in every state, as a person sees it.

Each state of `tests.states` in three languages, light and dark, on a desktop and on a phone, as
`STATE.LANGUAGE.THEME.SCREEN.png`: sorted by name, the twelve pictures of a state stand together.
`--only TEXT` takes the states whose names begin so; `--language`, `--theme`, `--screen` take one.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from glossary.termbase import Termbase
from tests.states import STATES, State, choose, filled_termbase, show
from tests.web.conftest import CHROMIUM, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
THEMES = ("dark", "light")
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1200, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}


def wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--screen", choices=SCREENS)
    return parser.parse_args()


@contextmanager
def served() -> Iterator[dict[bool, str]]:
    """Where an empty (True) and a filled (False) termbase are served."""
    with (
        tempfile.TemporaryDirectory() as folder,
        filled_termbase(Path(folder) / "filled.db") as filled,
        Termbase.open(Path(folder) / "empty.db") as empty,
        serving(filled) as filled_address,
        serving(empty) as empty_address,
    ):
        yield {False: filled_address, True: empty_address}


def take(browser: Browser, address: str, state: State, asked: argparse.Namespace) -> int:
    """The pictures of one state; how many. A page of its own for each: what is done in a state is
    done in the language that is seen."""
    taken = 0
    for screen in [asked.screen] if asked.screen else SCREENS:
        for language in [asked.language] if asked.language else LANGUAGES:
            context = browser.new_context(
                locale=language, reduced_motion="reduce", **SCREENS[screen]
            )
            page = context.new_page()
            show(page, address, state)
            for theme in [asked.theme] if asked.theme else THEMES:
                choose(page, theme=theme)
                name = f"{state.name}.{language}.{theme}.{screen}.png"
                picture(page, asked.folder / name)
                taken += 1
            context.close()
    return taken


def picture(page: Page, path: Path) -> None:
    """The page as a whole; a phone's page grows to it, and nothing that is fixed stands twice."""
    page.screenshot(path=path, full_page=True, animations="disabled")


def main() -> None:
    asked = wanted()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    asked.folder.mkdir(parents=True, exist_ok=True)
    states = [state for state in STATES if state.name.startswith(asked.only)]
    with served() as addresses, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        taken = sum(take(browser, addresses[each.is_empty], each, asked) for each in states)
        browser.close()
    print(f"{taken} pictures of {len(states)} states in {asked.folder}")


if __name__ == "__main__":
    main()
