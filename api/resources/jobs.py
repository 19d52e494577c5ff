"""Jobs: long work that was taken in by other resources, how far it is, and what it left."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Response, abort, g, request, send_file

from api.answers import JobRecord, Listing, answer
from api.deferring import queue
from api.documented import failures
from api.events import JobEvents, last_event_id, once
from api.failures import failure
from api.paging import ListOf, page
from api.wire import Body, Page, Query, Who
from glossary.store.base import ENDED, JOB_STATES

blueprint = APIBlueprint("jobs", __name__, url_prefix="/api/v1", tag="Jobs")

# ---------------------------------------------------------------- requests


class JobsQuery(Page):
    state: Literal["waiting", "running", "done", "failed", "stopped", "broken", "any"] = "any"


class StopQuery(Query):
    by: Who = ""


class RestartBody(Body):
    by: Who = ""


# ---------------------------------------------------------------- answers


class Jobs(Listing):
    items: list[JobRecord]


# ---------------------------------------------------------------- views

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_RESULT: dict[int, Any] = {
    200: {
        "description": "The file, or the answer that the request would have had at once",
        "content": {"application/octet-stream": _BINARY, "application/json": {"schema": {}}},
    }
}
_STREAM: dict[int, Any] = {
    200: {
        "description": "An event `job` with its record at every change, and `id` its version",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    204: {"description": "The job has ended, and the client has its last event"},
}


@blueprint.get("/jobs")
@blueprint.input(JobsQuery, location="query", arg_name="query")
@blueprint.output(Jobs)
def list_jobs(query: JobsQuery) -> Response:
    """Long work that waits, runs or has ended, newest first"""
    store = queue().store
    states = JOB_STATES if query.state == "any" else (query.state,)
    whole = ListOf(
        "jobs",
        lambda offset, limit: store.jobs(states, limit=limit, offset=offset),
        lambda job: (job.id,),
        descending=True,
    )
    items, offset, cursor = page(query, whole)
    told, total = [JobRecord.of(job) for job in items], store.count_jobs(states)
    return answer(Jobs(total=total, limit=query.limit, offset=offset, items=told, cursor=cursor))


@blueprint.get("/jobs/<int:job_id>")
@blueprint.output(JobRecord)
@blueprint.doc(responses=failures(404))
def get_job(job_id: int) -> Response:
    """How far a job is, or how it ended"""
    return answer(JobRecord.of(queue().store.job(job_id)))


@blueprint.delete("/jobs/<int:job_id>")
@blueprint.input(StopQuery, location="query", arg_name="query")
@blueprint.output(JobRecord)
@blueprint.doc(responses=failures(404, 409))
def stop_job(job_id: int, query: StopQuery) -> Response:
    """Stop a job: what it would have changed stays as it was

    Its record stays. One that has ended in another way is 409.
    """
    _check_is_ones_own(job_id)
    return answer(JobRecord.of(queue().stop(job_id, by=query.by)))


@blueprint.post("/jobs/<int:job_id>/restart")
@blueprint.input(RestartBody, arg_name="body")
@blueprint.output(JobRecord)
@blueprint.doc(responses=failures(404, 409))
def restart_job(job_id: int, body: RestartBody) -> Response:
    """Start a broken job again, with what was sent"""
    _check_is_ones_own(job_id)
    return answer(JobRecord.of(queue().restart(job_id, by=body.by)))


@blueprint.get("/jobs/<int:job_id>/result")
@blueprint.doc(responses=failures(404, 409) | _RESULT)
def job_result(job_id: int) -> Response:
    """What a job left; 409 as long as it is not done, 404 when it is no longer kept"""
    jobs = queue()
    job = jobs.store.job(job_id)
    result = jobs.result(job)
    response = send_file(
        result.opened(),
        result.media_type,
        download_name=result.name,
        conditional=False,
        etag=f"{job.id}-{job.attempt}-{job.ended_at}",
        last_modified=datetime.fromisoformat(job.ended_at),
    )
    response.headers["Content-Type"] = result.media_type  # or Flask adds a charset to that there
    response.headers.update(result.headers)
    response.content_length = result.size
    response.make_conditional(request, accept_ranges=True, complete_length=result.size)
    return response


@blueprint.get("/jobs/<int:job_id>/events")
@blueprint.doc(responses=failures(404) | _STREAM)
def job_events(job_id: int) -> Response:
    """The changes of a job as server-sent events, until it ends

    Whoever comes again with `Last-Event-ID` is told what it has not seen. Where too many streams
    are open (503), ask `GET /jobs/{job_id}` again and again instead.
    """
    store = queue().store
    job, seen = store.job(job_id), last_event_id() or 0
    if job.state in ENDED and job.version == seen:
        return Response(status=204)
    if "glossary.gone" not in request.environ:  # not our server, which alone can stream
        return Response(once(job, seen), mimetype="text/event-stream")
    events = JobEvents.opened(lambda: store.job(job_id), seen)
    if events is None:
        message = "too many streams are open; ask for the job itself, again and again"
        return failure(503, message, code="busy", headers={"Retry-After": "5"})
    return Response(events, mimetype="text/event-stream", direct_passthrough=True)  # type: ignore[arg-type]


def _check_is_ones_own(job_id: int) -> None:
    """Abort with 403 if it is of somebody else, and the person may not change what others do."""
    person = g.get("person")
    if person and person.role == "contributor" and queue().store.job(job_id).by != person.name:
        abort(403, "this job is of somebody else: it takes the role reviewer")
