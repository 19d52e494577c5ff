"""Webhooks and their dead letters."""

from __future__ import annotations

from dataclasses import replace

from glossary.errors import NotFound
from glossary.store.base.hooks import DeadLetter, Hook
from glossary.store.tables.rows import Row, Shape
from glossary.store.tables.session import Session

_MOVING = "feed, position, tries, next_at, error, delivered_at"
COLUMNS = f"url, kinds, secret, by, created_at, {_MOVING}, private, id"
HOOK = Shape("hook", "TTTTTTIIFTTII")
LETTER = Shape("dead letter", "IIITTII")
LETTER_COLUMNS = "hook, after, upto, error, at, again, id"


class HookTables:
    """Hooks, how far each was told, and what could not be delivered."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def columns(self) -> str:
        """COLUMNS, as far as they may be read."""
        return COLUMNS

    def hooks(self) -> list[Hook]:
        rows = self._session.rows(f"SELECT {self.columns()} FROM hook ORDER BY id", (), HOOK)
        return [hook_of(row) for row in rows]

    def hook(self, hook_id: int) -> Hook:
        sql = f"SELECT {self.columns()} FROM hook WHERE id = ?"
        rows = self._session.rows_of_id(sql, hook_id, HOOK)
        if not rows:
            raise NotFound(f"no hook {hook_id}; list them with: glossary hooks list")
        return hook_of(rows[0])

    def new_hook(self, hook: Hook) -> Hook:
        sql = (
            f"INSERT INTO hook (url, kinds, secret, by, created_at, private, {_MOVING}) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        said = hook.url, ",".join(hook.kinds), hook.secret
        fixed = (*said, hook.by, hook.created_at, int(hook.private))
        return replace(hook, id=self._session.insert(sql, (*fixed, *_moving(hook))))

    def delete_hook(self, hook_id: int) -> None:
        self._session.run("DELETE FROM dead_letter WHERE hook = ?", (hook_id,))
        self._session.run("DELETE FROM hook WHERE id = ?", (hook_id,))

    def claim_hook(self, hook_id: int, owner: str, now: float, until: float) -> bool:
        sql = (
            "UPDATE hook SET owner = ?, until = ? WHERE id = ? AND (owner IN ('', ?) OR until < ?)"
        )
        values = owner, until, hook_id, owner, now
        return self._session.run(sql, values) == 1

    def put_hook(self, hook: Hook, owner: str = "") -> bool:
        sets = ", ".join(f"{name} = ?" for name in _MOVING.split(", "))
        sql = f"UPDATE hook SET {sets} WHERE id = ? AND ? IN ('', owner)"
        return self._session.run(sql, (*_moving(hook), hook.id, owner)) == 1

    def release_hook(self, hook_id: int, owner: str) -> None:
        sql = "UPDATE hook SET owner = '', until = 0 WHERE id = ? AND owner = ?"
        self._session.run(sql, (hook_id, owner))

    # ------------------------------------------------------------ dead letters

    def dead_letters(self, hook_id: int) -> list[DeadLetter]:
        sql = f"SELECT {LETTER_COLUMNS} FROM dead_letter WHERE hook = ? ORDER BY id"
        rows = self._session.rows_of_id(sql, hook_id, LETTER)
        return [letter_of(row) for row in rows]

    def new_dead_letter(self, letter: DeadLetter) -> DeadLetter:
        sql = (
            "INSERT INTO dead_letter (hook, after, upto, error, at, again) "
            "VALUES (?, ?, ?, ?, ?, ?)"
        )
        span = letter.hook, letter.after, letter.upto
        values = (*span, letter.error, letter.at, int(letter.again))
        return replace(letter, id=self._session.insert(sql, values))

    def put_dead_letter(self, letter: DeadLetter) -> None:
        sql = "UPDATE dead_letter SET error = ?, at = ?, again = ? WHERE id = ?"
        self._session.run(sql, (letter.error, letter.at, int(letter.again), letter.id))

    def delete_dead_letter(self, letter_id: int) -> None:
        self._session.run("DELETE FROM dead_letter WHERE id = ?", (letter_id,))


def _moving(hook: Hook) -> tuple[object, ...]:
    return (
        hook.feed,
        hook.position,
        hook.tries,
        float(hook.next_at),
        hook.error,
        hook.delivered_at,
    )


def letter_of(row: Row) -> DeadLetter:
    """The dead letter in a row of LETTER_COLUMNS."""
    hook, after, upto, error, at, again, number = row
    return DeadLetter(hook, after, upto, error, at, bool(again), number)


def hook_of(row: Row) -> Hook:
    """The hook in a row of COLUMNS."""
    kinds = tuple(row[1].split(",")) if row[1] else ()
    values = (row[0], kinds, *row[2:11], bool(row[11]), row[12])
    return Hook(*values)
