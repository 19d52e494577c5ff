"""Comments on entries: what people say about one to each other.

They are no part of the entry: no export has them, and they are no steps, since they change no term.
They go along where an entry is merged into another, and are there again with one that comes back.
"""

from __future__ import annotations

from dataclasses import replace

from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.operations.validity import checked_words
from glossary.store.base import Comment, Store


def comments(store: Store, concept_id: str) -> list[Comment]:
    """The comments on an entry, also on a deleted one, oldest first. Raises NotFound."""
    found = store.comments(concept_id)
    if not found and not store.id_used(concept_id):
        raise NotFound(f"no concept {concept_id!r}, now or ever")
    return found


def comment(store: Store, concept_id: str, text: str, by: str, at: str) -> Comment:
    """Comment on an entry. Raises InvalidInput for an empty text, NotFound."""
    text = checked_words(text.strip(), "the comment")
    if not text:
        raise InvalidInput("the comment is empty; say something")
    with store.transaction():
        store.concept(concept_id)  # raises NotFound
        return store.new_comment(Comment(concept_id, text, by, at))


def mark(store: Store, comment_id: int, done: bool, by: str, at: str) -> Comment:
    """Mark a comment as done, or as open again; what is so already stays. Raises NotFound."""
    with store.transaction():
        found = store.comment(comment_id)
        if done is not bool(found.done_at):
            found = replace(found, done_by=by if done else "", done_at=at if done else "")
            store.put_comment(found)
    return found


def delete(store: Store, comment_id: int, by: str) -> None:
    """Delete a comment of one's own. Raises ConflictError for one of somebody else, NotFound."""
    with store.transaction():
        found = store.comment(comment_id)
        if found.by != by:
            whose = found.by or "nobody named"
            raise ConflictError(
                f"comment {comment_id} is by {whose}, not by {by or 'nobody named'}; "
                "only who wrote it deletes it: mark it as done"
            )
        store.delete_comment(comment_id)
