"""Access control: host names, origins, content types, tokens, and security headers."""

from __future__ import annotations

import os
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api import create_app, guesses
from api.guard import host_name, is_loopback
from glossary.errors import InvalidInput
from glossary.termbase import Termbase

ADD = "/api/v1/concepts"
PAIR = '{"zh": "纜椿", "en": "bollard"}'.encode()


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST",
        "127.0.0.1",
        "127.0.0.1:80",
        "[::1]",
        "[::1]:8000",
    ],
)
def test_loopback_by_any_name(client: FlaskClient, host: str) -> None:
    assert client.get("/api/v1/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example#localhost",
        "localhost@evil.example",
        "[::2]",
        "10.0.0.1",
        "0.0.0.0",
        "[",
        "127.0.0.1:80@evil.example",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/docs", "/static/desk/app.js", "/api/v1/terms?q=x", "/nowhere"]
)
def test_a_foreign_host_is_refused(client: FlaskClient, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code in (400, 421), response.text
    assert response.json["error"]["code"] in ("bad_request", "misdirected_request")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/html",
        "",
        "application/jsonx",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
    ],
)
def test_bodies_that_a_form_elsewhere_could_send(client: FlaskClient, content_type: str) -> None:
    response = client.post(ADD, data=PAIR, headers={"Content-Type": content_type})
    assert (response.status_code, response.json["error"]["code"]) == (415, "unsupported_media_type")
    assert client.get(ADD).json["total"] == 3


def test_multipart_is_for_files_only(client: FlaskClient) -> None:
    judged = client.post(
        "/api/v1/candidates/1/judgement",
        data={"decision": "approve"},
        content_type="multipart/form-data",
    )
    assert judged.status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://["},
    ],
)
def test_pages_from_elsewhere_change_nothing(client: FlaskClient, headers: dict) -> None:
    response = client.post(ADD, data=PAIR, content_type="application/json", headers=headers)
    assert (response.status_code, response.json["error"]["code"]) == (403, "forbidden")


def test_the_page_itself_may(client: FlaskClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    response = client.post(ADD, data=PAIR, content_type="application/json", headers=headers)
    assert response.status_code == 201


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/static/style/desk.css", "/api/v1/healthz", "/nowhere"]
)
def test_what_a_browser_may_do(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": "http://evil.example"}).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not [name for name in dict(headers) if name.startswith("Access-Control")]


def test_no_preflight_is_granted(client: FlaskClient) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "PATCH"}
    headers = client.options(ADD, headers=asked).headers
    assert not [name for name in dict(headers) if name.startswith("Access-Control")]


# ---------------------------------------------------------------- token


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "glossary.example"])
def test_beyond_loopback_a_token_is_demanded(termbase: Termbase, host: str) -> None:
    with pytest.raises(InvalidInput, match="token"):
        create_app(termbase, host=host)


