"""The tokens of a text, and which of them a term may begin and end with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Numbers, ranges
from glossary.mining.pairs.tokens import FUNCTION_WORDS, GRAMMATICAL
from glossary.text.english import STOP_WORDS
from glossary.text.script import to_simplified

MAY_START, MAY_END, BREAK, VERB, OPENS, CLOSES = 1, 2, 4, 8, 16, 32
"""Signs of a token, derived: one bit each. No gram goes over a break; a verb is Chinese; brackets
open and close."""

_ENGLISH = re.compile(
    r"((?:[A-Za-z]\.){2,}|[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9]*(?:['’](?!s\b)[A-Za-z]+)?"
    r"(?:[-‑][A-Za-z0-9]+)*|['’]s\b|\d[\d.,]*\d|\d|[^\sA-Za-z0-9])"
)
_EN_INSIDE = frozenset(",'’&/-–()")
_ZH_INSIDE = frozenset("、·‧・（）()／/－-")
_BRACKETS = {"(": OPENS, "（": OPENS, ")": CLOSES, "）": CLOSES}
_GLUED = frozenset(
    "自将对与和在等的是向为及曾已亦也都把被时者中经之应得由依以于或所其并且而但因该本各原仍未非需须按至令"
)
"""What the segmenter glues to words that it does not know: cut off again."""
_NEVER_INSIDE = re.compile("([所之])")
"""What stands inside no word but those that the segmenter knows."""
_CLAUSE = frozenset(("规定", "准用"))
_EN_CLAUSE = frozenset(("shall", "should", "must"))
"""Words of a clause, which no term holds: what a title does is no part of it."""
_NO_EDGE_TAGS = frozenset(
    ("u", "uj", "ul", "uv", "uz", "ug", "ud", "p", "c", "r", "rr", "rz", "y", "e", "o")
)
_NO_EDGE = frozenset(
    """应 得 须 需 不得 并 依 由 于 为 自 至 经 者 之 其 该 各 本 每 某 何 任 此 即 则 仍 亦 均
    皆 且 再 又 但 而 如 若 倘 与 及 或 等 所 以 因 就 向 对 将 被 把 给 让 使 令 按 照 据 凡
    共 逾 未 已 曾 尚 除 外 内 时 后 前 中 上 下 间 起 止 日 月 年 次 个 项 款 目 条 本法
    本条例 本办法 本规则 本细则 本准则 本标准 前项 前条 前款 各款 下列 左列 上列 前列 各该
    该管 其他 其它 应予 得予 不予 应即 应由 应依 应于 应将 应经 得由 得依 得为 得以 得经 得向
    不在此限 之日起 以上 以下 以内 以外 未满 未经 未依 未达 未能 是否 如有 如下 如左 经由 依法
    依其 依据 另定 另行 亦同 同时 以及 及其 及其他 者应 者得 均应 均得 并得 并应 但书 规定
    依照 有关 有下列 情形 情事 之一 各款之一 期限内 期间内 日内 个月内 年内 以前 以后 之前
    之后 之日 日起 日止 另有 之规定 时应 后应 后得 前应 为之 为限 为准 之者""".split()
)
_NUMBERED = re.compile(
    "第?[〇零一二三四五六七八九十百千万亿0-9０-９]+(?:[条项款目章节编点年月日人次个]|之[一二三四五六七八九十])*"
)
_EN_NO_EDGE = STOP_WORDS | frozenset(
    """mr mrs ms he him herself himself itself themselves oneself one ones other others same such
    said thereof therein thereto therefor hereof herein hereto hereby hereinafter herewith
    whereof wherein pursuant according following foregoing aforementioned aforesaid preceding
    relevant respective respectively concerned etc including include includes included
    regarding concerning notwithstanding except unless otherwise until during before after
    prior upon whether if because since whereas however therefore thereafter subject
    accordance either neither nor being having do done made make makes taken take takes given
    give gives set forth shall may must where when who whose whom any two three four five six
    seven eight nine ten first second third fourth fifth sixth seventh eighth ninth tenth once
    twice another several many few less least only even still yet just again ii iii iv vi vii
    viii ix""".split()
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as tokens: where they begin and end in it, and their signs. `folded` is the text to
    compare by (Chinese), `words` are the tokens to compare by (English)."""

    folded: str
    start: list[int]
    end: list[int]
    edges: list[int]
    words: list[str]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of texts, one text after another: of each its text by number, where it begins and
    ends in that, and its signs."""

    text: Numbers
    start: Numbers
    end: Numbers
    edges: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ChineseTokens(Tokens):
    """Those of Chinese texts; `folded` are the texts to compare by."""

    folded: Sequence[str]

    def words(self) -> list[str]:
        places = zip(self.text.tolist(), self.start.tolist(), self.end.tolist(), strict=True)
        return [self.folded[text][start:end] for text, start, end in places]


@dataclass(frozen=True, slots=True)
class EnglishTokens(Tokens):
    """Those of English texts; `forms` are what there is to compare by, and `form` which of them
    each token has."""

    form: Numbers
    forms: Sequence[str]

    def words(self) -> list[str]:
        return list(map(self.forms.__getitem__, self.form.tolist()))


def chinese(text: str) -> Cut:
    """A Chinese text as words."""
    cut = chinese_tokens([text])
    return Cut(cut.folded[0], cut.start.tolist(), cut.end.tolist(), cut.edges.tolist(), [])


def english(text: str) -> Cut:
    """An English text as words."""
    cut = english_tokens([text])
    return Cut("", cut.start.tolist(), cut.end.tolist(), cut.edges.tolist(), cut.words())


def chinese_tokens(texts: Sequence[str]) -> ChineseTokens:
    """Chinese texts as words. What can be told of a word is looked up once for all its places."""
    import rjieba

    folded = list(map(_folded, texts))
    known: dict[tuple[str, str], int] = {}
    tagged = chain.from_iterable(map(rjieba.tag, folded))
    kind = np.array([known.setdefault(each, len(known)) for each in tagged], np.int64)
    sizes = _numbers(len(word) for word, _ in known)[kind]
    cut = [_pieces(word, tag) for word, tag in known]
    count = _numbers(map(len, cut))
    which = ranges((np.cumsum(count) - count)[kind], count[kind])
    start, end, edges = np.array([*chain(*cut)], np.int64).reshape(-1, 3)[which].T
    at = np.repeat(np.cumsum(sizes) - sizes, count[kind])
    text, before = _texts_at(at + start, _numbers(map(len, folded)))
    at -= before
    return ChineseTokens(text, at + start, at + end, edges.astype(np.uint8), folded)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), np.int64)


def _texts_at(places: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """For places in texts of these sizes, one after another: the number of the text, and the place
    where that begins."""
    begin = np.cumsum(sizes) - sizes
    text = np.searchsorted(begin, places, side="right") - 1
    return text, begin[text]


def _folded(text: str) -> str:
    simplified = to_simplified(text)
    folded = simplified.casefold()
    return folded if len(folded) == len(text) else simplified  # a letter's lower case may be two


@lru_cache(maxsize=100_000)
def _pieces(word: str, tag: str) -> tuple[tuple[int, int, int], ...]:
    """(start, end, signs) of a word of the segmenter, grammatical characters cut off."""
    import rjieba

    if word.isspace():
        return ()
    if rjieba.has_word(word):
        return ((0, len(word), _chinese_signs(word, _tag(word) or tag)),)
    if len(word) == 1 or _NUMBERED.fullmatch(word) or not word.isalpha():
        return ((0, len(word), _chinese_signs(word, tag)),)
    return tuple((a, b, _chinese_signs(word[a:b], _tag(word[a:b]) or tag)) for a, b in _cut(word))


def _cut(word: str) -> list[tuple[int, int]]:
    """(start, end) of the parts of a word that the segmenter does not know."""
    first = 0
    while first < len(word) - 1 and word[first] in _GLUED:
        first += 1
    last = len(word)
    while last > first + 1 and word[last - 1] in _GLUED:
        last -= 1
    parts = [*word[:first], *_NEVER_INSIDE.split(word[first:last]), *word[last:]]
    ends = [*accumulate(map(len, parts))]
    return [(end - len(part), end) for part, end in zip(parts, ends, strict=True) if part]


def _tag(word: str) -> str:
    """The part of speech that a word has by itself, so that its signs do not hang on its place; ""
    where the segmenter cuts it."""
    import rjieba

    tagged = rjieba.tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else ""


def _chinese_signs(word: str, tag: str) -> int:
    if not word[0].isalnum():
        return _BRACKETS.get(word, 0) if word in _ZH_INSIDE else BREAK
    if word in _CLAUSE:
        return BREAK
    if word in GRAMMATICAL or word in FUNCTION_WORDS or word in _NO_EDGE or tag in _NO_EDGE_TAGS:
        return 0
    if _NUMBERED.fullmatch(word) or word.isdigit():
        return 0
    if len(word) == 1 and tag[0] in "dmqf":
        return 0
    return MAY_START | MAY_END | (VERB if tag[0] == "v" and tag != "vn" else 0)


def english_tokens(texts: Sequence[str]) -> EnglishTokens:
    """English texts as words, likewise."""
    parts = _ENGLISH.split("\n".join(texts))  # no word goes over a new line
    ends = np.cumsum(_numbers(map(len, parts)))
    start, end, words = ends[:-1:2], ends[1::2], parts[1::2]
    known = {word: number for number, word in enumerate(dict.fromkeys(words))}
    form = _numbers(map(known.__getitem__, words))
    forms = [word.lower() for word in known]
    edges = np.array(list(map(_english_signs, forms)), np.uint8)[form]
    text, before = _texts_at(start, _numbers(len(text) + 1 for text in texts))
    return EnglishTokens(text, start - before, end - before, edges, form, forms)


@lru_cache(maxsize=100_000)
def _english_signs(word: str) -> int:
    if not word[0].isalnum():
        return _BRACKETS.get(word, 0) if word in _EN_INSIDE or word in ("'s", "’s") else BREAK
    if word in _EN_CLAUSE:
        return BREAK
    if word[0].isdigit() or word in _EN_NO_EDGE or len(word) == 1:
        return 0
    return MAY_START | MAY_END
