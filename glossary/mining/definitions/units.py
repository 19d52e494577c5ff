"""The definitions of a translation unit: a sentence, or several lines, and their translation."""

from __future__ import annotations

from glossary.mining.definitions.pairing import paired
from glossary.mining.definitions.reading import statements
from glossary.mining.definitions.statements import Statement
from glossary.model import DefinitionPair, TermDefinition


def definition_pairs(zh: str, en: str) -> list[DefinitionPair]:
    """What a text and its translation define, on both sides or on one, in order.

    All spans point into the two texts.
    """
    left, right = statements(zh, "zh"), statements(en, "en")
    pairs = paired(left, right, (zh, en))
    made = [
        DefinitionPair(
            None if i is None else of_text(zh, left[i]),
            None if j is None else of_text(en, right[j]),
        )
        for i, j in pairs
    ]
    return sorted(made, key=lambda pair: [side.span if side else (0, 0) for side in pair.sides()])


def of_text(text: str, statement: Statement) -> TermDefinition:
    """A statement with its words."""
    return TermDefinition(
        text[slice(*statement.term)],
        statement.term,
        text[slice(*statement.definition)],
        statement.definition,
    )
