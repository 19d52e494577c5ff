"""The log of a server: a line a request, found again by its id, and without a secret."""

from __future__ import annotations

import http.client
import json
import logging
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from answering import raw

from api.request_id import WELL_FORMED, id_for
from api.server import logs
from api.server.numbers import Series, ServedRequest
from glossary.people import Origin, People
from tests.served import Served, served

SECRET = "Geheimnis-4711"
REQUEST = ServedRequest(
    "0123456789abcdef", Series("GET", "/api/v1/terms"), 200, 0.001, 0.0034, 512, "Ada L. 艾達"
)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers[:] = before


def lines(database: Path, least: int) -> list[dict[str, Any]]:
    """The lines of the log of a server, once there are so many; each is JSON."""
    log, end = Path(f"{database}.log"), time.monotonic() + 120
    while len(found := log.read_text(encoding="utf-8").splitlines()) < least:
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return [json.loads(line) for line in found]


# ---------------------------------------------------------------- the id


@pytest.mark.parametrize(
    "told", ["4bf92f3577b34da6a3ce929d0e0e4736", "1-67891233-abcdef012345678912345678"]
)
def test_an_id_that_is_told_is_kept(told: str) -> None:
    assert id_for(told) == told


@pytest.mark.parametrize(
    "told", [None, "", "short", "a" * 65, "two words", "a\nb" * 9, "危" * 20, SECRET]
)
def test_an_id_that_is_none_is_replaced(told: str | None) -> None:
    made = id_for(told)
    assert made != told and WELL_FORMED.fullmatch(made) and made != id_for(told)


# ---------------------------------------------------------------- the forms


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("json", 3)(REQUEST)
    line = json.loads(capsys.readouterr().err)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "info",
        "id": "0123456789abcdef",
        "method": "GET",
        "route": "/api/v1/terms",
        "status": 200,
        "ms": 3.4,
        "bytes": 512,
        "by": "Ada L. 艾達",
        "worker": 3,
    }


def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("text")(REQUEST)
    _, _, said = capsys.readouterr().err.partition("Z ")
    named = 'id=0123456789abcdef ms=3.4 bytes=512 by="Ada L. 艾達"'
    assert said == f"GET /api/v1/terms 200 {named}\n"


