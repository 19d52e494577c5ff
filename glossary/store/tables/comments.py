"""Comments on entries."""

from __future__ import annotations

from dataclasses import replace

from glossary.errors import NotFound
from glossary.store.base import Comment
from glossary.store.tables.rows import Row, Shape
from glossary.store.tables.session import Session

COLUMNS = "id, concept_id, text, by, at, done_by, done_at"
COMMENT = Shape("comment", "ITTTTTT")
MOVE = Shape("move of a comment", "TI")


class CommentTables:
    """Comments, and from where merges moved them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def comments(self, concept_id: str) -> list[Comment]:
        sql = f"SELECT {COLUMNS} FROM comment WHERE concept_id = ? ORDER BY id"
        return [_comment(row) for row in self._session.rows(sql, (concept_id,), COMMENT)]

    def comment(self, comment_id: int) -> Comment:
        sql = f"SELECT {COLUMNS} FROM comment WHERE id = ?"
        rows = self._session.rows_of_id(sql, comment_id, COMMENT)
        if not rows:
            raise NotFound(f"no comment {comment_id}; list those on an entry: glossary comment ID")
        return _comment(rows[0])

    def new_comment(self, comment: Comment) -> Comment:
        sql = (
            "INSERT INTO comment (concept_id, text, by, at, done_by, done_at) "
            "VALUES (?, ?, ?, ?, ?, ?)"
        )
        done = comment.done_by, comment.done_at
        values = (comment.concept_id, comment.text, comment.by, comment.at, *done)
        return replace(comment, id=self._session.insert(sql, values))

    def put_comment(self, comment: Comment) -> None:
        sql = "UPDATE comment SET done_by = ?, done_at = ? WHERE id = ?"
        self._session.run(sql, (comment.done_by, comment.done_at, comment.id))

    def delete_comment(self, comment_id: int) -> None:
        self._session.run("DELETE FROM comment_move WHERE comment_id = ?", (comment_id,))
        self._session.run("DELETE FROM comment WHERE id = ?", (comment_id,))

    def move_comments(self, from_id: str, to_id: str, step: int) -> None:
        self._session.run(
            "INSERT INTO comment_move (comment_id, step, concept_id) "
            "SELECT id, ?, concept_id FROM comment WHERE concept_id = ?",
            (step, from_id),
        )
        sql = "UPDATE comment SET concept_id = ? WHERE concept_id = ?"
        self._session.run(sql, (to_id, from_id))

    def undo_comments(self, step: int) -> None:
        sql = "SELECT concept_id, comment_id FROM comment_move WHERE step = ?"
        moves = self._session.rows(sql, (step,), MOVE)
        self._session.run_many("UPDATE comment SET concept_id = ? WHERE id = ?", moves)
        self._session.run("DELETE FROM comment_move WHERE step = ?", (step,))


def _comment(row: Row) -> Comment:
    number, concept_id, text, by, at, done_by, done_at = row
    return Comment(concept_id, text, by, at, done_by, done_at, number)
