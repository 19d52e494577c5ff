"""People: accounts, tokens, sessions and the audit over one database."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from glossary.operations.clock import Clock, utc_now
from glossary.people.accounts import Account, Accounts
from glossary.people.audit import Audit
from glossary.people.database import PeopleDatabase, Waits
from glossary.people.opening import database_at
from glossary.people.roles import EVERYWHERE, lower
from glossary.people.sign_ins import SignIns
from glossary.people.tokens import PersonalTokens


class People(AbstractContextManager["People"]):
    """The people of a server. Threads may share it, and forks of its process."""

    def __init__(self, database: PeopleDatabase, clock: Clock = utc_now) -> None:
        self.database = database
        self.audit = Audit(database, clock)
        self.accounts = Accounts(database, self.audit, clock)
        self.tokens = PersonalTokens(database, self.audit, clock)
        self.sign_ins = SignIns(database, clock)

    @classmethod
    def open(cls, place: str | Path, clock: Clock = utc_now, *, must_exist: bool = False) -> People:
        """The people in a file, or at `postgresql://HOST/DATABASE?schema=NAME`; made if they are
        missing. Raises StoreError, InvalidInput, and NotFound if they `must_exist` and do not."""
        return cls(database_at(place, must_exist), clock)

    def waits(self, kind: str) -> Waits | None:
        """Times of a kind that all servers of a shared database know; None for a file."""
        return self.database.waits(kind)

    def by_token(self, secret: str, here: str) -> tuple[Account, str] | None:
        """(whose token it is, the role that it has in the termbase `here`), both as they are now;
        None for one that is none, or has ended."""
        token = self.tokens.found(secret)
        account = self.accounts.of_id(token.account) if token else None
        if token is None or account is None:
            return None
        if token.termbase not in (EVERYWHERE, here):
            return account, "none"
        return account, lower(self.accounts.role(account.id, here), token.scope)

    def backup(self, target: str | Path) -> None:
        """Write a complete copy to a new file, while others write. Raises StoreError."""
        self.database.backup(Path(target))

    def close(self) -> None:
        self.database.close()

    def __exit__(self, *_: object) -> None:
        self.close()
