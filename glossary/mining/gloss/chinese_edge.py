"""Find where the Chinese of a gloss begins: `安全困境` before `(security dilemma)`.

    closing quotation or title mark   -> its opening mark
    a person's name                   -> the ranker of names (sound, family name, role before it)
    letters alone                     -> the ranker of abbreviations (words against letters)
    else                              -> the ranker of terms

The right boundary is the bracket, except for an honorific after a name, and for a tail `的…` that
has no counterpart in the English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from glossary.mining.gloss import acronyms, edge_features, names
from glossary.mining.gloss.ranker import Features, Ranker, ranker, rate
from glossary.mining.gloss.runs import Run, TextRecurrence, joints, run_before
from glossary.mining.knowledge import lexicon
from glossary.mining.knowledge.kinds import is_acronym
from glossary.text.script import HAN_RANGES, has_han, to_simplified
from glossary.text.segment import words

_MARKS = {"」": "「", "』": "『", "》": "《", "〉": "〈", "”": "“", "’": "‘", "】": "【", '"': '"'}
_TITLE_MARKS = "》〉"
_AFTER_TITLE = re.compile(
    r"(?:[一这该本]?(?:部|篇|本|份)?(?:书|文|专书|新书|著作|论文|文章|报告|杂志|期刊|季刊|月刊|周刊|专栏|小说|电影|影集|纪录片|剧集|节目))$"
)
_HONORIFIC = re.compile(
    "(?:教授|先生|女士|博士|院士|医师|医生|律师|法官|神父|爵士|夫人|小姐|将军|上将|中将|总统|总理|首相|主席|部长|国务卿|议员|参议员|大使|局长|校长|院长|所长|主任|研究员|记者|老师)$"
)
_TAIL = re.compile("的[^的]{1,4}$")
# Chosen. Of 205 written cases 7 fail, and as many with half or double of each.
_TAIL_GAIN = 0.5  # how much better the term must score without its tail
_TAIL_UNKNOWN = 0.2  # support by a dictionary below which the English does not speak of the tail
_TAIL_EXPLAINED = 0.4  # share of the English that must be explained without it
_ABLE = re.compile(r"[a-z]+[ai]ble\b", re.IGNORECASE)
_COUNTED = re.compile("一(?:种|个个?)")
_COUNTED_BEFORE = re.compile("一[种个]?$")
_ONE = re.compile(r"one\b", re.IGNORECASE)
_SPACED = re.compile(rf"[{HAN_RANGES}]\s[{HAN_RANGES}]$")
"""Characters separated by spaces, as in OCR: the last one alone is not a term."""
# Chosen. As many written cases fail at half; at double, where nothing sounds so like, 12 and 8.
_SOUNDS_LIKE = 0.65  # a name that sounds so much like the Chinese is one whatever its words mean
_SINGLE_SOUNDS_LIKE = 0.75  # for a single word (Kydd) sound alone must tell


@dataclass(frozen=True, slots=True)
class Boundary:
    """The Chinese, `left[start:end]`; the `rule` that found it; the probability that it is
    right."""

    start: int
    end: int
    rule: str
    confidence: float


def boundary(
    left: str, english: str, document: str | TextRecurrence = "", abbreviation: str | None = None
) -> Boundary | None:
    """The Chinese that `english` glosses at the end of `left`; None if there is none.

    `document` is the text, including this occurrence, in which recurrences of the term count.
    """
    left = names.with_dots(left.rstrip(), english)
    recurrence = (
        document if isinstance(document, TextRecurrence) else TextRecurrence(document or left)
    )
    marked = _marked(left, english)
    if marked or left[-1:] in _MARKS:
        return marked
    run = run_before(left, joints(english))
    if run is None or (left[-1].isascii() and left[-1].isalpha()) or _SPACED.search(left):
        return None
    if names.is_person(english) and not names.is_place(left, english):
        found = _name(left, run, english, recurrence)
        if found:
            return found
    elif is_acronym(english) or re.fullmatch(r"\d[A-Z]|[A-Z]\d+", english):
        return _best(run, ranker("acronym"), acronyms.features(run, english, recurrence), "acronym")
    elif re.fullmatch("[A-ZÀ-Þ][a-zà-ÿ]{2,}", english):
        found = _single_name(run, english, recurrence)
        if found:
            return found
    return _term(left, run, english, recurrence)


def _marked(left: str, english: str) -> Boundary | None:
    """The text in quotation or title marks that close at the end, or before 一書, 雜誌."""
    end = len(left)
    if left[-1:] not in _MARKS:
        after = _AFTER_TITLE.search(to_simplified(left[-6:]))
        end = len(left) - (len(after[0]) if after else 0)
        if not after or left[end - 1 : end] not in _TITLE_MARKS or not english[:1].isupper():
            return None
    close = left[end - 1]
    begin = _opening(left, end - 1, _MARKS[close], close)
    if begin is None or not has_han(left[begin + 1 : end - 1]):
        return None
    rule = "title" if close in _TITLE_MARKS else "quoted"
    return Boundary(begin + 1, end - 1, rule, rate(rule))


def _opening(left: str, close_at: int, opening: str, close: str) -> int | None:
    """The opening mark for the one at `close_at`, at most 80 characters before it."""
    depth = 0
    for at in range(close_at - 1, max(-1, close_at - 80), -1):
        if left[at] == opening:
            if depth == 0:
                return at
            depth -= 1
        elif left[at] == close:
            depth += 1
    return None


def _best(run: Run, by: Ranker, candidates: list[Features], rule: str) -> Boundary:
    index, confidence = by.best(candidates)
    return Boundary(run.offset + run.starts[index], run.offset + len(run.text), rule, confidence)


def _name(left: str, run: Run, english: str, recurrence: TextRecurrence) -> Boundary | None:
    """The name before the bracket, without an honorific after it; None if it is not a name."""
    candidates = names.features(run, english, recurrence)
    found = _best(run, ranker("name"), candidates, "name")
    sound = _sound(candidates[run.starts.index(found.start - run.offset)])
    if sound < _SOUNDS_LIKE and _explained(run, english, recurrence):
        return None
    honorific = _HONORIFIC.search(run.text)
    if honorific and honorific.start() > 1:
        shorter = run_before(left[: run.offset + honorific.start()])
        if shorter:
            others = names.features(shorter, english, recurrence)
            return _best(shorter, ranker("name"), others, "name")
    return found


def _single_name(run: Run, english: str, recurrence: TextRecurrence) -> Boundary | None:
    """A single capitalised word as a name, if it sounds like the Chinese; else None."""
    candidates = names.features(run, english, recurrence)
    found = _best(run, ranker("name"), candidates, "name")
    chosen = candidates[run.starts.index(found.start - run.offset)]
    return found if _sound(chosen) >= _SINGLE_SOUNDS_LIKE else None


def _sound(features: Features) -> float:
    return max(features.get("sounds", 0.0), features.get("dotted sounds", 0.0))


def _explained(run: Run, english: str, recurrence: TextRecurrence) -> bool:
    """Whether the dictionary finds a good part of the English words in the Chinese."""
    return (
        max(f.get("explains", 0.0) for f in edge_features.features(run, english, recurrence)) > 0.3
    )


def _term(left: str, run: Run, english: str, recurrence: TextRecurrence) -> Boundary:
    """The term at the end of the run, or before a tail `的…` of the run."""
    by = ranker("term")
    candidates = edge_features.features(run, english, recurrence)
    tail = _TAIL.search(run.text)
    if tail and tail.start() > 1 and not _speaks_of(english, tail[0][1:]):
        shorter = run_before(left[: run.offset + tail.start()])
        others = edge_features.features(shorter, english, recurrence) if shorter else []
        top = max(others, key=by.score, default={})
        gain = by.score(top) - max(map(by.score, candidates))
        if shorter and gain > _TAIL_GAIN and top.get("explains", 0.0) >= _TAIL_EXPLAINED:
            return _best(shorter, by, others, "term")
    found = _best(run, by, candidates, "term")
    return _with_able(run, _without_article(run, found, english), english)


def _without_article(run: Run, found: Boundary, english: str) -> Boundary:
    """The boundary after 一種 or 一個, which say no more than an article; before it where the
    English counts too, as in the one-China principle."""
    start = found.start - run.offset
    before = _COUNTED_BEFORE.search(run.text[:start])
    if before and _ONE.match(english) and before.start() in run.starts:
        return replace(found, start=run.offset + before.start())
    counted = _COUNTED.match(run.text, start)
    if not counted or _ONE.match(english) or counted.end() not in run.starts:
        return found
    rest = run.text[counted.end() :]
    if len(rest) == 1 and not _speaks_of(english, rest):
        return found
    return replace(found, start=run.offset + counted.end())


def _with_able(run: Run, found: Boundary, english: str) -> Boundary:
    """The boundary extended by 可 before the term, if the English begins with a word in -able."""
    start = found.start - run.offset
    if _ABLE.match(english) and run.text[:start].endswith("可") and start - 1 in run.starts:
        return replace(found, start=found.start - 1)
    return found


def _speaks_of(english: str, tail: str) -> bool:
    """Whether the dictionary links a word of the English to the tail."""
    pieces = [tail[a:b] for a, b in words(tail)]
    return any(
        lexicon.support(piece, word) > _TAIL_UNKNOWN
        for piece in pieces
        for word in edge_features.content_words(english)
    )
