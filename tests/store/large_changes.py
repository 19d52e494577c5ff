"""The entries of a large change, and everything that could show them before it is made visible."""

from __future__ import annotations

from typing import Any

from glossary.model import ConceptEntry
from glossary.store.base import Store
from glossary.store.base.narrowing import HasToken
from glossary.text.fold import term_key
from glossary.text.grams import token
from tests.samples import AT, entry

COUNT = 25
DILEMMA = HasToken(token("w", "dilemma"))


def named(n: int, word: str = "dilemma") -> ConceptEntry:
    return entry(f"c{n}", zh=f"困境{n}", en=f"{word} {n}")


def put(store: Store, *entries: ConceptEntry) -> None:
    with store.transaction():
        store.put_concepts(entries, store.new_step("edit", "ada", AT))


def seen(store: Store) -> dict[str, Any]:
    """Everything that a look-up, a list, a merge or a cache reads from a store."""
    return {
        "entries": [each.id for each in store.concepts()],
        "terms": sorted(row.text for row in store.term_rows()),
        "found": sorted(row.text for row in store.narrow_terms(DILEMMA, "en", 100)),
        "key": [row.text for row in store.terms_with_key(term_key("dilemma 1", "en"), "en")],
        "of": [row.text for row in store.term_rows_of(["c1"])],
        "units": [each.zh.text for each in store.all_units()],
        "changes": store.identity().change,
        "counts": store.counts(),
        "history": [len(store.revisions(f"c{n}")) for n in range(COUNT)],
        "version": store.terms_version(),
        "conflicts": len(store.conflicts()),
        "ids": [store.id_used(f"c{n}") for n in range(COUNT)],
        "last": store.last_step(),
    }
