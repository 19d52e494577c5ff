"""shards: the servers that narrow a memory too large for one machine, from the command line."""

from __future__ import annotations

import time

import click

from glossary.cli.common import memory_option, note, progress, quiet_option, say, termbase
from glossary.operations import sharding
from glossary.termbase import Termbase


@click.group("shards")
def shards_command() -> None:
    """Keep the shards of a memory that is too large for one machine (ClickHouse)."""


@shards_command.command("feed")
@memory_option
@click.option(
    "--every",
    type=click.FloatRange(0.1, 86_400),
    metavar="SECONDS",
    help="Go on until ended, and look for changes so often.",
)
@quiet_option
@click.pass_context
def feed_command(context: click.Context, memory: str, every: float | None) -> None:
    """Copy the units of the termbase, and what changed since, to all shards.

    It goes on where it was ended or killed. What the shards do not have yet, a server finds in the
    termbase itself.
    """
    with termbase(context) as opened:
        units = opened.stats()["units"]
        if units < sharding.WORTH_UNITS:
            note(
                f"{units:,} units: up to {sharding.WORTH_UNITS:,} the index of one machine is "
                "faster (docs/scaling.md)"
            )
        while True:
            say(f"{_fed(opened, memory):,} rows went to the shards")
            if every is None:
                return
            time.sleep(every)


def _fed(opened: Termbase, memory: str) -> int:
    """Feed all that there is; how many rows went to the shards."""
    rows = 0
    with progress("feeding the shards") as show:
        for batch in sharding.feed_shards(opened.store, memory):
            rows += batch.rows
            show(batch.language)
            show.units(rows, 0, "rows")
    return rows
