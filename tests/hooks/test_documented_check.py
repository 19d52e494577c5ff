"""The check of a message that the documentation shows to receivers."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pages import ROOT, blocks, text

from api.hooks.sending import Message, signed
from glossary.operations.hooks import new_secret
from glossary.store.base import Change, Hook


@pytest.fixture
def is_genuine() -> Any:
    page = blocks(text(ROOT / "docs" / "http.md"))
    [body] = [block.body for block in page if "def is_genuine" in block.body]
    defined: dict[str, Any] = {}
    exec(body, defined)
    return defined["is_genuine"]


def test_it_tells_a_message_from_what_is_none(is_genuine: Any) -> None:
    secret, now = new_secret(), int(time.time())
    change = Change(3, "entry", "bollard", "created", "ada", "2026-03-01T08:00:00Z", 1, "add", 1)
    message = Message.of(Hook("https://example.org/in", feed="f", id=2), [change])
    headers = signed(secret, message, now)
    assert message.id == "f-2-3-3"
    assert is_genuine(secret, headers, message.body)
    assert not is_genuine(new_secret(), headers, message.body)
    assert not is_genuine(secret, headers, message.body + b" ")
    assert not is_genuine(secret, headers | {"webhook-id": "f-2-4-4"}, message.body)
    assert not is_genuine(secret, headers | {"webhook-timestamp": str(now + 1)}, message.body)
    assert not is_genuine(secret, signed(secret, message, now - 900), message.body)
