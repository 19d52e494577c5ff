"""Counts over all data: from indexes and the table of terms, never from the bodies."""

from __future__ import annotations

from collections import Counter

from glossary.store.base import DoneCount, EntryCount, MadeCount, WaitingCount
from glossary.store.tables.rows import Shape
from glossary.store.tables.session import Session

_ENTRY = Shape("entry", "TttI")
_WAITING = Shape("candidate", "TTII")
_DONE = Shape("step", "TTI")
_MADE = Shape("step", "ITI")

_ZH_TAG = "CASE WHEN t.language = 'zh' THEN t.tag END"
_ENTRIES_MADE = (
    "SELECT s.id, s.at, count(*) FROM revision r JOIN step s ON s.id = r.step "
    "WHERE r.number = 1 AND r.concept_id IN (SELECT id FROM concept) GROUP BY s.id"
)
_UNITS_MADE = (
    "SELECT s.id, s.at, u.made FROM (SELECT step, count(*) AS made FROM unit GROUP BY step) u "
    "JOIN step s ON s.id = u.step"
)


class OverviewTables:
    """See `glossary.store.base.OverviewReader`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entry_counts(self) -> list[EntryCount]:
        listed = self._session.dialect.distinct
        sql = (
            "SELECT subject, statuses, tags, count(*) FROM (SELECT c.subject, "
            f"{listed('t.status')} AS statuses, "
            f"{listed(_ZH_TAG)} AS tags "
            "FROM concept c LEFT JOIN term t ON t.id BETWEEN c.first_term AND c.last_term "
            "AND t.concept_id = c.id GROUP BY c.id) e GROUP BY subject, statuses, tags"
        )
        found: Counter[tuple[str, tuple[str, ...], tuple[str, ...]]] = Counter()
        for subject, statuses, tags, entries in self._session.rows(sql, (), _ENTRY):
            found[subject, _sorted(statuses), _sorted(tags)] += entries
        return [EntryCount(*key, entries) for key, entries in sorted(found.items())]

    def waiting_counts(self) -> list[WaitingCount]:
        words = self._session.dialect
        sql = (  # candidates by their number: so their evidence is found in the order of its index
            "SELECT d.sha256, d.name, p.tenth, count(*) FROM (SELECT e.document_sha256 AS sha256, "
            f"{words.bin('c.confidence', 10)} AS tenth FROM candidate c {words.in_order} "
            f"evidence e ON e.candidate_id = c.id WHERE {words.unindexed}c.state = 'proposed' "
            "GROUP BY c.id, e.document_sha256) p JOIN document d ON d.sha256 = p.sha256 "
            "GROUP BY d.sha256, p.tenth"
        )
        found: dict[tuple[str, str], list[int]] = {}
        for sha256, name, tenth, count in self._session.rows(sql, (), _WAITING):
            found.setdefault((sha256, name), [0] * 10)[tenth] = count
        counted = [WaitingCount(*key, tuple(tenths)) for key, tenths in found.items()]
        return sorted(counted, key=lambda each: (-sum(each.tenths), each.name))

    def done_counts(self, since: str) -> list[DoneCount]:
        sql = (
            "SELECT by, verb, count(*) FROM step WHERE at >= ? AND undone_by IS NULL "
            "AND verb != 'undo' GROUP BY by, verb ORDER BY 3 DESC, by, verb"
        )
        return [DoneCount(*row) for row in self._session.rows(sql, (since,), _DONE)]

    def made_counts(self) -> list[MadeCount]:
        made: dict[tuple[str, int], list[int]] = {}
        for place, sql in enumerate((_ENTRIES_MADE, _UNITS_MADE)):
            for step, at, count in self._session.rows(sql, (), _MADE):
                made.setdefault((at, step), [0, 0])[place] = count
        return [MadeCount(at, *made[at, step]) for at, step in sorted(made)]


def _sorted(listed: str | None) -> tuple[str, ...]:
    """The items of a list with commas."""
    return tuple(sorted(listed.split(","))) if listed else ()
