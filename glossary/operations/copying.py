"""Copy a whole termbase into an empty one, of the same or another kind of database.

Entries with their history, steps, evidence, documents, alignments, units, candidates, judgements,
comments, conflicts, what went out and what was looked up in vain: all rows keep their numbers, so
whatever names one still leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.operations.options import FilePath
from glossary.progress import Progress, counted
from glossary.store import open_store
from glossary.store.base import DumpedTable, Store


def copy_to(store: Store, target: FilePath, progress: Progress | None = None) -> dict[str, int]:
    """Copy into the database at a path or URL, while others use this one; what it then counts.

    One transaction: either all of it is there or nothing. Raises ConflictError if the target is
    not empty, StoreError.
    """
    other = open_store(target)
    try:
        tables = store.dump()  # first, as it says whether there is anything to copy
        with store.snapshot(), other.transaction():
            other.load(_told(tables, progress))
        return other.counts()
    finally:
        other.close()


def _told(tables: Iterable[DumpedTable], progress: Progress | None) -> Iterator[DumpedTable]:
    for table in tables:
        stage = table.name.replace("_", " ")
        yield table._replace(rows=counted(table.rows, progress, stage, table.size, "rows"))
    if progress:
        progress("terms")
