"""Parts of hostile files, and of valid ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

HEAD = (
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
    "<text><body>"
)
ENTRY = (
    '<conceptEntry id="{id}"><langSec xml:lang="en"><termSec><term>{term}</term></termSec>'
    "</langSec></conceptEntry>"
)
TAIL = "</body></text></tbx>"
XML = {  # name of a file: (up to an entry, the entry up to its term, its rest, the end)
    "v3.tbx": (HEAD, *ENTRY.format(id="c1", term="|").split("|"), TAIL),
    "v2.tbx": (
        '<martif type="TBX-Basic" xml:lang="en"><text><body>',
        '<termEntry id="c1"><langSet xml:lang="en"><tig><term>',
        "</term></tig></langSet></termEntry>",
        "</body></text></martif>",
    ),
    "one.tmx": (
        '<tmx version="1.4"><header/><body>',
        '<tu><tuv xml:lang="en"><seg>',
        '</seg></tuv><tuv xml:lang="zh-TW"><seg>甲</seg></tuv></tu>',
        "</body></tmx>",
    ),
    "v12.xlf": (
        '<xliff version="1.2"><file source-language="en" target-language="zh-TW"><body>',
        '<trans-unit id="u1"><source>',
        "</source><target>甲</target></trans-unit>",
        "</body></file></xliff>",
    ),
    "v20.xlf": (
        '<xliff version="2.0" srcLang="en" trgLang="zh-TW"><file id="f">',
        '<unit id="u1"><segment><source>',
        "</source><target>甲</target></segment></unit>",
        "</file></xliff>",
    ),
}


def sheet(rows: bytes, before: bytes = b"") -> bytes:
    """A whole workbook with the columns en and zh, and these rows as XML."""
    import xlsxwriter

    buffer, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["en", "zh"])
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", rows + b"</sheetData>")
                data = data.replace(b"?>", b"?>" + before, 1)
            new.writestr(name, data)
    return changed.getvalue()


def row(text: bytes, at: bytes = b"A2") -> bytes:
    number = at.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (at, text)
    return b'<row r="%s">%s</row>' % (number, cell)


def drain(stream: Iterator[object]) -> None:
    for _ in stream:
        pass
