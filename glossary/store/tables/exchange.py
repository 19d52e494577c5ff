"""Exported revisions and open conflicts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from glossary.codec import from_plain, to_plain
from glossary.errors import NotFound
from glossary.store.base import Conflicted, Exported
from glossary.store.tables.rows import CONFLICT, EXPORTED, entry_of, reading
from glossary.store.tables.session import Session, batches, marks


class ExchangeTables:
    """Exported entries, and conflicts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put_exported(self, profile: str, zh_tag: str, ids: Iterable[str]) -> None:
        for batch in batches(ids):
            rows = self._session.rows(
                f"SELECT revision FROM concept WHERE id IN ({marks(batch)})", batch
            )
            self.put_exported_at(profile, zh_tag, (row[0] for row in rows))

    def put_exported_at(self, profile: str, zh_tag: str, revisions: Iterable[int]) -> None:
        for batch in batches(revisions):
            self._session.run(
                "INSERT INTO exported (concept_id, profile, zh_tag, revision) "
                f"SELECT concept_id, ?, ?, id FROM revision WHERE id IN ({marks(batch)}) "
                "ON CONFLICT (concept_id, profile) DO UPDATE SET zh_tag = excluded.zh_tag, "
                "revision = excluded.revision",
                [profile, zh_tag, *batch],
            )

    def exported(self, ids: Iterable[str]) -> list[Exported]:
        return [
            Exported(row[0], row[1], row[2], entry_of(row[3]))
            for batch in batches(ids)
            for row in self._session.rows(
                "SELECT e.concept_id, e.profile, e.zh_tag, r.body FROM exported e "
                f"JOIN revision r ON r.id = e.revision WHERE e.concept_id IN ({marks(batch)})",
                batch,
                EXPORTED,
            )
        ]

    def put_conflict(self, conflict: Conflicted, step: int) -> None:
        body = json.dumps(to_plain(conflict), ensure_ascii=False)
        sql = "INSERT INTO conflict (concept_id, state, body, step) VALUES (?, ?, ?, ?)"
        self._session.run(sql, (conflict.concept_id, conflict.state, body, step))

    def conflicts(self, state: str | None = "open") -> list[Conflicted]:
        condition, arguments = ("WHERE state = ?", [state]) if state else ("", [])
        sql = f"SELECT id, state, settled, body FROM conflict {condition} ORDER BY id"
        return [_conflict(*row) for row in self._session.rows(sql, arguments, CONFLICT)]

    def conflict(self, conflict_id: int) -> Conflicted:
        sql = "SELECT id, state, settled, body FROM conflict WHERE id = ?"
        rows = self._session.rows_of_id(sql, conflict_id, CONFLICT)
        if not rows:
            raise NotFound(
                f"no conflict {conflict_id}; list them with: glossary review --conflicts"
            )
        return _conflict(*rows[0])

    def settle_conflict(self, conflict_id: int, state: str, step: int) -> None:
        sql = "UPDATE conflict SET state = ?, settled = ? WHERE id = ?"
        self._session.run(sql, (state, step, conflict_id))

    def undo_conflicts(self, step: int) -> None:
        """Delete the conflicts that a step added; reopen those it settled."""
        self._session.run("DELETE FROM conflict WHERE step = ?", (step,))
        sql = "UPDATE conflict SET state = 'open', settled = NULL WHERE settled = ?"
        self._session.run(sql, (step,))


def _conflict(conflict_id: int, state: str, settled: int | None, body: str) -> Conflicted:
    with reading("conflict"):
        data = json.loads(body) | {"id": conflict_id, "state": state, "settled": settled}
        return from_plain(Conflicted, data)
