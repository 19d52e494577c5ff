"""Signing in: sessions, tokens, names, and what attackers try with them."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from api import create_app, guesses
from api.doors import Doors
from api.identity import COOKIE, Identities
from glossary.errors import InvalidInput
from glossary.people import People
from glossary.people.sign_ins import IDLE, LONGEST
from glossary.people.tokens import later
from glossary.termbase import Termbase
from tests.peopled import PASSWORD, TESTER, Team

ADD = "/api/v1/concepts"
PAIR = {"zh": "纜椿", "en": "bollard"}
SESSION = "/api/v1/session"


@pytest.fixture
def ada(team: Team) -> Team:
    """A team with a reviewer who has a password."""
    team.join("ada", "reviewer")
    return team


def signed_in(team: Team, name: str, password: str, address: str = "10.0.0.1") -> Any:
    body = {"name": name, "password": password}
    where = {"REMOTE_ADDR": address}
    return team.app.test_client().post(SESSION, json=body, environ_overrides=where)


def test_signing_in_and_out(ada: Team) -> None:
    browser = ada.browser("ada")
    assert browser.get("/api/v1/me").json["name"] == "ada"
    assert browser.post(ADD, json=PAIR).status_code == 201
    secret = browser.get_cookie(COOKIE)
    assert browser.delete(SESSION).status_code == 204
    assert browser.get_cookie(COOKIE) is None
    assert browser.get(ADD).status_code == 401
    assert secret
    browser.set_cookie(COOKIE, secret.value)
    assert browser.get(ADD).status_code == 401, "the session itself has ended"


def test_the_cookie_is_safe(ada: Team, termbase: Termbase) -> None:
    said = signed_in(ada, "ada", PASSWORD).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; ")) and "Secure" not in said
    doors = Doors(hosts=("terms.example",), behind_proxy=True)
    app = create_app(termbase, accounts=Identities(ada.people), doors=doors)
    body = {"name": "ada", "password": PASSWORD}
    proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "terms.example"}
    proxy |= {"X-Forwarded-For": "192.0.2.7"}
    answer = app.test_client().post(SESSION, json=body, headers=proxy)
    said = answer.headers["Set-Cookie"]
    assert said.startswith(f"__Host-{COOKIE}=") and "Secure" in said.split("; ")


def test_nothing_of_a_secret_is_stored(ada: Team, tmp_path: Path) -> None:
    browser = ada.browser("ada")
    made = browser.post("/api/v1/tokens", json={"name": "OmegaT"}).json
    cookie = browser.get_cookie(COOKIE)
    ada.people.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("people.db*"))
    assert cookie and b"OmegaT" in stored
    for secret in (PASSWORD, made["secret"], cookie.value):
        assert secret.encode() not in stored


def test_a_session_that_was_known_before_is_not_taken_over(ada: Team) -> None:
    """Session fixation: whoever put a cookie into a browser does not know the session after."""
    browser = ada.app.test_client()
    browser.set_cookie(COOKIE, "known-to-an-attacker")
    browser.post(SESSION, json={"name": "ada", "password": PASSWORD})
    cookie = browser.get_cookie(COOKIE)
    assert cookie and cookie.value != "known-to-an-attacker"
    attacker = ada.app.test_client()
    attacker.set_cookie(COOKIE, "known-to-an-attacker")
    assert attacker.get(ADD).status_code == 401


def test_signing_in_anew_ends_the_session_before(ada: Team) -> None:
    browser = ada.browser("ada")
    first = browser.get_cookie(COOKIE)
    browser.post(SESSION, json={"name": "ada", "password": PASSWORD})
    second = browser.get_cookie(COOKIE)
    assert first and second and first.value != second.value
    browser.set_cookie(COOKIE, first.value)
    assert browser.get(ADD).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
def test_a_page_elsewhere_uses_no_session(ada: Team, headers: dict[str, str]) -> None:
    """CSRF: a session counts only where the browser says that a page of this server sends it."""
    browser = ada.browser("ada")
    del browser.environ_base["HTTP_ORIGIN"]
    for refused in (
        browser.post(ADD, json=PAIR, headers=headers),
        browser.delete(SESSION, headers=headers),
        browser.delete(f"{ADD}/software", headers=headers | {"If-Match": "*"}),
    ):
        assert refused.status_code == 403
    assert browser.get("/api/v1/me").json["name"] == "ada"
    sent = browser.post(ADD, json=PAIR, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 201


def test_a_page_that_is_let_in_brings_a_token(ada: Team, termbase: Termbase) -> None:
    """What its browser sends along, the session of this server, counts for nothing there."""
    tool = {"Origin": "https://tool.example"}
    doors = Doors(origins=("https://tool.example",))
    app = create_app(termbase, accounts=Identities(ada.people), doors=doors)
    browser = app.test_client()
    body = {"name": "ada", "password": PASSWORD}
    assert browser.post(SESSION, json=body).status_code == 200
    assert browser.post(ADD, json=PAIR, headers=tool).status_code == 403
    part = {"file": (io.BytesIO("en,zh\nberth,泊位\n".encode()), "a.csv")}
    form = {"content_type": "multipart/form-data", "headers": tool}
    assert browser.post("/api/v1/import", data=part, **form).status_code == 403
    program = app.test_client()
    bearer = ada.bearer("reviewer") | tool
    assert program.post(ADD, json=PAIR, headers=bearer).status_code == 201


def test_a_program_with_a_token_names_no_origin(team: Team) -> None:
    assert team.client("reviewer").post(ADD, json=PAIR).status_code == 201


# ---------------------------------------------------------------- ends


def test_sessions_end(ada: Team) -> None:
    browser = ada.browser("ada")
    begun = ada.clock.now
    while later(begun, LONGEST) > ada.clock.now:
        assert browser.get(ADD).status_code == 200, "it is used"
        ada.clock.now = later(ada.clock.now, IDLE - timedelta(hours=1))
    assert browser.get(ADD).status_code == 401, "however much it is used"
    browser = ada.browser("ada")
    ada.clock.now = later(ada.clock.now, IDLE)
    assert browser.get(ADD).status_code == 401


def test_another_password_ends_all_sessions(ada: Team) -> None:
    browser = ada.browser("ada")
    ada.people.accounts.set_password(ada.people.accounts.get("ada"), "another one", origin=TESTER)
    assert browser.get(ADD).status_code == 401
    assert signed_in(ada, "ada", PASSWORD).status_code == 401
    assert signed_in(ada, "ada", "another one").status_code == 200


def test_a_token_ends(team: Team) -> None:
    client = team.client("reader")
    assert client.get(ADD).status_code == 200
    team.clock.now = later(team.clock.now, timedelta(days=90))
    assert client.get(ADD).status_code == 401


def test_a_token_that_was_removed(ada: Team) -> None:
    browser = ada.browser("ada")
    made = browser.post("/api/v1/tokens", json={"name": "OmegaT", "scope": "reviewer"}).json
    program = ada.app.test_client()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert program.post(ADD, json=PAIR, headers=bearer).status_code == 201
    listed = browser.get("/api/v1/tokens").json
    assert [t["name"] for t in listed["items"]] == ["OmegaT"] and "secret" not in str(listed)
    assert browser.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    assert program.get(ADD, headers=bearer).status_code == 401
    assert browser.delete(f"/api/v1/tokens/{made['id']}").status_code == 404


def test_nobody_ends_the_token_of_another(ada: Team) -> None:
    other = ada.people.tokens.of(ada.people.accounts.get("reader"))[0]
    assert ada.browser("ada").delete(f"/api/v1/tokens/{other.id}").status_code == 404
    assert ada.client("reader").get(ADD).status_code == 200


# ---------------------------------------------------------------- scopes


def test_a_token_may_do_no_more_than_its_scope(team: Team) -> None:
    who = team.people.accounts.get("reviewer")
    secret = team.people.tokens.new(who, "lookups", "reader", origin=TESTER)[1]
    bearer = {"Authorization": f"Bearer {secret}"}
    client = team.app.test_client()
    assert client.get(ADD, headers=bearer).status_code == 200
    assert client.post(ADD, json=PAIR, headers=bearer).status_code == 403


def test_a_token_makes_no_other(team: Team) -> None:
    made = team.client("administrator").post("/api/v1/tokens", json={"name": "x"})
    assert made.status_code == 403


def test_a_token_of_another_termbase(team: Team) -> None:
    who = team.people.accounts.get("administrator")
    secret = team.people.tokens.new(who, "x", "reader", origin=TESTER, termbase="law")[1]
    bearer = {"Authorization": f"Bearer {secret}"}
    client = team.app.test_client()
    for path in (ADD, "/api/v1/audit", "/tmserver/languages/"):
        assert client.get(path, headers=bearer).status_code == 403


def test_tools_bring_the_token_as_password(team: Team) -> None:
    client = team.app.test_client()
    assert (
        client.get("/tmserver/languages/", auth=("any", team.tokens["reader"])).status_code == 200
    )
    path, unit = "/tmserver/en/zh_tw/unit/The%20tide", {"source": "The tide", "target": "潮水"}
    for role, status in (("contributor", 403), ("reviewer", 200)):
        put = client.put(path, json=unit, auth=("any", team.tokens[role]))
        assert put.status_code == status
    assert team.client("reader").get("/api/v1/steps").json["items"][0]["by"] == "reviewer"


# ---------------------------------------------------------------- guessing


def test_guessing_passwords_gets_slow(ada: Team) -> None:
    answers = [signed_in(ada, "ada", f"wrong {n}", "10.0.0.1") for n in range(20)]
    assert [a.status_code for a in answers] == [401] * guesses.ALLOWED + [429] * 10
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert signed_in(ada, "ada", PASSWORD, "10.0.0.1").status_code == 429, "it is not looked at"


def test_guessing_from_many_addresses_gets_slow(ada: Team) -> None:
    signed_in(ada, "ada", PASSWORD, "10.9.9.9")
    answers = [signed_in(ada, "ada", "wrong", f"10.0.0.{n}").status_code for n in range(20)]
    assert answers == [401] * guesses.ALLOWED + [429] * 10
    assert signed_in(ada, "ada", PASSWORD, "10.9.9.9").status_code == 200, "from where she was"


def test_an_unknown_name_is_answered_alike_and_as_slowly(ada: Team, monkeypatch: Any) -> None:
    """By the same work: a password is hashed for a name that nobody has, too."""
    verified: list[str] = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, h, p: (verified.append(h), verify(self, h, p))[1]
    )
    known, unknown = (signed_in(ada, name, "wrong words") for name in ("ada", "eve"))
    without = signed_in(ada, "reader", "wrong words")
    assert known.status_code == unknown.status_code == without.status_code == 401
    assert known.get_data() == unknown.get_data() == without.get_data()
    assert len(verified) == 3
    assert {tuple(h.split("$")[1:4]) for h in verified} == {("argon2id", "v=19", "m=19456,t=2,p=1")}


def test_wrong_tokens_count_as_guesses(team: Team) -> None:
    client = team.app.test_client()
    given = [
        client.get(ADD, headers={"Authorization": f"Bearer glossary_{n}"}).status_code
        for n in range(20)
    ]
    assert given == [401] * guesses.ALLOWED + [429] * 10


# ---------------------------------------------------------------- who did it


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", ADD, PAIR),
        ("PATCH", f"{ADD}/software", {"subject": "computing"}),
        ("POST", "/api/v1/candidates/1/judgement", {"decision": "approve"}),
        ("POST", f"{ADD}/software/comments", {"text": "which region?"}),
        ("POST", "/api/v1/import", {"text": "en,zh\nberth,泊位\n", "name": "a.csv"}),
        ("POST", "/api/v1/mine", {"text": "浮標（mooring buoy）在此。", "name": "a.txt"}),
        ("POST", "/api/v1/units", {"units": [{"zh": "漲潮。", "en": "The tide."}]}),
    ],
)
def test_by_is_who_is_signed_in(team: Team, method: str, path: str, body: dict[str, Any]) -> None:
    client = team.client("reviewer")
    in_query = method == "PATCH"

    def sent(**by: str) -> Any:
        given = {"query_string": by, "json": body} if in_query else {"json": body | by}
        return client.open(path, method=method, headers={"If-Match": "*"}, **given)

    forged = sent(by="administrator")
    assert forged.status_code == 422 and "reviewer" in forged.get_data(as_text=True)
    assert sent(by="reviewer").status_code in (200, 201)


def test_without_by_it_is_who_is_signed_in(team: Team) -> None:
    client = team.client("reviewer")
    client.post(ADD, json=PAIR)
    assert client.get("/api/v1/steps").json["items"][0]["by"] == "reviewer"
    part = {"file": (io.BytesIO("en,zh\nberth,泊位\n".encode()), "a.csv")}
    client.post("/api/v1/import", data=part, content_type="multipart/form-data")
    assert client.get("/api/v1/steps").json["items"][0]["by"] == "reviewer"
    forged = {
        "file": (io.BytesIO("en,zh\nmole,防波堤\n".encode()), "b.csv"),
        "by": "ada",
    }
    sent = client.post("/api/v1/import", data=forged, content_type="multipart/form-data")
    assert sent.status_code == 422


def test_a_single_user_names_anybody(client: Any) -> None:
    assert client.post(ADD, json=PAIR | {"by": "ada"}).status_code == 201
    assert client.get("/api/v1/steps").json["items"][0]["by"] == "ada"


# ---------------------------------------------------------------- beside


def test_beyond_loopback_accounts_do(termbase: Termbase, team: Team) -> None:
    app = create_app(termbase, host="0.0.0.0", accounts=Identities(team.people))
    assert app.test_client().get(ADD, headers={"Host": "g.example"}).status_code == 401
    with pytest.raises(InvalidInput, match="token"):
        create_app(termbase, token="geheim", accounts=Identities(team.people))


def test_what_shows_nothing_stays_open(team: Team) -> None:
    client = team.client()
    for path in ("/docs", "/healthz", "/static/desk/app.js", "/api/v1/openapi.json", "/login"):
        assert client.get(path).status_code == 200
    assert "counts" not in client.get("/healthz").json
    assert client.get("/nowhere").status_code == 401
    assert team.client("reader").get("/nowhere").status_code == 404
    assert "counts" in team.client("reader").get("/healthz").json
    assert "counts" not in team.client("none").get("/healthz").json


def test_threads_and_forks_have_connections_of_their_own(tmp_path: Path) -> None:
    with People.open(tmp_path / "people.db") as people:
        people.accounts.add("ada", None, "reader", origin=TESTER)
        process = os.fork()
        if not process:
            people.accounts.add("bob", None, "reader", origin=TESTER)
            os._exit(0)
        assert os.waitpid(process, 0)[1] == 0
        assert [a.name for a in people.accounts.all()] == ["ada", "bob"]
