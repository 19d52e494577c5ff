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
    assert all(abs(step.total - ROWS) <= 6 for step in steps), "told from the lines that are read"
    assert steps[-1].unit == "records"
    assert ("storing" in told) is not dry_run


@pytest.mark.parametrize("name", ["a.tbx", "one-line.tbx", "a.xlsx"])
def test_how_many_records_there_are_is_told_of_other_formats_or_not_at_all(
    tmp_path: Path, name: str
) -> None:
    """XML is read piece by piece; of a workbook nothing tells how much was read."""
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.read("a.csv", CSV.encode())
        termbase.write(tmp_path / name)
        data = (tmp_path / name).read_bytes()
        if name == "one-line.tbx":
            data = data.replace(b"\n", b" ")
        told: list[str] = []
        termbase.read(name, data, progress=told.append, dry_run=True)
    totals = [step.total for step in headways(told)]
    assert len(totals) == ROWS // 10
    assert not any(totals) if name == "a.xlsx" else all(0 <= n <= 2 * ROWS for n in totals)


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