@pytest.fixture
def open_app(termbase: Termbase) -> APIFlask:
    return create_app(termbase, host="glossary.example", token="geheim-漢")


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer wrong", "Basic Zm9vOmJhcg==", "Bearer geheim-漢x", "geheim-漢"],
)
def test_without_the_token(open_app: APIFlask, authorization: str | None) -> None:
    headers = {"Host": "glossary.example"}
    if authorization is not None:
        headers["Authorization"] = authorization.encode().decode("latin-1")
    for path in ("/api/v1/concepts", "/tmserver/languages/", "/api/v1/nowhere"):
        response = open_app.test_client().get(path, headers=headers)
        assert (response.status_code, response.json["error"]["code"]) == (401, "unauthorized")
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_with_the_token(termbase: Termbase) -> None:
    client = create_app(termbase, host="0.0.0.0", token="geheim").test_client()
    bearer = {"Host": "anything.example:8000", "Authorization": "Bearer geheim"}
    assert client.get("/api/v1/concepts", headers=bearer).status_code == 200
    assert client.get("/tmserver/languages/", auth=("any", "geheim")).status_code == 200
    for path in ("/", "/docs", "/healthz", "/static/desk/app.js", "/api/v1/openapi.json"):
        assert client.get(path).status_code == 200
    spec = client.get("/api/v1/openapi.json").json
    assert spec["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_a_token_holds_on_loopback_too(termbase: Termbase) -> None:
    client = create_app(termbase, token="geheim").test_client()
    assert client.get("/api/v1/concepts").status_code == 401


def test_names() -> None:
    assert is_loopback("127.5.5.5")
    assert is_loopback("::1")
    assert not is_loopback("localhost.evil.example")
    assert host_name("A.Example:80") == "a.example"
    assert host_name("") is None


# ---------------------------------------------------------------- guessing, and what is told


def asked(app: APIFlask, address: str, token: str, path: str = "/api/v1/concepts") -> Any:
    return app.test_client().get(
        path,
        headers={"Host": "glossary.example", "Authorization": f"Bearer {token}"},
        environ_overrides={"REMOTE_ADDR": address},
    )


@pytest.fixture
def guarded(termbase: Termbase) -> APIFlask:
    return create_app(termbase, host="glossary.example", token="geheim")


def test_guessing_is_slowed_down(guarded: APIFlask) -> None:
    answers = [asked(guarded, "10.0.0.1", f"guess {n}") for n in range(30)]
    assert [a.status_code for a in answers] == [401] * guesses.ALLOWED + [429] * 20
    assert answers[-1].json["error"]["code"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert asked(guarded, "10.0.0.1", "geheim").status_code == 429, "what it brings is not seen"


def test_who_guesses_locks_nobody_out(guarded: APIFlask) -> None:
    assert asked(guarded, "10.0.0.1", "geheim").status_code == 200
    for address in ("10.0.0.1", "10.0.0.2", "2001:db8::1"):
        for n in range(30):
            asked(guarded, address, f"guess {n}")
    assert asked(guarded, "10.0.0.1", "geheim").status_code == 200, "behind the same router"
    assert asked(guarded, "10.0.0.3", "geheim").status_code == 200
    assert asked(guarded, "10.0.0.1", "wrong").status_code == 429


def test_open_endpoints_count_wrong_tokens(guarded: APIFlask) -> None:
    for n in range(30):
        answer = asked(guarded, "10.0.0.1", f"guess {n}", "/healthz")
        assert answer.status_code == 200 and "counts" not in answer.json
    assert "counts" not in asked(guarded, "10.0.0.1", "geheim", "/healthz").json
    assert asked(guarded, "10.0.0.1", "guess").status_code == 429


def test_guesses_are_forgiven_and_forgotten() -> None:
    now = [0.0]
    kept = guesses.Guesses(lambda: now[0])
    for _ in range(1000):
        kept.wrong("10.0.0.1")
    assert kept.wait("10.0.0.1") == guesses.SECONDS
    now[0] += guesses.SECONDS
    assert kept.wait("10.0.0.1") == 0
    kept.wrong("10.0.0.1")
    assert kept.wait("10.0.0.1") > 0, "one at a time from now on"
    now[0] += 10_000
    kept.wrong("10.0.0.1")
    assert kept.wait("10.0.0.1") == 0
    for _ in range(20):
        kept.wrong("2001:db8::1")
    assert kept.wait("2001:db8::ffff") > 0, "whoever has one address has its neighbours"
    assert kept.wait("2001:db8:0:1::1") == 0


def test_a_new_address_may_take_a_slot_without_its_wrong_tokens() -> None:
    """The number of slots is fixed, however many addresses guess."""

    def place(address: str) -> int:
        return hash(address) % guesses.ADDRESSES

    kept, first = guesses.Guesses(), "10.0.0.1"
    others = (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in range(1 << 16, 1 << 24))
    newcomer = next(other for other in others if place(other) == place(first))
    for _ in range(2 * guesses.ALLOWED):
        kept.wrong(first)
    assert kept.wait(first) > 0 and kept.wait(newcomer) == 0
    kept.wrong(newcomer)
    assert kept.wait(first) == kept.wait(newcomer) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forks")
def test_workers_count_guesses_together() -> None:
    kept = guesses.Guesses()
    for address, note in (("10.0.0.1", kept.wrong), ("10.0.0.2", kept.right)):
        process = os.fork()
        if not process:
            for _ in range(2 * guesses.ALLOWED):
                note(address)
            os._exit(0)
        assert os.waitpid(process, 0)[1] == 0
    assert kept.wait("10.0.0.1") > 0 and not kept.is_trusted("10.0.0.1")
    assert kept.is_trusted("10.0.0.2") and not kept.wait("10.0.0.2")


def test_counts_are_shown_only_with_the_token(guarded: APIFlask, client: FlaskClient) -> None:
    for path in ("/healthz", "/api/v1/healthz"):
        bare = guarded.test_client().get(path, headers={"Host": "glossary.example"})
        assert (bare.status_code, set(bare.json)) == (200, {"status", "version"})
        assert asked(guarded, "10.0.0.1", "geheim", path).json["counts"]["concepts"] == 3
        assert client.get(path).json["counts"]["concepts"] == 3
