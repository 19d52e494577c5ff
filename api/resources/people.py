"""The people of the server, for who gives roles in this termbase."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import Response

from api.answers import Answer, Listing, answer
from api.documented import failures
from api.identity import Identities, origin, wanted_identities
from api.paging import ListOf, page, part_of
from api.wire import Body, Page
from glossary.people import Account
from glossary.people.accounts import key

blueprint = APIBlueprint("people", __name__, url_prefix="/api/v1", tag="People")

# ---------------------------------------------------------------- requests


class RoleBody(Body):
    role: Literal["none", "reader", "contributor", "reviewer", "administrator"]


# ---------------------------------------------------------------- answers


class AccountWithRole(Answer):
    name: str
    role: str
    """In this termbase: none, reader, contributor, reviewer or administrator."""
    signs_in_by: list[str]
    """password, and the address of a log-in service (OpenID Connect)."""
    created_at: str


class AccountsWithRoles(Listing):
    items: list[AccountWithRole]
    """By name."""


# ---------------------------------------------------------------- views


@blueprint.get("/people")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(AccountsWithRoles)
@blueprint.doc(responses=failures(404))
def list_people(query: Page) -> Response:
    """Who has an account, and which role in this termbase"""
    known = wanted_identities()
    found = known.people.accounts.all()
    whole = ListOf("people", part_of(found), lambda account: (key(account.name),))
    items, offset, cursor = page(query, whole)
    return answer(
        AccountsWithRoles(
            total=len(found),
            limit=query.limit,
            offset=offset,
            items=[shown(known, each) for each in items],
            cursor=cursor,
        )
    )


@blueprint.put("/people/<account_name>/role")
@blueprint.input(RoleBody, arg_name="body")
@blueprint.output(AccountWithRole)
@blueprint.doc(responses=failures(404))
def give_role(account_name: str, body: RoleBody) -> Response:
    """Give somebody a role in this termbase; it holds from their next request on"""
    known = wanted_identities()
    account = known.people.accounts.get(account_name)
    known.people.accounts.set_role(account, body.role, origin=origin(), termbase=known.here)
    return answer(shown(known, account))


def shown(known: Identities, account: Account) -> AccountWithRole:
    """An account as it is listed."""
    ways = ["password"] * account.has_password + [account.issuer] * bool(account.issuer)
    return AccountWithRole(
        name=account.name,
        role=known.people.accounts.role(account.id, known.here),
        signs_in_by=ways,
        created_at=account.created_at,
    )
