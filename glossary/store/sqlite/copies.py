"""Back up and restore a database while others write.

Whenever a process is killed, the database is as before or complete, and a copy gets its name only
when it is complete. Database and copy may diverge, so each copy gets an identity of its own: caches
must not take one for the other.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from glossary.errors import StoreError
from glossary.store.private import (
    is_open_elsewhere,
    make_folder,
    partial_file,
    place,
    sync_file,
    sync_folder,
)
from glossary.store.sqlite import migrations
from glossary.store.sqlite.connection import (
    FAILURES,
    Connection,
    connect,
    connect_to_read,
    has_changed,
    reason_of,
    use_wal,
)
from glossary.store.sqlite.files import LEAST, NO_DATABASE, is_own, log_of, shared_of
from glossary.store.tables.concepts import new_database_id

WAIT_S = 30.0
"""Seconds that others may hold the database; chosen as `pool.BUSY_MS` is."""
_NEW_ID = "UPDATE meta SET value = ? WHERE key = 'database_id'"
_USELESS = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def backup(path: Path, target: Path) -> None:
    """Copy the existing database at `path` to `target`, which must not exist.

    Raises FileExistsError, sqlite3.Error, OSError.
    """
    if os.path.lexists(target):
        raise FileExistsError(17, "File exists", str(target))
    with partial_file(target.parent) as partial:
        with closing(connect(path, WAIT_S)) as source:
            _copy(source, partial)
        place(partial, target)


def _copy(source: Connection, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)
        try:
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, readable anywhere
            copy.execute(_NEW_ID, (new_database_id(),))
        except sqlite3.DatabaseError as error:  # a damaged database is copied as it is
            if _code_of(error) not in (sqlite3.SQLITE_ERROR, *_USELESS):
                raise


# ---------------------------------------------------------------- restore


def restore(path: Path, source: Path, by: str, at: str) -> Path | None:
    """Replace the database at `path` by the copy `source`, as one step of its history.

    Works while other programs use the database; this process must have no connection to it. Returns
    the path of a copy of the state before, None if there was none. Raises StoreError, and then
    nothing has changed.
    """
    path = Path(os.path.realpath(path))  # follow a link, and keep it
    if is_own(path, source):
        raise StoreError(f"{source} is the database itself; give a backup of it")
    kept = _free_name(path, "before-restore")
    try:
        make_folder(path.parent)
        with partial_file(path.parent) as partial:
            _take_in(source, partial)
            _note_step(partial, source, kept.name, by, at)
            return _put_in_place(partial, path, kept)
    except StoreError:
        raise
    except FAILURES as error:
        raise StoreError(f"{path}: {reason_of(error)}") from error


def _free_name(path: Path, what: str) -> Path:
    """`terms.before-restore-20260301T080000Z.db` beside `terms.db`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (
        path.with_name(f"{path.stem}.{what}-{stamp}{more}{path.suffix}")
        for more in ("", *(f"-{n}" for n in range(2, 1000)))
    )
    return next(name for name in names if not os.path.lexists(name))


def _take_in(source: Path, partial: Path) -> None:
    """Copy `source`, which is left unchanged, to `partial`; check the copy and migrate it."""
    try:
        _refuse_others(source)
        with closing(connect_to_read(source, WAIT_S)) as there:
            _copy(there, partial)
            if has_changed(there, source):
                raise StoreError(f"{source}: was written to meanwhile; try again")
        with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            _check(copy, source)
    except FAILURES as error:
        reason = "damaged" if _code_of(error) == sqlite3.SQLITE_CORRUPT else reason_of(error)
        raise StoreError(f"{source}: {reason}; nothing was restored") from error


def _refuse_others(source: Path) -> None:
    if not source.is_file():
        there = "is no file" if source.exists() else "is not there"
        raise StoreError(f"{source} {there}; give a file that glossary backup has written")
    if source.stat().st_size < LEAST:
        raise StoreError(f"{source}: {NO_DATABASE.split(';')[0]}; nothing was restored")


