"""Hostile files: each is refused with one line, quickly, and in little memory."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from hostile_files import ENTRY, HEAD, TAIL, XML, drain, row, sheet

from glossary.errors import GlossaryError, UnreadableFile
from glossary.exchange import ReadOptions, read_entries, read_units

LIMIT = 2.0
"""Seconds of the processor that refusing a file may take."""

BOMB = (
    "<!DOCTYPE tbx ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


class Endless(io.RawIOBase):
    """A file of any size that is never in memory: a start, then the same bytes repeated."""

    def __init__(self, start: bytes, again: bytes, size: int) -> None:
        self._start, self._again, self._left = start, again * (65_536 // len(again) + 1), size
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def, override]
        piece = self._start or self._again[: min(len(buffer), self._left)]
        piece, rest = piece[: len(buffer)], piece[len(buffer) :]
        if self._start:
            self._start = rest
        else:
            self._left -= len(piece)
        buffer[: len(piece)] = piece
        self.given += len(piece)
        return len(piece)


def entries(*terms: str) -> str:
    return "".join(ENTRY.format(id=f"c{n}", term=term) for n, term in enumerate(terms))


def tbx(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{HEAD}{body}{TAIL}'.encode()


ENTITIES = {
    "entity bomb": (BOMB, "&a11;"),
    "quadratic bomb": (f'<!DOCTYPE x [<!ENTITY a "{"A" * 100_000}">]>', "&a;" * 10_000),
    "external entity": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "external entity of the network": (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "http://192.0.2.1/x">]>',
        "&e;",
    ),
    "entity without a use": ('<!DOCTYPE x [<!ENTITY e "x">]>', "a"),
    "parameter entity": ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;]>', "a"),
    "undefined entity": ('<!DOCTYPE x SYSTEM "x.dtd">', "a&foo;b"),
    "deep tree": ("", "<hi>" * 1000 + "a" + "</hi>" * 1000),
    "control character": ("", "a\x01b"),
    "control character by number": ("", "a&#1;b"),
    "a zero byte": ("", "a\x00b"),
}


def reader_of(name: str):  # type: ignore[no-untyped-def]
    return read_entries if name.endswith((".tbx", ".csv", ".tsv", ".xlsx")) else read_units


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(("before", "term"), ENTITIES.values(), ids=ENTITIES)
def test_xml_of_every_kind_is_refused(name: str, before: str, term: str) -> None:
    head, start, end, tail = XML[name]
    data = f'<?xml version="1.0"?>{before}{head}{start}{term}{end}{tail}'.encode()
    refused(lambda: reader_of(name)(data, name), UnreadableFile)


@pytest.mark.parametrize("name", XML)
def test_xml_cut_off_anywhere_is_refused(name: str) -> None:
    data = "".join((*XML[name][:2], "a", *XML[name][2:])).encode()
    drain(reader_of(name)(data, name))
    for length in range(0, len(data) - 1, 7):
        refused(lambda: reader_of(name)(data[:length], name), UnreadableFile)  # noqa: B023


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "again", ["x", "<hi>n</hi>", "<hi/>", "<!-- c -->", " ", "<?p i?>", '<hi a="b" c="d"/>']
)
def test_a_gigabyte_in_one_element_is_refused_early(name: str, again: str) -> None:
    """Only a few megabytes of it are read: time and memory stay small."""
    head, start, *_ = XML[name]
    source = Endless((head + start).encode(), again.encode(), 10**9)
    refused(lambda: reader_of(name)(io.BufferedReader(source), name))
    assert source.given < 40_000_000


@pytest.mark.parametrize("name", ["one.tmx", "v12.xlf", "v20.xlf"])
def test_units_of_one_id_are_all_kept(name: str) -> None:
    head, start, end, tail = XML[name]
    data = f"{head}{start}a{end}{start}b{end}{tail}".encode()
    assert [unit.en.text for unit in read_units(data, name)] == ["a", "b"]


@pytest.mark.parametrize("head", ["<?", "<!--", "<!DOCTYPE[", "<!DOCTYPE x [] ", "<a <?"])
def test_a_head_that_never_ends(head: str) -> None:
    """The root is found in one pass: these took up to twenty seconds."""
    refused(lambda: read_entries((head * 65_536)[:65_536].encode(), "evil.tbx"))


HOSTILE = {
    "entity bomb": tbx(entries("&a11;"), BOMB),
    "external entity": tbx(
        entries("&e;"), '<!DOCTYPE tbx [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    ),
    "entity without a use": tbx(entries("a"), '<!DOCTYPE tbx [<!ENTITY e "x">]>'),
    "parameter entity": tbx(
        entries("a"), '<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]>'
    ),
    "undefined entity": tbx(entries("a&foo;b"), '<!DOCTYPE tbx SYSTEM "x.dtd">'),
    "deep tree": tbx("<hi>" * 1000 + "</hi>" * 1000),
    "duplicate ids": tbx(entries("a") + entries("b")),
    "truncated": tbx(entries("a", "b"))[:-30],
    "control character": tbx(entries("a\x01b")),
    "empty term": tbx(entries(" ")),
    "wrong tag": tbx(entries("a").replace('"en"', '"1-2-3-nothing-at-all"')),
    "no language": tbx(entries("a").replace(' xml:lang="en"', "")),
    "no terms": tbx('<conceptEntry id="c1"/>'),
    "not XML": b"<tbx" + b"\x00" * 100,
    "another root": b"<html><body/></html>",
    "empty": b"",
    "only a mark": b"\xef\xbb\xbf\n",
    "damaged UTF-8": tbx(entries("a")).replace(b">a<", b">\xff\xfe<"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_tbx_is_refused(data: bytes) -> None:
    refused(lambda: read_entries(data, "evil.tbx"), UnreadableFile)


def refused(read, kind: type[GlossaryError] = GlossaryError) -> str:  # type: ignore[no-untyped-def]
    start = time.process_time()  # of this process alone: a busy machine is not a slow reader
    with pytest.raises(kind) as caught:
        for _ in read():
            pass
    message = str(caught.value)
    assert "\n" not in message and len(message) < 400
    assert time.process_time() - start < LIMIT
    return message


def test_a_bad_entry_names_its_line_or_goes_to_the_caller() -> None:
    data = tbx("\n" + entries("a") + "\n" + ENTRY.format(id="c9", term="") + "\n")
    assert "evil.tbx, line 3: an empty term" in refused(lambda: read_entries(data, "evil.tbx"))
    bad: list[tuple[int, str]] = []
    good = list(
        read_entries(data, "evil.tbx", ReadOptions(on_error=lambda *record: bad.append(record)))
    )
    assert [entry.id for entry in good] == ["c0"]
    assert bad == [(3, "an empty term")]


def test_a_plain_doctype_is_accepted() -> None:
    data = tbx(entries("a"), '<!DOCTYPE tbx SYSTEM "http://example.org/never-fetched.dtd">')
    assert len(list(read_entries(data, "x.tbx"))) == 1


def test_a_dtd_on_the_disk_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "own.dtd").write_text('<!ENTITY foo "from the disk">')
    data = tbx(entries("a&foo;b"), f'<!DOCTYPE tbx SYSTEM "{(tmp_path / "own.dtd").as_uri()}">')
    assert "undefined entity" in refused(lambda: read_entries(data, "evil.tbx"))


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("evil.csv", b"x"),
        ("evil.csv", b"a,b,"),
        ("evil.csv", b'"'),
        ("evil.tsv", b"x"),
        ("evil.tsv", b"a\tb\t"),
        ("evil.tsv", b'"'),
        ("lines.csv", b"one cell\nof many lines "),
    ],
)
def test_a_gigabyte_of_table_is_refused_early(name: str, again: bytes) -> None:
    sign = b"\t" if name.endswith("tsv") else b","
    quote = b'"' if name == "lines.csv" else b""
    start = b"en" + sign + b"zh\na" + sign + quote
    source = Endless(start, again, 10**9)
    refused(lambda: read_entries(io.BufferedReader(source), name))
    assert source.given < 40_000_000


CSV = {
    "a million columns": b",".join([b"en", b"zh"] * 500_000) + b"\n",
    "no heads known": b"alpha,beta,gamma,delta,eps,zeta\n1,2,3,4,5,6\n",
    "a quote that does not close": b'en,zh\n"a,b\n',
    "too many cells": b"en,zh\na,b,c,d\n",
    "a wrong tag": b"en,zh,zh_tag\na,b,no-such-language-tag-ever\n",
    "no terms": b"concept_id,en,zh\nc1,,\n",
    "binary": bytes(range(256)) * 10,
    "a control character": b"en,zh\na\x01,b\n",
    "a zero byte": b"en,zh\na\x00,b\n",
    "cut off inside a character": "en,zh\n甲,b\nc,中".encode()[:-1],
}


@pytest.mark.parametrize("data", CSV.values(), ids=CSV)
def test_tables_are_refused(data: bytes) -> None:
    refused(lambda: read_entries(data, "evil.csv"), UnreadableFile)
    if b'"' not in data:  # if quotes do not pair in TSV, they are ordinary characters
        tsv = data.replace(b",", b"\t")
        refused(lambda: read_entries(tsv, "evil.tsv"), UnreadableFile)


def test_rows_of_one_id_lose_nothing_in_silence() -> None:
    data = b"id,en,definition,zh\nc1,a,one,x\nc2,b,,y\nc1,c,two,z\nc1,a,one,x\n"
    told: list[tuple[int, str]] = []
    found = list(
        read_entries(data, "x.csv", ReadOptions(on_change=lambda *what: told.append(what)))
    )
    terms = [[term.text for _, term in entry.terms("en")] for entry in found]
    assert sorted(terms) == [["a", "c"], ["b"]]
    assert told == [(4, "another definition of the concept is not kept: 'two'")]


def test_formula_cells_come_back_as_text() -> None:
    """They are guarded on export; on import they are texts, never run."""
    data = b'en,zh\n"\t=1+1",@b\n'
    entry = next(read_entries(data, "x.csv"))
    assert [term.text for section in entry.languages for term in section.terms] == ["=1+1", "@b"]


def test_csv_names_the_line() -> None:
    message = refused(lambda: read_entries(b"en,zh\na,b\nc,d,e,f\n", "evil.csv"))
    assert message.startswith("evil.csv, line 3:")


def wrong_checksum() -> bytes:
    data = bytearray(sheet(row(b"abc" * 50)))
    at = data.find(b"xl/worksheets/sheet1.xml") + 40
    data[at], data[at + 5] = data[at] ^ 0xFF, data[at + 5] ^ 0xFF
    return bytes(data)


def workbook(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


XLSX = {
    "a zip bomb": lambda: workbook({"xl/worksheets/sheet1.xml": b" " * 50_000_000}),
    "a DTD": lambda: workbook({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    "no workbook": lambda: workbook({"hello.txt": b"hello"}),
    "entity bomb after spaces": lambda: sheet(row(b"&a11;"), b" " * 5000 + BOMB.encode()),
    "external entity": lambda: sheet(row(b"&e;"), ENTITIES["external entity"][0].encode()),
    "deep tree": lambda: sheet(b"<a>" * 1000 + b"</a>" * 1000),
    "long text": lambda: sheet(row(os.urandom(500_000).hex().encode() * 21)),
    "long cell": lambda: sheet(row(os.urandom(500_001).hex().encode())),
    "control character": lambda: sheet(row(b"a\x01b")),
    "control character by number": lambda: sheet(row(b"a&#1;b")),
    "a far column": lambda: sheet(row(b"a", b"XFD2")),
    "no such column": lambda: sheet(row(b"a", b"ZZZZZZ2")),
    "a far row": lambda: sheet(row(b"a", b"A2000000000")),
    "a million columns": lambda: sheet(b"<row>" + b"<c/>" * 1_000_000 + b"</row>"),
    "a million empty rows": lambda: sheet(b"<row/>" * 1_000_000),
    "rows in disorder": lambda: sheet(row(b"a", b"A3") + row(b"b", b"A2")),
    "a row twice": lambda: sheet(row(b"a") + row(b"b")),
    "cut off": lambda: sheet(row(b"a"))[:-300],
    "cut off at its start": lambda: sheet(row(b"a"))[1:],  # found by fuzzing: a negative place
    "a damaged part": wrong_checksum,
    "no zip": lambda: b"PK\x03\x04" + b"\x00" * 200,
}


@pytest.mark.parametrize("make", XLSX.values(), ids=XLSX)
def test_xlsx_is_refused(make) -> None:  # type: ignore[no-untyped-def]
    data = make()
    refused(lambda: read_entries(data, "evil.xlsx"), UnreadableFile)
