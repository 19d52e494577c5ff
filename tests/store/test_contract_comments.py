"""The contract of a store: comments on entries, and where merges move them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from glossary.errors import NotFound
from glossary.store.base import Comment, Store
from tests.samples import AT, LATER


def said(store: Store, concept_id: str, text: str = "哪個地區？") -> Comment:
    with store.transaction():
        return store.new_comment(Comment(concept_id, text, "ada", AT))


def moved(store: Store, from_id: str, to_id: str) -> int:
    with store.transaction():
        step = store.new_step("merge", "ada", AT)
        store.move_comments(from_id, to_id, step)
    return step


def undone(store: Store, step: int) -> None:
    with store.transaction():
        store.undo_comments(step)


def texts(store: Store, *ids: str) -> list[list[str]]:
    return [[comment.text for comment in store.comments(each)] for each in ids]


def test_comments_are_there_after_opening_again(opened: Callable[[], Store]) -> None:
    first = opened()
    one, other = said(first, "a", "one"), said(first, "a", "other")
    said(first, "b")
    first.close()
    again = opened()
    assert again.comments("a") == [one, other]
    assert again.comment(one.id) == one
    assert again.comments("nowhere") == []


def test_a_comment_is_marked_and_deleted(store: Store) -> None:
    one, other = said(store, "a"), said(store, "a")
    done = replace(one, done_by="eve", done_at=LATER)
    with store.transaction():
        store.put_comment(done)
        store.delete_comment(other.id)
    assert store.comments("a") == [done]
    with pytest.raises(NotFound, match=f"no comment {other.id}"):
        store.comment(other.id)
    assert said(store, "a").id > other.id, "a number is never used again"


@pytest.mark.parametrize("number", [0, 7, 10**30])
def test_an_unknown_comment_is_not_found(store: Store, number: int) -> None:
    with pytest.raises(NotFound, match="no comment"):
        store.comment(number)


def test_comments_move_with_a_step_and_back(store: Store) -> None:
    said(store, "a", "of a")
    said(store, "b", "of b")
    first = moved(store, "b", "a")
    assert texts(store, "a", "b") == [["of a", "of b"], []]
    said(store, "a", "later")
    second = moved(store, "a", "c")
    assert texts(store, "a", "c") == [[], ["of a", "of b", "later"]]
    undone(store, second)
    assert texts(store, "a", "c") == [["of a", "of b", "later"], []]
    undone(store, first)
    assert texts(store, "a", "b") == [["of a", "later"], ["of b"]]
    undone(store, first)
    assert texts(store, "a", "b") == [["of a", "later"], ["of b"]]


def test_one_deleted_after_it_moved_stays_deleted(store: Store) -> None:
    comment = said(store, "b")
    step = moved(store, "b", "a")
    with store.transaction():
        store.delete_comment(comment.id)
    undone(store, step)
    assert texts(store, "a", "b") == [[], []]
    assert [found.problems for found in store.checks()] == [()] * len(list(store.checks()))


def test_a_transaction_that_fails_leaves_no_comment(store: Store) -> None:
    with pytest.raises(KeyError), store.transaction():
        store.new_comment(Comment("a", "x", "ada", AT))
        raise KeyError
    assert store.comments("a") == []
