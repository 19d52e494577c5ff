"""The examples of the page on PostgreSQL run, one after another, on a server of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import DOCS, WITH_A_SERVER, blocks, run_page, text

from tests.postgres.cluster import PASSWORD, USER, Cluster

PAGE = next(page for page in DOCS if page.name == "postgresql.md")


def test_the_examples_of_the_page(
    postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"PGHOST": "127.0.0.1", "PGPORT": str(postgres.port)}
    for name, value in (place | {"PGUSER": USER, "PGPASSWORD": PASSWORD}).items():
        monkeypatch.setenv(name, value)
    run = [block for block in blocks(text(PAGE)) if block.mark == WITH_A_SERVER]
    assert run_page(run, tmp_path, "") >= 8
    assert {"file.db", "terms.dump"} <= {path.name for path in tmp_path.iterdir()}
