"""Figures for Prometheus: the right ones, of all workers together, without a word of who asks."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from api import create_app
from api.server.exposition import Figure, Sample, written
from api.server.numbers import BUCKETS, GONE, Numbers, Series, ServedRequest
from glossary.termbase import Termbase
from tests.served import Served, served

LABELS = set("method route status le worker process runner language state version".split())
Samples = dict[str, list[tuple[dict[str, str], float]]]


def samples(text: str) -> Samples:
    """The samples by name, as the parser of Prometheus reads them."""
    found: Samples = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def scraped(server: Served, **headers: str) -> Samples:
    asked = Request(f"http://127.0.0.1:{server.port}/metrics", headers=headers)
    with urlopen(asked, timeout=60) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        return samples(answer.read().decode())


def counted(found: Samples, route: str) -> dict[str, int]:
    """How many requests to a route, by status."""
    rows = found.get("glossary_http_requests_total", [])
    return {labels["status"]: int(n) for labels, n in rows if labels["route"] == route}


def by_label(found: Samples, name: str, label: str) -> dict[str, float]:
    """The values of a figure by one of its labels."""
    return {labels[label]: value for labels, value in found[name]}


# ---------------------------------------------------------------- the numbers


@pytest.fixture
def numbers() -> Numbers:
    return Numbers(["/a", "/b/{id}"], 2)


def served_request(series: Series, seconds: float, status: int = 200) -> ServedRequest:
    return ServedRequest("x", series, status, seconds, seconds, 0)


def test_sums_over_processes(numbers: Numbers) -> None:
    a, b = numbers.series("GET", "/a"), numbers.series("POST", "/b/{id}")
    numbers.count(0, served_request(a, 0.004))
    numbers.count(1, served_request(a, 0.004))
    numbers.count(1, served_request(a, 60.0, GONE))
    numbers.count(1, served_request(b, BUCKETS[0], 404))
    found = {one.series: one for one in numbers.counted()}
    assert found.keys() == {a, b}
    assert found[a].statuses == {200: 2, GONE: 1} and found[a].sum == pytest.approx(60.008)
    assert found[a].buckets[-1] == 1 and sum(found[a].buckets) == 3
    assert found[b].buckets[0] == 1, "a bound belongs to its bucket"


def test_nothing_that_is_sent_becomes_a_name(numbers: Numbers) -> None:
    assert numbers.series("BREW", "/a") == ("other", "none")
    assert numbers.series("GET", "/secret") == ("GET", "none")


def test_processes_have_their_own_gauges(numbers: Numbers) -> None:
    numbers.tell(1, process=7, zh_since=2.5)
    assert numbers.told(1)["process"] == 7 and numbers.told(1)["zh since"] == 2.5
    assert not any(numbers.told(0).values())


def test_runners_of_jobs_are_told_by_their_number() -> None:
    numbers = Numbers([], 1, runners=2)
    numbers.tell_runner(1, 9)
    assert numbers.runners == [0, 9] and not any(numbers.told(0).values())


def test_what_labels_hold_is_escaped() -> None:
    line = written([Figure("a", "gauge", "b", [Sample(1, {"c": 'd"\\\ne'})])])
    assert samples(line) == {"a": [({"c": 'd"\\\ne'}, 1.0)]}


# ---------------------------------------------------------------- as it is served


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "terms.db", "--workers", "2") as server:
        yield server


def until_scraped(server: Served, route: str, wanted: dict[str, int]) -> Samples:
    """The figures, once the requests that were answered last are counted."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with suppress(ConnectionError):  # a worker may just be lost
            if counted(found := scraped(server), route) == wanted:
                return found
        time.sleep(0.05)
    raise AssertionError(counted(scraped(server), route))


def test_all_workers_are_told_together_and_a_lost_one_is_not_forgotten(workers: Served) -> None:
    for _ in range(10):
        assert workers.ask("GET", "/api/v1/terms?q=secret-query")[0] == 200
        assert workers.ask("GET", "/api/v1/concepts/secret-entry")[0] == 404
    assert workers.ask("GET", "/secret-place")[0] == 404
    found = until_scraped(workers, "/api/v1/terms", {"200": 10})
    assert counted(found, "/api/v1/concepts/{concept_id}") == {"404": 10}
    assert counted(found, "none") == {"404": 1}
    processes = by_label(found, "glossary_resident_memory_bytes", "process")
    assert processes.keys() == {"worker 0", "worker 1", "jobs 0", "parent"}
    assert all(size > 1e6 for size in processes.values())
    task = f"/proc/{workers.process.pid}/task/{workers.process.pid}/children"
    children = Path(task).read_text().split()
    answering = [c for c in children if b"runner" not in Path(f"/proc/{c}/cmdline").read_bytes()]
    os.kill(int(answering[0]), signal.SIGKILL)
    for _ in range(4):
        until_scraped(workers, "/api/v1/terms", {"200": 10})


def test_every_figure_has_known_labels_and_no_word_of_who_asks(tmp_path: Path) -> None:
    with served(tmp_path / "terms.db") as server:
        server.ask("POST", "/api/v1/concepts", {"zh": "secret", "en": "secret", "by": "secret"})
        server.ask("SECRET", "/api/v1/terms?q=secret", more={"X-Request-ID": "secret-id-secret"})
        server.ask("GET", "/tmserver/en/zh/unit/secret", more={"Cookie": "secret=secret"})
        found = until_scraped(server, "/api/v1/concepts", {"201": 1})
    assert {name.removeprefix("glossary_") for name in found} >= {
        "http_request_seconds_bucket",
        "http_connections",
        "index_behind_changes",
        "index_age_seconds",
        "jobs",
        "jobs_runner_up",
        "database_up",
    }
    labels = [labels for rows in found.values() for labels, _ in rows]
    assert {name for each in labels for name in each} <= LABELS
    assert "secret" not in str(labels)
    assert found["glossary_database_up"] == [({}, 1.0)]


def test_how_far_the_index_is_behind(tmp_path: Path) -> None:
    with served(tmp_path / "terms.db") as server:
        end = time.monotonic() + 60
        while server.ask("GET", "/api/v1/readyz")[0] != 200:
            assert time.monotonic() < end
            time.sleep(0.1)
        units = [{"zh": f"船{n}", "en": f"ship {n}"} for n in range(3)]
        assert server.ask("POST", "/api/v1/units", {"units": units})[0] == 200
        behind = by_label(scraped(server), "glossary_index_behind_changes", "language")
        assert behind == {"zh": 3, "en": 3}
        assert server.ask("GET", "/api/v1/memory?q=船1")[0] == 200
        while by_label(scraped(server), "glossary_index_behind_changes", "language")["zh"]:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_without_the_token_nothing_is_told(tmp_path: Path) -> None:
    client: FlaskClient = create_app(tmp_path / "a.db", token="geheim").test_client()
    assert client.get("/metrics").status_code == 401
    told = client.get("/metrics", headers={"Authorization": "Bearer geheim"})
    assert told.status_code == 200 and b"glossary_jobs" in told.data
    assert client.get("/api/v1/readyz").status_code == 200, "this tells nothing of the termbase"


def test_a_database_that_is_gone_is_told(termbase: Termbase, tmp_path: Path) -> None:
    client = create_app(termbase).test_client()
    assert client.get("/metrics").status_code == 200
    for file in tmp_path.glob("terms.db*"):
        if file.is_file():
            file.unlink()
    end = time.monotonic() + 120  # the files are looked after now and then
    while (found := samples(client.get("/metrics").text))["glossary_database_up"][0][1]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "glossary_jobs" not in found
