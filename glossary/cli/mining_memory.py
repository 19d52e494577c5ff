"""mine, of a whole memory: what is printed of the pairs that recur in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from glossary.cli.common import emit, note, progress, say, termbase
from glossary.cli.mined_rows import pair_row
from glossary.codec import to_plain
from glossary.model import CorpusUse, Proposal
from glossary.operations.options import MemoryToMine

COLUMNS = (
    "zh",
    "en",
    "kind",
    "confidence",
    "units",
    "zh_alone",
    "en_alone",
    "texts",
    "inside",
    "rivals",
    "proof",
)
LARGE_TMX = 2_000
"""Units from which a TMX file is mined as a memory; below, unit by unit as a document. Chosen: so
many take five minutes as a document, and in fewer little recurs."""
_SHOWN = 20  # units that were left out and are named one by one: chosen, a screen


def is_memory(path: Path) -> bool:
    """Whether a file is mined as a memory unless the user says otherwise: what is no document by
    its name, and a TMX file of many units."""
    from glossary.operations import memory_names

    return memory_names.is_memory(path) or (path.suffix.lower() == ".tmx" and _has_many_units(path))


def _has_many_units(path: Path) -> bool:
    count = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(1_048_576):
                count += block.count(b"</tu>")
                if count >= LARGE_TMX:
                    return True
    except OSError:
        return False  # told by whoever reads it
    return False


def mine_memory(context: click.Context, job: MemoryToMine, form: str, dry_run: bool) -> None:
    """Mine a memory: print its pairs, or propose them and say how many."""
    name = job.path or "the termbase's memory"
    if dry_run:
        emit(_dry_run(context, job, form), form, COLUMNS, lambda: f"nothing recurs in {name}")
        return
    with termbase(context) as opened, progress(f"mining {name}") as show:
        mined = opened.mine_memory(**_fields(job), progress=show)
    _tell(mined)
    found, added = mined.found, mined.added
    say(
        f"{name}: {found.units:,} units, {found.repeated:,} of them repeated; "
        f"{len(found.proposals)} pairs, {added.candidates} of them new; "
        f"{added.evidence} new pieces of evidence"
    )


def _fields(job: MemoryToMine) -> dict[str, Any]:
    names = ("path", "subject", "by", "least", "most", "processes", "runner", "work", "output")
    return {name: getattr(job, name) for name in names}


def _dry_run(context: click.Context, job: MemoryToMine, form: str) -> Iterator[dict[str, Any]]:
    from glossary.operations.memory_mining import found_in_memory

    fields = _fields(job)
    with progress(f"mining {job.path or 'the termbase'}") as show:
        if job.path is None:
            with termbase(context) as opened:
                mined = found_in_memory(opened.store, MemoryToMine(**fields, progress=show))
        else:
            mined = found_in_memory(None, MemoryToMine(**fields, progress=show))
    _tell(mined)
    yield from memory_rows(mined.found.proposals, for_eyes=form in ("table", "csv"))


def _tell(mined: Any) -> None:
    """Say which units were left out."""
    refused = mined.refused
    for unit in refused[:_SHOWN]:
        note(f"unit {unit.number}: left out: {unit.reason}")
    if len(refused) > _SHOWN:
        note(f"and {len(refused) - _SHOWN:,} more units were left out")


def memory_rows(proposals: Iterable[Proposal], for_eyes: bool) -> Iterator[dict[str, Any]]:
    for proposal in proposals:
        assert proposal.use
        row = pair_row(proposal) | use_row(proposal.use, for_eyes)
        yield row | ({"proof": _proof(proposal)} if for_eyes else {})


def _proof(proposal: Proposal) -> str:
    """The numbers of the units that prove a pair."""
    return ", ".join(str(evidence.line) for evidence in proposal.evidence)


def use_row(use: CorpusUse, for_eyes: bool) -> dict[str, Any]:
    """How a memory uses a pair, as fields of a row; rivals as texts, or as objects for programs."""
    row: dict[str, Any] = to_plain(use, defaults=True)
    if for_eyes:
        row["rivals"] = [f"{rival.en} {rival.share:.0%}" for rival in use.rivals]
    return row


def use_lines(use: CorpusUse) -> Iterator[str]:
    """How a memory uses a pair, in words."""
    texts = f" of {use.texts:,} texts" if use.texts else ""
    yield (
        f"in {use.units:,} units{texts}; the Chinese without the English in {use.zh_alone:,}, the "
        f"English without the Chinese in {use.en_alone:,}; inside a longer pair in {use.inside:.0%}"
    )
    if use.variants:
        yield f"also written {', '.join(use.variants)}"
    if use.rivals:
        rivals = (f"{r.en} ({r.units:,} units, {r.share:.0%})" for r in use.rivals)
        yield f"rivals: {'; '.join(rivals)}"
