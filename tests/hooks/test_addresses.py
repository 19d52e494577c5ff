"""Which addresses a hook may be sent to."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any

import pytest
from tornado.netutil import DefaultLoopResolver

from api.hooks.addresses import Forbidden, PublicResolver
from glossary.errors import InvalidInput
from glossary.operations.hooks import check_url, is_public

PUBLIC = ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")
NOT_PUBLIC = (
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_whole_internet(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_of_this_machine_or_network(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(InvalidInput, match="allow that with --allow-private-hooks"):
        check_url(f"http://{host}/in")
    check_url(f"http://{host}/in", private=True)


def resolved(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    async def found(*_: Any) -> Any:
        return [(10 if ":" in each else 2, (each, 443)) for each in addresses]

    monkeypatch.setattr(DefaultLoopResolver, "resolve", found)

    async def ask() -> Any:
        return await PublicResolver().resolve("hooks.example.org", 443)

    return [address[0] for _, address in asyncio.run(ask())]


def test_a_name_is_connected_to_at_its_public_addresses_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert resolved(monkeypatch, "10.0.0.1", "8.8.8.8", "fe80::1%eth0") == ["8.8.8.8"]
    with pytest.raises(Forbidden, match="not allowed"):
        resolved(monkeypatch, "10.0.0.1", "fe80::1%eth0")


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "127.1", "0177.0.0.1"])
def test_odd_ways_to_write_this_machine(host: str) -> None:
    """They pass for names, and are refused where they are resolved."""

    async def ask() -> Any:
        return await PublicResolver().resolve(host, 80)

    with pytest.raises(OSError):
        asyncio.run(ask())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/in",
        "file:///etc/passwd",
        "https://ex ample.org/",
        "https://example.org/#part",
        "https://例子.org/",
        "https://[::1/in",
        f"https://example.org/{'x' * 2000}",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(InvalidInput, match="the address of a hook"):
        check_url(url, private=True)
