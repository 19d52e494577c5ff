"""Who one is: signing in and out, what one may do, and one's own tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, abort, g
from pydantic import Field

from api.answers import Answer, Listing, answer
from api.documented import failures
from api.identity import Person, origin, wanted_identities
from api.paging import ListOf, page, part_of
from api.rights import RIGHTS, operations_of
from api.signing_in import begin_session, new_token, sign_in, sign_out
from api.wire import Body, Name, Page
from glossary.people.tokens import DAYS, MOST_DAYS

blueprint = APIBlueprint("me", __name__, url_prefix="/api/v1", tag="People")

# ---------------------------------------------------------------- requests


class SignInBody(Body):
    name: Name
    password: Name


class NewTokenBody(Body):
    name: Name
    """What it is for."""
    scope: Literal["reader", "contributor", "reviewer", "administrator"] = "reader"
    """What it may do at most."""
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = DAYS
    """How long it lasts."""
    everywhere: bool = False
    """For all termbases of the server, not only this one."""


# ---------------------------------------------------------------- answers


class Me(Answer):
    """Who sends the request, and what they may do in this termbase."""

    accounts: bool
    """Whether this server has accounts: without any, whoever reaches it may do everything."""
    name: str
    role: str
    """none, reader, contributor, reviewer or administrator."""
    may: list[str]
    """The operations, by their `operationId`."""


class OwnToken(Answer):
    id: int
    name: str
    scope: str
    termbase: str
    """Empty for all of the server."""
    created_at: str
    ends_at: str
    used_at: str


class OwnTokens(Listing):
    items: list[OwnToken]


class NewToken(OwnToken):
    secret: str
    """The token itself, which is told here and nowhere else."""


# ---------------------------------------------------------------- views

_ENDED: dict[int, dict[str, str]] = {204: {"description": "Ended"}}
_MADE: dict[int, dict[str, str]] = {201: {"description": "Made"}}


@blueprint.get("/me")
@blueprint.output(Me)
def get_me() -> Response:
    """Who one is, and what one may do; on a server without accounts, everything"""
    person: Person | None = g.get("person")
    if person is None:
        return answer(Me(accounts=False, name="", role="administrator", may=list(RIGHTS)))
    return _me(person)


@blueprint.post("/session")
@blueprint.input(SignInBody, arg_name="body")
@blueprint.output(Me)
@blueprint.doc(responses=failures(401, 404, 429))
def open_session(body: SignInBody) -> Response:
    """Sign in with a password: a cookie that scripts cannot read holds the session"""
    known = wanted_identities()
    account = sign_in(known, body.name, body.password)
    if account is None:
        abort(401, "this name and this password do not belong together")
    response = _me(known.person(account, "begun"))
    begin_session(known, response, account)
    return response


@blueprint.delete("/session")
@blueprint.doc(responses=failures(404) | _ENDED)
def close_session() -> Response:
    """Sign out"""
    response = Response(status=204)
    sign_out(wanted_identities(), response)
    return response


@blueprint.get("/tokens")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(OwnTokens)
@blueprint.doc(responses=failures(403, 404))
def list_tokens(query: Page) -> Response:
    """One's own tokens, the newest first"""
    found = wanted_identities().people.tokens.of(g.person.account)
    whole = ListOf("tokens", part_of(found), lambda token: (token.id,), descending=True)
    items, offset, cursor = page(query, whole)
    told = [OwnToken.of(each) for each in items]
    return answer(
        OwnTokens(total=len(found), limit=query.limit, offset=offset, items=told, cursor=cursor)
    )


@blueprint.post("/tokens")
@blueprint.input(NewTokenBody, arg_name="body")
@blueprint.output(NewToken, 201)
@blueprint.doc(responses=failures(403, 404) | _MADE)
def add_token(body: NewTokenBody) -> Response:
    """Make a token for a program, which acts as oneself with no more than its scope"""
    token, secret = new_token(body.name, body.scope, body.days, body.everywhere)
    return answer(NewToken(**OwnToken.of(token).model_dump(), secret=secret), 201)


@blueprint.delete("/tokens/<int:token_id>")
@blueprint.doc(responses=failures(403, 404) | _ENDED)
def remove_token(token_id: int) -> Response:
    """End a token of one's own"""
    known = wanted_identities()
    known.people.tokens.remove(g.person.account, token_id, origin=origin())
    return Response(status=204)


def _me(person: Person) -> Response:
    may = operations_of(person.role, in_session=bool(person.session))
    return answer(Me(accounts=True, name=person.name, role=person.role, may=may))
