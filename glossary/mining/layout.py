"""Pairs that the layout of a document gives: keyword lists, names and titles in both languages.

關鍵詞：技術聯盟；出口管制        Keywords: technology alliance, export controls
作者/Author: 岳庭安 Ting-an Yueh
小院、高牆與共享的門             Small Yards, High Walls and a Shared Door     (title lines)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from glossary.mining.contexts import context
from glossary.mining.gloss import edge_features
from glossary.mining.gloss.ranker import rate
from glossary.mining.knowledge import lexicon
from glossary.mining.knowledge.kinds import kind_of
from glossary.mining.knowledge.sound import best_likeness
from glossary.mining.run import MiningRun
from glossary.model import Block, Document, Evidence, Proposal, Span
from glossary.text.script import HAN_RANGES, has_han, to_simplified
from glossary.text.segment import words

_KEYWORDS = re.compile(
    r"\W*(?:[关關][键鍵](?:[词詞字]|[词詞]汇|語)|主[题題][词詞]|key\s?-?words?|index terms)"
    r"(?:\s*[/／(（]?\s*(?:key\s?-?words?|[关關][键鍵][词詞字])\s*[)）]?)?\s*[:：】\]]\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[^;；,，、|]+")
_ITEM_SEMICOLON = re.compile(r"[^;；]+")
_LABEL = re.compile(r"[^:：]{1,24}[:：]\s*")
_BYLINE = re.compile(
    rf"([{HAN_RANGES}]{{2,4}}|[{HAN_RANGES}]{{1,7}}(?:·[{HAN_RANGES}]{{1,7}})+)[ 　]+"
    r"((?:[A-Z][\w'’.-]+)(?:[ ](?:[A-Z][\w'’.-]*)){1,3})(?=$|[\s,，、;；/（(])"
)
_AUTHORS = re.compile(r"\W*(?:作者|文|撰文|撰稿|[译譯]者|[编編]者|authors?|by)\W", re.IGNORECASE)
_STOPS = re.compile("[。！!；;]|[.]$")

# Chosen. At half and double of the first four no test of layout fails (bench_constants.py, with
# --tests tests/mining/test_layout.py). At half of the shares that a dictionary or the sound has to
# explain, lists, items and names that are no translations pair up, at double those go of which the
# dictionary knows little; with other lengths, longer or shorter lines count as what they are.
_LONGEST_TITLE = 120  # characters
_LONGEST_ITEM = 60  # characters of a keyword
_NEAR = 30  # items of the other list on either side that a dictionary compares an item with
_EXPLAINED = 0.15  # of the English words of a list, by a dictionary: it is the same list
_TIED = 0.5  # of the words of an item, by a dictionary: it is the same item
_LONGEST_BYLINE = 300  # characters of the block
_SOUNDS_ALIKE = 0.6  # likeness of a name and its English
_HEAD = 6  # blocks of a document that may hold its title
_TITLE_EXPLAINED = 0.3  # of the English words of a title


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of a block."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


def mine(run: MiningRun) -> Iterator[Proposal]:
    """The pairs of all layouts known here."""
    for document in run.documents:
        yield from keywords(document)
        yield from bylines(document)
        yield from titles(document)


# ---------------------------------------------------------------- keyword lists


def keywords(document: Document) -> Iterator[Proposal]:
    """Pairs of a Chinese and an English list of keywords, item by item."""
    chinese: list[list[_Item]] = []
    english: list[list[_Item]] = []
    for block in document.blocks:
        head = _KEYWORDS.match(block.text)
        if head:
            items = _items(block, head.end())
            yield from _mixed(document, items)
            one_language = {has_han(item.text) for item in items}
            if len(one_language) == 1:
                (chinese if one_language.pop() else english).append(items)
    for left, right in zip(chinese, english, strict=False):
        yield from _listed(document, left, right)


def _items(block: Block, start: int) -> list[_Item]:
    pattern = _ITEM_SEMICOLON if re.search("[;；]", block.text[start:]) else _ITEM
    found = []
    for match in pattern.finditer(block.text, start):
        item = _trimmed(block, *match.span())
        if item.text and item.end - item.start <= _LONGEST_ITEM:
            found.append(item)
    return found


def _trimmed(block: Block, start: int, end: int) -> _Item:
    text = block.text[start:end]
    left = len(text) - len(text.lstrip(" \t　.。"))
    right = len(text.rstrip(" \t　.。"))
    return _Item(block, start + left, start + max(left, right))


def _listed(document: Document, zh: list[_Item], en: list[_Item]) -> Iterator[Proposal]:
    """The lists in order where they are as long; else the items that a dictionary ties."""
    pieces, wanted = (
        [_pieces(a.text) for a in zh],
        [edge_features.content_words(b.text) for b in en],
    )
    if len(zh) == len(en):
        explained = map(_explains, pieces, wanted)
        same = sum(explained) / len(zh) >= _EXPLAINED
        name = "keywords in order" if same else "keywords unexplained"
        for a, b in zip(zh, en, strict=True):
            yield _proposal(document, a, b, "keyword", rate(name))
        return
    for n, m in _tied(pieces, wanted):
        yield _proposal(document, zh[n], en[m], "keyword", rate("keywords by dictionary"))


def _tied(
    pieces: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """Numbers of items that a dictionary ties and that explain each other best.

    Both lists keep their order: of lists longer than any keyword list an item is compared with
    those at its height.
    """
    scores: dict[tuple[int, int], float] = {}
    best_zh: dict[int, float] = {}
    best_en: dict[int, float] = {}
    for n, zh in enumerate(pieces):
        said = _said_by(zh)
        middle = n * len(wanted) // len(pieces)
        for m in range(max(0, middle - _NEAR), min(len(wanted), middle + _NEAR + 1)):
            score = _share(said, wanted[m])
            if score > best_zh.get(n, 0.0):
                best_zh[n] = score
            best_en[m] = max(score, best_en.get(m, 0.0))
            if score >= _TIED and score == best_zh[n] and (n, m) not in scores:
                scores[n, m] = score
    seen: set[int] = set()
    for (n, m), score in scores.items():
        if n not in seen and score == best_zh[n]:
            seen.add(n)
            if score == best_en[m]:
                yield n, m


def _mixed(document: Document, items: Sequence[_Item]) -> Iterator[Proposal]:
    """Items with both languages in them: `安全困境 security dilemma`."""
    for item in items:
        parts = re.fullmatch(
            rf"([{HAN_RANGES}·]+)\s*[/／ 　:：]?\s*([A-Za-z][A-Za-z' -]+)", item.text
        )
        if parts:
            zh = _Item(item.block, item.start + parts.start(1), item.start + parts.end(1))
            en = _Item(item.block, item.start + parts.start(2), item.start + parts.end(2))
            yield _proposal(document, zh, en, "keyword", rate("keywords in order"))


def _explained(zh: str, en: str) -> float:
    """The share of the English content words that a dictionary finds in the Chinese."""
    return _explains(_pieces(zh), edge_features.content_words(en))


def _pieces(zh: str) -> list[str]:
    """The words of a Chinese text, Simplified."""
    simple = to_simplified(zh)
    return [simple[a:b] for a, b in words(simple)]


def _explains(pieces: Sequence[str], wanted: Sequence[str]) -> float:
    """The same of what is cut into words already."""
    return _share(_said_by(pieces), wanted)


def _share(said: Callable[[str], float], wanted: Sequence[str]) -> float:
    return sum(map(said, wanted)) / len(wanted) if wanted else 0.0


def _said_by(pieces: Sequence[str]) -> Callable[[str], float]:
    """How far a dictionary finds an English word in the Chinese ones; what it found is kept."""
    return cache(lambda word: max((lexicon.support(p, word) for p in pieces), default=0.0))


# ---------------------------------------------------------------- names and titles


def bylines(document: Document) -> Iterator[Proposal]:
    """`岳庭安 Ting-an Yueh` on an author's line, where the two sound alike."""
    for block in document.blocks:
        if not _AUTHORS.match(block.text) or len(block.text) > _LONGEST_BYLINE:
            continue
        for match in _BYLINE.finditer(block.text):
            if best_likeness(match[1], match[2]) > _SOUNDS_ALIKE:
                zh, en = (_Item(block, *match.span(n)) for n in (1, 2))
                yield _proposal(document, zh, en, "keyword", rate("byline"), "person")


