"""HTML: headings, paragraphs, list items, data tables and captions, without menus and scripts.

A table of one column, or with tables inside, is layout and read as running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.documents.builder import Builder, Cell, Kind
from glossary.errors import UnreadableFile
from glossary.model import Block
from glossary.text.encoding import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode as Node

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_IN_PROLOG = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_SKIPPED = frozenset(
    """head script style template noscript nav menu iframe object embed svg math canvas audio video
    select button input textarea datalist map rt rp""".split()
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
_BLOCKS = _KINDS.keys() | frozenset(
    """address article aside blockquote body center dd details dialog div dl fieldset figure footer
    form header hgroup hr legend main ol p pre search section summary table tbody td tfoot th thead
    tr ul""".split()
)
_NOTE = re.compile(r"(?:foot|end)notes?\b|_?fn[:_-]?\d|cite_note", re.IGNORECASE)
_MARK = re.compile(r"[\[(〔［（]?\s*(?:\d{1,3}|[a-z*†‡§¶])\s*[\])〕］）]?")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:!--.*?(?:--!?>|\Z)|(script|style)\b.*?(?:</\1|\Z)|(/?)([a-z][a-z0-9]*)([^<>]*))",
    re.IGNORECASE | re.DOTALL,
)
_SELF_CLOSING = frozenset(
    """p li dt dd td th tr thead tbody tfoot option optgroup colgroup rt rp html head body area base
    br col hr img input link meta param source track wbr""".split()
)  # end tag optional
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_MAX_TAGS = 3_000_000
_DEEPEST = 5_000  # elements open at once; up to there the square is some milliseconds
_MAX_STEPS = 100_000_000  # of the parser, up the tree: half a second
_MAX_COPIES = 2_000_000  # of formatting elements left open
_MAX_COLUMNS = 100
_BREAK = "\u2028"  # a <br>; becomes a space


def parse(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of an .html file, and its blocks. Raises UnreadableFile."""
    from selectolax.lexbor import LexborHTMLParser

    declared = _IN_PROLOG.search(data[:1024]) or _DECLARED.search(data[:4096])
    text = decode(data, name, declared[1].decode("ascii") if declared else None)
    _refuse_bombs(text, name)
    body = LexborHTMLParser(text).body
    if body is None:
        raise UnreadableFile(name, "no HTML in it")
    reader = _HtmlReader(name, _data_tables(body))
    reader.read(body)
    return reader.builder.text, reader.builder.blocks


def _refuse_bombs(text: str, name: str) -> None:
    """Refuse input on which the parser takes quadratic time or memory.

    The HTML standard has a parser search the open elements at every tag, and copy every formatting
    element left open into every later block.
    """
    if text.count("<") > _MAX_TAGS:
        raise UnreadableFile(name, f"more than {_MAX_TAGS:,} tags in one file; split it")
    opened: Counter[str] = Counter()
    depth = formatting = steps = copies = 0
    for match in _TAG.finditer(text):
        if match[3] is None:  # a comment or a script
            continue
        closing, tag = match[2], match[3].lower()
        steps += depth + match[4].count(" ") ** 2
        copies += 0 if closing or tag in _FORMATTING else formatting
        if depth > _DEEPEST or steps > _MAX_STEPS or copies > _MAX_COPIES:
            raise UnreadableFile(name, "its elements are nested too deep; is it really a document?")
        if tag not in _SELF_CLOSING and (not closing or opened[tag]):
            step = -1 if closing else 1
            opened[tag] += step
            depth += step
            formatting += step if tag in _FORMATTING else 0


class _HtmlReader:
    """Reads nodes in document order; text is collected until a block ends."""

    def __init__(self, name: str, data_tables: set[int]) -> None:
        self.builder = Builder(name)
        self._data_tables = data_tables
        self._line: list[str] = []
        self._kinds: list[Kind] = ["paragraph"]

    def read(self, body: Node) -> None:
        walk = _Walk(body)
        for opens, node in walk:
            if not node.is_element_node:
                self._line.append(node.text_content or "")
            elif node.tag == "br":
                self._break() if opens else None
            elif node.mem_id in self._data_tables:
                self._table(node) if opens else None
                walk.skip()
            elif node.tag in _BLOCKS:
                self._edge(node, opens)
        self._flush()

    def _break(self) -> None:
        """A single line break is a space, two end the paragraph."""
        last = next((part for part in reversed(self._line) if part.strip(" \t\r\n")), "")
        if last == _BREAK:
            self._flush()
        else:
            self._line.append(_BREAK)

    def _edge(self, node: Node, opens: bool) -> None:
        """Start or end a block element."""
        self._flush()
        if not opens:
            self._kinds.pop()
        elif _is_note(node):
            self._kinds.append("note")
        else:
            self._kinds.append(_KINDS.get(node.tag or "", self._kinds[-1]))

    def _flush(self) -> None:
        if self._line:
            self.builder.add(self._kinds[-1], "".join(self._line))
            self._line.clear()

    def _table(self, table: Node) -> None:
        self._flush()
        captions = [node for opens, node in _Walk(table) if opens and node.tag == "caption"]
        for caption in captions:
            self.builder.add("caption", _text(caption))
        self.builder.table(_rows(table))


