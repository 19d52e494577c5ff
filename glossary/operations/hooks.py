"""Webhooks: adding, removing, and telling one again what it missed.

They are no steps, since they change no term; nor are they told of. Sending is the server's.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from glossary.errors import InvalidInput, NotFound
from glossary.store.base import CHANGE_KINDS, DeadLetter, Hook, Store

PREFIX = "whsec_"
# Given by the Standard Webhooks specification: bytes of a secret.
LEAST, MOST = 24, 64
LONGEST = 2_000
"""Characters of an address. Chosen: what browsers and proxies take at least; half refuses some that
work, double lets in some that do not."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address within
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def add(store: Store, hook: Hook) -> Hook:
    """Store a hook, which is told of what happens from now on. Raises InvalidInput.

    Without a secret it gets a new one. Unless it may be `private`, loopback and private addresses
    are refused; those that a name leads to are checked whenever something is sent.
    """
    check_url(hook.url, hook.private)
    for kind in hook.kinds:
        if kind not in CHANGE_KINDS:
            raise InvalidInput(f"{kind!r} is no kind of change; say {', '.join(CHANGE_KINDS)}")
    key_of(hook.secret or new_secret())
    with store.transaction():
        feed, last = store.last_change()
        secret = hook.secret or new_secret()
        return store.new_hook(replace(hook, secret=secret, feed=feed, position=last))


def remove(store: Store, hook_id: int) -> None:
    """Remove a hook, with what it could not be told. Raises NotFound."""
    with store.transaction():
        store.hook(hook_id)
        store.delete_hook(hook_id)


def pause(store: Store, hook_id: int) -> Hook:
    """Send nothing to a hook until it is resumed, and then what happened meanwhile. Raises
    NotFound."""
    with store.transaction():
        paused = replace(store.hook(hook_id), feed="")  # of no feed, it is told of none
        store.put_hook(paused)
    return paused


def resume(store: Store, hook_id: int) -> Hook:
    """Send to a hook again that was paused, or whose database was restored or copied. Raises
    NotFound."""
    with store.transaction():
        hook = store.hook(hook_id)
        feed, last = store.last_change()
        resumed = replace(hook, feed=feed, position=min(hook.position, last), tries=0, next_at=0.0)
        store.put_hook(resumed)
    return resumed


def retry(store: Store, hook_id: int, letters: Collection[int] = ()) -> list[DeadLetter]:
    """Have dead letters sent once more, by default all of a hook, and what it waits for now.

    Raises NotFound.
    """
    with store.transaction():
        hook = store.hook(hook_id)
        held = store.dead_letters(hook_id)
        for number in letters:
            if number not in {letter.id for letter in held}:
                raise NotFound(f"hook {hook_id} has no dead letter {number}")
        wanted = [
            replace(letter, again=True) for letter in held if not letters or letter.id in letters
        ]
        for letter in wanted:
            store.put_dead_letter(letter)
        store.put_hook(replace(hook, next_at=0.0))
    return wanted


@dataclass(frozen=True, slots=True)
class Standing:
    """How a hook stands: how many numbers it is behind, 0 if nothing of its kinds waits; its dead
    letters; and in a word what it does: told, behind, failing or paused."""

    behind: int
    dead_letters: int
    state: str


def standing(store: Store, hook: Hook) -> Standing:
    feed, last = store.last_change()
    waits = store.changes(hook.position, kinds=hook.kinds or CHANGE_KINDS, limit=1).changes
    behind = last - hook.position if waits else 0
    if feed != hook.feed:
        state = "paused"
    elif hook.tries:
        state = "failing"
    else:
        state = "behind" if behind else "told"
    return Standing(behind, len(store.dead_letters(hook.id)), state)


# ---------------------------------------------------------------- secrets


def new_secret() -> str:
    import secrets  # late: it loads all of OpenSSL

    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()  # chosen between the two


def key_of(secret: str) -> bytes:
    """The key in a secret. Raises InvalidInput, which does not show it."""
    if not secret:
        raise InvalidInput(
            "the secret of the hook is hidden from this role of the database's server; send as a "
            "reviewer or an owner"
        )
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not LEAST <= len(key) <= MOST:
        raise InvalidInput(
            f"a secret is {PREFIX} and {LEAST} to {MOST} random bytes in base64; "
            "without one a new one is made"
        )
    return key


# ---------------------------------------------------------------- addresses


def check_url(url: str, private: bool = False) -> None:
    """Raise InvalidInput unless changes may be sent to that address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidInput(f"the address of a hook is no URL: {error}") from error
    if parts.scheme not in ("http", "https") or not host or not url.isascii():
        raise InvalidInput("the address of a hook is a URL: https://host/path, in ASCII")
    if len(url) > LONGEST or any(c.isspace() or ord(c) < 32 for c in url):
        raise InvalidInput(f"the address of a hook has at most {LONGEST} characters, and no spaces")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InvalidInput("the address of a hook has no user, no password and no fragment")
    if not private and not _may_be_public(host):
        raise InvalidInput(
            f"{host} is on this machine or in its network: allow that with --allow-private-hooks"
        )


def _may_be_public(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return is_public(ipaddress.ip_address(host))
    except ValueError:
        return True  # a name: what it leads to is seen when something is sent


def is_public(address: Address) -> bool:
    """Whether it is an address of the whole internet, also where it carries one of the old kind."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        inner = address.ipv4_mapped or address.sixtofour
        if inner:
            return is_public(inner)
        if address.teredo:
            return False
    return address.is_global and not address.is_multicast
