"""Comments in memory."""

from __future__ import annotations

from dataclasses import replace

from glossary.errors import NotFound
from glossary.store.base import Comment
from tests.store.memory.session import MemorySession, kept


class MemoryComments(MemorySession):
    """See `glossary.store.base.comments`."""

    def comments(self, concept_id: str) -> list[Comment]:
        return [c for c in self._now.comments.values() if c.concept_id == concept_id]

    def comment(self, comment_id: int) -> Comment:
        if comment_id not in self._now.comments:
            raise NotFound(f"no comment {comment_id}")
        return self._now.comments[comment_id]

    def new_comment(self, comment: Comment) -> Comment:
        made = replace(kept(comment), id=self._mine.number("comment"))
        self._mine.comments[made.id] = made
        return made

    def put_comment(self, comment: Comment) -> None:
        held = self._mine.comments
        done = comment.done_by, comment.done_at
        held[comment.id] = replace(held[comment.id], done_by=done[0], done_at=done[1])

    def delete_comment(self, comment_id: int) -> None:
        del self._mine.comments[comment_id]

    def move_comments(self, from_id: str, to_id: str, step: int) -> None:
        for each in self.comments(from_id):
            self._mine.comments[each.id] = replace(each, concept_id=to_id)
            self._mine.moves[step, each.id] = from_id

    def undo_comments(self, step: int) -> None:
        held = self._mine.comments
        for (by, number), concept_id in list(self._mine.moves.items()):
            if by == step and number in held:
                held[number] = replace(held[number], concept_id=concept_id)
