"""Signing in by a log-in service (OpenID Connect), against one that runs here."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import request
from flask.testing import FlaskClient
from oidc_provider_mock import User
from oidc_provider_mock import app as provider_app
from werkzeug.serving import make_server

from api import create_app
from api.identity import COOKIE, Identities
from api.oidc import Attempt, LogInRefused, LogInService
from glossary.errors import InvalidInput
from glossary.termbase import Termbase
from tests.peopled import PASSWORD, TESTER, Team

BACK = "http://localhost/login/service/back"


class Provider:
    """The service, what it was asked, and how its answers are spoilt."""

    def __init__(self) -> None:
        users = [
            User(sub="u1", claims={"preferred_username": "ada", "email": "ada@example.org"}),
            User(sub="u2", claims={"name": "<b>Eve</b>\n x"}),
        ]
        app = provider_app(user_claims=users)
        app.after_request(self._spoilt)
        app.before_request(lambda: self.asked.append((request.path, request.form.to_dict())))
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.spoil: dict[str, Callable[[dict[str, Any]], object]] = {}
        self.server = make_server("localhost", 0, app, threaded=True)
        self.issuer = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _spoilt(self, response: Any) -> Any:
        change = self.spoil.get(request.path)
        if change:
            body = json.loads(response.get_data())
            change(body)
            response.set_data(json.dumps(body))
        return response

    def sign_in(self, address: str, subject: str = "u1", **form: str) -> str:
        """What a person does there; where the browser is sent back to."""
        answer = requests.post(address, data={"sub": subject} | form, allow_redirects=False)
        return answer.headers["Location"]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # of the service, on this machine
    made = Provider()
    yield made
    made.server.shutdown()


@pytest.fixture
def service(provider: Provider) -> LogInService:
    return LogInService(provider.issuer, "glossary", "the secret", "reader")


@pytest.fixture
def browser(team: Team, termbase: Termbase, service: LogInService) -> FlaskClient:
    app = create_app(termbase, accounts=Identities(team.people, service=service))
    return app.test_client()


def sent(browser: FlaskClient, following: str = "/review") -> str:
    return browser.get("/login/service", query_string={"next": following}).location


def back(location: str) -> str:
    parts = urlsplit(location)
    assert location.startswith(BACK)
    return f"{parts.path}?{parts.query}"


def come(browser: FlaskClient, provider: Provider, subject: str = "u1") -> Any:
    return browser.get(back(provider.sign_in(sent(browser), subject)))


# ---------------------------------------------------------------- as it should be


def test_signing_in_by_a_service(browser: FlaskClient, provider: Provider, team: Team) -> None:
    assert (
        'id="service" href="/login/service?next=/wanted"' in browser.get("/login?next=/wanted").text
    )
    done = come(browser, provider)
    assert (done.status_code, done.location) == (303, "/review")
    me = browser.get("/api/v1/me").json
    assert (me["name"], me["role"]) == ("ada", "reader")
    account = team.people.accounts.get("ada")
    assert (account.issuer, account.subject, account.has_password) == (provider.issuer, "u1", False)
    assert ("ada", "log in", "done") in team.audit()


def test_the_same_person_has_the_same_account(
    browser: FlaskClient, provider: Provider, team: Team
) -> None:
    come(browser, provider)
    account = team.people.accounts.get("ada")
    team.people.accounts.set_role(account, "reviewer", origin=TESTER)
    requests.put(f"{provider.issuer}/users/u1", json={"preferred_username": "renamed"})
    browser.delete_cookie(COOKIE)
    come(browser, provider)
    me = browser.get("/api/v1/me").json
    assert (me["name"], me["role"]) == ("ada", "reviewer"), "by issuer and subject"


def test_nobody_takes_over_an_account_by_its_name(
    browser: FlaskClient, provider: Provider, team: Team
) -> None:
    team.join("ada", "administrator")
    come(browser, provider)
    me = browser.get("/api/v1/me").json
    assert (me["name"], me["role"]) == ("ada 2", "reader")
    assert team.people.accounts.signed_in("ada", PASSWORD) is not None


def test_a_name_is_text(browser: FlaskClient, provider: Provider, team: Team) -> None:
    come(browser, provider, "u2")
    assert browser.get("/api/v1/me").json["name"] == "<b>Eve</b> x"
    assert "<b>" not in browser.get("/account").text


def test_who_was_removed_does_not_come_again(
    browser: FlaskClient, provider: Provider, team: Team
) -> None:
    come(browser, provider)
    team.people.accounts.remove(team.people.accounts.get("ada"), origin=TESTER)
    assert come(browser, provider).status_code == 403
    team.people.accounts.add("ada", None, "reviewer", origin=TESTER)
    come(browser, provider)
    assert browser.get("/api/v1/me").json["role"] == "reviewer", "until an administrator says so"


def test_the_code_is_of_use_to_this_browser_alone(browser: FlaskClient, provider: Provider) -> None:
    """PKCE: the service gets a hash first, and what it is the hash of for the token."""
    address = sent(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
    assert asked["redirect_uri"] == BACK and "openid" in asked["scope"].split()
    browser.get(back(provider.sign_in(address)))
    form = next(form for path, form in provider.asked if path == "/oauth2/token")
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert len(form["code_verifier"]) >= 43


def test_what_the_browser_keeps_meanwhile_is_gone_afterwards(
    browser: FlaskClient, provider: Provider
) -> None:
    said = browser.get("/login/service").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; "))
    come(browser, provider)
    assert browser.get_cookie(f"{COOKIE}_service") is None


# ---------------------------------------------------------------- attacks


def refused(browser: FlaskClient, address: str, team: Team) -> None:
    answer = browser.get(address)
    assert answer.status_code == 403 and 'id="wrong"' in answer.text
    assert browser.get_cookie(COOKIE) is None
    assert ("", "log in", "refused") in team.audit()


def test_another_persons_answer(
    browser: FlaskClient, provider: Provider, team: Team, termbase: Termbase
) -> None:
    """CSRF of signing in: a link with the attacker's code signs nobody in."""
    attacker = browser.application.test_client()
    stolen = back(provider.sign_in(sent(attacker), "u2"))
    refused(browser, stolen, team)
    sent(browser)
    refused(browser, stolen, team)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=access_denied", "?state=漢"])
