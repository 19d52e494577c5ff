"""Guessing a token, slowed down: no thread waits for it, and memory is bounded.

An address may bring ALLOWED wrong tokens, and then one more every SECONDS; until then what it
brings is not looked at. An address that has lately brought the right one is looked at all the
same: whoever shares it, behind one router, locks nobody out.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

ALLOWED = 10
SECONDS = 2.0
TRUSTED_SECONDS = 3600.0
ADDRESSES = 4096
"""How many addresses are remembered, of each kind; the one longest ago is forgotten."""


class Guesses:
    """What addresses have brought so far. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full: OrderedDict[str, float] = OrderedDict()  # address -> when all is forgiven
        self._trusted: OrderedDict[str, float] = OrderedDict()  # address -> until when
        self._lock = threading.Lock()

    def wait(self, address: str) -> float:
        """Seconds until a token from this address may be wrong again; 0 for now."""
        with self._lock:
            forgiven = self._full.get(network(address), 0.0)
        return max(0.0, forgiven - self._clock() - (ALLOWED - 1) * SECONDS)

    def is_trusted(self, address: str) -> bool:
        """Has it lately brought the right token?"""
        with self._lock:
            return self._trusted.get(network(address), 0.0) > self._clock()

    def right(self, address: str) -> None:
        self._remember(self._trusted, address, self._clock() + TRUSTED_SECONDS)

    def wrong(self, address: str) -> None:
        now = self._clock()
        with self._lock:
            forgiven = max(self._full.get(network(address), now), now) + SECONDS
        forgiven = min(forgiven, now + ALLOWED * SECONDS)
        self._remember(self._full, address, forgiven)

    def _remember(self, kept: OrderedDict[str, float], address: str, until: float) -> None:
        with self._lock:
            kept[network(address)] = until
            kept.move_to_end(network(address))
            if len(kept) > ADDRESSES:
                kept.popitem(last=False)


def network(address: str) -> str:
    """Whose address it is: of IPv6, a customer has 2**64."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))
