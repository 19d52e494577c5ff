"""What was done, and taking it back."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from api.answers import Steps, StepTaken, answer, listing
from api.context import termbase
from api.documented import failures
from api.wire import Page, UndoBody
from glossary.store.base import Step

blueprint = APIBlueprint("steps", __name__, url_prefix="/api/v1", tag="History")


@blueprint.get("/steps")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(Steps)
def list_steps(query: Page) -> Response:
    """What people and imports did here, newest first"""
    found = termbase().steps(limit=query.limit, offset=query.offset)
    items = [_step(step) for step in found]
    return listing(items, termbase().count_steps(), query.limit, query.offset)


@blueprint.post("/undo")
@blueprint.input(UndoBody, arg_name="body")
@blueprint.output(StepTaken)
@blueprint.doc(responses=failures(404, 409))
def undo(body: UndoBody) -> Response:
    """Take the last step back, whatever it was: a judgement, an edit, a whole import

    With `step` that one, unless a later step built upon it (409).
    """
    return answer(_step(termbase().undo(by=body.by, step_id=body.step)))


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "verb": step.verb,
        "by": step.by,
        "at": step.at,
        "summary": step.summary,
        "undoable": step.is_undoable,
        "undone": step.undone_by is not None,
        "counts": termbase().step_counts(step.id),
    }
