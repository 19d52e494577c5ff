"""Accounts: names, passwords, who a log-in service says they are, and their roles by termbase."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.operations.clock import Clock
from glossary.people.audit import Audit, Origin
from glossary.people.database import PeopleDatabase
from glossary.people.roles import EVERYWHERE, checked_role
from glossary.people.secret import hashed_password, is_outdated, is_password

LONGEST = 60
"""Characters of a name. Chosen: longer than people's names; at half some do not fit, at double a
list of entries has no room for them."""


_COLUMNS = "id, name, password, issuer, subject, created_at"
NOBODY = "", ""
"""The identity, (issuer, subject), of who is unknown to any log-in service."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `issuer` and `subject` are those of OpenID Connect, or empty."""

    id: int
    name: str
    has_password: bool
    issuer: str
    subject: str
    created_at: str


class Accounts:
    """The accounts, in a database of people. A removed one keeps its name, since steps and rows of
    the audit bear it."""

    def __init__(self, database: PeopleDatabase, audit: Audit, clock: Clock) -> None:
        self._database, self._audit, self._clock = database, audit, clock

    # ------------------------------------------------------------ reading

    def all(self) -> list[Account]:
        sql = f"SELECT {_COLUMNS} FROM account WHERE removed_at = '' ORDER BY name_key"
        return [_account(row) for row in self._database.rows(sql)]

    def get(self, name: str) -> Account:
        """Raises NotFound."""
        if found := self._row(name):
            return _account(found)
        raise NotFound(f"there is no account {name!r}; list them: glossary people list")

    def of_id(self, account_id: int) -> Account | None:
        sql = f"SELECT {_COLUMNS} FROM account WHERE id = ? AND removed_at = ''"
        return next(map(_account, self._database.rows(sql, (account_id,))), None)

    def of_subject(self, issuer: str, subject: str) -> Account | None:
        """The account of who a log-in service calls `subject`."""
        where = "issuer = ? AND subject = ? AND removed_at = ''"
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM account WHERE {where}", (issuer, subject)
        )
        return next(map(_account, rows), None)

    def was_removed(self, issuer: str, subject: str) -> bool:
        """Whether who a log-in service calls `subject` had an account."""
        sql = "SELECT 1 FROM account WHERE issuer = ? AND subject = ? AND removed_at <> ''"
        return bool(self._database.rows(sql, (issuer, subject)))

    def role(self, account_id: int, termbase: str) -> str:
        """What an account may do in a termbase: what is said of that, else of all."""
        given = self.roles(account_id)
        return given.get(termbase, given.get(EVERYWHERE, "none"))

    def roles(self, account_id: int) -> dict[str, str]:
        """The roles of an account by termbase."""
        sql = "SELECT termbase, role FROM account_role WHERE account = ? ORDER BY termbase"
        return dict(self._database.rows(sql, (account_id,)))

    def signed_in(self, name: str, password: str) -> Account | None:
        """The account with this name and password. For an unknown name it takes as long."""
        row = self._row(name)
        number, _, stored, *_ = row or (0, "", None)
        if not is_password(password, stored) or row is None or stored is None:
            return None
        if is_outdated(stored):
            with self._database.transaction():
                self._store_password(number, hashed_password(password))
        return _account(row)

    # ------------------------------------------------------------ changing

    def add(
        self,
        name: str,
        password: str | None = None,
        role: str = "none",
        *,
        origin: Origin,
        termbase: str = EVERYWHERE,
        identity: tuple[str, str] = NOBODY,
    ) -> Account:
        """A new account, or a removed one again. Without a password it signs in by tokens, or by
        the log-in service of its `identity`, (issuer, subject). Raises ConflictError."""
        name, stored = checked_name(name), None if password is None else hashed_password(password)
        checked_role(role)
        with self._database.transaction():
            if self._row(name):
                raise ConflictError(f"there is an account {name!r} already")
            self._insert(name, stored, identity)
            made = self.get(name)
            self._audit.note(origin, "add account", made.name)
            if role != "none":
                self.set_role(made, role, origin=origin, termbase=termbase)
        return made

    def set_role(
        self, account: Account, role: str, *, origin: Origin, termbase: str = EVERYWHERE
    ) -> None:
        """Give a role in a termbase, or in all of which nothing else is said."""
        checked_role(role)
        key = account.id, termbase
        with self._database.transaction():
            was = self.roles(account.id).get(termbase, "none")
            sql = "DELETE FROM account_role WHERE account = ? AND termbase = ?"
            self._database.run(sql, key)
            if role != "none" or termbase != EVERYWHERE:
                sql = "INSERT INTO account_role (account, termbase, role) VALUES (?, ?, ?)"
                self._database.run(sql, (*key, role))
            where = f" in {termbase}" if termbase != EVERYWHERE else ""
            self._audit.note(origin, "give role", f"{account.name}: {was} to {role}{where}")

    def set_password(self, account: Account, password: str, *, origin: Origin) -> None:
        """Give another password; whoever is signed in as this account has to sign in again."""
        stored = hashed_password(password)
        with self._database.transaction():
            self._store_password(account.id, stored)
            self._database.run("DELETE FROM sign_in WHERE account = ?", (account.id,))
            self._audit.note(origin, "set password", account.name)

    def remove(self, account: Account, *, origin: Origin) -> None:
        """End an account, at once, with its tokens, sessions and roles."""
        now = self._clock()
        with self._database.transaction():
            sql = "UPDATE account SET removed_at = ?, password = NULL WHERE id = ?"
            self._database.run(sql, (now, account.id))
            self._database.run("DELETE FROM sign_in WHERE account = ?", (account.id,))
            self._database.run("DELETE FROM account_role WHERE account = ?", (account.id,))
            sql = "UPDATE token SET removed_at = ? WHERE account = ? AND removed_at = ''"
            self._database.run(sql, (now, account.id))
            self._audit.note(origin, "remove account", account.name)

    # ------------------------------------------------------------ rows

    def _row(self, name: str) -> Any:
        sql = f"SELECT {_COLUMNS} FROM account WHERE name_key = ? AND removed_at = ''"
        return next(iter(self._database.rows(sql, (key(name),))), None)

    def _insert(self, name: str, stored: str | None, identity: tuple[str, str]) -> None:
        """A new row; for a removed account its own again, unless it is somebody of a service who
        only bears that name."""
        values = name, stored, self._clock(), key(name)
        again = (
            "UPDATE account SET name = ?, password = ?, created_at = ?, removed_at = '' "
            "WHERE name_key = ?"
        )
        if identity == NOBODY and self._database.run(again, values):
            return
        if self._database.rows("SELECT 1 FROM account WHERE name_key = ?", (key(name),)):
            raise ConflictError(f"{name!r} was the name of somebody else")
        columns = "name, password, created_at, name_key, issuer, subject"
        sql = f"INSERT INTO account ({columns}) VALUES (?, ?, ?, ?, ?, ?)"
        self._database.run(sql, (*values, *identity))

    def _store_password(self, account_id: int, stored: str) -> None:
        self._database.run("UPDATE account SET password = ? WHERE id = ?", (stored, account_id))


def checked_name(name: str) -> str:
    """The name as it is stored. Raises InvalidInput for one that cannot be told or written."""
    name = unicodedata.normalize("NFC", name)
    if not name.isprintable() or name != " ".join(name.split()) or not 0 < len(name) <= LONGEST:
        raise InvalidInput(f"a name has 1 to {LONGEST} characters, and single blanks inside only")
    return name


def key(name: str) -> str:
    """By what names are compared: nobody may be taken for another by case or width."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _account(row: Any) -> Account:
    number, name, password, *rest = row
    return Account(number, name, password is not None, *rest)
