"""Read tables in tests: entries, messages, and workbooks to read."""

from __future__ import annotations

import io
from typing import Any

from glossary.exchange import ReadOptions, read_entries
from glossary.model import ConceptEntry

Told = list[tuple[int, str]]


def read(data: bytes | str, name: str = "x.csv", **options: Any) -> tuple[list[ConceptEntry], Told]:
    """(entries, messages) of a table."""
    told: Told = []
    raw = data.encode() if isinstance(data, str) else data
    return list(
        read_entries(raw, name, ReadOptions(on_change=lambda *what: told.append(what), **options))
    ), told


def pairs(entries: list[ConceptEntry]) -> list[tuple[str, str]]:
    """(all English, all Chinese terms) of every entry."""
    return [
        (
            "; ".join(term.text for _, term in entry.terms("en")),
            "; ".join(term.text for _, term in entry.terms("zh")),
        )
        for entry in entries
    ]


def languages(entries: list[ConceptEntry]) -> set[str]:
    return {section.tag for entry in entries for section in entry.languages}


def workbook(*sheets: str, titles: tuple[str, ...] = ("A", "B", "C")) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for title, text in zip(titles, sheets, strict=False):
            sheet = book.add_worksheet(title)
            for number, line in enumerate(text.splitlines()):
                sheet.write_row(number, 0, line.split(","))
    return buffer.getvalue()
