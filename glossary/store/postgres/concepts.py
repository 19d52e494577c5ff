"""Concept entries in PostgreSQL: added and deleted in one statement for many."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.model import ConceptEntry
from glossary.store.postgres.terms import ADD_WORDS, TOKENS, term_arrays
from glossary.store.tables.concepts import ConceptTables
from glossary.store.tables.rows import dumps
from glossary.store.tables.session import batches
from glossary.store.tables.terms import TERM_VALUES, term_values

# Of several of one id in a batch all are revisions, but only the latest is shown, with its terms.
_PUT = f"""
WITH entry AS (
    SELECT * FROM unnest(:ids ::text[], :subjects ::text[], :bodies ::text[], :latest ::bool[])
    WITH ORDINALITY AS e (id, subject, body, latest, n)
), known AS (
    SELECT concept_id, max(number) AS number FROM revision WHERE concept_id = ANY(:ids)
    GROUP BY concept_id
), gone AS (
    DELETE FROM term t USING concept c WHERE c.id = ANY(:ids) AND t.concept_id = c.id
    AND t.id BETWEEN c.first_term AND c.last_term
), made AS (
    INSERT INTO revision (concept_id, number, step, body)
    SELECT e.id, coalesce(k.number, 0) + row_number() OVER (PARTITION BY e.id ORDER BY e.n),
           :step, e.body
    FROM entry e LEFT JOIN known k ON k.concept_id = e.id ORDER BY e.n
    RETURNING id, concept_id, number
), added AS (
    INSERT INTO term ({TERM_VALUES}, tokens)
    SELECT {TERM_VALUES}, {TOKENS.format("tokens")}
    FROM unnest(:c0 ::text[], :c1 ::text[], :c2 ::text[], :c3 ::text[], :c4 ::text[],
                :c5 ::text[], :c6 ::text[], :c7 ::text[])
    WITH ORDINALITY AS t ({TERM_VALUES}, tokens, n) ORDER BY n
    RETURNING id, concept_id
), worded AS (
    {ADD_WORDS.format(":words ")}
)
INSERT INTO concept (id, subject, changed_at, first_term, last_term, revision, number)
SELECT e.id, e.subject, s.at, coalesce(a.first, 0), coalesce(a.last, -1), m.id, m.number
FROM entry e JOIN step s ON s.id = :step
JOIN (SELECT concept_id, max(id) AS id, max(number) AS number FROM made GROUP BY concept_id) m
ON m.concept_id = e.id
LEFT JOIN (SELECT concept_id, min(id) AS first, max(id) AS last FROM added GROUP BY concept_id) a
ON a.concept_id = e.id
WHERE e.latest
ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, number = excluded.number,
revision = excluded.revision, changed_at = excluded.changed_at,
first_term = excluded.first_term, last_term = excluded.last_term
"""
_DELETE = """
WITH unshown AS (
    DELETE FROM term t USING concept c WHERE c.id = ANY(:ids) AND t.concept_id = c.id
    AND t.id BETWEEN c.first_term AND c.last_term
), gone AS (
    DELETE FROM concept WHERE id = ANY(:ids) RETURNING id, number
)
INSERT INTO revision (concept_id, number, step)
SELECT g.id, g.number + 1, :step FROM gone g
JOIN unnest(:ids ::text[]) WITH ORDINALITY AS i (id, n) ON i.id = g.id ORDER BY i.n
"""


class PostgresConcepts(ConceptTables):
    """Entries, and the terms derived from them."""

    def put_concepts(self, entries: Iterable[ConceptEntry], step: int) -> None:
        for batch in batches(entries):
            latest = {entry.id: entry for entry in batch}
            terms = [value for entry in latest.values() for value in term_values(entry)]
            columns, words = term_arrays(terms)
            arguments = {
                "ids": [entry.id for entry in batch],
                "subjects": [entry.subject for entry in batch],
                "bodies": [dumps(entry) for entry in batch],
                "latest": [latest[entry.id] is entry for entry in batch],
                "words": words,
                "step": step,
            }
            arguments |= {f"c{n}": column for n, column in enumerate(columns)}
            self._session.run(_PUT, arguments)

    def delete_concepts(self, ids: Iterable[str], step: int) -> None:
        for batch in batches(dict.fromkeys(ids)):
            self._session.run(_DELETE, {"ids": batch, "step": step})
