"""Stretches of tokens that may be terms: short, and with the edges of a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.mining.pairs.tokens import GRAMMATICAL, Token
from glossary.text.english import STOP_WORDS
from glossary.text.script import has_han

_ZH_TOKENS, _ZH_CHARACTERS = 7, 18
_EN_TOKENS, _EN_CONTENT = 10, 6
_ZH_PREFIXES = frozenset("反 非 全 多 对 跨 超 去 不 未 无 被 零 新".split())
_ZH_INSIDE = frozenset("的 与 和 及 之 等 对 以".split())
_NO_ZH_EDGE = frozenset("pcudryfxeo")  # prepositions, conjunctions, particles, adverbs, ...
_NO_ZH_START = frozenset("q")
_NO_ZH_END = frozenset("mqt")
_NO_EN_EDGE = frozenset(("PUNCT", "DET", "ADP", "CCONJ", "PART", "PRON", "AUX", "POSS", "SCONJ"))
_EN_BREAKS = frozenset(("PRON", "AUX", "SCONJ"))
_POSSESSIVE = frozenset(("their", "its", "his", "her"))
_STOPS_INSIDE = 4
_LINKS = frozenset("-&/–'’")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `first` to `last`, both taken in; `text` as the tokens write it."""

    first: int
    last: int
    text: str

    def overlaps(self, other: Stretch) -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Stretch) -> bool:
        return other.first <= self.first and self.last <= other.last


def chinese_stretches(tokens: Sequence[Token], simplified: str) -> list[Stretch]:
    """Candidates of a Chinese sentence, whose Simplified text the tokens point into."""
    found: list[Stretch] = []
    for first, start in enumerate(tokens):
        if not _may_start(start):
            continue
        for last in range(first, min(first + _ZH_TOKENS, len(tokens))):
            end = tokens[last]
            text = simplified[start.start : end.end]
            if _breaks_chinese(end) or len(text) > _ZH_CHARACTERS:
                break
            if last > first + 1 and not _may_stand_inside(tokens[last - 1]):
                break
            if _may_end(end, start) and len(text) > 1 and _names_something(text):
                found.append(Stretch(first, last, text))
    return found


def _breaks_chinese(token: Token) -> bool:
    return token.tag == "x" and not token.text[0].isalnum() and token.text not in "·‧・-&"


def _whole_tag(token: Token, starts: bool) -> str:
    """The tag of the longer word where the token stands at that edge of it."""
    edge = token.start == token.word[0] if starts else token.end == token.word[1]
    return token.word[2] if edge else token.tag


def _may_start(token: Token) -> bool:
    tag = _whole_tag(token, starts=True)
    if token.text in _ZH_PREFIXES or tag[0] in "tfdm" and len(token.text) > 1:
        return not token.text.isdigit()
    return token.text not in GRAMMATICAL and tag[0] not in _NO_ZH_EDGE | _NO_ZH_START


def _may_end(token: Token, start: Token) -> bool:
    tag = _whole_tag(token, starts=False)
    if tag == "eng" or token is start and (tag == "t" or tag == "m" and len(token.text) > 2):
        return True
    return token.text not in GRAMMATICAL and tag[0] not in _NO_ZH_EDGE | _NO_ZH_END


def _may_stand_inside(token: Token) -> bool:
    return token.text in _ZH_INSIDE or token.tag[0] not in "pryue"


def _names_something(text: str) -> bool:
    return has_han(text) or bool(re.search("[A-Za-z]", text))


def english_stretches(tokens: Sequence[Token], text: str) -> list[Stretch]:
    """Candidates of an English sentence."""
    found: list[Stretch] = []
    for first, start in enumerate(tokens):
        if _is_edge_word(start):
            found += _from(tokens, text, first)
    return found


def _is_edge_word(token: Token) -> bool:
    if token.text[0].isdigit() and token.text[-1].isdigit():
        return False
    return token.tag not in _NO_EN_EDGE and token.text.lower() not in STOP_WORDS


def _from(tokens: Sequence[Token], text: str, first: int) -> list[Stretch]:
    found: list[Stretch] = []
    stops = 0
    for last in range(first, min(first + _EN_TOKENS, len(tokens))):
        token = tokens[last]
        stops += not token.content
        if _breaks(token) or stops > _STOPS_INSIDE or last - first - stops >= _EN_CONTENT:
            break
        piece = text[tokens[first].start : token.end]
        if _is_edge_word(token) and len(piece) > 1:
            found.append(Stretch(first, last, piece))
    return found


def _breaks(token: Token) -> bool:
    if token.tag == "PUNCT":
        return token.text not in _LINKS
    return token.tag in _EN_BREAKS and token.text.lower() not in _POSSESSIVE
