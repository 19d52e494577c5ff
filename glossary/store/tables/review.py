"""Proposals with their evidence, and judgements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glossary.model import Candidate, Evidence, Judgement, Proposal
from glossary.store.base import Added, DecisionMade
from glossary.store.tables.rows import DECISION_MADE, JUDGEMENT, dumps
from glossary.store.tables.session import Session, batches, marks
from glossary.text.fold import en_key, zh_key

_PROPOSAL = (
    "zh, en, zh_key, en_key, abbreviation, kind, method, confidence, subject, created_at, use"
)
_EVIDENCE = "document_sha256, document, en_document_sha256, en_document, zh_start, en_start, body"
_PROPOSED = {
    "proposed": "id {numbered}, zh {text}, en {text}, zh_key {text}, en_key {text}, "
    "abbreviation {text}, kind {text}, method {text}, confidence {real}, subject {text}, "
    "created_at {text}, use {text}, UNIQUE (zh_key, en_key)",
    "proposed_evidence": "id {numbered}, zh_key {text}, en_key {text}, document_sha256 {text}, "
    "document {text}, en_document_sha256 {text}, en_document {text}, zh_start INTEGER, "
    "en_start INTEGER, body {text}",
}
_HIGHER = (
    "confidence = {new}.confidence, method = {new}.method, kind = {new}.kind, "
    "abbreviation = coalesce({old}.abbreviation, {new}.abbreviation), "
    "use = coalesce({new}.use, {old}.use)"
)
_PROPOSE = (
    f"INSERT INTO proposed ({_PROPOSAL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    f"ON CONFLICT (zh_key, en_key) DO UPDATE SET {_HIGHER.format(old='proposed', new='excluded')} "
    "WHERE excluded.confidence > proposed.confidence"
)
_UPDATE = (
    f"UPDATE candidate AS c SET {_HIGHER.format(old='c', new='p')} FROM proposed p "
    "WHERE p.zh_key = c.zh_key AND p.en_key = c.en_key AND c.state = 'proposed' "
    "AND p.confidence > c.confidence"
)
_PROVEN = "FROM proposed_evidence p {} candidate c ON c.zh_key = p.zh_key AND c.en_key = p.en_key"
# Evidence that was mined before definitions were: the same place, now with one.
_DEFINED = (
    "WHERE p.body LIKE '%_definition\":{%' AND e.body NOT LIKE '%_definition\":{%' "
    "AND e.candidate_id = c.id AND e.document_sha256 = p.document_sha256 "
    "AND e.en_document_sha256 = p.en_document_sha256 "
    "AND e.zh_start = p.zh_start AND e.en_start = p.en_start"
)
_UPDATE_USE = (
    "UPDATE candidate AS c SET use = p.use FROM proposed p "
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
_JUDGEMENT = "candidate_id, decision, zh, en, by, at, note, concept_id, id, step"


class ReviewTables:
    """Proposals, judgements. The queue of candidates is read by `QueueTables`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------ proposals

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
            typed = columns.format(**self._session.dialect.types)
            self._session.run(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({typed})")
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
            self._session.put_rows(
                "proposed_evidence",
                f"zh_key, en_key, {_EVIDENCE}",
                [(zh, en, *_evidence(each)) for zh, en, one in rows for each in one.evidence],
            )

    def take_proposals(self) -> Added:
        """Add what is new in the staged proposals; known open pairs get the higher confidence."""
        proven = _PROVEN.format(self._session.dialect.in_order)
        self._session.run(_UPDATE)
        self._session.run(_UPDATE_USE)
        candidates = self._session.run(
            f"INSERT INTO candidate ({_PROPOSAL}, state) SELECT {_PROPOSAL}, 'proposed' "
            "FROM proposed p WHERE NOT EXISTS (SELECT 1 FROM candidate c "
            "WHERE c.zh_key = p.zh_key AND c.en_key = p.en_key) ORDER BY p.id"
        )
        self._session.run(f"UPDATE evidence AS e SET body = p.body {proven} {_DEFINED}")
        evidence = self._session.run(
            f"INSERT INTO evidence (candidate_id, {_EVIDENCE}) SELECT c.id, {_EVIDENCE} {proven} "
            "WHERE true ORDER BY p.id ON CONFLICT DO NOTHING"
        )
        self._session.run(_SETTLE.format(which="c.state = 'withdrawn'"))
        return Added(candidates=candidates, evidence=evidence)

    def drop_proposals(self) -> None:
        """Discard the staged proposals."""
        for table in _PROPOSED:
            self._session.run(f"DROP TABLE IF EXISTS {table}")

    def set_candidate(self, candidate: Candidate) -> None:
        sql = "UPDATE candidate SET state = ?, concept_id = ?, skipped_by = ? WHERE id = ?"
        decided = candidate.state, candidate.concept_id, candidate.skipped_by
        self._session.run(sql, (*decided, candidate.id))
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

    def decisions_made(self, since: str = "", by: str | None = None) -> list[DecisionMade]:
        join, whose = self._session.dialect.in_order, "" if by is None else "AND j.by = ? "
        rows = self._session.rows(
            "SELECT j.candidate_id, j.decision, j.by, j.at, c.confidence, j.step FROM judgement j "
            f"{join} step s ON s.id = j.step {join} candidate c ON c.id = j.candidate_id "
            f"WHERE j.at >= ? {whose}AND j.decision <> 'undo' AND s.undone_by IS NULL "
            "ORDER BY j.id",
            [since] if by is None else [since, by],
            DECISION_MADE,
        )
        return [DecisionMade(*row) for row in rows]


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
