"""The export command when the database or the file cannot be written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli import cli
from glossary.operations.demo import write_exports
from glossary.store.sqlite import pool
from glossary.termbase import Termbase
from tests.samples import entry


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.create(entry("a"))
    return tmp_path / "terms.db"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_export_that_cannot_be_noted_says_so_and_succeeds(
    database: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr(pool, "BUSY_MS", 100)
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    target = database.with_name("terms.tbx")
    done = CliRunner().invoke(cli, ["--db", str(database), "export", str(target), *options])
    assert done.exit_code == 0, done.output
    assert "not noted" in done.stderr and "another program" in done.stderr
    assert b"security dilemma" in target.read_bytes()
    writer.execute("ROLLBACK")
    done = CliRunner().invoke(cli, ["--db", str(database), "export", str(target), *options])
    assert done.exit_code == 0 and "not noted" not in done.stderr


def test_the_demo_leaves_an_export_that_it_cannot_replace(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with Termbase.open(database) as termbase:
        list(write_exports(termbase.store, out))
        before = {path.name: path.read_bytes() for path in out.iterdir()}
        assert before

        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        termbase.create(entry("b", "嚇阻", "deterrence"))
        assert not any(file.is_written for file in write_exports(termbase.store, out))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
