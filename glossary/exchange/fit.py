"""An entry made to fit a target, and what that costs.

`Fitter.fit` gives the entries that the file will hold: reading the file back gives exactly these.
Whatever differs from the entry as it was is told as a Loss. Writers write what they are given;
this is the one place that drops anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from glossary.exchange.dates import american_date, iso_date
from glossary.exchange.evidence import with_contexts
from glossary.exchange.extras import described, has_place, is_date, occupied
from glossary.exchange.ids import DerivedIds, foreign_id
from glossary.exchange.loss import Action, Loss
from glossary.exchange.profiles import Target
from glossary.exchange.regions import full, serving
from glossary.exchange.tbx_read import join_sections
from glossary.exchange.words import part_of_speech_of, term_type_of
from glossary.exchange.xml import is_valid, valid
from glossary.model import STATUSES, ConceptEntry, Context, LanguageSection, TermSection
from glossary.text.tags import language_of, tag_for

_RULED_OUT = frozenset({"deprecated", "superseded"})
_HISTORY = ("created_by", "created_at", "changed_by", "changed_at")
_EXCEL_CELL = 32_767
_Served = tuple[LanguageSection, LanguageSection]
_LINES = re.compile(r"\s*[\r\n\t]+\s*")


class Fitter:
    """Fits entry after entry of one file. `history` False leaves out who and when."""

    def __init__(
        self, target: Target, lose: Callable[[Loss], None], *, zh_tag: str = "zh-Hant-TW",
        reverse: bool = False, ids: Container[str] = (), history: bool = True,
    ) -> None:  # fmt: skip
        self._target, self._lose, self._zh_tag, self._ids = target, lose, zh_tag, ids
        self._reverse = reverse
        self._carries = target.carries if history else target.carries - {"history", "term_history"}
        self._derived = DerivedIds()
        self._rows: set[str] = set()
        self._id = ""

    def fit(self, entry: ConceptEntry) -> list[ConceptEntry]:
        """The entry as it will be read back: none, one, or several where rows are pairs."""
        self._id = entry.id
        entry = self._clean(entry)
        if entry.evidence:
            self._tell("changed", "evidence", f"{len(entry.evidence)} places", "",
                       "their sentences go out as contexts of the terms")  # fmt: skip
            entry = with_contexts(entry)
        chosen = self._choose(entry)
        if chosen is None:
            return []
        entry = self._carried(chosen)
        if self._target.table:
            entry = self._flattened(entry)
        return [self._finished(part) for part in self._shaped(entry)]

    def _tell(
        self, action: Action, field: str, value: str = "", where: str = "", reason: str = ""
    ) -> None:
        self._lose(Loss(self._id, action, field, value, where, reason))

    # ------------------------------------------------------------ texts, languages

    def _clean(self, entry: ConceptEntry) -> ConceptEntry:
        """Without characters that no format holds, empty terms, and languages twice."""
        if not is_valid("".join(_texts(entry))):
            self._tell("changed", "text", reason="control characters taken out")
            entry = _mapped(entry, valid)
        if self._target.table:
            cleaned = _mapped(entry, self._cell_text)
            if cleaned is not entry:
                self._tell("changed", "text", reason="outer spaces, line breaks or length")
            entry = cleaned
        tags = {section.tag for section in entry.languages}
        whole = all(s.terms and all(t.text.strip() for t in s.terms) for s in entry.languages)
        if whole and len(tags) == len(entry.languages):
            return entry
        self._tell("changed", "languages", reason="empty terms left out, one section a language")
        sections = (
            replace(s, terms=tuple(term for term in s.terms if term.text.strip()))
            for s in entry.languages
        )
        return replace(entry, languages=_one_each(s for s in sections if s.terms))

    def _choose(self, entry: ConceptEntry) -> ConceptEntry | None:
        """The entry with the languages that the target takes, under the tags it takes."""
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
        """English and the wanted Chinese, source language first; each whole, and as it serves."""
        served = []
        for wanted in ("en", self._zh_tag):
            section = serving(entry, wanted, self._usable)
            if section is None:
                self._tell("left out", "concept", _terms(*entry.languages), wanted,
                           "no term that serves")  # fmt: skip
                return []
            whole = next(s for s in entry.languages if s.tag == section.tag)
            if section.tag != wanted:
                self._tell("changed", "region", section.tag, wanted, "the next wider tag serves")
                section = replace(section, tag=wanted)
            served.append((whole, section))
        return served[::-1] if self._reverse and not self._fixed() else served

    def _fixed(self) -> bool:
        """Has a table a column for English and one for Chinese, whatever the direction?"""
        table = self._target.table
        if table is None or table.blocks:
            return False
        return not any(language in ("source", "target") for _, _, language in table.columns)

    def _all(self, entry: ConceptEntry) -> list[_Served]:
        """Every language; in a table English and Chinese, English first."""
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
        """Terms that must not be used are left out, and a note of the concept says so."""
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
        """The sections under the tags that they will be read back with."""
        if self._target.tag is full and self._target.table is None:
            return tuple(sections)
        return _one_each(replace(section, tag=self._read_back(section)) for section in sections)

    def _read_back(self, section: LanguageSection) -> str:
        tag = tag_for(self._target.tag(section.tag), (term.text for term in section.terms))
        if tag != section.tag:
            self._tell("changed", "region", section.tag, tag)
        return tag

    # ------------------------------------------------------------ fields

    def _carried(self, entry: ConceptEntry) -> ConceptEntry:
        """The entry without the fields that the target has no place for."""
        if "data" in self._carries and "history" in self._carries:
            return entry if not entry.evidence else replace(entry, evidence=())
        entry = self._moved(entry)
        changes: dict[str, Any] = {"evidence": ()}
        for field in ("subject", "definition", "definition_source", "note", "source"):
            changes |= self._without(entry, field, field)
        changes |= self._without_history(entry, "history", "")
        entry = replace(
            entry, languages=tuple(self._carried_language(s) for s in entry.languages), **changes
        )
        return self._fitting_extras(entry, "concept", "")

    def _carried_language(self, section: LanguageSection) -> LanguageSection:
        changes: dict[str, Any] = {}
        for field in ("definition", "definition_source", "note"):
            changes |= self._without(section, field, f"language_{field}", section.tag)
        changes["terms"] = tuple(self._carried_term(t, section.tag) for t in section.terms)
        return self._fitting_extras(replace(section, **changes), "language", section.tag)

    def _carried_term(self, term: TermSection, tag: str) -> TermSection:
        where = f"{term.text} ({tag})"
        changes: dict[str, Any] = {}
        for field in ("part_of_speech", "term_type"):
            changes |= self._without(term, field, field, where)
        for field in ("source", "note"):
            changes |= self._without(term, field, f"term_{field}", where)
        changes |= self._without_history(term, "term_history", where)
        if "status" not in self._carries and term.status != "admitted":
            self._tell("dropped", "status", term.status, where)
            changes["status"] = "admitted"
        if term.contexts:
            changes["contexts"] = self._carried_contexts(term, where)
        term = self._listed_values(replace(term, **changes), where)
        return self._fitting_extras(term, "term", where)

    def _carried_contexts(self, term: TermSection, where: str) -> tuple[Context, ...]:
        contexts = term.contexts
        if "contexts" not in self._carries:
            kept: tuple[Context, ...] = ()
        elif self._target.table:
            kept = tuple(context for context in contexts if context.text.strip())[:1]
        else:
            kept = contexts
        for context in contexts:
            if context not in kept:
                source = f" ({context.source})" if context.source else ""
                self._tell("dropped", "context", context.text + source, where)
        if "context_source" in self._carries:
            return kept
        for context in kept:
            if context.source:
                self._tell("dropped", "context_source", context.source, where)
        return tuple(Context(context.text) for context in kept)

    def _without(self, section: Any, field: str, name: str, where: str = "") -> dict[str, str]:
        """The change that takes a field away, if it must go."""
        value = getattr(section, field)
        if not value or name in self._carries:
            return {}
        self._tell("dropped", name, value, where)
        return {field: ""}

    def _without_history(self, section: Any, name: str, where: str) -> dict[str, str]:
        if not any(getattr(section, field) for field in _HISTORY) or name in self._carries:
            return {}
        value = " ".join(filter(None, (getattr(section, field) for field in _HISTORY)))
        self._tell("dropped", name, value, where)
        return dict.fromkeys(_HISTORY, "")

    def _listed_values(self, term: TermSection, where: str) -> TermSection:
        """Values that the dialect does not list become the nearest that it does."""
        if "data" in self._carries:
            return term
        if term.status not in STATUSES:
            self._tell("changed", "status", term.status, where, "written as admitted")
            term = replace(term, status="admitted")
        part, kind = term.part_of_speech, term.term_type
        dialect = self._target.dialect
        if dialect is None:
            spelt = {"part_of_speech": part_of_speech_of(part), "term_type": term_type_of(kind)}
            return self._spelt(term, spelt, where)
        if part and not dialect.allows("termNote", "partOfSpeech", "term", part):
            nearest = "noun" if part == "properNoun" else "other"
            term = self._spelt(term, {"part_of_speech": nearest}, where)
        if kind and not dialect.allows("termNote", "termType", "term", kind):
            self._tell("dropped", "term_type", kind, where, "not in the dialect's list")
            term = replace(term, term_type="")
        return term

    def _spelt(self, term: TermSection, spelt: dict[str, str], where: str) -> TermSection:
        for field, value in spelt.items():
            old = getattr(term, field)
            if value != old:
                self._tell("changed", field, old, where, f"written as {value}")
        return replace(term, **spelt)  # type: ignore[arg-type]

    def _fitting_extras(self, section: Any, level: str, where: str) -> Any:
        """Only such extras as the dialect has a place for, term notes first; dates likewise."""
        dialect = self._target.dialect
        if level != "language":
            section = self._valid_dates(section, where)
        if not section.extra or "data" in self._carries:
            return section
        kept = []
        taken = occupied(section, level, dialect) if dialect else set()
        for extra in section.extra:
            if dialect and has_place(extra, level, dialect, taken, self._ids):
                kept.append(extra)
            else:
                self._tell("dropped", "extra", described(extra), where)
        kept.sort(key=lambda extra: extra.element != "termNote")
        return replace(section, extra=tuple(kept))

    def _valid_dates(self, section: Any, where: str) -> Any:
        """Dates as the target can write them: v2 has no times, memoQ nothing but times."""
        if "data" in self._carries:
            return section
        dialect, table = self._target.dialect, self._target.table
        for field in ("created_at", "changed_at"):
            value = getattr(section, field)
            fits = is_date(value, dialect.version) if dialect else iso_date(american_date(value))
            if not value or fits or (table and not table.american_dates):
                continue
            day = value[:10] if dialect and is_date(value) else ""
            self._tell("changed" if day else "dropped", field, value, where, f"written as {day!r}")
            section = replace(section, **{field: day})
        return section

    # ------------------------------------------------------------ what finds another place

    def _moved(self, entry: ConceptEntry) -> ConceptEntry:
        """Definitions and sources in the place that the target does have for them."""
        carries = self._carries
        if "definition" not in carries and "language_definition" in carries and entry.definition:
            entry = self._definition_down(entry)
        if "definition" in carries and "language_definition" not in carries:
            entry = self._definition_up(entry)
        if self._target.comment and "note" in carries:
            entry = self._into_comment(entry)
        if "source" in carries and not entry.source and not self._target.dialect:
            sources = (t.source or next((c.source for c in t.contexts if c.source), "")
                       for s in entry.languages for t in s.terms)  # fmt: skip
            source = next(filter(None, sources), "")
            if source:
                self._tell("moved", "source", source, reason="from a term to the concept")
                entry = replace(entry, source=source)
        return entry

    def _definition_down(self, entry: ConceptEntry) -> ConceptEntry:
        language = "en" if entry.definition.isascii() else "zh"
        for at, section in enumerate(entry.languages):
            if language_of(section.tag) == language and not section.definition:
                self._tell("moved", "definition", entry.definition, reason=f"to {section.tag}")
                languages = list(entry.languages)
                languages[at] = replace(section, definition=entry.definition)
                return replace(entry, languages=tuple(languages), definition="")
        return entry

    def _definition_up(self, entry: ConceptEntry) -> ConceptEntry:
        if entry.definition:
            return entry
        for at, section in enumerate(entry.languages):
            if section.definition:
                self._tell("moved", "language_definition", section.definition, section.tag,
                           "to the concept")  # fmt: skip
                languages = list(entry.languages)
                languages[at] = replace(section, definition="")
                return replace(entry, definition=section.definition, languages=tuple(languages))
        return entry

    def _into_comment(self, entry: ConceptEntry) -> ConceptEntry:
        """All definitions and the note in the one comment that the tool shows."""
        texts = [entry.definition, *(s.definition for s in entry.languages)]
        found = list(dict.fromkeys(filter(None, texts)))
        if not found:
            return entry
        for text in found:
            self._tell("moved", "definition", text, reason="into the comment")
        languages = tuple(replace(s, definition="") for s in entry.languages)
        note = "\n".join([*found, entry.note] if entry.note else found)
        return replace(entry, definition="", languages=languages, note=note)

    # ------------------------------------------------------------ tables

    def _flattened(self, entry: ConceptEntry) -> ConceptEntry:
        """Texts that were joined on the way as cells again; every term once."""
        flat = _mapped(entry, self._cell_text)
        return replace(flat, languages=tuple(map(self._distinct, flat.languages)))

    def _cell_text(self, text: str) -> str:
        """Cells have no outer spaces, some no line breaks, and Excel's an end."""
        assert self._target.table
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x7f", "")
        if not self._target.table.line_breaks:
            text = _LINES.sub(" ", text)
        if self._target.format == "xlsx":
            text = text[:_EXCEL_CELL]
        return text.strip()

    def _distinct(self, section: LanguageSection) -> LanguageSection:
        """Rows tell terms of one language by their text."""
        first = {term.text: term for term in reversed(section.terms)}
        if len(first) == len(section.terms):
            return section
        self._tell("dropped", "term", where=section.tag, reason="the same text stands twice")
        kept = tuple(term for term in section.terms if first[term.text] is term)
        return replace(section, terms=kept)

    def _shaped(self, entry: ConceptEntry) -> Iterator[ConceptEntry]:
        """The entries that the rows make."""
        shape = self._target.shape
        if shape == "concept":
            yield entry
            return
        source, target = entry.languages
        sources = _best_first(source.terms)
        targets = _best_first(target.terms)
        if shape == "first":
            self._tell_unused(source.tag, sources[1:])
            sources = sources[:1]
        if shape != "pair":
            self._tell_unused(target.tag, targets[1:])
            targets = targets[:1]
        for one in sources:
            for other in targets:
                if self._takes(one, other):
                    languages = (self._row_of(source, one), self._row_of(target, other))
                    yield replace(entry, languages=languages)

    def _row_of(self, section: LanguageSection, term: TermSection) -> LanguageSection:
        tag = tag_for(self._target.tag(section.tag), [term.text])
        return replace(section, tag=tag, terms=(term,))

    def _tell_unused(self, tag: str, terms: Sequence[TermSection]) -> None:
        for term in terms:
            self._tell("dropped", "term", term.text, tag, "one term a row")

    def _takes(self, one: TermSection, other: TermSection) -> bool:
        """May the pair be a row of its own: short enough, no remark, and not there yet?"""
        limit, table = self._target.limit, self._target.table
        reason = ""
        if limit and max(len(one.text.encode()), len(other.text.encode())) > limit:
            reason = f"longer than {limit} bytes"
        elif table and table.remark and one.text.startswith(table.remark):
            reason = f"the tool takes {table.remark} for a remark"
        elif self._target.shape != "first":
            key = one.text if self._target.shape == "source" else f"{one.text}\t{other.text}"
            reason = "it stands in the file already" if key in self._rows else ""
            self._rows.add(key)
        if reason:
            self._tell("left out", "term", f"{one.text} = {other.text}", "", reason)
        return not reason

    def _finished(self, entry: ConceptEntry) -> ConceptEntry:
        if "id" in self._carries:
            return self._named(entry) if self._target.table else entry
        derived = self._derived.of(entry.languages)
        self._tell("dropped", "id", self._id)
        return replace(entry, id=derived)

    def _named(self, entry: ConceptEntry) -> ConceptEntry:
        """Ids that are no XML names are read back as such."""
        name = foreign_id(entry.id)
        if name == entry.id:
            return entry
        self._tell("changed", "id", self._id, reason=f"written as {name}")
        return replace(entry, id=name)


def _one_each(sections: Iterable[LanguageSection]) -> tuple[LanguageSection, ...]:
    """The sections, those of one tag joined."""
    merged: dict[str, LanguageSection] = {}
    for section in sections:
        first = merged.get(section.tag)
        merged[section.tag] = join_sections(first, section) if first else section
    return tuple(merged.values())


def _best_first(terms: Sequence[TermSection]) -> list[TermSection]:
    return sorted(terms, key=lambda term: STATUSES.index(term.status))


def _terms(*sections: LanguageSection) -> str:
    return ", ".join(term.text for section in sections for term in section.terms)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value."""
    for name in _field_names(type(value)):  # type: ignore[arg-type]
        part = getattr(value, name)
        if isinstance(part, str):
            yield part
        elif isinstance(part, tuple):
            for item in part:
                if isinstance(item, str):
                    yield item
                elif isinstance(item, tuple):
                    yield from item
                else:
                    yield from _texts(item)


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A value with every text in it changed; the same object where none is."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_mapped(item, change) for item in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if not is_dataclass(value):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = _mapped(old, change)
        if new is not old and new != old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value  # type: ignore[type-var]
