"""Differences between two versions of an entry: as facts to count, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
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


def differences(before: ConceptEntry, after: ConceptEntry) -> tuple[str, ...]:
    """The differences, one line each: `subject: 'law' -> 'trade'`.

    A term that was added or removed is one line without its fields; for a renamed one, other
    changes follow.
    """
    before, lines = _with_new_names(before, after)
    old, new = dict.fromkeys(_said(before)), dict.fromkeys(_said(after))
    gone, come = [f for f in old if f not in new], [f for f in new if f not in old]
    whole = {f"{text} ({tag})" for tag, field, text in (*gone, *come) if field == "term"}
    gone, come = ([f for f in facts if f[0] not in whole] for facts in (gone, come))
    for where, field, value in gone:
        now = next((f for f in come if f[:2] == (where, field) and field not in _SEVERAL), None)
        if now is None:
            lines.append(f"{_place(where, field)} taken out: {_shown(value)}")
        else:
            come.remove(now)
            lines.append(f"{_place(where, field)}: {_shown(value)} -> {_shown(now[2])}")
    lines += [f"{_place(where, field)} added: {_shown(value)}" for where, field, value in come]
    return tuple(lines) or ("the order",)


def _with_new_names(before: ConceptEntry, after: ConceptEntry) -> tuple[ConceptEntry, list[str]]:
    """(`before` with renamed terms under their new names, a line for each renamed term)."""
    now = {section.tag: keyed(section.terms, lambda term: term.text) for section in after.languages}
    lines, sections = [], []
    for section in before.languages:
        terms = keyed(section.terms, lambda term: term.text)
        for old, new in renamed(terms, now.get(section.tag, {})).items():
            lines.append(f"term of {section.tag}: {old[0]!r} -> {new[0]!r}")
            terms[old] = replace(terms[old], text=new[0])
        sections.append(replace(section, terms=tuple(terms.values())))
    return replace(before, languages=tuple(sections)), lines


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
