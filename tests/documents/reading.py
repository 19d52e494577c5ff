"""Assertions for every document, whatever its format."""

from __future__ import annotations

from glossary.model import Block, Document


def assert_maps_back(document: Document) -> None:
    """Assert that every character of every block is at its offset, except joined spaces."""
    for block in document.blocks:
        assert len(block.text) == len(block.offsets)
        assert block.text == block.text.strip() != ""
        for char, offset in zip(block.text, block.offsets, strict=True):
            assert document.text[offset] == char or char == " "
        assert all(a < b for a, b in zip(block.offsets, block.offsets[1:], strict=False))


def texts(document: Document, kind: str | None = None) -> list[str]:
    return [block.text for block in document.blocks if kind in (None, block.kind)]


def grid(document: Document, table: int = 0) -> dict[tuple[int | None, int | None], str]:
    """(row, column) -> text of one table."""
    cells = [block for block in document.blocks if block.table == table]
    assert all(block.kind == "cell" for block in cells)
    return {(block.row, block.column): block.text for block in cells}


def shown(document: Document, block: Block, start: int, end: int) -> str:
    """The text of the document at the span of a part of a block."""
    a, b = block.span(start, end)
    return document.text[a:b]
