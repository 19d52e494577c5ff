"""Remove inline markup from a stretch of text, keeping the offset of every remaining character.

Recognised are wiki links (`[[zh:美国]]`, `[[page|shown]]`), Markdown links, images, emphasis and
code, attributes (`{#id .class}`), HTML tags, footnote marks and emoji names.
"""

from __future__ import annotations

import re
from array import array

from glossary.model import Markup

_URL = (
    r"(?:[a-zA-Z][\w+.-]*:|[#]|\.{0,2}/)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"
    r"|[\w./-]+\.[a-zA-Z]{2,5}(?:[#](?:(?!\]\()[^)\s])*)?"
)
_SHOWN = r"[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*"  # may contain balanced brackets
_TITLE = r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*"""
_TAGS = (
    "a|abbr|b|bdi|br|cite|code|del|div|em|font|hr|i|ins|kbd|mark|p|q|s|small|span|strong|sub|sup"
    "|td|th|tr|u"
)
_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+)"""
_ATTRIBUTES = rf"(?:\s+(?:[#.][A-Za-z][\w:.-]*|[\w-]+={_VALUE}))*\s*"
_PATTERN = re.compile(
    rf"""
    \[\[(?:[a-z-]{{2,8}}:)?(?:[^\[\]|\n]*\|)?(?P<wiki>[^\[\]\n]+)\]\]
  | !\[(?P<image>{_SHOWN})\]\((?:{_URL})?{_TITLE}\)
  | \[(?P<link>{_SHOWN})\]\((?:{_URL}){_TITLE}\)
  | \[\^[\w-]+\]                                         # Markdown footnote mark
  | \*\*(?P<strong>[^*\n]+)\*\* | (?<![\w*])\*(?P<em>[^*\s][^*\n]*)\*(?![\w*])
  | `(?P<code>[^`\n]+)`
  | \{{:?\s*[#.][A-Za-z][\w:.-]*{_ATTRIBUTES}\}}    # {{#id .class}}
  | (?<=[)\]`*_])\{{:?\s*[\w-]+={_VALUE}{_ATTRIBUTES}\}}      # [...](...){{target=_blank}}
  | <sup>\s*[\[(]?\d{{1,3}}[\])]?\s*</sup>
  | </?(?:{_TAGS})\b[^<>\n]*>
  | [⁰¹²³⁴-⁹]+[⁾)]?                                      # superscript footnote mark
  | (?<![A-Za-z0-9:]):[a-z][a-z0-9_+-]{{2,30}}:(?![A-Za-z0-9])    # :house:
    """,
    re.VERBOSE,
)


def strip_markup(text: str, start: int, end: int) -> tuple[str, array[int], tuple[Markup, ...]]:
    """`text[start:end]` as rendered: (clean text, offset of each character, markup)."""
    chars: list[str] = []
    offsets = array("q")
    pieces: list[Markup] = []
    _walk(text, start, end, chars, offsets, pieces)
    return "".join(chars), offsets, tuple(pieces)


def _walk(
    text: str, start: int, end: int, chars: list[str], offsets: array[int], pieces: list[Markup]
) -> None:
    at = start
    for match in _PATTERN.finditer(text, start, end):
        _keep(text, at, match.start(), chars, offsets)
        shown = match.lastgroup
        if shown:
            inner = match.span(shown)
            pieces.append(Markup(match.span(), inner))
            _walk(text, *inner, chars, offsets, pieces)
        elif match[0].startswith("<br"):
            chars.append(" ")
            offsets.append(match.start())
        at = match.end()
    _keep(text, at, end, chars, offsets)


def _keep(text: str, start: int, end: int, chars: list[str], offsets: array[int]) -> None:
    chars.extend(text[start:end])
    offsets.extend(range(start, end))
