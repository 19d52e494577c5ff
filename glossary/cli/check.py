"""check: is a translation right, by the termbase?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.checking.finding import SEVERITIES, Finding, at_least
from glossary.checking.reports import FORMATS, written
from glossary.checking.reports.plain import Checked
from glossary.checking.rules import RULES
from glossary.checking.settings import CheckSettings
from glossary.cli.check_table import table
from glossary.cli.common import gathered, note, progress, quiet_option, tell_error, termbase
from glossary.errors import InvalidInput

if TYPE_CHECKING:
    from glossary.operations.checking import CheckReport

FOUND = 3
"""The exit code where something was found. Given: 1 and 2 are errors and wrong usage."""


def settings_of(zh_tag: str, subject: str, rules: tuple[str, ...]) -> CheckSettings:
    """The settings that the options say. Raises InvalidInput."""
    return CheckSettings.of(zh_tag=zh_tag, subject=subject, rules=list(rules))


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--zh-tag", default="", help="Chinese that is wanted; else the one the file names.")
@click.option("--source", type=click.Choice(["zh", "en"]), help="Language that is translated from.")
@click.option("--subject", default="", help="Subject field that is meant where a form has several.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only this rule; repeatable.")
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Print what is so bad or worse.",
)
@click.option(
    "--fail-on",
    default="warning",
    show_default=True,
    metavar="WHAT",
    help="Severities and rules, with commas, that make the exit code 3; or none.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *FORMATS]),
    default=lambda: "table" if sys.stdout.isatty() else "json",
    show_default="table on a terminal, json in a pipe",
    help="How to print the findings.",
)
@gathered("settings", settings_of)
@quiet_option
@click.pass_context
def check_command(
    context: click.Context,
    /,
    file: Path,
    settings: CheckSettings,
    source: str | None,
    severity: str,
    fail_on: str,
    form: str,
) -> None:
    """Check FILE, a translation, against the termbase; nothing in it is changed.

    Reads XLIFF (.xlf .sdlxliff .mqxliff .mxliff), TMX and tables with a source and a target.
    Exit code 0: clean; 3: found what --fail-on names; 1: an error.
    """
    failing = _failing(fail_on)
    with termbase(context) as opened, progress("checking") as tell:
        report = opened.check(file, settings=settings, source=source or "", progress=tell)
    _print(report, report.at_least(severity), form)
    _tell_rest(report, severity)
    if report.broken_off:
        tell_error(f"{report.broken_off}; what stands before it is checked")
        sys.exit(1)
    if any(_fails(finding, failing) for finding in report.findings):
        sys.exit(FOUND)


def _print(report: CheckReport, findings: list[Finding], form: str) -> None:
    counted = report.counted
    checked = Checked(report.name, counted.segments, counted.terms, findings, report.refused)
    for piece in _pieces(checked, form):
        click.echo(piece, nl=False)


def _pieces(checked: Checked, form: str) -> Iterator[str]:
    return table(checked) if form == "table" else written(form, checked)


def _tell_rest(report: CheckReport, severity: str) -> None:
    for line, reason in report.refused:
        tell_error(f"{report.name}, line {line}: {reason}; not checked")
    hidden = len(report.findings) - len(report.at_least(severity))
    if hidden:
        note(f"{hidden} lesser findings; --severity note prints them")


def _failing(said: str) -> frozenset[str]:
    """The severities and rules that make a check fail. Raises InvalidInput."""
    named = frozenset(word.strip() for word in said.split(",") if word.strip()) - {"none"}
    if unknown := named.difference(SEVERITIES, RULES):
        known = ", ".join((*SEVERITIES, *RULES))
        raise InvalidInput(f"--fail-on {min(unknown)}: give none, or some of {known}")
    return named


def _fails(finding: Finding, failing: frozenset[str]) -> bool:
    if finding.rule in failing and finding.severity != "note":
        return True
    return any(s in failing and at_least(finding.severity, s) for s in SEVERITIES)
