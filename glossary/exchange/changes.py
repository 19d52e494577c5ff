"""What differs between two forms of one entry: as facts to count, and in words for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from glossary.model import ConceptEntry

Fact = tuple[str, str, Any]
"""(where, field, value): where is "", a tag, or a term and its tag."""
_PARTS = frozenset({"id", "tag", "text", "languages", "terms", "contexts", "extra", "evidence"})
_WHO = frozenset({"created_by", "created_at", "changed_by", "changed_at"})
_SHOWN = 60


def facts(entry: ConceptEntry) -> Iterator[Fact]:
    """All that an entry says but for its id and for who said it when: tools set that anew."""
    return (fact for fact in _said(entry) if fact[1] not in _WHO)


def unlike(one: ConceptEntry, other: ConceptEntry) -> int:
    """In how many places two entries differ."""
    return len({fact[:2] for fact in set(facts(one)) ^ set(facts(other))})


def differences(before: ConceptEntry, after: ConceptEntry) -> tuple[str, ...]:
    """What became different, a line each: `subject: 'law' -> 'trade'`."""
    old, new = dict.fromkeys(_said(before)), dict.fromkeys(_said(after))
    gone = [fact for fact in old if fact not in new]
    come = [fact for fact in new if fact not in old]
    lines = []
    for where, field, value in gone:
        now = next((fact for fact in come if fact[:2] == (where, field)), None)
        if now is None:
            lines.append(f"{_place(where, field)} taken out: {_shown(value)}")
        else:
            come.remove(now)
            lines.append(f"{_place(where, field)}: {_shown(value)} -> {_shown(now[2])}")
    lines += [f"{_place(where, field)} added: {_shown(value)}" for where, field, value in come]
    return tuple(lines) or ("the order",)


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


def _shown(value: Any) -> str:
    text = getattr(value, "text", None) or getattr(value, "value", None) or value
    shown = str(text)
    return repr(shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")