def _check(copy: sqlite3.Connection, source: Path) -> None:
    """Migrate a copy to the newest schema. Raises StoreError if it is damaged, of a newer version,
    or not of this program."""
    migrations.refuse_unknown(copy, source)
    [found] = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise StoreError(f"{source}: damaged ({_line(found)}); nothing was restored")
    if broken := copy.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            f"{source}: damaged (a row of {broken[0]} points nowhere); nothing was restored"
        )
    if len(migrations.applied(copy)) < len(migrations.STEPS):
        copy.execute("BEGIN IMMEDIATE")
        migrations.apply(copy)
        copy.execute("COMMIT")


def _line(text: object) -> str:
    return " ".join(str(text).split())[:200]


def _note_step(partial: Path, source: Path, kept: str, by: str, at: str) -> None:
    with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
        copy.execute(
            "INSERT INTO step (verb, by, at, summary) VALUES ('restore', ?, ?, ?)",
            (by, at, f"{source.name}; before: {kept}"),
        )


# ---------------------------------------------------------------- replacing the database


def _put_in_place(partial: Path, path: Path, kept: Path) -> Path | None:
    if not os.path.lexists(path):
        _move_aside(_free_name(path, "damaged"), path)
        place(partial, path)
        return None
    try:
        if path.stat().st_size < LEAST:
            raise sqlite3.DatabaseError("too short")
        with closing(connect_to_read(path, WAIT_S)) as there:  # the log of a damaged database stays
            migrations.refuse_unknown(there, path)
        return _copy_into(partial, path, kept)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) or _code_of(error) not in (None, *_USELESS):
            raise
    return _replace(partial, path)


def _code_of(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _copy_into(partial: Path, path: Path, kept: Path) -> Path | None:
    """Copy into the database as one transaction, while others go on using it."""
    with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as live:
        is_new = not migrations.applied(live)
        live.execute("PRAGMA synchronous = FULL")
        use_wal(live, WAIT_S)
        size = live.execute("PRAGMA page_size").fetchone()[0]
        with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            if copy.execute("PRAGMA page_size").fetchone()[0] != size:
                copy.execute(f"PRAGMA page_size = {size}")
                copy.execute("VACUUM")
            keep = _Keeper(path, None if is_new else kept)
            copy.backup(live, pages=1, progress=keep, sleep=0.05)
    return keep.kept


class _Keeper:
    """Backs up the previous state once the first page is copied: from then on SQLite lets no other
    program write, so no change is lost in between."""

    def __init__(self, path: Path, kept: Path | None) -> None:
        self.path, self.kept = path, kept
        self._done = kept is None
        self._end = time.monotonic() + WAIT_S

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if self._done:
            return
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > self._end:
                raise StoreError(
                    f"{self.path}: another program holds the database; try again when it is done"
                )
            return
        assert self.kept
        backup(self.path, self.kept)
        self._done = True


def _replace(partial: Path, path: Path) -> Path:
    """Replace a file that SQLite cannot read; it is kept with its log under another name."""
    if is_open_elsewhere(path):
        raise StoreError(
            f"{path} is damaged, and open in another program: stop that (the server), and "
            "restore again"
        )
    status = path.stat()
    os.chmod(partial, status.st_mode & 0o777)
    with suppress(OSError, AttributeError):
        os.chown(partial, status.st_uid, status.st_gid)
    aside = _free_name(path, "damaged")
    sync_file(partial)
    _link(path, aside)
    _move_aside(aside, path)
    os.replace(partial, path)
    sync_folder(path.parent)
    return aside


def _link(path: Path, aside: Path) -> None:
    """Give the file a second name; it keeps its own at every moment."""
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        import shutil

        shutil.copyfile(path, aside)
        sync_file(aside)


def _move_aside(aside: Path, path: Path) -> None:
    """Move the log together with its file: beside another it would be replayed into that."""
    for side in (log_of, shared_of):
        with suppress(FileNotFoundError):
            os.rename(side(path), side(aside))
    sync_folder(path.parent)
