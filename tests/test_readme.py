"""The README is correct: its commands run in order and print what it shows.

`pages` documents how its blocks are read. The two long commands are run elsewhere: the demo by
`demonstrated`, the tests by whoever runs this.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import ROOT, blocks, readers_folder, run_page, served

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    b for b in blocks(README) if b.mark not in ("demo command", "test command", "fit commands")
]


@pytest.fixture(scope="module")
def folder(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return readers_folder(tmp_path_factory.mktemp("readme"), demonstrated)


def test_every_command_prints_what_the_readme_shows(folder: Path) -> None:
    with served(folder) as address:
        assert run_page(BLOCKS, folder, address) > 15


def test_paths_in_it_exist() -> None:
    named = re.findall(r"(?<![\w./-])((?:seeds|exports|glossary|api|tests|docs)/[\w./-]*)", README)
    missing = [path for path in named if not (ROOT / path.rstrip(".")).exists()]
    assert named and missing == []


def test_it_shows_the_output_of_a_command_only_where_that_is_compared() -> None:
    assert all(block.language in ("", "sh", "python") for block in BLOCKS)
    assert all("$ " in block.body for block in BLOCKS if not block.language)
