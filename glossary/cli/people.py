"""people: the accounts of a server, their roles and tokens, and the audit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from glossary.cli.common import (
    F,
    FileOrUrl,
    database,
    emit,
    format_option,
    login,
    quiet_option,
    say,
)
from glossary.errors import InvalidInput
from glossary.people import EVERYWHERE, ROLES, AuditFilter, Origin, People, PersonalToken
from glossary.people.audit import COLUMNS
from glossary.people.tokens import DAYS

SHOWN = 100
"""Rows of the audit that are listed without --all. Chosen: a few screens; half or double is less or
more of the past."""
FILE = "people.db"


@click.group("people")
def people_command() -> None:
    """The people of a server: who may sign in, what each may do, and what was done.

    With `glossary serve --people FILE-OR-URL` everybody signs in, by password or by a token.
    """


def people_option(command: F) -> F:
    return click.option(
        "--people",
        "place",
        envvar="GLOSSARY_PEOPLE",
        metavar="FILE-OR-URL",
        type=FileOrUrl(dir_okay=False),
        help=f"The accounts; also GLOSSARY_PEOPLE. Default: the file {FILE} beside the database.",
    )(command)


def termbase_option(about: str) -> Callable[[F], F]:
    return click.option("--termbase", metavar="NAME", default=EVERYWHERE, help=about)


@contextmanager
def opened(context: click.Context, place: str | None, must_exist: bool = True) -> Iterator[People]:
    with People.open(place or _beside(database(context)), must_exist=must_exist) as people:
        yield people


def _beside(target: str | Path) -> Path:
    """The file of accounts beside a database. Raises InvalidInput if that is no file."""
    text = str(target).removeprefix("sqlite://")
    if "://" in text:
        raise InvalidInput("say where the accounts are: --people FILE-OR-URL")
    return Path(text).with_name(FILE)


def _origin() -> Origin:
    return Origin(login(), "command line")


# ---------------------------------------------------------------- accounts


@people_command.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What it may do."
)
@termbase_option("Only in this termbase of the server; / is the one at its root.")
@click.option("--no-password", is_flag=True, help="It signs in by tokens alone, as a program does.")
@people_option
@quiet_option
@click.pass_context
def add_command(
    context: click.Context,
    name: str,
    role: str,
    termbase: str,
    no_password: bool,
    place: str | None,
) -> None:
    """Add an account. The password is asked for, or read as a line of standard input."""
    with opened(context, place, must_exist=False) as people:
        password = None if no_password else _password()
        made = people.accounts.add(name, password, role, origin=_origin(), termbase=termbase)
    say(f"{made.name}: {role}{_where(termbase)}")


@people_command.command("list")
@people_option
@format_option
@quiet_option
@click.pass_context
def list_command(context: click.Context, place: str | None, form: str) -> None:
    """List the accounts with their roles and tokens."""
    with opened(context, place) as people:
        rows = [_row(people, account) for account in people.accounts.all()]
    columns = ("name", "roles", "password", "issuer", "tokens")
    emit(rows, form, columns, lambda: "no accounts yet: glossary people add NAME")


def _row(people: People, account: Any) -> dict[str, Any]:
    roles = people.accounts.roles(account.id)
    return {
        "name": account.name,
        "roles": [f"{role}{_where(termbase)}" for termbase, role in roles.items()],
        "password": "yes" if account.has_password else "no",
        "issuer": account.issuer,
        "subject": account.subject,
        "created_at": account.created_at,
        "tokens": [f"{t.id} {t.name}" for t in people.tokens.of(account)],
    }


def _where(termbase: str) -> str:
    return f" in {termbase}" if termbase != EVERYWHERE else ""


@people_command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@termbase_option("Only in this termbase of the server, whatever holds in all.")
@people_option
@quiet_option
@click.pass_context
def role_command(
    context: click.Context, name: str, role: str, termbase: str, place: str | None
) -> None:
    """Give NAME another role; it holds from the next request on."""
    with opened(context, place) as people:
        account = people.accounts.get(name)
        people.accounts.set_role(account, role, origin=_origin(), termbase=termbase)
    say(f"{account.name}: {role}{_where(termbase)}")


@people_command.command("password")
@click.argument("name")
@people_option
@quiet_option
@click.pass_context
def password_command(context: click.Context, name: str, place: str | None) -> None:
    """Give NAME another password, asked for or read as a line; its sessions end."""
    with opened(context, place) as people:
        account = people.accounts.get(name)
        people.accounts.set_password(account, _password(), origin=_origin())
    say(f"{account.name} has another password")


@people_command.command("remove")
@click.argument("name")
@people_option
@quiet_option
@click.pass_context
def remove_command(context: click.Context, name: str, place: str | None) -> None:
    """End an account with its tokens and sessions; what it did keeps its name."""
    with opened(context, place) as people:
        account = people.accounts.get(name)
        people.accounts.remove(account, origin=_origin())
    say(f"{account.name} is removed")


def _password() -> str:
    """Asked for twice on a terminal, else the first line of standard input: never an argument,
    which others see in the list of processes."""
    if sys.stdin.isatty():
        said: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return said
    line = sys.stdin.readline()
    if not line.strip():
        raise InvalidInput("no password on standard input; or say --no-password")
    return line.rstrip("\r\n")


# ---------------------------------------------------------------- tokens


@people_command.command("token")
@click.argument("name")
@click.option("--for", "purpose", metavar="WORDS", help="Make one, and say what it is for.")
@click.option(
    "--scope",
    type=click.Choice(ROLES[1:]),
    default="reader",
    show_default=True,
    help="What it may do at most.",
)
@click.option("--days", type=int, default=DAYS, show_default=True, help="How long it lasts.")
@termbase_option("Only for this termbase of the server.")
@click.option("--remove", type=int, metavar="N", help="End token N.")
@people_option
@format_option
@quiet_option
@click.pass_context
def token_command(
    context: click.Context, /, name: str, place: str | None, form: str, **asked: Any
) -> None:
    """List the tokens of the account NAME, make one, or end one.

    A new token is printed once, and stored nowhere: copy it.
    """
    purpose, number = asked["purpose"], asked["remove"]
    if purpose is not None and number is not None:
        raise click.UsageError("--for or --remove, not both")
    with opened(context, place) as people:
        account = people.accounts.get(name)
        if number is not None:
            people.tokens.remove(account, number, origin=_origin())
            say(f"token {number} of {account.name} is ended")
        elif purpose is not None:
            limits = {"days": asked["days"], "termbase": asked["termbase"]}
            _, secret = people.tokens.new(
                account, purpose, asked["scope"], origin=_origin(), **limits
            )
            click.echo(secret)
        else:
            rows = [_token_row(token) for token in people.tokens.of(account)]
            columns = ("id", "name", "scope", "termbase", "created_at", "ends_at", "used_at")
            emit(rows, form, columns, lambda: f"{account.name} has no tokens")


def _token_row(token: PersonalToken) -> dict[str, Any]:
    return {name: value for name, value in asdict(token).items() if name != "account"}


# ---------------------------------------------------------------- audit, and all of it


@people_command.command("backup")
@click.argument("target", metavar="COPY", type=click.Path(path_type=Path))
@people_option
@quiet_option
@click.pass_context
def backup_command(context: click.Context, target: Path, place: str | None) -> None:
    """Write a consistent copy of the accounts to COPY, while the server runs.

    To restore a file, end the server and put the copy in its place; nothing may be left beside it
    (-wal, -shm). What is in PostgreSQL is restored by pg_restore.
    """
    with opened(context, place) as people:
        people.backup(target)
    say(f"{target}: written")


@people_command.command("audit")
@click.option("--who", default="", metavar="NAME", help="Only what this person did.")
@click.option("--what", default="", metavar="OPERATION", help="Only this, such as `log in`.")
@click.option("--since", default="", metavar="TIME", help="From then on: 2026-01-31.")
@click.option("--all", "is_all", is_flag=True, help="All of it, the oldest first.")
@people_option
@format_option
@quiet_option
@click.pass_context
def audit_command(
    context: click.Context,
    /,
    who: str,
    what: str,
    since: str,
    is_all: bool,
    place: str | None,
    form: str,
) -> None:
    """Show who did what, when and from where, the newest first; nothing in it can be changed."""
    wanted = AuditFilter(who, what, since)
    with opened(context, place) as people:
        audit = people.audit
        rows = audit.each(wanted) if is_all else iter(audit.rows(wanted, limit=SHOWN))
        emit(map(asdict, rows), form, COLUMNS, lambda: "the audit has no such rows")
