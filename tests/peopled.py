"""A server with accounts, for tests: one account a role, each named by it, with a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from api import create_app
from api.identity import Identities
from glossary.people import ROLES, AuditFilter, Origin, People
from glossary.termbase import Termbase

TESTER = Origin("tester")
PASSWORD = "correct horse"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = "2026-03-01T08:00:00Z"

    def __call__(self) -> str:
        return self.now


class Team:
    """People, their application and their tokens, by the name of their role."""

    def __init__(self, people: People, termbase: Termbase, clock: Clock) -> None:
        self.people, self.clock = people, clock
        self.app = create_app(termbase, accounts=Identities(people))
        self.tokens = {role: self.token(role) for role in ROLES}

    def token(self, role: str, scope: str = "administrator") -> str:
        account = self.people.accounts.add(role, None, role, origin=TESTER)
        return self.people.tokens.new(account, "tests", scope, origin=TESTER)[1]

    def bearer(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def client(self, role: str = "") -> FlaskClient:
        """A program with the token of that role; a browser that has not signed in without one."""
        client = self.app.test_client()
        if role:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.tokens[role]}"
        return client

    def browser(self, name: str = "ada") -> FlaskClient:
        """A browser in which `name` has signed in."""
        client = self.app.test_client()
        client.environ_base["HTTP_ORIGIN"] = "http://localhost"
        body = {"name": name, "password": PASSWORD}
        assert client.post("/api/v1/session", json=body).status_code == 200
        return client

    def join(self, name: str = "ada", role: str = "reviewer") -> None:
        """Add an account with PASSWORD."""
        self.people.accounts.add(name, PASSWORD, role, origin=TESTER)

    def audit(self) -> list[tuple[str, str, str]]:
        """(who, what, outcome), the oldest first."""
        return [(r.who, r.what, r.outcome) for r in self.people.audit.each(AuditFilter())]


@contextmanager
def team(folder: Path, termbase: Termbase) -> Iterator[Team]:
    clock = Clock()
    with People.open(folder / "people.db", clock) as people:
        yield Team(people, termbase, clock)
