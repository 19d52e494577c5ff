"""check: is a translation right, by the termbase?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.checking.baseline import only_new, read_baseline, write_baseline
from glossary.checking.finding import SEVERITIES, Finding, at_least
from glossary.checking.profiles import settings_from
from glossary.checking.reports import FORMATS, written
from glossary.checking.reports.plain import Checked
from glossary.checking.rules import RULES
from glossary.checking.settings import CheckSettings
from glossary.checking.spool import FindingSpool
from glossary.cli.check_fixes import Mending, mend, refuse_large
from glossary.cli.check_table import table
from glossary.cli.common import gathered, note, progress, quiet_option, say, tell_error, termbase
from glossary.errors import InvalidInput

if TYPE_CHECKING:
    from glossary.operations.checking import CheckReport

FOUND = 3
"""The exit code where something was found. Given: 1 and 2 are errors and wrong usage."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """What is printed, how, and what makes the check fail; the baseline of known findings."""

    form: str
    severity: str
    fail_on: str
    baseline: Path | None
    write_baseline: bool


def settings_of(
    zh_tag: str, subject: str, rules: tuple[str, ...], profile_file: Path | None
) -> CheckSettings:
    """The settings that a profile and the options say. Raises InvalidInput, UnreadableFile."""
    given = {"zh_tag": zh_tag, "subject": subject, "rules": list(rules)}
    return settings_from(profile_file, given)


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("file2", required=False, type=click.Path(path_type=Path))
@click.option("--zh-tag", default="", help="Chinese that is wanted; else the one the file names.")
@click.option("--source", type=click.Choice(["zh", "en"]), help="Language that is translated from.")
@click.option("--subject", default="", help="Subject field that is meant where a form has several.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only this rule; repeatable.")
@click.option(
    "--profile-file",
    type=click.Path(path_type=Path),
    help="A customer's settings, in TOML; options go before it.",
)
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
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Known findings, which are left out."
)
@click.option("--write-baseline", is_flag=True, help="Write what is found into --baseline.")
@click.option("--fix", is_flag=True, help="Mend what is certain, in FILE or in --output.")
@click.option("--interactive", is_flag=True, help="Ask for each fix.")
@click.option("--output", type=click.Path(path_type=Path), help="Where the mended file goes.")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="one for each core",
    help="Processes that check a large file.",
)
@gathered("settings", settings_of)
@gathered("reporting", Reporting)
@gathered("mending", Mending)
@quiet_option
@click.pass_context
def check_command(
    context: click.Context,
    /,
    file: Path,
    file2: Path | None,
    source: str | None,
    processes: int,
    settings: CheckSettings,
    reporting: Reporting,
    mending: Mending,
) -> None:
    """Check FILE, a translation, against the termbase, or FILE2, the translation of FILE.

    Reads XLIFF (.xlf .sdlxliff .mqxliff .mxliff), TMX, PO and tables with a source and a
    target; two files are aligned first. Nothing is changed without --fix or --interactive.
    Exit code 0: clean; 3: found what --fail-on names; 1: an error.
    """
    failing = _failing(reporting)
    if mending.is_wanted:
        refuse_large(file)
    with termbase(context) as opened, progress("checking") as tell:
        report = opened.check(
            file,
            translation=file2,
            settings=settings,
            source=source or "",
            processes=processes,
            progress=tell,
        )
    report = _without_known(report, reporting)
    if mending.is_wanted:
        report = replace(report, findings=mend(file, report.findings, mending))
    _print(report, reporting)
    if report.broken_off:
        tell_error(f"{report.broken_off}; what stands before it is checked")
        sys.exit(1)
    if any(_fails(finding, failing) for finding in report.findings):
        sys.exit(FOUND)


def _without_known(report: CheckReport, reporting: Reporting) -> CheckReport:
    """The report without what the baseline knows; with --write-baseline it learns all of it."""
    if reporting.baseline is None:
        return report
    if reporting.write_baseline:
        write_baseline(reporting.baseline, report.findings)
        say(f"{reporting.baseline}: {len(report.findings)} findings are known now")
        return replace(report, findings=FindingSpool())
    new = only_new(report.findings, read_baseline(reporting.baseline))
    return replace(report, findings=FindingSpool(new))


def _print(report: CheckReport, reporting: Reporting) -> None:
    if reporting.write_baseline:
        return
    shown = report.at_least(reporting.severity)
    counted = report.counted
    checked = Checked(report.name, counted.segments, counted.terms, shown, report.refused)
    for piece in _pieces(checked, reporting.form):
        click.echo(piece, nl=False)
    for line, reason in report.refused:
        tell_error(f"{report.name}, line {line}: {reason}; not checked")
    if hidden := len(report.findings) - len(shown):
        note(f"{hidden} lesser findings; --severity note prints them")


def _pieces(checked: Checked, form: str) -> Iterator[str]:
    return table(checked) if form == "table" else written(form, checked)


def _failing(reporting: Reporting) -> frozenset[str]:
    """The severities and rules that make a check fail. Raises InvalidInput."""
    if reporting.write_baseline and reporting.baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE")
    words = (word.strip() for word in reporting.fail_on.split(","))
    named = frozenset(word for word in words if word) - {"none"}
    if unknown := named.difference(SEVERITIES, RULES):
        known = ", ".join((*SEVERITIES, *RULES))
        raise InvalidInput(f"--fail-on {min(unknown)}: give none, or some of {known}")
    return named


def _fails(finding: Finding, failing: frozenset[str]) -> bool:
    if finding.rule in failing and finding.severity != "note":
        return True
    return any(s in failing and at_least(finding.severity, s) for s in SEVERITIES)
