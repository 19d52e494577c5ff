"""Write concept entries as tables.

If a row is a pair of terms, a concept has these rows: the first English term with each Chinese one,
then each further English term with the first Chinese one. So every term is in some row, and reading
the rows gives the concept again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from glossary.errors import InvalidInput
from glossary.exchange.dates import american_date
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles.base import Column, ExportTarget, TableShape
from glossary.exchange.spool import Spool
from glossary.exchange.table import cells
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.text.tags import language_of, normalise_tag

Cell = tuple[LanguageSection, TermSection] | None
Row = dict[str, Cell]


def write(
    entries: Iterable[ConceptEntry], target: ExportTarget, options: WriteOptions
) -> Iterator[bytes]:
    """The bytes of a CSV or TSV file of fitted entries, in pieces.

    Raises InvalidInput if the file becomes larger than its tool takes.
    """
    table = shape_of(target)
    rows = grid(entries, target, options)
    yield b"\xef\xbb\xbf" if table.bom else b""
    if table.first_line:
        yield (table.first_line + table.line_end).encode()
    if table.head:
        yield cells.line(next(rows), table.delimiter, False, table.line_end).encode()
    size = 0
    for row in rows:
        data = _line(row, table).encode()
        size += len(data)
        if target.file_limit and size > target.file_limit:
            limit = f"{target.file_limit // 2**20} MiB"
            raise InvalidInput(f"the file is over the tool's {limit}; export part of it")
        yield data


def _line(row: list[str], table: TableShape) -> str:
    if table.quotes:
        return cells.line(row, table.delimiter, table.guard, table.line_end)
    return table.delimiter.join(row) + table.line_end


def grid(
    entries: Iterable[ConceptEntry], target: ExportTarget, options: WriteOptions
) -> Iterator[list[str]]:
    """The rows of a table: its heads, if it has any, then those of each entry."""
    table = shape_of(target)
    columns, entries = _columns(entries, table, options.direction)
    if table.head:
        chinese = normalise_tag(options.zh_tag) if options.zh_tag else "zh"
        names = {"en": target.tag("en"), "zh": target.tag(chinese)}
        yield [head.format(**names) for head, _, _ in columns]
    for entry in entries:
        yield from _rows(entry, columns, table)


def shape_of(target: ExportTarget) -> TableShape:
    """The table of a target. Raises InvalidInput if it has none."""
    if target.table is None:
        raise InvalidInput(f"a profile with {target.format} says which columns it has")
    return target.table


def _columns(
    entries: Iterable[ConceptEntry], table: TableShape, direction: str
) -> tuple[list[Column], Iterable[ConceptEntry]]:
    """(columns with languages set by direction and blocks repeated as often as needed, entries)."""
    source, target = direction.split("-")
    roles = {"source": source, "target": target}
    columns = [(head, field, roles.get(lang, lang)) for head, field, lang in table.columns]
    if not table.blocks:
        return columns, entries
    waiting = Spool(entries)
    most = {source: 1, target: 1}
    for entry in waiting.once():
        for language in most:
            most[language] = max(most[language], len(_terms(entry, language)))
    repeated = [column for column in columns if not column[2]]
    for language in (source, target):
        repeated += [column for column in columns if column[2] == language] * most[language]
    return repeated, waiting


def _terms(entry: ConceptEntry, language: str) -> list[Cell]:
    return [
        (section, term)
        for section in entry.languages
        if language_of(section.tag) == language
        for term in section.terms
    ]


def _rows(entry: ConceptEntry, columns: Sequence[Column], table: TableShape) -> Iterator[list[str]]:
    terms = {language: _terms(entry, language) for language in ("en", "zh")}
    if table.blocks:
        yield _block_row(entry, terms, columns, table)
        return
    for row in _combined(terms, table):
        yield [
            _value(entry, row.get(lang) if lang else None, field, table)
            for _, field, lang in columns
        ]


def _combined(terms: dict[str, list[Cell]], table: TableShape) -> Iterator[Row]:
    en, zh = terms["en"], terms["zh"]
    if table.rows == "columns":
        for one, other in zip_longest(en, zh):
            yield {"en": one, "zh": other}
        return
    first_en, first_zh = (en or [None])[0], (zh or [None])[0]
    for other in zh or [None]:
        yield {"en": first_en, "zh": other}
    for one in en[1:]:
        yield {"en": one, "zh": first_zh}


def _block_row(
    entry: ConceptEntry, terms: dict[str, list[Cell]], columns: Sequence[Column], table: TableShape
) -> list[str]:
    """One row with a block of columns for each term; a repeated column begins the next block."""
    row = []
    used: dict[str, int] = {}
    seen: dict[str, set[tuple[str, str]]] = {}
    for head, field, language in columns:
        block = seen.setdefault(language, set())
        if (head, field) in block:
            used[language] = used.get(language, 0) + 1
            block.clear()
        block.add((head, field))
        at = used.get(language, 0)
        cell = terms[language][at] if language and at < len(terms[language]) else None
        row.append(_value(entry, cell, field, table))
    return row


def _value(entry: ConceptEntry, cell: Cell, field: str, table: TableShape) -> str:
    """The text of one cell; "" if there is no such term."""
    if field in ("created_at", "changed_at"):
        at: str = getattr(entry, field)
        return american_date(at) if table.american_dates else at
    if field in ("id", "subject", "definition", "note", "source", "created_by", "changed_by"):
        value: str = getattr(entry, field)
        return value
    if field == "false":
        return "FALSE"
    if cell is None or field == "ignore":
        return ""
    section, term = cell
    return _OF_TERM[field](section, term)


_OF_TERM: dict[str, Callable[[LanguageSection, TermSection], str]] = {
    "term": lambda section, term: term.text,
    "tag": lambda section, term: section.tag,
    "status": lambda section, term: term.status,
    "part_of_speech": lambda section, term: term.part_of_speech,
    "term_type": lambda section, term: term.term_type,
    "term_note": lambda section, term: term.note,
    "term_source": lambda section, term: term.source,
    "context": lambda section, term: term.contexts[0].text if term.contexts else "",
    "language_definition": lambda section, term: section.definition,
    "language_note": lambda section, term: section.note,
}
