"""The pages about people: signing in, one's account, who may do what, and the audit.

The server writes them, so that they need no JavaScript. Each form that changes something proves
that it is of this session; signing in has the guard's check of the origin alone.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from apiflask import APIBlueprint, HTTPError
from flask import Response, abort, g, redirect, render_template, request, url_for

from api.guard import takes_form
from api.identity import origin, wanted_identities
from api.people_words import LANGUAGES, language_wanted, speaker
from api.resources.people import shown
from api.signing_in import begin_session, is_proof, new_token, proof, sign_in, sign_out
from glossary.errors import InvalidInput
from glossary.people import ROLES, AuditFilter
from glossary.people.tokens import DAYS

blueprint = APIBlueprint("people_pages", __name__, enable_openapi=False)

SIZE = 50
"""Rows of the audit on a page. Chosen: two screens; half or double is more pages or longer ones."""
LONGEST = 2000
"""Characters of an address to go on to. Chosen: what browsers take; half is less than a search with
all its filters, double more than is ever sent."""


# ---------------------------------------------------------------- signing in


@blueprint.get("/login")
def sign_in_page() -> Any:
    """The form; who is signed in already goes on."""
    wanted_identities()
    following = local_address(request.args.get("next", ""))
    if g.person:
        return redirect(following)
    return login_page(following=following)


@blueprint.post("/login")
@takes_form
def sign_in_here() -> Any:
    known, form = wanted_identities(), request.form
    following, name = local_address(form.get("next", "")), form.get("name", "")
    try:
        account = sign_in(known, name, form.get("password", ""))
    except HTTPError as error:
        later = dict(error.headers or {})
        return login_page(429, later, following=following, name=name, wrong="wait")
    if account is None:
        return login_page(401, following=following, name=name, wrong="wrong")
    response = redirect(following, 303)
    begin_session(known, response, account)
    return response


@blueprint.post("/logout")
@takes_form
def sign_out_here() -> Any:
    _check_proof()
    response = redirect(url_for("people_pages.sign_in_page"), 303)
    sign_out(wanted_identities(), response)
    return response


def login_page(
    status: int = 200, headers: Any = (), *, following: str, name: str = "", wrong: str = ""
) -> Response:
    """The form to sign in, with what was wrong before, and where to go on."""
    given = {"next": following, "name": name, "wrong": wrong}
    return _page("login", status, headers, service=wanted_identities().service, **given)


def local_address(wanted: str) -> str:
    """An address of this server to go on to; its desk where another one is wanted.

    Browsers take backslashes for slashes, and leave out control characters: `/\\evil.example`.
    """
    desk: str = url_for("pages.desk")
    if not re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", wanted) or len(wanted) > LONGEST:
        return desk
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return desk
    return desk if parts.scheme or parts.netloc else wanted


# ---------------------------------------------------------------- one's account


@blueprint.get("/account")
def account_page() -> Response:
    return _account()


@blueprint.post("/account/tokens")
@takes_form
def new_token_here() -> Response:
    """The account with the new token: it is on this page alone, and on none that has an address."""
    _check_proof()
    form = request.form
    days = form.get("days", str(DAYS))
    try:
        number = int(days) if re.fullmatch(r"[0-9]{1,9}", days) else 0
        everywhere = form.get("everywhere") == "true"
        _, secret = new_token(form.get("name", ""), form.get("scope", ""), number, everywhere)
    except InvalidInput as error:
        return _account(422, refused=str(error))
    return _account(secret=secret)


@blueprint.post("/account/tokens/<int:token_id>/end")
@takes_form
def end_token_here(token_id: int) -> Any:
    _check_proof()
    tokens = wanted_identities().people.tokens
    tokens.remove(g.person.account, token_id, origin=origin())
    return redirect(url_for("people_pages.account_page", lang=language_wanted()), 303)


def _account(status: int = 200, **given: Any) -> Response:
    tokens = wanted_identities().people.tokens.of(g.person.account)
    return _page("account", status, tokens=tokens, scopes=ROLES[1:], **given)


# ---------------------------------------------------------------- for administrators


@blueprint.get("/people")
def people_page() -> Response:
    known = wanted_identities()
    people = [shown(known, each) for each in known.people.accounts.all()]
    return _page("people", people=people, roles=ROLES)


@blueprint.post("/people/<account_name>/role")
@takes_form
def give_role_here(account_name: str) -> Any:
    _check_proof()
    known, role = wanted_identities(), request.form.get("role", "")
    account = known.people.accounts.get(account_name)
    known.people.accounts.set_role(account, role, origin=origin(), termbase=known.here)
    return redirect(url_for("people_pages.people_page", lang=language_wanted()), 303)


@blueprint.get("/audit")
def audit_page() -> Response:
    known, given = wanted_identities(), request.args
    since = given.get("since", "") if _is_time(given.get("since", "")) else ""
    wanted = AuditFilter(given.get("who", ""), given.get("what", ""), since, known.here)
    offset = given.get("offset", "0")
    skipped = int(offset) if re.fullmatch("[0-9]{1,9}", offset) else 0
    audit = known.people.audit
    rows = audit.rows(wanted, limit=SIZE, offset=skipped)

    def page_at(start: int) -> str:
        more = {"lang": language_wanted(), "offset": str(max(0, start))}
        return f"?{urlencode(given.to_dict() | more)}"

    numbers = {"first": skipped + 1, "total": audit.count(wanted), "size": SIZE}
    return _page("audit", rows=rows, wanted=wanted, page_at=page_at, **numbers)


def _is_time(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", text))


# ---------------------------------------------------------------- what all share


def _page(template: str, status: int = 200, headers: Any = (), **given: Any) -> Response:
    """A page, which tells its own server where its forms come from, and no other."""
    language = language_wanted()

    def here_in(tag: str) -> str:
        is_page = request.method == "GET" and not request.path.startswith("/login/")
        there = request.path if is_page else _page_of_form()
        query = urlencode((request.args.to_dict() if is_page else {}) | {"lang": tag})
        return f"{request.script_root}{there}?{query}"

    text = render_template(
        f"people/{template}.html",
        say=speaker(language),
        language=language,
        languages=LANGUAGES,
        here_in=here_in,
        person=g.person,
        proof=proof(),
        **given,
    )
    response = Response(text, status, mimetype="text/html")
    response.headers.update(dict(headers))
    response.headers["Referrer-Policy"] = "same-origin"  # with no-referrer a form has no origin
    return response


def _page_of_form() -> str:
    """The path of the page that the form is on."""
    return "/login" if request.path.startswith("/login") else "/account"


def _check_proof() -> None:
    """Abort unless the form was written for this session, or without accounts."""
    wanted_identities()
    if not is_proof(request.form.get("proof", "")):
        abort(403, "this form is of another session; load the page again")
