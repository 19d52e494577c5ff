"""import and export: commands for whole files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from glossary.cli.common import (
    by_option,
    gathered,
    progress,
    quiet_option,
    say,
    tell_error,
    termbase,
    text_or_format_option,
)
from glossary.cli.exchange_reports import print_import, print_losses
from glossary.cli.renamed import Renamed
from glossary.errors import GlossaryError, InvalidInput
from glossary.model import STATUSES
from glossary.operations.browsing import tag_asked
from glossary.store.base import ConceptFilter

_UNNOTED = (
    "The file is whole; that it went out is not noted ({reason}), so a later import of it asks "
    "about what differs. Export it once more to note it."
)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option("--keep-good", is_flag=True, help="Store the good records, list the bad ones.")
@click.option("--from", "format", metavar="FORMAT", help="The format; else told from the file.")
@click.option(
    "--holds",
    cls=Renamed,
    former=("--as",),
    type=click.Choice(["terms", "units"]),
    help="What a .tsv holds.",
)
@click.option(
    "--mapping",
    cls=Renamed,
    former=("--map",),
    multiple=True,
    metavar="COLUMN=FIELD",
    help="A table's column, e.g. Englisch=term:en or 2=term:zh-Hant-TW.",
)
@text_or_format_option
@click.option("--json", "form", flag_value="json", help="As --format json.")
@quiet_option
@by_option
@click.pass_context
def import_command(
    context: click.Context,
    /,
    files: tuple[Path, ...],
    mapping: tuple[str, ...],
    form: str,
    **options: Any,
) -> None:
    """Take in FILES: TBX, CSV, TSV, XLSX, curated TOML; TMX, XLIFF and TSV of sentences.

    Each file is one step: `glossary undo` takes it back. What both sides changed waits in
    `glossary review --conflicts`; nothing is overwritten.
    """
    columns = dict(_column(option) for option in mapping) or None
    failed = 0
    with termbase(context) as opened:
        for file in files:
            try:
                with progress(f"importing {file}") as show:
                    report = opened.read(file, mapping=columns, progress=show, **options)
            except InvalidInput as error:
                if len(files) == 1:
                    raise
                tell_error(str(error))
                failed += 1
                continue
            print_import(report, form)
    if failed:
        raise GlossaryError(f"{failed} of {len(files)} files could not be read (see above)")


def _column(option: str) -> tuple[str, str]:
    column, separator, field = option.rpartition("=")
    if not separator:
        raise click.UsageError(f"--mapping {option}: write it as COLUMN=FIELD")
    return column, field


def _entries_asked(
    subject: str | None, status: str | None, tag: str | None, changed_since: str | None
) -> ConceptFilter:
    return ConceptFilter(subject, status, tag_asked(tag), _date(changed_since))


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--profile", metavar="P", help="The tool it is for; an unknown name lists all.")
@click.option("--zh-tag", default="zh-Hant-TW", show_default=True, help="Which Chinese.")
@click.option("--subject", help="Only this subject field.")
@click.option("--status", type=click.Choice(STATUSES), help="Only entries with such a term.")
@click.option("--tag", help="Only entries with a term of this language tag.")
@click.option(
    "--changed-since", metavar="DATE", help="Only entries changed since, e.g. 2026-05-01."
)
@click.option("--strict", is_flag=True, help="Refuse to lose anything.")
@click.option("--dry-run", is_flag=True, help="Only show what would be lost.")
@text_or_format_option
@click.option("--json", "form", flag_value="json", help="As --format json.")
@quiet_option
@click.pass_context
@gathered("where", _entries_asked)
def export_command(
    context: click.Context,
    file: Path,
    profile: str | None,
    zh_tag: str,
    where: ConceptFilter,
    strict: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Write the termbase to FILE, by its suffix or for a tool, and say what the file cannot hold.

    Without a profile .tbx is TBX v3 (everything), .csv and .xlsx tables for Excel, .tmx the
    translation memory.
    """
    with termbase(context) as opened:
        if dry_run:
            from glossary.exchange.profiles import profile_named
            from glossary.operations.exporting import profile_for

            name, written_as = profile_for(file, profile, None)
            if profile_named(name).holds == "units":
                kind = name.upper()
                raise click.UsageError(f"--dry-run is for terms; a {kind} says what it leaves out")
            report: Any = opened.loss(name, zh_tag=zh_tag, where=where, format=written_as)
        else:
            with progress(f"writing {file}") as show:
                report = opened.write(
                    file, profile, zh_tag=zh_tag, where=where, strict=strict, progress=show
                )
    print_losses(report, form)
    if report.unnoted:
        click.echo(_UNNOTED.format(reason=report.unnoted), err=True)
    if not dry_run and form == "text":
        say(str(file))


def _date(text: str | None) -> str | None:
    from datetime import datetime

    if text is None:
        return None
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--changed-since {text}: give a date like 2026-05-01") from error
    return text
