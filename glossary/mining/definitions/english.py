"""Definitions in an English paragraph or item.

    The term "foreigner" as used in this Act means…       “Affiliate” shall mean…
    Wages referred to in Article 2 refer to…               court (法院) means…
    1. Master: refers to…                                   A grey rhino is defined as…

Not "by means of", "means of transport", "refer patients to", "has the meaning given in Clause 3".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.mining.definitions import english_forms as forms
from glossary.mining.definitions.segments import Segment
from glossary.mining.definitions.statements import Statement
from glossary.model import Span

_LONGEST_SUBJECT = 8  # words. Chosen: half loses terms of five words, double takes in clauses
_LONGEST_ITEM = 16  # words of a term before a colon. Chosen: half loses names, double is a sentence


def clauses(text: str, segment: Segment) -> Iterator[int]:
    """Where the clauses of a segment begin that may define something."""
    heading = forms.HEADING.match(text, segment.start, segment.end)
    yield heading.end() if heading else segment.start
    for match in forms.CLAUSE.finditer(text, segment.start, segment.end):
        yield match.end()


def of_clause(text: str, start: int, segment: Segment, in_list: bool) -> Statement | None:
    """The statement that a clause makes, the most explicit one first; its definition ends with the
    segment, for now.

    `in_list` is true for the items of a list that announces definitions.
    """
    stop = forms.STOP.search(text, start, segment.end)
    clause = start, stop.start() if stop else segment.end
    for made in (_quoted, _glossed):
        if statement := made(text, clause, segment.end):
            return statement
    item = _item(text, segment, in_list) if start == segment.start else None
    if item and item.sure:
        return item
    for made in (_referred, _bare):
        if statement := made(text, clause, segment.end):
            return statement
    return item


def _quoted(text: str, clause: Span, end: int) -> Statement | None:
    match = forms.QUOTED.match(text, *clause)
    if not match or (match["is"] and not forms.PLACE.search(match["between"])):
        return None
    if match["further"] and match["includes"]:
        return None  # “not less than” and “within” include the given figure
    demands = match["includes"] and match["verb"].lower().startswith("shall")
    return _made(text, clause[0], match, end, sure=not match["is"] and not demands)


def _glossed(text: str, clause: Span, end: int) -> Statement | None:
    match = forms.GLOSSED.match(text, *clause)
    return _made(text, clause[0], match, end) if match else None


def _referred(text: str, clause: Span, end: int) -> Statement | None:
    match = forms.REFERRED.match(text, *clause)
    if not match or forms.NO_TERM.search(match["term"]) or not forms.PLACE.search(match["between"]):
        return None
    if forms.NO_TERM.search(match["between"]) or forms.PREPOSITION.match(match["term"]):
        return None
    weak = match["is"] or match["includes"] or forms.DEMANDS.search(match["verb"])
    return _made(text, clause[0], match, end, sure=not weak)


def _bare(text: str, clause: Span, end: int) -> Statement | None:
    match = forms.BARE.match(text, *clause)
    if not match or not _is_subject(match["term"]) or forms.DEMANDS.search(match["verb"]):
        return None
    told = bool(forms.PLACE.search(match["intro"]))
    if (match["intro"] or forms.NO_SUBJECT.search(match["term"])) and not told:
        return None
    if match["verb"].lower() == "means" and forms.NOUN_MEANS.match(text, match.end()):
        return None
    sure = told or match["called"] or not forms.LESS_SURE.search(match["verb"])
    return _made(text, clause[0], match, end, sure=bool(sure) and not match["is"])


def _is_subject(words: str) -> bool:
    if forms.NO_TERM.search(words) or forms.PREPOSITION.match(words):
        return False
    return len(words.split()) <= _LONGEST_SUBJECT


def _item(text: str, segment: Segment, in_list: bool) -> Statement | None:
    """`Term: words`, in items also `Term. Words`."""
    start, end = segment.start, segment.end
    match = forms.ITEM.match(text, start, end)
    if match and _is_item(match["term"]):
        return _made(text, start, match, end, sure=bool(match["verb"]) or in_list)
    match = forms.SENTENCE_ITEM.match(text, start, end) if segment.depth else None
    if match and not forms.NO_TERM.search(match["term"]):
        return _made(text, start, match, end, sure=bool(match["verb"]))
    return None


def _is_item(words: str) -> bool:
    if forms.NO_TERM.search(words) or re.search(r"\.\s+[A-Z]", words):
        return False
    return len(words.split()) <= _LONGEST_ITEM


# ---------------------------------------------------------------- terms


def _made(
    text: str, begin: int, match: re.Match[str], end: int, sure: bool = True
) -> Statement | None:
    """The statement of a match, its term without article, quotes and brackets."""
    term, gloss = _term(text, *_first(match))
    if "gloss" in match.groupdict() and match["gloss"]:
        gloss = match.span("gloss")
    if gloss and not forms.HAN_TERM.fullmatch(text[slice(*gloss)]):
        gloss = None
    start = match.end()
    while start < end and text[start] in " \t,:：—":
        start += 1
    if term[0] >= term[1] or not re.compile(r"\w\w").search(text, start, end):
        return None
    return Statement(begin, term, (start, end), sure, gloss)


def _first(match: re.Match[str]) -> Span:
    """The span of the term, of “fishery” or “fisheries” the first."""
    start, end = match.span("term")
    further = match.groupdict().get("further")
    other = forms.OR_QUOTED.search(match.string, start, end) if further else None
    return start, other.start() if other else end


def _term(text: str, start: int, end: int) -> tuple[Span, Span | None]:
    """The span of the bare term, and that of what stands in brackets behind it."""
    words = text[start:end]
    gloss = None
    bracket = forms.BRACKETS.search(words)
    if bracket and not forms.PLURAL.fullmatch(bracket["inside"]):
        gloss = start + bracket.start("inside"), start + bracket.end("inside")
        words = words[: bracket.start()]
    words = forms.TRAILING.sub("", words)
    if article := forms.ARTICLE.match(words):
        start, words = start + article.end(), words[article.end() :]
    left = len(words) - len(words.lstrip(forms.QUOTES))
    return (start + left, start + max(left, len(words.rstrip(forms.QUOTES)))), gloss
