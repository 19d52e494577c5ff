"""serve, stats, backup, restore, copy, grant, doctor: commands for operation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from glossary.cli.common import (
    FileOrUrl,
    by_option,
    emit,
    emit_checks,
    format_option,
    gathered,
    memory_option,
    note,
    progress,
    quiet_option,
    say,
    termbase,
)
from glossary.store.base import RIGHTS
from glossary.termbase import Termbase


def _entrance(
    accounts: str | None,
    others: tuple[str, ...],
    issuer: str | None,
    oidc_client: str,
    oidc_role: str,
) -> dict[str, Any]:
    if issuer and not accounts:
        raise click.UsageError("--oidc is for a server with accounts: give --people FILE")
    service = _service(issuer, oidc_client, oidc_role) if issuer else None
    return {"accounts": accounts, "others": others, "service": service}


def _service(issuer: str, client: str, role: str) -> Any:
    """Where people may sign in besides by password."""
    if not client:
        raise click.UsageError("say what this server is called at the service: --oidc-client ID")
    from api.oidc import LogInService

    return LogInService(issuer, client, os.environ.get("GLOSSARY_OIDC_SECRET", ""), role)


def _limits(job_memory: int, job_minutes: int) -> Any:
    from glossary.jobs.process import JobLimits

    return JobLimits(job_memory, job_minutes)


def _doors(
    allowed_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
    behind_proxy: bool,
    rate: str | None,
) -> Any:
    from api.doors import Doors

    return Doors(allowed_host, allow_origin, behind_proxy, rate)


def _options(
    log: Any, grace: float, socket: Path | None, metrics_port: int | None, metrics_host: str
) -> Any:
    from api.server.options import MetricsAddress, ServerOptions

    metrics = None if metrics_port is None else MetricsAddress(metrics_port, metrics_host)
    return ServerOptions(log, grace, socket, metrics)


def _how(workers: int, jobs: int, limits: Any, doors: Any, options: Any) -> dict[str, Any]:
    return {
        "workers": workers,
        "jobs": jobs,
        "limits": limits,
        "doors": doors,
        "options": options,
    }


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--token", envvar="GLOSSARY_TOKEN", help="Demanded from every request; also GLOSSARY_TOKEN."
)
@click.option(
    "--people",
    "accounts",
    envvar="GLOSSARY_PEOPLE",
    metavar="FILE-OR-URL",
    type=FileOrUrl(dir_okay=False),
    help="Everybody signs in: the accounts of `glossary people`; also GLOSSARY_PEOPLE.",
)
@click.option(
    "--oidc",
    "issuer",
    metavar="URL",
    help="People may sign in by this service (OpenID Connect), too: its issuer.",
)
@click.option(
    "--oidc-client",
    default="",
    metavar="ID",
    help="What this server is called there. Its secret, if it has one: GLOSSARY_OIDC_SECRET.",
)
@click.option(
    "--oidc-role",
    type=click.Choice(["none", "reader", "contributor", "reviewer"]),
    default="none",
    show_default=True,
    help="What the people of the service may do at first.",
)
@click.option(
    "--termbase",
    "others",
    multiple=True,
    metavar="NAME=PATH-OR-URL",
    help="Another termbase, under /t/NAME/; may be given several times.",
)
@click.option(
    "--allowed-host",
    multiple=True,
    metavar="NAME",
    help="A name by which a proxy before it is asked; several by several options.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="Believe one proxy before it who asks (X-Forwarded-For, -Proto, -Host).",
)
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="URL",
    help="A page elsewhere, or a browser extension, that may ask with the token.",
)
@click.option(
    "--rate",
    metavar="N/UNIT",
    help="Requests a token or address may send, such as 600/minute (second, hour, day), or none.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that answer; each takes a core.",
)
@click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(0, 64),
    help="Long work done at once beside the answers; each takes a core. 0: none.",
)
@click.option(
    "--job-memory",
    default=2000,
    show_default=True,
    type=click.IntRange(200),
    help="MB of memory that one job may take.",
)
@click.option(
    "--job-minutes",
    default=360,
    show_default=True,
    type=click.IntRange(1),
    help="How long one job may take.",
)
@click.option(
    "--log",
    default="none",
    show_default=True,
    type=click.Choice(["json", "text", "none"]),
    help="A line on stderr for each request; errors are always told.",
)
@click.option(
    "--grace",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 3600),
    help="Seconds that requests under way have when it is told to end.",
)
@click.option(
    "--socket",
    type=click.Path(path_type=Path),
    help="Listen on a Unix socket of this path, for a proxy, instead of an address.",
)
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    help="Tell the figures for Prometheus at this port, and no longer where people ask.",
)
@click.option(
    "--metrics-host",
    default="127.0.0.1",
    show_default=True,
    help="Address of that port; whoever reaches it sees the figures.",
)
@memory_option
@click.pass_context
@gathered("limits", _limits)
@gathered("doors", _doors)
@gathered("options", _options)
@gathered("how", _how)
@gathered("entrance", _entrance)
def serve_command(
    context: click.Context,
    host: str,
    port: int,
    token: str | None,
    memory: str,
    entrance: dict[str, Any],
    how: dict[str, Any],
) -> None:
    """Serve the web page and the HTTP API; beyond this machine only with a token or accounts."""
    from api.server.serve import serve

    with termbase(context, memory) as opened, _site(opened, **entrance) as site:
        serve(site, host, port, token, **how)


@contextmanager
def _site(plain: Any, accounts: str | None, others: tuple[str, ...], service: Any) -> Iterator[Any]:
    """What is served, with the other termbases and the people."""
    from api.site import Site, named_termbases
    from glossary.people import PLAIN

    with _people(accounts) as people, named_termbases(others) as named:
        yield Site({PLAIN: plain, **named}, people, service)


@contextmanager
def _people(accounts: str | None) -> Iterator[Any]:
    """The people of a file or an address; None where none is named."""
    if accounts is None:
        yield None
        return
    from glossary.people import People

    with People.open(accounts, must_exist=True) as people:
        people.accounts.all()  # raises an error for a file that has none
        yield people


@click.command("stats")
@format_option
@quiet_option
@click.pass_context
def stats_command(context: click.Context, form: str) -> None:
    """Count what the database holds."""
    with termbase(context) as opened:
        counts = opened.stats()
    if form == "table":
        emit(
            [{"what": k.replace("_", " "), "count": v} for k, v in counts.items()],
            form,
            ("what", "count"),
        )
    else:
        emit([counts], form, tuple(counts))


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@quiet_option
@click.pass_context
def backup_command(context: click.Context, file: Path) -> None:
    """Write a consistent copy of the database to FILE, while others use it."""
    with termbase(context) as opened, progress(f"writing {file}"):
        left = opened.backup(file)
    say(f"{file}: {os.path.getsize(file) / 1e6:.1f} MB")
    for what in left:
        note(f"without the {what}, which this role of the server may not read; an owner may")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@by_option
@quiet_option
@click.pass_context
def restore_command(context: click.Context, file: Path, by: str) -> None:
    """Put the backup FILE in place of the database, while others use it.

    The copy is checked first. What was there before is kept in a file beside the database, whose
    name is printed, and which can be restored in turn.
    """
    with termbase(context) as opened:
        with progress(f"restoring {file}"):
            kept = opened.restore(file, by=by)
        counts = opened.stats()
    say(f"restored {file}: {counts['concepts']} concepts, {counts['units']} translation units")
    if kept:
        say(f"what was there before is kept in {kept}")


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@quiet_option
def copy_command(source: str, target: str) -> None:
    """Copy the whole termbase FROM into the empty one TO, each a path or a URL.

    Entries, history, proof, units, candidates and all else keep their numbers. TO has all of it
    or nothing; FROM may be used meanwhile.
    """
    with Termbase.open(source) as opened, progress(f"copying to {target}") as show:
        counts = opened.copy_to(target, show)
    say(f"{target}: {counts['concepts']} concepts, {counts['units']} translation units")


@click.command("grant")
@click.argument("role")
@click.argument("rights", type=click.Choice(RIGHTS))
@quiet_option
@click.pass_context
def grant_command(context: click.Context, role: str, rights: str) -> None:
    """Let ROLE, a role of the PostgreSQL server, be reader, reviewer or owner of the termbase.

    A reader looks up, exports and backs up; a reviewer does all work; an owner restores and grants,
    too. What ROLE could do before is taken from it.
    """
    with termbase(context) as opened:
        opened.grant(role, rights)
    say(f"{role} is {rights}")


@click.command("doctor")
@click.option("--rebuild", is_flag=True, help="Make the index of terms anew from the entries.")
@format_option
@quiet_option
@click.pass_context
def doctor_command(context: click.Context, rebuild: bool, form: str) -> None:
    """Check that all is in order, a line each, and say what to do where it is not.

    The pages of the database, its references, records and indexes, and whether every piece of
    evidence still stands in its document. Ends with 1 where anything is wrong.
    """
    with termbase(context) as opened:
        if rebuild:
            opened.rebuild_index()
        with progress("checking") as show:
            found = []
            for check in opened.examine():
                show(check.name)
                found.append(check)
    emit_checks(found, form)
