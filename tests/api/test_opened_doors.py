"""Names behind a proxy, pages elsewhere, and how much one may ask: shut unless they are opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.doors import Doors
from api.rates import USUAL, Rates, rates_of
from glossary.cli import cli
from glossary.errors import InvalidInput
from glossary.termbase import Termbase
from tests.served import served

TOKEN = {"Authorization": "Bearer geheim"}
EXTENSION = "chrome-extension://abcdefghijklmnop"
TOOL = "https://tool.example"
PAIR = {"zh": "纜椿", "en": "bollard"}


def opened(termbase: Termbase, host: str = "127.0.0.1", **doors: Any) -> FlaskClient:
    return create_app(termbase, host=host, token="geheim", doors=Doors(**doors)).test_client()


def access(response: TestResponse) -> dict[str, str]:
    return {k: v for k, v in response.headers if k.startswith("Access-Control")}


# ---------------------------------------------------------------- names


def test_names_that_are_allowed_and_no_other(termbase: Termbase) -> None:
    client = opened(termbase, hosts=("Terms.Example", "[2001:db8::1]:8000"))
    for host in ("terms.example", "terms.example:443", "[2001:db8::1]", "localhost:8000"):
        assert client.get("/api/v1/concepts", headers=TOKEN | {"Host": host}).status_code == 200
    for host in ("other.example", "terms.example.evil.example", "a.terms.example"):
        refused = client.get("/api/v1/concepts", headers=TOKEN | {"Host": host})
        assert (refused.status_code, refused.json["error"]["code"]) == (421, "misdirected_request")


def test_names_narrow_a_server_that_listens_everywhere(termbase: Termbase) -> None:
    headers = TOKEN | {"Host": "other.example"}
    anywhere = opened(termbase, "0.0.0.0").get("/api/v1/concepts", headers=headers)
    named = opened(termbase, "0.0.0.0", hosts=("terms.example",))
    assert anywhere.status_code == 200
    assert named.get("/api/v1/concepts", headers=headers).status_code == 421


@pytest.mark.parametrize("host", ["", "https://x.example", "x.example/", "a b", "*", "x:y", "ü.de"])
def test_what_is_no_name(termbase: Termbase, host: str) -> None:
    with pytest.raises(InvalidInput, match="no name of a host"):
        opened(termbase, hosts=(host,))


@pytest.mark.parametrize(
    "doors", [{"hosts": ("terms.example",)}, {"behind_proxy": True}, {"origins": (TOOL,)}]
)
def test_who_lets_others_in_gives_a_token(termbase: Termbase, doors: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="token"):
        create_app(termbase, doors=Doors(**doors))
    create_app(termbase, doors=Doors(hosts=("localhost",)))


# ---------------------------------------------------------------- a proxy

FORWARDED = {
    "X-Forwarded-For": "10.1.1.1, 10.0.0.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "terms.example",
}


def test_a_proxy_is_believed_only_when_told(termbase: Termbase) -> None:
    plain = opened(termbase, hosts=("terms.example",))
    told = opened(termbase, hosts=("terms.example",), behind_proxy=True)
    behind = TOKEN | FORWARDED | {"Host": "inner.example"}
    assert plain.get("/api/v1/concepts", headers=behind).status_code == 421
    assert told.get("/api/v1/concepts", headers=behind).status_code == 200
    other = behind | {"Host": "localhost", "X-Forwarded-Host": "evil.example"}
    assert told.get("/api/v1/concepts", headers=other).status_code == 421
    assert plain.get("/api/v1/concepts", headers=other).status_code == 200


def test_behind_a_proxy_guesses_are_counted_by_who_asks(termbase: Termbase) -> None:
    wrong = {"Authorization": "Bearer guess"}
    for behind, other in ((True, 401), (False, 429)):
        client = opened(termbase, behind_proxy=behind)
        for _ in range(12):
            last = client.get("/api/v1/concepts", headers=wrong | {"X-Forwarded-For": "10.0.0.1"})
        assert last.status_code == 429
        asked = client.get("/api/v1/concepts", headers=wrong | {"X-Forwarded-For": "10.0.0.2"})
        assert asked.status_code == other
        forged = {"X-Forwarded-For": "10.9.9.9, 10.0.0.1"}
        assert client.get("/api/v1/concepts", headers=wrong | forged).status_code == 429


def test_the_desk_works_behind_a_proxy(termbase: Termbase) -> None:
    client = opened(termbase, hosts=("terms.example",), behind_proxy=True)
    headers = TOKEN | FORWARDED | {"Origin": "https://terms.example"}
    assert client.post("/api/v1/concepts", json=PAIR, headers=headers).status_code == 201
    page = client.get("/", headers=FORWARDED)
    assert page.status_code == 200 and "10.0.0.9" not in page.text


# ---------------------------------------------------------------- pages elsewhere


@pytest.mark.parametrize("origin", [EXTENSION, TOOL])
def test_a_page_that_is_let_in(termbase: Termbase, origin: str) -> None:
    client = opened(termbase, origins=(EXTENSION, TOOL))
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    granted = client.options("/api/v1/concepts", headers={"Origin": origin} | asks)
    assert (granted.status_code, granted.data) == (204, b"")
    assert access(granted)["Access-Control-Allow-Origin"] == origin
    assert "Authorization" in access(granted)["Access-Control-Allow-Headers"]
    elsewhere = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    made = client.post("/api/v1/concepts", json=PAIR, headers=TOKEN | elsewhere)
    assert made.status_code == 201 and "ETag" in access(made)["Access-Control-Expose-Headers"]
    for response in (granted, made):
        assert access(response)["Access-Control-Allow-Origin"] == origin
        assert "Origin" in response.vary
        assert "Access-Control-Allow-Credentials" not in response.headers, "no cookie counts"


def test_it_wants_the_token_and_reads_why_it_is_refused(termbase: Termbase) -> None:
    client = opened(termbase, origins=(TOOL,))
    for path, status in (("/api/v1/concepts", 401), ("/api/v1/nowhere", 401)):
        refused = client.get(path, headers={"Origin": TOOL})
        assert refused.status_code == status
        assert access(refused)["Access-Control-Allow-Origin"] == TOOL
    foreign = client.get("/api/v1/concepts", headers={"Origin": TOOL, "Host": "evil.example"})
    assert foreign.status_code == 421


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://tool.example",
        "https://tool.example:8443",
        "https://tool.example.evil.example",
        "https://sub.tool.example",
        "null",
        "*",
        "chrome-extension://another",
    ],
)
def test_no_other_page_is(termbase: Termbase, origin: str) -> None:
    client = opened(termbase, origins=(EXTENSION, TOOL))
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    refused = client.options("/api/v1/concepts", headers=asks)
    assert not access(refused)
    read = client.get("/api/v1/concepts", headers=TOKEN | {"Origin": origin})
    assert not access(read) and "Origin" in read.vary
    made = client.post("/api/v1/concepts", json=PAIR, headers=TOKEN | {"Origin": origin})
    assert made.status_code == 403


def test_origins_as_browsers_write_them() -> None:
    given = ("HTTPS://Tool.Example:443", "http://localhost:3000", "http://a.example:80", EXTENSION)
    assert Doors(origins=given).let_in == {
        TOOL,
        "http://localhost:3000",
        "http://a.example",
        EXTENSION,
    }
    for wrong in ("*", "null", "tool.example", "https://tool.example/", "https://a b", "https://"):
        with pytest.raises(InvalidInput, match="no origin"):
            _ = Doors(origins=(wrong,)).let_in


# ---------------------------------------------------------------- how much one may ask


def test_who_sends_too_much_is_told_when(termbase: Termbase) -> None:
    client = opened(termbase, rate="3/minute")
    answers = [client.get("/api/v1/concepts", headers=TOKEN) for _ in range(5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].json["error"]["code"] == "too_many_requests"
    assert "3/minute" in answers[-1].json["error"]["message"]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 20
    for path in ("/healthz", "/api/v1/healthz", "/", "/docs", "/static/desk/app.js"):
        assert client.get(path, headers=TOKEN).status_code == 200, path


def test_without_a_token_it_is_by_address(termbase: Termbase) -> None:
    client = create_app(termbase, doors=Doors(rate="2/hour")).test_client()

    def asked(address: str, **headers: str) -> int:
        environ = {"REMOTE_ADDR": address}
        return client.get(
            "/api/v1/concepts", headers=headers, environ_overrides=environ
        ).status_code

    assert [asked("10.0.0.1") for _ in range(3)] == [200, 200, 429]
    assert asked("10.0.0.2") == 200
    assert asked("10.0.0.1", Authorization="Bearer another") == 429, "none is wanted here"


def test_a_wrong_token_has_no_account_of_its_own(termbase: Termbase) -> None:
    client = opened(termbase, rate="5/hour")
    for number in range(8):
        client.get("/api/v1/concepts", headers={"Authorization": f"Bearer {number}"})
    assert client.get("/api/v1/concepts", headers=TOKEN).status_code == 200


def test_as_many_at_once_and_then_each_in_its_time() -> None:
    now = [0.0]
    rates = Rates("60/minute", lambda: now[0])
    assert [rates.take("ada") for _ in range(60)] == [0.0] * 60
    assert rates.take("ada") == pytest.approx(1.0)
    assert rates.take("bo") == 0.0
    now[0] += 1.0
    assert rates.take("ada") == 0.0 and rates.take("ada") > 0
    now[0] += 1_000.0
    assert sum(rates.take("ada") == 0.0 for _ in range(100)) == 60


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forks")
def test_workers_count_requests_together() -> None:
    rates = Rates("3/hour")
    child = os.fork()
    if not child:
        for _ in range(3):
            rates.take("ada")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert rates.take("ada") > 0


def test_off_on_loopback_and_usual_beyond(termbase: Termbase) -> None:
    assert rates_of(None, False) is None and rates_of("none", True) is None
    usual, given = rates_of(None, True), rates_of("5/second", False)
    assert usual and given and (usual.rate, given.rate) == (USUAL, "5/second")
    for wrong in (
        "",
        "600",
        "600/",
        "0/minute",
        "600 / minute",
        "-1/minute",
        "1.5/minute",
        "1/week",
    ):
        with pytest.raises(InvalidInput, match="no rate"):
            rates_of(wrong, False)


# ---------------------------------------------------------------- by the command line


def test_the_options_of_the_command(tmp_path: Path) -> None:
    options = ("--token", "geheim", "--allowed-host", "a.example", "--allowed-host", "b.example")
    options += ("--allow-origin", EXTENSION, "--behind-proxy", "--rate", "3/hour")
    with served(tmp_path / "terms.db", *options) as server:
        names = [{"X-Forwarded-Host": f"{name}.example"} for name in "abc"]
        asked = [server.ask("GET", "/api/v1/concepts", more=TOKEN | name) for name in names]
        assert [status for status, _ in asked] == [200, 200, 421]
        page = {"Origin": EXTENSION}
        made = server.ask("POST", "/api/v1/concepts", PAIR, TOKEN | page)
        assert made[0] == 201
        assert server.ask("POST", "/api/v1/concepts", PAIR, TOKEN | page)[0] == 429


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rate", "often"], "no rate"),
        (["--token", "x", "--allow-origin", "*"], "no origin"),
        (["--token", "x", "--allowed-host", "http://a"], "no name"),
        (["--allowed-host", "a.example"], "token"),
    ],
)
def test_what_it_does_not_take(tmp_path: Path, options: list[str], said: str) -> None:
    command = ["--db", str(tmp_path / "terms.db"), "serve", "--port", "0", *options]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code != 0 and said in str(done.exception)
