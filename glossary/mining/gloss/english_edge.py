"""Find the English of `mutual reassurance（相互再保證）`, and the Chinese in its bracket."""

from __future__ import annotations

import re

from glossary.mining.gloss import edge_features, names
from glossary.mining.gloss.runs import size
from glossary.mining.knowledge import lexicon
from glossary.model import Span
from glossary.text.english import STOP_WORDS
from glossary.text.script import HAN_RANGES, has_han, to_simplified
from glossary.text.segment import tagged_words, words

_DOT = r"(?:(?<![A-Za-z0-9.])\.(?=[A-Z]))?"  # .NET
_RUN = re.compile(_DOT + r"[A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9 .,'’&/+:-]*$")
_WORD = re.compile(_DOT + r"[A-Za-zÀ-ÿ0-9][\w.'’&/+-]*")
_CLOSERS = {"”": "“", '"': '"', "’": "‘", "」": "「", "』": "『", "》": "《", "〉": "〈"}
_LINKS = frozenset("of the for and on in to from with de la von van der against over at".split())
_MAX_WORDS = 8  # of a term. Chosen: 7 of 205 written cases fail, as many at half and double
_LEAD = re.compile(
    r"\s*(?:中文(?:名[称稱]?)?|中[译譯]|[汉漢华華國国][语語]|[译譯意義义][为為作]|意[即指思]是?|也就是|亦?即|[又也或亦][称稱译譯])"
    r"\s*[:：]?\s*"
)
_HEAD = re.compile(rf"[「『“\"《〈]?([{HAN_RANGES}A-Za-z0-9·•‧・－-]+)[」』”\"》〉]?")
_NOT_CHINESE = re.compile(
    "下同|^[如例详見见参含约約等图圖表註注略附源]|资料|資料|来源|來源|作者|译者|譯者|笔者|筆者|编按|編按|摄$|攝$|提供$"
    r"|[年月日]$|^\d|[元頁页%％]$|第.+[章节節条條页頁]|以下|以上|上述|前者|后者|後者|[我你您他她它]|不是|[了吗嗎呢吧啊]$"
)
_LONGEST = 20  # characters of Chinese in a bracket. Chosen, as many fail at half and double


def chinese_inside(inside: str) -> Span | None:
    """The span of the Chinese term at the start of a bracket, or after pinyin; None for a
    remark."""
    lead = _LEAD.match(inside)
    at = lead.end() if lead else 0
    if not has_han(inside[at : at + 3]):
        pinyin = re.match(r"[A-Za-zÀ-ɏ0-9' -]+[,，;；]\s*", inside[at:])
        at += pinyin.end() if pinyin else 0
    found = _HEAD.match(inside, at)
    if not found or not has_han(found[1]):
        return None
    rest = inside[found.end() :].strip()
    if rest and rest[0] not in ",，;；、/或:：(（" or _NOT_CHINESE.search(inside[at : found.end()]):
        return None
    text = found[1]
    if not 2 <= size(text) <= _LONGEST or (size(text) > 6 and _is_clause(text)):
        return None
    return found.span(1)


def _is_clause(text: str) -> bool:
    """Whether it reads like a remark: with function words, and a verb that is not its first
    word."""
    tags = [tag for _, _, tag in tagged_words(text)]
    functions = sum(tag[:1] in "pcudry" and tag not in ("uj", "d") for tag in tags)
    return functions >= 2 or (functions >= 1 and "v" in tags[1:])


def english_before(left: str, chinese: str) -> tuple[int, int, str] | None:
    """(start, end, rule) of the English at the end of `left` that `chinese` glosses; None if there
    is none."""
    stripped = left.rstrip()
    quoted = _quoted(stripped)
    if quoted:
        return *quoted, "english quoted"
    run = _RUN.search(stripped, max(0, len(stripped) - 160))
    if not run or stripped[-1:] in ".,:":
        return None
    tokens = list(_WORD.finditer(stripped, run.start()))
    before = stripped[: run.start()].rstrip()
    surrounded = not before or has_han(before[-1]) or before[-1] in "，。、；：！？「」《》）"
    if surrounded and len(tokens) <= _MAX_WORDS and not _has_stop(tokens) and has_han(left):
        return _span(tokens, stripped, "english run")
    return _phrase(tokens, stripped, chinese)


def _quoted(left: str) -> Span | None:
    close = left[-1:]
    if close not in _CLOSERS:
        return None
    begin = left.rfind(_CLOSERS[close], max(0, len(left) - 120), len(left) - 1)
    inside = left[begin + 1 : -1]
    if begin < 0 or has_han(inside) or not re.search("[A-Za-z]{2}", inside):
        return None
    return begin + 1, len(left) - 1


def _has_stop(tokens: list[re.Match[str]]) -> bool:
    return any(t[0].lower() in STOP_WORDS - _LINKS or t[0][-1] in ".,:" for t in tokens[:-1])


def _span(tokens: list[re.Match[str]], left: str, rule: str) -> tuple[int, int, str] | None:
    """The tokens as a span, without articles and linking words at the left."""
    while tokens and tokens[0][0].lower() in STOP_WORDS and not tokens[0][0].isupper():
        tokens = tokens[1:]
    if not tokens or not re.search("[A-Za-z]{2}|[0-9][A-Z]", left[tokens[0].start() :]):
        return None
    return tokens[0].start(), tokens[-1].end(), rule


def _phrase(tokens: list[re.Match[str]], left: str, chinese: str) -> tuple[int, int, str] | None:
    """The noun phrase at the end of running English: a capitalised name, or words back to a stop
    word."""
    if not tokens:
        return None
    if tokens[-1][0][0].isupper() or tokens[-1][0][0].isdigit():
        return _span(_capitalised(tokens), left, "english capitals")
    best, top = 1, float("-inf")
    for count in range(1, min(len(tokens), _MAX_WORDS) + 1):
        first = tokens[-count]
        if count > 1 and (
            first[0][-1] in ".,:" or left[first.end() : tokens[-count + 1].start()] != " "
        ):
            break
        if first[0].lower() not in STOP_WORDS and (score := _fit(tokens[-count:], chinese)) > top:
            best, top = count, score
    return _span(tokens[-best:], left, "english words")


def _capitalised(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """The capitalised tokens at the end, including linking words between them."""
    begin = len(tokens) - 1
    at = begin - 1
    while at >= 0 and tokens[at][0][-1] not in ",:":
        if tokens[at][0][0].isupper():
            begin = at
        elif tokens[at][0].lower() not in _LINKS or (
            tokens[at][0] == "the" and tokens[max(0, at - 1)][0].lower() not in _LINKS
        ):
            break
        at -= 1
    return tokens[begin:]


def _fit(tokens: list[re.Match[str]], chinese: str) -> float:
    """How well English words fit the Chinese: by their number, and by what the dictionary
    explains."""
    simple = to_simplified(chinese)
    pieces = [simple[a:b] for a, b in words(simple)]
    wanted = edge_features.content_words(" ".join(t[0] for t in tokens))
    explained = sum(max((lexicon.support(p, w) for p in pieces), default=0) > 0.3 for w in wanted)
    sound = 2.0 if names.is_person(" ".join(t[0] for t in tokens)) else 0.0
    excess = len(wanted) - size(chinese) / 2
    stops = sum(t[0].lower() in STOP_WORDS - _LINKS for t in tokens)
    return explained + sound - 0.5 * abs(excess) - 0.3 * (len(wanted) - explained) - 2.0 * stops
