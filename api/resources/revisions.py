"""The history of a concept entry, and going back in it."""

from __future__ import annotations

from typing import Annotated, Self

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic import Field

from api.answers import Answer, Concept, Listing, StepOfRevision, answer
from api.context import termbase
from api.documented import CHANGED, failures
from api.entries import IfMatchMaybe, changed_answer, revision_if_named
from api.paging import ListOf, page, part_of
from api.wire import Body, Page, Who
from glossary.errors import ConflictError
from glossary.model import ConceptEntry
from glossary.store.base import Revision

blueprint = APIBlueprint("revisions", __name__, url_prefix="/api/v1", tag="Concepts")

# ---------------------------------------------------------------- requests


class RevertBody(Body):
    revision: Annotated[int, Field(ge=1, le=2**53)]
    """The number of the revision that is wanted again, as the history has it."""
    by: Who = ""


# ---------------------------------------------------------------- answers


class RevisionOfConcept(Answer):
    number: int
    step_id: int
    """The step that made it, to take it back."""
    step: StepOfRevision
    undone: bool
    entry: ConceptEntry | None
    """The entry as the step left it; null where it was deleted."""

    @classmethod
    def from_revision(cls, revision: Revision) -> Self:
        return cls(
            number=revision.number,
            step_id=revision.step.id,
            step=StepOfRevision.of(revision.step),
            undone=revision.step.undone_by is not None,
            entry=revision.entry,
        )


class History(Listing):
    items: list[RevisionOfConcept]
    """Oldest first."""


# ---------------------------------------------------------------- views


@blueprint.get("/concepts/<concept_id>/history")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(History)
@blueprint.doc(responses=failures(404))
def concept_history(concept_id: str, query: Page) -> Response:
    """Every revision of an entry, oldest first, deleted ones included"""
    revisions = termbase().history(concept_id)
    whole = ListOf("history", part_of(revisions), lambda revision: (revision.number,))
    items, offset, cursor = page(query, whole)
    told = [RevisionOfConcept.from_revision(revision) for revision in items]
    return answer(
        History(total=len(revisions), limit=query.limit, offset=offset, items=told, cursor=cursor)
    )


@blueprint.post("/concepts/<concept_id>/revert")
@blueprint.input(IfMatchMaybe, location="headers", arg_name="condition")
@blueprint.input(RevertBody, arg_name="body")
@blueprint.output(Concept)
@blueprint.doc(responses=failures(404, 412) | CHANGED)
def revert_concept(concept_id: str, condition: IfMatchMaybe, body: RevertBody) -> Response:
    """Make an entry as one of its revisions was, also a deleted one: a new revision

    Evidence that came since stays with the pairs that it proves.
    """
    before = termbase().revision(concept_id)
    expected = revision_if_named(concept_id, condition)
    try:
        entry = termbase().revert(concept_id, body.revision, revision=expected, by=body.by)
    except ConflictError as error:
        abort(412, str(error))
    return changed_answer(entry, before)
