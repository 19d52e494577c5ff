"""The feed of changes: what happened, in one order, to be followed by other tools."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response, current_app, request
from pydantic import AfterValidator, Field

from api.answers import Answer, ChangeRecord, answer
from api.change_events import PAGE, ChangeEvents, Tail, once
from api.context import termbase
from api.documented import failures
from api.events import last_event_id
from api.failures import failure
from api.wire import Query
from glossary.store.base import CHANGE_KINDS

blueprint = APIBlueprint("changes", __name__, url_prefix="/api/v1", tag="Changes")

# ---------------------------------------------------------------- requests


def _known(kinds: str) -> str:
    for kind in kinds.split(",") if kinds else ():
        if kind not in CHANGE_KINDS:
            raise ValueError(f"{kind!r} is none of {', '.join(CHANGE_KINDS)}")
    return kinds


Kinds = Annotated[str, Field(max_length=200, examples=["entry,unit"]), AfterValidator(_known)]
FeedName = Annotated[str, Field(max_length=100)]


class ChangesQuery(Query):
    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    """The number of the last change that is known already, or `next` of the last answer."""
    feed: FeedName = ""
    """The feed that the number is of; 410 if the database was replaced since."""
    kind: Kinds = ""
    """Only these kinds, with commas between them; all."""
    limit: Annotated[int, Field(ge=1, le=1000, description="How many at most.")] = 100


class StreamQuery(Query):
    after: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """The number to go on from; `Last-Event-ID` comes first, without either it is the newest."""
    feed: FeedName = ""
    """The feed that the number is of; 410 if the database was replaced since."""
    kind: Kinds = ""
    """Only these kinds, with commas between them; all."""


# ---------------------------------------------------------------- answers


class ChangesAfter(Answer):
    feed: str
    """The identity of the database; after a restore it is another, and numbers begin anew."""
    last: int
    """The number of the newest change of any kind."""
    next: int
    """What to ask for with `after` the next time."""
    items: list[ChangeRecord]


# ---------------------------------------------------------------- views


@blueprint.get("/changes")
@blueprint.input(ChangesQuery, location="query", arg_name="query")
@blueprint.output(ChangesAfter)
@blueprint.doc(responses=failures(410))
def list_changes(query: ChangesQuery) -> Response:
    """What happened after a number, in the order in which it was stored

    Nothing is missed by asking again and again with `next`. 410 says that the numbers are of
    another database, as after a restore: read everything anew.
    """
    page = termbase().changes(query.after, kinds=kinds_in(query.kind), limit=query.limit)
    if gone := refused_as_gone(query.feed, query.after, page.feed, page.last):
        return gone
    items = [ChangeRecord.of(change) for change in page.changes]
    return answer(ChangesAfter(feed=page.feed, last=page.last, next=page.upto, items=items))


_STREAM: dict[int, Any] = {
    200: {
        "description": "An event `change` with each change, and `id` its number",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
}


@blueprint.get("/changes/stream")
@blueprint.input(StreamQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(410) | _STREAM)
def stream_changes(query: StreamQuery) -> Response:
    """Changes as server-sent events, as they happen

    Whoever comes again with `Last-Event-ID` misses nothing. An event `replaced` ends the stream:
    the database is another, as after a restore. Where too many streams are open (503), ask
    `GET /changes` again and again instead.
    """
    feed, last = termbase().store.last_change()
    told = last_event_id()
    after = told if told is not None else last if query.after is None else query.after
    if gone := refused_as_gone(query.feed, after, feed, last):
        return gone
    kinds = kinds_in(query.kind)
    if "glossary.gone" not in request.environ:  # not our server, which alone can stream
        page = termbase().changes(after, kinds=kinds, limit=PAGE)
        return Response(once(page, after), mimetype="text/event-stream")
    events = ChangeEvents.opened(_tail(), feed, after, kinds)
    if events is None:
        message = "too many streams are open; ask for /changes, again and again"
        return failure(503, message, code="busy", headers={"Retry-After": "5"})
    return Response(events, mimetype="text/event-stream", direct_passthrough=True)  # type: ignore[arg-type]


def _tail() -> Tail:
    """The one that all streams of this process share."""
    kept, store = current_app.extensions.get("changes"), termbase().store
    if kept is None or kept.store is not store:
        kept = current_app.extensions["changes"] = Tail(store)
    return kept


def kinds_in(told: str) -> Collection[str]:
    return told.split(",") if told else CHANGE_KINDS


def refused_as_gone(feed: str, after: int, current: str, last: int) -> Response | None:
    """410 for a number that this feed has not given."""
    if feed in ("", current) and after <= last:
        return None
    message = "the database was replaced, and its feed begins anew: read all, then follow this one"
    return failure(410, message, {"feed": current, "last": last})
