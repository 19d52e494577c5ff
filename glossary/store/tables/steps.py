"""Steps and the history of the entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.errors import NotFound
from glossary.model import ConceptEntry
from glossary.store.base import NOT_UNDONE, Revision, Step
from glossary.store.tables.rows import NAME, PAST_BODY, REVISION, STEP, entry_of
from glossary.store.tables.session import ALL_ROWS, Session, batches, marks

_STEP = "id, verb, by, at, summary, undone_by"


class StepTables:
    """Steps, and the revisions they left."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new_step(self, verb: str, by: str, at: str, summary: str = "") -> int:
        sql = "INSERT INTO step (verb, by, at, summary) VALUES (?, ?, ?, ?)"
        return self._session.insert(sql, (verb, by, at, summary))

    def last_step(self) -> Step | None:
        rows = self._session.rows(
            f"SELECT {_STEP} FROM step WHERE undone_by IS NULL "
            f"AND verb NOT IN ({marks(list(NOT_UNDONE))}) ORDER BY id DESC LIMIT 1",
            NOT_UNDONE,
            STEP,
        )
        return Step(*rows[0]) if rows else None

    def step(self, step_id: int) -> Step:
        sql = f"SELECT {_STEP} FROM step WHERE id = ?"
        rows = self._session.rows_of_id(sql, step_id, STEP)
        if not rows:
            raise NotFound(f"no step {step_id}; list them with: glossary undo --list")
        return Step(*rows[0])

    def step_counts(self, step: int) -> dict[str, int]:
        counted = {
            "entries": "SELECT count(DISTINCT concept_id) FROM revision WHERE step = ?",
            "judgements": "SELECT count(*) FROM judgement WHERE step = ?",
            "units": "SELECT count(*) FROM unit WHERE step = ?",
            "conflicts": "SELECT count(*) FROM conflict WHERE step = ?",
        }
        return {name: self._session.rows(sql, (step,))[0][0] for name, sql in counted.items()}

    def steps_upon(self, step: int) -> list[Step]:
        rows = self._session.rows(
            f"SELECT {_STEP} FROM step WHERE id > :step AND undone_by IS NULL AND verb != 'undo' "
            "AND id IN ("
            " SELECT step FROM revision WHERE step > :step AND concept_id IN "
            " (SELECT concept_id FROM revision WHERE step = :step)"
            " UNION SELECT step FROM judgement WHERE step > :step AND candidate_id IN "
            " (SELECT candidate_id FROM judgement WHERE step = :step)"
            " UNION SELECT removed FROM bead WHERE added = :step AND removed > :step"
            ") ORDER BY id DESC",
            {"step": step},
            STEP,
        )
        return [Step(*row) for row in rows]

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        condition, arguments = ("WHERE verb = ?", [verb]) if verb else ("", [])
        most = ALL_ROWS if limit is None else limit
        sql = f"SELECT {_STEP} FROM step {condition} ORDER BY id DESC LIMIT ? OFFSET ?"
        return [Step(*row) for row in self._session.rows(sql, [*arguments, most, offset], STEP)]

    def count_steps(self) -> int:
        return int(self._session.rows("SELECT count(*) FROM step")[0][0])

    def mark_undone(self, step: int, by_step: int) -> None:
        self._session.run("UPDATE step SET undone_by = ? WHERE id = ?", (by_step, step))

    def step_concepts(self, step: int) -> list[str]:
        rows = self._session.rows(
            "SELECT concept_id FROM revision WHERE step = ? ORDER BY id", (step,), NAME
        )
        return list(dict.fromkeys(row[0] for row in rows))

    def revisions(self, concept_id: str) -> list[Revision]:
        rows = self._session.rows(
            "SELECT r.id, r.concept_id, r.number, r.body, s.id, s.verb, s.by, s.at, s.summary, "
            "s.undone_by FROM revision r JOIN step s ON s.id = r.step "
            "WHERE r.concept_id = ? ORDER BY r.id",
            (concept_id,),
            REVISION,
        )
        return [
            Revision(
                row[0], row[1], row[2], Step(*row[4:]), None if row[3] is None else entry_of(row[3])
            )
            for row in rows
        ]

    def entries_before(self, ids: Iterable[str], step: int) -> Iterator[ConceptEntry]:
        for batch in batches(ids):
            sql = (
                "SELECT body FROM revision WHERE body IS NOT NULL AND id IN "
                f"(SELECT max(id) FROM revision WHERE concept_id IN ({marks(batch)}) AND step < ? "
                "GROUP BY concept_id) ORDER BY id"
            )
            yield from (
                entry_of(row[0]) for row in self._session.rows(sql, [*batch, step], PAST_BODY)
            )
