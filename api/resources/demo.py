"""Filling an empty termbase with the supplied seeds, as `glossary demo` does."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api import deferring
from api.answers import Answer, answer
from api.context import termbase
from api.documented import failures
from api.wire import Body, Who
from glossary.operations import demo

blueprint = APIBlueprint("demo", __name__, url_prefix="/api/v1", tag="Mining")

# ---------------------------------------------------------------- requests


class DemoBody(Body):
    by: Who = ""


# ---------------------------------------------------------------- answers


class FilledTermbase(Answer):
    """What the termbase holds, once it is filled."""

    entries: int
    documents: int
    waiting: int
    """How many pairs wait for review."""


# ---------------------------------------------------------------- views


@blueprint.post("/demo")
@blueprint.input(DemoBody, arg_name="body")
@blueprint.output(FilledTermbase)
@blueprint.doc(responses=failures(409))
@deferring.may_be_a_job
def fill_termbase(body: DemoBody) -> Response:
    """Fill an empty termbase with the supplied seeds

    Curated entries are taken in, documents mined, and what is certain is approved; the rest waits
    for review. A termbase that holds anything else is left alone (409). It is a job where the
    server runs any.
    """
    kept = termbase()
    demo.refuse_own(kept.store)  # before it waits as a job
    if deferring.runs_jobs():
        return deferring.taken("demo", body.model_dump(), {}, "seeds")
    return answer(FilledTermbase.of(demo.fill(kept.store, kept.clock)))
