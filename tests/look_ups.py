"""The suites of look-ups over the curated concepts, for tests and benchmarks."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from glossary.lookup.search.search import SearchResult
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.store.sqlite.store import SqliteStore

ROOT = Path(__file__).parents[1]
BLIND = ROOT / "tests/data/blind/search.jsonl"
SUITES = [*sorted((ROOT / "tests/data").glob("search*_cases.jsonl")), BLIND]
AT = "2026-01-01T00:00:00Z"


def cases(suite: Path) -> list[dict[str, Any]]:
    """`query`, `expect` (a concept id, or None for no answer), `label`, `top` (rank) of each
    case."""
    return list(map(json.loads, suite.read_text(encoding="utf-8").splitlines()))


def is_right(case: dict[str, Any], result: SearchResult) -> bool:
    if case["expect"] is None:
        return result.total == 0
    return case["expect"] in [hit.concept_id for hit in result.hits[: case.get("top", 1)]]


@contextmanager
def curated_store(path: Path) -> Iterator[SqliteStore]:
    """A store of the curated concepts, to which the suites refer."""
    store = SqliteStore(path)
    put(store, *curated())
    yield store
    store.close()


def put(store: SqliteStore, *entries: ConceptEntry) -> None:
    with store.transaction():
        step = store.new_step("import", "test", AT)
        for entry in entries:
            store.put_concept(entry, step)


@cache
def curated() -> tuple[ConceptEntry, ...]:
    return tuple(_curated())


def _curated() -> Iterator[ConceptEntry]:
    for path in sorted((ROOT / "seeds/terms").glob("*.toml")):
        for id_, fields in tomllib.loads(path.read_text(encoding="utf-8")).items():
            sections = tuple(
                LanguageSection(key, tuple(_term(at, term) for at, term in enumerate(value)))
                for key, value in fields.items()
                if isinstance(value, list)
            )
            yield ConceptEntry(id_, sections, subject=fields["subject"])


def _term(at: int, term: Any) -> TermSection:
    fields = term if isinstance(term, dict) else {"term": term}
    status = fields.get("status", "admitted" if at else "preferred")
    return TermSection(fields["term"], status)
