"""The contract of a store: webhooks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from glossary.errors import NotFound
from glossary.store.base import DeadLetter, Hook, Store
from tests.samples import AT, LATER

HOOK = Hook("https://example.org/in", ("entry", "unit"), "whsec_c2VjcmV0", "ada", AT, "f" * 32, 7)


def made(store: Store, hook: Hook = HOOK) -> Hook:
    with store.transaction():
        return store.new_hook(hook)


def claimed(store: Store, hook: Hook, owner: str, now: float) -> bool:
    with store.transaction():
        return store.claim_hook(hook.id, owner, now, now + 10)


def test_a_hook_is_kept_as_it_was_given(store: Store) -> None:
    first, second = made(store), made(store, replace(HOOK, kinds=()))
    assert first.id < second.id and replace(first, id=0) == HOOK
    assert store.hooks() == [first, second] and store.hook(second.id) == second
    for number in (second.id + 1, 0, -1, 2**70):
        with pytest.raises(NotFound):
            store.hook(number)
    assert HOOK.secret not in repr(first)


def test_how_far_it_was_told_changes_and_nothing_else(store: Store) -> None:
    hook = made(store)
    told = replace(hook, position=9, tries=2, next_at=5.5, error="503", delivered_at=LATER)
    with store.transaction():
        assert store.put_hook(
            replace(told, url="https://elsewhere", secret="", kinds=(), private=True)
        )
        assert not store.put_hook(replace(told, id=hook.id + 1))
    assert store.hook(hook.id) == told


def test_one_owner_at_a_time(store: Store) -> None:
    hook = made(store)
    assert claimed(store, hook, "a", 100.0)
    assert not claimed(store, hook, "b", 105.0)
    assert claimed(store, hook, "a", 105.0), "who has it keeps it"
    assert claimed(store, hook, "b", 116.0), "a claim that ran out is another's"
    with store.transaction():
        assert not store.put_hook(replace(hook, position=8), "a"), "the first has lost it"
        assert store.put_hook(replace(hook, position=9), "b")
        store.release_hook(hook.id, "a")
    assert not claimed(store, hook, "a", 117.0)
    with store.transaction():
        store.release_hook(hook.id, "b")
    assert claimed(store, hook, "a", 117.0)
    assert store.hook(hook.id).position == 9
    assert not claimed(store, replace(hook, id=hook.id + 1), "a", 0.0), "there is none"


def test_of_many_that_claim_a_hook_one_has_it(opened: Callable[[], Store]) -> None:
    hook = made(opened())
    stores = [(str(n), opened()) for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda pair: claimed(pair[1], hook, pair[0], 1.0), stores)) == 1


def test_dead_letters(store: Store) -> None:
    hook, other = made(store), made(store)
    with store.transaction():
        letters = [
            store.new_dead_letter(DeadLetter(hook.id, n, n + 1, "refused", AT)) for n in (3, 4)
        ]
        store.new_dead_letter(DeadLetter(other.id, 1, 2, "slow", AT))
        store.put_dead_letter(replace(letters[1], again=True, error="again", at=LATER, upto=99))
    changed = replace(letters[1], again=True, error="again", at=LATER)
    assert store.dead_letters(hook.id) == [letters[0], changed]
    with store.transaction():
        store.delete_dead_letter(letters[0].id)
    assert store.dead_letters(hook.id) == [changed]
    with store.transaction():
        store.delete_hook(hook.id)
    assert store.hooks() == [other] and store.dead_letters(hook.id) == []
    assert len(store.dead_letters(other.id)) == 1


def test_hooks_are_no_changes(store: Store) -> None:
    """Else telling of a change would be one to tell of."""
    hook = made(store)
    claimed(store, hook, "a", 1.0)
    with store.transaction():
        store.put_hook(replace(hook, position=8), "a")
    assert store.last_change()[1] == 0
