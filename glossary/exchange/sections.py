"""Join language sections of the same tag: a concept has at most one for each language."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.model import Extra, LanguageSection


def one_each(sections: Iterable[LanguageSection]) -> tuple[LanguageSection, ...]:
    """The sections, those with the same tag joined."""
    joined: dict[str, LanguageSection] = {}
    for section in sections:
        first = joined.get(section.tag)
        joined[section.tag] = _joined(first, section) if first else section
    return tuple(joined.values())


def _joined(one: LanguageSection, other: LanguageSection) -> LanguageSection:
    """Both sections in one. Nothing is lost: a second definition is kept as Extra."""
    extra = one.extra + other.extra
    if other.definition and one.definition:
        extra += (Extra("descrip", "definition", other.definition),)
    return LanguageSection(
        one.tag,
        one.terms + other.terms,
        one.definition or other.definition,
        one.definition_source or other.definition_source,
        "\n".join(note for note in (one.note, other.note) if note),
        extra,
    )
