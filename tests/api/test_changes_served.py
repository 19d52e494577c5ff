"""The stream of changes of a running server: resuming, several workers, many readers, restores."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest

from api import change_events, create_app
from glossary.termbase import Termbase
from tests.served import Served, command, served


class Reader:
    """A client of the stream: what it was sent, event by event."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.response = response

    def event(self) -> dict[str, str]:
        """The fields of the next event that has data."""
        fields: dict[str, str] = {}
        while True:
            line = self.response.readline().decode().rstrip("\n")
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                return fields
            else:
                fields = {}
                assert not self.response.isclosed(), "the stream has ended"

    def change(self) -> dict[str, Any]:
        told = self.event()
        found: dict[str, Any] = json.loads(told["data"])
        assert told["event"] == "change" and int(told["id"]) == found["number"]
        return found


@contextmanager
def reading(server: Served, query: str = "", seen: int | None = None) -> Iterator[Reader]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {} if seen is None else {"Last-Event-ID": str(seen)}
    connection.request("GET", f"/api/v1/changes/stream{query}", headers=headers)
    response = connection.getresponse()
    assert response.status == 200, response.read()
    assert response.headers.get_content_type() == "text/event-stream"
    try:
        yield Reader(response)
    finally:
        response.close()
        connection.close()


def test_changes_come_as_they_happen_and_go_on_after_a_break(tmp_path: Path) -> None:
    with served(tmp_path / "terms.db") as server:
        server.add("閘門", "sluice")
        with reading(server) as reader:
            server.add("水閘", "lock gate")
            assert [reader.change()["kind"] for _ in range(2)] == ["entry", "step"]
        with reading(server, "?after=0") as reader:
            told = [reader.change() for _ in range(4)]
        assert [change["number"] for change in told] == [1, 2, 3, 4]
        server.add("船塢", "dock")
        with reading(server, "?kind=entry&after=0", seen=told[1]["number"]) as reader:
            assert [reader.change()["number"] for _ in range(2)] == [3, 5]
        server.kill()
    with served(tmp_path / "terms.db") as server, reading(server, seen=5) as reader:
        assert reader.change()["kind"] == "step"
        assert command(tmp_path / "terms.db", "add", "碼頭", "quay").returncode == 0
        assert reader.change()["verb"] == "add", "what another program writes is told too"


def test_each_worker_tells_what_the_others_wrote(tmp_path: Path) -> None:
    with (
        served(tmp_path / "terms.db", "--workers", "2") as server,
        reading(server) as one,
        reading(server) as two,
    ):
        for n in range(6):
            assert server.add(f"閘門{n}", f"sluice number {n}")[0] == 201
        expected = list(range(1, 13))
        for reader in (one, two):
            assert [reader.change()["number"] for _ in range(12)] == expected


def test_hundreds_of_readers_take_no_thread(tmp_path: Path) -> None:
    """Look-ups and writers go on beside them, and each is told everything."""
    with served(tmp_path / "terms.db") as server:
        readers = []
        for _ in range(300):
            context = reading(server)
            readers.append((context, context.__enter__()))
        assert server.ask("GET", "/api/v1/terms?q=x")[0] == 200
        assert server.add("閘門", "sluice")[0] == 201
        assert [reader.change()["number"] for _, reader in readers] == [1] * 300
        for context, _ in readers:
            context.__exit__(None, None, None)


def test_one_reader_too_many_is_told_to_ask_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_events, "_free", BoundedSemaphore(1))
    with Termbase.open(tmp_path / "terms.db") as termbase:
        feed, last = termbase.store.last_change()
        tail = change_events.Tail(termbase.store)
        only = change_events.ChangeEvents.opened(tail, feed, last, ["entry"])
        assert only is not None
        ours = {"glossary.gone": lambda: False}  # as our server has it
        client = create_app(termbase).test_client()
        busy = client.get("/api/v1/changes/stream", environ_overrides=ours)
        assert busy.status_code == 503 and busy.get_json()["error"]["code"] == "busy"
        only.close()
        only.close()
        assert change_events.ChangeEvents.opened(tail, feed, last, ["entry"])


def test_a_restore_ends_the_stream_and_old_numbers_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with Termbase.open(path) as termbase:
        termbase.add("閘門", "sluice")
        termbase.backup(tmp_path / "copy.db")
        termbase.add("水閘", "lock gate")
    with served(path) as server:
        feed = server.ask("GET", "/api/v1/changes")[1]["feed"]
        with reading(server, f"?after=4&feed={feed}") as reader:
            assert command(path, "restore", tmp_path / "copy.db").returncode == 0
            told = reader.event()
            assert told["event"] == "replaced" and json.loads(told["data"])["feed"] != feed
        end = time.monotonic() + 60
        while time.monotonic() < end:
            status, answer = server.ask("GET", f"/api/v1/changes/stream?after=1&feed={feed}")
            if status != 503:
                break
        assert (status, answer["error"]["code"]) == (410, "gone")
