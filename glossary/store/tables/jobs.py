"""Jobs."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from glossary.errors import NotFound
from glossary.store.base.jobs import JOB_STATES, Job
from glossary.store.tables.rows import Row, Shape, reading
from glossary.store.tables.session import ALL_ROWS, Session, marks

_NAMES = [field.name for field in fields(Job)]
_FIXED = ("id", "kind", "name", "token", "created_at", "options", "version")
_MOVING = [name for name in _NAMES if name not in _FIXED]
COLUMNS = ", ".join(_NAMES)
JOB = Shape("job", "ITTTTTTTIITTIIFTTTT", v7=JOB_STATES)


class JobTables:
    """The queue, and what became of each job."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new_job(self, job: Job) -> Job:
        values = _values(job, _NAMES[1:])
        sql = f"INSERT INTO job ({', '.join(_NAMES[1:])}) VALUES ({marks(values)})"
        return replace(job, id=self._session.insert(sql, values))

    def put_job(self, job: Job, was: Job) -> bool:
        sets = ", ".join(f"{name} = ?" for name in _MOVING)
        sql = (
            f"UPDATE job SET {sets}, version = version + 1 "
            "WHERE id = ? AND state = ? AND attempt = ?"
        )
        values = [*_values(job, _MOVING), was.id, was.state, was.attempt]
        return self._session.run(sql, values) == 1

    def job(self, job_id: int) -> Job:
        sql = f"SELECT {COLUMNS} FROM job WHERE id = ?"
        rows = self._session.rows_of_id(sql, job_id, JOB)
        if not rows:
            raise NotFound(f"no job {job_id}; list them with: glossary jobs")
        return job_of(rows[0])

    def jobs(
        self,
        states: Collection[str] = JOB_STATES,
        *,
        newest: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Job]:
        sql = (
            f"SELECT {COLUMNS} FROM job WHERE state IN ({marks(list(states))}) "
            f"ORDER BY id {'DESC' if newest else 'ASC'} LIMIT ? OFFSET ?"
        )
        most = ALL_ROWS if limit is None else limit
        return [job_of(row) for row in self._session.rows(sql, [*states, most, offset], JOB)]

    def count_jobs(self, states: Collection[str] = JOB_STATES) -> int:
        sql = f"SELECT count(*) FROM job WHERE state IN ({marks(list(states))})"
        return int(self._session.rows(sql, list(states))[0][0])


def _values(job: Job, names: Collection[str]) -> list[Any]:
    options = json.dumps(dict(job.options), ensure_ascii=False)
    return [options if name == "options" else getattr(job, name) for name in names]


def job_of(row: Row) -> Job:
    """The job in a row of COLUMNS. Raises StoreError."""
    with reading("job"):
        options = json.loads(row[6])
        if not isinstance(options, dict):
            raise ValueError("its options are no object")
        return Job(*(*row[:6], options, *row[7:]))
