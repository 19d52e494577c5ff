"""Signing in and out, by whichever door: every attempt leaves a row of the audit, and after too
many wrong ones the next has to wait."""

from __future__ import annotations

import hmac
from hashlib import blake2b
from typing import Any

from flask import g, request
from werkzeug import Response

from api.identity import Guessing, Identities, origin, wanted_identities
from glossary.people import EVERYWHERE, Account, Origin, PersonalToken
from glossary.people.accounts import key
from glossary.people.sign_ins import LONGEST


def sign_in(known: Identities, name: str, password: str) -> Account | None:
    """The account with this name and password. Aborts with 429 after too many wrong ones, of this
    address or for this name."""
    address = request.remote_addr or ""
    with Guessing(known.guesses, address, f"name {_mark(name)}") as tried:
        account = known.people.accounts.signed_in(name, password)
        tried.is_right = account is not None
        if account is None:  # what was typed as a name may be the password
            known.people.audit.note(Origin("", address), "log in", outcome="refused")
    return account


def _mark(name: str) -> str:
    """What is kept of a name that is slowed down: two bytes of a hash, too few to tell by them what
    was typed, which may be a password."""
    return blake2b(key(name).encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()


def begin_session(known: Identities, response: Response, account: Account) -> None:
    """Sign the browser in, by a session that nobody can have known before."""
    end_session(known)
    secret = known.people.sign_ins.begin(account)
    known.people.audit.note(Origin(account.name, request.remote_addr or ""), "log in")
    response.set_cookie(known.cookie, secret, max_age=LONGEST, **_options())


def sign_out(known: Identities, response: Response) -> None:
    """End the session of the browser, if it has one."""
    if g.person and g.person.session:
        known.people.audit.note(Origin(g.person.name, request.remote_addr or ""), "log out")
    end_session(known)
    response.delete_cookie(known.cookie, **_options())


def end_session(known: Identities) -> None:
    if secret := request.cookies.get(known.cookie):
        known.people.sign_ins.end(secret)


def _options() -> dict[str, Any]:
    """Of the cookie: no script reads it, no page elsewhere sends it with what changes something."""
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": request.is_secure}


def new_token(name: str, scope: str, days: int, everywhere: bool) -> tuple[PersonalToken, str]:
    """A token of who is signed in, and its secret."""
    known = wanted_identities()
    return known.people.tokens.new(
        g.person.account,
        name,
        scope,
        origin=origin(),
        days=days,
        termbase=EVERYWHERE if everywhere else known.here,
    )


def proof() -> str:
    """What a form of this session bears; a page elsewhere cannot know it."""
    session = g.person.session if g.person else ""
    return hmac.digest(session.encode(), b"form", "sha256").hex() if session else ""


def is_proof(given: str) -> bool:
    """Whether it is that of this session."""
    return bool(given) and hmac.compare_digest(given.encode(), proof().encode())
