"""Candidates with their evidence, and judgements, in SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from glossary.errors import NotFound
from glossary.model import Candidate, CorpusUse, Evidence, Judgement, Proposal
from glossary.store.base import WAITING, Added, CandidateFilter
from glossary.store.sqlite.rows import (
    CANDIDATE,
    EVIDENCE,
    JUDGEMENT,
    dumps,
    value_of,
)
from glossary.store.sqlite.session import Session, batches, marks
from glossary.text.fold import en_key, zh_key

CANDIDATE_COLUMNS = (
    "id, zh, en, kind, method, confidence, state, abbreviation, subject, concept_id, use"
)
_PROPOSAL = (
    "zh, en, zh_key, en_key, abbreviation, kind, method, confidence, subject, created_at, use"
)
_EVIDENCE = "document_sha256, document, en_document_sha256, en_document, zh_start, en_start, body"
_PROPOSED = {
    "proposed": "id INTEGER PRIMARY KEY, zh TEXT, en TEXT, zh_key TEXT, en_key TEXT, "
    "abbreviation TEXT, kind TEXT, method TEXT, confidence REAL, subject TEXT, created_at TEXT, "
    "use TEXT, UNIQUE (zh_key, en_key)",
    "proposed_evidence": "id INTEGER PRIMARY KEY, zh_key TEXT, en_key TEXT, document_sha256 TEXT, "
    "document TEXT, en_document_sha256 TEXT, en_document TEXT, zh_start INTEGER, "
    "en_start INTEGER, body TEXT",
}
_HIGHER = (
    "confidence = {new}.confidence, method = {new}.method, kind = {new}.kind, "
    "abbreviation = coalesce({old}.abbreviation, {new}.abbreviation), "
    "use = coalesce({new}.use, {old}.use)"
)
_PROPOSE = (
    f"INSERT INTO temp.proposed ({_PROPOSAL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    f"ON CONFLICT (zh_key, en_key) DO UPDATE SET {_HIGHER.format(old='proposed', new='excluded')} "
    "WHERE excluded.confidence > confidence"
)
_UPDATE = (
    f"UPDATE candidate AS c SET {_HIGHER.format(old='c', new='p')} FROM temp.proposed p "
    "WHERE p.zh_key = c.zh_key AND p.en_key = c.en_key AND c.state = 'proposed' "
    "AND p.confidence > c.confidence"
)
# Evidence that was mined before definitions were: the same place, now with one.
_DEFINE = (
    "UPDATE evidence AS e SET body = p.body FROM temp.proposed_evidence p CROSS JOIN candidate c "
    "ON c.zh_key = p.zh_key AND c.en_key = p.en_key WHERE p.body LIKE '%_definition\":{%' "
    "AND e.body NOT LIKE '%_definition\":{%' AND e.candidate_id = c.id "
    "AND e.document_sha256 = p.document_sha256 AND e.en_document_sha256 = p.en_document_sha256 "
    "AND e.zh_start = p.zh_start AND e.en_start = p.en_start"
)
_UPDATE_USE = (
    "UPDATE candidate AS c SET use = p.use FROM temp.proposed p "
    "WHERE p.zh_key = c.zh_key AND p.en_key = c.en_key AND c.state = 'proposed' "
    "AND p.use IS NOT NULL"
)
_SETTLE = (
    "UPDATE candidate AS c SET state = CASE state WHEN 'proposed' THEN 'withdrawn' ELSE 'proposed' "
    "END WHERE {which} AND c.state = CASE WHEN "
    "EXISTS (SELECT 1 FROM evidence e WHERE e.candidate_id = c.id AND e.withdrawn IS NULL) "
    "THEN 'withdrawn' WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.candidate_id = c.id) "
    "THEN 'proposed' END"
)
"""A candidate that nobody has judged is withdrawn while all of its evidence is."""
_JUDGEMENT = "candidate_id, decision, zh, en, by, at, note, concept_id, id"


class ReviewTables:
    """Candidates, judgements."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------ candidates

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        self.drop_proposals()
        self.stage_proposals(proposals, subject, at)
        added = self.take_proposals()
        self.drop_proposals()
        return added

    def stage_proposals(self, proposals: Iterable[Proposal], subject: str, at: str) -> None:
        """Put proposals into temporary tables of this connection, one row for each pair, without
        locking others out."""
        for table, columns in _PROPOSED.items():
            self._session.run(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})")
        for batch in batches(proposals):
            rows = [(zh_key(one.zh), en_key(one.en), one) for one in batch]
            self._session.run_many(
                _PROPOSE,
                [
                    (
                        one.zh,
                        one.en,
                        zh,
                        en,
                        one.abbreviation,
                        one.kind,
                        one.method,
                        one.confidence,
                        subject,
                        at,
                        dumps(one.use) if one.use else None,
                    )
                    for zh, en, one in rows
                ],
            )
            self._session.run_many(
                f"INSERT INTO temp.proposed_evidence (zh_key, en_key, {_EVIDENCE}) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(zh, en, *_evidence(each)) for zh, en, one in rows for each in one.evidence],
            )

    def take_proposals(self) -> Added:
        """Add what is new in the staged proposals; known open pairs get the higher confidence."""
        if not self._session.rows("SELECT 1 FROM temp.sqlite_master WHERE name = 'proposed'"):
            return Added()
        self._session.run(_UPDATE)
        self._session.run(_UPDATE_USE)
        candidates = self._session.run(
            f"INSERT INTO candidate ({_PROPOSAL}, state) SELECT {_PROPOSAL}, 'proposed' "
            "FROM temp.proposed p WHERE NOT EXISTS (SELECT 1 FROM candidate c "
            "WHERE c.zh_key = p.zh_key AND c.en_key = p.en_key) ORDER BY p.id"
        ).rowcount
        self._session.run(_DEFINE)
        evidence = self._session.run(
            f"INSERT INTO evidence (candidate_id, {_EVIDENCE}) SELECT c.id, {_EVIDENCE} "
            "FROM temp.proposed_evidence p CROSS JOIN candidate c "
            "ON c.zh_key = p.zh_key AND c.en_key = p.en_key "
            "WHERE true ORDER BY p.id ON CONFLICT DO NOTHING"
        ).rowcount
        self._session.run(_SETTLE.format(which="c.state = 'withdrawn'"))
        return Added(candidates=candidates, evidence=evidence)

    def drop_proposals(self) -> None:
        """Discard the staged proposals."""
        for table in _PROPOSED:
            self._session.run(f"DROP TABLE IF EXISTS temp.{table}")

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
        condition, arguments = _where(where)
        rows = self._session.rows(
            f"SELECT {CANDIDATE_COLUMNS} FROM candidate c {condition} "
            "ORDER BY confidence DESC, id LIMIT ? OFFSET ?",
            [*arguments, -1 if limit is None else limit, offset],
            CANDIDATE,
        )
        return self._with_evidence(rows)

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        condition, arguments = _where(where)
        sql = f"SELECT count(*) FROM candidate c {condition}"
        return int(self._session.rows(sql, arguments)[0][0])

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

    def set_candidate(self, candidate: Candidate) -> None:
        sql = "UPDATE candidate SET state = ?, concept_id = ? WHERE id = ?"
        self._session.run(sql, (candidate.state, candidate.concept_id, candidate.id))
        self.settle_states([candidate.id])

    def settle_states(self, ids: Iterable[int]) -> None:
        """Withdraw those of the proposed candidates that have no evidence left, and propose those
        again that have."""
        for batch in batches(ids):
            self._session.run(_SETTLE.format(which=f"c.id IN ({marks(batch)})"), batch)

    # ------------------------------------------------------------ judgements

    def put_judgement(self, judgement: Judgement, step: int) -> None:
        self._session.run(
            "INSERT INTO judgement (candidate_id, decision, zh, en, by, at, note, concept_id, step)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                judgement.candidate_id,
                judgement.decision,
                judgement.zh,
                judgement.en,
                judgement.by,
                judgement.at,
                judgement.note,
                judgement.concept_id,
                step,
            ),
        )

    def judgements(self, candidate_id: int) -> list[Judgement]:
        sql = f"SELECT {_JUDGEMENT} FROM judgement WHERE candidate_id = ? ORDER BY id"
        return [Judgement(*row) for row in self._session.rows(sql, (candidate_id,), JUDGEMENT)]

    def step_judgements(self, step: int) -> list[Judgement]:
        sql = f"SELECT {_JUDGEMENT} FROM judgement WHERE step = ? ORDER BY id"
        return [Judgement(*row) for row in self._session.rows(sql, (step,), JUDGEMENT)]


