"""Sentences and Chinese words, as spans into the text.

A sentence is what a reader would quote: a stop inside a title, inside brackets, after an
abbreviation or in a number does not end it, nor does a semicolon; a closing quotation mark belongs
to it, and so does the number of a note.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from glossary.model import Language, Span
from glossary.text.script import HAN_RANGES, is_han, to_simplified

_STOP = re.compile(r"[。！？!?．]+|…{1,2}|\.{1,6}|\n\s*\n")
_CLOSERS = "」』”’\"'）)］]】》〉"
_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "［": "］", "[": "]"}
_BRACKET = re.compile("[（）()《》〈〉［］\\[\\]]")
# Chosen, to bound the work; half and double fail no test.
_VIEW = 80  # characters looked at on either side of a stop
_SHIELD = 200  # a bracket that is not closed within so many characters shields nothing
_GOES_ON = re.compile(r"\s*[，、；：,;:）)》〉」』\]—–-]|[（(]|[的之]")

ENTRY = re.compile(
    r"[（(]?(?:\d{1,3}|[一二三四五六七八九十百零]{1,5}|[A-Za-z]|[ivx]{1,5})[)）]"
    r"|(?:\d{1,3}|[一二三四五六七八九十百零]{1,5})(?:[、．]|[.](?!\d))|[①-⑳]"
)
"""The number at the head of an entry of a list: `1.`, `(a)`, `（一）`, `三、`."""
_NUMBERS = r"\d{1,3}(?:[,，、–-]\s?\d{1,3}){0,9}"
_NOTE = re.compile(
    rf"[⁰¹²³⁴-⁹]+(?:[,，⁻][⁰¹²³⁴-⁹]+)*|(?:\[\^?{_NUMBERS}\]|［{_NUMBERS}］|〔{_NUMBERS}〕)+"
    rf"|(?:{_NUMBERS}|\({_NUMBERS}\))(?=\s|$)"
)  # directly after a stop, as a text copied from a page has it
_COUNTED = re.compile(
    r"\d+\s*[年月日號号時时點点分秒週周天個个名位人次種种項项條条款章節节篇頁页家所億亿萬万千百元度歲岁%％]"
)
_NEW_SENTENCE = re.compile(rf"\s*$|\s+[A-Z“\"‘'(\[{HAN_RANGES}「『《]")

_TITLES = frozenset(
    """mr mrs ms dr prof st sen rep gov gen lt col maj capt adm sgt cmdr hon rev messrs mt ft vs
    v cf viz ca approx e.g i.e eg ie al ed eds trans vol pp p fig figs eq sec ch app art""".split()
)  # what follows belongs to them, whatever its first letter
_SHORTENED = frozenset(
    """inc corp ltd co cos llc plc bros jr sr etc dept univ assn ave a.m p.m
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)  # may end a sentence; the next word decides
_OPENERS = frozenset(
    """the a an this that these those it its he she they we you i his her their our my there here
    in on at by for from with as but and or so yet if when while after before since although though
    however moreover furthermore meanwhile nevertheless thus hence therefore instead finally first
    second third today yesterday recently some many most such both each what who why how not no
    one two another according under during despite because once until to""".split()
)
_BEFORE_DOT = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z0-9À-ÿ'’&-]+$")
_NEXT_WORD = re.compile(r"[\s\"'“‘(\[]*([A-Za-zÀ-ÿ]+)")


def sentences(text: str, language: Language | None = None) -> list[Span]:
    """Spans of the sentences of `text`, trimmed of whitespace.

    With `language` "zh" a Latin full stop ends a sentence only beside a Chinese character or at the
    end; otherwise the text may be in either language or in both.
    """
    shielded = _shielded(text)
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        end = _noted(text, match, _closed(text, match.end()))
        inside = match.start() < start or shielded[match.start()]
        if not inside and _ends(text, match, start, end, language):
            spans.append((start, end))
            start = end
    spans.append((start, len(text)))
    return [span for span in (_trimmed(text, a, b) for a, b in spans) if span[0] < span[1]]


def sentence_at(spans: Sequence[Span], offset: int) -> Span:
    """The sentence that contains `offset`: the last one that begins at or before it."""
    return spans[max(0, bisect_right(spans, (offset, sys.maxsize)) - 1)]


def _shielded(text: str) -> bytearray:
    """A mask with 1 for every character inside brackets or a title, where no sentence ends."""
    mask = bytearray(len(text))
    opened: deque[tuple[str, int]] = deque()
    for match in _BRACKET.finditer(text):
        char, at = match[0], match.start()
        while opened and at - opened[0][1] > _SHIELD:
            opened.popleft()
        if char in _PAIRS:
            opened.append((_PAIRS[char], at))
        elif any(char == close for close, _ in opened):
            while opened[-1][0] != char:
                opened.pop()
            begin = opened.pop()[1]
            mask[begin:at] = b"\x01" * (at - begin)
    return mask


