"""Stretches of tokens that may be terms: short, and with edges that a term can have.

Tags are guesses, above all those of Chinese words: so words are left out by lists of function words
and by what no term holds, and the rest is for the scorer to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glossary.mining.pairs.tokens import FUNCTION_WORDS, GRAMMATICAL, Token
from glossary.text.english import STOP_WORDS
from glossary.text.script import has_han

# Chosen: half of each loses one in a hundred of 10,493 annotated pairs; twice finds none more and
# makes a tenth more candidates.
_ZH_TOKENS, _ZH_CHARACTERS = 12, 24
_EN_TOKENS, _EN_CONTENT = 14, 9
_STOPS_INSIDE = 4
"""Words without content in an English term: Act on the Use of the Seal of the State. Chosen: half
loses five in a thousand of the annotated pairs, twice finds one in a thousand more."""
_ZH_PREFIXES = frozenset(
    "反 非 全 多 对 跨 超 去 不 未 无 被 零 新 再 已 次 前 后 各 本 他".split()
)
_ZH_INSIDE = frozenset("的 与 和 及 之 等 对 以 或 所".split())
_NO_EDGE = frozenset("我你您他她它们谁某每何任该此之也都就才又再且既并而则所吗呢吧啊呀嘛么哪怎")
_ALONE = "nqvgbfjazh"
"""First letters of the tags with which a single character may be a term: 稅, 罪, 條, 項."""
_ZH_LINKS = frozenset("·‧・．.-–/&、（）()：+")
_EN_LINKS = frozenset("-&/–'’,().+:;")
_NO_EN_EDGE = frozenset(("PUNCT", "DET", "ADP", "CCONJ", "PART", "PRON", "AUX", "POSS", "SCONJ"))
_EN_BREAKS = frozenset(("PRON", "AUX", "SCONJ"))
_POSSESSIVE = frozenset(("their", "its", "his", "her"))
_NUMERAL = re.compile("[IVX]+|[A-Z]")
_OPENING, _CLOSING = "（(", "）)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `first` to `last`, both included; `text` as the tokens write it."""

    first: int
    last: int
    text: str

    def overlaps(self, other: Stretch) -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Stretch) -> bool:
        return other.first <= self.first and self.last <= other.last


def is_balanced(text: str) -> bool:
    """Is each bracket that is opened closed, and the other way round?"""
    opened = 0
    for char in text:
        opened += (char in _OPENING) - (char in _CLOSING)
        if opened < 0:
            return False
    return opened == 0


def _is_symbol(text: str) -> bool:
    """A sign that stands for a name, such as ⿻ or ☂."""
    return unicodedata.category(text[0]) == "So"


# ---------------------------------------------------------------- Chinese


def chinese_stretches(tokens: Sequence[Token], simplified: str) -> list[Stretch]:
    """Candidates of a Chinese sentence, whose Simplified text the tokens point into."""
    return [
        Stretch(first, last, text)
        for first, start in enumerate(tokens)
        if _may_start(start)
        for last, text in _ends(tokens, simplified, first)
    ]


def _ends(tokens: Sequence[Token], simplified: str, first: int) -> Iterator[tuple[int, str]]:
    """(last token, text) of the candidates that begin with a token."""
    for last in range(first, min(first + _ZH_TOKENS, len(tokens))):
        end = tokens[last]
        text = simplified[tokens[first].start : end.end]
        if _breaks_chinese(end) or len(text) > _ZH_CHARACTERS:
            return
        if last > first + 1 and not _may_stand_inside(tokens[last - 1]):
            return
        if _may_end(end, last > first) and _names_something(text) and is_balanced(text):
            yield last, text


def _breaks_chinese(token: Token) -> bool:
    text = token.text
    if token.tag != "x" or text[0].isalnum() or _is_symbol(text):
        return False
    return text not in _ZH_LINKS


def _may_start(token: Token) -> bool:
    text = token.text
    if text in _ZH_PREFIXES or text in _OPENING or token.tag == "eng" or _is_symbol(text):
        return True
    return _is_edge(token) and not (len(text) == 1 and token.tag == "m")


def _may_end(token: Token, is_longer: bool) -> bool:
    """`is_longer`: the candidate has other words before this one."""
    text = token.text
    if token.tag == "eng" or _is_symbol(text):
        return True
    if text in _CLOSING:
        return is_longer
    alone = len(text) == 1 and not is_longer
    return _is_edge(token) and not (alone and token.tag[0] not in _ALONE)


def _is_edge(token: Token) -> bool:
    text = token.text
    if not text[0].isalnum() or text.isdigit() or text in GRAMMATICAL:
        return False
    return text not in FUNCTION_WORDS and text not in _NO_EDGE


def _may_stand_inside(token: Token) -> bool:
    return token.text in _ZH_INSIDE or token.text not in FUNCTION_WORDS


def _names_something(text: str) -> bool:
    return has_han(text) or bool(re.search("[A-Za-z]", text)) or _is_symbol(text)


# ---------------------------------------------------------------- English


def english_stretches(tokens: Sequence[Token], text: str) -> list[Stretch]:
    """Candidates of an English sentence."""
    return [
        stretch
        for first in range(len(tokens))
        if _is_edge_word(tokens, first)
        for stretch in _from(tokens, text, first)
    ]


def _from(tokens: Sequence[Token], text: str, first: int) -> Iterator[Stretch]:
    content = stops = 0
    for last in range(first, min(first + _EN_TOKENS, len(tokens))):
        token = tokens[last]
        content += token.content
        stops += not token.content and token.tag != "PUNCT"
        if _breaks(tokens, last) or stops > _STOPS_INSIDE or content > _EN_CONTENT:
            return
        piece = text[tokens[first].start : token.end]
        closes = token.text == ")" and last > first
        if (_is_edge_word(tokens, last) or closes) and is_balanced(piece):
            yield Stretch(first, last, piece)


def _is_edge_word(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.text[0].isdigit() and token.text[-1].isdigit():
        return place > 0 and tokens[place - 1].content
    if _is_symbol(token.text) or _is_acronym(token) or _is_numeral(tokens, place):
        return True
    return token.tag not in _NO_EN_EDGE and token.text.lower() not in STOP_WORDS


def _is_acronym(token: Token) -> bool:
    """WHO and IT are no function words."""
    return len(token.text) > 1 and token.text.isupper()


def _is_numeral(tokens: Sequence[Token], place: int) -> bool:
    """Type I, Class A."""
    return place > 0 and tokens[place - 1].content and bool(_NUMERAL.fullmatch(tokens[place].text))


def _breaks(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if _is_symbol(token.text) or _is_acronym(token) or _is_numeral(tokens, place):
        return False
    if token.tag == "PUNCT":
        return token.text not in _EN_LINKS
    return token.tag in _EN_BREAKS and token.text.lower() not in _POSSESSIVE
