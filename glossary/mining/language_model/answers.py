"""From what a model wrote to the pairs that it names.

A model may wrap its JSON in a code fence or in talk, think aloud before it, or stop in the middle.
So pairs are read object by object: each is whole or counted as lost, whatever is round it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_MOST_PAIRS = 200
"""Of a sentence pair. Chosen: three times what the longest annotated sentences have; half cuts none
of them, double only takes longer where a model repeats itself."""
_OBJECT = re.compile(r"\{[^{}]*\}?")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)
_EMPTY = re.compile(r"\[\s*\]")


@dataclass(frozen=True, slots=True)
class ToldPair:
    """Two texts that a model says are a pair of terms."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ToldPairs:
    """The pairs of an answer, each once. `lost` pieces could not be read: parts of pairs, or an
    answer that neither names a pair nor says that there is none."""

    pairs: tuple[ToldPair, ...]
    lost: int = 0


def told_pairs(text: str) -> ToldPairs:
    """The pairs in an answer: what is whole."""
    text = _THOUGHT.sub("", text)
    pieces = [piece for piece in _OBJECT.findall(text) if '"zh"' in piece or '"en"' in piece]
    if not pieces:
        return ToldPairs((), lost=0 if _EMPTY.search(text) else 1)
    read = [_pair(piece) for piece in pieces]
    pairs = list(dict.fromkeys(pair for pair in read if pair))
    lost = read.count(None) + len(pairs[_MOST_PAIRS:])
    return ToldPairs(tuple(pairs[:_MOST_PAIRS]), lost)


def _pair(piece: str) -> ToldPair | None:
    try:
        found: Any = json.loads(piece)
    except ValueError:
        return None
    zh, en = found.get("zh"), found.get("en")
    if not isinstance(zh, str) or not isinstance(en, str) or not zh.strip() or not en.strip():
        return None
    return ToldPair(zh.strip(), en.strip())
