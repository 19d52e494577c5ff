"""Entries of standards: a number, the term, what it means, each on a line of its own.

3 Terms and definitions          3 术语和定义
3.1                              3.1
customer                         顾客 customer
organization or person that…     接收产品的组织或个人。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.mining.definitions.statements import Statement
from glossary.model import Language
from glossary.text.script import HAN_RANGES, has_han

_HEADING = re.compile(
    r"[術术][語语][和與与及]定[義义]|用[語语詞词][和與与及]定[義义]|terms\s+(?:and|,)\s+definitions",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"^[ \t]*\d{1,2}(?:\.\d{1,3}){1,4}[ \t]*\n(?P<term>[^\n]{1,100})\n(?P<words>[^\n]+)",
    re.MULTILINE,
)
_ENDS = re.compile(r"[。.；;：:，,]\s*$")
_WITH_GLOSS = re.compile(
    rf"(?P<term>[{HAN_RANGES}·、]+)\s*[（(]?(?P<gloss>[A-Za-z][A-Za-z ,'’-]*)?[)）]?\s*$"
)


def entries(text: str, language: Language) -> Iterator[Statement]:
    """The entries below a heading 「术语和定义」 or "Terms and definitions"."""
    heading = _HEADING.search(text)
    for match in _ENTRY.finditer(text, heading.end()) if heading else ():
        words = match["term"].strip()
        if _ENDS.search(words) or has_han(match["words"]) != (language == "zh"):
            continue
        start = match.start("term") + match["term"].index(words)
        term, gloss = (start, start + len(words)), None
        if language == "zh":
            parts = _WITH_GLOSS.match(words)
            if not parts:
                continue
            term = start + parts.start("term"), start + parts.end("term")
            gloss = parts["gloss"] and (start + parts.start("gloss"), start + parts.end("gloss"))
        definition = match.start("words"), match.start("words") + len(match["words"].rstrip())
        yield Statement(match.start("term"), term, definition, True, gloss or None)
