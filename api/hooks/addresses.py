"""Resolve the name of a hook, and refuse addresses of this machine and its network.

What is resolved here is what is connected to: a name that leads elsewhere a moment later changes
nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from tornado.netutil import DefaultLoopResolver

from glossary.operations.hooks import is_public


class Forbidden(OSError):
    """A name that leads to nothing but addresses that are not public."""


class PublicResolver(DefaultLoopResolver):
    """Resolves names to public addresses only."""

    async def resolve(
        self, host: str, port: int, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[tuple[int, Any]]:
        found = await super().resolve(host, port, family)
        public = [each for each in found if is_public(_address(each[1][0]))]
        if not public:
            raise Forbidden(f"{host} is on this machine or in its network, which is not allowed")
        return public


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.ip_address(text.partition("%")[0])  # without the name of an interface
