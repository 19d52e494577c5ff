"""Mine glosses: `安全困境(security dilemma)`, `「再保證」(reassurance)`, `hedging（避險）`.

    brackets of a block -> their content (brackets) -> the boundary left of them -> Proposal

A gloss is its own evidence: both contexts are the sentence that contains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glossary.mining.contexts import context
from glossary.mining.gloss import brackets, names
from glossary.mining.gloss.chinese_edge import boundary
from glossary.mining.gloss.english_edge import chinese_inside, english_before
from glossary.mining.gloss.quantities import are_quantities
from glossary.mining.gloss.ranker import rate
from glossary.mining.gloss.refusal import may_gloss
from glossary.mining.gloss.runs import TextRecurrence, readable
from glossary.mining.knowledge.kinds import kind_of
from glossary.mining.run import MiningRun
from glossary.model import Block, Document, Evidence, Proposal, Span
from glossary.text.fold import INVISIBLE
from glossary.text.script import HAN_RANGES, has_han
from glossary.text.segment import sentence_at, sentences

_REFERENCES = re.compile(
    r"\W*(?:参考[文书資资][献獻目料]?|參考[文書資][獻目料]?|引用文[献獻]|[书書]目|[征徵]引.{0,3}|참고문헌"
    r"|References|Bibliography|Works Cited|Literature Cited|Citations|Sources)\W*",
    re.IGNORECASE,
)
_AFTER_REFERENCES = re.compile(
    r"\W*(?:abstract|摘\s*要|附[录錄]|appendix|acknowledge?ments?|致[谢謝]|作者[简簡]介)\W*",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*[(（][^()（）A-Za-z]{1,16}[)）]$")  # 溫特主義（下同）(Wintelism)
_NOTE_MARK = re.compile(r"\[\d{1,3}\]$")
_NOTE_NUMBER = re.compile(rf"(?<=[{HAN_RANGES}][{HAN_RANGES}」』”》〉])\d{{1,3}}$")
_NO_TERM = re.compile(
    "[0-9.,%零〇一二三四五六七八九十百千万萬亿億两兩多余餘年月日]+(?:美?[元人名]|公里|公斤|[個个]百分[點点])?|[我你他她它]们?們?|[这這那该該此其]"
)
# Chosen, to bound the work; no written case is near them. At half, less of a sentence is seen, and
# terms of a chapter no longer count in the next; at double, more is looked at.
_SHOWN = 160  # characters before a bracket that are looked at
_WINDOW = 30_000  # characters of a document that share one count of recurrences


@dataclass(frozen=True, slots=True)
class FoundGloss:
    """A gloss in a block: spans into the block's text."""

    zh: Span
    en: Span
    rule: str
    confidence: float
    abbreviation: str | None = None


def mine(run: MiningRun) -> Iterator[Proposal]:
    """Every gloss of the documents, in order; the same pair twice gives two proposals."""
    for document in run.documents:
        yield from _of_document(document)


def _of_document(document: Document) -> Iterator[Proposal]:
    windows: dict[int, TextRecurrence] = {}
    for block in _running(document.blocks):
        window = block.offsets[0] // _WINDOW
        if window not in windows:
            windows[window] = TextRecurrence(document.text, block.offsets[0])
        cut = sentences(block.text)
        for found in glosses(block.text, windows[window]):
            yield _proposal(document, block, cut, found)


def _running(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that may contain glosses: no captions, and no lists of references."""
    referring = False
    for block in blocks:
        if _REFERENCES.fullmatch(block.text):
            referring = True
        elif block.kind == "heading" or _AFTER_REFERENCES.fullmatch(block.text):
            referring = False
        if not referring and block.kind != "caption" and re.search("[(（]", block.text):
            yield block


def glosses(text: str, recurrence: TextRecurrence | None = None) -> Iterator[FoundGloss]:
    """The glosses of a text, including those in nested brackets, by the end of their brackets."""
    recurrence = recurrence or TextRecurrence(text)
    for begin, end in brackets.brackets(text):
        wall = max(0, begin - _SHOWN)
        left = _REMARK.sub("", text[wall:begin].rstrip())
        inside = text[begin + 1 : end - 1]
        found = _forward(left, inside, recurrence) or _backward(left, inside)
        if found:
            yield _moved(found, wall, begin + 1)


def _moved(found: FoundGloss, zh_by: int, en_by: int) -> FoundGloss:
    """The gloss with spans into the whole text, each side moved by its own offset."""
    if found.rule.startswith("english"):
        zh_by, en_by = en_by, zh_by
    zh = found.zh[0] + zh_by, found.zh[1] + zh_by
    en = found.en[0] + en_by, found.en[1] + en_by
    return FoundGloss(zh, en, found.rule, found.confidence, found.abbreviation)


def _forward(left: str, inside: str, recurrence: TextRecurrence) -> FoundGloss | None:
    """The gloss of `中文(English)`."""
    gloss = brackets.read(inside, left)
    left = _without_note(left, gloss.en if gloss else "")
    plain, places = readable(left)
    edge = boundary(plain, gloss.en, recurrence) if gloss else None
    if not gloss or not edge or not _is_term(plain[edge.start : edge.end], gloss.en):
        return None
    confidence = edge.confidence * rate("bracket")
    if edge.end - edge.start == 1:
        confidence *= rate("one character")
    span = places[edge.start], places[edge.end - 1] + 1
    return FoundGloss(span, (gloss.start, gloss.end), edge.rule, confidence, gloss.abbreviation)


def _without_note(left: str, english: str) -> str:
    """The text without the mark of a note at its end; a number that the English may have stays."""
    left = _NOTE_MARK.sub("", left)
    return left if re.search(r"\d", english) else _NOTE_NUMBER.sub("", left)


def _is_term(chinese: str, english: str) -> bool:
    """Whether it is more than a numeral, a pronoun or a quantity."""
    if not has_han(chinese) or _NO_TERM.fullmatch(chinese):
        return False
    return not are_quantities(chinese, english)


def _backward(left: str, inside: str) -> FoundGloss | None:
    """The gloss of `English（中文）`."""
    zh = chinese_inside(inside)
    en = english_before(left, inside[slice(*zh)]) if zh else None
    if not zh or not en or not may_gloss(left[en[0] : en[1]], "", ""):
        return None
    if names.is_post(inside[slice(*zh)], left[en[0] : en[1]]):
        return None
    return FoundGloss(zh, (en[0], en[1]), en[2], rate(en[2]))


def _proposal(document: Document, block: Block, cut: list[Span], found: FoundGloss) -> Proposal:
    """The gloss as a proposal, with its sentence and its spans in the document."""
    first = min(found.zh[0], found.en[0])
    last = max(found.zh[1], found.en[1])
    begin, end = sentence_at(cut, first)[0], sentence_at(cut, last - 1)[1]
    shown = context(block.text[begin : max(end, last)], first - begin, last - begin)
    zh, en = (INVISIBLE.sub("", block.text[slice(*span)]) for span in (found.zh, found.en))
    zh_span, en_span = block.span(*found.zh), block.span(*found.en)
    confidence = round(found.confidence, 4)
    evidence = Evidence(
        document.name,
        document.sha256,
        shown,
        shown,
        zh_span,
        en_span,
        document.line(zh_span[0]),
        "gloss",
        confidence,
    )
    kind = kind_of(zh, en, found.rule)
    return Proposal(zh, en, kind, "gloss", confidence, (evidence,), found.abbreviation)
