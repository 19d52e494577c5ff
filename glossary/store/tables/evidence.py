"""All evidence: of the candidates, and of the entries that were made from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from glossary.model import Evidence
from glossary.store.base import CANDIDATE
from glossary.store.tables import rows
from glossary.store.tables.parts import Tables
from glossary.text.written import saying


def evidence(tables: Tables) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
    """See `glossary.store.base.EvidenceReader`."""
    for number, zh, en, body in _of_candidates(tables):
        found = rows.value_of(Evidence, body, "evidence")
        yield f"{CANDIDATE}{number}", ((zh, en),), found
    for entry in tables.concepts.concepts():
        pairs = tuple(
            (zh.text, en.text) for _, zh in entry.terms("zh") for _, en in entry.terms("en")
        )
        yield from ((entry.id, pairs, each) for each in entry.evidence)


def evidence_saying(tables: Tables, keys: Collection[str]) -> Iterator[tuple[str, Evidence]]:
    """See `glossary.store.base.EvidenceReader`."""
    says = saying(keys)
    for number, _, _, body in _of_candidates(tables):
        if says(body):
            yield f"{CANDIDATE}{number}", rows.value_of(Evidence, body, "evidence")


def _of_candidates(tables: Tables) -> Iterator[rows.Row]:
    sql = (
        "SELECT c.id, c.zh, c.en, e.body FROM evidence e JOIN candidate c "
        "ON c.id = e.candidate_id WHERE e.withdrawn IS NULL ORDER BY e.id"
    )
    return tables.session.stream(sql, (), rows.Shape("evidence", "ITTT"))
