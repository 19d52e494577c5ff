"""Options of commands that are combined into one value."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from glossary.cli.common import gathered
from glossary.store.base import ConceptFilter


def asked(subject: str | None, status: str | None) -> ConceptFilter:
    if status == "none":
        raise click.UsageError("no such status")
    return ConceptFilter(subject, status)


@click.command()
@click.option("--subject")
@click.option("--status")
@click.option("--limit", type=int)
@gathered("where", asked)
def command(where: ConceptFilter, limit: int | None) -> None:
    click.echo(f"{where.subject} {where.status} {limit}")


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ([], "None None None\n"),
        (["--subject", "tides", "--status", "admitted", "--limit", "3"], "tides admitted 3\n"),
    ],
)
def test_options_make_one_value(options: list[str], printed: str) -> None:
    assert CliRunner().invoke(command, options).output == printed


def test_what_the_value_refuses_is_wrong_usage() -> None:
    done = CliRunner().invoke(command, ["--status", "none"])
    assert done.exit_code == 2 and "no such status" in done.output
