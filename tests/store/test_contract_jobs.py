"""The contract of a store: jobs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from glossary.errors import NotFound
from glossary.store.base import Job, Store
from tests.samples import AT, LATER, entry


def queued(store: Store, *names: str) -> list[Job]:
    with store.transaction():
        made = [Job(0, "import", name, f"token-{name}", AT, "ada", {"n": [1]}) for name in names]
        return [store.new_job(job) for job in made]


def test_a_job_is_kept_as_it_was_given(store: Store) -> None:
    [first, second] = queued(store, "a.csv", "b.csv")
    assert first.id < second.id
    assert store.job(first.id) == first
    assert dict(first.options) == {"n": [1]} and (first.state, first.attempt) == ("waiting", 0)
    with pytest.raises(NotFound):
        store.job(second.id + 1)
    with pytest.raises(NotFound):
        store.job(2**70)


def test_jobs_by_state_and_age(store: Store) -> None:
    a, b, c = queued(store, "a", "b", "c")
    with store.transaction():
        assert store.put_job(replace(b, state="running", attempt=1), was=b)
    assert [job.name for job in store.jobs()] == ["c", "b", "a"]
    assert [job.name for job in store.jobs(["waiting"], newest=False)] == ["a", "c"]
    assert [job.name for job in store.jobs(limit=1, offset=1)] == ["b"]
    assert (store.count_jobs(), store.count_jobs(["running", "done"])) == (3, 1)
    assert store.jobs(["done"]) == []


def test_a_change_counts_only_from_the_state_and_attempt_that_were_seen(store: Store) -> None:
    [job] = queued(store, "a")
    running = replace(job, state="running", attempt=1, started_at=LATER)
    done = replace(running, state="done", message="all", result="r.json", ended_at=LATER)
    with store.transaction():
        assert not store.put_job(done, was=running), "it does not run yet"
        assert store.put_job(running, was=job)
        assert not store.put_job(running, was=job), "it is claimed"
        assert not store.put_job(done, was=replace(running, attempt=2)), "another attempt"
        assert store.put_job(replace(running, done=3, total=9, rate=1.5, stage="s"), was=running)
        assert store.put_job(done, was=running), "progress is no other state"
        assert not store.put_job(done, was=replace(running, id=99))
    assert store.job(job.id) == replace(done, version=4)


def test_a_job_and_its_effect_are_one(store: Store) -> None:
    [job] = queued(store, "a")
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.put_concepts([entry("half")], store.new_step("import", "ada", AT))
        assert store.put_job(replace(job, state="done"), was=job)
        raise ZeroDivisionError
    assert store.job(job.id) == job and store.count_concepts() == 0


def test_of_many_that_claim_a_job_one_has_it(opened: Callable[[], Store]) -> None:
    [job] = queued(opened(), "a")
    stores = [opened() for _ in range(8)]

    def claim(store: Store) -> bool:
        with store.transaction():
            return store.put_job(replace(job, state="running", attempt=1), was=job)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(claim, stores)) == 1


def test_numbers_are_not_given_twice(store: Store) -> None:
    [first] = queued(store, "a")
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.new_job(replace(first, token="other"))
        raise ZeroDivisionError
    [second] = queued(store, "b")
    assert second.id > first.id
