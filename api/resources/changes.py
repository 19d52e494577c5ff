"""The feed of changes: what happened, in one order, to be followed by other tools."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from apiflask import APIBlueprint
from flask import Response
from pydantic import AfterValidator, Field

from api.answers import Answer, answer
from api.context import termbase
from api.documented import failures
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


ChangeNumber = Annotated[int, Field(ge=0, le=2**53)]
Kinds = Annotated[str, Field(max_length=200, examples=["entry,unit"]), AfterValidator(_known)]
FeedName = Annotated[str, Field(max_length=100)]


class ChangesQuery(Query):
    after: ChangeNumber = 0
    """The number of the last change that is known already, or `next` of the last answer."""
    feed: FeedName = ""
    """The feed that the number is of; 410 if the database was replaced since."""
    kind: Kinds = ""
    """Only these kinds, with commas between them; all."""
    limit: Annotated[int, Field(ge=1, le=1000, description="How many at most.")] = 100


# ---------------------------------------------------------------- answers


class ChangeRecord(Answer):
    """What happened to one thing."""

    number: int
    """Larger than that of every change before."""
    kind: str
    """entry, candidate, unit, document, comment, conflict, or step: one that has just ended."""
    id: str
    event: str
    """created, changed, deleted; of a candidate proposed, approved, amended, rejected, skipped,
    undone, withdrawn; of a step created, undone."""
    by: str
    at: str
    step: int | None
    """The step it belongs to; null of comments, which are in none."""
    verb: str
    """What that step did: add, edit, import, undo and so on."""
    revision: int | None
    """Of an entry: the number of its revision, as in its ETag."""


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


def kinds_in(told: str) -> Collection[str]:
    return told.split(",") if told else CHANGE_KINDS


def refused_as_gone(feed: str, after: int, current: str, last: int) -> Response | None:
    """410 for a number that this feed has not given."""
    if feed in ("", current) and after <= last:
        return None
    message = "the database was replaced, and its feed begins anew: read all, then follow this one"
    return failure(410, message, {"feed": current, "last": last})
