"""Bilingual titles: 《失落的十年：…》(Lost Decade: …) is a small alignment of its own.

    title gloss -> main title and subtitle -> term pairs inside each (pairs)

A main title before a colon is a pair as a whole, too. What `pairs` says of its confidence holds
for running sentences; titles have their own calibration (Platt), fitted by fit_gloss.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.mining.align.bead import Bead
from glossary.mining.align.passages import Sentence
from glossary.mining.gloss.ranker import load, rate
from glossary.mining.knowledge import lexicon
from glossary.mining.knowledge.exact import log, logistic
from glossary.mining.run import MiningRun
from glossary.model import Block, Document, Proposal, Span
from glossary.text.script import to_simplified
from glossary.text.segment import tagged_words

_COLON = re.compile(r"\s*(?:[:：]|——|–|—)\s*")

# Chosen. At half, shorter titles are taken apart, fewer main titles are pairs, no word of a title
# is likelier than a coin, and more doubtful ones wait for review; at double it is the other way.
_FEWEST_WORDS = 3  # of English; a shorter title has no terms inside it
_LONGEST_MAIN = 8  # English words
_MOST = 0.78  # a few words without a sentence never prove a pair as a gloss does
_LEAST = 0.15  # confidence below which a pair is not proposed
_NEAREST = 1e-6  # to 0 and 1, where the log odds would have no end: derived, far below what
# confidences are rounded to


@dataclass(frozen=True, slots=True)
class Title:
    """A gloss whose two sides are titles, or one half of both."""

    zh: str
    en: str
    zh_span: Span
    en_span: Span
    main: bool = False  # what stands before the colon

    def bead(self) -> Bead:
        """Both sides as sentences by themselves."""
        return Bead.of(
            (_sentence(self.zh, self.zh_span),), (_sentence(self.en, self.en_span),), 1.0
        )


def mine(run: MiningRun) -> Iterator[Proposal]:
    """The pairs inside the bilingual titles among the glosses of the documents."""
    for document in run.documents:
        own = [p for p in run.proposals if p.evidence[0].document == document.name]
        yield from _of_document(document, own, run)


def _of_document(
    document: Document, glosses: Iterable[Proposal], run: MiningRun
) -> Iterator[Proposal]:
    parts: list[Title] = []
    for gloss in glosses:
        if title := _title(document, gloss):
            halves = list(_halves(title))
            parts += halves
            yield from (_whole(gloss, half) for half in halves if half.main)
    if parts:
        from glossary.mining.pairs.miner import inside

        found = inside([part.bead() for part in parts], run.of(document))
        yield from (p for p in map(_recalibrated, found) if p.confidence >= _LEAST)


def _title(document: Document, proposal: Proposal) -> Title | None:
    """The title of a gloss; None for other glosses, and where markup cuts the text."""
    zh, en = proposal.evidence[0].zh_span, proposal.evidence[0].en_span
    text = document.text
    verbatim = text[slice(*zh)] == proposal.zh and text[slice(*en)] == proposal.en
    if proposal.kind != "title" or proposal.method != "gloss" or not verbatim:
        return None
    long = len(proposal.en.split()) >= _FEWEST_WORDS
    return Title(proposal.zh, proposal.en, zh, en) if long else None


def _sentence(text: str, span: Span) -> Sentence:
    """A stretch that stands verbatim in the document, as a block of its own."""
    return Sentence(Block("paragraph", text, array("q", range(*span))), 0, len(text))


def _halves(title: Title) -> Iterator[Title]:
    """Main title and subtitle where both sides have one colon; else the title as it is."""
    zh, en = list(_COLON.finditer(title.zh)), list(_COLON.finditer(title.en))
    if len(zh) != 1 or len(en) != 1:
        yield title
        return
    main = len(title.en[: en[0].start()].split()) <= _LONGEST_MAIN
    yield _part(title, (0, zh[0].start()), (0, en[0].start()), main)
    yield _part(title, (zh[0].end(), len(title.zh)), (en[0].end(), len(title.en)), False)


def _part(title: Title, zh: Span, en: Span, main: bool) -> Title:
    a, b = title.zh_span[0], title.en_span[0]
    return Title(
        title.zh[slice(*zh)],
        title.en[slice(*en)],
        (a + zh[0], a + zh[1]),
        (b + en[0], b + en[1]),
        main,
    )


def _whole(proposal: Proposal, main: Title) -> Proposal:
    """The main title as a pair, with the evidence of the gloss."""
    confidence = round(rate("main title") * proposal.confidence, 4)
    evidence = replace(
        proposal.evidence[0],
        zh_span=main.zh_span,
        en_span=main.en_span,
        method="parallel",
        confidence=confidence,
    )
    return Proposal(main.zh, main.en, "term", "parallel", confidence, (evidence,))


def _recalibrated(proposal: Proposal) -> Proposal:
    weights: Sequence[float] = load()["titles"]  # type: ignore[assignment]
    odds = sum(w * f for w, f in zip(weights, features(proposal), strict=True))
    confidence = round(min(_MOST, float(logistic(odds))), 4)
    evidence = tuple(replace(e, confidence=confidence) for e in proposal.evidence)
    return replace(proposal, confidence=confidence, evidence=evidence)


def features(proposal: Proposal) -> tuple[float, float, float, float]:
    """What calibrates a pair inside a title: its log odds, 1, single common nouns.

    A title is full of weighty single words (Limits, Dangers) that are no terms there, the less
    the commoner they are.
    """
    share = min(max(proposal.confidence, _NEAREST), 1 - _NEAREST)
    named = any(tag[:2] in ("ns", "nr", "nz", "nt") for _, _, tag in tagged_words(proposal.zh))
    single = len(proposal.en.split()) == 1 and not named
    common = log(1 + lexicon.frequency(to_simplified(proposal.zh))) / 10 if single else 0.0
    return log(share / (1 - share)), 1.0, float(single), common