class _Walk:
    """(opens, node) for everything inside an element, without menus and scripts.

    Iterative, since the depth is unlimited. `skip()` skips the content of the element just opened.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        self._skip = False

    def skip(self) -> None:
        self._skip = True

    def __iter__(self) -> Iterator[tuple[bool, Node]]:
        open_nodes: list[Node] = []
        node = self._root.child
        while node is not None:
            if not _is_skipped(node):
                self._skip = False
                yield True, node
                if node.is_element_node and not self._skip and node.child is not None:
                    open_nodes.append(node)
                    node = node.child
                    continue
                if node.is_element_node:
                    yield False, node
            following = node.next
            while following is None and open_nodes:
                node = open_nodes.pop()
                yield False, node
                following = node.next
            node = following


def _is_skipped(node: Node) -> bool:
    if node.is_text_node:
        return False
    if not node.is_element_node or node.tag in _SKIPPED:
        return True
    attributes = node.attributes
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    role = attributes.get("role")
    return role in ("navigation", "doc-noteref") or (node.tag == "sup" and _is_mark(node))


def _is_mark(node: Node) -> bool:
    """Whether a raised element is a footnote mark: a number, a letter or a sign, maybe linked."""
    shown = ""
    child = node.child
    while child is not None and len(shown) <= 8:
        shown += (child.text_content or "") if child.is_text_node else ""
        child = child.child if child.is_element_node else child.next
    return bool(_MARK.fullmatch(shown.strip()))


def _is_note(node: Node) -> bool:
    attributes = node.attributes
    names = (attributes.get("id"), attributes.get("role"), attributes.get("class"))
    return node.tag in ("li", "p", "div", "aside", "dd") and any(
        _NOTE.match((name or "").removeprefix("doc-")) for name in names
    )


def _text(root: Node) -> str:
    """The visible text of an element, on one line."""
    parts = []
    for _, node in _Walk(root):
        if not node.is_element_node:
            parts.append(node.text_content or "")
        elif node.tag == "br" or node.tag in _BLOCKS:
            parts.append(_BREAK)
    return "".join(parts)


def _data_tables(body: Node) -> set[int]:
    """Ids of the tables that hold data: two or more columns, and no table inside."""
    found: set[int] = set()
    open_tables: list[Node] = []
    cells = 0
    for opens, node in _Walk(body):
        if node.tag == "table":
            if opens:
                open_tables.append(node)
            elif open_tables[-1:] and open_tables.pop().mem_id in found and open_tables:
                found.difference_update(table.mem_id for table in open_tables[-1:])
        elif node.tag == "tr":
            cells = 0
        elif node.tag in ("td", "th") and opens and open_tables:
            cells += 1
            if cells == 2:
                found.add(open_tables[-1].mem_id)
    return found


def _rows(table: Node) -> Iterator[list[Cell]]:
    """The cells of a table by row, in their columns below cells that span rows."""
    taken: dict[int, int] = {}  # column -> number of rows that a cell above still covers
    row: list[Cell] = []
    walk = _Walk(table)
    for opens, node in walk:
        if node.tag == "tr" and not opens:
            yield row
        elif node.tag == "tr":
            row, column = [], 0
            covered, taken = taken, {c: left - 1 for c, left in taken.items() if left > 1}
        elif node.tag in ("td", "th") and opens:
            walk.skip()
            while column in covered:
                column += 1
            row.append((column, _text(node)))
            width, height = _span(node, "colspan"), _span(node, "rowspan")
            if height > 1 and column < _MAX_COLUMNS:
                taken.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width


def _span(cell: Node, attribute: str) -> int:
    value = cell.attributes.get(attribute) or ""
    return min(max(int(value), 1), _MAX_COLUMNS) if re.fullmatch("[0-9]{1,6}", value) else 1
