"""demo: the whole job in one command: build, mine, approve the certain, print, export, serve."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from glossary.cli.common import note, progress
from glossary.cli.review import entry_for
from glossary.errors import InvalidInput
from glossary.model import Candidate, leading
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

EXPORTS = {  # file: (profile, tag of the Chinese)
    "termbase.tbx": ("archive", "zh-Hant-TW"),
    "en_zh-TW.tbx": ("omegat", "zh-Hant-TW"),
    "en_zh-CN.tbx": ("omegat", "zh-Hans-CN"),
    "termbase.csv": ("csv", "zh-Hant-TW"),
}
SHOWN = 12
SURE = 0.92
"""The confidence from which the demo approves by itself: nine in ten, and a margin of 0.02."""


@click.command("demo")
@click.option(
    "--seeds",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A folder of your own documents (and curated .toml entries).",
)
@click.option(
    "--exports",
    type=click.Path(path_type=Path),
    default=Path("exports"),
    show_default=True,
    metavar="FOLDER",
    help="Where the exports go.",
)
@click.option("--no-serve", is_flag=True, help="Stop when all is written.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_context
def demo_command(
    context: click.Context, seeds: Path | None, exports: Path, no_serve: bool, port: int
) -> None:
    """Do the whole job on the seeds, or on a folder of yours, and serve the result.

    Builds a fresh demo database, takes in curated entries, mines every document, approves what
    is certain, prints what was found with its proof, and writes the exports. What is not
    certain waits in the review queue.
    """
    folder = seeds or seeds_folder()
    database = _fresh_database(context)
    with Termbase.open(database, clock=lambda: "") as termbase:  # no clock time in the exports
        _build(termbase, folder)
        approved = approve_certain(termbase)
        _print_found(termbase, approved)
        written = write_exports(termbase, exports)
        click.echo(f"exports written to {exports}/: {', '.join(written)}")
        click.echo(f"database: {database}")
        if not no_serve:
            from api.serve import serve

            serve(termbase, "127.0.0.1", port, None)


def seeds_folder() -> Path:
    """The seeds that came with the program."""
    package = Path(__file__).parents[1]
    for folder in (package / "data" / "seeds", package.parent / "seeds"):
        if folder.is_dir():
            return folder
    raise InvalidInput("this installation has no seeds; give a folder with --seeds FOLDER")


def _fresh_database(context: click.Context) -> Path:
    """The database given, which must be new, or one of the demo's own, made anew."""
    if context.obj:
        path = Path(str(context.obj).removeprefix("sqlite://"))
        if path.exists():
            raise InvalidInput(
                f"{path} exists; the demo wants a new file, so that it harms nothing"
            )
        return path
    import platformdirs

    path = Path(platformdirs.user_data_dir("glossary", appauthor=False)) / "demo.db"
    for leftover in path.parent.glob(path.name + "*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    return path


# ---------------------------------------------------------------- build


def _build(termbase: Termbase, folder: Path) -> None:
    curated, documents = files_in(folder)
    for file in curated:
        termbase.read(file.name, file.read_bytes(), by="seeds")
    click.echo(f"{termbase.stats()['concepts']} curated entries from {len(curated)} files")
    for source, translation in documents:
        with progress(f"mining {source.name}") as show:
            try:
                mined = termbase.mine(source, translation, by="demo", progress=show)
            except InvalidInput as error:
                note(f"Error: {error}")
                continue
        pairs, units = len(mined.found.proposals), mined.added.units
        click.echo(f"{source.name}: {pairs} pairs, {units} aligned sentences")


def files_in(folder: Path) -> tuple[list[Path], list[tuple[Path, Path | None]]]:
    """(curated files, documents); `x.zh.txt` with `x.en.txt` is a source and its translation."""
    from glossary.documents import FORMATS

    if not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder")
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    curated = [p for p in files if p.suffix == ".toml"]
    documents = [p for p in files if p.suffix.lower() in FORMATS]
    if not curated and not documents:
        raise InvalidInput(f"{folder}: no documents in it ({' '.join(FORMATS)})")
    return curated, list(_paired(documents))


def _paired(files: Sequence[Path]) -> Iterator[tuple[Path, Path | None]]:
    translations = {p: t for p in files if (t := _translation_of(p)) in files}
    for file in files:
        if file not in translations.values():
            yield file, translations.get(file)


def _translation_of(file: Path) -> Path | None:
    stem, dot, language = file.stem.rpartition(".")
    return file.with_name(f"{stem}.en{file.suffix}") if dot and language.startswith("zh") else None


# ---------------------------------------------------------------- approve, print, export


def approve_certain(termbase: Termbase) -> list[Candidate]:
    """Approve what is surer than the limit; the rest waits for a person."""
    sure = termbase.candidates(CandidateFilter(least_confidence=SURE))
    for candidate in sorted(sure, key=lambda c: c.id):
        termbase.judge(
            candidate.id, "approve", by="demo", concept_id=entry_for(termbase, candidate)
        )
    return sure


def _print_found(termbase: Termbase, approved: Sequence[Candidate]) -> None:
    for candidate in _varied(approved)[:SHOWN]:
        best = leading(candidate)
        place = f"{Path(best.document).name}:{best.line}"
        click.secho(f"\n{candidate.zh} = {candidate.en}", bold=True, nl=False)
        click.echo(f"   {candidate.confidence:.0%}, {candidate.method}, {place}")
        click.echo(f"    {best.zh_context}")
        if best.en_context != best.zh_context:
            click.echo(f"    {best.en_context}")
    stats = termbase.stats()
    click.echo(
        f"\n{len(approved)} pairs approved by themselves; {stats['candidates_proposed']} wait for "
        f"review; {stats['concepts']} concepts, {stats['units']} translation units"
    )


def _varied(candidates: Sequence[Candidate]) -> list[Candidate]:
    """A few of every document before more of any."""
    seen: dict[str, int] = {}
    order = []
    for candidate in candidates:
        name = candidate.evidence[0].document
        seen[name] = seen.get(name, 0) + 1
        order.append((seen[name], -candidate.confidence, candidate.id, candidate))
    return [row[-1] for row in sorted(order, key=lambda row: row[:3])]


def write_exports(termbase: Termbase, folder: Path) -> list[str]:
    """The names of the files written; one that would be empty is said and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (profile, zh_tag) in EXPORTS.items():
        try:
            termbase.write(folder / name, profile, zh_tag=zh_tag)
            written.append(name)
        except InvalidInput as error:
            (folder / name).unlink(missing_ok=True)  # not an older one in its place
            note(f"{name} not written: {error}")
    return written
