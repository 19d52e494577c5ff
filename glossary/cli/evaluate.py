"""evaluate: mining against a gold annotation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from glossary.cli.common import progress


@click.command("evaluate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
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
def evaluate_command(
    files: tuple[Path, ...], boundary: Path | None, recognition: Path | None, errors: bool
) -> None:
    """Measure mining: evaluate GOLD FILE [GOLD FILE ...].

    GOLD is JSON lines with zh, en, tier and kind; FILE the document. Prints recall, precision,
    F1 and calibration, with the number of pairs in each tenth of confidence.
    """
    if not boundary and not recognition and (not files or len(files) % 2):
        raise click.UsageError("give GOLD and FILE, in pairs; or --boundary FILE.json")
    if boundary:
        _boundaries(boundary, errors)
    if recognition:
        from glossary.lookup.recognition import suite as recognition_suite

        click.echo(recognition_suite.report(recognition_suite.run(recognition)))
    _mining(list(zip(files[::2], files[1::2], strict=True)), errors)


def _boundaries(path: Path, errors: bool) -> None:
    from glossary.mining.fit import evaluate

    score = evaluate.boundaries(path)
    click.echo(evaluate.report_boundaries(score))
    for edge in score.wrong if errors else ():
        click.echo(f"  wrong: {edge.left[-12:]}[{edge.zh}] ({edge.en}): {edge.found}")


def _mining(pairs: list[tuple[Path, Path]], errors: bool) -> None:
    """Evaluate each document by itself, and for several also the calibration over all."""
    from glossary.cli.mining import pair_rows
    from glossary.mining.fit import annotated, evaluate
    from glossary.operations.mining import found_in, read

    everything: list[tuple[list[Any], list[Any]]] = []
    for gold_file, document in pairs:
        gold = annotated.rows(gold_file)
        with progress(f"mining {document.name}"):
            rows = list(pair_rows(found_in(read(document))))
        everything.append((gold, rows))
        click.echo(f"{document.name}\n{evaluate.report(score := evaluate.mining(gold, rows))}")
        for zh, en in score.missed if errors else ():
            click.echo(f"  missed: {zh} = {en}")
        for confidence, zh, en in score.wrong if errors else ():
            click.echo(f"  wrong: {confidence:.2f} {zh} = {en}")
    if len(everything) > 1:
        click.echo(f"all documents\n{evaluate.report_calibration(everything)}")
