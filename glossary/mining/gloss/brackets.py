"""Parse a bracket after Chinese: an English gloss, its abbreviation, or neither.

What is never a gloss (citations, dates, addresses, units, remarks) is recognised by `refusal`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from glossary.mining.gloss.acronyms import abbreviates
from glossary.mining.gloss.refusal import MARKS, TAIL, may_gloss
from glossary.model import Span
from glossary.text.script import has_han

MAX_INSIDE = 300  # characters. Chosen, to bound the work; no written case is near it
_OPEN, _CLOSE = "(（", ")）"


def brackets(text: str) -> Iterator[Span]:
    """The round brackets of `text`, including nested ones, as spans with their signs, by their
    end."""
    opened: list[int] = []
    for match in re.finditer("[()（）]", text):
        if match[0] in _OPEN:
            opened.append(match.start())
            if len(opened) > 50:  # nothing sensible is nested so deeply
                opened.pop(0)
        elif opened:
            begin = opened.pop()
            if match.end() - begin <= MAX_INSIDE:
                yield begin, match.end()


@dataclass(frozen=True, slots=True)
class Gloss:
    """A gloss: `text[start:end]` of the bracket's content is the English, followed or preceded by
    `abbreviation`."""

    en: str
    start: int
    end: int
    abbreviation: str | None = None
    lead: str = ""  # what introduces it: 簡稱, 英文, ...


_LEAD = re.compile(
    r"\s*(?:英文(?:名[称稱字]?)?|英[語语譯译文]?|English|原文|原名|全[稱称名]|[又亦也或俗通]?[稱称名]|[簡简]称|簡稱|"
    r"[縮缩][寫写]|(?:以下|下文|后文|後文)?(?:[簡简]?[稱称])|即|亦即|也就是|如|例如|音[譯译])"
    r"\s*[是为為]?\s*[:：]?\s*(?=[\"“'「《*]?\s*[A-Za-z])"
)
_OTHER_LANGUAGE = re.compile(
    r"\s*(?:[德法俄日韓韩拉義意西葡梵希][文語语丁]|拉丁[文語语]|西班牙[文語语])\s*[:：]?"
)
_LATIN = re.compile(r"(?:[^\u0250-\u02ff\u0370-\u1dff\u2e80-\uffef]|[，；：／、．－])+")
_SHORT_FORM = re.compile(
    r"\s*[,，;；、]?\s*(?:以下|下文)?(?:[簡简]?[稱称]|[縮缩][寫写])[為为是]?\s*[:：]?\s*[「“\"]?([A-Z][A-Za-z0-9&/.+-]+)"
)
_SEPARATOR = re.compile(r"\s*(?:[,，;；、/／|]|(?<=\s)or(?=\s))\s*")


def read(inside: str, before: str) -> Gloss | None:
    """The gloss in `inside`, the content of a bracket with `before` on its left; None if there is
    none."""
    lead = _LEAD.match(inside)
    if _OTHER_LANGUAGE.match(inside) and not lead:
        return None
    begin = lead.end() if lead else 0
    latin = _LATIN.match(inside, begin)
    if not latin or has_han(inside[begin : begin + 1]):
        return None
    end = _cut(inside, begin, latin.end())
    english = inside[begin:end]
    if not may_gloss(english, inside, before):
        return None
    gloss = _split(inside, *_trim(inside, begin, end), lead=lead[0].strip() if lead else "")
    short = _SHORT_FORM.match(inside, latin.end())
    if gloss and short and not gloss.abbreviation:
        return replace(gloss, abbreviation=short[1].rstrip(".,"))
    return gloss


def _cut(inside: str, begin: int, end: int) -> int:
    """The end of the English, without a remark after it."""
    tail = TAIL.search(inside[begin + 1 : end])
    if tail:
        end = begin + 1 + tail.start()
    rest = inside[end:]
    if rest.strip() and (comma := re.search(r"[，；、：]\s*$", inside[begin:end])):
        end = begin + comma.start()  # "toolchains，也就是 …"
    return end


def _trim(text: str, begin: int, end: int) -> Span:
    """The span without marks and spaces at its ends; full stops of U.S. and Jr. stay."""
    while begin < end and text[begin] in MARKS:
        begin += 1
    while end > begin and text[end - 1] in MARKS:
        if text[end - 1] == "." and re.search(
            r"\b(?:[A-Z]\.)+[A-Z]\.$|\b(?:Jr|Sr|Inc|Ltd|Co)\.$", text[begin:end]
        ):
            break
        end -= 1
    return begin, end


def _split(text: str, begin: int, end: int, lead: str) -> Gloss | None:
    """The English and its abbreviation: `A, B`, `A (B)`, `B, A`, or one term with a comma in it."""
    english = text[begin:end]
    inner = re.fullmatch(r"(.+?)\s*[(（]\s*([^()（）]+?)\s*[)）]?", english)
    parts = list(_SEPARATOR.finditer(english))
    for full, short in _halves(english, inner, parts):
        if abbreviates(english[slice(*short)], english[slice(*full)]):
            a, b = _trim(text, begin + full[0], begin + full[1])
            return Gloss(text[a:b], a, b, english[slice(*short)], lead)
    if inner:
        begin, end = _trim(text, begin, begin + inner.end(1))
    for m in parts:  # an alternative after a Chinese comma is a second name; take the first
        if m[0].strip() in ("，", "；", ";", "、", "or") and m.start() > 1:
            begin, end = _trim(text, begin, begin + m.start())
            break
    return Gloss(text[begin:end], begin, end, None, lead) if end - begin > 1 else None


def _halves(
    english: str, inner: re.Match[str] | None, parts: list[re.Match[str]]
) -> Iterator[tuple[Span, Span]]:
    """(full form, short form) for each separator, commas before slashes."""
    if inner:
        yield inner.span(1), inner.span(2)
    for m in sorted(parts, key=lambda m: (m[0].strip() in "/／", -m.start())):
        left, right = (0, m.start()), (m.end(), len(english))
        yield left, right
        yield right, left


def head(inside: str) -> str:
    """The English term at the beginning of a bracket's content; all of it if no gloss is
    recognised."""
    gloss = read(inside, "")
    return gloss.en if gloss else inside
