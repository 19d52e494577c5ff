"""What a reader of either language finds: that a term is defined, where, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.model import Span


@dataclass(frozen=True, slots=True)
class Statement:
    """A term and its definition, as spans of the text read.

    `begin` is where the statement as such begins (「本法所稱」). One that is not `sure` (`Term:
    words`) is a definition only where the other language says so. `gloss` is the term in the other
    language, if it stands in brackets. `number` is that of its item.
    """

    begin: int
    term: Span
    definition: Span
    sure: bool = True
    gloss: Span | None = None
    number: int | None = None
