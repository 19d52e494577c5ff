"""demo: the whole job in one command: build, mine, approve, print, export, serve."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from glossary.cli.common import database, note, progress, tell_error
from glossary.errors import InvalidInput
from glossary.model import Candidate, leading
from glossary.operations import demo, seeds
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

SHOWN = 12  # pairs that are printed with their proof. Chosen: they fill a screen or two


@click.command("demo")
@click.option(
    "--seeds",
    "folder",
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
    context: click.Context, folder: Path | None, exports: Path, no_serve: bool, port: int
) -> None:
    """Do the whole job on the seeds, or on a folder of yours, and serve the result.

    Takes in curated entries, mines every document, approves what is certain, prints what was
    found with its proof, and writes the exports. What is not certain waits in the review queue.

    It fills the database that all other commands read, so that you can go on in it at once. One
    that holds work of your own stays as it is: then the demo has another, and says which. Run
    again, it goes on with what it made, and keeps what you did there.
    """
    place = _place(context)
    with Termbase.open(place, clock=lambda: "") as termbase:  # no times in the exports
        _take_in(termbase, folder or seeds.seeds_folder())
        approved = demo.approve_certain(termbase.store, termbase.clock)
        _print_found(termbase, approved)
        click.echo(f"exports written to {exports}/: {', '.join(_written(termbase, exports))}")
    click.echo(f"database: {place}")
    if not no_serve:
        from api.server.serve import serve

        with Termbase.open(place) as termbase:  # changes by users have their time
            serve(termbase, "127.0.0.1", port, None, jobs=1)


def _place(context: click.Context) -> Path:
    """The database that the demo fills, with a message if it is not the usual one."""
    usual = Path(str(database(context)).removeprefix("sqlite://"))
    place = demo.place(usual, named=bool(context.obj))
    if place != usual:
        note(
            f"{usual} is your own termbase and stays as it is. Look up in the demo's with: "
            f"glossary --db {place} search …"
        )
    return place


def _take_in(termbase: Termbase, folder: Path) -> None:
    """Import the curated entries and mine the documents of a folder; unreadable files are reported
    and skipped."""
    store, clock = termbase.store, termbase.clock
    seeds.files_in(folder)  # raises, before anything is marked
    seeds.begin(store, clock)
    curated, new = seeds.import_curated(store, clock, folder)
    entries = termbase.stats()["concepts"]
    click.echo(f"{curated} files of curated entries, {new} of them new: {entries} entries")
    for seed in seeds.documents(store, folder):
        if seed.is_taken:
            click.echo(f"{seed.source.name}: mined before")
        else:
            _mine(termbase, seed)


def _mine(termbase: Termbase, seed: seeds.Seed) -> None:
    name = seed.source.name
    with progress(f"mining {name}") as show:
        try:
            mined = seeds.mine_seed(termbase.store, termbase.clock, seed, show)
        except InvalidInput as error:
            tell_error(str(error))
            return
    pairs, units = len(mined.found.proposals), mined.added.units
    click.echo(f"{name}: {pairs} pairs, {units} aligned sentences")


def _print_found(termbase: Termbase, approved: Sequence[Candidate]) -> None:
    certain = CandidateFilter(state="approved", least_confidence=demo.SURE)
    for candidate in _varied(termbase.candidates(certain))[:SHOWN]:
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
    """The candidates in turns by document, so that the first few are of every document."""
    seen: dict[str, int] = {}
    order = []
    for candidate in candidates:
        name = candidate.evidence[0].document
        seen[name] = seen.get(name, 0) + 1
        order.append((seen[name], -candidate.confidence, candidate.id, candidate))
    return [row[-1] for row in sorted(order, key=lambda row: row[:3])]


def _written(termbase: Termbase, folder: Path) -> list[str]:
    """Write the exports; returns the names of the files written, and reports anything else."""
    written = []
    for file in demo.write_exports(termbase.store, folder):
        if file.problem:
            note(f"{file.name} not written: {file.problem}")
        if file.aside:
            note(f"{file.name}: what stood there is now {file.aside.name}")
        if file.is_written:
            written.append(file.name)
    return written
