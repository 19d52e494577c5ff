"""What people decided, in sum."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api.answers import Answer, answer
from api.context import termbase
from api.wire import Query, When, Words

blueprint = APIBlueprint("judgements", __name__, url_prefix="/api/v1", tag="Review")

# ---------------------------------------------------------------- requests


class SummaryQuery(Query):
    since: When | None = None
    by: Words | None = None
    """Only what this person decided."""


# ---------------------------------------------------------------- answers


class ReliabilityOfBin(Answer):
    """The decided pairs with a confidence from `least` to less than `below`; 1 is in the last
    bin."""

    least: float
    below: float
    said: float
    """The mean of their confidences: the share that should have been right."""
    decided: int
    approved: int
    amended: int


class SummaryOfJudgements(Answer):
    """Pairs by the last decision about each; what was taken back does not count."""

    decided: int
    approved: int
    amended: int
    rejected: int
    skipped: int
    steps: int
    """How many times somebody decided; many pairs at once are one."""
    seconds: int
    """The time spent, without pauses of more than five minutes."""
    per_hour: float | None
    """Steps an hour of that time; null if none passed."""
    first_at: str
    last_at: str
    said: float | None
    """The mean confidence of what was decided."""
    bins: list[ReliabilityOfBin]
    """Those that hold a decision, in order."""


# ---------------------------------------------------------------- views


@blueprint.get("/judgements/summary")
@blueprint.input(SummaryQuery, location="query", arg_name="query")
@blueprint.output(SummaryOfJudgements)
def summarise(query: SummaryQuery) -> Response:
    """What was decided, how fast, and which share was approved at which confidence"""
    told = termbase().judged_summary(since=query.since or "", by=query.by)
    return answer(SummaryOfJudgements.of(told))
