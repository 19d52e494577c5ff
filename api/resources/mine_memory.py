"""Mining of a whole memory: one that is sent, or that of the termbase."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api import deferring
from api.answers import Answer, answer
from api.context import termbase
from api.resources.mine import AddedCounts
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, Who, Words, Written
from glossary.model import Proposal
from glossary.operations import memory_mining
from glossary.operations.options import MemoryToMine

blueprint = APIBlueprint("mine_memory", __name__, url_prefix="/api/v1", tag="Mining")

# ---------------------------------------------------------------- requests


class MineMemoryOptions(Body):
    subject: Words = ""
    by: Who = ""
    least: Annotated[int, Field(ge=1, le=1_000_000)] = 3
    """In how many units a pair must stand."""
    limit: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    """How many pairs at most; 150 for 1,000 units where it is not given."""
    dry_run: bool = False
    """Only answer what is found; store nothing."""


class MineMemoryBody(MineMemoryOptions):
    """How to mine a memory; without a `file`, that of the termbase."""

    file: Written | None = None


# ---------------------------------------------------------------- answers


class UnitLeftOut(Answer):
    number: int
    """Which unit of the memory, from 1; of the termbase's own memory its id."""
    reason: str


class PairsOfMemory(Answer):
    memory: str
    units: int
    repeated: int
    """How many of the units repeat another; they count once."""
    refusals: int
    """How many units were left out."""
    refused: list[UnitLeftOut]
    """The first 100 of them."""
    found: int
    added: AddedCounts | None
    """What of it was new to the termbase; null for a dry run."""
    proposals: list[Proposal]


# ---------------------------------------------------------------- views


@blueprint.post("/mine/memory")
@blueprint.output(PairsOfMemory)
@takes_files(Uploads(MineMemoryBody, MineMemoryOptions, optional=("file",)))
@deferring.may_be_a_job
def mine_memory(files: dict[str, Upload], options: MineMemoryOptions) -> Response:
    """Propose the term pairs that recur in a memory

    A multipart upload with the part `file`, or a text as JSON; the end of the name tells the
    format: .tmx, .tsv, .xliff, .parquet, these also as .gz or .xz. Without a file it is the
    memory of the termbase. It is always taken as a job (202) where the server runs any.
    """
    if deferring.runs_jobs():
        name = "" if files else memory_mining.OWN
        return deferring.taken("mine memory", options.model_dump(), files, name)
    with _kept(files.get("file")) as sent:
        return answer(PairsOfMemory.model_validate(_mined(sent, options)))


def _mined(sent: dict[str, Any], options: MineMemoryOptions) -> dict[str, Any]:
    """What is found in the memory `sent`, and stored unless it is a dry run."""
    fields = sent | {"least": options.least, "most": options.limit, "processes": 1}
    if options.dry_run:
        found = memory_mining.found_in_memory(termbase().store, MemoryToMine(**fields))
        return memory_mining.report(found, is_stored=False)
    mined = termbase().mine_memory(**fields, subject=options.subject, by=options.by)
    return memory_mining.report(mined, is_stored=True)


@contextmanager
def _kept(sent: Upload | None) -> Iterator[dict[str, Any]]:
    """The path and name of a file with what was sent, as long as the block lasts."""
    if sent is None:
        yield {}
        return
    with NamedTemporaryFile() as file:
        shutil.copyfileobj(sent.stream, file)
        file.flush()
        yield {"path": file.name, "name": sent.name}
