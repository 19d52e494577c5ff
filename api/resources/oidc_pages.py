"""Signing in by a log-in service: to it and back."""

from __future__ import annotations

import logging
from typing import Any

from apiflask import APIBlueprint
from flask import Response, abort, redirect, request, url_for

from api.identity import Identities, wanted_identities
from api.oidc import Attempt, Identity, LogInRefused, LogInService
from api.resources.people_pages import local_address, login_page
from api.signing_in import begin_session
from glossary.errors import ConflictError, InvalidInput
from glossary.people import Account, Origin
from glossary.people.accounts import LONGEST

log = logging.getLogger("glossary.api")
blueprint = APIBlueprint("oidc_pages", __name__, enable_openapi=False)

SECONDS = 600
"""What somebody has to sign in at the service. Chosen: at half, who looks for a second factor has
to begin again; at double, what the browser keeps is of use to others for longer."""
NAMES = 100
"""Names tried for a new account. Chosen: more people of one name than a team has; half would do, at
double a name is looked for twice as long."""


@blueprint.get("/login/service")
def to_service() -> Any:
    known, service = _wanted()
    attempt = Attempt.begun(local_address(request.args.get("next", "")))
    try:
        response = redirect(service.address(attempt, _back()))
    except LogInRefused as error:
        return _refused(known, str(error))
    response.set_cookie(_cookie(known), attempt.to_text(), max_age=SECONDS, **_options())
    return response


@blueprint.get("/login/service/back")
def from_service() -> Any:
    """Sign in whom the service names, who has an account from then on."""
    known, service = _wanted()
    attempt = Attempt.from_text(request.cookies.get(_cookie(known), ""))
    try:
        if attempt is None:
            raise LogInRefused("this browser has not asked to sign in, or long ago; begin again")
        account = _account(known, service, service.identity(request.args, attempt, _back()))
    except LogInRefused as error:
        return _refused(known, str(error))
    response = redirect(local_address(attempt.following), 303)
    response.delete_cookie(_cookie(known), **_options())
    begin_session(known, response, account)
    return response


def _wanted() -> tuple[Identities, LogInService]:
    known = wanted_identities()
    if known.service is None:
        abort(404, "this server has no log-in service: glossary serve --oidc ISSUER")
    return known, known.service


def _back() -> str:
    """The whole address that the service sends the browser back to."""
    return url_for(".from_service", _external=True)


def _account(known: Identities, service: LogInService, who: Identity) -> Account:
    """The account of somebody at the service; a new one for who was never here."""
    accounts = known.people.accounts
    if account := accounts.of_subject(who.issuer, who.subject):
        return account
    if accounts.was_removed(who.issuer, who.subject):
        raise LogInRefused("this account was removed")
    origin = Origin(who.issuer, request.remote_addr or "")
    for name in _names(who.name):
        try:
            identity = who.issuer, who.subject
            return accounts.add(name, None, service.role, origin=origin, identity=identity)
        except ConflictError:  # of somebody else: nobody becomes them by bearing their name
            continue
        except InvalidInput as error:
            raise LogInRefused(str(error)) from error
    raise LogInRefused(f"there are too many accounts named {who.name}")


def _names(name: str) -> list[str]:
    """Names for a new account: the one that the service says, then with a number."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())[: LONGEST - 4]
    return [plain.strip(), *(f"{plain.strip()} {number}" for number in range(2, NAMES))]


def _refused(known: Identities, reason: str) -> Response:
    log.warning("signing in by a service: %s", " ".join(reason.split()))
    origin = Origin("", request.remote_addr or "")
    known.people.audit.note(origin, "log in", "by the service", outcome="refused")
    response = login_page(403, wrong="service-refused", following=url_for("pages.desk"))
    response.delete_cookie(_cookie(known), **_options())
    return response


def _cookie(known: Identities) -> str:
    return f"{known.cookie}_service"


def _options() -> dict[str, Any]:
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": request.is_secure}
