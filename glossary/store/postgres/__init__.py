"""The PostgreSQL store: a schema of a database for each termbase, which many programs may share.

address (of the server and the schema) -> connection, failures -> pool -> session (transactions,
rows) -> migrations -> terms, concepts, units, review: what is written in fewer statements than by
`glossary.store.tables` -> store
"""

from __future__ import annotations

from importlib.util import find_spec

from glossary.errors import BrokenInstallation
from glossary.store.base import Store


def opened(rest: str) -> Store:
    """Open the store at `postgresql://` and this. Raises StoreError, InvalidInput."""
    require_client()
    from glossary.store.postgres.address import address_of
    from glossary.store.postgres.store import PostgresStore

    return PostgresStore(address_of(f"postgresql://{rest}"))


def require_client() -> None:
    """Raise BrokenInstallation, which says what to install, where psycopg is missing."""
    if find_spec("psycopg") is None:
        raise BrokenInstallation(
            "postgresql:// needs the package psycopg; install it with: "
            "pip install 'glossary[postgres]'"
        )
