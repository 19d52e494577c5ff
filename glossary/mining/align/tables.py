"""Bilingual tables: rows that say the same in a Chinese and in an English column."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from glossary.mining.align.passages import Passage, Sentence, language_of
from glossary.model import Block, Document, Language
from glossary.text.segment import sentences

_HEAD = re.compile(
    r"\W*(?:(?:chinese|english|source|target|original|translation|terms?|glossary|entry|zh|en"
    r"|simplified|traditional|mandarin|text|language|equivalent|name|expression)\b\W*){1,4}"
    r"(?:\((?:zh|en|chinese|english)[\w-]*\))?\W*",
    re.IGNORECASE,
)
_HEAD_ZH = re.compile(
    r"\W*(?:中文|中英文?|英文|汉语|漢語|华语|華語|英语|英語|原文|译文|譯文|术语|術語|词汇|詞彙|名词|名詞"
    r"|词条|詞條|名称|名稱|简体|簡體|繁体|繁體|正体|正體|对照|對照|用语|用語|翻译|翻譯|词语|詞語)"
    r"(?:中文|英文|名称|名稱|名词|名詞|术语|術語|词汇|詞彙|用语|用語|版|字|词|詞|\W)*"
)


def bilingual_rows(document: Document) -> Iterator[tuple[Passage, Passage]]:
    """(Chinese cell, English cell) of every row of a bilingual table, heads left out."""
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in document.blocks:
        if block.kind == "cell" and block.table is not None:
            tables[block.table].append(block)
    for cells in tables.values():
        columns = _columns(cells)
        if columns:
            yield from _rows(cells, *columns)


def _columns(cells: list[Block]) -> tuple[int, int] | None:
    """The numbers of the Chinese and the English column, the leftmost of each."""
    votes: dict[int, Counter[Language | None]] = defaultdict(Counter)
    for cell in cells:
        if cell.column is not None and cell.row is not None:
            votes[cell.column][language_of(cell.text) or _short_language(cell.text)] += 1
    main = {column: max(count, key=lambda k: (count[k], str(k))) for column, count in votes.items()}
    zh = [column for column in sorted(main) if main[column] == "zh"]
    en = [column for column in sorted(main) if main[column] == "en"]
    return (zh[0], en[0]) if zh and en else None


def _short_language(text: str) -> Language | None:
    """The language of a cell too short to tell otherwise: one character, one letter."""
    return "zh" if re.search(r"[\u4e00-\u9fff]", text) and not text.isascii() else None


def _rows(cells: list[Block], zh: int, en: int) -> Iterator[tuple[Passage, Passage]]:
    rows: dict[int, dict[int, Block]] = defaultdict(dict)
    for cell in cells:
        rows[cell.row or 0][cell.column or 0] = cell
    for number in sorted(rows):
        row = rows[number]
        if zh in row and en in row and not (number == 0 and _is_head(row[zh], row[en])):
            yield _passage(row[zh], "zh"), _passage(row[en], "en")


def _is_head(zh: Block, en: Block) -> bool:
    return bool(_HEAD_ZH.fullmatch(zh.text) or _HEAD.fullmatch(en.text))


def _passage(cell: Block, language: Language) -> Passage:
    cut = sentences(cell.text, language)
    return Passage(language, False, tuple(Sentence(cell, a, b) for a, b in cut))
