"""The overview: counts over all that there is."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api.answers import Answer, answer
from api.context import termbase

blueprint = APIBlueprint("overview", __name__, url_prefix="/api/v1", tag="Overview")

# ---------------------------------------------------------------- answers


class EntriesOfSubject(Answer):
    subject: str
    """Nothing for entries without one."""
    entries: int
    statuses: dict[str, int]
    """How many of them have a term of each status."""


class CoverageOfTag(Answer):
    """A Chinese tag; `GET /concepts?missing=TAG` lists the entries without a form of it."""

    tag: str
    has: int
    missing: int
    general: int
    """How many of the missing have a form without a region that serves there too."""


class EntriesOfForms(Answer):
    """Entries with Chinese forms of exactly these tags."""

    tags: list[str]
    entries: int


class WaitingInDocument(Answer):
    sha256: str
    name: str
    tenths: list[int]
    """How many candidates that it proves wait, by tenths of confidence, the least first."""


class DoneByPerson(Answer):
    by: str
    verb: str
    steps: int


class GrowthOfWeek(Answer):
    start: str
    """The Monday it began on."""
    entries: int
    """How many of today's entries there were at its end."""
    units: int


class OverviewOfAll(Answer):
    entries: int
    subjects: list[EntriesOfSubject]
    """The largest first."""
    tags: list[CoverageOfTag]
    forms: list[EntriesOfForms]
    """The most frequent first."""
    waiting: list[WaitingInDocument]
    """The documents with the most first."""
    since: str
    """When the week of `done` began."""
    done: list[DoneByPerson]
    """What people did since, without what was taken back."""
    growth: list[GrowthOfWeek]


# ---------------------------------------------------------------- views


@blueprint.get("/overview")
@blueprint.output(OverviewOfAll)
def overview() -> Response:
    """What there is and what is missing, what waits, who did what this week, and the growth"""
    return answer(OverviewOfAll.of(termbase().overview()))
