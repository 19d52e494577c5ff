"""The text of a document in one language, a line for each paragraph, with its places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from glossary.mining.contexts import context
from glossary.mining.definitions.statements import Statement
from glossary.model import Block, Document, Language, Span, TermDefinition
from glossary.text.script import HAN, LATIN_WORD
from glossary.text.segment import sentence_at, sentences

_KINDS = ("paragraph", "item", "heading")
_NUMBER = re.compile(r"[（(]?\w{1,5}[.)、）．]?")
_BULLET = "• "  # of an item whose number the document does not say


@dataclass(frozen=True)
class OneLanguage:
    """`text` and, for each of its lines, where it begins and the block it shows."""

    language: Language
    text: str
    starts: tuple[int, ...]
    blocks: tuple[Block, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the document."""
        (first, begin), (last, stop) = self._place(start), self._place(end - 1)
        if first == last:
            return self.blocks[first].span(begin, stop + 1)
        whole = self.blocks[first].span(begin, begin + 1), self.blocks[last].span(stop, stop + 1)
        return whole[0][0], whole[1][1]

    def definition(self, statement: Statement) -> TermDefinition:
        """A statement with its words and its places in the document."""
        words = self.text[slice(*statement.definition)].replace(f"\n{_BULLET}", "\n")
        term = self.text[slice(*statement.term)]
        return TermDefinition(
            term, self.span(*statement.term), words, self.span(*statement.definition)
        )

    def context(self, statement: Statement) -> str:
        """The sentence with the term."""
        number, at = self._place(statement.term[0])
        block = self.blocks[number]
        start, end = sentence_at(sentences(block.text, self.language), at)
        sentence = block.text[start:end]
        return context(sentence, at - start, at - start + len(self.text[slice(*statement.term)]))

    def _at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _place(self, offset: int) -> tuple[int, int]:
        """(number of the block, offset in it); what stands before a block is its beginning."""
        number = self._at(offset)
        at = offset - self.starts[number]
        return (number, at) if 0 <= at < len(self.blocks[number].text) else (number + 1, 0)


def one_language(document: Document, language: Language) -> OneLanguage:
    """The paragraphs, items and headings of a document in a language; a number alone is in both."""
    lines: list[str] = []
    starts: list[int] = []
    blocks: list[Block] = []
    length = 0
    for block in document.blocks:
        if block.kind in _KINDS and _language(block.text) in (language, None):
            before = _number(document.text, block)
            starts.append(length + len(before))
            blocks.append(block)
            lines.append(before + block.text)
            length += len(lines[-1]) + 1
    return OneLanguage(language, "\n".join(lines), tuple(starts), tuple(blocks))


def _language(text: str) -> Language | None:
    """The language of a paragraph, which may have terms of the other in brackets; None for a
    number."""
    han, latin = len(HAN.findall(text)), len(LATIN_WORD.findall(text))
    if not han and not latin:
        return None
    return "zh" if han > latin else "en"


def _number(text: str, block: Block) -> str:
    """What stands before an item on its line in the document, else a bullet."""
    if block.kind != "item":
        return ""
    start = block.offsets[0]
    line = re.split(r"[\r\n]", text[max(0, start - 20) : start])[-1].strip()
    return f"{line} " if _NUMBER.fullmatch(line) else _BULLET
