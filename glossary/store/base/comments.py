"""Protocols for comments: what people say about an entry to each other. They are no part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on an entry, by whom and when; `done_at` is set where it was seen to, and `done_by`
    says by whom."""

    concept_id: str
    text: str
    by: str
    at: str
    done_by: str = ""
    done_at: str = ""
    id: int = 0


class CommentReader(Protocol):
    """Reads comments."""

    def comments(self, concept_id: str) -> list[Comment]:
        """The comments on an entry, deleted or not, oldest first."""

    def comment(self, comment_id: int) -> Comment:
        """The comment of that number. Raises NotFound."""


class CommentWriter(Protocol):
    """Adds, changes and moves comments."""

    def new_comment(self, comment: Comment) -> Comment:
        """Add a comment; returns it with its number."""

    def put_comment(self, comment: Comment) -> None:
        """Set by whom and when a comment was seen to."""

    def delete_comment(self, comment_id: int) -> None: ...
    def move_comments(self, from_id: str, to_id: str, step: int) -> None:
        """Move the comments on an entry to the one that it became, as part of a step."""

    def undo_comments(self, step: int) -> None:
        """Move the comments back that a step moved."""
