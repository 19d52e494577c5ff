"""What is sent over HTTP, and what becomes of answers as recorded and of faults. No server of
ClickHouse is asked here."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

import pytest

from glossary.errors import BrokenInstallation, InvalidInput, MemoryIncomplete
from glossary.store.base import Position, SegmentChange
from glossary.store.shards import answers, tables
from glossary.store.shards.address import ShardAddress, shard_addresses
from glossary.store.shards.http import HttpShard, shards_at
from glossary.store.shards.index import ShardedIndex
from glossary.store.shards.transport import ShardFailure, ShardTransport
from tests.shards.recorded_server import RecordedServer, recorded_server


@pytest.fixture
def server() -> Iterator[RecordedServer]:
    pytest.importorskip("clickhouse_connect", reason="the extra clickhouse is not installed")
    with recorded_server() as made:
        yield made


@pytest.fixture
def shard(server: RecordedServer) -> Iterator[ShardTransport]:
    (made,) = shards_at(server.url, answer_seconds=1)
    yield made
    made.close()


class Source:
    """A database whose change 7 has that mark, as recorded."""

    cache = None
    database = "a1"

    def identity(self) -> Position:
        return Position(self.database, 7, "-5")

    def change_mark(self, change: int) -> str:
        return "-5" if change == 7 else ""

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        assert after == 7
        return iter(())

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        return iter(())


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "nodes"),
    [
        ("clickhouse://a", [ShardAddress("a", 8123)]),
        ("clickhouse://a,b:9", [ShardAddress("a", 8123), ShardAddress("b", 9)]),
        ("clickhouse://u:p%40@a/d", [ShardAddress("a", 8123, "d", "u", "p@")]),
        ("clickhouse://[::1]:9/d", [ShardAddress("::1", 9, "d")]),
        ("clickhouse://a?secure=1", [ShardAddress("a", 8443, is_secure=True)]),
    ],
)
def test_addresses(url: str, nodes: list[ShardAddress]) -> None:
    assert shard_addresses(url) == nodes


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://",
        "clickhouse:///d",
        "clickhouse://a,",
        "clickhouse://a,a",
        "clickhouse://a:0",
        "clickhouse://a:99999",
        "clickhouse://a b",
        "clickhouse://a?secure=perhaps",
        "clickhouse://a?what=1",
        "http://a",
    ],
)
def test_wrong_addresses(url: str) -> None:
    with pytest.raises(InvalidInput):
        shard_addresses(url)


def test_no_password_is_shown() -> None:
    (address,) = shard_addresses("clickhouse://me:geheim@a/d")
    assert "geheim" not in f"{address!r} {address.shown} {HttpShard(address).name}"


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clickhouse_connect", None)
    with pytest.raises(BrokenInstallation, match=r"glossary\[clickhouse\]"):
        shards_at("clickhouse://a")


# ---------------------------------------------------------------- answers


def test_an_answer_is_read(server: RecordedServer, shard: ShardTransport) -> None:
    index = ShardedIndex(Source(), [shard])
    found = index.candidates("安全困境", "zh", 50)
    assert [column.tolist() for column in found] == [[2, 4], [4, 4], [0, 1]]
    sent = server.asked[-1]
    assert "安全困境".encode().hex() in sent, "the text is sent in hexadecimal"
    assert "overflow_mode = 'throw'" in sent and "database=terms" in sent
    assert "geheim" not in sent


def test_another_database_is_refused(shard: ShardTransport) -> None:
    other = Source()
    other.database = "b2"
    with pytest.raises(MemoryIncomplete, match="another database"):
        ShardedIndex(other, [shard]).candidates("安全困境", "zh", 50)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("refuses", "MEMORY_LIMIT_EXCEEDED"),
        ("breaks_off", "does not answer"),
        ("cuts", "answer"),
        ("says_nothing", "answer"),
        ("fails_at_the_end", "answer"),
        ("hangs", "no answer in time"),
        ("hangs_up", "does not answer"),
    ],
)
def test_no_fault_is_a_shorter_answer(
    server: RecordedServer, shard: ShardTransport, fault: str, said: str
) -> None:
    index = ShardedIndex(Source(), [shard])
    assert len(index.candidates("安全困境", "zh", 50).ids) == 2
    server.fault = fault
    with pytest.raises(MemoryIncomplete, match=said) as refused:
        index.candidates("安全困境", "zh", 50)
    assert "\n" not in str(refused.value) and "geheim" not in str(refused.value)
    server.fault = ""
    assert len(index.candidates("安全困境", "zh", 50).ids) == 2


def test_nobody_listens() -> None:
    pytest.importorskip("clickhouse_connect", reason="the extra clickhouse is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (shard,) = shards_at(f"clickhouse://127.0.0.1:{free.getsockname()[1]}")
    with pytest.raises(MemoryIncomplete, match="nothing listens there"):
        answers.followed(shard, "zh")


# ---------------------------------------------------------------- inserts


def test_rows_are_sent_once_however_often(server: RecordedServer, shard: ShardTransport) -> None:
    rows = tables.segment_rows([1, 2], ["安全", "困境"], ["安全", "困境"], [3])
    shard.insert("segment_zh", rows)
    said = [each for each in server.asked if "INSERT INTO" in each]
    assert len(said) == 1 and "insert_deduplication_token=" in said[0]
    server.fault = "refuses"
    with pytest.raises(ShardFailure, match="MEMORY_LIMIT_EXCEEDED"):
        shard.insert("segment_zh", rows)


def test_the_tables_are_created(server: RecordedServer, shard: ShardTransport) -> None:
    for statement in tables.creations():
        shard.run(statement)
    made = [each.partition("CREATE TABLE IF NOT EXISTS ")[2].split(" ")[0] for each in server.asked]
    assert {"segment_zh", "segment_en", "unit", "filling", "followed"} <= set(made)
