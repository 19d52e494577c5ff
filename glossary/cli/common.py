"""Shared by the commands: the database, the user's name, and how lists are printed."""

from __future__ import annotations

import inspect
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from glossary.cli.progress import QUIET, is_quiet
from glossary.cli.progress import progress as progress
from glossary.store.base import Check
from glossary.termbase import Termbase

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]
FORMATS = ("table", "json", "jsonl", "csv")


class FileOrUrl(click.Path):
    """The path of a file, or the address of a database, as it was given."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value if "://" in str(value) else super().convert(value, param, ctx))


def database(context: click.Context) -> str | Path:
    """The database given by the user, else one in the user's data folder."""
    if context.obj:
        return str(context.obj)
    import platformdirs

    return Path(platformdirs.user_data_dir("glossary", appauthor=False)) / "glossary.db"


@contextmanager
def termbase(context: click.Context, memory: str = "") -> Iterator[Termbase]:
    with Termbase.open(database(context), memory=memory) as opened:
        yield opened


def memory_option(command: F) -> F:
    return click.option(
        "--memory",
        envvar="GLOSSARY_MEMORY",
        metavar="URL",
        default="",
        help="Shards that narrow the memory, clickhouse://HOST,HOST; also GLOSSARY_MEMORY.",
    )(command)


def by_option(command: F) -> F:
    return click.option("--by", default=login, show_default="login name", help="Who does it.")(
        command
    )


def gathered(name: str, make: Callable[..., object]) -> Callable[[F], F]:
    """Decorate a command to take, as its argument `name`, the value of `make` called with those
    options of the command that `make` has parameters for."""
    fields = inspect.signature(make).parameters

    def decorate(command: F) -> F:
        @wraps(command)
        def taking(*arguments: Any, **given: Any) -> Any:
            value = make(**{field: given.pop(field) for field in fields})
            return command(*arguments, **{name: value}, **given)

        return cast(F, taking)

    return decorate


def login() -> str:
    import getpass  # late: a look-up does not ask who makes it

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def quiet_option(command: F) -> F:
    return click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_be_quiet,
        help="Print only results and errors.",
    )(command)


def _be_quiet(context: click.Context, option: click.Parameter, given: bool) -> None:
    context.meta[QUIET] = given


def format_option(command: F) -> F:
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default=lambda: "table" if sys.stdout.isatty() else "jsonl",
        show_default="table on a terminal, jsonl in a pipe",
        help="How to print the list.",
    )(command)


def text_or_format_option(command: F) -> F:
    """For a command whose answer is a text to read, unless a program wants it."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", *FORMATS]),
        default="text",
        show_default=True,
        help="How to print it.",
    )(command)


def emit(
    rows: Iterable[Row],
    form: str,
    columns: Sequence[str],
    none: Callable[[], str] = lambda: "nothing found",
) -> None:
    """Print rows. `columns` are those of the table and the CSV; JSON has every field. Without any
    row, the user is told what `none` says: on stderr, so that the next program reads no words."""
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    _WRITERS[form](counted(), columns)
    if not count:
        note(none())


def _emit_lines(rows: Iterable[Row], columns: Sequence[str]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _emit_json(rows: Iterable[Row], columns: Sequence[str]) -> None:
    print(json.dumps(list(rows), ensure_ascii=False, indent=2))


def _emit_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    import csv

    from glossary.exchange.table.cells import guarded

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(_cell(row.get(column))) for column in columns])
    print(text.getvalue(), end="")


def _emit_table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    from glossary.cli.tables import table_lines, width_of_output

    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    heads = [column.replace("_", " ") for column in columns]
    for line in table_lines(heads, cells, width_of_output()) if cells else ():
        click.echo(line)


_WRITERS: dict[str, Callable[[Iterable[Row], Sequence[str]], None]] = {
    "table": _emit_table,
    "json": _emit_json,
    "jsonl": _emit_lines,
    "csv": _emit_csv,
}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def note(message: str) -> None:
    """Print a line for the user on stderr, so that stdout stays clean for the next program; not
    with --quiet."""
    if not is_quiet():
        click.echo(message, err=True)


def say(message: str) -> None:
    """Print on stdout what was done; not with --quiet."""
    if not is_quiet():
        click.echo(message)


def tell_error(message: str) -> None:
    """Print an error after which the command goes on with the rest."""
    click.echo(f"Error: {' '.join(message.split())}", err=True)


def emit_checks(found: Sequence[Check], form: str) -> None:
    """Print what was looked at, and end with 1 where anything is wrong."""
    rows = [
        {
            "check": check.name,
            "state": "wrong" if check.problems else "ok",
            "found": check.found,
            "problems": list(check.problems),
            "advice": check.advice,
        }
        for check in found
    ]
    emit(rows, form, ("check", "state", "found", "problems", "advice"))
    if any(check.problems for check in found):
        sys.exit(1)