def _closed(text: str, end: int) -> int:
    """The end of a sentence whose stop ends at `end`, including closing marks."""
    while end < len(text) and text[end] in _CLOSERS:
        if text[end] in "\"'" and re.match(r"\w", text[end + 1 : end + 2]):
            break  # a straight quotation mark that opens the next sentence
        end += 1
    return end


def _noted(text: str, match: re.Match[str], end: int) -> int:
    """The end of a sentence that is closed at `end`, including the number of a note."""
    note = _NOTE.match(text, end)
    if not note:
        return end
    if match[0] == "。":
        return end if _COUNTED.match(text, end) else note.end()
    word = _BEFORE_DOT.search(text, max(0, match.start() - _VIEW), match.start())
    after = text[note.end() : note.end() + _VIEW]
    ends = _NEW_SENTENCE.match(after) and (end > match.end() or _is_word(word))
    return note.end() if ends else end


def _is_word(before: re.Match[str] | None) -> bool:
    """Whether the stop after it ends a sentence, and no abbreviation or number."""
    word = before[0].lower() if before else ""
    shortened = word in _TITLES or word in _SHORTENED or word in {"no", "nos"}
    return len(word) > 1 and word[-1].isalpha() and "." not in word and not shortened


def _ends(text: str, match: re.Match[str], start: int, end: int, language: Language | None) -> bool:
    """Whether the stop ends the sentence that began at `start`."""
    stop, after = match[0], text[end : end + _VIEW]
    before = text[max(start, match.start() - _VIEW) : match.start()]
    if stop.startswith("\n"):
        return True
    if stop[0] not in "。.．…" or stop.startswith(".."):
        return _mark_ends(stop, after)
    if stop[0] == "。":
        return not re.match(r"[，、；）)》〉」』]|[（(](?=[A-Za-z“\"])", after)
    if stop[0] == "…":
        return bool(re.match(r"\s*$|\s+[A-Z“\"]|\s*[「『“]", after))
    return _dot_ends(before, after, end > match.end(), language)


def _mark_ends(stop: str, after: str) -> bool:
    """Whether a question mark, an exclamation mark or a row of dots ends the sentence."""
    if _GOES_ON.match(after):
        return False
    if stop.startswith(".."):
        return bool(re.match(r"\s*$|\s+[A-Z“\"]", after))
    spaced = not after or after[0].isspace() or not after[0].isascii()
    return (spaced or stop[0] in "！？") and not re.match(r"\s+[a-z]", after)


def _dot_ends(before: str, after: str, closed: bool, language: Language | None) -> bool:
    """Whether a Latin full stop ends the sentence."""
    if not after.strip():
        return True
    if before and is_han(before[-1]):
        return not re.match(r"\s*[0-9A-Za-z]*[，、]", after) and not after[0].isdigit()
    if not after[0].isspace() and not is_han(after[0]):
        return False
    word = _BEFORE_DOT.search(before)
    if word and not closed and _abbreviates(word[0], before[: word.start()], after):
        return False
    if re.match(r"\s*[A-Z0-9“\"‘'(\[]", after):
        return language != "zh" and after[0].isspace()
    return bool(re.match(rf"\s*[{HAN_RANGES}「『《〈“]", after))


def _abbreviates(word: str, before: str, after: str) -> bool:
    """Whether the full stop after `word` belongs to an abbreviation, an initial or a list
    number."""
    lower = word.lower()
    following = _NEXT_WORD.match(after)
    opener = following[1] if following else ""
    opens = opener[:1].isupper() and opener.lower() in _OPENERS
    if lower in _TITLES and (word[0].isupper() or lower not in {"ed", "art", "app", "al"}):
        return lower != "al" or not opens
    if lower == "al":
        return not opens
    if word in {"No", "Nos", "no", "nos"}:
        return bool(re.match(r"\s*\d", after))
    if lower in _SHORTENED or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return not opens and not (following is None and after.lstrip()[:1] in '“"')
    if len(word) == 1 and word.isupper():
        return not opens
    return word.isdigit() and not before.strip()  # "1." at the head of a sentence


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if left < len(piece) else (end, end)


def words(text: str) -> list[Span]:
    """Spans of the words of Chinese or mixed text, without whitespace."""
    import rjieba

    # Segment the Simplified text: jieba knows it far better, and it has the same length.
    return [
        (start, end) for start, end, _ in _placed((w, "") for w in rjieba.cut(to_simplified(text)))
    ]


def tagged_words(text: str) -> list[tuple[int, int, str]]:
    """(start, end, tag) of the `words`, with jieba's part-of-speech tags (n, nr, ns, v, u, p, eng,
    ...)."""
    import rjieba

    return list(_placed(rjieba.tag(to_simplified(text))))


def _placed(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """(start, end, tag) of consecutive pieces of a text, without whitespace."""
    at = 0
    for word, tag in pieces:
        if not word.isspace():
            yield at, at + len(word), tag
        at += len(word)
