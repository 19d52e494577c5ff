"""The examples of PostgreSQL run, one page after another, on a server of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import DOCS, WITH_A_SERVER, blocks, run_page, text

from tests.postgres.cluster import PASSWORD, USER, Cluster

PAGES = [page for page in DOCS if page.name in ("postgresql.md", "team.md")]


def test_the_examples_of_the_pages(
    postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"PGHOST": "127.0.0.1", "PGPORT": str(postgres.port)}
    for name, value in (place | {"PGUSER": USER, "PGPASSWORD": PASSWORD}).items():
        monkeypatch.setenv(name, value)
    run = [b for page in PAGES for b in blocks(text(page)) if b.mark == WITH_A_SERVER]
    assert run_page(run, tmp_path, "") >= 11
    assert {"file.db", "terms.dump", "people.dump"} <= {path.name for path in tmp_path.iterdir()}
