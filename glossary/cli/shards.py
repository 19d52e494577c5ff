"""shards: the servers that narrow a memory too large for one machine, from the command line."""

from __future__ import annotations

import time
from pathlib import Path

import click

from glossary.cli.common import (
    by_option,
    emit_checks,
    format_option,
    memory_option,
    note,
    progress,
    quiet_option,
    say,
    termbase,
)
from glossary.operations import sharding
from glossary.termbase import Termbase


@click.group("shards")
def shards_command() -> None:
    """Keep the shards of a memory that is too large for one machine (ClickHouse)."""


@shards_command.command("feed")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@memory_option
@click.option(
    "--every",
    type=click.FloatRange(0.1, 86_400),
    metavar="SECONDS",
    help="Go on until ended, and look for changes so often.",
)
@by_option
@quiet_option
@click.pass_context
def feed_command(
    context: click.Context, files: tuple[Path, ...], memory: str, every: float | None, by: str
) -> None:
    """Copy the units of the termbase, and what changed since, to all shards.

    It goes on where it was ended or killed. What the shards do not have yet, a server finds in the
    termbase itself. The units of a FILE (TMX, a table, Parquet) go to the shards alone: the
    termbase does not grow.
    """
    with termbase(context) as opened:
        units = opened.stats()["units"]
        if units < sharding.WORTH_UNITS and not files:
            note(
                f"{units:,} units: up to {sharding.WORTH_UNITS:,} the index of one machine is "
                "faster (docs/scaling.md)"
            )
        say(f"{_fed(opened, memory):,} rows went to the shards")
        for file in files:
            _fill(opened, memory, file, by)
        while every is not None:
            time.sleep(every)
            say(f"{_fed(opened, memory):,} rows went to the shards")


def _fed(opened: Termbase, memory: str) -> int:
    """Feed all that there is; how many rows went to the shards."""
    rows = 0
    with progress("feeding the shards") as show:
        for batch in sharding.feed_shards(opened.store, memory):
            rows += batch.rows
            show(batch.language)
            show.units(rows, 0, "rows")
    return rows


def _fill(opened: Termbase, memory: str, file: Path, by: str) -> None:
    refused: list[str] = []
    units = 0
    with progress(f"filling the shards from {file}") as show:
        for batch in sharding.fill_shards(
            opened.store,
            memory,
            file,
            by,
            opened.clock(),
            lambda number, reason: refused.append(f"unit {number}: {reason}"),
        ):
            units = batch.units
            show.units(units, 0, "units")
    say(f"{file}: {units:,} units are on the shards")
    if refused:
        note(f"{file}: {len(refused):,} units were left out; the first: {refused[0]}")


@shards_command.command("verify")
@memory_option
@click.option(
    "--sample",
    default=20,
    show_default=True,
    type=click.IntRange(0, 10_000),
    help="Sentences that are compared with every unit, of each language.",
)
@format_option
@quiet_option
@click.pass_context
def verify_command(context: click.Context, memory: str, sample: int, form: str) -> None:
    """Compare the shards with the termbase: how many units, and a sample with everything.

    The sample is scored against every unit at 50, 70, 85 and 100 %, without any index. Ends with 1
    where anything is wrong.
    """
    with termbase(context) as opened, progress("verifying the shards") as show:
        found = []
        for check in sharding.verify_shards(opened.store, memory, sample):
            show(check.name)
            found.append(check)
    emit_checks(found, form)


@shards_command.command("spread")
@memory_option
@click.option(
    "--to",
    "target",
    required=True,
    metavar="URL",
    help="The new shards, all of them, with an empty database: clickhouse://HOST,HOST/NAME.",
)
@quiet_option
def spread_command(memory: str, target: str) -> None:
    """Copy the rows of the shards to more, or fewer, shards.

    The old ones go on answering, and nothing of them is changed. When it has ended, feed the new
    ones, and name them where the old ones were named.
    """
    rows = 0
    with progress("spreading the shards") as show:
        for batch in sharding.spread_shards(memory, target):
            rows += batch.rows
            show(f"{batch.shard}, {batch.table}")
            show.units(rows, 0, "rows")
    say(f"{rows:,} rows were copied; now feed the new shards, and name them with --memory")
