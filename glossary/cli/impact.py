"""impact: what uses the terms of an entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import emit, format_option, note, progress, quiet_option, say, termbase

if TYPE_CHECKING:
    from glossary.operations.impact import Impact, TermUse

COLUMNS = ("kind", "place", "field", "forms", "text", "translation", "document", "line")


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
@format_option
@quiet_option
@click.pass_context
def impact_command(
    context: click.Context, concept_id: str, term: str | None, target: Path | None, form: str
) -> None:
    """List what uses the terms of entry ID, and is touched if one of them changes.

    Units of the memory, documents, entries and evidence are counted, then listed with their
    sentences. Words are recognised, in either script and inflected: 印度 is not found in
    印度尼西亚.
    """
    with termbase(context) as opened:
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


def _counted(found: Impact) -> str:
    names = {"unit": "units", "document": "documents", "entry": "entries", "evidence": "evidence"}
    counts = ", ".join(f"{found.counts[kind]} {name}" for kind, name in names.items())
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
