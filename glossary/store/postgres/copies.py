"""Back up a schema by `pg_dump`, and put the rows of such a file in place of its own.

A restore is one transaction: either the old state or the new one. Others wait until it is done.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from glossary.errors import StoreError
from glossary.store.postgres.archive import Archive
from glossary.store.postgres.catalog import PostgresCatalog
from glossary.store.postgres.programs import program, run
from glossary.store.postgres.session import PostgresSession
from glossary.store.private import make_folder, partial_file, place
from glossary.store.tables.concepts import new_database_id
from glossary.store.tables.transfer import in_order

_STAY = ("meta", "migration", "job_file")
_MADE_ANEW = ("hidden_term", "change", "noted")
"""Tables whose rows are not taken: identity and form of the schema, and the files of jobs, which no
backup has; large changes under way and the feed of changes, which begins anew with the new
identity."""


_HOOKS = ("hook", "dead_letter")
"""Tables that a role may not read as a whole: its backups are without them, and leave those alone
that are there when they are restored."""


def backup(session: PostgresSession, target: Path) -> list[str]:
    """Write a consistent copy to a new file, and answer what the role may not read, which is not in
    it. Raises StoreError."""
    schema = _quoted(session)
    is_whole = session.rows("SELECT has_table_privilege('hook', 'SELECT')")[0][0]
    without = [] if is_whole else [f"--exclude-table={schema}.{name}" for name in _HOOKS]
    dump(session, target, f"--exclude-table-data={schema}.job_file", *without)
    return [] if is_whole else ["hooks and their dead letters"]


def dump(session: PostgresSession, target: Path, *without: str) -> None:
    """Write a consistent copy of a schema to a new file, by pg_dump with these options, too. Raises
    StoreError."""
    if os.path.lexists(target):
        raise StoreError(f"{target} exists; give a name that is free")
    by = program("pg_dump", session.server)
    options = ["-Fc", "--no-owner", "--no-privileges", "--strict-names"]
    options += [f"--schema={_quoted(session)}", *without]
    try:
        with partial_file(target.parent) as partial:
            run(by, [*options, f"--file={partial}"], str(target), session.address.conninfo)
            place(partial, target)
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror or error}") from error


def _quoted(session: PostgresSession) -> str:
    return '"' + session.address.schema.replace('"', '""') + '"'


def restore(session: PostgresSession, source: Path, by: str, at: str) -> Path | None:
    """See `glossary.store.base.Upkeep`; the state before is kept in the user's data folder."""
    archive = Archive(source, session.server)
    kept = _free_name(session.address.schema)
    try:
        with session.transaction():  # from now on nobody else writes
            _refuse_another_version(session, archive)
            is_new = not session.rows("SELECT 1 FROM step LIMIT 1")
            if not is_new:
                backup(session, kept)
            _replace(session, archive)
            before = "nothing" if is_new else kept.name
            session.run(
                "INSERT INTO step (verb, by, at, summary) VALUES ('restore', ?, ?, ?)",
                (by, at, f"{source.name}; before: {before}"),
            )
    except BaseException:
        with suppress(OSError):
            kept.unlink()
        raise
    return None if is_new else kept


def _refuse_another_version(session: PostgresSession, archive: Archive) -> None:
    ours = {name for (name,) in session.rows("SELECT name FROM migration")}
    theirs = archive.names("migration", "name")
    if not theirs:
        raise StoreError(f"{archive.source} is of another program; nothing was restored")
    if newer := sorted(theirs - ours):
        raise StoreError(
            f"{archive.source} was written by a newer version of this program ({newer[-1][:60]}); "
            "upgrade, and restore it then"
        )
    if theirs != ours:
        raise StoreError(
            f"{archive.source} was written by an older version of this program; put it with "
            "pg_restore into a new database, which this version upgrades, and take it over with: "
            "glossary copy"
        )


def _replace(session: PostgresSession, archive: Archive) -> None:
    catalog = PostgresCatalog(session)
    stay = _STAY if archive.has("hook") else (*_STAY, *_HOOKS)
    tables = [table for table in in_order(catalog, derived=True) if table not in stay]
    session.run(f"TRUNCATE {', '.join(tables)}")
    for table in (table for table in tables if table not in _MADE_ANEW):
        with archive.rows(table) as (columns, lines):
            session.put_lines(table, ", ".join(columns), lines)
    for name, last in archive.last_numbers(catalog.sequences()).items():
        session.rows("SELECT setval(?::regclass, ?)", (name, last))
    new_id = (new_database_id(),)
    session.run("UPDATE meta SET value = ? WHERE key = 'database_id'", new_id)


def _free_name(schema: str) -> Path:
    """A file such as `glossary.before-restore-20260301T080000Z.dump` in the user's data folder."""
    import platformdirs

    folder = Path(platformdirs.user_data_dir("glossary", appauthor=False))
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    make_folder(folder)
    name = re.sub(r"[^\w-]", "_", schema)
    return folder / f"{name}.before-restore-{stamp}.dump"
