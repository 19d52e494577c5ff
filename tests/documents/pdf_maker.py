"""Make PDF files for tests: a font without glyphs, its characters mapped by ToUnicode."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Line = tuple[float, float, float, str]
"""(x, y of the baseline, size, text), in points from the lower left corner."""


def make_pdf(pages: Sequence[Sequence[Line]], *, encrypted: bool = False) -> bytes:
    """A PDF with a page for each sequence of lines. Characters have their printed widths."""
    chars = sorted({c for page in pages for *_, text in page for c in text})
    codes = {char: number for number, char in enumerate(chars, 1)}
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        _page_list(len(pages)),
        b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        _descendant(codes),
        b"<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 -200 1000 800]/Ascent 800"
        b"/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80>>",
        _stream(_to_unicode(codes)),
    ]
    for number, page in enumerate(pages):
        content = 8 + 2 * number
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % content
        )
        objects.append(_stream("\n".join(_show(line, codes) for line in page).encode()))
    return _file(objects, encrypted)


def _page_list(count: int) -> bytes:
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(count))
    return f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode()


def width(char: str) -> float:
    """The width of a character, as a share of the size: half for ASCII."""
    return 0.5 if char.isascii() else 1.0


def _descendant(codes: dict[str, int]) -> bytes:
    widths = " ".join(f"{code}[{int(1000 * width(char))}]" for char, code in codes.items())
    return (
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/FontDescriptor 5 0 R/DW 1000"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[{widths}]>>"
    ).encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = "\n".join(
        f"<{code:04x}><{char.encode('utf-16-be').hex()}>" for char, code in codes.items()
    )
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/Own def\n"
        "1 begincodespacerange<0000><ffff>endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _show(line: Line, codes: dict[str, int]) -> str:
    x, y, size, text = line
    shown = "".join(f"{codes[char]:04x}" for char in text)
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{shown}> Tj ET"


def make_raw(content: bytes, *, resources: bytes = b"", further: Sequence[bytes] = ()) -> bytes:
    """A PDF of a valid page and a page with that content; `further` objects are numbered from 8.

    Object 6 is Helvetica.
    """
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
    font = b"/Font<</F 6 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
        page % (5, font),
        page % (7, font + resources),
        _stream(b"BT /F 12 Tf 72 700 Td (A sound page.) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        _stream(content),
        *further,
    ]
    return _file(objects, False)


def form(content: bytes, resources: bytes) -> bytes:
    """A form XObject: content that pages draw by its name."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<%s>>" % resources
    return _stream(content, head)


def _stream(data: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<<%s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (
        head,
        len(packed),
        packed,
    )


def _file(objects: list[bytes], encrypted: bool) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b""
    if encrypted:  # keys that no password opens
        lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (
            b"11" * 32,
            b"22" * 32,
        )
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\n"
        % (
            len(places) + 1,
            table,
            len(places) + 1,
            lock,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )
