"""impact: what uses the terms of an entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import (
    by_option,
    emit,
    format_option,
    note,
    progress,
    quiet_option,
    say,
    termbase,
)

if TYPE_CHECKING:
    from glossary.operations.impact import Impact, TermUse
    from glossary.operations.replacing import Replaced, ReplacedUnit

COLUMNS = ("kind", "place", "field", "forms", "text", "translation", "document", "line")
REPLACED_COLUMNS = ("unit", "before", "after", "left", "document")


@click.command("impact")
@click.argument("concept_id", metavar="ID")
@click.option("--term", metavar="FORM", help="Only what uses this one of its terms.")
@click.option(
    "--export",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it as work: .xlf has the units, for a translator; .csv has all.",
)
@click.option(
    "--replace",
    "pair",
    nargs=2,
    metavar="OLD NEW",
    help="Put NEW in place of its term OLD in the memory, as one step.",
)
@click.option("--dry-run", is_flag=True, help="With --replace: only show what would be.")
@by_option
@format_option
@quiet_option
@click.pass_context
def impact_command(
    context: click.Context,
    concept_id: str,
    term: str | None,
    target: Path | None,
    pair: tuple[str, str] | None,
    dry_run: bool,
    by: str,
    form: str,
) -> None:
    """List what uses the terms of entry ID, and is touched if one of them changes.

    Units of the memory, documents, entries and evidence are counted, then listed with their
    sentences. Words are recognised, in either script and inflected: 印度 is not found in
    印度尼西亚.
    """
    if pair and (term or target):
        raise click.UsageError("--replace goes with neither --term nor --export")
    if dry_run and not pair:
        raise click.UsageError("--dry-run is of --replace OLD NEW")
    with termbase(context) as opened:
        if pair:
            with progress("replace"):
                done = opened.replace_form(concept_id, *pair, by=by, dry_run=dry_run)
            _show_replaced(done, form, dry_run)
            return
        if target:
            from glossary.operations.impact_work import check_target

            check_target(target)
        with progress("impact"):
            found = opened.impact(concept_id, term)
        note(_counted(found))
        if target:
            say(f"{target}: {opened.write_work(found, target)} places")
        else:
            emit(map(_row, found.uses), form, COLUMNS, lambda: "nothing uses it")


def _show_replaced(done: Replaced, form: str, dry_run: bool) -> None:
    emit(map(_row_of_unit, done.units), form, REPLACED_COLUMNS, lambda: "no unit has it")
    left = len(done.units) - len(done.taken)
    verb = "would be rewritten" if dry_run else "rewritten"
    note(f"{len(done.taken)} units {verb}, {left} left as they are")
    if done.step is not None:
        note(f"step {done.step}; take it back with: glossary undo")


def _row_of_unit(unit: ReplacedUnit) -> dict[str, Any]:
    before, after = (getattr(each, unit.language) for each in (unit.before, unit.after))
    return {
        "unit": unit.before.id,
        "language": unit.language,
        "before": before.text,
        "after": None if unit.left else after.text,
        "left": unit.left or None,
        "document": unit.before.document,
    }


def _counted(found: Impact) -> str:
    names = {"unit": "units", "document": "documents", "entry": "entries", "evidence": "evidence"}
    each = ((found.counts[kind], kind, name) for kind, name in names.items())
    counts = ", ".join(f"{count} {one if count == 1 else more}" for count, one, more in each)
    return f"{', '.join(found.forms) or found.concept_id}: {counts}"


def _row(use: TermUse) -> dict[str, Any]:
    return {
        "kind": use.kind,
        "place": use.place,
        "field": use.field,
        "language": use.language,
        "forms": list(use.forms),
        "spans": [list(span) for span in use.spans],
        "text": use.text,
        "translation": use.translation,
        "document": use.document,
        "line": use.line or None,
    }
