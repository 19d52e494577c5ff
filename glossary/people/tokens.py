"""Personal tokens: secrets for programs, which act as their owner, with no more than a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from glossary.errors import InvalidInput, NotFound
from glossary.operations.clock import Clock
from glossary.people.accounts import LONGEST, Account
from glossary.people.audit import Audit, Origin
from glossary.people.database import PeopleDatabase
from glossary.people.roles import EVERYWHERE, checked_role
from glossary.people.secret import TOKEN_START, digest, new_secret

DAYS, MOST_DAYS = 90, 3650
"""How long a token lasts, and may last. Chosen: who made one for a project has to think of it again
each quarter; at half it ends within most projects, at double one that was lost serves longer."""
USE_NOTED = timedelta(hours=1)
"""How exactly it is known when a token was used. Chosen: at half, each program that asks all day
writes twice as often; at double, it is known half as well whether one is in use."""


@dataclass(frozen=True, slots=True)
class PersonalToken:
    """A token, without its secret. It may do what both its `scope` and its owner may, in one
    termbase or (`EVERYWHERE`) all."""

    id: int
    account: int
    name: str
    scope: str
    termbase: str
    created_at: str
    ends_at: str
    used_at: str


_SELECT = f"SELECT {', '.join(PersonalToken.__slots__)} FROM token"


class PersonalTokens:
    """The tokens, in a database of people."""

    def __init__(self, database: PeopleDatabase, audit: Audit, clock: Clock) -> None:
        self._database, self._audit, self._clock = database, audit, clock

    def of(self, account: Account) -> list[PersonalToken]:
        """Those of an account that have not been removed, the newest first."""
        sql = f"{_SELECT} WHERE account = ? AND removed_at = '' ORDER BY id DESC"
        return [PersonalToken(*row) for row in self._database.rows(sql, (account.id,))]

    def new(
        self,
        account: Account,
        name: str,
        scope: str,
        *,
        origin: Origin,
        days: int = DAYS,
        termbase: str = EVERYWHERE,
    ) -> tuple[PersonalToken, str]:
        """A new token and its secret, which is told nowhere else. Raises InvalidInput."""
        name = " ".join(name.split())
        if not name.isprintable() or not 0 < len(name) <= LONGEST:
            raise InvalidInput(f"say what the token is for, in 1 to {LONGEST} characters")
        if not 1 <= days <= MOST_DAYS:
            raise InvalidInput(f"a token lasts 1 to {MOST_DAYS} days")
        secret, now = new_secret(TOKEN_START), self._clock()
        columns = "digest, account, name, scope, termbase, created_at, ends_at"
        sql = f"INSERT INTO token ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        values = digest(secret), account.id, name, checked_role(scope), termbase, now
        with self._database.transaction():
            made = self._database.insert(sql, (*values, later(now, timedelta(days=days))))
            where = f", {termbase}" if termbase != EVERYWHERE else ""
            self._audit.note(origin, "add token", f"{made} of {account.name}: {scope}{where}")
        return next(token for token in self.of(account) if token.id == made), secret

    def remove(self, account: Account, token_id: int, *, origin: Origin) -> None:
        """End a token of an account, at once. Raises NotFound."""
        sql = "UPDATE token SET removed_at = ? WHERE id = ? AND account = ? AND removed_at = ''"
        with self._database.transaction():
            values = self._clock(), token_id, account.id
            if not 0 < token_id < 2**63 or not self._database.run(sql, values):
                raise NotFound(f"{account.name} has no token {token_id}")
            self._audit.note(origin, "remove token", f"{token_id} of {account.name}")

    def found(self, secret: str) -> PersonalToken | None:
        """The token with this secret, if it has not ended."""
        sql = f"{_SELECT} WHERE digest = ? AND removed_at = ''"
        rows, now = self._database.rows(sql, (digest(secret),)), self._clock()
        token = next((PersonalToken(*row) for row in rows), None)
        if token is None or token.ends_at <= now:
            return None
        if not token.used_at or later(token.used_at, USE_NOTED) <= now:
            with self._database.transaction():
                sql = "UPDATE token SET used_at = ? WHERE id = ?"
                self._database.run(sql, (now, token.id))
        return token


def later(at: str, by: timedelta) -> str:
    """The time of the clock that much later."""
    return (datetime.fromisoformat(at) + by).strftime("%Y-%m-%dT%H:%M:%SZ")
