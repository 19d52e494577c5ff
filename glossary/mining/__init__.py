"""Documents into proposals: miners only propose, a person decides.

    Document --layout--> keyword lists, bylines, title lines
             --gloss---> 中文(English), English（中文） --titles--> terms inside bilingual titles
             --alignment--> AlignedPair --pairs--> terms inside aligned sentences
    all of them --merge--> Found: each pair once, with all its evidence

A miner is a module with `mine(document) -> list[Proposal]`, and one line in MINERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from glossary.model import AlignedPair, Document, Found, Proposal, TranslationUnit, Variant
from glossary.text.tags import tag_for

MINERS = {"layout": "layout", "gloss": "gloss.miner"}  # name: module of this package
Progress = Callable[[str], None]


def mine(
    document: Document, translation: Document | None = None, progress: Progress | None = None
) -> Found:
    """All pairs and translation units of a document, or of a document and its translation.

    `progress` is told the name of each step as it begins.
    """
    from glossary.mining import titles
    from glossary.mining.merge import merged

    tell = progress or (lambda step: None)
    proposals: list[Proposal] = []
    for name, module in MINERS.items():
        tell(name)
        for each in (document, translation):
            proposals += import_module(f"glossary.mining.{module}").mine(each) if each else []
    tell("alignment")
    aligned = _align(document, translation)
    tell("pairs")
    proposals += _inside(aligned, document, translation, tell)
    for each in (document, translation):
        own = [p for p in proposals if each and p.evidence[0].document == each.name]
        proposals += titles.mine(each, own) if each else []
    units = tuple(_units(aligned, document))
    return Found(document, tuple(merged(proposals)), units, tuple(aligned))


def _align(document: Document, translation: Document | None) -> list[AlignedPair]:
    from glossary.mining.align.alignment import align

    return align(document, translation)


def _inside(
    aligned: Sequence[AlignedPair],
    document: Document,
    translation: Document | None,
    progress: Progress,
) -> list[Proposal]:
    """The term pairs inside aligned sentences."""
    if not any(pair.zh and pair.en for pair in aligned):
        return []
    from glossary.mining.pairs.miner import propose

    return list(propose(aligned, document, translation, progress))


def _units(aligned: Sequence[AlignedPair], document: Document) -> Iterator[TranslationUnit]:
    """The beads with both sides, several sentences of a side joined."""
    for pair in aligned:
        zh, en = "".join(pair.zh).strip(), " ".join(pair.en).strip()
        if zh and en:
            yield TranslationUnit(
                Variant(tag_for("zh", [zh]), zh), Variant("en", en), document.name
            )