def test_answers_to_nothing(
    browser: FlaskClient, provider: Provider, team: Team, query: str
) -> None:
    refused(browser, f"/login/service/back{query}", team)
    sent(browser)
    refused(browser, f"/login/service/back{query}", team)


def test_who_says_no_there(browser: FlaskClient, provider: Provider, team: Team) -> None:
    refused(browser, back(provider.sign_in(sent(browser), action="deny")), team)


def test_a_code_serves_once(browser: FlaskClient, provider: Provider, team: Team) -> None:
    address = sent(browser)
    kept = browser.get_cookie(f"{COOKIE}_service")
    answer = back(provider.sign_in(address))
    assert browser.get(answer).status_code == 303
    browser.delete_cookie(COOKIE)
    assert kept
    browser.set_cookie(f"{COOKIE}_service", kept.value)
    refused(browser, answer, team)


def test_another_issuer_in_the_answer(browser: FlaskClient, provider: Provider, team: Team) -> None:
    answer = back(provider.sign_in(sent(browser)))
    refused(browser, f"{answer}&iss=https://evil.example", team)


CONFIGURATION, TOKEN, KEYS = "/.well-known/openid-configuration", "/oauth2/token", "/jwks"


def unsigned(token: str, **changed: object) -> str:
    """The token with other claims and no signature (`alg: none`)."""
    head, body, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "==")) | changed
    parts = ({"alg": "none"}, claims)
    made = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts]
    return ".".join((*made, ""))


@pytest.mark.parametrize(
    ("path", "spoil"),
    [
        (CONFIGURATION, lambda told: told.update(issuer="https://evil.example")),
        (CONFIGURATION, lambda told: told.update(token_endpoint="http://evil.example/token")),
        (CONFIGURATION, lambda told: told.pop("jwks_uri")),
        (TOKEN, lambda told: told.pop("id_token")),
        (TOKEN, lambda told: told.update(id_token=unsigned(told["id_token"], sub="u2"))),
        (TOKEN, lambda told: told.update(id_token=told["id_token"][:-8] + "AAAAAAAA")),
        (TOKEN, lambda told: told.update(access_token=1, id_token=7)),
    ],
)
def test_what_is_not_as_it_should_be_is_not_believed(
    browser: FlaskClient, provider: Provider, team: Team, path: str, spoil: Any
) -> None:
    if path == CONFIGURATION:
        provider.spoil[path] = spoil
        answer = browser.get("/login/service")
        if answer.status_code == 302:
            refused(browser, back(provider.sign_in(answer.location)), team)
        else:
            assert answer.status_code == 403
        return
    address = sent(browser)
    provider.spoil[path] = spoil
    refused(browser, back(provider.sign_in(address)), team)


def test_a_token_for_another_attempt_or_client(provider: Provider, service: LogInService) -> None:
    """Signed by the service, but with another nonce, or for another client."""
    attempt, other = Attempt.begun("/"), Attempt.begun("/")
    location = provider.sign_in(service.address(attempt, BACK))
    answer = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    replayed = Attempt(attempt.state, other.nonce, attempt.verifier, "/")
    with pytest.raises(LogInRefused, match="nonce"):
        service.identity(answer, replayed, BACK)
    location = provider.sign_in(service.address(attempt, BACK))
    answer = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    token = service._token(answer["code"], attempt, BACK)
    elsewhere = LogInService(provider.issuer, "another client")
    with pytest.raises(LogInRefused, match="aud"):
        elsewhere._claims(token, attempt)
    assert service._claims(token, attempt)["sub"] == "u1"


def test_a_service_that_is_gone(browser: FlaskClient, provider: Provider, team: Team) -> None:
    provider.server.shutdown()
    provider.server.server_close()
    assert browser.get("/login/service").status_code == 403


@pytest.mark.parametrize("following", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_afterwards(
    browser: FlaskClient, provider: Provider, following: str
) -> None:
    done = browser.get(back(provider.sign_in(sent(browser, following))))
    assert (done.status_code, done.location) == (303, "/")


# ---------------------------------------------------------------- without, and wrong


def test_without_a_service_there_is_no_such_page(team: Team) -> None:
    client = team.app.test_client()
    assert client.get("/login/service").status_code == 404
    assert 'id="service"' not in client.get("/login").text


@pytest.mark.parametrize("issuer", ["http://login.example", "ftp://x", "login.example", "https://"])
def test_a_service_has_tls(issuer: str) -> None:
    with pytest.raises(InvalidInput, match="https://"):
        LogInService(issuer, "glossary")


@pytest.mark.parametrize("text", ["", "{}", "[]", "7", '{"state": "x"}', '{"other": 1}'])
def test_what_is_no_attempt(text: str) -> None:
    assert Attempt.from_text(text) is None
