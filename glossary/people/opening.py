"""Where the people are: in a file, or in a schema of PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from glossary.errors import InvalidInput, NotFound
from glossary.people.database import PeopleDatabase

SCHEMES = ("postgresql", "postgres")


def database_at(place: str | Path, must_exist: bool) -> PeopleDatabase:
    """The database in a file, or at `postgresql://HOST/DATABASE?schema=NAME`; see
    `People.open`."""
    scheme, separator, _ = str(place).partition("://")
    if not separator:
        return _file(Path(place), must_exist)
    if scheme not in SCHEMES:
        raise InvalidInput(
            f"accounts are not kept in {scheme}://; give a file, or "
            "postgresql://HOST/DATABASE?schema=NAME"
        )
    from glossary.store.postgres import require_client

    require_client()
    from glossary.people.postgres import opened

    return opened(str(place), must_exist)


def _file(path: Path, must_exist: bool) -> PeopleDatabase:
    from glossary.people.sqlite import PeopleFile

    if must_exist and not path.exists():
        raise NotFound(f"{path}: no such file; glossary people add makes it with an account")
    return PeopleFile(path)
