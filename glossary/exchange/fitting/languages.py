"""Choose the languages of an entry that are exported, and the tags under which they are read
back."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from glossary.exchange.fitting.loss import Teller
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles.base import ExportTarget
from glossary.exchange.regions import full, serving
from glossary.exchange.sections import one_each
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.text.tags import language_of, tag_for

_RULED_OUT = frozenset({"deprecated", "superseded"})
_Served = tuple[LanguageSection, LanguageSection]


class Languages:
    """Chooses the language sections for one target."""

    def __init__(
        self, target: ExportTarget, carries: Container[str], options: WriteOptions, tell: Teller
    ) -> None:
        self._target, self._carries, self._tell = target, carries, tell
        self._wanted = ("en", options.zh_tag or "zh")
        self._reverse = options.direction == "zh-en"

    def chosen(self, entry: ConceptEntry) -> ConceptEntry | None:
        """The entry with the languages that the target takes, under the tags it uses; None if it
        has no terms for them."""
        served = self._pair(entry) if self._target.pair else self._all(entry)
        if not served:
            if not self._target.pair:
                self._tell("left out", "concept", reason="it has no terms that the file can hold")
            return None
        taken = {whole.tag for whole, _ in served}
        for section in entry.languages:
            if section.tag not in taken:
                self._tell("dropped", "language", _terms(section), section.tag)
        entry = self._note_ruled_out(entry, served)
        return replace(entry, languages=self._retagged([section for _, section in served]))

    def _pair(self, entry: ConceptEntry) -> list[_Served]:
        """(whole section, section as exported) of English and the wanted Chinese, source language
        first; [] if one is missing."""
        served = []
        for wanted in self._wanted:
            section = serving(entry, wanted, self._usable)
            if section is None:
                self._tell(
                    "left out", "concept", _terms(*entry.languages), wanted, "no term that serves"
                )
                return []
            whole = next(s for s in entry.languages if s.tag == section.tag)
            if section.tag != wanted:
                self._tell("changed", "region", section.tag, wanted, "the next wider tag serves")
                section = replace(section, tag=wanted)
            served.append((whole, section))
        return served[::-1] if self._reverse and not self._fixed() else served

    def _fixed(self) -> bool:
        """Whether a table has fixed columns for English and Chinese, whatever the direction."""
        table = self._target.table
        if table is None or table.blocks:
            return False
        return not any(language in ("source", "target") for _, _, language in table.columns)

    def _all(self, entry: ConceptEntry) -> list[_Served]:
        """(section, section) of every language; in a table only English and Chinese, English
        first."""
        if self._target.table is None:
            return [(section, section) for section in entry.languages]
        kept = [s for s in entry.languages if language_of(s.tag) in ("en", "zh")]
        ordered = sorted(kept, key=lambda section: language_of(section.tag) != "en")
        if ordered != kept:
            self._tell("changed", "languages", reason="English stands first")
        return [(section, section) for section in ordered]

    def _usable(self, term: TermSection) -> bool:
        return self._target.deprecated or term.status not in _RULED_OUT

    def _note_ruled_out(self, entry: ConceptEntry, served: list[_Served]) -> ConceptEntry:
        """The entry with a note that lists the terms left out because they must not be used."""
        out = []
        for whole, section in served:
            for term in whole.terms:
                if term not in section.terms:
                    status = term.status if term.status in _RULED_OUT else "deprecated"
                    self._tell("left out", "term", term.text, whole.tag, status)
                    out.append(f"{term.text} ({status})")
        if not out or "note" not in self._carries:
            return entry
        self._tell("changed", "note", reason="it names the terms left out")
        warning = f"Not to be used: {', '.join(out)}"
        return replace(entry, note="\n".join(n for n in (entry.note, warning) if n))

    def _retagged(self, sections: list[LanguageSection]) -> tuple[LanguageSection, ...]:
        """The sections under the tags with which they will be read back."""
        if self._target.tag is full and self._target.table is None:
            return tuple(sections)
        return one_each(replace(section, tag=self._read_back(section)) for section in sections)

    def _read_back(self, section: LanguageSection) -> str:
        tag = tag_for(self._target.tag(section.tag), (term.text for term in section.terms))
        if tag != section.tag:
            self._tell("changed", "region", section.tag, tag)
        return tag


def _terms(*sections: LanguageSection) -> str:
    return ", ".join(term.text for section in sections for term in section.terms)
