"""The figures at a port of their own: those of all processes, and nothing else."""

from __future__ import annotations

import http.client
import select
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.server.options import MetricsAddress
from api.server.scraping import scraping
from api.site import Site
from glossary.errors import InvalidInput
from glossary.people import PLAIN
from glossary.termbase import Termbase
from tests.served import Served, served


@pytest.fixture
def port() -> int:
    """One that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(
    port: int, path: str = "/metrics", method: str = "GET", **headers: str
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def counted(port: int, route: str) -> dict[str, int]:
    """How many requests to a route, by status."""
    status, text = asked(port)
    assert status == 200
    return {
        sample.labels["status"]: int(sample.value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "glossary_http_requests_total" and sample.labels["route"] == route
    }


def until_counted(port: int, route: str, wanted: dict[str, int]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with suppress(ConnectionError):  # a worker may just be lost
            if counted(port, route) == wanted:
                return
        time.sleep(0.05)
    raise AssertionError(counted(port, route))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_figures_of_all_processes_are_there_alone(
    tmp_path: Path, port: int, workers: str
) -> None:
    options = ("--metrics-port", str(port), "--workers", workers, "--token", "geheim")
    with served(tmp_path / "terms.db", *options) as server:
        bearer = {"Authorization": "Bearer geheim"}
        for _ in range(10):
            assert server.ask("GET", "/api/v1/terms?q=x", more=bearer)[0] == 200
        until_counted(port, "/api/v1/terms", {"200": 10})
        assert server.ask("GET", "/metrics", more=bearer)[0] == 404
        assert asked(port, "/api/v1/concepts")[0] == 404
        assert asked(port, "/")[0] == 404
        assert asked(port, method="POST")[0] == 405
        assert asked(port, Host="elsewhere.example")[0] == 421
        assert {asked(port, method="HEAD")} == {(200, "")}
        until_counted(port, "none", {"404": 2, "405": 1, "421": 1})


def test_they_are_told_while_all_threads_are_busy(tmp_path: Path, port: int) -> None:
    """What keeps every thread of the people's door waiting keeps nobody from the figures."""
    database = tmp_path / "terms.db"
    with served(database, "--metrics-port", str(port)) as server:
        assert server.ask("GET", "/api/v1/healthz")[0] == 200
        with Termbase.open(database) as other, other.store.transaction():
            waiting = [_adding(server) for _ in range(16)]
            assert asked(port)[0] == 200
            answered, _, _ = select.select([each.sock for each in waiting], [], [], 0)
            assert not answered, "they wait for the database, and it did not wait for them"
        assert {each.getresponse().status for each in waiting} == {201}
        for each in waiting:
            each.close()


def _adding(server: Served) -> http.client.HTTPConnection:
    """A request that waits until the database may be written to."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    body = f'{{"zh": "船", "en": "ship", "new": true, "note": "{id(connection)}"}}'
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/api/v1/concepts", body.encode(), headers)
    return connection


def test_a_server_without_that_port_tells_them_where_people_ask(tmp_path: Path) -> None:
    with served(tmp_path / "terms.db") as server:
        assert asked(server.port)[0] == 200


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "a.db") as termbase:
        site = Site({PLAIN: termbase})
        with (
            scraping(site.application("127.0.0.1", None, 0), MetricsAddress(0)) as first,
            pytest.raises(InvalidInput, match="cannot listen on 127.0.0.1 port"),
        ):
            assert first
            taken = MetricsAddress(first.listener.getsockname()[1])
            with scraping(site.application("127.0.0.1", None, 0), taken):
                pass
