"""The health of the server: whether it lives, whether it is ready, and its figures."""

from __future__ import annotations

from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Response, g

from api.answers import Answer, answer
from api.context import termbase
from api.documented import failures
from api.failures import failure
from api.readiness import checks
from glossary import __version__

blueprint = APIBlueprint("health", __name__, tag="Operation")

# ---------------------------------------------------------------- answers


class Health(Answer):
    status: Literal["ok"]
    version: str
    counts: dict[str, int] | None = None
    """How much is in it; left out where a token is set and was not brought."""


class Readiness(Answer):
    status: Literal["ready"]
    checks: dict[str, str]
    """What was found, by the name of each check."""


# ---------------------------------------------------------------- views


@blueprint.get("/healthz", endpoint="healthz_at_root")
@blueprint.get("/api/v1/healthz")
@blueprint.output(Health)
def healthz() -> Response:
    """Whether the database answers; and how much is in it, for who may ask for more"""
    well = Health(status="ok", version=__version__, counts=termbase().stats())
    return answer(well, without=() if g.trusted else ("counts",))


_UNREADY: dict[int, Any] = failures(503)
_UNREADY[503]["description"] = "Not ready: `detail` has what was found, by the name of each check"


@blueprint.get("/readyz", endpoint="readyz_at_root")
@blueprint.get("/api/v1/readyz")
@blueprint.output(Readiness)
@blueprint.doc(responses=_UNREADY)
def readyz() -> Response:
    """Whether requests may be sent here: the database answers, the index is loaded, jobs are run"""
    done = list(checks())
    found = {check.name: check.found for check in done}
    wrong = [f"{check.name}: {check.found}" for check in done if not check.is_well]
    if wrong:
        return failure(503, f"not ready: {'; '.join(wrong)}", found, code="not_ready")
    return answer(Readiness(status="ready", checks=found))
