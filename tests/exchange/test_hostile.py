"""Files made to hurt: each is refused with one line, soon, and in little memory."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.errors import GlossaryError, UnreadableFile
from glossary.exchange import FORMATS, read_entries, read_units

HEAD = (
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
    "<text><body>"
)
ENTRY = (
    '<conceptEntry id="{id}"><langSec xml:lang="en"><termSec><term>{term}</term></termSec>'
    "</langSec></conceptEntry>"
)
TAIL = "</body></text></tbx>"
BOMB = (
    "<!DOCTYPE tbx [" + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)  # fmt: skip


class Endless(io.RawIOBase):
    """A file of any size that is never in memory: a start, then the same bytes again and again."""

    def __init__(self, start: bytes, again: bytes, size: int) -> None:
        self._start, self._again, self._left = start, again * (65_536 // len(again) + 1), size

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
        return len(piece)


def entries(*terms: str) -> str:
    return "".join(ENTRY.format(id=f"c{n}", term=term) for n, term in enumerate(terms))


def tbx(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{HEAD}{body}{TAIL}'.encode()


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
    start = time.monotonic()
    with pytest.raises(kind) as caught:
        for _ in read():
            pass
    message = str(caught.value)
    assert "\n" not in message and len(message) < 400
    assert time.monotonic() - start < 20  # generous: a shared machine
    return message


def test_a_bad_entry_names_its_line_or_goes_to_the_caller() -> None:
    data = tbx("\n" + entries("a") + "\n" + ENTRY.format(id="c9", term="") + "\n")
    assert "evil.tbx, line 3: an empty term" in refused(lambda: read_entries(data, "evil.tbx"))
    bad: list[tuple[int, str]] = []
    good = list(read_entries(data, "evil.tbx", on_error=lambda *record: bad.append(record)))
    assert [entry.id for entry in good] == ["c0"]
    assert bad == [(3, "an empty term")]


def test_a_plain_doctype_is_no_crime() -> None:
    data = tbx(entries("a"), '<!DOCTYPE tbx SYSTEM "http://example.org/never-fetched.dtd">')
    assert len(list(read_entries(data, "x.tbx"))) == 1


def test_a_dtd_on_the_disk_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "own.dtd").write_text('<!ENTITY foo "from the disk">')
    data = tbx(entries("a&foo;b"), f'<!DOCTYPE tbx SYSTEM "{(tmp_path / "own.dtd").as_uri()}">')
    assert "undefined entity" in refused(lambda: read_entries(data, "evil.tbx"))


@pytest.mark.parametrize(
    ("start", "again"),
    [
        (HEAD + '<conceptEntry id="c"><note>', "x" * 1000),
        (HEAD + '<conceptEntry id="c">', "<note>n</note>"),
        (HEAD + '<conceptEntry id="', "x"),
        (HEAD, "<!-- c -->"),
        (HEAD, " "),
    ],
    ids=["text", "children", "attribute", "comments", "spaces"],
)
def test_a_gigabyte_is_refused_early(start: str, again: str) -> None:
    stream = io.BufferedReader(Endless(start.encode(), again.encode(), 10**9))
    refused(lambda: read_entries(stream, "evil.tbx"))


@pytest.mark.parametrize(
    "again", [b"x", b"a,b,", b'"'], ids=["one line", "columns", "quotes"]
)  # fmt: skip
def test_a_gigabyte_of_csv_is_refused_early(again: bytes) -> None:
    stream = io.BufferedReader(Endless(b"en,zh\n", again, 10**9))
    refused(lambda: read_entries(stream, "evil.csv"))


CSV = {
    "a million columns": b",".join([b"en", b"zh"] * 500_000) + b"\n",
    "no heads known": b"alpha,beta,gamma,delta,eps,zeta\n1,2,3,4,5,6\n",
    "a quote that does not close": b'en,zh\n"a,b\n',
    "too many cells": b"en,zh\na,b,c,d\n",
    "a wrong tag": b"en,zh,zh_tag\na,b,no-such-language-tag-ever\n",
    "no terms": b"concept_id,en,zh\nc1,,\n",
    "binary": bytes(range(256)) * 10,
    "a control character": b"en,zh\na\x00,b\n",
}


@pytest.mark.parametrize("data", CSV.values(), ids=CSV)
def test_csv_is_refused(data: bytes) -> None:
    refused(lambda: read_entries(data, "evil.csv"), UnreadableFile)


def test_csv_names_the_line() -> None:
    message = refused(lambda: read_entries(b"en,zh\na,b\nc,d,e,f\n", "evil.csv"))
    assert message.startswith("evil.csv, line 3:")


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
    "no zip": lambda: b"PK\x03\x04" + b"\x00" * 200,
}


@pytest.mark.parametrize("make", XLSX.values(), ids=XLSX)
def test_xlsx_is_refused(make) -> None:  # type: ignore[no-untyped-def]
    refused(lambda: read_entries(make(), "evil.xlsx"), UnreadableFile)


def pieces() -> st.SearchStrategy[bytes]:
    """Pieces of files of all kinds, cut and joined anyhow."""
    known = [
        tbx(entries("a", "軟體")), b"en,zh\na,\xe4\xb8\xad\n", BOMB.encode(), b'"', b"\t", b"<",
        b"</term>", b"\xff\xfe", b"&amp;", b"&x;", b"<note xml:lang='zxx'>{}</note>", b"]]>",
        b"<p>glossary termbase, format 1</p>", b"<tmx><body><tu><tuv xml:lang='en'><seg>a</seg>",
        b"<xliff srcLang='en' trgLang='zh'><unit><segment><source>a</source>", b"PK\x03\x04",
    ]  # fmt: skip
    part = st.sampled_from(known) | st.binary(max_size=12)
    cut = st.tuples(part, st.integers(0, 40), st.integers(0, 400)).map(lambda t: t[0][t[1] : t[2]])
    return st.lists(part | cut, max_size=6).map(b"".join)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces(), st.booleans())
def test_readers_take_or_refuse(format, data: bytes, forced: bool) -> None:  # type: ignore[no-untyped-def]
    """Fuzz: any bytes are read or refused in the one way; nothing else comes out."""
    name = f"fuzz{format.suffixes[0]}"
    for read, known in ((read_entries, format.entries), (read_units, format.units)):
        if known:
            try:
                drain(read(data, name, format=format.name if forced else None))
            except GlossaryError as error:
                assert "\n" not in str(error)


def drain(stream: Iterator[object]) -> None:
    for _ in stream:
        pass
