"""serve, stats, backup."""

from __future__ import annotations

import os
from pathlib import Path

import click

from glossary.cli.common import emit, format_option, termbase


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--token", envvar="GLOSSARY_TOKEN", help="Demanded from every request; also GLOSSARY_TOKEN."
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64),
    help="Processes that answer; each takes a core, and memory of its own.",
)  # fmt: skip
@click.pass_context
def serve_command(
    context: click.Context, host: str, port: int, token: str | None, workers: int
) -> None:
    """Serve the web page and the HTTP API; beyond this machine only with a token."""
    from api.serve import serve

    with termbase(context) as opened:
        serve(opened, host, port, token, workers=workers)


@click.command("stats")
@format_option
@click.pass_context
def stats_command(context: click.Context, form: str) -> None:
    """Count what the database holds."""
    with termbase(context) as opened:
        counts = opened.stats()
    if form == "table":
        emit([{"what": k.replace("_", " "), "count": v} for k, v in counts.items()], form,
             ("what", "count"))  # fmt: skip
    else:
        emit([counts], form, tuple(counts))


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def backup_command(context: click.Context, file: Path) -> None:
    """Write a consistent copy of the database to FILE, while others use it."""
    with termbase(context) as opened:
        opened.backup(file)
    click.echo(f"{file}: {os.path.getsize(file) / 1e6:.1f} MB")
