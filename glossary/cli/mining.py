"""mine, definitions, align, text: from documents to candidates."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
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
    tell_error,
    termbase,
    text_or_format_option,
)
from glossary.cli.language_model import model_options, outcome
from glossary.cli.mined_rows import pair_rows
from glossary.codec import to_plain
from glossary.errors import GlossaryError, InvalidInput
from glossary.model import DefinitionPair
from glossary.operations.mining import aligned, definitions_in, found_in, read
from glossary.operations.options import MemoryToMine

if TYPE_CHECKING:
    from glossary.mining.language_model.model import LanguageModel

_Documents = tuple[Path, Path | None]
"""A document, and its translation where that is another."""
PAIR_COLUMNS = ("zh", "en", "kind", "method", "confidence", "line", "document")
DEFINITION_COLUMNS = ("zh", "en", "zh_definition", "en_definition")


@click.command("mine")
@click.argument("files", nargs=-1, metavar="FILES...", type=click.Path(path_type=Path))
@click.option("--pair", is_flag=True, help="Two files: a source and its translation.")
@click.option("--memory", is_flag=True, help="Mine the termbase's own translation memory.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["memory", "document"]),
    help="What FILES are, where their names do not tell.",
)
@click.option(
    "--least",
    default=3,
    show_default=True,
    type=click.IntRange(1),
    help="Of a memory: units in which a pair stands; 1 lists also what stands once.",
)
@click.option(
    "--limit",
    "most",
    type=click.IntRange(1),
    help="Of a memory: pairs listed at most.  [default: 150 for 1,000 units]",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    help="Of a memory: how many work at once.  [default: one for each core]",
)
@click.option(
    "--runner",
    default="local",
    show_default=True,
    metavar="MASTER",
    help="Of a memory: who works: this program, or Spark as local[2], spark://HOST:PORT.",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Of a memory: where work is kept; for Spark a folder that all workers see.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Of a memory: also write its pairs to FILE, as .parquet.",
)
@click.option("--dry-run", is_flag=True, help="Only print what would be proposed.")
@click.option("--subject", default="", help="Subject field of what is found.")
@model_options
@by_option
@format_option
@quiet_option
@click.pass_context
def mine_command(
    context: click.Context,
    /,
    files: tuple[Path, ...],
    pair: bool,
    memory: bool,
    kind: str | None,
    dry_run: bool,
    form: str,
    model: LanguageModel | None,
    **said: Any,
) -> None:
    """Propose term pairs found in FILES, with the sentences that prove them.

    Reads .txt .md .html .docx .pdf and .tmx. With --dry-run the pairs are printed and nothing
    is stored. A whole memory is counted first, and lists the pairs that recur in it: a large
    .tmx, .tsv, .xliff, .parquet, these as .gz or .xz, a folder of NAME.zh.EXT and NAME.en.EXT,
    or with --memory what the termbase holds.
    """
    if not files and not memory:
        param = next(each for each in context.command.params if each.name == "files")
        raise click.MissingParameter(ctx=context, param=param)
    if pair and len(files) != 2:
        raise click.UsageError("--pair takes two files: the source and its translation")
    memories = [] if pair or kind == "document" else _memories(files, kind)
    paths = [*memories, *([None] if memory else [])]
    _refuse_for_documents(len(paths), said)
    for path in paths:
        _mine_memory(context, MemoryToMine(path, **said), form, dry_run)
    files = tuple(file for file in files if file not in memories)
    if files:
        subject, by = said["subject"], said["by"]
        jobs: list[_Documents] = (
            [(files[0], files[1])] if pair else [(file, None) for file in files]
        )
        if dry_run:
            none = f"nothing found in {', '.join(map(str, files))}"
            rows = _dry_run(jobs, model)
            if form == "table":  # a path is long, and the same in each row
                rows = (row | {"document": Path(row["document"]).name} for row in rows)
            emit(rows, form, PAIR_COLUMNS, lambda: none)
        else:
            _mine_documents(context, jobs, subject=subject, by=by, model=model)


def _refuse_for_documents(memories: int, said: dict[str, Any]) -> None:
    """Refuse what is said of a memory where there is none, or more than one to write."""
    if said["output"] and memories > 1:
        raise click.UsageError("--output takes the pairs of one memory")
    if not memories and (said["runner"] != "local" or said["work"] or said["output"]):
        raise click.UsageError("--runner, --work and --output are for a memory (see --as)")


def _memories(files: Iterable[Path], kind: str | None) -> list[Path]:
    """The files that are whole memories."""
    if kind is None:
        from glossary.cli.mining_memory import is_memory

        return [file for file in files if is_memory(file)]
    return list(files)


def _mine_memory(context: click.Context, job: MemoryToMine, form: str, dry_run: bool) -> None:
    from glossary.cli.mining_memory import mine_memory

    mine_memory(context, job, form, dry_run)


def _mine_documents(
    context: click.Context,
    jobs: Sequence[_Documents],
    *,
    subject: str,
    by: str,
    model: LanguageModel | None,
) -> None:
    failed: list[str] = []
    with termbase(context) as opened:
        for file, translation in jobs:
            try:
                with progress(f"mining {file.name}") as show:
                    mined = opened.mine(
                        file, translation, subject=subject, by=by, progress=show, model=model
                    )
            except InvalidInput as error:
                failed.append(str(error))
                continue
            found, added = mined.found, mined.added
            for p in mined.unproved:
                note(f"{file}: not taken in, it stands nowhere verbatim: {p.zh} = {p.en}")
            say(
                f"{file}: {len(found.proposals)} pairs, {added.candidates} of them new; "
                f"{added.evidence} new pieces of evidence; {added.units} new translation units"
                + (f"; {outcome(model)}" if model else "")
            )
    _report_failures(failed, len(jobs))


def _report_failures(failed: list[str], jobs: int) -> None:
    """Report the files that failed, after the others were mined, and fail."""
    if failed and jobs == 1:
        raise GlossaryError(failed[0])
    for message in failed:
        tell_error(message)
    if failed:
        raise GlossaryError(f"{len(failed)} of {jobs} files could not be read (see above)")


def _dry_run(jobs: Sequence[_Documents], model: LanguageModel | None) -> Iterator[dict[str, Any]]:
    for file, translation in jobs:
        with progress(f"mining {file.name}") as show:
            other = read(translation) if translation else None
            found = found_in(read(file), other, show, model)
        if model:
            note(f"{file}: {outcome(model)}")
        yield from pair_rows(found)


@click.command("definitions")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("translation", required=False, type=click.Path(path_type=Path))
@format_option
@quiet_option
def definitions_command(file: Path, translation: Path | None, form: str) -> None:
    """Print what FILE, or it and its TRANSLATION, say that their terms mean.

    What both languages define is one row; a side that does not define is empty. Spans point into
    the text of the file in that language (see `glossary text`). It stores nothing.
    """
    with progress(f"reading {file.name}"):
        document, other = read(file), read(translation) if translation else None
        found = definitions_in(document, other)
    rows = map(_definition_row, found)
    emit(rows, form, DEFINITION_COLUMNS, lambda: f"{file}: it defines no term that was found")


def _definition_row(pair: DefinitionPair) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for language, side in (("zh", pair.zh), ("en", pair.en)):
        row |= {
            language: side.term if side else None,
            f"{language}_span": list(side.term_span) if side else None,
            f"{language}_definition": side.text if side else None,
            f"{language}_definition_span": list(side.span) if side else None,
        }
    return row


@click.command("align")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("translation", required=False, type=click.Path(path_type=Path))
@text_or_format_option
@quiet_option
def align_command(file: Path, translation: Path | None, form: str) -> None:
    """Print the sentence alignment: zh TAB en, a line a bead.

    Sentences of one bead are joined by " ||| "; a side without counterpart is empty. With another
    format JSON has the places of the sentences and the score of the bead, too.
    """
    with progress(f"aligning {file.name}"):
        other = read(translation) if translation else None
        beads = aligned(read(file), other)
    if form != "text":
        emit((to_plain(bead, defaults=True) for bead in beads), form, ("zh", "en"))
        return
    for bead in beads:
        click.echo(f"{_joined(bead.zh)}\t{_joined(bead.en)}")


def _joined(sentences: tuple[str, ...]) -> str:
    return " ||| ".join(" ".join(sentence.split()) for sentence in sentences)


@click.command("text")
@click.argument("file", type=click.Path(path_type=Path))
@quiet_option
def text_command(file: Path) -> None:
    """Print the text of FILE as read; all spans point into it."""
    with progress(f"reading {file.name}"):
        text = read(file).text
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
