"""Differences between two versions of an entry: as facts to count, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from glossary.exchange.fitting.restoration import keyed, renamed
from glossary.model import CHANGED, CREATED, ConceptEntry

Fact = tuple[str, str, Any]
"""(where, field, value); `where` is "" for the concept, a tag, or a term and its tag."""
_PARTS = frozenset({"id", "tag", "text", "languages", "terms", "contexts", "extra", "evidence"})
_SEVERAL = frozenset({"term", "context", "extra"})
_WHO = frozenset({*CREATED, *CHANGED})
_SHOWN = 60  # characters of a value in a line for a person: chosen, and decides nothing


def facts(entry: ConceptEntry) -> Iterator[Fact]:
    """All facts of an entry except its id and who changed it when, which tools set anew."""
    return (fact for fact in _said(entry) if fact[1] not in _WHO)


def unlike(one: ConceptEntry, other: ConceptEntry) -> int:
    """The number of places in which two entries differ."""
    return len({fact[:2] for fact in set(facts(one)) ^ set(facts(other))})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after a change, whole; `where` as in a Fact. What was added has nothing
    before it, what was taken out nothing after. In a conflict `before` is ours, `after` theirs."""

    where: str
    field: str
    before: str
    after: str


def differences(before: ConceptEntry, after: ConceptEntry) -> tuple[str, ...]:
    """The differences, one line each: `subject: 'law' -> 'trade'`."""
    return tuple(map(_line, changed_fields(before, after))) or ("the order",)


def changed_fields(before: ConceptEntry, after: ConceptEntry) -> tuple[FieldChange, ...]:
    """The differences, field by field.

    A term that was added or removed is one change without its fields; for a renamed one, other
    changes follow.
    """
    before, changes = _with_new_names(before, after)
    old, new = dict.fromkeys(_said(before)), dict.fromkeys(_said(after))
    gone, come = [f for f in old if f not in new], [f for f in new if f not in old]
    whole = {f"{text} ({tag})" for tag, field, text in (*gone, *come) if field == "term"}
    gone, come = ([f for f in facts if f[0] not in whole] for facts in (gone, come))
    for where, field, value in gone:
        now = next((f for f in come if f[:2] == (where, field) and field not in _SEVERAL), None)
        if now is not None:
            come.remove(now)
        changes.append(FieldChange(where, field, _text(value), _text(now[2]) if now else ""))
    changes += [FieldChange(where, field, "", _text(value)) for where, field, value in come]
    return tuple(changes)


def _line(change: FieldChange) -> str:
    place = _place(change.where, change.field)
    if not change.after:
        return f"{place} taken out: {_shown(change.before)}"
    if not change.before:
        return f"{place} added: {_shown(change.after)}"
    if change.field == "term":  # renamed: told whole
        return f"{place}: {change.before!r} -> {change.after!r}"
    return f"{place}: {_shown(change.before)} -> {_shown(change.after)}"


def _with_new_names(
    before: ConceptEntry, after: ConceptEntry
) -> tuple[ConceptEntry, list[FieldChange]]:
    """(`before` with renamed terms under their new names, each renamed term)."""
    now = {section.tag: keyed(section.terms, lambda term: term.text) for section in after.languages}
    changes, sections = [], []
    for section in before.languages:
        terms = keyed(section.terms, lambda term: term.text)
        for old, new in renamed(terms, now.get(section.tag, {})).items():
            changes.append(FieldChange(section.tag, "term", old[0], new[0]))
            terms[old] = replace(terms[old], text=new[0])
        sections.append(replace(section, terms=tuple(terms.values())))
    return replace(before, languages=tuple(sections)), changes


def _said(entry: ConceptEntry) -> Iterator[Fact]:
    yield from _of(entry, "")
    for section in entry.languages:
        yield from _of(section, section.tag)
        for term in section.terms:
            yield section.tag, "term", term.text
            yield from _of(term, f"{term.text} ({section.tag})")


def _of(value: Any, where: str) -> Iterator[Fact]:
    for name in (field.name for field in fields(value) if field.name not in _PARTS):
        if text := getattr(value, name):
            yield where, name, text
    for name in ("contexts", "extra"):
        yield from ((where, name.removesuffix("s"), item) for item in getattr(value, name, ()))


def _place(where: str, field: str) -> str:
    name = field.replace("_", " ")
    return f"{name} of {where}" if where else name


def _text(value: Any) -> str:
    return str(getattr(value, "text", None) or getattr(value, "value", None) or value)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
