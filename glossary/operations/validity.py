"""Validate entries and pairs. Pure functions of values."""

from __future__ import annotations

import re
from dataclasses import replace

from glossary.codec import texts_of
from glossary.errors import InvalidInput
from glossary.model import STATUSES, ConceptEntry, LanguageSection
from glossary.text.characters import NOT_IN_XML
from glossary.text.tags import detect_language, tag_for

_XML_NAME = re.compile(r"[^\W\d][\w.·-]*")


def checked_text(entry: ConceptEntry) -> ConceptEntry:
    """The entry. Raises InvalidInput if a text contains a forbidden character."""
    checked_words("".join(texts_of(entry)), entry.id or "the entry")  # it could never be exported
    return entry


def checked_words(text: str, where: str) -> str:
    """The text. Raises InvalidInput, naming where it is, if it contains a forbidden character."""
    if found := NOT_IN_XML.search(text):
        raise InvalidInput(f"{where}: U+{ord(found[0]):04X} is no text")
    return text


def checked(entry: ConceptEntry) -> ConceptEntry:
    """The entry with normalised tags.

    Raises InvalidInput for an invalid entry: no term, an empty term, a duplicate language, an id
    that is not an XML name, an unknown status, a forbidden character.
    """
    checked_text(entry)
    if entry.id and not _XML_NAME.fullmatch(entry.id):
        raise InvalidInput(f"{entry.id!r} is no id: letters, digits, - _ . and a letter first")
    sections = tuple(_checked_section(section) for section in entry.languages)
    tags = [section.tag for section in sections]
    if not sections:
        raise InvalidInput(f"{entry.id or 'the entry'}: at least one term is wanted")
    if len(set(tags)) < len(tags):
        twice = next(tag for tag in tags if tags.count(tag) > 1)
        raise InvalidInput(f"{entry.id or 'the entry'}: language {twice} stands twice")
    return entry if sections == entry.languages else replace(entry, languages=sections)


def _checked_section(section: LanguageSection) -> LanguageSection:
    if not section.terms:
        raise InvalidInput(f"language {section.tag}: at least one term is wanted")
    for term in section.terms:
        if not term.text.strip():
            raise InvalidInput(f"language {section.tag}: an empty term")
        if term.status not in STATUSES:
            raise InvalidInput(f"{term.status!r} is no status; one of {', '.join(STATUSES)}")
    tag = tag_for(section.tag, (t.text for t in section.terms))
    return section if tag == section.tag else replace(section, tag=tag)


def check_pair(zh: str, en: str, status: str | None) -> None:
    """Raise InvalidInput if two terms are not a pair that can be entered with that status."""
    if not zh or not en:
        raise InvalidInput("a Chinese and an English term are wanted")
    if detect_language(zh) != "zh" and detect_language(en) == "zh":
        raise InvalidInput(f"the Chinese term comes first: {en!r} {zh!r}")
    if status is not None and status not in STATUSES:
        raise InvalidInput(f"{status!r} is no status; one of {', '.join(STATUSES)}")
