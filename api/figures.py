"""The figures of a server: what it answered and how soon, and how its processes, its index and its
jobs are.

Labels are methods, routes as OpenAPI writes them, statuses, states and numbers of processes: none
has a word of who asks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from api.context import termbase
from api.deferring import queue
from api.readiness import database, numbers
from api.server.exposition import Figure, Sample, histogram
from api.server.numbers import BUCKETS, CountedRequests, Numbers, resident_bytes
from glossary import __version__
from glossary.errors import GlossaryError
from glossary.store.base import JOB_STATES


def figures() -> Iterator[Figure]:
    yield Figure(
        "glossary_info", "gauge", "The version, as a label.", [Sample(1, {"version": __version__})]
    )
    is_there = database().is_well
    yield Figure(
        "glossary_database_up", "gauge", "Whether the database answers.", [Sample(is_there)]
    )
    if known := numbers():
        yield from _requests(list(known.counted()))
        yield from _processes(known)
        if is_there:
            yield from _index(known)
    if is_there and termbase().memory:
        yield from _shards()
    if is_there:
        yield _jobs()


def _requests(counted: list[CountedRequests]) -> Iterator[Figure]:
    yield Figure(
        "glossary_http_requests_total",
        "counter",
        "Requests that were answered.",
        [
            Sample(
                count, {"method": one.series.method, "route": one.series.route, "status": f"{s}"}
            )
            for one in counted
            for s, count in one.statuses.items()
        ],
    )
    yield Figure(
        "glossary_http_request_seconds",
        "histogram",
        "Seconds from a complete request to the first byte of its answer.",
        [
            sample
            for one in counted
            for sample in histogram(BUCKETS, one.buckets, one.sum, one.series._asdict())
        ],
    )


def _processes(known: Numbers) -> Iterator[Figure]:
    told = {str(number): known.told(number) for number in range(known.processes)}
    open_now = [Sample(one["connections"], {"worker": name}) for name, one in told.items()]
    yield Figure("glossary_http_connections", "gauge", "Connections that are open.", open_now)
    of = {f"worker {name}": int(one["process"]) for name, one in told.items()}
    of |= {f"jobs {number}": process for number, process in enumerate(known.runners)}
    if known.processes > 1:
        of["parent"] = os.getppid()
    memory = {name: resident_bytes(process) for name, process in of.items() if process}
    yield Figure(
        "glossary_resident_memory_bytes",
        "gauge",
        "Memory of a process, with what it shares with the others.",
        [Sample(size, {"process": name}) for name, size in memory.items() if size is not None],
    )
    yield Figure(
        "glossary_jobs_runner_up",
        "gauge",
        "Whether the process that runs jobs is there; one for each termbase.",
        [Sample(bool(process), {"runner": str(n)}) for n, process in enumerate(known.runners)],
    )


def _index(known: Numbers) -> Iterator[Figure]:
    """By the process that is furthest behind."""
    told = [known.told(number) for number in range(known.processes)]
    newest, now = termbase().store.identity().change, time.monotonic()
    behind = {name: newest - min(one[name] for one in told) for name in ("zh", "en")}
    since = {name: now - min(one[f"{name} since"] for one in told) for name in ("zh", "en")}
    yield Figure(
        "glossary_index_loaded",
        "gauge",
        "How many processes have loaded their index of the memory.",
        [Sample(sum(one["loaded"] for one in told))],
    )
    yield Figure(
        "glossary_index_behind_changes",
        "gauge",
        "Changes to units that the next look-up takes into the index.",
        [Sample(max(count, 0), {"language": name}) for name, count in behind.items()],
    )
    yield Figure(
        "glossary_index_age_seconds",
        "gauge",
        "How long ago the index took in its last change, where there are later ones; else 0.",
        [Sample(age if behind[name] > 0 else 0, {"language": name}) for name, age in since.items()],
    )


def _shards() -> Iterator[Figure]:
    try:
        behind = termbase().lag_of_shards()
    except GlossaryError:  # the log of who asks the memory says which shard, and why
        behind = {}
    yield Figure(
        "glossary_shards_up",
        "gauge",
        "Whether all shards of the memory say how far they have followed.",
        [Sample(bool(behind))],
    )
    yield Figure(
        "glossary_shards_behind_changes",
        "gauge",
        "Changes to units that the shard which is furthest behind was not fed.",
        [Sample(max(count, 0), {"language": name}) for name, count in behind.items()],
    )


def _jobs() -> Figure:
    store = queue().store
    counts = {state: store.count_jobs([state]) for state in JOB_STATES}
    return Figure(
        "glossary_jobs",
        "gauge",
        "Jobs by state.",
        [Sample(count, {"state": state}) for state, count in counts.items()],
    )
