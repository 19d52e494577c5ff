"""Answer now, or take long work as a job and answer 202 with its address.

A request is taken as a job where it asks for that (`Prefer: respond-async`, RFC 7240) or is larger
than its resource answers at once. A server that runs no jobs answers everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Response, current_app, request

from api.answers import JobRecord, answer
from api.context import termbase
from api.uploads import Upload
from glossary.jobs.queue import JobQueue, Sent

View = TypeVar("View", bound=Callable[..., Response])


def may_be_a_job(view: View) -> View:
    """Mark a view whose request may be taken as a job, for the OpenAPI document."""
    view.is_deferred = True  # type: ignore[attr-defined]
    return view


def queue() -> JobQueue:
    """The jobs of the termbase that this application serves."""
    kept = termbase()
    return JobQueue(kept.store, kept.clock)


def is_job(size: int, most: int) -> bool:
    """Whether this request is taken as a job: it asks for it, or its size is above `most`."""
    return runs_jobs() and (is_preferred() or size > most)


def runs_jobs() -> bool:
    """Whether this server runs any jobs."""
    return bool(current_app.config["JOBS"])


def is_preferred() -> bool:
    """Whether the request has the preference `respond-async`."""
    said = ",".join(request.headers.getlist("Prefer")).split(",")
    return any(each.partition(";")[0].strip().lower() == "respond-async" for each in said)


def taken(
    kind: str, options: Mapping[str, Any], files: Mapping[str, Upload], name: str = ""
) -> Response:
    """Queue a job with the options of the request; 202 with its record and address."""
    options = dict(options)
    by = options.pop("by", "")
    name = name or " + ".join(sent.name for sent in files.values())
    streams = {part: (sent.name, sent.stream) for part, sent in files.items()}
    job = queue().submit(Sent(kind, name, by, options, streams))
    headers = {"Location": f"{request.script_root}/api/v1/jobs/{job.id}"}
    if is_preferred():
        headers["Preference-Applied"] = "respond-async"
    return answer(JobRecord.of(job), 202, headers)
