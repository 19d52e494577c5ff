"""Word documents: paragraphs, headings, list items, tables and footnotes, as printed.

Tracked insertions count as text and deletions do not; hidden text, field codes, comments, running
heads and footnote marks are omitted. A note follows the paragraph that refers to it. A table of one
column, or with tables inside, is layout and read as running text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.documents.builder import Builder, Kind
from glossary.documents.package import Package
from glossary.documents.xml import local_name, parse_xml
from glossary.errors import UnreadableFile
from glossary.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEFT_OUT = frozenset(
    """del moveFrom delText instrText delInstrText rt pPr rPr sdtPr sdtEndPr sectPr Fallback
    annotationRef footnoteRef endnoteRef txbxContent binData""".split()
)
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})
_MARK = re.compile(r"\s*[\[(（]?\s*(?:\d{1,3}|[*†‡§])\s*[\])）]?\s*")
_HEADING = re.compile(r"(?:heading|標題|标题|title$|subtitle$)", re.IGNORECASE)


def parse(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a .docx file, and its blocks. Raises UnreadableFile."""
    package = Package(data, name)
    main = _target(package, name, "_rels/.rels", "/officeDocument") or "word/document.xml"
    content = package.read(main)
    if content is None:
        raise UnreadableFile(name, "no Word document in it; is it another kind of zip file?")
    reader = _DocxReader(
        name,
        _headings(_part(package, name, main, "/styles")),
        {kind: _notes(_part(package, name, main, f"/{kind}s")) for kind in ("footnote", "endnote")},
    )
    body = next(parse_xml(content, name).iter("{*}body"), None)
    if body is not None:
        reader.read(body)
    return reader.builder.text, reader.builder.blocks


class _DocxReader:
    """Paragraphs and tables in the order of the document."""

    def __init__(self, name: str, headings: set[str], notes: dict[str, dict[str, str]]) -> None:
        self.builder = Builder(name)
        self._headings = headings
        self._notes = notes
        self._carried: list[str] = []  # of paragraphs whose end was deleted: part of the next

    def read(self, parent: Element) -> None:
        """Read everything in a body, cell or text box; libxml2 limits the depth of recursion."""
        for element in parent:
            tag = local_name(element)
            if tag == "p":
                self._paragraph(element)
            elif tag == "tbl":
                self._table(element)
            elif tag not in _LEFT_OUT:
                self.read(element)
        if self._carried:
            self.builder.add("paragraph", "".join(self._carried))
            self._carried = []

    def _paragraph(self, paragraph: Element) -> None:
        self._carried += _pieces(paragraph)
        if _property(paragraph, "rPr", "del") is None:
            text, self._carried = "".join(self._carried), []
            self.builder.add(self._kind(paragraph), text)
        self._aside(paragraph)

    def _aside(self, element: Element) -> None:
        """Read the text boxes and notes that are anchored in a paragraph or table."""
        for inner in element.iter("{*}txbxContent", "{*}footnoteReference", "{*}endnoteReference"):
            tag = local_name(inner)
            if _is_left_out(inner, element):
                continue
            if tag == "txbxContent":
                self.read(inner)
            else:
                kind = tag.removesuffix("Reference")
                self.builder.add("note", self._notes[kind].pop(_attribute(inner, "id"), ""))

    def _kind(self, paragraph: Element) -> Kind:
        style = _attribute(_property(paragraph, "pStyle"), "val")
        level = _attribute(_property(paragraph, "outlineLvl"), "val")
        if style in self._headings or level in set("012345678"):
            return "heading"
        number = _attribute(_property(paragraph, "numPr", "numId"), "val")
        if number not in ("", "0") or re.match("list|清單|列表", style, re.IGNORECASE):
            return "item"
        return "caption" if re.match("caption|標號|题注", style, re.IGNORECASE) else "paragraph"

    def _table(self, table: Element) -> None:
        rows = [list(_cells(row)) for row in _children(table, "tr") if not _is_deleted_row(row)]
        nested = any(cell.find(".//{*}tbl") is not None for row in rows for _, cell in row)
        if nested or all(len(row) < 2 for row in rows):
            for row in rows:
                for _, cell in row:
                    self.read(cell)
            return
        self.builder.table([(column, _cell_text(cell)) for column, cell in row] for row in rows)
        self._aside(table)


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """(column, cell) of a row, without cells that continue a merged one of the row above."""
    column = _number(_property(row, "gridBefore", of="trPr"), 0)
    for cell in _children(row, "tc"):
        merge = _property(cell, "vMerge", of="tcPr")
        deleted = _property(cell, "cellDel", of="tcPr") is not None
        if not deleted and (merge is None or _attribute(merge, "val") == "restart"):
            yield column, cell
        column += _number(_property(cell, "gridSpan", of="tcPr"), 1)