@pytest.mark.parametrize("form", logs.FORMS)
def test_an_error_is_one_record_without_its_message(
    form: logs.LogForm, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin(form)(REQUEST)
    capsys.readouterr()
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("glossary.api").exception("unexpected error")
    said = capsys.readouterr().err
    assert "unexpected error" in said and "ValueError" in said and "test_logs.py" in said
    assert SECRET not in said
    assert form != "json" or len(said.splitlines()) == 1


def test_without_requests(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("none")(REQUEST)
    assert capsys.readouterr().err == ""


# ---------------------------------------------------------------- as it is served


def test_each_request_is_a_line_with_the_id_of_its_answer(tmp_path: Path) -> None:
    with served(tmp_path / "a.db", "--log", "json", "--workers", "2") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        ids = []
        for told in (None, "0123-4567-89ab", "no id"):
            connection.request("GET", "/healthz", headers={"X-Request-ID": told} if told else {})
            answer = connection.getresponse()
            answer.read()
            ids.append(answer.headers["X-Request-ID"])
        assert ids[1] == "0123-4567-89ab" and ids[2] != "no id"
        server.add("一艘船", "a ship")
        server.ask("POST", "/api/v1/concepts", {"zh": "小船", "en": "boat", "by": "ada"})
        raw(server.port, b"NO HTTP\r\n\r\n")
        found = lines(tmp_path / "a.db", 6)
    assert [line["id"] for line in found[:3]] == ids
    told = [(each["method"], each["route"], each["status"], each["by"]) for each in found]
    assert told[2:] == [
        ("GET", "/healthz", 200, None),
        ("POST", "/api/v1/concepts", 201, None),
        ("POST", "/api/v1/concepts", 201, "ada"),
        ("other", "none", 400, None),
    ]
    assert {line["worker"] for line in found} <= {0, 1}
    assert all(line["ms"] >= 0 and line["bytes"] > 0 for line in found[:5])


def test_an_error_has_the_id_in_the_log_and_in_its_answer(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    with served(database, "--log", "json") as server:
        assert server.ask("GET", "/api/v1/concepts")[0] == 200
        for file in tmp_path.glob("a.db*"):
            if file.is_file() and file.suffix != ".log":
                file.unlink()
        end = time.monotonic() + 120
        while (answer := server.ask("GET", "/api/v1/concepts"))[0] != 503:
            assert time.monotonic() < end
            time.sleep(0.05)
        told = answer[1]["error"]["detail"]["request_id"]
        end = time.monotonic() + 120
        while len(mine := [line for line in lines(database, 2) if line.get("id") == told]) < 2:
            assert time.monotonic() < end
            time.sleep(0.05)
    error, request = mine
    assert error["level"] == "error" and "a.db" in error["message"]
    assert request["status"] == 503


def doors(server: Served) -> None:
    """Send the secret wherever one can be, in requests that are answered and in ones that are
    refused."""
    places = {
        "Authorization": f"Bearer {SECRET}",
        "Cookie": f"session={SECRET}",
        "Referer": f"http://127.0.0.1/?q={SECRET}",
        "User-Agent": SECRET,
        "X-Forwarded-For": SECRET,
        "X-Request-ID": f"{SECRET} ",
    }
    for name, value in places.items():
        server.ask("GET", "/api/v1/terms?q=a", more={name: value})
    for path in (f"/api/v1/terms?q={SECRET}", f"/{SECRET}", f"/tmserver/en/zh/unit/{SECRET}"):
        server.ask("GET", path)
    for body in ({"zh": SECRET, "en": SECRET}, {"zh": 1, "en": SECRET}, {SECRET: 1}, [SECRET]):
        server.ask("POST", "/api/v1/concepts", body)
    file = {"text": f"en,zh\n{SECRET},船\n", "name": f"{SECRET}.csv"}
    server.ask("POST", "/api/v1/import", file)
    server.ask("POST", "/api/v1/import", file, {"Prefer": "respond-async"})
    server.ask("POST", "/api/v1/mine", {"text": f"船（{SECRET}）。", "name": f"{SECRET}.docx"})
    server.ask(SECRET, "/api/v1/terms")
    for sent in (
        f"{SECRET}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{SECRET}\r\n\r\n",
        f"POST /{SECRET} HTTP/1.1\r\nContent-Length: {SECRET}\r\n\r\n",
        f"POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n{SECRET}",
    ):
        raw(server.port, sent.encode())
    with socket.create_connection(("127.0.0.1", server.port)) as cut:
        cut.sendall(
            f"POST /api/v1/concepts HTTP/1.1\r\nContent-Length: 99\r\n\r\n{SECRET}".encode()
        )


@pytest.mark.parametrize("form", logs.FORMS)
def test_no_secret_comes_into_the_log(tmp_path: Path, form: str) -> None:
    database = tmp_path / "a.db"
    with served(database, "--log", form, "--token", "another-secret") as refusing:
        doors(refusing)
    with served(database, "--log", form) as server:
        doors(server)
        server.ask("GET", "/healthz")
        server.process.terminate()
        server.process.wait(30)
    said = Path(f"{database}.log").read_text(encoding="utf-8")
    assert form == "none" or said.count("/api/v1/concepts") >= 4
    assert SECRET not in said and "another-secret" not in said


def test_with_accounts_the_log_says_who_asks_and_no_password(tmp_path: Path) -> None:
    """Whatever they ask, also where nothing is changed."""
    with People.open(tmp_path / "people.db") as people:
        account = people.accounts.add("ada", SECRET, "reader", origin=Origin("tester"))
        token = people.tokens.new(account, "test", "reader", origin=Origin("tester"))[1]
    accounts = ("--people", str(tmp_path / "people.db"))
    with served(tmp_path / "a.db", "--log", "json", *accounts) as server:
        bearer = {"Authorization": f"Bearer {token}"}
        assert server.ask("GET", "/api/v1/terms?q=a", more=bearer)[0] == 200
        assert server.ask("GET", "/metrics", more=bearer)[0] == 403
        assert server.ask("GET", "/metrics")[0] == 401
        origin = {"Origin": f"http://127.0.0.1:{server.port}"}
        sign_in = {"name": "ada", "password": SECRET}
        assert server.ask("POST", "/api/v1/session", sign_in, origin)[0] == 200
        found = lines(tmp_path / "a.db", 4)
    told = [(line["status"], line["by"]) for line in found]
    assert told[:3] == [(200, "ada"), (403, "ada"), (401, None)]
    assert SECRET not in str(found) and token not in str(found)
