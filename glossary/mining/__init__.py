"""Mine documents for term pairs: miners only propose, a person decides.

    Document -> MiningRun --layout-----> keyword lists, bylines, title lines
                          --gloss------> 中文(English), English（中文）
                          --alignment--> beads; headings and cells that are pairs as a whole
                          --pairs------> terms inside the beads
                          --titles-----> terms inside bilingual titles
                          --definitions> terms that are defined, and what they mean
                          --model------> what a language model names, if one is given
    all of them --merge--> Found: each pair once, with all its evidence

A miner is a module with `mine(run)`, and one line in MINERS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from glossary.model import (
    AlignedPair,
    Document,
    Found,
    Language,
    Proposal,
    TranslationUnit,
    Variant,
)
from glossary.text.tags import tag_for

if TYPE_CHECKING:
    from glossary.mining.language_model.model import LanguageModel
    from glossary.mining.run import MiningRun
    from glossary.progress import Progress


class Miner(Protocol):
    """The interface of the modules in MINERS."""

    def mine(self, run: MiningRun) -> Iterable[Proposal]:
        """The proposals of this miner, in text order. It may read the results of the miners before
        it (`run.proposals`, `run.beads`), but must not change them."""


MINERS = {
    "layout": "glossary.mining.layout",
    "gloss": "glossary.mining.gloss.miner",
    "alignment": "glossary.mining.align.alignment",
    "pairs": "glossary.mining.pairs.miner",
    "titles": "glossary.mining.titles",
    "definitions": "glossary.mining.definitions.miner",
}
"""Names, as reported to `progress`, and modules, imported on demand; they run in this order."""
WITH_MODEL = {"model": "glossary.mining.language_model.miner"}
"""What runs after them where a language model is given."""


def mine(
    document: Document,
    translation: Document | None = None,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> Found:
    """All pairs and translation units of a document, or of a document and its translation.

    `progress` is called with the name of each stage as it begins, and told how far a long one is.
    `model` is asked for pairs, too; raises ModelError where it cannot be.
    """
    from glossary.mining.merge import merged
    from glossary.mining.run import MiningRun

    run = MiningRun(document, translation, progress, model)
    for name, module in (MINERS | (WITH_MODEL if model else {})).items():
        run.tell(name)
        run.proposals += list(cast(Miner, import_module(module)).mine(run))
    aligned = tuple(bead.pair() for bead in run.beads)
    proposals, units = tuple(merged(run.proposals)), tuple(_units(run))
    return Found(document, proposals, units, aligned, tuple(run.definitions))


def _units(run: MiningRun) -> Iterator[TranslationUnit]:
    """The translation units of the beads with both sides."""
    for bead in run.beads:
        if unit := unit_of(bead.pair(), run.documents[0].name):
            yield unit


def unit_of(bead: AlignedPair, document: str) -> TranslationUnit | None:
    """The translation unit of a bead, several sentences of a side joined; None if a side is
    empty."""
    zh, en = side_text(bead, "zh"), side_text(bead, "en")
    if not zh or not en:
        return None
    return TranslationUnit(Variant(tag_for("zh", [zh]), zh), Variant("en", en), document)


def side_text(bead: AlignedPair, language: Language) -> str:
    """The sentences of a language as one text: English ones with a space between."""
    return ("".join(bead.zh) if language == "zh" else " ".join(bead.en)).strip()
