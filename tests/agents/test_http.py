"""`glossary mcp --http`: who is let in, and the same tools behind it."""

from __future__ import annotations

import http.client
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from small import small_termbase

pytest.importorskip("mcp", reason="the package mcp is not installed: pip install 'glossary[mcp]'")

import anyio
import httpx2
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from glossary.agents.http import MOST_BYTES
from glossary.people import ROLES, AuditFilter, Origin, People
from glossary.termbase import Termbase

ROOT = Path(__file__).parents[2]
TOKEN = "a token of a test"
HEADERS = {
    "Authorization": f"Bearer {TOKEN}",
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
}


@contextmanager
def served(database: Path, *options: str) -> Iterator[str]:
    command = [sys.executable, "-m", "glossary", "--db", str(database), "mcp", "--http", "0"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, text=True, stderr=subprocess.PIPE)
    try:
        assert process.stderr
        line = process.stderr.readline()
        assert line.startswith("Agents find the termbase at http://127.0.0.1:"), line
        yield line.split()[5]
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("http") / "terms.db"
    with small_termbase(path):
        return path


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with served(database, "--token", TOKEN) as at:
        yield at


async def _found(address: str, token: str, query: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(headers=headers) as sender,
        Client(streamable_http_client(address, http_client=sender)) as client,
    ):
        return (await client.call_tool("search", {"query": query})).structured_content


@pytest.mark.parametrize("query", ["軟體", "软件"])
def test_who_brings_the_token_is_answered(address: str, query: str) -> None:
    assert anyio.run(_found, address, TOKEN, query)["hits"][0]["concept_id"] == "software"


def test_without_a_token_of_its_own_it_answers_this_machine(database: Path) -> None:
    with served(database) as address:
        assert anyio.run(_found, address, "", "software")["total"] == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer another"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_others_are_refused(address: str, headers: dict[str, str], status: int) -> None:
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}'
    request = urllib.request.Request(address, body, {**HEADERS, **headers})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == status


def test_a_request_that_is_too_large_is_refused(address: str) -> None:
    """By its announced length, before it is sent."""
    asked = http.client.HTTPConnection(address.split("/")[2], timeout=30)
    asked.putrequest("POST", "/mcp")
    for name, value in {**HEADERS, "Content-Length": str(MOST_BYTES + 1)}.items():
        asked.putheader(name, value)
    asked.endheaders()
    assert asked.getresponse().status == 413
    asked.close()


def test_a_port_in_use_is_one_line(database: Path, address: str) -> None:
    port = address.split(":")[2].split("/")[0]
    command = [sys.executable, "-m", "glossary", "--db", str(database), "mcp", "--http", port]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 1
    assert done.stderr == f"Error: port {port}: Address already in use; give another\n"


# ---------------------------------------------------------------- with accounts


@pytest.fixture(scope="module")
def people(database: Path) -> Iterator[People]:
    with People.open(database.with_name("people.db")) as opened:
        for role in ROLES:
            opened.accounts.add(role, None, role, origin=Origin("test"))
        yield opened


@pytest.fixture(scope="module")
def team_address(database: Path, people: People) -> Iterator[str]:
    with served(database, "--people", str(database.with_name("people.db"))) as at:
        yield at


def new_token(people: People, name: str, scope: str = "administrator", **more: Any) -> str:
    account = people.accounts.get(name)
    return people.tokens.new(account, "agent", scope, origin=Origin("test"), **more)[1]


def status_of(address: str, token: str) -> int:
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}'
    headers = {**HEADERS, "Authorization": f"Bearer {token}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


async def _asked(address: str, token: str, tool: str, given: dict[str, Any]) -> Any:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as sender,
        Client(streamable_http_client(address, http_client=sender)) as client,
    ):
        tools = [each.name for each in (await client.list_tools()).tools]
        return tools, await client.call_tool(tool, given)


PAIR = {
    "zh": "灰犀牛",
    "en": "grey rhino",
    "zh_sentence": "這是一頭灰犀牛。",
    "en_sentence": "This is a grey rhino.",
}


@pytest.mark.parametrize(
    ("role", "scope", "proposes"),
    [
        ("reader", "administrator", False),
        ("contributor", "administrator", True),
        ("contributor", "reader", False),
        ("reviewer", "contributor", True),
    ],
)
def test_a_token_may_what_its_scope_and_its_owner_may(
    team_address: str, people: People, role: str, scope: str, proposes: bool
) -> None:
    token = new_token(people, role, scope)
    tools, found = anyio.run(_asked, team_address, token, "search", {"query": "軟體"})
    assert found.structured_content["total"] == 1
    assert ("propose" in tools) == proposes
    _, refused = anyio.run(_asked, team_address, token, "propose", {**PAIR, "zh": "無"})
    told = refused.content[0].text
    assert refused.is_error and told.startswith("no tool 'propose'") == (not proposes), told


def test_who_proposes_is_who_the_token_says(
    team_address: str, people: People, database: Path
) -> None:
    token = new_token(people, "contributor")
    _, done = anyio.run(_asked, team_address, token, "propose", PAIR)
    assert done.structured_content["state"] == "proposed"
    with Termbase.open(database) as termbase:
        (step,) = termbase.steps("mine", limit=1)
        assert (step.by, step.summary) == ("contributor", "proposed sentences")
    (row, *_) = people.audit.rows(AuditFilter("contributor", "propose"))
    assert (row.outcome, row.target, row.address) == ("done", "mcp", "127.0.0.1")


def test_what_is_taken_away_is_gone_at_once(team_address: str, people: People) -> None:
    account = people.accounts.get("reviewer")
    made, token = people.tokens.new(account, "agent", "reader", origin=Origin("test"))
    assert status_of(team_address, token) == 200
    people.tokens.remove(account, made.id, origin=Origin("test"))
    assert status_of(team_address, token) == 401
    other = new_token(people, "reviewer")
    people.accounts.set_role(account, "none", origin=Origin("test"))
    assert status_of(team_address, other) == 401
    people.accounts.set_role(account, "reviewer", origin=Origin("test"))
    assert status_of(team_address, other) == 200


def test_tokens_that_are_none_here(team_address: str, people: People) -> None:
    assert status_of(team_address, new_token(people, "reader", termbase="law")) == 401
    assert status_of(team_address, new_token(people, "none")) == 401
    assert status_of(team_address, TOKEN) == 401
    assert status_of(team_address, "") == 401
    account = people.accounts.get("reader")
    with People.open(people.database.path, lambda: "2020-01-01T00:00:00Z") as earlier:
        ended = earlier.tokens.new(account, "agent", "reader", origin=Origin("test"), days=1)[1]
    assert status_of(team_address, ended) == 401


def test_a_termbase_by_its_name(database: Path, people: People) -> None:
    file = str(database.with_name("people.db"))
    token = new_token(people, "reader", termbase="law")
    with served(database, "--people", file, "--termbase", "law") as address:
        assert status_of(address, token) == 200
        assert status_of(address, new_token(people, "reader", termbase="ships")) == 401


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--people", "p.db"), "--people goes with --http"),
        (("--http", "0", "--people", "p.db", "--token", "x"), "without a --token"),
        (("--http", "0", "--termbase", "law"), "--termbase is of --people"),
        (("--http", "0", "--people", "none.db"), "none.db: no such file"),
    ],
)
def test_options_that_do_not_go_together(
    database: Path, options: tuple[str, ...], said: str
) -> None:
    command = [sys.executable, "-m", "glossary", "--db", str(database), "mcp", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode in (1, 2) and said in done.stderr
