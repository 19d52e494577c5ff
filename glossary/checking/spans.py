"""Pieces of a text that are no running words: placeholders, markup, addresses, quoted titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossary.model import Span

_PLACEHOLDER = re.compile(
    r"""</?[A-Za-z][^<>]*>                      # <b>, <g id="1">
      | \{\{[^{}]*\}\} | \{[\w.:#,!-]*\}        # {{name}}, {0}, {name}
      | \$\{[^{}]*\} | %\([\w.]+\)[a-z]         # ${name}, %(name)s
      | %(?:\d+\$)?[-+ 0]*\d*(?:\.\d+)?(?:l{1,2}|h)?[sdifgxXuc@](?![A-Za-z])
      | &[A-Za-z]+; | \bhttps?://[^\s<>"）」』]+ | \b[\w.+-]+@[\w-]+\.[\w.-]+
    """,
    re.VERBOSE,
)
_TITLE = re.compile("《[^《》]*》|〈[^〈〉]*〉")
_QUOTED = re.compile('“[^“”]*”|「[^「」]*」|『[^『』]*』|"[^"]*"')


def placeholders(text: str) -> list[Span]:
    """The spans of placeholders, tags written as text, and addresses."""
    return [match.span() for match in _PLACEHOLDER.finditer(text)]


def quoted_titles(text: str) -> list[Span]:
    """The spans of titles in title marks: they have a translation of their own, or none."""
    return [match.span() for match in _TITLE.finditer(text)]


def quoted(text: str) -> list[Span]:
    return [match.span() for match in _QUOTED.finditer(text)]


def protected(text: str) -> list[Span]:
    """Where no term is expected to be translated as in running text."""
    return [*placeholders(text), *quoted_titles(text)]


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with spaces for these spans: offsets stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def overlapping(span: Span, others: Iterable[Span]) -> Iterator[Span]:
    return (other for other in others if other[0] < span[1] and span[0] < other[1])