def candidate_in(row: tuple[Any, ...]) -> Candidate:
    """The candidate in a row of CANDIDATE_COLUMNS, without its evidence."""
    use = None if row[-1] is None else value_of(CorpusUse, row[-1], "candidate")
    return replace(Candidate(*row[:-1]), use=use)


def _evidence(evidence: Evidence) -> tuple[Any, ...]:
    """The row of a piece of evidence; the same spans in the same documents are the same
    evidence."""
    return (
        evidence.document_sha256,
        evidence.document,
        evidence.en_document_sha256 or evidence.document_sha256,
        evidence.en_document or evidence.document,
        evidence.zh_span[0],
        evidence.en_span[0],
        dumps(evidence),
    )


def _where(where: CandidateFilter) -> tuple[str, list[Any]]:
    parts: list[str] = ["c.confidence >= ?"]
    arguments: list[Any] = [where.least_confidence]
    for column in ("state", "kind", "method"):
        value = getattr(where, column)
        if value is not None:
            parts.append(f"c.{column} = ?")
            arguments.append(value)
    if where.document is not None:
        parts.append(
            "EXISTS (SELECT 1 FROM evidence e WHERE e.candidate_id = c.id "
            "AND ? IN (e.document, e.document_sha256, e.en_document, e.en_document_sha256))"
        )
        arguments.append(where.document)
    return "WHERE " + " AND ".join(parts), arguments
