"""jobs: the long work that a server does, seen and stopped from the command line."""

from __future__ import annotations

from typing import Any

import click

from glossary.cli.common import by_option, emit, format_option, quiet_option, termbase
from glossary.codec import to_plain
from glossary.jobs.queue import JobQueue
from glossary.progress import in_words
from glossary.store.base import Job

SHOWN = 50
"""Jobs that are listed without --all. Chosen: a screen or two; half or double is less or more of
the past."""
COLUMNS = ("id", "kind", "name", "by", "state", "progress", "message")


@click.command("jobs")
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--stop", is_flag=True, help="Stop these; what they would change stays as it was.")
@click.option("--restart", is_flag=True, help="Start these again, which a restart has broken.")
@click.option("--all", "is_all", is_flag=True, help="Also those long ended.")
@by_option
@format_option
@quiet_option
@click.pass_context
def jobs_command(
    context: click.Context,
    /,
    ids: tuple[int, ...],
    stop: bool,
    restart: bool,
    is_all: bool,
    by: str,
    form: str,
) -> None:
    """List the long work that a server was given: mining, imports, exports.

    With IDs only these. They are done by `glossary serve`, and go on without this command.
    """
    if stop and restart:
        raise click.UsageError("--stop or --restart, not both")
    if (stop or restart) and not ids:
        raise click.UsageError("which? give their numbers: glossary jobs --stop 3")
    with termbase(context) as opened:
        queue = JobQueue(opened.store, opened.clock)
        if stop:
            found = [queue.stop(each, by=by) for each in ids]
        elif restart:
            found = [queue.restart(each, by=by) for each in ids]
        elif ids:
            found = [opened.store.job(each) for each in ids]
        else:
            found = opened.store.jobs(limit=None if is_all else SHOWN)
    emit(map(_row, found), form, COLUMNS, lambda: "no work was sent to a server yet")


def _row(job: Job) -> dict[str, Any]:
    row: dict[str, Any] = to_plain(job, defaults=True)
    del row["token"]  # names its folder, and is of no use to a reader
    return row | {"seconds_left": job.seconds_left, "progress": _progress(job)}


def _progress(job: Job) -> str:
    """`pairs, 300 of 1,200 sentences, 2 min 5 s left` of one that runs."""
    if job.state != "running":
        return ""
    of = f" of {job.total:,}" if job.total else ""
    counted = f"{job.done:,}{of} {job.unit}".rstrip() if job.done else ""
    left = f"{in_words(job.seconds_left)} left" if job.seconds_left is not None else ""
    return ", ".join(filter(None, (job.stage, counted, left)))
