"""Sentence alignment of a bilingual document, or of a document and its translation.

    blocks -> passages -> parallel stretches -> beads -> AlignedPair

Tables with a Chinese and an English column are aligned row by row. What has no counterpart is
listed, with an empty other side, only in a language of which at least half is translated: so a
long paper with nothing but a translated abstract yields its abstract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from glossary.mining.passages import Passage, Sentence, language_of, running_passages
from glossary.mining.tables import bilingual_rows
from glossary.model import AlignedPair, Document, Language

_FEWEST_WORDS = 4  # of the other language; below, a document counts as monolingual


@dataclass(frozen=True, slots=True)
class _Row:
    """Sentences that say the same; one side may be empty."""

    zh: tuple[Sentence, ...]
    en: tuple[Sentence, ...]
    score: float = 0.0

    def pair(self) -> AlignedPair:
        return AlignedPair(
            tuple(s.text for s in self.zh),
            tuple(s.text for s in self.en),
            tuple(s.span for s in self.zh),
            tuple(s.span for s in self.en),
            round(self.score, 3),
        )


def align(document: Document, translation: Document | None = None) -> list[AlignedPair]:
    """The beads of the alignment, in the order of the document; [] where nothing is parallel.

    With a translation, the spans of each language point into the document that is (mostly) in
    that language, whichever of the two was named first: see `in_order`.
    """
    zh, en = in_order(document, translation)
    rows = [] if translation else list(_table_rows(document))
    left, right = _of(running_passages(zh), "zh"), _of(running_passages(en), "en")
    if _enough(left) and _enough(right):
        rows += _running_rows(left, right)
    return [row.pair() for row in rows]


def in_order(document: Document, translation: Document | None) -> tuple[Document, Document]:
    """(the Chinese document, the English document); twice the same where there is only one."""
    if translation is None:
        return document, document
    if language_of(translation.text) == "zh" and language_of(document.text) != "zh":
        return translation, document
    return document, translation


def _of(passages: Iterable[Passage], language: Language) -> list[Passage]:
    return [p for p in passages if p.language == language]


def _enough(passages: Iterable[Passage]) -> bool:
    words = chain.from_iterable(p.text.split() if p.language == "en" else p.text for p in passages)
    return sum(1 for _ in words) >= _FEWEST_WORDS


def _running_rows(zh: Sequence[Passage], en: Sequence[Passage]) -> list[_Row]:
    """Rows of running text: those of the parallel stretches, and the lone sentences around."""
    from glossary.mining.encoder import Encoder
    from glossary.mining.sections import stretches

    encoder = Encoder()
    found = stretches(zh, en, encoder)
    show_zh = _mostly(zh, [s.zh for s in found])
    show_en = _mostly(en, [s.en for s in found])
    rows: list[_Row] = []
    i = j = 0
    for stretch in found:
        rows += _alone(zh[i : stretch.zh[0]] if show_zh else (), "zh")
        rows += _alone(en[j : stretch.en[0]] if show_en else (), "en")
        rows += _stretch_rows(zh[slice(*stretch.zh)], en[slice(*stretch.en)], encoder)
        i, j = stretch.zh[1], stretch.en[1]
    if found:
        rows += _alone(zh[i:] if show_zh else (), "zh")
        rows += _alone(en[j:] if show_en else (), "en")
    return rows


def _mostly(passages: Sequence[Passage], spans: Iterable[tuple[int, int]]) -> bool:
    """Is at least half of a language's text inside parallel stretches?"""
    inside = sum(len(p.text) for a, b in spans for p in passages[a:b])
    return 2 * inside >= sum(len(p.text) for p in passages)


def _alone(passages: Iterable[Passage], language: Language) -> Iterator[_Row]:
    for sentence in chain.from_iterable(p.sentences for p in passages):
        yield _Row((sentence,), ()) if language == "zh" else _Row((), (sentence,))


def _stretch_rows(zh: Sequence[Passage], en: Sequence[Passage], encoder: object) -> Iterator[_Row]:
    from glossary.mining.beads import best_beads
    from glossary.mining.sides import Side

    left = tuple(chain.from_iterable(p.sentences for p in zh))
    right = tuple(chain.from_iterable(p.sentences for p in en))
    for bead in best_beads(Side.of(zh, "zh", encoder), Side.of(en, "en", encoder)):  # type: ignore[arg-type]
        (i, a), (j, b) = bead.zh, bead.en
        yield _Row(left[i : i + a], right[j : j + b], bead.score)


def _table_rows(document: Document) -> Iterator[_Row]:
    """Rows of bilingual tables; long cells are aligned by sentence."""
    encoder = None
    for zh, en in bilingual_rows(document):
        if len(zh.sentences) > 1 and len(en.sentences) > 1:
            from glossary.mining.encoder import Encoder

            encoder = encoder or Encoder()
            yield from _stretch_rows([zh], [en], encoder)
        else:
            yield _Row(zh.sentences, en.sentences, 1.0)
