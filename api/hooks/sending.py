"""Send one message to a hook: signed, within limits, and no further than its address.

Headers and signature are those of the Standard Webhooks specification.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from pydantic_core import to_json
from tornado.httpclient import HTTPClientError, HTTPRequest, HTTPResponse
from tornado.netutil import Resolver
from tornado.simple_httpclient import HTTPTimeoutError, SimpleAsyncHTTPClient

from api.answers import ChangeRecord
from api.hooks.addresses import PublicResolver
from glossary import __version__
from glossary.operations.hooks import key_of
from glossary.store.base import Change, Hook

# Chosen, in seconds: a receiver that takes longer should answer first and work then; half fails
# more of those on slow lines, double holds up what is behind them.
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MOST_ANSWER = 64 * 1024
"""Bytes of an answer, of which only the status is used. Chosen: half or double is as good."""
MOST_AT_ONCE = 100
"""Messages under way. Chosen: a hundred hooks of which each waits; half makes some wait longer."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, and the id by which a receiver knows it again."""

    id: str
    body: bytes

    @classmethod
    def of(cls, hook: Hook, changes: Iterable[Change]) -> Message:
        told = [ChangeRecord.of(change) for change in changes]
        span = f"{told[0].number}-{told[-1].number}" if told else f"test-{time.time_ns()}"
        what = "changes" if told else "test"
        body = {"type": what, "feed": hook.feed, "hook": hook.id, "changes": told}
        return cls(f"{hook.feed}-{hook.id}-{span}", to_json(body))


@dataclass(frozen=True, slots=True)
class MessageOutcome:
    """What became of a message: `error` is empty if it was taken; `status` 0 if nothing came."""

    status: int = 0
    error: str = ""
    milliseconds: float = 0.0


def signed(secret: str, message: Message, at: int) -> dict[str, str]:
    """The headers that prove a message; `at` is the time, in seconds since 1970."""
    content = f"{message.id}.{at}.".encode() + message.body
    signature = base64.b64encode(hmac.digest(key_of(secret), content, "sha256")).decode()
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    }


class Sender:
    """Sends messages on the running event loop; to private addresses only for hooks that may."""

    def __init__(self) -> None:
        self._public, self._any = _client(PublicResolver()), _client(None)

    def close(self) -> None:
        self._public.close()
        self._any.close()

    async def send(self, hook: Hook, message: Message) -> MessageOutcome:
        """Send it once. Whatever goes wrong is in the outcome."""
        begun = time.monotonic()
        status, error = 0, ""
        try:
            client = self._any if hook.private else self._public
            answer = await client.fetch(_request(hook, message), raise_error=False)
            status, error = answer.code, _complaint(answer)
        except (HTTPClientError, OSError, ValueError) as failed:
            error = _reason(failed)
        return MessageOutcome(status, error, 1000 * (time.monotonic() - begun))


def _client(resolver: Resolver | None) -> SimpleAsyncHTTPClient:
    return SimpleAsyncHTTPClient(
        force_instance=True,
        resolver=resolver,
        max_clients=MOST_AT_ONCE,
        max_body_size=MOST_ANSWER,
        max_buffer_size=2 * MOST_ANSWER,
        max_header_size=MOST_ANSWER,
    )


def _request(hook: Hook, message: Message) -> HTTPRequest:
    return HTTPRequest(
        hook.url,
        method="POST",
        headers=signed(hook.secret, message, int(time.time()))
        | {"Content-Type": "application/json"},
        body=message.body,
        user_agent=f"glossary/{__version__}",
        connect_timeout=CONNECT_SECONDS,
        request_timeout=ANSWER_SECONDS,
        follow_redirects=False,
        decompress_response=False,
    )


def _complaint(answer: HTTPResponse) -> str:
    """Empty if the message was taken."""
    if 200 <= answer.code < 300:
        return ""
    if 300 <= answer.code < 400:
        return (
            f"answered {answer.code}: redirects are not followed; add the hook at its new address"
        )
    known = answer.code in {status.value for status in HTTPStatus}
    return f"answered {answer.code} {HTTPStatus(answer.code).phrase if known else ''}".rstrip()


def _reason(failed: Exception) -> str:
    if isinstance(failed, HTTPTimeoutError):
        return f"no answer in {ANSWER_SECONDS:.0f} s"
    said = getattr(failed, "strerror", None) or str(failed) or type(failed).__name__
    return " ".join(str(said).split())[:200]


async def _send_once(hook: Hook) -> MessageOutcome:
    sender = Sender()
    try:
        return await sender.send(hook, Message.of(hook, ()))
    finally:
        sender.close()


def send_test(hook: Hook) -> MessageOutcome:
    """Send a message without changes now, and wait for what becomes of it."""
    return asyncio.run(_send_once(hook))
