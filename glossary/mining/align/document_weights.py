"""What a document's own beads say of how freely it is translated.

A faithful translation leaves little room between beads and chance; in fiction half of the sentences
say the same in words that no dictionary has. So the beads are found twice: as they are in edited
prose, and with the price and the length of a sentence that the first ones show.

Measured on the chapters of MAC-Dev (fiction, github.com/bfsujason/mac @ 64858bb), the articles of
NEJM-enzh (medicine, github.com/boxiangliu/ParaMed @ 0848448), the academic texts of
github.com/bfsujason/aligner-eval @ 7c2a29f and those in seeds/annotated/own, each whole, with
passages lost on either side, and with the translation of another text
(python tests/benchmarks/bench_alignment.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glossary.mining.align.beads import BeadRange, Weights
from glossary.mining.align.sides import Side

Aligned = tuple[Side, Side, Sequence[BeadRange]]
"""Both sides of a parallel stretch and its beads."""

# Chosen on what is named above.
_TRANSLATED = 0.5  # of the sentences lie in beads; below, the text says nothing of the price. Whole
# translations have 0.58 to 1.00 there, texts that have nothing to do with each other 0.00 to 0.41
_FULL = 0.5  # quality of the middle bead from which a sentence left alone costs nothing: prose has
# 0.45 to 0.65, fiction 0.18 to 0.40. F1 of fiction is 0.84 at 0.45, 0.85 here and 0.86 at 0.6; that
# of prose with lost passages falls there from 0.967 to 0.958. At half, no price, fiction has 0.76
# (beads of annotated texts: none wrong at half and at double, 29 and 6 leave their paragraph)


def document_weights(found: Sequence[Aligned]) -> Weights:
    """Those for a second alignment of the stretches of a document, by the beads of the first."""
    beads = [bead for _, _, beads in found for bead in beads if bead.zh[1] and bead.en[1]]
    inside = sum(bead.zh[1] + bead.en[1] for bead in beads)
    if not beads or inside < _TRANSLATED * sum(len(zh) + len(en) for zh, en, _ in found):
        return Weights()
    quality = float(np.median([bead.score for bead in beads]))
    return Weights(characters=_characters(found), price=max(0.0, _FULL - quality))


def _characters(found: Sequence[Aligned]) -> float:
    """English characters for a Chinese one, in the beads with both sides."""
    zh = en = 0
    for left, right, beads in found:
        for bead in beads:
            if bead.zh[1] and bead.en[1]:
                zh += int(left.length[bead.zh[0] : sum(bead.zh)].sum())
                en += int(right.length[bead.en[0] : sum(bead.en)].sum())
    return en / max(1, zh)
