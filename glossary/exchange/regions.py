"""Which language section serves for a wanted tag, and how each tool spells tags.

`zh-Hant-TW` is served by `zh-Hant-TW`, else by `zh-Hant`, else by nothing: never by another
region, never by the other script. English is served by `en`, else by any English.
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
    """The section that serves for `wanted`, with its usable terms only; None where none does.

    A term that a nearer section has ruled out (deprecated for Taiwan) does not come in again by
    the fallback.
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
    """As it is: `zh-Hant-TW`."""
    return tag


def english_plain(tag: str) -> str:
    """As it is, but any English is `en`: the table has no column for more."""
    return "en" if language_of(tag) == "en" else tag


def by_region(tag: str) -> str:
    """Language and region: `zh-TW`; as it is where the region does not imply the script."""
    short = "-".join(part for part in tag.split("-") if part != script_of_tag(tag))
    return short if normalise_tag(short) == tag else tag


def by_script(tag: str) -> str:
    """Language and script: `zh-Hant`."""
    script = script_of_tag(tag)
    return f"{language_of(tag)}-{script}" if script else tag


def matecat_code(tag: str) -> str:
    """`en-US`, `zh-TW`: MateCat wants a region."""
    return "en-US" if tag == "en" else by_region(tag)


def memoq_name(tag: str) -> str:
    """`Chinese_Taiwan`."""
    return _MEMOQ_NAMES.get(tag, tag)


def language_name(tag: str) -> str:
    """`Chinese`: the tool knows no regions."""
    return _NAMES.get(language_of(tag), tag)


def language_only(tag: str) -> str:
    """`zh`: the file does not say more."""
    return language_of(tag)
