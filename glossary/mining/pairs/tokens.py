"""Tokens of both languages with their part of speech, for finding terms inside sentences.

Chinese words are jieba's, long ones cut again into the words they are made of; English words are
tagged by `tagger`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.mining.knowledge.lexicon import frequency
from glossary.mining.knowledge.tagger import perceptron
from glossary.text.english import STOP_WORDS, lemma
from glossary.text.script import HAN_RANGES, to_simplified
from glossary.text.segment import tagged_words

Piece = tuple[int, int, str]  # start, end, tag

_HAN_WORD = re.compile(f"[{HAN_RANGES}]+")
_UNCUT = frozenset(("i", "nr", "nrt", "m", "eng", "x", "t"))  # idioms, names, numbers stay whole
_NAMES = frozenset(("nr", "nrt"))
_ORDINAL = re.compile("(第?[〇零一二三四五六七八九十百千]+)([条项款目章节编号届次级类期年月日])")
# Chosen; what they cut is weighed by what is fitted.
_COMMON_PART = 20  # occurrences from which a word may be a part of another
_CUT_WHOLE = 4  # characters from which a word is cut
GRAMMATICAL = frozenset(
    """的 了 在 是 和 与 及 或 之 于 个 等 对 把 被 也 都 就 而 但 为 以 从 向 着 过 将 由 其 并 中
    上 下 这 那 因 此 该 所 各 更 最 已 很 不 至 到 给 让 使 又 还 仍 则 即 若 如 及其 以及 并且
    而且 但是 因此 然而 其中 此外 由于 虽然 因为 如果 不过 同时 通过 透过 对于 关于 根据 为了
    随着""".split()
)
FUNCTION_WORDS = frozenset(
    """这些 那些 这个 那个 这样 那样 这种 那种 这里 那里 这是 那是 此一 该等 我们 你们 他们 她们
    它们 咱们 自己 什么 怎么 怎样 如何 为何 哪些 哪个 哪里 谁的 可以 可能 能够 应当 应该 必须
    需要 不能 不得 不会 不是 没有 已经 曾经 正在 将会 将要 非常 十分 特别 尤其 比较 更加 最为
    甚至 仍然 依然 仍旧 还是 或者 还有 而是 就是 也是 只是 只有 只要 除了 除非 无论 不论 不管
    尽管 即使 既然 以便 以免 以来 以后 以前 之后 之前 之间 其他 其它 任何 一切 许多 很多 一些
    有些 某些 各种 各个 每个 一个 两个 这么 那么 例如 比如 譬如 包括 属于 成为 作为 认为 以为
    有关 关于 至于 由于 基于 鉴于 按照 依照 依据 根据 经由 藉由 借由 通过 透过 随着 当时 同时
    此时 另外 另一 从而 进而 因而 于是 然后 接着 最后 首先 其次 再次 不仅 不但 而且 并且 与其
    以及 及其 得以 予以 加以 有着 之中 当中 其中 前述 所谓 应于 应由 应依 得由 不过 但是 然而
    因此 所以 因为 如果 假如 倘若 虽然 而言 来说 等等 是否 能否 与否 一样 几乎 大约 左右 都是
    会有 真的 并不 并非 绝非 向来 从来 往往 经常 常常 时常 总是 一直 始终 逐渐 渐渐 不断 不再
    那时 这时 每当 彼此 互相 其实 确实 的确 当然 显然 似乎 好像 大家 人家 别人 它的 他的 她的
    我的 你的 我国的""".split()
)
"""Words of two characters that begin and end no term, whatever tag the segmenter gives them."""
_GLUED_END = "自将对与和在等的是向为及曾已亦也都把被时者中经之"
_GLUED_START = "与和及在对由向将是以于之其或应各该"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign. `word` is the longer Chinese word that it was cut from, or itself;
    `capital` where a capital letter says that the English word is a name; `stands_for` what the
    document says that an acronym stands for."""

    text: str
    start: int
    end: int
    tag: str
    content: bool
    word: Piece
    capital: bool = False
    stands_for: tuple[str, ...] = ()


# ---------------------------------------------------------------- Chinese


