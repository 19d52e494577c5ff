"""Term pairs inside aligned sentences, each with the sentences that prove it.

    aligned pair -> tokens, stretches, links -> features -> confidence -> decoded -> Proposal

Headings and the cells of bilingual term lists are proposed as wholes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from glossary.mining.align.alignment import in_order
from glossary.mining.align.places import Place, located
from glossary.mining.knowledge.encoder import Encoder
from glossary.mining.knowledge.kinds import kind_of
from glossary.mining.knowledge.sound import likeness
from glossary.mining.pairs.decoding import Scored, decode
from glossary.mining.pairs.features import candidates
from glossary.mining.pairs.scorer import load
from glossary.mining.pairs.sentence_pair import SentencePair, analyse, recurrence_of
from glossary.mining.pairs.tokens import Token
from glossary.mining.pairs.whole_pairs import Whole, whole
from glossary.model import AlignedPair, Document, Evidence, Proposal, Span
from glossary.text.fold import en_key

LEAST_CONFIDENCE = 0.15
"""Pairs below are not proposed: a reviewer would reject nearly all of them."""

_BATCH = 300  # beads among which a term recurs; bounds the memory
_LARGEST = 1_000_000
"""Characters of Chinese times characters of English of a pair that is looked into: five times what
prose has. The work and the memory grow with their product, and beyond nothing is a sentence."""
_SOUNDS_ALIKE = 0.5  # of `sound.likeness`


def propose(
    alignment: Sequence[AlignedPair],
    document: Document,
    translation: Document | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Proposal]:
    """The term pairs of all aligned pairs, in order; the same pair may come more than once.

    `progress` hears how many of them are done, now and then.
    """
    writer = _ProposalWriter(*in_order(document, translation))
    places = located(alignment, writer.zh, writer.en)
    wholes = [whole(place) for place in places]
    running = [
        p
        for p, w in zip(places, wholes, strict=True)
        if (w is None or w.method != "table") and len(p.zh.text) * len(p.en.text) <= _LARGEST
    ]
    found = [writer.whole(p, w) for p, w in zip(places, wholes, strict=True) if w]
    found += [writer.inside(place, *pair) for place, pair in _inside(running, progress)]
    kept = [p for p in found if p is not None and p.confidence >= LEAST_CONFIDENCE]
    titles = {_place_of(p, p.en) for p in kept if p.kind == "title"}
    kept = [p for p in kept if p.kind == "title" or _place_of(p, p.en) not in titles]
    return sorted(kept, key=lambda p: (p.evidence[0].zh_span, p.evidence[0].en_span))


def _place_of(proposal: Proposal, english: str) -> tuple[int, str]:
    """What tells a heading from a term inside it: a pair with all its words is the heading."""
    return proposal.evidence[0].en_span[0], en_key(english)


def _inside(
    places: Sequence[Place], progress: Callable[[str], None] | None
) -> Iterator[tuple[Place, tuple[Scored, SentencePair]]]:
    """The decoded pairs of every bead, with the analysis that their stretches count in."""
    encoder = Encoder()
    for start in range(0, len(places), _BATCH):
        if progress and start:
            progress(f"pairs, {start:,} of {len(places):,} sentences")
        yield from _decoded(places[start : start + _BATCH], encoder)


def _decoded(
    places: Sequence[Place], encoder: Encoder
) -> Iterator[tuple[Place, tuple[Scored, SentencePair]]]:
    scorer = load()
    sentences = [analyse(p.zh.text, p.en.text, encoder, scorer.links) for p in places]
    recurrence = recurrence_of(sentences)
    for place, sentence in zip(places, sentences, strict=True):
        possible = candidates(sentence, encoder, recurrence)
        confidence = scorer.confidence(possible.features)
        scored = (
            Scored(sentence.zh_stretches[a], sentence.en_stretches[b], float(c))
            for a, b, c in zip(possible.zh, possible.en, confidence, strict=True)
            if c >= LEAST_CONFIDENCE
        )
        for pair in decode(scored):
            yield place, (pair, sentence)


def _is_person(zh: Sequence[Token], en: Sequence[Token]) -> bool:
    """A Chinese word tagged as a name that sounds like a capitalised English one."""
    named = zh[-1].tag in ("nr", "nrt", "nrfg") and all(t.capital for t in en if t.content)
    sounds = likeness("".join(t.text for t in zh), "".join(t.text for t in en))
    return named and sounds >= _SOUNDS_ALIKE


class _ProposalWriter:
    """Writes proposals with their evidence."""

    def __init__(self, zh: Document, en: Document) -> None:
        self.zh, self.en = zh, en

    def inside(self, place: Place, pair: Scored, sentence: SentencePair) -> Proposal | None:
        """A pair of stretches; None where one of them runs over the end of a sentence."""
        zh_tokens = sentence.zh_tokens[pair.zh.first : pair.zh.last + 1]
        en_tokens = sentence.en_tokens[pair.en.first : pair.en.last + 1]
        zh = zh_tokens[0].start, zh_tokens[-1].end
        en = en_tokens[0].start, en_tokens[-1].end
        person = _is_person(zh_tokens, en_tokens)
        kind = "person" if person else kind_of(pair.zh.text, pair.en.text)
        return self._proposal(place, zh, en, kind, "parallel", pair.confidence)

    def whole(self, place: Place, found: Whole) -> Proposal | None:
        return self._proposal(place, found.zh, found.en, found.kind, found.method, found.confidence)

    def _proposal(
        self, place: Place, zh: Span, en: Span, kind: str | None, method: str, confidence: float
    ) -> Proposal | None:
        left, right = place.zh.locate(*zh), place.en.locate(*en)
        if left is None or right is None:
            return None
        chinese, english = place.zh.text[slice(*zh)], place.en.text[slice(*en)]
        apart = self.en is not self.zh
        evidence = Evidence(
            document=self.zh.name,
            document_sha256=self.zh.sha256,
            zh_context=left[0].text,
            en_context=right[0].text,
            zh_span=left[1],
            en_span=right[1],
            line=self.zh.line(left[1][0]),
            method=method,
            confidence=round(confidence, 3),
            en_document=self.en.name if apart else None,
            en_document_sha256=self.en.sha256 if apart else None,
        )
        kind = kind or kind_of(chinese, english)
        return Proposal(chinese, english, kind, method, round(confidence, 3), (evidence,))
