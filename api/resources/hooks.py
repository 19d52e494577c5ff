"""Webhooks: addresses that this server tells of changes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import Answer, Listing, answer
from api.context import termbase
from api.documented import failures
from api.hooks.sending import send_test
from api.paging import ListOf, page, part_of
from api.wire import Body, Page, Who
from glossary.operations import hooks
from glossary.store.base import DeadLetter, Hook

blueprint = APIBlueprint("hooks", __name__, url_prefix="/api/v1", tag="Hooks")

# ---------------------------------------------------------------- requests

Kind = Literal["entry", "candidate", "unit", "document", "comment", "conflict", "step"]


class HookBody(Body):
    url: Annotated[str, Field(min_length=1, max_length=hooks.LONGEST)]
    """Where to send to, https or http; not on this machine nor in its network."""
    kinds: Annotated[list[Kind], Field(max_length=20)] = []
    """Only these kinds of changes; all."""
    secret: Annotated[str, Field(max_length=200)] = ""
    """`whsec_` and 24 to 64 bytes in base64; without one a new one is made and answered, once."""
    by: Who = ""


class RetryBody(Body):
    letters: Annotated[list[int], Field(max_length=1000)] = []
    """The numbers of dead letters; all."""


class ActBody(Body):
    by: Who = ""


# ---------------------------------------------------------------- answers


class HookRecord(Answer):
    """A hook, without its secret."""

    id: int
    url: str
    kinds: list[str]
    by: str
    created_at: str
    private: bool
    """Whether it may be on this machine or in its network; the command line alone can say so."""
    state: str
    """told, behind, failing, or paused: by somebody, or the database was restored or copied
    since."""
    feed: str
    position: int
    """The number up to which it was told, of that feed."""
    behind: int
    """How many numbers there are after it; 0 if nothing waits that it asked for."""
    tries: int
    """How many failed in a row."""
    error: str
    """Why the last one failed; empty after one that did not."""
    delivered_at: str
    dead_letters: int

    @classmethod
    def from_hook(cls, hook: Hook) -> Self:
        stands = hooks.standing(termbase().store, hook)
        read = {name: getattr(hook, name, None) for name in cls.model_fields}
        told = {name: getattr(stands, name) for name in ("behind", "dead_letters", "state")}
        return cls.model_validate(read | told | {"kinds": list(hook.kinds)})


class NewHook(HookRecord):
    secret: str | None = None
    """The new secret, which is shown only now; null where one was given."""


class Hooks(Listing):
    items: list[HookRecord]


class HookTest(Answer):
    """What a test message was answered."""

    delivered: bool
    status: int
    """0 if no answer came."""
    error: str
    milliseconds: float


class DeadLetterRecord(Answer):
    """Changes that a hook could not be told after many tries."""

    id: int
    after: int
    """They are those after this number,"""
    upto: int
    """up to this one."""
    at: str
    error: str
    again: bool
    """Whether they are about to be sent again."""


class DeadLetters(Listing):
    items: list[DeadLetterRecord]


# ---------------------------------------------------------------- views

_GONE = {204: {"description": "Removed"}}


@blueprint.get("/hooks")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(Hooks)
def list_hooks(query: Page) -> Response:
    """The addresses that are told of changes, and how each stands"""
    found = termbase().store.hooks()
    items, offset, cursor = page(query, ListOf("hooks", part_of(found), lambda h: (h.id,)))
    told = [HookRecord.from_hook(hook) for hook in items]
    made = Hooks(total=len(found), limit=query.limit, offset=offset, items=told, cursor=cursor)
    return answer(made)


@blueprint.post("/hooks")
@blueprint.input(HookBody, arg_name="body")
@blueprint.output(NewHook, status_code=201, description="Added")
def add_hook(body: HookBody) -> Response:
    """Have an address told of what happens from now on"""
    asked = Hook(body.url, tuple(body.kinds), body.secret, body.by, termbase().clock())
    made = hooks.add(termbase().store, asked)
    record = NewHook.from_hook(made)
    record.secret = None if body.secret else made.secret
    return answer(record, 201)


@blueprint.delete("/hooks/<int:hook_id>")
@blueprint.doc(responses=failures(404) | _GONE)
def remove_hook(hook_id: int) -> Response:
    """Tell an address no more; its dead letters go too"""
    hooks.remove(termbase().store, hook_id)
    return Response(status=204)


@blueprint.post("/hooks/<int:hook_id>/test")
@blueprint.input(ActBody, arg_name="body")
@blueprint.output(HookTest)
@blueprint.doc(responses=failures(404))
def test_hook(hook_id: int, body: ActBody) -> Response:
    """Send a signed message without changes now, and answer what became of it"""
    outcome = send_test(termbase().store.hook(hook_id))
    made = HookTest(
        delivered=not outcome.error,
        status=outcome.status,
        error=outcome.error,
        milliseconds=round(outcome.milliseconds, 1),
    )
    return answer(made)


@blueprint.post("/hooks/<int:hook_id>/pause")
@blueprint.input(ActBody, arg_name="body")
@blueprint.output(HookRecord)
@blueprint.doc(responses=failures(404))
def pause_hook(hook_id: int, body: ActBody) -> Response:
    """Send nothing until it is resumed, and then what happened meanwhile"""
    return answer(HookRecord.from_hook(hooks.pause(termbase().store, hook_id)))


@blueprint.post("/hooks/<int:hook_id>/resume")
@blueprint.input(ActBody, arg_name="body")
@blueprint.output(HookRecord)
@blueprint.doc(responses=failures(404))
def resume_hook(hook_id: int, body: ActBody) -> Response:
    """Send again after a pause, or after the database was restored or copied"""
    return answer(HookRecord.from_hook(hooks.resume(termbase().store, hook_id)))


@blueprint.get("/hooks/<int:hook_id>/dead-letters")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(DeadLetters)
@blueprint.doc(responses=failures(404))
def list_dead_letters(hook_id: int, query: Page) -> Response:
    """The changes that a hook could not be told after many tries"""
    termbase().store.hook(hook_id)
    return _letters(termbase().store.dead_letters(hook_id), query)


@blueprint.post("/hooks/<int:hook_id>/retry")
@blueprint.input(RetryBody, arg_name="body")
@blueprint.output(DeadLetters)
@blueprint.doc(responses=failures(404))
def retry_hook(hook_id: int, body: RetryBody) -> Response:
    """Send dead letters once more, by default all, and try now what waits

    Answers those that are sent again.
    """
    return _letters(hooks.retry(termbase().store, hook_id, body.letters), Page(limit=100))


def _letters(found: list[DeadLetter], query: Page) -> Response:
    items, offset, cursor = page(query, ListOf("dead letters", part_of(found), lambda d: (d.id,)))
    told = [DeadLetterRecord.of(letter) for letter in items]
    extent = {"total": len(found), "limit": query.limit, "offset": offset}
    return answer(DeadLetters(**extent, items=told, cursor=cursor))
