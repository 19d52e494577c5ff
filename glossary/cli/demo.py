"""demo: the whole job in one command: build, mine, approve the certain, print, export, serve."""

from __future__ import annotations

import filecmp
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from glossary.cli.common import database, note
from glossary.cli.seeds import is_demo, seeds_folder, take_in
from glossary.errors import InvalidInput, UnwritableFile
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

    Takes in curated entries, mines every document, approves what is certain, prints what was
    found with its proof, and writes the exports. What is not certain waits in the review queue.

    It fills the database that all other commands read, so that you can go on in it at once. One
    that holds work of your own stays as it is: then the demo has another, and says which. Run
    again, it goes on with what it made, and keeps what you did there.
    """
    place = _place(context)
    with Termbase.open(place, clock=lambda: "") as termbase:  # no clock time in the exports
        take_in(termbase, seeds or seeds_folder())
        approved = approve_certain(termbase)
        _print_found(termbase, approved)
        click.echo(f"exports written to {exports}/: {', '.join(write_exports(termbase, exports))}")
    click.echo(f"database: {place}")
    if not no_serve:
        from api.server.serve import serve

        with Termbase.open(place) as termbase:  # what people do in it has its time
            serve(termbase, "127.0.0.1", port, None)


# ---------------------------------------------------------------- which database


def _place(context: click.Context) -> Path:
    """The database that the other commands read, unless it is somebody's own; a named one of
    somebody's own is refused."""
    usual = Path(str(database(context)).removeprefix("sqlite://"))
    if _is_free(usual):
        return usual
    if context.obj:
        raise InvalidInput(
            f"{usual} is a termbase of its own; name a new file, so that the demo's entries do "
            "not mix with it"
        )
    place = usual.with_name("demo.db")
    if not _is_free(place):
        raise InvalidInput(
            f"{usual} and {place} are termbases of their own; name a new file for the demo: "
            "glossary --db FILE demo"
        )
    note(
        f"{usual} is your own termbase and stays as it is. Look up in the demo's with: "
        f"glossary --db {place} search …"
    )
    return place


def _is_free(path: Path) -> bool:
    """Is there nothing yet, or what an earlier demo made?"""
    if not path.exists():
        return True
    with Termbase.open(path) as termbase:
        return is_demo(termbase) or not (termbase.steps(limit=1) or any(termbase.stats().values()))


# ---------------------------------------------------------------- approve, print, export


def approve_certain(termbase: Termbase) -> list[Candidate]:
    """Approve what is surer than the limit and nobody has judged; the rest waits for a person."""
    sure = termbase.candidates(CandidateFilter(least_confidence=SURE))
    sure = [candidate for candidate in sure if not termbase.judgements(candidate.id)]
    for candidate in sorted(sure, key=lambda c: c.id):
        termbase.judge(candidate.id, "approve", by="demo")
    return sure


def _print_found(termbase: Termbase, approved: Sequence[Candidate]) -> None:
    certain = CandidateFilter(state="approved", least_confidence=SURE)
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
    """A few of every document before more of any."""
    seen: dict[str, int] = {}
    order = []
    for candidate in candidates:
        name = candidate.evidence[0].document
        seen[name] = seen.get(name, 0) + 1
        order.append((seen[name], -candidate.confidence, candidate.id, candidate))
    return [row[-1] for row in sorted(order, key=lambda row: row[:3])]


def write_exports(termbase: Termbase, folder: Path) -> list[str]:
    """The names of the files written; one that would be empty is said and left out. A file of
    other content that stands there already is kept under another name."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=folder) as fresh:
        for name, (profile, zh_tag) in EXPORTS.items():
            made, target = Path(fresh) / name, folder / name
            try:
                termbase.write(made, profile, zh_tag=zh_tag)
            except UnwritableFile as error:
                note(f"{name} not written: {error}")
                continue  # what stood there stays
            except InvalidInput as error:
                note(f"{name} not written: {error}")
            if target.exists() and not (made.exists() and filecmp.cmp(made, target, False)):
                note(f"{name}: what stood there is now {_put_aside(target).name}")
            if made.exists():
                made.replace(target)
                written.append(name)
    return written


def _put_aside(file: Path) -> Path:
    """Renames a file to the first free of `name.1.tbx`, `name.2.tbx`, …"""
    number = 1
    while (free := file.with_name(f"{file.stem}.{number}{file.suffix}")).exists():
        number += 1
    return file.rename(free)
