"""Definitions in a Chinese paragraph or item.

    本法所稱外國人，指…        所谓灰犀牛，指的是…      前項所稱利害關係人如下：
    一、船長：指…              （二）网络，是指…         「公司」(company)指…
    安全困境係指…              可靠度定義為…             稱占有人者，謂…

Not 指定, 指揮, 指紋 and other words that begin with 指, nor 應包括, which demands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.mining.definitions import chinese_forms as forms
from glossary.mining.definitions.segments import Segment
from glossary.mining.definitions.statements import Statement
from glossary.model import Span


def clauses(text: str, segment: Segment) -> Iterator[int]:
    """Where the clauses of a segment begin that may define something."""
    yield segment.start
    for match in forms.CLAUSE.finditer(text, segment.start, segment.end):
        yield match.end()


def of_clause(text: str, start: int, segment: Segment, in_list: bool) -> Statement | None:
    """The statement that a clause makes, the most explicit one first; its definition ends with the
    segment, for now.

    `in_list` is true for the items of a list that announces definitions.
    """
    end = segment.end
    stop = forms.STOP.search(text, start, end)
    clause = start, stop.start() if stop else end
    for made in (_quoted, _called, _subject):
        if statement := made(text, clause, end):
            return statement
    if start == segment.start and (found := _item(text, clause, segment, in_list)):
        return found
    match = forms.WEAK.match(text, *clause)
    if match and not match["term"].startswith("在"):  # 在中央為…；在直轄市為…
        return _made(text, start, match, end, sure=False)
    return None


def _quoted(text: str, clause: Span, end: int) -> Statement | None:
    for pattern in (forms.QUOTED, forms.GLOSSED):
        if match := pattern.match(text, *clause):
            sure = not match.groupdict().get("bare")
            return _made(text, clause[0], match, end, sure=sure)
    return None


def _called(text: str, clause: Span, end: int) -> Statement | None:
    for pattern in forms.CALLED:
        match = pattern.search(text, *clause)
        if match and not forms.COUNTS_IN.match(text, match.end()):
            so_called = re.search("[謂谓]", text[match.start() : match.start("term")])
            sure = not so_called or "指" in match["verb"]  # 所謂專家為…: tells, and defines nothing
            return _made(text, clause[0], match, end, sure=sure, called=True)
    return None


def _subject(text: str, clause: Span, end: int) -> Statement | None:
    for pattern in (forms.AFORESAID, forms.SUBJECT):
        match = pattern.match(text, *clause)
        if match and (forms.FIXED.search(match["term"]) or not _no_subject(match["term"])):
            sure = not match["term"].endswith("者")  # 股東為法人者，指…: a case rather than a term
            return _made(text, clause[0], match, end, sure=sure)
    return None


def _item(text: str, clause: Span, segment: Segment, in_list: bool) -> Statement | None:
    """`Term: words` of an item; outside lists only with a verb."""
    listed = segment.depth or in_list
    match = forms.ITEM.match(text, clause[0], segment.end if listed else clause[1])
    if not match or (match["bare"] and not listed):
        return None
    words = text[match.end() : segment.end]
    sure = in_list or not match["bare"] or _is_kind_of(match["term"], words)
    return _made(text, clause[0], match, segment.end, sure=sure)


def _is_kind_of(term: str, words: str) -> bool:
    """雨水下水道：…之下水道: what is said ends with what the term is a kind of."""
    genus = forms.GENUS.search(words)
    head = genus["head"] if genus and "。" not in words[:-1] else ""
    return any(len(term) > size and term.endswith(head[-size:]) for size in range(2, len(head) + 1))


# ---------------------------------------------------------------- terms


def _no_subject(words: str) -> bool:
    return bool(forms.NO_SUBJECT.match(_subject_of(words)))


def _subject_of(words: str) -> str:
    """Without what only points to a place: 本條例第十三條第二項規定免徵稅捐之進口樣品."""
    source = forms.SOURCE.match(words)
    words = words[source.end() :] if source else words
    pointer = forms.POINTER.match(words)
    return words[pointer.end() :] if pointer and len(words) > pointer.end() + 1 else words


def _made(
    text: str,
    begin: int,
    match: re.Match[str],
    end: int,
    sure: bool = True,
    called: bool = False,
) -> Statement | None:
    """The statement of a match, its term without quotes, brackets and, unless it is what the text
    calls something (所稱), what only points to a place."""
    words = match["term"]
    at = match.start("term") + (0 if called else len(words) - len(_subject_of(words)))
    term, gloss = _term(text, at, match.end("term"))
    if "gloss" in match.groupdict() and match["gloss"]:
        gloss = match.span("gloss")
    if gloss and not forms.LATIN.fullmatch(text[slice(*gloss)]):
        gloss = None
    shown = text[slice(*term)]
    if not shown or shown in forms.PRONOUNS or shown.endswith(("不", "不得")) or match.end() >= end:
        return None
    return Statement(begin, term, (_past_spaces(text, match.end(), end), end), sure, gloss)


def _term(text: str, start: int, end: int) -> tuple[Span, Span | None]:
    """The span of the bare term, and that of what stands in brackets behind it."""
    words = text[start:end]
    gloss = None
    if bracket := forms.BRACKETS.search(words):
        gloss = start + bracket.start("inside"), start + bracket.end("inside")
        words = words[: bracket.start()]
    words = forms.SCOPE.sub("", words)
    if words.endswith("者") and re.search("(?<!所)[稱称]$", text[max(0, start - 2) : start]):
        words = words[:-1]
    left = len(words) - len(words.lstrip(forms.QUOTES))
    return (start + left, start + max(left, len(words.rstrip(forms.QUOTES)))), gloss


def _past_spaces(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " 　：:":
        start += 1
    return start
