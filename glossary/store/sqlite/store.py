"""The SQLite store: one file, opened on first use, with a connection for each thread.

Write-ahead log with `synchronous=FULL`: a committed transaction survives a power cut.

    files, connection   files on disk; one connection to them
    pool, session       a checked connection for each thread; statements and transactions on it
    terms, term_index   the terms with their index; the other tables are `glossary.store.tables`
    staging             a large change, beside the tables and then in them
    migrations, copies, check   the schema; backup and restore; integrity checks
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.errors import InvalidInput, StoreError
from glossary.store.base import Check, DumpedTable
from glossary.store.sqlite.connection import FAILURES, Connection, failure_of
from glossary.store.sqlite.files import is_own
from glossary.store.sqlite.pool import ConnectionPool
from glossary.store.sqlite.session import SqliteSession
from glossary.store.sqlite.terms import SqliteTerms
from glossary.store.tables.parts import Tables
from glossary.store.tables.store import TableStore


class SqliteStore(TableStore):
    """Implements `glossary.store.base.Store` with its parts."""

    def __init__(self, path: Path) -> None:
        if str(path) == ":memory:":
            raise InvalidInput("the database wants a file; a temporary one will do")
        self.path = path.expanduser().absolute()  # the working directory may change
        self._pool = ConnectionPool(self.path)
        self.close = self._pool.close
        session = SqliteSession(self._pool)
        super().__init__(session, Tables(session, SqliteTerms(session)))
        self.session: SqliteSession = session

    # ------------------------------------------------------------ the whole database

    @property
    def db(self) -> Connection:
        """This thread's connection."""
        return self.session.connection

    @property
    def is_shared(self) -> bool:
        return False

    @property
    def target(self) -> str:
        return str(self.path)

    @property
    def cache(self) -> Path:
        """`PATH.memory`, beside the database at PATH."""
        return self.path.with_name(self.path.name + ".memory")

    @property
    def job_folder(self) -> Path:
        """`PATH.jobs`, beside the database at PATH."""
        return self.path.with_name(self.path.name + ".jobs")

    @property
    def job_files(self) -> None:
        """A file is used from one machine, whose folder is enough."""

    def owns(self, path: Path) -> bool:
        return is_own(self.path, path)

    def backup(self, target: Path) -> list[str]:
        from glossary.store.sqlite import copies

        self.session.rows("SELECT 1")  # fails if there is no readable database
        try:
            copies.backup(self.path, target)
        except FileExistsError:
            raise StoreError(f"{target} exists; give a name that is free") from None
        except FAILURES as error:
            raise failure_of(error, target) from error
        return []

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        from glossary.store.sqlite import copies

        self.close()
        return copies.restore(self.path, source, by, at)

    def grant(self, role: str, rights: str) -> None:
        raise InvalidInput(f"{self.path} is a file, which has no roles; give rights with chmod")

    def dump(self) -> Iterator[DumpedTable]:
        from glossary.store.sqlite.catalog import SqliteCatalog
        from glossary.store.tables import transfer

        if not self.path.exists():
            raise StoreError(f"{self.path} is not there; give the file of a termbase")
        return transfer.dump(self.session, SqliteCatalog(self.session))

    def load(self, tables: Iterable[DumpedTable]) -> None:
        from glossary.store.sqlite.catalog import SqliteCatalog
        from glossary.store.tables import transfer

        transfer.load(self.session, SqliteCatalog(self.session), tables, str(self.path))
        self.rebuild_terms()

    def checks(self) -> Iterator[Check]:
        from glossary.store.sqlite import check

        return check.checks(self.session, self.tables, self.path)
