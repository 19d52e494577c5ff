"""What came back, with what its file could not hold put in again.

A lossy profile sends less than the entry has. Before a merge, everything that the file holds
unchanged is taken to be as it was when it went out; so only real changes count as changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from glossary.model import ConceptEntry, LanguageSection, TermSection

Item = TypeVar("Item", LanguageSection, TermSection)
_LISTS = ("contexts", "extra", "evidence")


def lift(sent: ConceptEntry, held: ConceptEntry, came: ConceptEntry) -> ConceptEntry:
    """`came`, read from a file that held `held` of the entry `sent`, as a whole entry."""
    if came == held:
        return sent
    languages = _items(
        sent.languages, held.languages, came.languages, lambda section: section.tag, _section
    )
    return replace(_fields(sent, held, came), languages=languages)


def _section(
    sent: LanguageSection, held: LanguageSection, came: LanguageSection
) -> LanguageSection:
    if came == held:
        return sent
    terms = _items(sent.terms, held.terms, came.terms, lambda term: term.text, _fields)
    return replace(_fields(sent, held, came), terms=terms)


def _items(
    sent: Sequence[Item], held: Sequence[Item], came: Sequence[Item],
    key: Callable[[Item], str], join: Callable[[Item, Item, Item], Item],
) -> tuple[Item, ...]:  # fmt: skip
    """Items matched by key; those that never went out are put in again."""
    was_sent, was_held = {key(i): i for i in sent}, {key(i): i for i in held}
    lifted = {
        name: join(was_sent[name], was_held[name], item)
        if name in was_sent and name in was_held
        else item
        for item in came
        for name in [key(item)]
    }
    kept = {name: item for name, item in was_sent.items() if name not in was_held}
    order = [name for name in was_sent if name in lifted or name in kept]
    order += [name for name in lifted if name not in was_sent]
    return tuple(lifted[name] if name in lifted else kept[name] for name in order)


def _fields(sent: Any, held: Any, came: Any) -> Any:
    """Fields that came as they were held are as they were sent; lists regain what was left out."""
    if came == held:
        return sent
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(sent)):
        before, after = getattr(held, name), getattr(came, name)
        if before == after:
            values[name] = getattr(sent, name)
        elif name in _LISTS:
            unsent = tuple(item for item in getattr(sent, name) if item not in before)
            values[name] = unsent + after
        else:
            values[name] = after
    return replace(came, **values)
