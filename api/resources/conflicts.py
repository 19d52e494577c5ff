"""What imports left for a person to settle: what both sides started from, ours, and theirs."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import Response, abort

from api.answers import Answer, Concept, Listing, answer
from api.context import termbase
from api.documented import CHANGED, failures
from api.entries import IfMatchMaybe, changed_answer, revision_if_named
from api.paging import ListOf, page, part_of
from api.resources.concepts import EntryBody, entry_in
from api.wire import Body, Page, Who
from glossary.errors import ConflictError
from glossary.model import ConceptEntry
from glossary.store.base import Conflicted

blueprint = APIBlueprint("conflicts", __name__, url_prefix="/api/v1", tag="Exchange")

# ---------------------------------------------------------------- requests


class ConflictsQuery(Page):
    state: Literal["open", "ours", "theirs", "entry", "any"] = "open"


class SettlementBody(Body):
    take: Literal["ours", "theirs", "entry"]
    entry: EntryBody | None = None
    """With `take` entry: as a person chose it of both sides."""
    by: Who = ""


# ---------------------------------------------------------------- answers


class Conflict(Answer):
    id: int
    concept_id: str
    differences: list[str]
    theirs: ConceptEntry
    ours: ConceptEntry | None
    """As it is now; null where it was deleted."""
    revision: int
    """Of ours, for If-Match; 0 where it was deleted."""
    was: ConceptEntry | None
    """What both started from; null where that is not known."""
    source: str
    state: str
    """`open`, or what was taken: `ours`, `theirs`, `entry`."""
    settled: int | None
    """The step that settled it, to take that back."""


class Conflicts(Listing):
    items: list[Conflict]


# ---------------------------------------------------------------- views


@blueprint.get("/conflicts")
@blueprint.input(ConflictsQuery, location="query", arg_name="query")
@blueprint.output(Conflicts)
def list_conflicts(query: ConflictsQuery) -> Response:
    """What an import and somebody here changed to different things"""
    found = termbase().conflicts(None if query.state == "any" else query.state)
    items, offset, cursor = page(query, ListOf("conflicts", part_of(found), lambda c: (c.id,)))
    told = [_with_ours(conflict) for conflict in items]
    return answer(
        Conflicts(total=len(found), limit=query.limit, offset=offset, items=told, cursor=cursor)
    )


def _with_ours(conflict: Conflicted) -> Conflict:
    revision = termbase().revision(conflict.concept_id)
    ours = termbase().concepts_by_id([conflict.concept_id]).get(conflict.concept_id)
    return Conflict(
        **{name: getattr(conflict, name) for name in _STORED}, ours=ours, revision=revision
    )


_STORED = ("id", "concept_id", "differences", "theirs", "was", "source", "state", "settled")


_STAYS_DELETED = {204: {"description": "It was deleted here, and stays so"}}


@blueprint.post("/conflicts/<int:conflict_id>/settlement")
@blueprint.input(IfMatchMaybe, location="headers", arg_name="condition")
@blueprint.input(SettlementBody, arg_name="body")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404, 412) | CHANGED | _STAYS_DELETED)
def settle(conflict_id: int, condition: IfMatchMaybe, body: SettlementBody) -> Response:
    """Keep ours, take theirs where the two differ, or an entry as a person chose it of both

    Of an entry that was deleted here `ours` leaves it so (204), and the others bring it back.
    """
    concept_id = termbase().conflict(conflict_id).concept_id
    before = termbase().revision(concept_id)
    entry = entry_in(body.entry) if body.entry else None
    expected = revision_if_named(concept_id, condition)
    try:
        settled = termbase().settle(
            conflict_id, body.take, entry=entry, revision=expected, by=body.by
        )
    except ConflictError as error:
        abort(412, str(error))
    response = changed_answer(settled, before) if settled else Response(status=204)
    response.headers["Glossary-Step"] = str(termbase().conflict(conflict_id).settled)
    return response
