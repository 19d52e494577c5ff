"""Measure mining against a gold annotation, as values: for doors other than the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glossary.errors import UnreadableFile
from glossary.model import Document
from glossary.operations.mining import found_in
from glossary.progress import Progress

if TYPE_CHECKING:
    from glossary.mining.fit.annotated import Row
    from glossary.mining.fit.evaluate import MiningScore, Share


def gold_rows(data: bytes, name: str) -> list[Row]:
    """The annotated pairs in JSON lines. Raises UnreadableFile with the line."""
    from glossary.mining.fit.annotated import rows_in

    try:
        return rows_in(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise UnreadableFile(name, f"not UTF-8: {error.reason}") from error


def evaluate(
    gold: list[Row],
    document: Document,
    translation: Document | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Mine a document, and measure what is found against the pairs that are right in it: the
    figures of `glossary evaluate GOLD FILE`, as JSON data."""
    from glossary.mining.fit.evaluate import mining

    found = found_in(document, translation, progress).proposals
    score = mining(
        gold, ({"zh": p.zh, "en": p.en, "confidence": round(p.confidence, 3)} for p in found)
    )
    return _figures(score, len(gold))


def _figures(score: MiningScore, gold: int) -> dict[str, Any]:
    return {
        "gold": gold,
        "f1": score.f1,
        "precision": _share(score.precision),
        "recall": [{"tier": tier, **_share(share)} for tier, share in score.recall.items()],
        "neutral": score.neutral,
        "calibration_error": score.calibration_error,
        "missed": [{"zh": zh, "en": en} for zh, en in score.missed],
        "wrong": [{"zh": zh, "en": en, "confidence": sure} for sure, zh, en in score.wrong],
    }


def _share(share: Share) -> dict[str, Any]:
    return {"right": share.right, "out_of": share.of, "value": share.value}
