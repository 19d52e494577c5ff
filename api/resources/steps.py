"""The steps that were made, and undoing them."""

from __future__ import annotations

from typing import Annotated, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import Answer, Listing, StepOfRevision, answer
from api.context import termbase
from api.documented import failures
from api.paging import ListOf, page
from api.wire import Body, Page, Who
from glossary.store.base import Step

blueprint = APIBlueprint("steps", __name__, url_prefix="/api/v1", tag="History")

# ---------------------------------------------------------------- requests


class UndoBody(Body):
    by: Who = ""
    step: Annotated[int | None, Field(ge=1, le=2**53)] = None
    """The step to take back, as a judgement or GET /steps answers it; without one, the last."""


# ---------------------------------------------------------------- answers


class StepCounts(Answer):
    """How many of each a step touched."""

    entries: int
    judgements: int
    units: int
    conflicts: int


class StepTaken(StepOfRevision):
    """One thing that somebody did."""

    id: int
    undoable: bool
    """Whether it changed a term and was not taken back; a later step may still stand upon it."""
    undone: bool
    counts: StepCounts

    @classmethod
    def from_step(cls, step: Step, counts: dict[str, int]) -> Self:
        return cls(
            id=step.id,
            verb=step.verb,
            by=step.by,
            at=step.at,
            summary=step.summary,
            undoable=step.is_undoable,
            undone=step.undone_by is not None,
            counts=StepCounts(**counts),
        )


class Steps(Listing):
    items: list[StepTaken]


# ---------------------------------------------------------------- views


@blueprint.get("/steps")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(Steps)
def list_steps(query: Page) -> Response:
    """What people and imports did here, newest first"""
    whole = ListOf(
        "steps",
        lambda offset, limit: termbase().steps(limit=limit, offset=offset),
        lambda step: (step.id,),
        descending=True,
    )
    items, offset, cursor = page(query, whole)
    total, told = termbase().count_steps(), [_taken(step) for step in items]
    return answer(Steps(total=total, limit=query.limit, offset=offset, items=told, cursor=cursor))


@blueprint.post("/undo")
@blueprint.input(UndoBody, arg_name="body")
@blueprint.output(StepTaken)
@blueprint.doc(responses=failures(404, 409))
def undo(body: UndoBody) -> Response:
    """Take the last step back, whatever it was: a judgement, an edit, a whole import

    With `step` that one, unless a later step built upon it (409).
    """
    return answer(_taken(termbase().undo(by=body.by, step_id=body.step)))


def _taken(step: Step) -> StepTaken:
    return StepTaken.from_step(step, termbase().step_counts(step.id))
