"""What the pages mention exists: files, modules, links, environment variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import DOCS, FOR_ENGINEERS, FOR_USERS, ROOT, sections, spans, text

from glossary.exchange.formats import FORMATS

PAGES = [*FOR_USERS, *FOR_ENGINEERS]
PATH = re.compile(r"(?<![\w./-])((?:glossary|api|tests|seeds|docs|exports)/[\w./-]*)")
DOTTED = re.compile(r"\b(?:glossary|api|tests)(?:\.[A-Za-z_]\w*)+")
FILES = {"db", *(suffix[1:] for format in FORMATS for suffix in format.suffixes)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_exist(page: Path) -> None:
    named = [path.rstrip(".") for path in PATH.findall(text(page))]
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_and_names_in_them_exist(page: Path) -> None:
    named = [name for name in DOTTED.findall(text(page)) if name.split(".")[-1] not in FILES]
    assert [name for name in named if not is_there(name)] == []


def is_there(dotted: str) -> bool:
    """Whether it is a module, or a name defined in one. Test modules are not imported."""
    if ROOT.joinpath(*dotted.split(".")).is_dir() or source(dotted):
        return True
    module, _, name = dotted.rpartition(".")
    return bool(re.search(rf"^(?:class |def )?{name}\b|\bimport {name}\b", source(module), re.M))


def source(dotted: str) -> str:
    """The source of a module; "" if there is none."""
    place = ROOT.joinpath(*dotted.split("."))
    found = [each for each in (place.with_suffix(".py"), place / "__init__.py") if each.exists()]
    return found[0].read_text(encoding="utf-8") if found else ""


def test_a_name_that_is_gone_is_found() -> None:
    assert is_there("glossary.Termbase") and is_there("glossary.errors.NotFound")
    assert not is_there("glossary.nothing") and not is_there("glossary.errors.Nothing")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text(page)):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            linked = page.parent / path if path else page
            assert linked.exists(), target
            assert not anchor or anchor in map(slug, headings(linked)), target


def headings(page: Path) -> list[str]:
    return [section.heading for section in sections(text(page))]


def slug(heading: str) -> str:
    """The anchor that a heading has on the site."""
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


def test_every_page_is_in_the_index_and_in_the_site() -> None:
    index, site = text(ROOT / "docs" / "index.md"), text(ROOT / "zensical.toml")
    for page in DOCS:
        assert f'"{page.name}"' in site
        assert page.name == "index.md" or f"({page.name})" in index


def test_every_page_for_users_says_what_it_does_not_do() -> None:
    for page in FOR_USERS:
        if page.stem not in ("README", "faq"):
            assert headings(page)[-1] == "What it does not do", page.name


def test_variables_of_the_environment_are_read_somewhere() -> None:
    files = [
        path for package in ("glossary", "api", "tests") for path in ROOT.glob(f"{package}/**/*.py")
    ]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    for page in PAGES:
        for name in re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", " ".join(spans(text(page)))):
            assert f'"{name}"' in code, f"{page.name}: {name}"
