"""The figures of the server in the text format of Prometheus."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, abort, current_app

from api.figures import figures
from api.server.exposition import MEDIA_TYPE, written

blueprint = APIBlueprint("metrics", __name__, tag="Operation")

_TEXT: dict[int, Any] = {
    200: {
        "description": "In the text format of Prometheus",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
}


@blueprint.get("/metrics")
@blueprint.doc(responses=_TEXT)
def metrics() -> Response:
    """Figures for Prometheus: requests, their times, the index, jobs, connections and memory

    Of all processes of this server together. With a token only who brings it may see them. 404
    where the server tells them at a port of their own.
    """
    if current_app.config.get("METRICS_APART"):
        abort(404, "the figures of this server are at a port of their own")
    return Response(written(figures()), content_type=MEDIA_TYPE)
