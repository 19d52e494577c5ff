"""Changes to concept entries: adding and changing terms, merging two entries.

Pure functions of values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from glossary.errors import NotFound
from glossary.model import ConceptEntry, Context, LanguageSection, TermSection
from glossary.text.english import inflectionless
from glossary.text.fold import term_key
from glossary.text.script import HAN_RANGES
from glossary.text.tags import detect_language, language_of, tag_for

_CHINESE_BREAK = re.compile(
    rf"(?<=[{HAN_RANGES}：。；，、）])\s*\n\s*|\s*\n\s*(?=[{HAN_RANGES}（])"
)
_BREAK = re.compile(r"\s*\n\s*")
MAX_CONTEXTS = 3
"""How many sentences a term takes from its evidence as contexts. Chosen: the rest stays in the
evidence; half or double makes an exported entry that much shorter or longer."""


def section_for(
    entry: ConceptEntry, language: str, term: str, texts: Iterable[str], wanted: str | None = None
) -> str:
    """The tag of the section for a term: the one wanted, else of the section that has the term,
    else by the script of `texts`."""
    if wanted is None:
        has = (tag for tag, known in entry.terms(language) if known.text == term)
        wanted = next(has, language)
    return tag_for(wanted, texts)


def with_term(entry: ConceptEntry, tag: str, term: TermSection) -> ConceptEntry:
    """The entry with a term in the section of that tag. A term that exists there, even in another
    case or inflection, only gains contexts.

    A term without a status ("") becomes preferred if its section has no preferred one yet, else
    admitted.
    """
    sections = list(entry.languages)
    at = next((n for n, section in enumerate(sections) if section.tag == tag), None)
    if at is None:
        at = len(sections)
        sections.append(LanguageSection(tag, ()))
    sections[at] = _with_term(sections[at], term)
    return replace(entry, languages=tuple(sections))


def _with_term(section: LanguageSection, term: TermSection) -> LanguageSection:
    at = _index_of(term, section.terms)
    if at is None and language_of(section.tag) == "en":
        at = _index_of(term, section.terms, inflectionless)
    if at is None:
        status = term.status or ("admitted" if _has_preferred(section) else "preferred")
        return replace(section, terms=(*section.terms, replace(term, status=status)))
    known = section.terms[at]
    room = max(0, MAX_CONTEXTS - len(known.contexts))
    contexts = known.contexts + _unknown(known.contexts, term.contexts)[:room]
    return _with(section, at, replace(known, contexts=contexts))


def _has_preferred(section: LanguageSection) -> bool:
    return any(term.status == "preferred" for term in section.terms)


def _exact_key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _index_of(
    term: TermSection, terms: Sequence[TermSection], key: Callable[[str], str] = _exact_key
) -> int | None:
    """The index of the same term, ignoring case and spaces, or whatever else `key` ignores; None if
    it is missing."""
    wanted = key(term.text)
    return next((n for n, known in enumerate(terms) if key(known.text) == wanted), None)


def _with(section: LanguageSection, at: int, term: TermSection) -> LanguageSection:
    return replace(section, terms=(*section.terms[:at], term, *section.terms[at + 1 :]))


def _unknown(known: Sequence[Context], more: Sequence[Context]) -> tuple[Context, ...]:
    texts = {context.text for context in known}
    return tuple(context for context in more if context.text not in texts)


def holds(entry: ConceptEntry, zh: str, en: str) -> bool:
    """Whether the entry already has both terms."""
    keys = {
        (language, term_key(term.text, language))
        for section in entry.languages
        for language in [language_of(section.tag)]
        for term in section.terms
    }
    return {("zh", term_key(zh, "zh")), ("en", term_key(en, "en"))} <= keys


def with_definition(entry: ConceptEntry, text: str) -> ConceptEntry:
    """The entry with a definition, replacing the one displayed in its language.

    It goes into the concept if that has a definition in this language or none is defined anywhere,
    else into the section of its language.
    """
    language = detect_language(text)
    own = detect_language(entry.definition) if entry.definition else ""
    at = _section_to_define(entry, tag_for(language, [text]), defined=own == "")
    if own == language or at is None:
        return replace(entry, definition=text)
    sections = list(entry.languages)
    sections[at] = replace(sections[at], definition=text)
    return replace(entry, languages=tuple(sections))


def defined(
    entry: ConceptEntry, language: str, term: str, text: str, source: str = ""
) -> ConceptEntry:
    """The entry with a definition in the section of a term; one that it has in that language, also
    for the whole concept, stays."""
    own = entry.definition and detect_language(entry.definition) == language
    sections = [s for s in entry.languages if language_of(s.tag) == language]
    if own or any(section.definition for section in sections):
        return entry
    has = (s for s in sections if any(known.text == term for known in s.terms))
    chosen = next(has, sections[0] if sections else None)
    changed = (
        replace(s, definition=text, definition_source=source) if s is chosen else s
        for s in entry.languages
    )
    return replace(entry, languages=tuple(changed))


def in_a_line(text: str) -> str:
    """A text of several lines in one; between Chinese characters without a space."""
    return _BREAK.sub(" ", _CHINESE_BREAK.sub("", text))


def _section_to_define(entry: ConceptEntry, tag: str, *, defined: bool) -> int | None:
    """The index of the section of that language and script that has a definition or, unless
    `defined`, of the first one at all."""
    fitting = [
        n for n, section in enumerate(entry.languages) if f"{section.tag}-".startswith(f"{tag}-")
    ]
    having = [n for n in fitting if entry.languages[n].definition]
    return next(iter(having if defined or having else fitting), None)


def with_statuses(
    entry: ConceptEntry, statuses: Mapping[str, str], without: Collection[str] = ()
) -> ConceptEntry:
    """The entry with new statuses for some terms, and without others; sections without terms are
    removed. Raises NotFound for a term that the entry does not have."""
    present = {term.text for section in entry.languages for term in section.terms}
    for text in [*without, *statuses]:
        if text not in present:
            raise NotFound(f"{entry.id} has no term {text!r}; it has: {', '.join(sorted(present))}")
    sections = (_with_statuses(section, statuses, without) for section in entry.languages)
    return replace(entry, languages=tuple(section for section in sections if section.terms))


def _with_statuses(
    section: LanguageSection, statuses: Mapping[str, str], without: Collection[str]
) -> LanguageSection:
    terms = (
        replace(term, status=statuses.get(term.text, term.status))
        for term in section.terms
        if term.text not in without
    )
    return replace(section, terms=tuple(terms))


# ---------------------------------------------------------------- merging


def merged(kept: ConceptEntry, other: ConceptEntry, by: str, at: str) -> ConceptEntry:
    """Two entries of one concept merged. If both have a value the first one's is kept, and a second
    definition becomes a note; all terms, contexts, evidence and extras are kept."""
    sections = {section.tag: section for section in kept.languages}
    for section in other.languages:
        twin = sections.get(section.tag)
        sections[section.tag] = _merged_section(twin, section) if twin else section
    return replace(
        kept,
        languages=tuple(sections.values()),
        subject=kept.subject or other.subject,
        definition=kept.definition or other.definition,
        definition_source=_source_of_definition(kept, other),
        note=_notes(kept.note, other.note, _second_definition(kept, other)),
        source="; ".join(dict.fromkeys(s for s in (kept.source, other.source) if s)),
        evidence=tuple(dict.fromkeys(kept.evidence + other.evidence)),
        extra=tuple(dict.fromkeys(kept.extra + other.extra)),
        changed_by=by,
        changed_at=at,
    )


def _merged_section(kept: LanguageSection, other: LanguageSection) -> LanguageSection:
    section = replace(
        kept,
        definition=kept.definition or other.definition,
        definition_source=_source_of_definition(kept, other),
        note=_notes(kept.note, other.note, _second_definition(kept, other)),
        extra=tuple(dict.fromkeys(kept.extra + other.extra)),
    )
    for term in other.terms:
        at = _index_of(term, section.terms)
        if at is not None:
            section = _with(section, at, _merged_term(section.terms[at], term))
        else:
            demoted = term.status == "preferred" and _has_preferred(kept)
            status = "admitted" if demoted else term.status
            section = replace(section, terms=(*section.terms, replace(term, status=status)))
    return section


def _merged_term(kept: TermSection, other: TermSection) -> TermSection:
    return replace(
        kept,
        part_of_speech=kept.part_of_speech or other.part_of_speech,
        term_type=kept.term_type or other.term_type,
        source=kept.source or other.source,
        note=_notes(kept.note, other.note),
        contexts=kept.contexts + _unknown(kept.contexts, other.contexts),
        extra=tuple(dict.fromkeys(kept.extra + other.extra)),
    )


def _source_of_definition(
    kept: ConceptEntry | LanguageSection, other: ConceptEntry | LanguageSection
) -> str:
    return kept.definition_source if kept.definition else other.definition_source


def _second_definition(
    kept: ConceptEntry | LanguageSection, other: ConceptEntry | LanguageSection
) -> str:
    return other.definition if kept.definition and kept.definition != other.definition else ""


def _notes(*notes: str) -> str:
    return "\n".join(dict.fromkeys(note for note in notes if note))
