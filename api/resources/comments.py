"""Comments on concept entries: what people say about one to each other."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, abort

from api.answers import Answer, Listing, answer
from api.context import termbase
from api.documented import failures
from api.paging import ListOf, page, part_of
from api.wire import Body, Name, Page, Query, Who
from glossary.store.base import Comment

blueprint = APIBlueprint("comments", __name__, url_prefix="/api/v1", tag="Concepts")

# ---------------------------------------------------------------- requests


class CommentBody(Body):
    text: Name
    by: Who = ""


class MarkBody(Body):
    done: bool
    """Whether it was seen to; false opens it again."""
    by: Who = ""


class DeleteQuery(Query):
    by: Who = ""


# ---------------------------------------------------------------- answers


class CommentOnEntry(Answer):
    id: int
    concept_id: str
    text: str
    by: str
    at: str
    done_by: str
    done_at: str
    """When it was seen to; empty as long as it was not."""


class Comments(Listing):
    items: list[CommentOnEntry]
    """Oldest first."""


# ---------------------------------------------------------------- views

_WRITTEN = {201: {"description": "Written"}}
_GONE = {204: {"description": "Deleted"}}


@blueprint.get("/concepts/<concept_id>/comments")
@blueprint.input(Page, location="query", arg_name="query")
@blueprint.output(Comments)
@blueprint.doc(responses=failures(404))
def list_comments(concept_id: str, query: Page) -> Response:
    """The comments on an entry, also on a deleted one"""
    found = termbase().comments(concept_id)
    items, offset, cursor = page(query, ListOf("comments", part_of(found), lambda c: (c.id,)))
    told = [CommentOnEntry.of(comment) for comment in items]
    return answer(
        Comments(total=len(found), limit=query.limit, offset=offset, items=told, cursor=cursor)
    )


@blueprint.post("/concepts/<concept_id>/comments")
@blueprint.input(CommentBody, arg_name="body")
@blueprint.output(CommentOnEntry, 201)
@blueprint.doc(responses=failures(404) | _WRITTEN)
def add_comment(concept_id: str, body: CommentBody) -> Response:
    """Comment on an entry

    Comments are no part of the entry: no export has them. They go along where it is merged.
    """
    made = termbase().comment(concept_id, body.text, by=body.by)
    return answer(CommentOnEntry.of(made), 201)


@blueprint.patch("/concepts/<concept_id>/comments/<int:comment_id>")
@blueprint.input(MarkBody, arg_name="body")
@blueprint.output(CommentOnEntry)
@blueprint.doc(responses=failures(404))
def mark_comment(concept_id: str, comment_id: int, body: MarkBody) -> Response:
    """Mark a comment as done, or as open again"""
    _on(concept_id, comment_id)
    marked = termbase().mark_comment(comment_id, done=body.done, by=body.by)
    return answer(CommentOnEntry.of(marked))


@blueprint.delete("/concepts/<concept_id>/comments/<int:comment_id>")
@blueprint.input(DeleteQuery, location="query", arg_name="query")
@blueprint.doc(responses=failures(404, 409) | _GONE)
def delete_comment(concept_id: str, comment_id: int, query: DeleteQuery) -> Response:
    """Delete a comment of one's own; one of somebody else is 409"""
    _on(concept_id, comment_id)
    termbase().delete_comment(comment_id, by=query.by)
    return Response(status=204)


def _on(concept_id: str, comment_id: int) -> Comment:
    """The comment, if it is on that entry. Aborts with 404 if not."""
    found = next((c for c in termbase().comments(concept_id) if c.id == comment_id), None)
    if found is None:
        abort(404, f"no comment {comment_id} on {concept_id}")
    return found
