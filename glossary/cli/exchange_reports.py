"""What an import did or would do, and what an export loses: printed for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import emit, note, say
from glossary.codec import to_plain
from glossary.operations.import_report import ImportedFile, ImportedRecord

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport

SHOWN = 20  # lines of each kind in a report. Chosen: a screen of them; the rest is counted
IMPORT_COLUMNS = ("verdict", "line", "concept_id", "details", "terms")
LOSS_COLUMNS = ("concept_id", "action", "field", "where", "value", "reason")
_TO_LOOK_AT = ("conflict", "changed", "new")
"""The verdicts of a dry run that are listed, what a person must look at first; what is the same is
only counted."""


def print_import(report: ImportedFile, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(to_plain(report, defaults=True), ensure_ascii=False, indent=2))
    elif form == "text":
        _tell_import(report)
    else:
        emit(_import_rows(report), form, IMPORT_COLUMNS, lambda: f"{report.name}: nothing in it")


def _tell_import(report: ImportedFile) -> None:
    tell = click.echo if report.dry_run else say  # of a dry run it is the result
    done = "would be stored" if report.dry_run else "stored"
    parts = [f"{report.units} translation units"] if report.units else []
    parts += [f"{count} {what}" for what, count in report.counts.items() if count]
    if report.refusals:
        parts.append(f"{report.refusals} refused")
    tell(f"{report.name} ({report.format}): {', '.join(parts) or 'nothing in it'}; {done}")
    for verdict in _TO_LOOK_AT if report.dry_run else ("conflict",):
        told = [_said(r) for r in report.records if r.verdict == verdict]
        for line in _some(told, report.counts[verdict]):
            tell(line)
    refused = [f"refused, line {at}: {reason}" for at, reason in report.refused]
    for line in _some(refused, report.refusals):
        click.echo(line)
    for line in _some([f"line {line}: {what}" for line, what in report.changes]):
        tell(line)


def _said(record: ImportedRecord) -> str:
    said = [record.concept_id, " · ".join(record.terms), "; ".join(record.details)]
    return f"{record.verdict}, line {record.line}: {': '.join(filter(None, said))}"


def _some(lines: list[str], total: int = 0) -> Iterator[str]:
    """The first of the lines, and how many more there are; `total` if not all are given."""
    yield from (f"  {line}" for line in lines[:SHOWN])
    more = max(total, len(lines)) - SHOWN
    if more > 0:
        yield f"  … and {more} more (--format json lists up to 10,000)"


def _import_rows(report: ImportedFile) -> Iterator[dict[str, Any]]:
    """All records, in the order in which they are told."""
    for verdict in (*_TO_LOOK_AT, "same"):
        yield from (to_plain(r, defaults=True) for r in report.records if r.verdict == verdict)
    for line, reason in report.refused:
        yield to_plain(ImportedRecord("", "refused", (reason,), line), defaults=True)


def print_losses(report: LossReport, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return
    if form != "text":
        losses: Any = report.as_json()["losses"]
        emit(losses, form, LOSS_COLUMNS, lambda: "nothing is lost")
        return
    lines = list(report.lines())
    for line in lines[: 2 * SHOWN]:
        note(line)
    if len(lines) > 2 * SHOWN:
        note(f"… {len(lines) - 2 * SHOWN} more lines (all with --format json)")
