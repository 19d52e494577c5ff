"""The feed of changes: runs of numbers, told one by one as they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from glossary.store.base.changes import CHANGE_KINDS, Change, ChangePage
from glossary.store.tables.numbering import SOURCES
from glossary.store.tables.rows import Shape, damaged
from glossary.store.tables.session import Session

RUN = Shape("run of changes", "ITII", v1=tuple(SOURCES))
CHANGED = Shape("change", "ITTTTTiTi", v1=CHANGE_KINDS)
NOTED = Shape("change", "ITTTTT", v1=CHANGE_KINDS)
LAST = Shape("run of changes", "I")

_OF_KIND = {
    "entry": ("revision",),
    "candidate": ("candidate", "judgement", "noted"),
    "unit": ("unit_change",),
    "document": ("noted",),
    "comment": ("noted",),
    "conflict": ("noted",),
    "step": ("step", "noted"),
}
_LAST = "SELECT number + last - first FROM change ORDER BY number DESC LIMIT 1"
_RUNS = (
    "SELECT number, source, first, last FROM change WHERE number >= coalesce("
    "(SELECT max(number) FROM change WHERE number <= :next), 0) ORDER BY number LIMIT :most"
)
_STEP = "s.id, coalesce(s.verb, '')"
_OF_RUN = "LEFT JOIN step s ON s.id = c.step"
# For each source: what is told of its row x in the run c, and what else is read for that.
_TOLD = {
    "revision": (
        "'entry', x.concept_id, CASE WHEN x.body IS NULL THEN 'deleted' WHEN (SELECT p.body "
        "IS NOT NULL FROM revision p WHERE p.concept_id = x.concept_id AND p.id < x.id "
        "ORDER BY p.id DESC LIMIT 1) THEN 'changed' ELSE 'created' END, "
        f"s.by, s.at, {_STEP}, x.number",
        "JOIN step s ON s.id = x.step",
    ),
    "candidate": (
        f"'candidate', '' || x.id, 'proposed', coalesce(s.by, ''), x.created_at, {_STEP}, NULL",
        _OF_RUN,
    ),
    "judgement": (
        "'candidate', '' || x.candidate_id, CASE x.decision WHEN 'approve' THEN 'approved' "
        "WHEN 'amend' THEN 'amended' WHEN 'reject' THEN 'rejected' WHEN 'skip' THEN 'skipped' "
        f"ELSE 'undone' END, x.by, x.at, {_STEP}, NULL",
        "JOIN step s ON s.id = x.step",
    ),
    "unit_change": (
        "'unit', '' || x.unit_id, CASE WHEN x.deleted = 0 THEN 'created' ELSE 'deleted' END, "
        f"coalesce(s.by, ''), coalesce(s.at, u.created_at, c.at), {_STEP}, NULL",
        "LEFT JOIN unit u ON u.id = x.unit_id LEFT JOIN step s ON s.id = coalesce(c.step, u.step)",
    ),
    "noted": (
        "x.kind, x.subject, x.event, coalesce(nullif(x.by, ''), s.by, ''), "
        f"coalesce(nullif(x.at, ''), s.at, c.at), {_STEP}, NULL",
        _OF_RUN,
    ),
    "step": (
        f"'step', '' || x.id, 'created', s.by, s.at, {_STEP}, NULL",
        "JOIN step s ON s.id = x.id",
    ),
}
_KEY = {"unit_change": "change"}


class ChangeTables:
    """The feed. It is written by each transaction (`numbering`)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last_change(self) -> tuple[str, int]:
        with self._session.snapshot():
            rows = self._session.rows(_LAST, (), LAST)
            feed = self._session.rows("SELECT value FROM meta WHERE key = 'database_id'")
        return str(feed[0][0]), rows[0][0] if rows else 0

    def changes(
        self, after: int = 0, *, kinds: Collection[str] = CHANGE_KINDS, limit: int = 100
    ) -> ChangePage:
        found: list[Change] = []
        with self._session.snapshot():
            feed, last = self.last_change()
            upto = min(after, last)
            while len(found) < limit and upto < last:
                told, upto = self._next(upto, kinds, limit - len(found))
                found += told
        return ChangePage(feed, last, upto, found)

    def _next(self, after: int, kinds: Collection[str], most: int) -> tuple[list[Change], int]:
        """Changes of the next `most` numbers of runs that may have these kinds, and the number up
        to which that is all."""
        runs = self._session.rows(_RUNS, {"next": after + 1, "most": most}, RUN)
        wanted = {source for kind in kinds for source in _OF_KIND[kind]}
        upto, left, sources = after, most, set()
        for number, source, first, last in runs:
            end = number + last - first
            if source in wanted:
                sources.add(source)
                end = min(end, max(number - 1, after) + left)
                left -= end - max(number - 1, after)
            upto = end
            if not left:
                break
        if upto <= after:
            raise damaged("run of changes", f"none has number {after + 1}")
        told = self._told(sources, runs[0][0], after, upto)
        return [change for change in told if change.kind in kinds], upto

    def _told(self, sources: Iterable[str], run: int, after: int, upto: int) -> list[Change]:
        """What those sources tell by the numbers after `after`, up to `upto`; `run` is the number
        of the run where that begins."""
        bounds = {"run": run, "after": after, "upto": upto}
        found = [
            Change(*row)
            for source in sources
            for row in self._session.rows(_query(source), bounds, CHANGED)
        ]
        return sorted(found, key=lambda change: change.number)


def _query(source: str) -> str:
    """The changes of one source; only rows with numbers between `after` and `upto` are looked at,
    since a run may be of a million."""
    key = _KEY.get(source, "id")
    told, joined = _TOLD[source]
    return (
        f"SELECT c.number + x.{key} - c.first, {told} FROM change c CROSS JOIN {source} x "
        f"{joined} WHERE c.source = '{source}' AND c.number BETWEEN :run AND :upto AND x.{key} "
        "BETWEEN CASE WHEN c.number > :after THEN c.first ELSE c.first + :after + 1 - c.number END "
        "AND CASE WHEN c.number + c.last - c.first <= :upto THEN c.last "
        "ELSE c.first + :upto - c.number END"
    )
