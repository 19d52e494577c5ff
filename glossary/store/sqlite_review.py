"""Documents, candidates with their evidence, and judgements, in SQLite."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from glossary.errors import NotFound
from glossary.model import Candidate, Document, Evidence, Judgement, Proposal
from glossary.plain import from_plain
from glossary.store.base import WAITING, Added, CandidateFilter
from glossary.store.sqlite_concepts import MAX_ID, batches, dumps, marks
from glossary.text.fold import en_key, zh_key

_CANDIDATE = "id, zh, en, kind, method, confidence, state, abbreviation, subject, concept_id"
_JUDGEMENT = "candidate_id, decision, zh, en, by, at, note, concept_id, id"


class ReviewTables:
    """The review half of the SQLite store."""

    _rows: Callable[..., list[tuple[Any, ...]]]
    _run: Callable[..., Any]

    # ------------------------------------------------------------ documents

    def put_document(self, document: Document, at: str) -> None:
        packed = zlib.compress(document.text.encode("utf-8", "surrogatepass"))
        self._run(
            "INSERT INTO document (sha256, name, text, added_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (document.sha256, document.name, packed, at),
        )

    def document_text(self, sha256: str) -> str | None:
        rows = self._rows("SELECT text FROM document WHERE sha256 = ?", (sha256,))
        return zlib.decompress(rows[0][0]).decode("utf-8", "surrogatepass") if rows else None

    # ------------------------------------------------------------ candidates

    def propose(self, proposals: Iterable[Proposal], subject: str, at: str) -> Added:
        candidates = evidence = 0
        for proposal in proposals:
            candidate_id, new = self._candidate_for(proposal, subject, at)
            candidates += new
            evidence += sum(self._add_evidence(candidate_id, e) for e in proposal.evidence)
        return Added(candidates=candidates, evidence=evidence)

    def _candidate_for(self, proposal: Proposal, subject: str, at: str) -> tuple[int, bool]:
        """(id, whether it is new); a known pair that waits takes the higher confidence."""
        keys = zh_key(proposal.zh), en_key(proposal.en)
        rows = self._rows(
            "SELECT id, state, confidence FROM candidate WHERE zh_key = ? AND en_key = ?", keys
        )
        if rows:
            candidate_id, state, confidence = rows[0]
            if state == "proposed" and proposal.confidence > confidence:
                sql = (
                    "UPDATE candidate SET confidence = ?, method = ?, kind = ?, "
                    "abbreviation = coalesce(abbreviation, ?) WHERE id = ?"
                )
                values = (proposal.confidence, proposal.method, proposal.kind)
                self._run(sql, (*values, proposal.abbreviation, candidate_id))
            return candidate_id, False
        cursor = self._run(
            "INSERT INTO candidate (zh, en, zh_key, en_key, abbreviation, kind, method, confidence,"
            " subject, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'proposed', ?)",
            (proposal.zh, proposal.en, *keys, proposal.abbreviation, proposal.kind,
             proposal.method, proposal.confidence, subject, at),
        )  # fmt: skip
        return int(cursor.lastrowid), True

    def _add_evidence(self, candidate_id: int, evidence: Evidence) -> int:
        """How many were new: 1 or 0. The same places in the same documents are one evidence."""
        cursor = self._run(
            "INSERT INTO evidence (candidate_id, document_sha256, document, en_document_sha256, "
            "en_document, zh_start, en_start, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (candidate_id, evidence.document_sha256, evidence.document,
             evidence.en_document_sha256 or evidence.document_sha256,
             evidence.en_document or evidence.document,
             evidence.zh_span[0], evidence.en_span[0], dumps(evidence)),
        )  # fmt: skip
        return int(cursor.rowcount)

    def candidate(self, candidate_id: int) -> Candidate:
        sql = f"SELECT {_CANDIDATE} FROM candidate WHERE id = ?"
        rows = self._rows(sql, (candidate_id,)) if 0 < candidate_id <= MAX_ID else []
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
        rows = self._rows(
            f"SELECT {_CANDIDATE} FROM candidate c {condition} "
            "ORDER BY confidence DESC, id LIMIT ? OFFSET ?",
            [*arguments, -1 if limit is None else limit, offset],
        )
        return self._with_evidence(rows)

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        condition, arguments = _where(where)
        return self._rows(f"SELECT count(*) FROM candidate c {condition}", arguments)[0][0]

    def _with_evidence(self, rows: list[tuple[Any, ...]]) -> list[Candidate]:
        evidence: dict[int, list[Evidence]] = {row[0]: [] for row in rows}
        for batch in batches(evidence):
            sql = f"SELECT candidate_id, body FROM evidence WHERE candidate_id IN ({marks(batch)})"
            for candidate_id, body in self._rows(sql + " ORDER BY id", batch):
                evidence[candidate_id].append(from_plain(Evidence, json.loads(body)))
        placed = {k: tuple(sorted(v, key=lambda e: e.place)) for k, v in evidence.items()}
        return [replace(Candidate(*row), evidence=placed[row[0]]) for row in rows]

    def set_candidate(self, candidate: Candidate) -> None:
        sql = "UPDATE candidate SET state = ?, concept_id = ? WHERE id = ?"
        self._run(sql, (candidate.state, candidate.concept_id, candidate.id))

    # ------------------------------------------------------------ judgements

    def put_judgement(self, judgement: Judgement, step: int) -> None:
        self._run(
            "INSERT INTO judgement (candidate_id, decision, zh, en, by, at, note, concept_id, step)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (judgement.candidate_id, judgement.decision, judgement.zh, judgement.en, judgement.by,
             judgement.at, judgement.note, judgement.concept_id, step),
        )  # fmt: skip

    def judgements(self, candidate_id: int) -> list[Judgement]:
        sql = f"SELECT {_JUDGEMENT} FROM judgement WHERE candidate_id = ? ORDER BY id"
        return [Judgement(*row) for row in self._rows(sql, (candidate_id,))]

    def step_judgements(self, step: int) -> list[Judgement]:
        sql = f"SELECT {_JUDGEMENT} FROM judgement WHERE step = ? ORDER BY id"
        return [Judgement(*row) for row in self._rows(sql, (step,))]


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
