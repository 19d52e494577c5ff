"""Check the integrity of the database: pages, references, records, and derived data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glossary.errors import StoreError
from glossary.store.base import Check
from glossary.store.sqlite.session import SqliteSession
from glossary.store.tables.check import REBUILD, RESTORE, checked, records, terms
from glossary.store.tables.parts import Tables


def checks(session: SqliteSession, tables: Tables, path: Path) -> Iterator[Check]:
    """See `glossary.store.base.Upkeep.checks`."""
    try:
        pages = session.rows("PRAGMA page_count")[0][0]
    except StoreError as error:
        yield Check("file", "cannot be used", (str(error),), "")
        return
    yield Check("file", f"{path}, {pages} pages")
    yield checked("pages", "sound", RESTORE, lambda: _integrity(session))
    yield checked("references", "all lead somewhere", RESTORE, lambda: _references(session))
    yield checked("records", "all can be read", RESTORE, lambda: records(session, tables))
    yield checked("term index", "as the entries have it", REBUILD, lambda: _terms(session, tables))


def _integrity(session: SqliteSession) -> Iterator[str]:
    for (found,) in session.rows("PRAGMA integrity_check(100)"):
        if found != "ok":
            yield " ".join(str(found).split())


def _references(session: SqliteSession) -> Iterator[str]:
    for table, row, parent, _ in session.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} names one of {parent} that is not there"


def _terms(session: SqliteSession, tables: Tables) -> Iterator[str]:
    index = session.stream("SELECT rowid, tokens FROM term_index")
    yield from terms(session, tables, index)
    yield from _inside_of_the_index(session)


def _inside_of_the_index(session: SqliteSession) -> Iterator[str]:
    """SQLite's own check of the full-text index, which is invoked as an INSERT but changes
    nothing."""
    if session.connection.may_write:
        with session.transaction():
            session.run("INSERT INTO term_index (term_index) VALUES ('integrity-check')")
    yield from ()
