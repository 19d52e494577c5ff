"""The PostgreSQL store: a schema, opened on first use, with connections as they are needed.

What has to be files, the cache of the memory's index and what jobs work on, is in the user's
folders, under the identity of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.store.base import Check, DumpedTable, Staging
from glossary.store.postgres.address import Address
from glossary.store.postgres.parts import PostgresTables
from glossary.store.postgres.pool import PostgresPool
from glossary.store.postgres.session import PostgresSession
from glossary.store.tables.store import TableStore

if TYPE_CHECKING:
    from glossary.store.postgres.job_files import PostgresJobFiles


class PostgresStore(TableStore):
    """Implements `glossary.store.base.Store` with its parts."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.pool = PostgresPool(address)
        self.close = self.pool.close
        session = PostgresSession(self.pool)
        super().__init__(session, PostgresTables(session))
        self.session: PostgresSession = session

    def __repr__(self) -> str:
        return f"PostgresStore({self.address.shown})"

    @property
    def is_shared(self) -> bool:
        return True

    @property
    def target(self) -> str:
        return self.address.url

    # ------------------------------------------------------------ files

    @property
    def cache(self) -> Path:
        """A folder of this database in the user's cache folder."""
        from platformdirs import user_cache_path

        return user_cache_path("glossary", appauthor=False) / f"{self._name}.memory"

    @property
    def job_folder(self) -> Path:
        """A folder of this database in the user's data folder."""
        from platformdirs import user_data_path

        return user_data_path("glossary", appauthor=False) / f"{self._name}.jobs"

    @cached_property
    def job_files(self) -> PostgresJobFiles:
        from glossary.store.postgres.job_files import PostgresJobFiles

        return PostgresJobFiles(self.session)

    @property
    def _name(self) -> str:
        return f"postgresql-{self.terms_version()[0]}"

    def owns(self, path: Path) -> bool:
        return self.cache in path.absolute().parents  # and not what a job exports

    # ------------------------------------------------------------ the whole database

    def staging(self) -> AbstractContextManager[Staging]:
        from glossary.store.postgres.staging import PostgresStaging
        from glossary.store.tables.staging import staging

        return staging(self.session, lambda: PostgresStaging(self.session, self.tables))

    def backup(self, target: Path) -> list[str]:
        from glossary.store.postgres import copies

        return copies.backup(self.session, target)

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        from glossary.store.postgres import copies

        return copies.restore(self.session, source, by, at)

    def grant(self, role: str, rights: str) -> None:
        from glossary.store.postgres.rights import grant

        grant(self.session, role, rights)

    def dump(self) -> Iterator[DumpedTable]:
        from glossary.store.postgres.catalog import PostgresCatalog
        from glossary.store.tables import transfer

        return transfer.dump(self.session, PostgresCatalog(self.session))

    def load(self, tables: Iterable[DumpedTable]) -> None:
        from glossary.store.postgres.catalog import PostgresCatalog
        from glossary.store.tables import transfer

        transfer.load(self.session, PostgresCatalog(self.session), tables, self.address.shown)
        self.rebuild_terms()

    def checks(self) -> Iterator[Check]:
        from glossary.store.postgres import check

        return check.checks(self.session, self.tables, self.address)
