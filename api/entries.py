"""What resources that change entries share: the revision that a request read, and what is answered.

A change names its step in the header `Glossary-Step`, so that this one can be taken back.
"""

from __future__ import annotations

import re

from flask import Response, abort, request
from pydantic import BaseModel, ConfigDict

from api.answers import Concept, answer
from api.context import entity_tag, termbase
from glossary.model import ConceptEntry
from glossary.store.base import Revision


class IfMatch(BaseModel):
    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)
    if_match: str | None = None
    """The ETag of the entry as it was read, with its quotes: "3". Without it the answer is 428,
    and 412 where the entry was changed meanwhile."""


class IfMatchMaybe(BaseModel):
    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)
    if_match: str | None = None
    """The ETag of the entry as it was read, if it matters: 412 where it was changed meanwhile."""


def expected_revision(concept_id: str, condition: IfMatch) -> int:
    """The revision that If-Match names. Aborts with 428 without it, with 412 if it is not the
    current one."""
    if condition.if_match is None:
        abort(428, "say which revision you read: If-Match with the ETag of the entry")
    return _named(concept_id, condition.if_match)


def revision_if_named(concept_id: str, condition: IfMatchMaybe) -> int | None:
    """The revision that If-Match names, None without it. Aborts with 412 as above."""
    return None if condition.if_match is None else _named(concept_id, condition.if_match)


def _named(concept_id: str, if_match: str) -> int:
    current = termbase().revision(concept_id)
    tags = re.findall(r'(W/)?"([^"]*)"', if_match)
    if if_match.strip() != "*" and ("", str(current)) not in tags:
        abort(412, f"{concept_id} was changed meanwhile: it is at revision {current} now")
    return current


def concept_answer(entry: ConceptEntry) -> Response:
    """An entry as it was read, with its revision. No browser keeps it to ask by that number: after
    a restore another entry may bear it."""
    headers = {"ETag": entity_tag(termbase().revision(entry.id)), "Cache-Control": "no-store"}
    return answer(Concept(entry), 200, headers)


def changed_answer(entry: ConceptEntry, before: int, status: int = 200) -> Response:
    """An entry as a request left it, whose revision was `before`, with that of now and its step."""
    made = _revision_with(entry.id, entry)
    headers = {"ETag": entity_tag(made.number)} | step_header(made, before)
    if status == 201:
        headers["Location"] = f"{request.script_root}/api/v1/concepts/{entry.id}"
    return answer(Concept(entry), status, headers)


def deleted_answer(concept_id: str) -> Response:
    return Response(status=204, headers=step_header(_revision_with(concept_id, None)))


def step_header(made: Revision, before: int = 0) -> dict[str, str]:
    """The step that made a revision; none where nothing was changed."""
    return {"Glossary-Step": str(made.step.id)} if made.number != before else {}


def _revision_with(concept_id: str, entry: ConceptEntry | None) -> Revision:
    """The last revision with that entry: others may have changed it since."""
    revisions = termbase().history(concept_id)[::-1]
    return next((r for r in revisions if r.entry == entry), revisions[0])
