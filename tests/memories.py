"""Memories for tests, and the fuzzy matches in them, computed in a plain and slow way."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from glossary.model import TranslationUnit, Variant
from glossary.store.sqlite.store import SqliteStore
from glossary.text.tokens import tokens

_tokens = lru_cache(maxsize=50_000)(tokens)

HAN = "安全困境戰略威慑合作"
WORDS = "the state shall not use force against a small neighbour 5 , .".split()


def unit(text: str, language: str = "zh", serial: object = "") -> TranslationUnit:
    """A unit with that text on one side; the other side makes it unique."""
    other = f"other side {serial}"
    zh, en = (text, other) if language == "zh" else (other, text)
    return TranslationUnit(
        Variant("zh", zh), Variant("en", en), "test", "me", "2026-01-02T03:04:05Z"
    )


def add(store: SqliteStore, texts: Iterable[str], language: str = "zh") -> None:
    start = store.identity()[1]
    with store.transaction():
        store.put_units((unit(t, language, start + i) for i, t in enumerate(texts)), None)


def memory(path: Path, texts: Iterable[str], language: str = "zh") -> SqliteStore:
    store = SqliteStore(path)
    add(store, texts, language)
    return store


def exhaustive(
    store: SqliteStore, query: str, language: str, threshold: int
) -> dict[int, Fraction]:
    """Id and exact raw score, as a fraction, of every unit at or above the threshold."""
    wanted = tokens(query)
    found = {}
    for unit_id, text in store.segments(language):
        stored = _tokens(text)
        size = max(len(stored), len(wanted))
        score = 1 - Fraction(Levenshtein.distance(wanted, stored), size) if size else Fraction(0)
        if score >= Fraction(threshold, 100):
            found[unit_id] = score
    return found


def random_text(chance: random.Random, language: str, longest: int = 40) -> str:
    """A text of few distinct tokens, so that similarity, ties and repetition are frequent."""
    count = min(int(chance.expovariate(0.12)) + 1, longest)
    pool = HAN if language == "zh" else WORDS
    distinct = chance.sample(pool, chance.randint(1, len(pool)))
    return ("" if language == "zh" else " ").join(chance.choices(distinct, k=count))


def mutated(chance: random.Random, text: str, language: str) -> str:
    """`text` with a few tokens changed, dropped, added or swapped."""
    parts: Sequence[str] = list(text) if language == "zh" else text.split()
    out = list(parts)
    for _ in range(chance.randint(0, max(1, len(out) // 2))):
        at = chance.randrange(len(out) + 1)
        kind = chance.random()
        if kind < 0.4:
            out[at : at + 1] = [chance.choice(HAN if language == "zh" else WORDS)]
        elif kind < 0.7 and len(out) > 1:
            del out[at : at + 1]
        elif kind < 0.9:
            out.insert(at, chance.choice(out))
        else:
            chance.shuffle(out)
    return ("" if language == "zh" else " ").join(out)
