"""mcp: a server for agents, over standard input and output, or over HTTP."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from glossary.agents.requester import HOST, Identify, Requester
from glossary.cli.common import by_option, note, quiet_option, termbase
from glossary.errors import BrokenInstallation
from glossary.people import PLAIN, Origin, People, includes
from glossary.termbase import Termbase

PROPOSES = "contributor"
"""The least role that proposes, as on a team's server."""


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
@click.option(
    "--people",
    "accounts",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --http: the accounts whose personal tokens say who asks, and what they may.",
)
@click.option(
    "--termbase",
    "here",
    metavar="NAME",
    help="With --people: the name that the termbase has there, if it is not the one at the root.",
)
@by_option
@quiet_option
@click.pass_context
def mcp_command(
    context: click.Context,
    read_only: bool,
    port: int | None,
    token: str | None,
    accounts: Path | None,
    here: str | None,
    by: str,
) -> None:
    """Let an agent that translates ask the termbase: a server of the Model Context Protocol.

    A client of MCP starts it and speaks to it on standard input and output. Agents look up, check,
    and propose candidates; they approve nothing.
    """
    if accounts and (port is None or token):
        raise click.UsageError("--people goes with --http, and without a --token")
    if here and not accounts:
        raise click.UsageError("--termbase is of --people FILE")
    if find_spec("mcp") is None:
        raise BrokenInstallation(
            "glossary mcp needs the package mcp; install it with: pip install 'glossary[mcp]'"
        )
    requester = Requester(by, may_propose=not read_only)
    with termbase(context) as opened:
        if port is None:
            from glossary.agents.server import serve_stdio  # late: only this command has the SDK

            serve_stdio(opened, requester)
        elif accounts is None:
            from glossary.agents.http import by_one_token

            _serve_http(opened, port, by_one_token(token, requester))
        else:
            with People.open(accounts, must_exist=True) as people:
                people.accounts.all()  # raises an error for a file that has none
                _serve_http(opened, port, by_personal_token(people, here or PLAIN, requester))


def by_personal_token(people: People, here: str, usual: Requester) -> Identify:
    """Those who have a role here, by their tokens, looked up at each request."""

    def identify(secret: str) -> Requester | None:
        found = people.by_token(secret, here)
        if found is None:
            return None  # and not noted: who sends many must not fill the disk
        account, role = found
        origin = Origin(account.name, HOST, here)

        def note(what: str, outcome: str) -> None:
            people.audit.note(origin, what, "mcp", outcome)

        if role == "none":
            note("bring token", "refused")
            return None
        return Requester(account.name, usual.may_propose and includes(role, PROPOSES), note)

    return identify


def _serve_http(opened: Termbase, port: int, identify: Identify) -> None:
    from glossary.agents.http import listening_at, serve_http

    with listening_at(port) as listening:
        host, number = listening.getsockname()
        note(f"Agents find the termbase at http://{host}:{number}/mcp (Ctrl-C ends it)")
        serve_http(opened, listening, identify)
