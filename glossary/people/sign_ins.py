"""Sessions of a browser: from signing in to signing out, or to a time without any request."""

from __future__ import annotations

from datetime import timedelta

from glossary.operations.clock import Clock
from glossary.people.accounts import Account
from glossary.people.database import PeopleDatabase
from glossary.people.secret import digest, new_secret
from glossary.people.tokens import later

IDLE = timedelta(hours=12)
"""After how long without a request one signs in again. Chosen: once a day for who works by day; at
half it is twice, at double a machine left open stays open over night."""
LONGEST = timedelta(days=7)
"""After how long one signs in again in any case. Chosen: once a week; at half twice, at double a
stolen session serves twice as long."""
SEEN_NOTED = timedelta(minutes=10)
"""How exactly the last request is known. Chosen: at half, each person writes twice as often; at
double, a session may last twice as much longer than IDLE."""


class SignIns:
    """The sessions, in a database of people, by the hash of their secret."""

    def __init__(self, database: PeopleDatabase, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def begin(self, account: Account) -> str:
        """A new session; returns its secret. Those that have ended are forgotten."""
        secret, now = new_secret(), self._clock()
        with self._database.transaction():
            sql = "DELETE FROM sign_in WHERE created_at <= ? OR seen_at <= ?"
            self._database.run(sql, (later(now, -LONGEST), later(now, -IDLE)))
            sql = "INSERT INTO sign_in (digest, account, created_at, seen_at) VALUES (?, ?, ?, ?)"
            self._database.run(sql, (digest(secret), account.id, now, now))
        return secret

    def account(self, secret: str) -> int | None:
        """The number of the account that the session is of; None if there is none, or it ended."""
        sql = "SELECT account, created_at, seen_at FROM sign_in WHERE digest = ?"
        found, now = self._database.rows(sql, (digest(secret),)), self._clock()
        if not found:
            return None
        account, created, seen = found[0]
        if later(created, LONGEST) <= now or later(seen, IDLE) <= now:
            return None
        if later(seen, SEEN_NOTED) <= now:
            with self._database.transaction():
                sql = "UPDATE sign_in SET seen_at = ? WHERE digest = ?"
                self._database.run(sql, (now, digest(secret)))
        return int(account)

    def end(self, secret: str) -> None:
        with self._database.transaction():
            self._database.run("DELETE FROM sign_in WHERE digest = ?", (digest(secret),))

    def end_all(self, account: Account) -> None:
        with self._database.transaction():
            self._database.run("DELETE FROM sign_in WHERE account = ?", (account.id,))
