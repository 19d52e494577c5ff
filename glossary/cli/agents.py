"""mcp: a server for agents, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

import click

from glossary.cli.common import by_option, termbase
from glossary.errors import BrokenInstallation


@click.command("mcp")
@click.option("--read-only", is_flag=True, help="Leave the tool out that proposes pairs.")
@by_option
@click.pass_context
def mcp_command(context: click.Context, read_only: bool, by: str) -> None:
    """Let an agent that translates ask the termbase: a server of the Model Context Protocol.

    A client of MCP starts it and speaks to it on standard input and output. Agents look up, check,
    and propose candidates; they approve nothing.
    """
    if find_spec("mcp") is None:
        raise BrokenInstallation(
            "glossary mcp needs the package mcp; install it with: pip install 'glossary[mcp]'"
        )
    from glossary.agents.server import serve_stdio  # late: only this command needs the SDK

    with termbase(context) as opened:
        serve_stdio(opened, by=by, read_only=read_only)
