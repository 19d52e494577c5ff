"""Where the shards of a memory are: `clickhouse://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from glossary.errors import InvalidInput

SCHEME = "clickhouse://"
# Given by ClickHouse: the ports of its HTTP interface, without and with TLS.
PORT = 8123
SECURE_PORT = 8443
_URL = re.compile(
    r"clickhouse://(?:(?P<user>[^:@/]*)(?::(?P<password>[^@/]*))?@)?(?P<hosts>[^/?@]+)"
    r"(?:/(?P<database>[^/?]*))?(?:\?(?P<options>.*))?"
)
_HOST = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-fA-F:.]+\])(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True)
class ShardAddress:
    """One node: its HTTP interface, a database there, and who asks."""

    host: str
    port: int
    database: str = "default"
    user: str = "default"
    password: str = field(default="", repr=False)
    is_secure: bool = False

    @property
    def shown(self) -> str:
        """For messages, without the password."""
        return f"{self.host}:{self.port}"


def shard_addresses(url: str) -> list[ShardAddress]:
    """The nodes of an address, in its order. Raises InvalidInput, whose message has no password."""
    found = _URL.fullmatch(url)
    options = dict(parse_qsl(found["options"] or "", keep_blank_values=True)) if found else {}
    if not found or options.keys() - {"secure"} or options.get("secure", "0") not in "01":
        raise InvalidInput(
            "this is no address of shards; give "
            "clickhouse://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE, with ?secure=1 for TLS"
        )
    is_secure = options.get("secure") == "1"
    shared = {
        "database": unquote(found["database"] or "") or "default",
        "user": unquote(found["user"] or "") or "default",
        "password": unquote(found["password"] or ""),
    }
    nodes = [_node(each, is_secure) for each in found["hosts"].split(",")]
    if len(set(nodes)) < len(nodes):
        raise InvalidInput("a shard is named twice")
    return [ShardAddress(host, port, **shared, is_secure=is_secure) for host, port in nodes]


def _node(text: str, is_secure: bool) -> tuple[str, int]:
    found = _HOST.fullmatch(text)
    if not found:
        raise InvalidInput(f"{text[:100]!r} is no HOST or HOST:PORT of a shard")
    port = int(found["port"] or (SECURE_PORT if is_secure else PORT))
    if not 0 < port < 65_536:
        raise InvalidInput(f"{text[:100]!r} has no port between 1 and 65535")
    return found["host"].strip("[]"), port
