"""The review queue: the candidates that a filter selects, and how many are alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from glossary.errors import NotFound
from glossary.model import Candidate, CorpusUse, Evidence
from glossary.store.base import CONFIDENCE_BINS, WAITING, CandidateCount, CandidateFilter
from glossary.store.tables.rows import (
    CANDIDATE,
    CANDIDATE_COUNT,
    EVIDENCE,
    NAME_COUNT,
    PAIR_KEYS,
    value_of,
)
from glossary.store.tables.session import ALL_ROWS, Session, SqlDialect, batches, marks
from glossary.text.fold import en_key, fold, zh_key

CANDIDATE_COLUMNS = (
    "id, zh, en, kind, method, confidence, state, abbreviation, subject, concept_id, "
    "skipped_by, use"
)
# Keys and names are read from their indexes, which are a small part of the tables.
_WITH_TEXT = (
    "c.id IN (SELECT id FROM candidate "
    "WHERE {find}(zh_key, ?) > 0 OR {find}(en_key, ?) > 0 OR {find}(en_key, ?) > 0)"
)
_IN_DOCUMENT = (
    "c.id IN (SELECT candidate_id FROM evidence WHERE document = ? "
    "UNION SELECT candidate_id FROM evidence WHERE en_document = ? AND en_document <> document "
    "UNION SELECT candidate_id FROM evidence WHERE document_sha256 = ? "
    "UNION SELECT candidate_id FROM evidence WHERE en_document_sha256 = ?)"
)


class QueueTables:
    """Candidates with their evidence."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def candidate(self, candidate_id: int) -> Candidate:
        sql = f"SELECT {CANDIDATE_COLUMNS} FROM candidate WHERE id = ?"
        rows = self._session.rows_of_id(sql, candidate_id, CANDIDATE)
        if not rows:
            raise NotFound(f"no candidate {candidate_id}; list them with: glossary review --list")
        return self._with_evidence(rows)[0]

    def candidates(
        self,
        where: CandidateFilter = WAITING,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Candidate]:
        condition, arguments = _where(where, self._session.dialect)
        rows = self._session.rows(
            f"SELECT {CANDIDATE_COLUMNS} FROM candidate c WHERE {condition} "
            "ORDER BY confidence DESC, id LIMIT ? OFFSET ?",
            [*arguments, ALL_ROWS if limit is None else limit, offset],
            CANDIDATE,
        )
        return self._with_evidence(rows)

    def _with_evidence(self, rows: list[tuple[Any, ...]]) -> list[Candidate]:
        """The candidates with what proves them; where all of that is withdrawn, with that."""
        evidence = self._evidence_of([row[0] for row in rows], "withdrawn IS NULL")
        bare = [number for number, found in evidence.items() if not found]
        evidence |= self._evidence_of(bare, "withdrawn IS NOT NULL")
        placed = {k: tuple(sorted(v, key=lambda e: e.place)) for k, v in evidence.items()}
        return [replace(candidate_in(row), evidence=placed[row[0]]) for row in rows]

    def _evidence_of(self, ids: list[int], which: str) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = {number: [] for number in ids}
        for batch in batches(ids):
            sql = f"SELECT candidate_id, body FROM evidence WHERE candidate_id IN ({marks(batch)})"
            sql = f"{sql} AND {which} ORDER BY id"
            for candidate_id, body in self._session.rows(sql, batch, EVIDENCE):
                found[candidate_id].append(value_of(Evidence, body, "evidence"))
        return found

    # ------------------------------------------------------------ counting

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        condition, arguments = _where(where, self._session.dialect)
        sql = f"SELECT count(*) FROM candidate c WHERE {condition}"
        return int(self._session.rows(sql, arguments)[0][0])

    def known_pairs(self, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for batch in batches(dict.fromkeys(keys)):
            sql = f"SELECT zh_key, en_key FROM candidate WHERE zh_key IN ({marks(batch)})"
            rows = self._session.rows(sql, [zh for zh, _ in batch], PAIR_KEYS)
            found |= {(zh, en) for zh, en in rows} & set(batch)
        return found

    def candidate_counts(self, where: CandidateFilter = WAITING) -> list[CandidateCount]:
        condition, arguments = _where(where, self._session.dialect)
        alike = _alike(self._session.dialect)
        sql = f"SELECT {alike}, count(*) FROM candidate c WHERE {condition} GROUP BY {alike}"
        rows = self._session.rows(sql, arguments, CANDIDATE_COUNT)
        return [CandidateCount(state, bool(skipped), *rest) for state, skipped, *rest in rows]

    def document_counts(
        self, where: CandidateFilter = WAITING, limit: int = 100
    ) -> list[tuple[str, int]]:
        condition, arguments = _where(where, self._session.dialect)
        rows = self._session.rows(
            "SELECT document, count(DISTINCT candidate_id) FROM evidence "
            f"WHERE {self._session.dialect.unindexed}candidate_id IN "
            f"(SELECT id FROM candidate c WHERE {condition}) "
            "GROUP BY document ORDER BY 2 DESC, 1 LIMIT ?",  # all names from one index
            [*arguments, limit],
            NAME_COUNT,
        )
        return [(name, count) for name, count in rows]


def candidate_in(row: tuple[Any, ...]) -> Candidate:
    """The candidate in a row of CANDIDATE_COLUMNS, without its evidence."""
    *columns, skipped_by, use = row
    read = None if use is None else value_of(CorpusUse, use, "candidate")
    return replace(Candidate(*columns), use=read, skipped_by=skipped_by)


def _alike(words: SqlDialect) -> str:
    """What candidates are counted by, as in the index `candidate_alike`, or it is not used."""
    place = words.bin("c.confidence", CONFIDENCE_BINS)
    return f"c.state, c.skipped_by IS NOT NULL, c.kind, c.method, c.subject, {place}"


def _where(where: CandidateFilter, words: SqlDialect) -> tuple[str, list[Any]]:
    parts = list(_parts(where, words))
    condition = " AND ".join(condition for condition, _ in parts)
    return condition or "true", [value for _, values in parts for value in values]


def _parts(where: CandidateFilter, words: SqlDialect) -> Iterator[tuple[str, list[Any]]]:
    """(condition, its arguments) for each field that is given."""
    for column in ("state", "kind", "method", "subject"):
        if (value := getattr(where, column)) is not None:
            yield f"c.{column} = ?", [value]
    if where.skipped is not None:
        yield "(c.skipped_by IS NOT NULL) = ?", [where.skipped]
    if where.least_confidence > 0:
        yield "c.confidence >= ?", [where.least_confidence]
    if where.below_confidence is not None:
        yield "c.confidence < ?", [where.below_confidence]
    if where.text is not None:
        yield (
            _WITH_TEXT.format(find=words.find),
            [zh_key(where.text), en_key(where.text), fold(where.text)],
        )
    if where.document is not None:
        yield _IN_DOCUMENT, [where.document] * 4
