"""The health of the server."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import Response, g

from api.answers import Answer, answer
from api.context import termbase
from glossary import __version__

blueprint = APIBlueprint("health", __name__, tag="Operation")

# ---------------------------------------------------------------- answers


class Health(Answer):
    status: Literal["ok"]
    version: str
    counts: dict[str, int] | None = None
    """How much is in it; left out where a token is set and was not brought."""


# ---------------------------------------------------------------- views


@blueprint.get("/healthz", endpoint="healthz_at_root")
@blueprint.get("/api/v1/healthz")
@blueprint.output(Health)
def healthz() -> Response:
    """Whether the database answers; and how much is in it, for who may ask for more"""
    well = Health(status="ok", version=__version__, counts=termbase().stats())
    return answer(well, without=() if g.trusted else ("counts",))
