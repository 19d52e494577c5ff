"""Every record of an import is reported with its line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.exchange.reading import numbered_entries, numbered_units
from glossary.termbase import Termbase

TBX = """<tbx type="TBX-Basic"><text><body>
<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>a</term></termSec></langSec>
</conceptEntry>
<conceptEntry id="b">
<langSec xml:lang="en"><termSec><term>b</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""
CURATED = '[a]\nen = ["a"]\nzh = ["甲"]\n\n[b]\nen = ["b"]\nzh = ["乙"]\n'
TABLE = "id,en,zh,definition\na,a,甲,\n\nb,b,乙,\na,c,丙,\n"


def workbook(text: str) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(text.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        ("v3.tbx", TBX.encode(), {"a": 2, "b": 4}),
        (
            "v2.tbx",
            TBX.replace("tbx", "martif")
            .replace("conceptEntry", "termEntry")
            .replace("langSec", "langSet")
            .replace("termSec", "tig")
            .encode(),
            {"a": 2, "b": 4},
        ),
        ("table.csv", TABLE.encode(), {"a": 2, "b": 4}),
        ("table.tsv", TABLE.replace(",", "\t").encode(), {"a": 2, "b": 4}),
        ("table.xlsx", workbook(TABLE), {"a": 2, "b": 4}),
        ("curated.toml", CURATED.encode(), {"a": 1, "b": 5}),
    ],
)
def test_lines_of_entries(name: str, data: bytes, lines: dict[str, int]) -> None:
    assert {entry.id: line for line, entry in numbered_entries(data, name)} == lines


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "m.tmx",
            '<tmx><body>\n<tu><tuv xml:lang="en"><seg>a</seg></tuv>'
            '<tuv xml:lang="zh"><seg>甲</seg></tuv></tu></body></tmx>',
        ),
        (
            "x.xlf",
            '<xliff srcLang="en" trgLang="zh">\n<unit id="1"><segment><source>a</source>'
            "<target>甲</target></segment></unit></xliff>",
        ),
        ("u.tsv", "\na\t甲\n"),
    ],
)
def test_lines_of_units(name: str, data: str) -> None:
    assert [line for line, _ in numbered_units(data.encode(), name)] == [2]


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db") as opened:
        yield opened


def test_a_report_names_the_line_of_every_record(termbase: Termbase) -> None:
    termbase.read("t.csv", b"id,en,zh,definition\na,a,x,one\nb,b,y,\nc,c,z,\n")
    came = b"id,en,zh,definition\na,a,x,two\nb,b,y,\nc,c,z,new\nd,d,w,\ne,,,\n"
    report = termbase.read("t.csv", came, dry_run=True, keep_good=True)
    found = {record.concept_id: (record.verdict, record.line) for record in report.records}
    assert found == {"a": ("conflict", 2), "b": ("same", 3), "c": ("changed", 4), "d": ("new", 5)}
    assert report.refused == [(6, "a row without terms")]


def test_an_entry_that_no_termbase_may_have_is_refused_by_its_line(termbase: Termbase) -> None:
    data = CURATED + 'note = "\\uFFFF"\n'
    report = termbase.read("t.toml", data.encode(), keep_good=True)
    assert [record.concept_id for record in report.records] == ["a"]
    assert report.refused == [(5, "b: U+FFFF is no text")]


def test_the_list_of_records_ends(termbase: Termbase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.operations.import_report.LISTED", 3)
    rows = "".join(f"c{n},a{n},b{n}\n" for n in range(10))
    report = termbase.read("t.csv", f"id,en,zh\n{rows}".encode(), dry_run=True)
    assert (len(report.records), report.counts["new"]) == (3, 10)
