"""Tell the service manager how the server is, where it wants to know: systemd's `Type=notify`."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

READY = "READY=1"
ENDING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


def notify(state: str) -> None:
    """Send a state to the socket that NOTIFY_SOCKET names; nothing without one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.connect("\0" + address[1:] if address.startswith("@") else address)
        manager.send(state.encode())


def is_watched() -> bool:
    """Whether the service manager restarts a server that does not say that it is alive."""
    return "WATCHDOG_USEC" in os.environ
