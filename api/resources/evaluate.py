"""How well mining does on a document whose pairs are known."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api import deferring
from api.answers import Answer, answer
from api.resources.mine import MINED_AT_ONCE
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, Who, Written
from glossary import documents
from glossary.operations import evaluating

blueprint = APIBlueprint("evaluate", __name__, url_prefix="/api/v1", tag="Mining")

# ---------------------------------------------------------------- requests


class EvaluateOptions(Body):
    by: Who = ""


class EvaluateBody(EvaluateOptions, Written):
    """A document as text; `gold` are its pairs in JSON lines, `translation` is the same in the
    other language."""

    gold: Written
    translation: Written | None = None


# ---------------------------------------------------------------- answers


class ShareOf(Answer):
    """So many of so many."""

    right: int
    out_of: int
    value: float


class TierShare(ShareOf):
    tier: int


class TermPair(Answer):
    zh: str
    en: str


class WrongPair(TermPair):
    confidence: float


class MiningFigures(Answer):
    """How well mining did on a document; pairs of tier 3 are neither right nor wrong."""

    gold: int
    """How many annotated pairs there are."""
    f1: float
    precision: ShareOf
    recall: list[TierShare]
    neutral: int
    calibration_error: float
    missed: list[TermPair]
    wrong: list[WrongPair]


# ---------------------------------------------------------------- views


@blueprint.post("/evaluate")
@blueprint.output(MiningFigures)
@takes_files(Uploads(EvaluateBody, EvaluateOptions, "file", ("translation",), ("gold",)))
@deferring.may_be_a_job
def evaluate(files: dict[str, Upload], options: EvaluateOptions) -> Response:
    """Mine a document, and measure what is found against the pairs that are right in it

    `gold` are JSON lines with zh, en and tier. Nothing is stored.
    """
    if deferring.is_job(sum(sent.size for sent in files.values()), MINED_AT_ONCE):
        return deferring.taken("evaluate", options.model_dump(), files, files["file"].name)
    gold = evaluating.gold_rows(files["gold"].data, files["gold"].name)
    read = {n: documents.parse(s.data, s.name) for n, s in files.items() if n != "gold"}
    figures = evaluating.evaluate(gold, read["file"], read.get("translation"))
    return answer(MiningFigures.model_validate(figures))
