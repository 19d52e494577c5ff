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
