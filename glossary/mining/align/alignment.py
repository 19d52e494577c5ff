"""Sentence alignment of a bilingual document, or of a document and its translation.

    blocks -> passages -> parallel stretches -> beads
    beads that are pairs as they stand (headings, cells of a list of terms) -> Proposal

Tables with a Chinese and an English column are aligned row by row. What has no counterpart is
listed, with an empty other side, only in a language of which at least half is translated: so a
long paper with nothing but a translated abstract yields its abstract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from glossary.mining.align.bead import Bead
from glossary.mining.align.passages import Passage, running_passages
from glossary.mining.align.tables import bilingual_rows
from glossary.mining.align.whole_pairs import whole
from glossary.mining.evidence import proposal
from glossary.mining.run import MiningRun
from glossary.model import AlignedPair, Document, Language, Proposal

_FEWEST_WORDS = (
    4  # of the other language; below, a document counts as monolingual. Chosen: half and
)
# double change no bead of annotated texts (python tests/benchmarks/bench_constants.py)


def align(document: Document, translation: Document | None = None) -> list[AlignedPair]:
    """The beads of the alignment, in the order of the document; [] where nothing is parallel.

    With a translation, the spans of each language point into the document that is (mostly) in
    that language, whichever of the two was named first.
    """
    return [bead.pair() for bead in aligned(MiningRun(document, translation))]


def mine(run: MiningRun) -> Iterator[Proposal]:
    """The beads that are pairs as they stand; all beads are kept in the run."""
    run.beads = aligned(run)
    for bead in run.beads:
        if bead.is_whole and (found := whole(bead)):
            made = proposal(run, bead, found)
            if made:
                yield made


def aligned(run: MiningRun) -> list[Bead]:
    """All beads of a run: rows of tables, then running text."""
    beads = list(_of_tables(run)) if run.is_one_document else []
    zh, en = _of(running_passages(run.zh), "zh"), _of(running_passages(run.en), "en")
    if _enough(zh) and _enough(en):
        beads += _of_running_text(zh, en, run)
    return beads


def _of(passages: Iterable[Passage], language: Language) -> list[Passage]:
    return [p for p in passages if p.language == language]


def _enough(passages: Iterable[Passage]) -> bool:
    words = chain.from_iterable(p.text.split() if p.language == "en" else p.text for p in passages)
    return sum(1 for _ in words) >= _FEWEST_WORDS


def _of_running_text(zh: Sequence[Passage], en: Sequence[Passage], run: MiningRun) -> list[Bead]:
    """Those of the parallel stretches, and the lone sentences around."""
    from glossary.mining.align.parallel_stretches import stretches

    found = stretches(zh, en, run.encoder)
    show_zh = _mostly(zh, [s.zh for s in found])
    show_en = _mostly(en, [s.en for s in found])
    beads: list[Bead] = []
    i = j = 0
    for stretch in found:
        beads += _alone(zh[i : stretch.zh[0]] if show_zh else ())
        beads += _alone(en[j : stretch.en[0]] if show_en else ())
        beads += _of_stretch(zh[slice(*stretch.zh)], en[slice(*stretch.en)], run)
        i, j = stretch.zh[1], stretch.en[1]
    if found:
        beads += _alone(zh[i:] if show_zh else ())
        beads += _alone(en[j:] if show_en else ())
    return beads


def _mostly(passages: Sequence[Passage], spans: Iterable[tuple[int, int]]) -> bool:
    """Is at least half of a language's text inside parallel stretches?"""
    inside = sum(len(p.text) for a, b in spans for p in passages[a:b])
    return 2 * inside >= sum(len(p.text) for p in passages)


def _alone(passages: Iterable[Passage]) -> Iterator[Bead]:
    for passage in passages:
        for sentence in passage.sentences:
            alone = (sentence,)
            yield Bead.of(zh=alone) if passage.language == "zh" else Bead.of(en=alone)


def _of_stretch(zh: Sequence[Passage], en: Sequence[Passage], run: MiningRun) -> Iterator[Bead]:
    from glossary.mining.align.beads import best_beads
    from glossary.mining.align.sides import Side

    left = tuple(chain.from_iterable(p.sentences for p in zh))
    right = tuple(chain.from_iterable(p.sentences for p in en))
    for found in best_beads(Side.of(zh, "zh", run.encoder), Side.of(en, "en", run.encoder)):
        (i, a), (j, b) = found.zh, found.en
        yield Bead.of(left[i : i + a], right[j : j + b], found.score)


def _of_tables(run: MiningRun) -> Iterator[Bead]:
    """Rows of bilingual tables; long cells are aligned by sentence."""
    for zh, en in bilingual_rows(run.zh):
        if len(zh.sentences) > 1 and len(en.sentences) > 1:
            yield from _of_stretch([zh], [en], run)
        else:
            yield Bead.of(zh.sentences, en.sentences, 1.0)
