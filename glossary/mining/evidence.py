"""Make a proposal, with its evidence, from a pair inside a bead."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.mining.align.bead import Bead
from glossary.mining.knowledge.kinds import kind_of
from glossary.mining.run import MiningRun
from glossary.model import Evidence, Proposal, Span


@dataclass(frozen=True, slots=True)
class PairInBead:
    """A span in each of a bead's texts, and the kind, method and confidence of the pair."""

    zh: Span
    en: Span
    kind: str | None  # None: decided by the words
    method: str
    confidence: float


def proposal(run: MiningRun, bead: Bead, pair: PairInBead) -> Proposal | None:
    """The pair with its evidence; None if a span crosses the end of a sentence."""
    left, right = bead.zh.locate(*pair.zh), bead.en.locate(*pair.en)
    if left is None or right is None:
        return None
    chinese, english = bead.zh.text[slice(*pair.zh)], bead.en.text[slice(*pair.en)]
    confidence = round(pair.confidence, 3)
    evidence = Evidence(
        document=run.zh.name,
        document_sha256=run.zh.sha256,
        zh_context=left[0].text,
        en_context=right[0].text,
        zh_span=left[1],
        en_span=right[1],
        line=run.zh.line(left[1][0]),
        method=pair.method,
        confidence=confidence,
        en_document=None if run.is_one_document else run.en.name,
        en_document_sha256=None if run.is_one_document else run.en.sha256,
    )
    kind = pair.kind or kind_of(chinese, english)
    return Proposal(chinese, english, kind, pair.method, confidence, (evidence,))
