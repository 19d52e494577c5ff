"""conflicts: what imports left for a person to settle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from glossary.cli import absence
from glossary.cli.common import by_option, emit, format_option, quiet_option, say, termbase
from glossary.cli.entries import summary
from glossary.cli.renamed import RenamedChoice
from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import Conflicted
from glossary.termbase import Termbase

COLUMNS = ("id", "concept_id", "field", "where", "was", "ours", "theirs", "source")


@click.command("conflicts")
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option(
    "--take", type=click.Choice(["ours", "theirs"]), help="Settle these: which side stands."
)
@click.option(
    "--state",
    type=RenamedChoice(("open", "ours", "theirs", "entry", "any"), {"all": "any"}),
    default="open",
    show_default=True,
    help="Which are listed, by what was taken.",
)
@by_option
@format_option
@quiet_option
@click.pass_context
def conflicts_command(
    context: click.Context,
    /,
    ids: tuple[int, ...],
    take: str | None,
    state: str,
    by: str,
    form: str,
) -> None:
    """List what an import and somebody here changed to different things, a row a field.

    With IDs only these. With --take they are settled: ours stays as it is, theirs is taken where
    the two differ. `glossary undo` takes that back.
    """
    if take and not ids:
        raise click.UsageError("which? give their numbers: glossary conflicts 3 --take ours")
    with termbase(context) as opened:
        if take:
            for number in ids:
                entry = opened.settle(number, take, by=by)
                say(f"conflict {number}: {take} stands; {_of(entry)}")
            return
        rows = (row for each in _asked(opened, ids, state) for row in _rows(opened, each))
        emit(rows, form, COLUMNS, lambda: absence.no_conflict(opened))


def _of(entry: ConceptEntry | None) -> str:
    return f"{entry.id}: {summary(entry)}" if entry else "the entry stays deleted"


def _asked(opened: Termbase, ids: tuple[int, ...], state: str) -> list[Conflicted]:
    if not ids:
        return opened.conflicts(None if state == "any" else state)
    known = {each.id: each for each in opened.conflicts(None)}
    for number in ids:
        if number not in known:
            raise NotFound(f"no conflict {number}; list them with: glossary conflicts --state any")
    return [known[number] for number in ids]


def _rows(opened: Termbase, conflict: Conflicted) -> Iterator[dict[str, Any]]:
    """A row for each field; of one that was settled, or has nothing to settle, one in words."""
    from glossary.operations.differing import differing

    about = {"id": conflict.id, "concept_id": conflict.concept_id}
    origin = {"source": conflict.source, "state": conflict.state}
    fields = differing(opened.store, conflict) if conflict.state == "open" else ()
    for each in fields:
        sides = {"was": each.base, "ours": each.ours, "theirs": each.theirs}
        yield about | {"field": each.field, "where": each.where} | sides | origin
    if not fields:
        said = "; ".join(conflict.differences)
        yield about | {"field": said, "where": "", "was": "", "ours": "", "theirs": ""} | origin
