"""How a shard is reached: what runs SQL on one node, and what failed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Columns = Mapping[str, Sequence[Any]]
"""Rows to insert, by column, each of equal length: lists or arrays of numbers, lists of texts."""


class ShardFailure(Exception):
    """A shard did not do what it was asked, or nobody knows whether it did."""


class ShardTransport(Protocol):
    """One node. Threads may share it. Every method raises ShardFailure, also when the node takes
    too long; an answer is whole or none."""

    @property
    def name(self) -> str:
        """The node's address for messages, without a password."""

    def rows(self, sql: str, parameters: Mapping[str, str] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query. `{name:String}` in it stands for the parameter of that name, which
        is ASCII without backslashes."""

    def insert(self, table: str, columns: Columns) -> None:
        """Insert rows; stored when it returns."""

    def run(self, sql: str) -> None:
        """Run a statement without rows."""

    def close(self) -> None: ...
