"""Sentence alignment of a bilingual document, or of a document and its translation.

    blocks -> passages -> parallel stretches -> beads
    lines, in texts kept one sentence a line -> beads
    beads that are pairs as they stand (headings, cells of a list of terms) -> Proposal

Tables with a Chinese and an English column are aligned row by row. What has no counterpart is
listed, with an empty other side, only in a language of which at least half is translated: so a
long paper with nothing but a translated abstract yields its abstract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from glossary.mining.align.bead import Bead
from glossary.mining.align.lines import is_by_line, passages_by_line
from glossary.mining.align.passages import Passage
from glossary.mining.align.tables import bilingual_rows
from glossary.mining.align.whole_pairs import whole
from glossary.mining.evidence import proposal
from glossary.mining.run import MiningRun
from glossary.model import AlignedPair, Document, Proposal

if TYPE_CHECKING:
    from glossary.mining.align.beads import BeadRange
    from glossary.mining.knowledge.encoder import Encoder

Parallel = tuple[Sequence[Passage], Sequence[Passage]]
"""The Chinese and the English passages of a parallel stretch."""


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
    if run.is_one_document:
        return [*_of_tables(run), *_of_running_text(run)]
    return _of_lines(run) or _of_running_text(run)


def _of_lines(run: MiningRun) -> list[Bead]:
    """Those of two texts of which one at least is kept one sentence a line; none where less than
    half is translated, since nothing tells then which parts are parallel."""
    by_line = is_by_line(run.zh.text, "zh"), is_by_line(run.en.text, "en")
    if not any(by_line):
        return []
    zh = passages_by_line(run.zh, "zh") if by_line[0] else run.passages[0]
    en = passages_by_line(run.en, "en") if by_line[1] else run.passages[1]
    beads = beads_of_passages([(zh, en)], run.encoder)[0]
    inside = sum(_size(bead) for bead in beads if bead.is_whole)
    return beads if 2 * inside >= sum(map(_size, beads)) else []


def _size(bead: Bead) -> int:
    """Its sentences."""
    return len(bead.zh.sentences) + len(bead.en.sentences)


def _of_running_text(run: MiningRun) -> list[Bead]:
    """Those of the parallel stretches, and the lone sentences around."""
    from glossary.mining.align.parallel_stretches import stretches

    if not run.has_both_languages:
        return []
    zh, en = run.passages
    found = stretches(zh, en, run.encoder)
    inside = beads_of_passages([(zh[slice(*s.zh)], en[slice(*s.en)]) for s in found], run.encoder)
    show_zh = _mostly(zh, [s.zh for s in found])
    show_en = _mostly(en, [s.en for s in found])
    beads: list[Bead] = []
    i = j = 0
    for stretch, its in zip(found, inside, strict=True):
        beads += _alone(zh[i : stretch.zh[0]] if show_zh else ())
        beads += _alone(en[j : stretch.en[0]] if show_en else ())
        beads += its
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


def beads_of_passages(parallel: Sequence[Parallel], encoder: Encoder) -> list[list[Bead]]:
    """The beads of each parallel stretch of a document, found twice: see `document_weights`."""
    from glossary.mining.align.beads import best_beads
    from glossary.mining.align.document_weights import document_weights
    from glossary.mining.align.sides import Side

    sides = [(Side.of(zh, "zh", encoder), Side.of(en, "en", encoder)) for zh, en in parallel]
    weights = document_weights([(zh, en, best_beads(zh, en)) for zh, en in sides])
    return [
        list(_beads(passages, best_beads(zh, en, weights)))
        for passages, (zh, en) in zip(parallel, sides, strict=True)
    ]


def _beads(passages: Parallel, found: Iterable[BeadRange]) -> Iterator[Bead]:
    zh, en = (tuple(chain.from_iterable(p.sentences for p in side)) for side in passages)
    for bead in found:
        (i, a), (j, b) = bead.zh, bead.en
        yield Bead.of(zh[i : i + a], en[j : j + b], bead.score)


def _of_tables(run: MiningRun) -> Iterator[Bead]:
    """Rows of bilingual tables; long cells are aligned by sentence."""
    rows = list(bilingual_rows(run.zh))
    long = [row for row in rows if all(len(cell.sentences) > 1 for cell in row)]
    inside = iter(beads_of_passages([([zh], [en]) for zh, en in long], run.encoder) if long else ())
    for zh, en in rows:
        if len(zh.sentences) > 1 and len(en.sentences) > 1:
            yield from next(inside)
        else:
            yield Bead.of(zh.sentences, en.sentences, 1.0)
