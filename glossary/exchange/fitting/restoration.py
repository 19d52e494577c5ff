"""Restore a returned entry, by adding again what its file could not hold.

A lossy profile exports less than the entry has, and some of it in another place or under another
tag. Before a merge, whatever the file holds unchanged is reset to what it was at export, so that
only real changes count as changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from glossary.exchange.xml import valid
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.text.tags import language_of

Item = TypeVar("Item", LanguageSection, TermSection)
Key = tuple[str, int]
_LISTS = ("contexts", "extra", "evidence")


def restored(sent: ConceptEntry, held: ConceptEntry, came: ConceptEntry) -> ConceptEntry:
    """`came`, read from a file that held `held` of the entry `sent`, as a whole entry with the id
    of `sent`."""
    held, came = replace(held, id=sent.id), replace(came, id=sent.id)
    if came == held:
        return sent
    held, came = _at_home(sent, held, came)
    languages = _items(
        sent.languages, held.languages, came.languages, lambda section: section.tag, _section
    )
    lifted = replace(_fields(sent, held, came), languages=languages)
    return _definition_back(sent, held, came, lifted)


def _section(
    sent: LanguageSection, held: LanguageSection, came: LanguageSection
) -> LanguageSection:
    if came == held:
        return sent
    terms = _items(sent.terms, held.terms, came.terms, _as_in_a_cell, _fields)
    section: LanguageSection = replace(_fields(sent, held, came), terms=terms)
    return section


def _as_in_a_cell(term: TermSection) -> str:
    """The key of a term: its text with whitespace collapsed, as cells may have done."""
    return " ".join(valid(term.text).split())


def _items(
    sent: Sequence[Item],
    held: Sequence[Item],
    came: Sequence[Item],
    key: Callable[[Item], str],
    join: Callable[[Item, Item, Item], Item],
) -> tuple[Item, ...]:
    """The items matched by key, with those that were not exported added again."""
    was_sent, was_held, there = keyed(sent, key), keyed(held, key), keyed(came, key)
    before = renamed(was_held, there)
    was_sent = {before.get(name, name): item for name, item in was_sent.items()}
    was_held = {before.get(name, name): item for name, item in was_held.items()}
    lifted = {
        name: join(was_sent[name], was_held[name], item)
        if name in was_sent and name in was_held
        else item
        for name, item in there.items()
    }
    kept = {name: item for name, item in was_sent.items() if name not in was_held}
    order = [name for name in was_sent if name in lifted or name in kept]
    order = placed(order, list(there), [name for name in there if name not in was_sent])
    return tuple(lifted[name] if name in lifted else kept[name] for name in order)


def keyed(items: Sequence[Item], key: Callable[[Item], str]) -> dict[Key, Item]:
    """The items by (key, number of earlier items with the same key)."""
    seen: Counter[str] = Counter()
    found = {}
    for item in items:
        name = key(item)
        found[name, seen[name]] = item
        seen[name] += 1
    return found


def renamed(before: Mapping[Key, Item], after: Mapping[Key, Item]) -> dict[Key, Key]:
    """{old key: new key} if the items differ in a single key at the same position, else {}."""
    if len(before) != len(after):
        return {}
    moved = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    is_one = len(moved) == 1 and moved[0][0] not in after and moved[0][1] not in before
    return dict(moved) if is_one else {}


def placed(order: list[Key], came: list[Key], fresh: Sequence[Key]) -> list[Key]:
    """`order` with each fresh key inserted after the key that precedes it in `came`."""
    for at in fresh:
        before = [key for key in came[: came.index(at)] if key in order]
        order.insert(order.index(before[-1]) + 1 if before else 0, at)
    return order


def _fields(sent: Any, held: Any, came: Any) -> Any:
    """The fields of `came`, those that are as `held` reset to `sent`; lists regain what was not
    exported."""
    if came == held:
        return sent
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(sent)):
        was, before, after = (getattr(each, name) for each in (sent, held, came))
        if before == after:
            values[name] = was
        elif name in _LISTS:
            values[name] = tuple(i for i in was if i not in before and i not in after) + after
        elif name == "note":
            values[name] = _without_additions(was, before, after)
        else:
            values[name] = after
    return replace(came, **values)


def _without_additions(sent: str, held: str, came: str) -> str:
    """A note without what the export put before it (definitions) and after it (a warning)."""
    if sent:
        before, found, behind = held.partition(sent)
    else:
        found, before, behind = held, *((held, "") if came.startswith(held) else ("", held))
    if not found or not (came.startswith(before) and came.endswith(behind)):
        return came
    kept = came[len(before) : len(came) - len(behind)]
    return kept if sent else kept.strip("\n")


# ---------------------------------------------------------------- what was exported elsewhere


def _definition_back(
    sent: ConceptEntry, held: ConceptEntry, came: ConceptEntry, lifted: ConceptEntry
) -> ConceptEntry:
    """Put a definition that was exported with the concept back into its language section."""
    if came.definition == held.definition or sent.definition or not held.definition:
        return lifted
    for at, section in enumerate(lifted.languages):
        if section.definition == held.definition:
            section = replace(section, definition=came.definition)
            languages = (*lifted.languages[:at], section, *lifted.languages[at + 1 :])
            return replace(lifted, definition="", languages=languages)
    return lifted


def _at_home(
    sent: ConceptEntry, held: ConceptEntry, came: ConceptEntry
) -> tuple[ConceptEntry, ConceptEntry]:
    """(held, came) with their sections under the tags that they had at export."""
    tags = {section.tag for section in held.languages}
    homes = {section.tag: _homes(sent, section, tags) for section in held.languages}
    return _moved(held, homes), _moved(came, homes)


def _homes(
    sent: ConceptEntry, held: LanguageSection, tags: set[str]
) -> tuple[LanguageSection, ...]:
    """The sections of `sent` that are one section in the file: the one of its tag, and those of its
    language that share a term with it."""
    texts = {_as_in_a_cell(term) for term in held.terms}
    return tuple(
        section
        for section in sent.languages
        if section.tag == held.tag
        or section.tag not in tags
        and language_of(section.tag) == language_of(held.tag)
        and not texts.isdisjoint(map(_as_in_a_cell, section.terms))
    )


def _moved(entry: ConceptEntry, homes: dict[str, tuple[LanguageSection, ...]]) -> ConceptEntry:
    sections: list[LanguageSection] = []
    for section in entry.languages:
        sections += _parted(section, homes.get(section.tag, ()))
    return replace(entry, languages=tuple(sections))


def _parted(
    section: LanguageSection, homes: Sequence[LanguageSection]
) -> Iterator[LanguageSection]:
    """The section split into those it was made of; a term that none of them has goes to the
    first."""
    if not homes:
        yield section
        return
    left = list(section.terms)
    for home in reversed(homes[1:]):
        texts = {_as_in_a_cell(term) for term in home.terms}
        mine = tuple(term for term in left if _as_in_a_cell(term) in texts)
        left = [term for term in left if term not in mine]
        if mine:
            yield LanguageSection(home.tag, mine)
    if left:
        yield replace(section, tag=homes[0].tag, terms=tuple(left))
