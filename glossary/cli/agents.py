"""mcp: a server for agents, over standard input and output, or over HTTP."""

from __future__ import annotations

from importlib.util import find_spec

import click

from glossary.cli.common import by_option, note, quiet_option, termbase
from glossary.errors import BrokenInstallation
from glossary.termbase import Termbase


@click.command("mcp")
@click.option("--read-only", is_flag=True, help="Leave the tool out that proposes pairs.")
@click.option(
    "--http",
    "port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="Serve streamable HTTP at this port of this machine instead.",
)
@click.option(
    "--token",
    envvar="GLOSSARY_TOKEN",
    help="Demanded from every request by HTTP; also GLOSSARY_TOKEN.",
)
@by_option
@quiet_option
@click.pass_context
def mcp_command(
    context: click.Context, read_only: bool, port: int | None, token: str | None, by: str
) -> None:
    """Let an agent that translates ask the termbase: a server of the Model Context Protocol.

    A client of MCP starts it and speaks to it on standard input and output. Agents look up, check,
    and propose candidates; they approve nothing.
    """
    if find_spec("mcp") is None:
        raise BrokenInstallation(
            "glossary mcp needs the package mcp; install it with: pip install 'glossary[mcp]'"
        )
    with termbase(context) as opened:
        if port is None:
            from glossary.agents.server import serve_stdio  # late: only this command has the SDK

            serve_stdio(opened, by=by, read_only=read_only)
        else:
            _serve_http(opened, port, token, by=by, read_only=read_only)


def _serve_http(
    opened: Termbase, port: int, token: str | None, *, by: str, read_only: bool
) -> None:
    from glossary.agents.http import listening_at, serve_http

    with listening_at(port) as listening:
        host, number = listening.getsockname()
        note(f"Agents find the termbase at http://{host}:{number}/mcp (Ctrl-C ends it)")
        serve_http(opened, listening, token, by=by, read_only=read_only)