def titles(document: Document) -> Iterator[Proposal]:
    """The title in one language with the title in the other below it, at the document's head."""
    head = [block for block in document.blocks[:_HEAD] if block.kind in ("paragraph", "heading")]
    for above, below in pairwise(head):
        if not (_is_title(above) and _is_title(below)) or has_han(above.text) == has_han(
            below.text
        ):
            continue
        zh, en = (above, below) if has_han(above.text) else (below, above)
        if _explained(zh.text, en.text) >= _TITLE_EXPLAINED:
            pair = _Item(zh, 0, len(zh.text)), _Item(en, 0, len(en.text))
            yield _proposal(document, *pair, "title", rate("title lines"), "title")
            return


def _is_title(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_TITLE or _STOPS.search(text) or _KEYWORDS.match(text):
        return False
    return has_han(text) or sum(w[0].isupper() for w in text.split()) * 2 >= len(text.split()) > 1


def _proposal(
    document: Document, zh: _Item, en: _Item, method: str, confidence: float, kind: str = ""
) -> Proposal:
    spans: list[Span] = [side.block.span(side.start, side.end) for side in (zh, en)]
    evidence = Evidence(
        document.name,
        document.sha256,
        context(zh.block.text, zh.start, zh.end),
        context(en.block.text, en.start, en.end),
        spans[0],
        spans[1],
        document.line(spans[0][0]),
        method,
        confidence,
    )
    kind = kind or kind_of(zh.text, en.text)
    return Proposal(zh.text, en.text, kind, method, confidence, (evidence,))
