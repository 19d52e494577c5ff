"""The examples of `docs/` run in order, each page in its own folder, and print what they show."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from pages import (
    ADDRESS,
    DOCS,
    WITH_A_SERVER,
    blocks,
    commands,
    readers_folder,
    run_page,
    served,
    text,
)

ENDLESS = "runs until it is ended"
LASTING = ("glossary serve", "glossary mcp --http", "glossary sync")
ELSEWHERE = (ENDLESS, WITH_A_SERVER, "installed already", "with servers of ClickHouse")
"""What is not run here: `tests/postgres` runs what wants a database server. Servers of ClickHouse
are run nowhere; `tests/shards` runs their engine."""
WITH_EXAMPLES = [page for page in DOCS if any(b.language != "text" for b in blocks(text(page)))]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.name)
def test_the_examples_of_a_page(
    page: Path, demonstrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = readers_folder(tmp_path_factory.mktemp(page.stem), demonstrated)
    run = [block for block in blocks(text(page)) if block.mark not in ELSEWHERE]
    asks = any(ADDRESS in block.body for block in run)
    with served(folder) if asks else nullcontext(ADDRESS) as address:
        run_page(run, folder, address)


def test_what_is_shown_is_run() -> None:
    """A block that is not run contains no command, except one that never ends."""
    assert len(WITH_EXAMPLES) >= 6
    for page in WITH_EXAMPLES:
        for block in blocks(text(page)):
            assert block.language in ("", "sh", "python", "text", "sql")
            assert block.language != "" or "$ " in block.body
            assert block.language != "text" or "glossary " not in block.body
            if block.mark == ENDLESS:
                called = [line for line, _ in commands(block.language, block.body)]
                assert called and all(line.startswith(LASTING) for line in called)
