"""Shards over HTTP, by the driver of ClickHouse."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, TypeVar
from uuid import uuid4

from glossary.errors import BrokenInstallation
from glossary.store.shards.address import ShardAddress, shard_addresses
from glossary.store.shards.transport import Columns, ShardFailure, ShardTransport

_T = TypeVar("_T")
# Chosen: at half, a busy shard counts as gone; at double, those who ask wait as long for one that
# is gone.
CONNECT_SECONDS = 5
ANSWER_SECONDS = 30
_SAID = 300  # characters of what a shard said that a message has. Chosen: one line of a log
_SETTINGS = {"wait_end_of_query": "1", "max_query_size": "1048576"}
"""An error in the middle of an answer is an error from its beginning; a statement may have the
largest query's signatures. Given by ClickHouse: its default, 262,144 bytes, times four."""


def shards_at(url: str, answer_seconds: float = ANSWER_SECONDS) -> list[ShardTransport]:
    """The shards of `clickhouse://...`, in its order; none is asked yet. Raises InvalidInput,
    BrokenInstallation."""
    addresses = shard_addresses(url)
    if find_spec("clickhouse_connect") is None:
        raise BrokenInstallation(
            "clickhouse:// needs the package clickhouse-connect; install it with: "
            "pip install 'glossary[clickhouse]'"
        )
    return [HttpShard(address, answer_seconds) for address in addresses]


class HttpShard:
    """One node, asked over its HTTP interface; see `ShardTransport`."""

    def __init__(self, address: ShardAddress, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._address, self._seconds = address, answer_seconds
        self._client: Any = None
        self._guard = threading.Lock()

    @property
    def name(self) -> str:
        return self._address.shown

    def rows(self, sql: str, parameters: Mapping[str, str] | None = None) -> list[tuple[Any, ...]]:
        return self._done(
            lambda client: [
                tuple(row)
                for row in client.query(sql, dict(parameters or {}), _SETTINGS).result_rows
            ]
        )

    def insert(self, table: str, columns: Columns) -> None:
        data: Sequence[Any] = list(columns.values())
        names, once = list(columns), {"insert_deduplication_token": uuid4().hex}
        self._done(  # the driver sends again what it has lost the answer to
            lambda client: client.insert(table, data, names, column_oriented=True, settings=once)
        )

    def run(self, sql: str) -> None:
        self._done(lambda client: client.command(sql))

    def close(self) -> None:
        with self._guard:
            client, self._client = self._client, None
        if client:
            client.close()

    def _done(self, work: Callable[[Any], _T]) -> _T:
        try:
            return work(self._connected())
        except Exception as error:  # whatever the driver raises, there is no whole answer
            raise ShardFailure(_said(error)) from error

    def _connected(self) -> Any:
        with self._guard:
            if self._client is None:
                import clickhouse_connect

                _silence()
                address = self._address
                self._client = clickhouse_connect.get_client(
                    host=address.host,
                    port=address.port,
                    username=address.user,
                    password=address.password,
                    database=address.database,
                    secure=address.is_secure,
                    connect_timeout=CONNECT_SECONDS,
                    send_receive_timeout=self._seconds,
                    query_retries=0,
                    autogenerate_session_id=False,  # a session takes one query at a time
                    form_encode_query_params=True,  # a long text has no room in an address
                )
            return self._client


def _silence() -> None:
    """Have the driver tell of errors by raising them alone: what it logs may have the query in
    it, and would stand beside the one line that a user is told."""
    log = logging.getLogger("clickhouse_connect")
    log.addHandler(logging.NullHandler())
    log.propagate = False


def _said(error: BaseException) -> str:
    """What went wrong, on one line: of the driver's own errors the text, which may name the
    database; of others the kind, since their text may have the query in it."""
    causes = [error]
    while causes[-1].__cause__ or causes[-1].__context__:
        causes.append(causes[-1].__cause__ or causes[-1].__context__)  # type: ignore[arg-type]
    kinds = {type(cause).__name__ for cause in causes}
    if kinds & {"ReadTimeoutError", "ConnectTimeoutError", "TimeoutError"}:
        return "no answer in time"
    if "ConnectionRefusedError" in kinds:
        return "nothing listens there"
    if type(error).__module__.startswith("clickhouse_connect"):
        return " ".join(str(error).split())[:_SAID]
    return type(error).__name__