def _cell_text(cell: Element) -> str:
    shown = (p for p in cell.iter("{*}p") if not _is_left_out(p, cell))
    return "\t".join(filter(None, (_text(p).strip() for p in shown)))


def _is_deleted_row(row: Element) -> bool:
    return _property(row, "del", of="trPr") is not None


def _text(element: Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    """The visible text of a paragraph."""
    for child in element:
        tag = local_name(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == "r" and _is_unseen(child):
            continue
        elif tag not in _LEFT_OUT:
            yield from _pieces(child)


def _is_unseen(run: Element) -> bool:
    """Whether a run is hidden, or a footnote mark typed by hand."""
    hidden = _property(run, "vanish", of="rPr")
    if hidden is not None and _attribute(hidden, "val") not in _OFF:
        return True
    raised = _attribute(_property(run, "vertAlign", of="rPr"), "val") == "superscript"
    return raised and bool(_MARK.fullmatch("".join(t.text or "" for t in run.iter("{*}t"))))


def _is_left_out(element: Element, within: Element) -> bool:
    """Whether an element is in a deletion or in the fallback that is for old programs."""
    for ancestor in element.iterancestors():
        if ancestor is within:
            return False
        if local_name(ancestor) in _LEFT_OUT:
            return True
    return False


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, including those in content controls."""
    for child in parent:
        name = local_name(child)
        if name == tag:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _children(child, tag)


def _property(element: Element, *path: str, of: str = "pPr") -> Element | None:
    return element.find("/".join(f"{{*}}{name}" for name in (of, *path)))


def _attribute(element: Element | None, name: str) -> str:
    """An attribute in Word's namespace, or ""."""
    if element is None:
        return ""
    return next((v for key, v in element.items() if key.rsplit("}", 1)[-1] == name), "")


def _number(element: Element | None, default: int) -> int:
    value = _attribute(element, "val")
    return int(value) if re.fullmatch("[0-9]{1,3}", value) else default


# ---------------------------------------------------------------- other parts


def _part(package: Package, name: str, main: str, kind: str) -> Element | None:
    """The root of a part that the main part refers to, or None."""
    folder, file = posixpath.split(main)
    part = _target(package, name, f"{folder}/_rels/{file}.rels", kind, folder)
    content = package.read(part) if part else None
    return parse_xml(content, name) if content else None


def _target(package: Package, name: str, rels: str, kind: str, folder: str = "") -> str | None:
    """The name of the part that a relationship of a kind points to, or None."""
    content = package.read(rels)
    for relation in parse_xml(content, name) if content else ():
        if (relation.get("Type") or "").endswith(kind):
            target = relation.get("Target") or ""
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None


def _headings(styles: Element | None) -> set[str]:
    """The ids of paragraph styles that are headings, by name, outline level or base style."""
    if styles is None:
        return {f"Heading{level}" for level in range(1, 10)} | {"Title", "Subtitle"}
    base: dict[str, str] = {}
    found: set[str] = set()
    for style in styles.iter("{*}style"):
        identifier = _attribute(style, "styleId")
        base[identifier] = _attribute(style.find("{*}basedOn"), "val")
        level = _attribute(_property(style, "outlineLvl"), "val")
        if level in set("012345678") or _HEADING.match(_attribute(style.find("{*}name"), "val")):
            found.add(identifier)
    for _ in range(10):  # styles are based on one another a few levels deep
        found |= {identifier for identifier, parent in base.items() if parent in found}
    return found


def _notes(root: Element | None) -> dict[str, str]:
    """The text of each footnote or endnote by its id; separators have no text."""
    if root is None:
        return {}
    return {
        _attribute(note, "id"): " ".join(filter(None, map(_text, note.iter("{*}p"))))
        for note in root
    }
