"""evaluate: mining against a gold annotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import emit, note, progress, quiet_option, text_or_format_option
from glossary.cli.language_model import model_options, outcome
from glossary.errors import InvalidInput, UnwritableFile

if TYPE_CHECKING:
    from glossary.mining.fit.corpora import AnnotatedDocument
    from glossary.mining.fit.evaluate import MiningScore
    from glossary.mining.fit.figures import MeasuredPairs
    from glossary.mining.language_model.model import LanguageModel

_WANTED = "give GOLD and FILE, in pairs; GOLD, FILE and TRANSLATION; or folders of annotated texts"


@click.command("evaluate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--diagram",
    type=click.Path(path_type=Path),
    metavar="FILE.svg",
    help="Write a reliability diagram: confidence against the share that is right.",
)
@click.option(
    "--boundary",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Measure the edges of glossed terms instead.",
)
@click.option(
    "--recognition",
    type=click.Path(path_type=Path),
    metavar="CASES.jsonl",
    help="Measure term recognition instead.",
)
@click.option("--errors", is_flag=True, help="List what was missed and what was wrong.")
@model_options
@text_or_format_option
@quiet_option
def evaluate_command(
    files: tuple[Path, ...],
    diagram: Path | None,
    boundary: Path | None,
    recognition: Path | None,
    errors: bool,
    model: LanguageModel | None,
    form: str,
) -> None:
    """Measure mining: evaluate GOLD FILE [TRANSLATION] ..., or evaluate FOLDER ...

    GOLD is JSON lines with zh, en, tier and kind; FILE the document. Prints recall, precision,
    F1 and calibration, with the number of pairs in each tenth of confidence, and the Brier score.

    A FOLDER holds annotated texts: NAME.jsonl with NAME.zh.txt and NAME.en.txt, with NAME.tsv
    (a bead a line), or with a document such as NAME.md. NAME.jsonl alone is one of them. Prints
    the same figures by domain, which is NAME up to its number, and for all.
    """
    if not files and (diagram or not (boundary or recognition)):
        raise click.UsageError(f"{_WANTED}; or --boundary FILE.json")
    if form != "text" and (boundary or recognition or errors):
        raise click.UsageError(f"--format {form} is for the figures of mining alone")
    singly, annotated = _grouped(files)
    if boundary:
        _boundaries(boundary, errors)
    if recognition:
        from glossary.lookup.recognition import suite as recognition_suite

        click.echo(recognition_suite.report(recognition_suite.run(recognition)))
    if files:
        _mining(singly, annotated, _Asked(errors, diagram, model, form))


def _boundaries(path: Path, errors: bool) -> None:
    from glossary.mining.fit import evaluate

    score = evaluate.boundaries(path)
    click.echo(evaluate.report_boundaries(score))
    for edge in score.wrong if errors else ():
        click.echo(f"  wrong: {edge.left[-12:]}[{edge.zh}] ({edge.en}): {edge.found}")


# ---------------------------------------------------------------- which files belong together


def _grouped(files: Sequence[Path]) -> tuple[list[list[Path]], list[Path]]:
    """([GOLD, FILE] or [GOLD, FILE, TRANSLATION] each, annotations and folders of them)."""
    if _are_pairs(files):
        return [list(pair) for pair in zip(files[::2], files[1::2], strict=True)], []
    groups: list[list[Path]] = []
    for file in files:
        if file.is_dir() or file.suffix == ".jsonl":
            groups.append([file])
        elif groups and not groups[-1][0].is_dir() and len(groups[-1]) < 3:
            groups[-1].append(file)
        else:
            raise _out_of_place(file)
    return [g for g in groups if len(g) > 1], [g[0] for g in groups if len(g) == 1]


def _out_of_place(file: Path) -> Exception:
    if file.exists():
        return click.UsageError(f"{file} belongs to no GOLD (FILE.jsonl); {_WANTED}")
    return InvalidInput(f"{file}: there is no such file or folder")


def _are_pairs(files: Sequence[Path]) -> bool:
    """Whether it is GOLD FILE throughout, where GOLD may have any name."""
    documents = files[1::2]
    return (
        len(files) % 2 == 0
        and not any(file.is_dir() for file in files)
        and not any(file.suffix == ".jsonl" for file in documents)
    )


# ---------------------------------------------------------------- mining


@dataclass(frozen=True, slots=True)
class _Asked:
    """How to mine, and what to tell of it."""

    errors: bool
    diagram: Path | None
    model: LanguageModel | None
    form: str = "text"


def _mining(singly: list[list[Path]], annotated: list[Path], asked: _Asked) -> None:
    """Evaluate the documents that are named one by one, those of folders, and all together."""
    from glossary.mining.fit.corpora import annotated_documents

    _check_place(asked.diagram)
    texts = annotated_documents(annotated) if annotated else []
    _tell_what_is_left_out(annotated)
    measured = _one_by_one(singly, asked, alone=not texts)
    measured += [(text.domain, _measured(text, asked)) for text in texts]
    if asked.form != "text":
        _rows(measured, asked.form)
    elif len(measured) > 1 or texts or asked.diagram:
        _summary(measured, with_tenths=bool(texts or asked.diagram))
    if asked.diagram:
        _draw(asked.diagram, measured)


def _one_by_one(
    groups: list[list[Path]], asked: _Asked, alone: bool
) -> list[tuple[str, MeasuredPairs]]:
    """Print a whole report of each document, and the calibration of all if they are `alone`."""
    from glossary.mining.fit import evaluate

    measured: list[tuple[str, MeasuredPairs]] = []
    scored: list[tuple[list[Any], list[Any]]] = []
    for document in _named(groups):
        rows = _mined(document, asked)
        score = evaluate.mining(document.gold, rows)
        scored.append((document.gold, rows))
        measured.append((document.domain, score.measured))
        if asked.form == "text":
            click.echo(f"{document.name}\n{evaluate.report(score)}")
            _list_errors(score, asked.errors)
    if len(scored) > 1 and alone and asked.form == "text":
        click.echo(f"all documents\n{evaluate.report_calibration(scored)}")
    return measured


def _named(groups: list[list[Path]]) -> Iterator[AnnotatedDocument]:
    """The documents that are named with their gold, each read when its turn comes."""
    from glossary.mining.fit.annotated import domain, rows
    from glossary.mining.fit.corpora import AnnotatedDocument
    from glossary.operations.mining import read

    for gold, *files in groups:
        name = " ".join(file.name for file in files)
        pairs = rows(gold)
        documents = read(files[0]), read(files[1]) if len(files) > 1 else None
        yield AnnotatedDocument(name, domain(gold.stem), pairs, documents)


def _measured(document: AnnotatedDocument, asked: _Asked) -> MeasuredPairs:
    from glossary.mining.fit import evaluate

    score = evaluate.mining(document.gold, _mined(document, asked))
    if asked.errors:
        click.echo(document.name)
    _list_errors(score, asked.errors)
    return score.measured


def _mined(document: AnnotatedDocument, asked: _Asked) -> list[dict[str, Any]]:
    from glossary.cli.mined_rows import pair_rows
    from glossary.operations.mining import found_in

    with progress(f"mining {document.name}") as show:
        rows = list(pair_rows(found_in(*document.documents, show, model=asked.model)))
    if asked.model:
        note(f"{document.name}: {outcome(asked.model)}")
    return rows


# ---------------------------------------------------------------- what is printed and written


def _list_errors(score: MiningScore, errors: bool) -> None:
    for zh, en in score.missed if errors else ():
        click.echo(f"  missed: {zh} = {en}")
    for confidence, zh, en in score.wrong if errors else ():
        click.echo(f"  wrong: {confidence:.2f} {zh} = {en}")


def _rows(measured: list[tuple[str, MeasuredPairs]], form: str) -> None:
    from glossary.mining.fit.figures import by_domain

    rows = [{"domain": name, **found.row} for name, found in by_domain(measured).items()]
    emit(rows, form, tuple(rows[0]) if rows else ())


def _summary(measured: list[tuple[str, MeasuredPairs]], with_tenths: bool) -> None:
    from glossary.mining.fit import figures

    click.echo("by domain, tier 3 left out")
    for line in figures.full_lines(measured):
        click.echo(line)
    for tenth in figures.in_all(measured).tenths if with_tenths else ():
        click.echo(f"  {tenth}")


def _draw(path: Path, measured: list[tuple[str, MeasuredPairs]]) -> None:
    from glossary.mining.fit.diagram import write_diagram
    from glossary.mining.fit.figures import in_all

    write_diagram(path, in_all(measured), len(measured))


def _check_place(diagram: Path | None) -> None:
    """Refuse a place that cannot be written before the long work, not after it."""
    if diagram and not diagram.parent.is_dir():
        raise UnwritableFile(f"{diagram}: cannot be written: there is no folder {diagram.parent}")
    if diagram and diagram.is_dir():
        raise UnwritableFile(f"{diagram}: cannot be written: it is a folder")


def _tell_what_is_left_out(annotated: list[Path]) -> None:
    from glossary.mining.fit.corpora import not_measured

    for path in (p for folder in annotated if folder.is_dir() for p in not_measured(folder)):
        note(f"{path}: not measured, no annotation {path.stem}.jsonl beside it")
