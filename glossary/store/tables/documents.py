"""Documents as they were read, and the beads of their alignments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from glossary.errors import NotFound
from glossary.model import AlignedPair, Document, Evidence, Span, TranslationUnit
from glossary.store.base import (
    Alignment,
    Followed,
    Marked,
    NewBead,
    StoredBead,
    StoredDocument,
)
from glossary.store.tables import rows
from glossary.store.tables.document_rows import DOCUMENT, document_values
from glossary.store.tables.queue import CANDIDATE_COLUMNS, candidate_in
from glossary.store.tables.review import ReviewTables
from glossary.store.tables.session import ALL_ROWS, Session, marks
from glossary.store.tables.unit_rows import hash_of

_STORED = "sha256, name, languages, length, added_at"
_BEAD = "id, alignment, place, added, removed, body"
_COUNTED = "FROM bead b WHERE b.alignment = a.id AND b.removed IS NULL"
_ALIGNMENT = (
    "SELECT id, zh_sha256, en_sha256, document, "
    f"(SELECT count(*) {_COUNTED}), (SELECT count(b.unit) {_COUNTED}) FROM alignment a"
)
_OF_STEPS = "step IN (SELECT id FROM step WHERE verb IN ('mine', 'align'))"
_BESIDE = (
    f"SELECT {_BEAD} FROM bead WHERE alignment = ? AND removed IS NULL "
    "AND place {side} ? ORDER BY place {order} LIMIT 1"
)
_IN_DOCUMENT = (
    "SELECT id FROM evidence WHERE document_sha256 = :sha AND zh_start >= :start "
    "AND zh_start < :end UNION SELECT id FROM evidence WHERE en_document_sha256 = :sha "
    "AND en_start >= :start AND en_start < :end"
)


class DocumentTables:
    """Documents, alignments, beads."""

    def __init__(self, session: Session, review: ReviewTables) -> None:
        self._session, self._review = session, review

    # ------------------------------------------------------------ documents

    def put_document(self, document: Document, at: str) -> None:
        sql = f"INSERT INTO document ({DOCUMENT}) VALUES ({marks([0] * 6)}) ON CONFLICT DO NOTHING"
        self._session.run(sql, document_values(document, at))

    def document_text(self, sha256: str) -> str | None:
        sql = "SELECT text FROM document WHERE sha256 = ?"
        found = self._session.rows(sql, (sha256,), rows.TEXT)
        return rows.text_in(found[0][0]) if found else None

    def document(self, sha256: str) -> StoredDocument:
        sql = f"SELECT {_STORED} FROM document WHERE sha256 = ?"
        if found := self._session.rows(sql, (sha256,), rows.DOCUMENT):
            return self._stored(found[0])
        raise NotFound(f"no document {sha256[:64]}; list them with: glossary documents")

    def documents(self, *, limit: int | None = None, offset: int = 0) -> list[StoredDocument]:
        sql = f"SELECT {_STORED} FROM document ORDER BY added_at DESC, sha256 DESC LIMIT ? OFFSET ?"
        most = ALL_ROWS if limit is None else limit
        return [self._stored(r) for r in self._session.rows(sql, (most, offset), rows.DOCUMENT)]

    def count_documents(self) -> int:
        return int(self._session.rows("SELECT count(*) FROM document")[0][0])

    def _stored(self, row: rows.Row) -> StoredDocument:
        sha256, name, languages, length, at = row
        counts = self._candidates_of(sha256)
        return StoredDocument(sha256, name, tuple(languages.split()), length, at, counts)

    def _candidates_of(self, sha256: str) -> dict[str, int]:
        sql = (
            "SELECT state, count(*) FROM candidate WHERE id IN "
            "(SELECT candidate_id FROM evidence WHERE document_sha256 = :sha UNION "
            "SELECT candidate_id FROM evidence WHERE en_document_sha256 = :sha) GROUP BY state"
        )
        return dict(self._session.rows(sql, {"sha": sha256}, rows.STATE_COUNT))

    def marks(self, sha256: str, start: int, end: int) -> list[Marked]:
        candidate = ", ".join(f"c.{column}" for column in CANDIDATE_COLUMNS.split(", "))
        sql = (
            f"SELECT e.body, {candidate} FROM evidence e JOIN candidate c ON c.id = e.candidate_id "
            f"WHERE e.withdrawn IS NULL AND e.id IN ({_IN_DOCUMENT}) ORDER BY e.zh_start, e.id"
        )
        arguments = {"sha": sha256, "start": start, "end": end}
        return [
            Marked(candidate_in(tuple(row)), rows.value_of(Evidence, body, "evidence"))
            for body, *row in self._session.rows(sql, arguments, rows.MARKED)
        ]

    # ------------------------------------------------------------ alignments

    def put_alignment(
        self, zh_sha256: str, en_sha256: str, document: str, beads: Sequence[NewBead], step: int
    ) -> None:
        if not beads:
            return
        alignment = self._session.insert(
            "INSERT INTO alignment (zh_sha256, en_sha256, document, step) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (zh_sha256, en_sha256, document, step),
        )
        if alignment:
            self._put_beads(alignment, beads, step)

    def _put_beads(self, alignment: int, beads: Iterable[NewBead], step: int) -> None:
        self._session.put_rows(
            "bead",
            "alignment, place, unit, body, added",
            [
                (alignment, b.place, hash_of(b.unit) if b.unit else None, rows.dumps(b.pair), step)
                for b in beads
            ],
        )

    def alignments(self, sha256: str) -> list[Alignment]:
        sql = f"{_ALIGNMENT} WHERE zh_sha256 = :sha OR en_sha256 = :sha ORDER BY id DESC"
        found = self._session.rows(sql, {"sha": sha256}, rows.ALIGNMENT)
        return [Alignment(*row) for row in found]

    def alignment(self, alignment_id: int) -> Alignment:
        sql = f"{_ALIGNMENT} WHERE id = ?"
        if found := self._session.rows_of_id(sql, alignment_id, rows.ALIGNMENT):
            return Alignment(*found[0])
        raise NotFound(f"no alignment {alignment_id}; those of a document stand in it")

    def beads(
        self, alignment: int, *, limit: int | None = None, offset: int = 0
    ) -> list[StoredBead]:
        sql = (
            f"SELECT {_BEAD} FROM bead WHERE alignment = ? AND removed IS NULL "
            "ORDER BY place LIMIT ? OFFSET ?"
        )
        return self._beads(sql, (alignment, ALL_ROWS if limit is None else limit, offset))

    def bead(self, bead_id: int) -> StoredBead:
        sql = f"SELECT {_BEAD} FROM bead WHERE id = ?"
        if found := self._session.rows_of_id(sql, bead_id, rows.BEAD):
            return _bead(found[0])
        raise NotFound(f"no bead {bead_id}; read the document's beads again")

    def beads_beside(self, bead: StoredBead) -> tuple[StoredBead | None, StoredBead | None]:
        place = bead.alignment, bead.place
        before = self._beads(_BESIDE.format(side="<", order="DESC"), place)
        after = self._beads(_BESIDE.format(side=">", order="ASC"), place)
        return (before[0] if before else None), (after[0] if after else None)

    def step_beads(self, step: int) -> tuple[list[StoredBead], list[StoredBead]]:
        sql = f"SELECT {_BEAD} FROM bead WHERE {{which}} = ? ORDER BY place"
        replaced = self._beads(sql.format(which="removed"), (step,))
        return replaced, self._beads(sql.format(which="added"), (step,))

    def _beads(self, sql: str, arguments: tuple[Any, ...]) -> list[StoredBead]:
        return [_bead(row) for row in self._session.rows(sql, arguments, rows.BEAD)]

    # ------------------------------------------------------------ corrections

    def replace_beads(
        self, old: Sequence[StoredBead], new: Iterable[NewBead], step: int
    ) -> list[StoredBead]:
        for bead in old:
            self._session.run("UPDATE bead SET removed = ? WHERE id = ?", (step, bead.id))
        self._put_beads(old[0].alignment, new, step)
        return self.step_beads(step)[1]

    def restore_beads(self, step: int, undoing: int) -> None:
        self._session.run("UPDATE bead SET removed = ? WHERE added = ?", (undoing, step))
        self._session.run("UPDATE bead SET removed = NULL WHERE removed = ?", (step,))

    def drop_bead_units(self, units: Iterable[TranslationUnit]) -> int:
        dropped = 0
        for unit in units:
            known_by = hash_of(unit)
            sql = (
                f"FROM unit WHERE hash = ? AND {_OF_STEPS} AND NOT EXISTS "
                "(SELECT 1 FROM bead WHERE unit = ? AND removed IS NULL)"
            )
            noted = f"INSERT INTO unit_change (unit_id, deleted) SELECT id, 1 {sql}"
            if self._session.run(noted, (known_by, known_by)):
                dropped += self._session.run(f"DELETE {sql}", (known_by, known_by))
        return dropped

    def follow_beads(
        self, old: Iterable[StoredBead], new: Iterable[StoredBead], step: int
    ) -> Followed:
        added = list(new)
        were, are = [bead.pair for bead in old], [bead.pair for bead in added]
        lost: dict[int, None] = {}
        regained: dict[int, None] = {}
        for number, candidate, withdrawn, evidence in self._evidence_of(added):
            together = _together(evidence, are)
            if together == (withdrawn is None) or not (together or _together(evidence, were)):
                continue
            sql = "UPDATE evidence SET withdrawn = ? WHERE id = ?"
            self._session.run(sql, (None if together else step, number))
            (regained if together else lost)[candidate] = None
        self._review.settle_states([*lost, *regained])
        return Followed(tuple(lost), tuple(regained))

    def _evidence_of(self, beads: list[StoredBead]) -> list[tuple[int, int, Any, Evidence]]:
        """(id, candidate, withdrawn by, evidence) of what has a Chinese term in the beads."""
        spans = [span for bead in beads for span in bead.pair.zh_spans]
        if not spans:
            return []
        sql = (
            "SELECT e.id, e.candidate_id, e.withdrawn, e.body FROM alignment a JOIN evidence e "
            "ON e.document_sha256 = a.zh_sha256 AND e.en_document_sha256 = a.en_sha256 "
            "WHERE a.id = ? AND e.zh_start >= ? AND e.zh_start < ? ORDER BY e.id"
        )
        arguments = beads[0].alignment, min(s for s, _ in spans), max(e for _, e in spans)
        return [
            (*row[:3], rows.value_of(Evidence, row[3], "evidence"))
            for row in self._session.rows(sql, arguments, rows.Shape("evidence", "IIiT"))
        ]


def _together(evidence: Evidence, beads: Iterable[AlignedPair]) -> bool:
    """Whether one of the beads has both terms."""
    return any(
        _inside(evidence.zh_span, bead.zh_spans) and _inside(evidence.en_span, bead.en_spans)
        for bead in beads
    )


def _inside(span: Span, sentences: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in sentences)


def _bead(row: rows.Row) -> StoredBead:
    number, alignment, place, added, removed, body = row
    pair = rows.value_of(AlignedPair, body, "bead")
    return StoredBead(number, alignment, place, pair, added, removed)
