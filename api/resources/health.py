"""Whether the server is well."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, g

from api.answers import Health, answer
from api.context import termbase
from glossary import __version__

blueprint = APIBlueprint("health", __name__, tag="Operation")


@blueprint.get("/healthz", endpoint="healthz_at_root")
@blueprint.get("/api/v1/healthz")
@blueprint.output(Health)
def healthz() -> Response:
    """Whether the database answers; and how much is in it, for who may ask for more"""
    counts = termbase().stats()
    shown = {"counts": counts} if g.trusted else {}
    return answer({"status": "ok", "version": __version__} | shown)
