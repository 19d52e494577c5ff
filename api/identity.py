"""Who sends a request, on a server with accounts: by a token, or by the session of a browser."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from apiflask import HTTPError
from flask import Flask, abort, current_app, g, redirect, request, url_for

from api.guesses import Guesses
from api.oidc import LogInService
from api.rights import IN_SESSION, PAGES, least_role, may
from glossary.people import PLAIN, Account, Origin, People

COOKIE = "glossary_session"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, and what they may do here. `session` is the secret of a browser's session;
    empty for a program with a token."""

    account: Account
    role: str
    session: str = ""

    @property
    def name(self) -> str:
        return self.account.name


class Identities:
    """Tells who sends a request to the termbase `here`, and refuses what they may not do."""

    def __init__(
        self,
        people: People,
        here: str = PLAIN,
        guesses: Guesses | None = None,
        service: LogInService | None = None,
    ) -> None:
        self.people, self.here = people, here
        self.guesses, self.service = guesses or Guesses(people=people), service

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers take one that begins so over TLS and from no other
        host."""
        return f"__Host-{COOKIE}" if request.is_secure else COOKIE

    def identify(self) -> None:
        """Set `g.person`. Aborts with 401 for a token that is none, 429 after too many."""
        g.person = None
        given = request.authorization
        secret = (given.token or given.password or "") if given else ""
        if secret:
            g.person = self._by_token(secret)
        elif session := request.cookies.get(self.cookie):
            g.person = self._by_session(session)
        g.trusted = g.person is not None and g.person.role != "none"

    def check_right(self) -> None:
        """Abort with 401 or 403 unless the person may call this operation."""
        least = least_role(request.endpoint)
        if request.routing_exception and g.person:
            return  # an address that is none, or another method of it
        person: Person | None = g.person
        role = person.role if person else None
        if may(role, least, in_session=bool(person and person.session)):
            return
        if person is None and request.endpoint in PAGES and request.method == "GET":
            abort(redirect(url_for("people_pages.sign_in_page", next=_address())))
        if person is None:
            message = "sign in, or bring a token: Authorization: Bearer TOKEN"
            raise HTTPError(401, message, headers={"WWW-Authenticate": "Bearer"})
        if least == IN_SESSION:
            abort(403, "a token may not do this: sign in with a browser")
        abort(403, f"{person.name} may not do this: it takes the role {least or 'of nobody'}")

    def person(self, account: Account, session: str = "") -> Person:
        return Person(account, self.people.accounts.role(account.id, self.here), session)

    def _by_session(self, secret: str) -> Person | None:
        number = self.people.sign_ins.account(secret)
        account = self.people.accounts.of_id(number) if number else None
        return self.person(account, secret) if account else None

    def _by_token(self, secret: str) -> Person:
        with Guessing(self.guesses, request.remote_addr or "") as tried:
            found = self.people.by_token(secret, self.here)
            tried.is_right = found is not None
        if found is None:
            who = Origin("", request.remote_addr or "", self.here)
            self.people.audit.note(who, "bring token", outcome="refused")
            message = "this token is none, or has ended"
            raise HTTPError(401, message, headers={"WWW-Authenticate": "Bearer"})
        return Person(*found)


class Guessing:
    """What somebody tries, a token or a password: refused with 429, unseen, after too many wrong
    ones of this address. An address that was right lately is always looked at."""

    def __init__(self, guesses: Guesses, *names: str) -> None:
        self._guesses, self._names = guesses, names
        self.is_right = False

    def __enter__(self) -> Guessing:
        wait = max(map(self._guesses.wait, self._names))
        if wait and not self._guesses.is_trusted(self._names[0]):
            self._refuse(wait)
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind:
            return
        if self.is_right:
            return self._guesses.right(self._names[0])
        waits = [self._guesses.wait(name) for name in self._names]
        for name in self._names:
            self._guesses.wrong(name)
        if max(waits):
            self._refuse(max(waits))

    def _refuse(self, wait: float) -> None:
        message = "too many wrong tokens or passwords; try later"
        raise HTTPError(429, message, headers={"Retry-After": str(math.ceil(wait))})


def identities(app: Flask | None = None) -> Identities | None:
    """Those of this application; None without accounts."""
    found: Identities | None = (app or current_app).extensions.get("identities")
    return found


def wanted_identities() -> Identities:
    """Those of this application. Aborts with 404 without accounts."""
    found = identities()
    if found is None:
        abort(404, "this server has no accounts: glossary serve --people FILE")
    return found


def _address() -> str:
    """The address of this request within the server."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return f"{request.script_root}{request.path}{query}"


def origin() -> Origin:
    """Who sends this request, and from where, for the audit."""
    known = identities()
    person: Person | None = g.get("person")
    who = person.name if person else ""
    return Origin(who, request.remote_addr or "", known.here if known else "")
