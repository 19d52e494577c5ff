"""lint, convert: the regions of Chinese."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import emit, format_option, note, progress, quiet_option

if TYPE_CHECKING:
    from glossary.operations.regions import LintFinding

LINT_COLUMNS = ("file", "line", "column", "text", "severity", "counterparts", "english", "context")
CHOICE_COLUMNS = ("tag", "form", "certain", "english", "sense", "source")
FOUND = 3  # exit code: chosen, apart from errors (1) and wrong usage (2)
_FAILS = {"warning": {"warning"}, "question": {"warning", "question"}, "never": set[str]()}


@click.command("lint")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option(
    "--zh-tag",
    default="zh-Hant-TW",
    show_default=True,
    help="The Chinese that the text is meant to be in.",
)
@click.option("--all", "every", is_flag=True, help="List a question at each place, not only once.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILS)),
    default="warning",
    show_default=True,
    help="What exits with 3; a question is what has to be decided by a reader.",
)
@format_option
@quiet_option
def lint_command(
    files: tuple[Path, ...],
    zh_tag: str,
    every: bool,
    fail_on: str,
    form: str,
) -> None:
    """Find words of another region in FILE...: 視頻 or 質量 in a text for Taiwan.

    Reads text, Markdown, HTML, docx, PDF and TMX; - is standard input. Each word comes with its
    place, what is said instead, and who says so. Exits with 3 if there is any.
    """
    with progress("lint"):
        found = [each for file in files for each in _findings(file, zh_tag, every)]
    counts = Counter(each.word.severity for each in found for _ in range(1 + each.repeated))
    emit(map(_row, found), form, LINT_COLUMNS, lambda: f"no word of another region than {zh_tag}")
    if counts and form == "table":
        note(f"{counts['warning']} to change, {counts['question']} to decide")
    if _FAILS[fail_on] & counts.keys():
        sys.exit(FOUND)


def _findings(file: Path, zh_tag: str, every: bool) -> list[LintFinding]:
    from glossary.cli.lookup import running_text
    from glossary.operations import regions

    if str(file) == "-":
        return regions.lint_text(running_text(None), zh_tag, file="-", every=every)
    return regions.lint_file(file, zh_tag, every=every)


def _row(each: LintFinding) -> dict[str, Any]:
    word = each.word
    return {
        "file": each.file,
        "line": each.line,
        "column": each.column,
        "start": word.start,
        "end": word.end,
        "text": word.text,
        "kind": word.kind,
        "severity": word.severity,
        "regions": list(word.regions),
        "counterparts": list(word.counterparts),
        "english": word.english,
        "sense": word.sense,
        "source": word.source,
        "because": list(word.because),
        "context": each.context,
        "repeated": each.repeated,
    }


@click.command("convert")
@click.argument("text")
@click.option("--to", "tag", help="The language tag wanted; else all four regions.")
@format_option
@quiet_option
def convert_command(text: str, tag: str | None, form: str) -> None:
    """List what the term TEXT is called in another region: nothing is converted by itself.

    Every choice is listed with its sense. A choice that is not certain is one of several, or TEXT
    has another sense there too.
    """
    from glossary.operations import regions

    rows = (
        {"tag": each, **{name: getattr(choice, name) for name in CHOICE_COLUMNS[1:]}}
        for each, listed in regions.regional_choices(text, tag).items()
        for choice in listed
    )
    emit(rows, form, CHOICE_COLUMNS)
