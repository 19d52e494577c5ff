"""Imports and exports tell how far they are."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from glossary.progress import Headway
from glossary.termbase import Termbase

ROWS = 60
CSV = "id,en,zh-Hant-TW\n" + "".join(f"k{n},keel {n},龍骨{n}號\n" for n in range(ROWS))


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.operations.importing._TOLD", 10)
    monkeypatch.setattr("glossary.progress._BETWEEN", 0)


def headways(told: list[str]) -> list[Headway]:
    return [step for step in told if isinstance(step, Headway)]


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_tells_the_records_it_has_read(tmp_path: Path, dry_run: bool) -> None:
    told: list[str] = []
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.read("a.csv", CSV.encode(), progress=told.append, dry_run=dry_run)
    steps = headways(told)
    assert [step.done for step in steps] == [10, 20, 30, 40, 50, 60]
    assert all(step.total >= step.done for step in steps) and steps[-1].unit == "records"
    assert ("storing" in told) is not dry_run


def test_an_export_tells_how_many_entries_or_units_it_has_written(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.read("a.csv", CSV.encode())
        tmx = io.BytesIO()
        termbase.read(
            "m.tsv", "".join(f"第{n}句話。\ta line {n}\n" for n in range(5)).encode(), holds="units"
        )
        told: list[str] = []
        termbase.write(io.BytesIO(), "csv", progress=told.append)
        assert [(s.done, s.total) for s in headways(told)] == [(n, ROWS) for n in range(ROWS)]
        told.clear()
        termbase.write(tmx, "tmx", progress=told.append)
        assert [(s.done, s.total) for s in headways(told)] == [(n, 5) for n in range(5)]
