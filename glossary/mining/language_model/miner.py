"""Term pairs that a language model names in the beads, if the run has one.

beads -> answers -> told pairs -> those that stand there -> judged as all pairs are -> Proposal
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from glossary.mining.align.bead import Bead
from glossary.mining.language_model.answers import ToldPair, told_pairs
from glossary.mining.run import MiningRun
from glossary.model import Proposal
from glossary.progress import Headway

if TYPE_CHECKING:
    from glossary.mining.language_model.model import LanguageModel
    from glossary.mining.language_model.tally import ModelTally

LEAST_CONFIDENCE = 0.01
"""Pairs below are not proposed. Derived: the least that is not 0 in two places. It is lower than
that of other pairs, since a model is asked for those that the scorer holds for unlikely."""


def mine(run: MiningRun) -> Iterator[Proposal]:
    """The pairs that the model names, in order of the text. Raises ModelError."""
    if run.model is None:
        return
    from glossary.mining.pairs.miner import batches, readable, without_titles

    together = list(batches(readable(run)))
    told = iter(list(_told([bead for batch in together for bead in batch], run, run.model)))
    named = [list(islice(told, len(batch))) for batch in together]
    run.tell("model, judging what it names")
    found = (p for b, n in zip(together, named, strict=True) for p in _proposals(b, n, run))
    for proposal in without_titles(found, run):
        run.model.tally.taken += 1
        yield proposal


def _told(
    beads: Sequence[Bead], run: MiningRun, model: LanguageModel
) -> Iterator[Sequence[ToldPair]]:
    """The pairs of each bead that the model names and that stand there."""
    answers = model.answers([(bead.zh.text, bead.en.text) for bead in beads])
    for number, (bead, text) in enumerate(zip(beads, answers, strict=True), 1):
        run.tell(Headway("model", number, len(beads), "sentences"))
        model.tally.sentences += 1
        yield [] if text is None else _standing(text, bead, model.tally)


def _standing(text: str, bead: Bead, tally: ModelTally) -> list[ToldPair]:
    """The pairs in an answer that stand in the bead letter by letter; the others are counted."""
    answer = told_pairs(text)
    standing = [p for p in answer.pairs if p.zh in bead.zh.text and p.en in bead.en.text]
    tally.told += len(answer.pairs)
    tally.invented += len(answer.pairs) - len(standing)
    tally.unreadable += answer.lost
    return standing


def _proposals(
    beads: Sequence[Bead], told: Sequence[Sequence[ToldPair]], run: MiningRun
) -> Iterator[Proposal]:
    """The told pairs that can be pairs of terms, in beads that share counts of what recurs."""
    if not any(told):
        return
    from threadpoolctl import threadpool_limits

    from glossary.mining.language_model.standing import judged
    from glossary.mining.pairs.document_use import use_of
    from glossary.mining.pairs.miner import stated
    from glossary.mining.pairs.scorer import load
    from glossary.mining.pairs.sentence_pair import analyse

    scorer = load()
    sentences = analyse([(b.zh.text, b.en.text) for b in beads], run.encoder, scorer.links)
    use = use_of(sentences)
    for bead, pairs, sentence in zip(beads, told, sentences, strict=True):
        with threadpool_limits(1, "blas"):
            found = judged(pairs, sentence, use, scorer)
        for pair in found:
            proposal = stated(run, bead, pair, sentence, "model")
            if proposal and proposal.confidence >= LEAST_CONFIDENCE:
                yield proposal