def chinese_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of Chinese text; their `text` is Simplified, their places are those of `text`."""
    simplified = to_simplified(text)
    tokens: list[Token] = []
    for word in tagged_words(text):
        for start, end, tag in _cut(simplified, word):
            piece = simplified[start:end]
            whole = word if _is_part(word, start, end, simplified) else (start, end, tag)
            tokens.append(Token(piece, start, end, tag, _has_content(piece, tag), whole))
    return tuple(tokens)


def _is_part(word: Piece, start: int, end: int, text: str) -> bool:
    """Does the whole word stand for the piece, or was a grammatical character glued to it?"""
    glued = frequency(text[word[0] : word[1]]) == 0 and word[1] - word[0] != end - start
    return not glued


def _has_content(text: str, tag: str) -> bool:
    return text not in GRAMMATICAL and tag[0] not in "uxwpcy" and bool(re.match(r"\w", text))


def _cut(text: str, word: Piece) -> list[Piece]:
    start, end, tag = word
    piece = text[start:end]
    if not _HAN_WORD.fullmatch(piece):
        return [word]
    numeral = _ORDINAL.fullmatch(piece)
    if numeral and tag == "m":
        return [(start, start + numeral.end(1), "m"), (start + numeral.end(1), end, "q")]
    if len(piece) >= 2 and not frequency(piece) and tag not in _UNCUT - _NAMES:
        if piece[-1] in _GLUED_END:
            return [*_cut(text, (start, end - 1, tag)), (end - 1, end, "p")]
        if piece[0] in _GLUED_START and tag not in _NAMES:
            return [(start, start + 1, "p"), *_cut(text, (start + 1, end, tag))]
    if len(piece) < _CUT_WHOLE or tag in _UNCUT:
        return [word]
    return [(start + a, start + b, _tag_of(piece[a:b])) for a, b in _parts(piece)] or [word]


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[tuple[int, int], ...]:
    """A long word as common words of two or three characters, the fewest; () where none fit."""
    best: list[tuple[float, tuple[tuple[int, int], ...]] | None] = [(0.0, ())]
    for end in range(1, len(word) + 1):
        choices = [
            (
                before[0] + 1 - frequency(word[end - size : end]) / 1e7,
                (*before[1], (end - size, end)),
            )
            for size in (2, 3)
            if size <= end
            and size < len(word)
            and frequency(word[end - size : end]) > _COMMON_PART
            and (before := best[end - size]) is not None
        ]
        best.append(min(choices, default=None))
    found = best[-1]
    return found[1] if found else ()


@lru_cache(maxsize=20_000)
def _tag_of(word: str) -> str:
    tagged = tagged_words(word)
    return tagged[0][2] if len(tagged) == 1 else "n"


# ---------------------------------------------------------------- English

_EN_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9]*(?:['’](?!s\b)[A-Za-z]+)?(?:[-‑][A-Za-z0-9]+)*"
    r"|['’]s\b|\d+[A-Za-z]\w*(?:-\w+)*|\d[\d.,]*\d|\d|[^\sA-Za-z0-9]"
)
_NO_CONTENT = frozenset(("PUNCT", "POSS", "DET", "ADP", "CCONJ", "PART"))


def english_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of English text; tags are UD's, with VBG, VBN, POSS and NUM set apart."""
    spans = [match.span() for match in _EN_TOKEN.finditer(text)]
    words = [text[a:b] for a, b in spans]
    title_case = _is_title(words)
    tags = _english_tags(words, title_case)
    tokens = []
    for number, (word, (start, end), tag) in enumerate(zip(words, spans, tags, strict=True)):
        telling = tag == "PROPN" or (number > 0 and not title_case)
        capital = word[0].isupper() and telling
        content = _is_content(word, tag)
        tokens.append(Token(word, start, end, tag, content, (start, end, tag), capital))
    return tuple(tokens)


def _is_content(word: str, tag: str) -> bool:
    return word.lower() not in STOP_WORDS and tag not in _NO_CONTENT


def _is_title(words: Sequence[str]) -> bool:
    """Title Case: nearly all words but articles and the like begin with a capital, so that
    capitals say nothing."""
    telling = [w for w in words if len(w) > 2 and w[0].isalpha() and w.lower() not in STOP_WORDS]
    return len(telling) >= 3 and sum(w[0].isupper() for w in telling) >= 0.9 * len(telling)


def _english_tags(words: Sequence[str], title_case: bool) -> list[str]:
    tags = [_sign_tag(word) for word in words]
    spoken = [n for n, tag in enumerate(tags) if not tag]
    plain = [words[n].replace(".", "") for n in spoken]
    if title_case:
        plain = [w if w.isupper() else w.lower() for w in plain]
    for n, label in zip(spoken, perceptron().tag(plain), strict=True):
        tags[n] = _refined(words[n], label)
    return tags


def _sign_tag(word: str) -> str:
    if word in ("'s", "’s"):
        return "POSS"
    if word[0].isdigit():
        return "PROPN" if word[-1].isalpha() else "NUM"
    return "" if word[0].isalpha() else "PUNCT"


def _refined(word: str, label: str) -> str:
    tag, _, form = label.partition("|")
    if tag == "VERB" and form in ("Part", "Ger"):
        tag = "VBG" if word.lower().endswith("ing") else "VBN"
    if "-" in word and tag in ("VERB", "ADV", "X"):
        tag = "ADJ"
    if len(word) > 1 and word.replace(".", "").isupper():
        tag = "PROPN"
    return tag


def lemmas(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The lemmas of English tokens."""
    return tuple(lemma(token.text) for token in tokens)
