"""What speaks for a stretch of one language being a term, as numbers.

The names of the features stand in ZH and EN, in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glossary.mining.knowledge.exact import log
from glossary.mining.knowledge.lexicon import frequency, glosses, is_word
from glossary.mining.pairs.recurrence import PairRecurrence
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.stretches import Stretch
from glossary.mining.pairs.tokens import Token, lemmas

Matrix = npt.NDArray[np.float64]
Row = tuple[float, ...]
ZH = (
    "zh characters",
    "zh tokens",
    "zh one token",
    "zh head noun",
    "zh head verbal noun",
    "zh head verb",
    "zh head name",
    "zh head other",
    "zh starts with verb",
    "zh verb inside",
    "zh has 的",
    "zh coordination",
    "zh has adverb",
    "zh frequency",
    "zh very common",
    "zh modified from the left",
    "zh goes on to the right",
    "zh cut word",
    "zh recurs",
    "zh in dictionary",
    "zh meanings",
    "zh number",
    "zh starts adjective",
    "zh quoted",
)
EN = (
    "en words",
    "en content words",
    "en one word",
    "en head noun",
    "en head name",
    "en head other",
    "en starts with verb",
    "en starts with -ing",
    "en starts with adjective",
    "en verb inside",
    "en has of",
    "en has and",
    "en has article inside",
    "en capitals",
    "en modified from the left",
    "en goes on to the right",
    "en recurs",
    "en number",
    "en quoted",
    "en starts with adverb",
)
_ZH_COUNTS = "zh frequency", "zh recurs", "zh meanings"
_EN_COUNTS = ("en recurs",)
"""Their logs are taken, for all stretches at once."""
_NOUNS = frozenset("n l i j nz ng an vn nt s".split())
_NAME_TAGS = frozenset("nr ns nt nrt nrfg nz eng".split())
_VERY_COMMON = 9000  # in jieba's corpus. Chosen: the commonest 900 words; weighed by the fit
_PREPOSITIONS = frozenset("of to for in with against on by at from over among between".split())
_ARTICLES = frozenset("the a an their its his her".split())
_QUOTES = "「」『』“”‘’\"'《》〈〉"


def chinese(pair: SentencePair, recurrence: PairRecurrence) -> Matrix:
    """The features in ZH of all stretches, shape (stretches, len(ZH))."""
    rows = [_chinese(pair, stretch, recurrence) for stretch in pair.zh_stretches]
    return _with_logs(rows, [ZH.index(name) for name in _ZH_COUNTS])


def _with_logs(rows: Sequence[Sequence[float]], counts: Sequence[int]) -> Matrix:
    """The rows, and the logs of the columns that are counts."""
    values = np.array(rows, float)
    values[:, counts] = log(values[:, counts])
    return values


def _chinese(pair: SentencePair, stretch: Stretch, recurrence: PairRecurrence) -> Row:
    tokens = pair.zh_tokens
    inside = tokens[stretch.first : stretch.last + 1]
    head, start = inside[-1], inside[0]
    before = tokens[stretch.first - 1] if stretch.first else None
    after = tokens[stretch.last + 1] if stretch.last + 1 < len(tokens) else None
    count = frequency(stretch.text)
    verbs = [_is_verb(t) for t in inside]
    return (
        len(stretch.text),
        len(inside),
        len(inside) == 1,
        head.tag in _NOUNS and head.tag != "vn",
        head.tag == "vn",
        verbs[-1],
        is_name(head),
        not (head.tag in _NOUNS or is_name(head) or verbs[-1]),
        verbs[0] and len(inside) > 1,
        any(verbs[:-1]),
        "的" in stretch.text[1:],
        any(t.text in ("与", "和", "及", "或", "以及", "、") for t in inside[1:-1]),
        any(t.tag[0] == "d" for t in inside),
        1 + count,
        count > _VERY_COMMON,
        before is not None and before.content and before.tag in _NOUNS | {"a", "b"},
        after is not None and after.content and after.tag[0] in "nvj",
        start.start != start.word[0] or head.end != head.word[1],
        recurrence.chinese(stretch.text),
        is_word(stretch.text),
        1 + len(glosses(stretch.text)),
        any(t.tag == "m" for t in inside),
        start.tag[0] in "ab" and len(inside) > 1,
        _quoted(pair.zh, start.start, head.end),
    )


def is_name(token: Token) -> bool:
    """Is the Chinese word tagged as a name?"""
    return token.tag in _NAME_TAGS


def _is_verb(token: Token) -> bool:
    return token.tag[0] == "v" and token.tag != "vn"


def _quoted(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES


def english(pair: SentencePair, recurrence: PairRecurrence) -> Matrix:
    """The features in EN of all stretches, shape (stretches, len(EN))."""
    rows = [_english(pair, stretch, recurrence) for stretch in pair.en_stretches]
    return _with_logs(rows, [EN.index(name) for name in _EN_COUNTS])


def _english(pair: SentencePair, stretch: Stretch, recurrence: PairRecurrence) -> Row:
    tokens = pair.en_tokens
    inside = tokens[stretch.first : stretch.last + 1]
    start, head = inside[0], _head(inside)
    before = tokens[stretch.first - 1] if stretch.first else None
    after = tokens[stretch.last + 1] if stretch.last + 1 < len(tokens) else None
    content = [t for t in inside if t.content]
    lower = [t.text.lower() for t in inside]
    return (
        len(inside),
        len(content),
        len(inside) == 1,
        head.tag == "NOUN",
        head.tag == "PROPN",
        head.tag not in ("NOUN", "PROPN"),
        start.tag == "VERB",
        start.tag == "VBG",
        start.tag in ("ADJ", "VBN"),
        any(t.tag in ("VERB", "VBG") for t in inside),
        "of" in lower,
        "and" in lower,
        any(word in _ARTICLES for word in lower),
        sum(t.capital for t in content) / max(1, len(content)),
        before is not None and before.tag in ("ADJ", "NOUN", "PROPN", "VBN", "POSS"),
        after is not None and after.tag in ("NOUN", "PROPN"),
        recurrence.english(lemmas(inside)),
        any(t.tag == "NUM" for t in inside),
        _quoted(pair.en, start.start, inside[-1].end),
        start.tag == "ADV",
    )


def _head(tokens: Sequence[Token]) -> Token:
    """The head of an English noun phrase: the word before its first preposition, or the last."""
    for n in range(1, len(tokens)):
        if tokens[n].text.lower() in _PREPOSITIONS:
            return tokens[n - 1]
    return tokens[-1]
