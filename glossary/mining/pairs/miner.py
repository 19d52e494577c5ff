"""Term pairs inside aligned sentences, each with the sentences that prove it.

bead -> tokens, states, stretches, links -> first look -> features -> heads -> decoded -> Proposal
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from glossary.mining.align.bead import Bead
from glossary.mining.evidence import PairInBead, proposal
from glossary.mining.knowledge.kinds import kind_of
from glossary.mining.knowledge.sound import likeness
from glossary.mining.pairs.decoding import Scored, decode
from glossary.mining.pairs.document_use import DocumentUse, use_of
from glossary.mining.pairs.features import CandidatePairs, Matrix, candidates
from glossary.mining.pairs.scorer import Scorer, load
from glossary.mining.pairs.sentence_pair import SentencePair, analyse
from glossary.mining.pairs.tokens import Token
from glossary.mining.run import MiningRun
from glossary.model import Proposal
from glossary.progress import Headway
from glossary.text.fold import en_key

LEAST_CONFIDENCE = 0.15
"""Pairs below are not proposed: a reviewer would reject nearly all of them. Chosen: at twice of it
F1 is best, at half a list grows by a fifth, of which one in ten is right."""

_BATCH = 300  # beads among which a term recurs. Chosen: some 100 MB
TOGETHER = 16  # sentence pairs that are scored at once. Chosen, and never varied
_LARGEST = 1_000_000
"""Characters of Chinese times characters of English of a pair that is looked into: five times what
prose has. The work and the memory grow with their product, and beyond nothing is a sentence.
Chosen."""
_SOUNDS_ALIKE = 0.5  # of `sound.likeness`. Chosen: tells only the kind that is shown


def mine(run: MiningRun) -> Iterator[Proposal]:
    """The term pairs inside the beads, in order; the same pair may come more than once."""
    yield from without_titles(inside(readable(run), run), run)


def readable(run: MiningRun) -> list[Bead]:
    """The beads that are looked into: rows that are pairs as they stand have nothing inside."""
    rows = {p.evidence[0].zh_span for p in run.proposals if p.method == "table"}
    return [b for b in run.beads if b.is_whole and b.zh.sentences[0].span not in rows]


def without_titles(found: Iterable[Proposal], run: MiningRun) -> Iterator[Proposal]:
    """A heading does not give itself."""
    wholes = (p for p in run.proposals if p.method in ("table", "title"))
    titles = {_place_of(p) for p in wholes if p.kind == "title"}
    return (each for each in found if _place_of(each) not in titles)


def inside(beads: Sequence[Bead], run: MiningRun) -> Iterator[Proposal]:
    """The term pairs inside these beads. The run hears how many of them are done."""
    done = 0
    for batch in batches(beads):
        run.tell(Headway("pairs", done, len(beads), "sentences"))
        done += len(batch)
        for bead, pair, sentence in _decoded(batch, run):
            found = stated(run, bead, pair, sentence)
            if found and found.confidence >= LEAST_CONFIDENCE:
                yield found


def batches(beads: Sequence[Bead]) -> Iterator[list[Bead]]:
    """The beads that are no longer than a sentence can be, those together that share counts of what
    recurs."""
    beads = [b for b in beads if len(b.zh.text) * len(b.en.text) <= _LARGEST]
    for start in range(0, len(beads), _BATCH):
        yield beads[start : start + _BATCH]


def _place_of(found: Proposal) -> tuple[int, str]:
    """What tells a heading from a term inside it: a pair with all its words is the heading."""
    return found.evidence[0].en_span[0], en_key(found.en)


def _decoded(beads: Sequence[Bead], run: MiningRun) -> Iterator[tuple[Bead, Scored, SentencePair]]:
    """The decoded pairs of every bead, with the analysis that their stretches count in."""
    from threadpoolctl import threadpool_limits

    scorer = load()
    with threadpool_limits(1, "blas"):  # small matrices: several threads wait for each other
        sentences = analyse([(b.zh.text, b.en.text) for b in beads], run.encoder, scorer.links)
        judged = list(_scored(sentences, use_of(sentences), scorer))
    for bead, sentence, scored in zip(beads, sentences, judged, strict=True):
        for pair in decode(scored):
            yield bead, pair, sentence


def _scored(
    sentences: Sequence[SentencePair], use: DocumentUse, scorer: Scorer
) -> Iterator[list[Scored]]:
    """The candidates of each sentence pair that may be proposed."""
    for start in range(0, len(sentences), TOGETHER):
        some = sentences[start : start + TOGETHER]
        possible = [candidates(sentence, use, scorer.screen) for sentence in some]
        confidence = scorer.confidence(some, possible, LEAST_CONFIDENCE)
        yield from map(hopeful, some, possible, confidence)


def hopeful(sentence: SentencePair, possible: CandidatePairs, confidence: Matrix) -> list[Scored]:
    """The candidates of one sentence pair that may be proposed."""
    return [
        Scored(sentence.zh_stretches[zh], sentence.en_stretches[en], float(sure))
        for zh, en, sure in zip(possible.zh, possible.en, confidence, strict=True)
        if sure >= LEAST_CONFIDENCE
    ]


def stated(
    run: MiningRun, bead: Bead, pair: Scored, sentence: SentencePair, method: str = "parallel"
) -> Proposal | None:
    """A pair of stretches; None where one of them runs over the end of a sentence."""
    zh = sentence.zh_tokens[pair.zh.first : pair.zh.last + 1]
    en = sentence.en_tokens[pair.en.first : pair.en.last + 1]
    kind = "person" if _is_person(zh, en) else kind_of(pair.zh.text, pair.en.text)
    spans = (zh[0].start, zh[-1].end), (en[0].start, en[-1].end)
    return proposal(run, bead, PairInBead(*spans, kind, method, pair.confidence))


def _is_person(zh: Sequence[Token], en: Sequence[Token]) -> bool:
    """A Chinese word tagged as a name that sounds like a capitalised English one."""
    named = zh[-1].tag in ("nr", "nrt", "nrfg") and all(t.capital for t in en if t.content)
    sounds = likeness("".join(t.text for t in zh), "".join(t.text for t in en))
    return named and sounds >= _SOUNDS_ALIKE
