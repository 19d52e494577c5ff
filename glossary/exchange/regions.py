"""Choose the language section for a wanted tag; and the spelling of tags in each tool.

`zh-Hant-TW` falls back to `zh-Hant` and to nothing else: never to another region or script. For
English, `en` is preferred to any other English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.text.tags import fallback_chain, language_of, normalise_tag, script_of_tag

Usable = Callable[[TermSection], bool]

_MEMOQ_NAMES = {
    "zh-Hans-CN": "Chinese_PRC",
    "zh-Hant-TW": "Chinese_Taiwan",
    "zh-Hant-HK": "Chinese_Hong_Kong",
    "en": "English",
}
_NAMES = {"zh": "Chinese", "en": "English"}


def serving(entry: ConceptEntry, wanted: str, usable: Usable) -> LanguageSection | None:
    """The section for `wanted` or its fallback, with its usable terms only; None if there is none.

    A term that is ruled out in a nearer section (deprecated for Taiwan) is not taken from a
    fallback.
    """
    ruled_out: set[str] = set()
    for section in _chain(entry, wanted):
        terms = [t for t in section.terms if usable(t) and t.text not in ruled_out]
        if terms:
            return LanguageSection(
                section.tag,
                tuple(terms),
                section.definition,
                section.definition_source,
                section.note,
                section.extra,
            )
        ruled_out.update(t.text for t in section.terms if not usable(t))
    return None


def _chain(entry: ConceptEntry, wanted: str) -> Sequence[LanguageSection]:
    by_tag = {section.tag: section for section in entry.languages}
    chain = [by_tag[tag] for tag in fallback_chain(wanted) if tag in by_tag]
    if language_of(wanted) == "en":
        chain += [s for s in entry.languages if language_of(s.tag) == "en" and s not in chain]
    return chain


def full(tag: str) -> str:
    """The tag unchanged: `zh-Hant-TW`."""
    return tag


def english_plain(tag: str) -> str:
    """The tag unchanged, except any English as `en`: the table has only one English column."""
    return "en" if language_of(tag) == "en" else tag


def by_region(tag: str) -> str:
    """Language and region: `zh-TW`; unchanged if the region does not imply the script."""
    short = "-".join(part for part in tag.split("-") if part != script_of_tag(tag))
    return short if normalise_tag(short) == tag else tag


def by_script(tag: str) -> str:
    """Language and script: `zh-Hant`."""
    script = script_of_tag(tag)
    return f"{language_of(tag)}-{script}" if script else tag


def matecat_code(tag: str) -> str:
    """`en-US`, `zh-TW`: MateCat requires a region."""
    return "en-US" if tag == "en" else by_region(tag)


def memoq_name(tag: str) -> str:
    """The language name with its region: `Chinese_Taiwan`."""
    return _MEMOQ_NAMES.get(tag, tag)


def language_name(tag: str) -> str:
    """The language name, `Chinese`: the tool has no regions."""
    return _NAMES.get(language_of(tag), tag)


def language_only(tag: str) -> str:
    """The language, `zh`: the file says no more."""
    return language_of(tag)
