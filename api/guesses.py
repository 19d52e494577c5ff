"""Slow down the guessing of tokens, without blocking a thread and with limited memory.

An address may send ALLOWED wrong tokens, and then one more every SECONDS; until then its tokens are
not checked. An address that has recently sent the right one is always checked: others behind the
same router cannot lock its users out. Servers that share a database of people count together there.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from mmap import mmap

from glossary.people import People
from glossary.people.database import Waits

ALLOWED = 10
"""Chosen: a page that asks for a few things at once with a wrong token is told so each time. At
half it is locked out sooner; at double, who guesses has ten tries more, beside 43,200 a day."""
SECONDS = 2.0
"""Chosen: at half, who guesses has twice as many tries a day, at double half as many, and
who was locked out by mistake waits twice as long."""
TRUSTED_SECONDS = 3600.0
"""Chosen: within it, who shares an address with somebody that guesses is not locked out. At half he
is after half an hour without a request; at double, whoever guesses beside him has it for longer."""
TRUST_NOTED = 600.0
"""How exactly trust is known in a database, where noting it is a write. Chosen: at half, each
address is noted twice as often; at double, it may lose its trust a third of an hour early."""
ADDRESSES = 1 << 14
"""The maximum number of addresses remembered, of each kind. Chosen: they take 256 KB each; at half,
8,192 addresses that guess put one another out of memory, at double 32,768."""


class Guesses:
    """The tokens that addresses have sent so far. Threads may share it; processes forked from the
    one that made it do share it, and servers whose `people` are in one shared database."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, people: People | None = None
    ) -> None:
        full = people.waits("full") if people else None
        trusted = people.waits("trusted") if people else None
        self._full: Waits = full or OwnWaits(clock)  # when all wrong tokens of an address expire
        self._trusted: Waits = trusted or OwnWaits(clock)  # until when an address is trusted
        self._noted, self._noted_for = OwnWaits(clock), TRUST_NOTED if trusted else 0.0

    def wait(self, address: str) -> float:
        """Seconds until this address may send a wrong token again; 0 for now."""
        return max(0.0, self._full.left(network(address)) - (ALLOWED - 1) * SECONDS)

    def is_trusted(self, address: str) -> bool:
        """Whether the address has recently sent the right token."""
        return self._trusted.left(network(address)) > 0

    def right(self, address: str) -> None:
        whose = network(address)
        if self._noted.left(whose) <= 0:
            self._trusted.add(whose, TRUSTED_SECONDS, TRUSTED_SECONDS)
            self._noted.add(whose, self._noted_for, self._noted_for)

    def wrong(self, address: str) -> None:
        self._full.add(network(address), SECONDS, ALLOWED * SECONDS)


class OwnWaits:
    """Times of this server and its forks; see `Waits`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._times, self._lock = clock, Times(), threading.Lock()

    def left(self, name: str) -> float:
        return self._times.of(name) - self._clock()

    def add(self, name: str, seconds: float, most: float) -> None:
        with self._lock:
            now = self._clock()
            self._times.note(name, min(max(self._times.of(name), now) + seconds, now + most))


class Times:
    """A time for each name, in memory that forks share: a hash table without chaining, in which a
    new name overwrites an old one in its slot. The hash is randomised, so that nobody can choose
    whom."""

    def __init__(self) -> None:
        self._names = memoryview(mmap(-1, 8 * ADDRESSES)).cast("q")
        self._times = memoryview(mmap(-1, 8 * ADDRESSES)).cast("d")

    def of(self, name: str) -> float:
        """The time of a name; 0 if it is unknown."""
        place = hash(name) % ADDRESSES
        return self._times[place] if self._names[place] == hash(name) else 0.0

    def note(self, name: str, at: float) -> None:
        place = hash(name) % ADDRESSES
        self._names[place], self._times[place] = hash(name), at


@lru_cache(maxsize=1024)
def network(address: str) -> str:
    """The network that identifies a client: for IPv6, a /64."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))
