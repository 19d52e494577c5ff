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

from glossary.cli.progress import progress as progress
from glossary.termbase import Termbase

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]


def database(context: click.Context) -> str | Path:
    """The database given by the user, else one in the user's data folder."""
    if context.obj:
        return str(context.obj)
    import platformdirs

    return Path(platformdirs.user_data_dir("glossary", appauthor=False)) / "glossary.db"


@contextmanager
def termbase(context: click.Context) -> Iterator[Termbase]:
    with Termbase.open(database(context)) as opened:
        yield opened


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


def format_option(command: F) -> F:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "jsonl", "csv"]),
        default=lambda: "table" if sys.stdout.isatty() else "jsonl",
        show_default="table on a terminal, jsonl in a pipe",
        help="How to print the list.",
    )(command)


def emit(rows: Iterable[Row], form: str, columns: Sequence[str]) -> None:
    """Print rows. `columns` are those of the table and the CSV; JSON has every field."""
    if form == "jsonl":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif form == "json":
        print(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif form == "csv":
        _emit_csv(rows, columns)
    else:
        _emit_table(list(rows), columns)


def _emit_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    import csv

    from glossary.exchange.table.cells import guarded

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(_cell(row.get(column))) for column in columns])
    print(text.getvalue(), end="")


def _emit_table(rows: list[Row], columns: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    if not rows:
        console.print("nothing found")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(column))) for column in columns))
    console.print(table)


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
    """Print a line for the user on stderr, so that stdout stays clean for the next program."""
    click.echo(message, err=True)
