"""A termbase moves between SQLite and PostgreSQL, and is backed up and restored there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glossary.errors import ConflictError, InvalidInput, StoreError
from glossary.store import open_store
from glossary.store.base import Store
from glossary.termbase import Termbase
from tests.postgres.cluster import PASSWORD, Cluster
from tests.samples import AT, entry, unit
from tests.store.whole import differences, fill


@pytest.fixture
def filled(url: str) -> Iterator[Store]:
    with closing(open_store(f"{url}?schema=Filled termbase")) as store:
        fill(store)
        yield store


def copied(source: Store, target: str) -> Store:
    Termbase(source).copy_to(target)
    return open_store(target)


def put(store: Store, *ids: str) -> None:
    with store.transaction():
        store.put_concepts(map(entry, ids), store.new_step("add", "ada", AT))


# ---------------------------------------------------------------- between databases


def test_it_is_the_same_there_and_back(url: str, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "from.db")) as first:
        fill(first)
        with (
            closing(copied(first, url)) as second,
            closing(copied(second, f"{url}?schema=other")) as third,
            closing(copied(third, str(tmp_path / "back.db"))) as fourth,
        ):
            stores = (first, second, third, fourth)
            assert [list(differences(first, store)) for store in stores] == [[]] * 4
            assert len({store.identity().database for store in stores}) == 4
            given = []
            for store in stores:
                with store.transaction():
                    step = store.new_step("add", "ada", AT)
                    store.put_units([unit("新的一句。")], step)
                given.append((step, store.step_units(step), store.identity().change))
            assert given == [given[0]] * 4, "a number that was given is not given again"


def test_what_is_not_empty_stays_as_it_is(filled: Store, url: str) -> None:
    with closing(open_store(url)) as target:
        put(target, "own")
        with pytest.raises(ConflictError, match="is not empty"):
            Termbase(filled).copy_to(url)
        assert [found.id for found in target.concepts()] == ["own"]


def test_a_text_that_only_one_database_takes_is_named(url: str, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "from.db")) as source:
        put(source, "a")
        with source.transaction():
            source.session.run(  # type: ignore[attr-defined]
                "INSERT INTO wanted VALUES ('a' || char(0), 'en', 1, '')"
            )
        with pytest.raises((InvalidInput, StoreError)):
            Termbase(source).copy_to(url)
    with closing(open_store(url)) as target:
        assert target.counts()["concepts"] == 0


# ---------------------------------------------------------------- backup and restore


def test_a_backup_is_restored_under_a_new_identity(filled: Store, url: str, tmp_path: Path) -> None:
    file, before = tmp_path / "copy.dump", list(filled.steps())
    filled.backup(file)
    identity = filled.identity()
    put(filled, "new")
    kept = filled.restore(file, "ada", AT)
    assert not filled.id_used("new") and filled.steps()[1:] == before
    step = filled.last_step()
    assert kept and step and (step.verb, step.by) == ("restore", "ada")
    assert step.summary == f"copy.dump; before: {kept.name}"
    assert filled.identity().database != identity.database
    assert not [check for check in filled.checks() if check.problems]
    filled.restore(kept, "ada", AT)
    assert filled.id_used("new")
    with closing(open_store(f"{url}?schema=another")) as other:
        assert other.restore(file, "bo", AT) is None, "there was nothing before"
        assert other.counts() == open_counts(filled, file)
        put(other, "next")


def open_counts(store: Store, file: Path) -> dict[str, int]:
    store.restore(file, "ada", AT)
    return store.counts()


def test_a_backup_that_is_damaged_changes_nothing(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.dump"
    filled.backup(file)
    whole = file.read_bytes()
    counts, identity = filled.counts(), filled.identity()
    for size in (3, len(whole) // 3, len(whole) * 2 // 3, len(whole) - 40):
        file.write_bytes(whole[:size])
        with pytest.raises(StoreError) as error:
            filled.restore(file, "ada", AT)
        assert "\n" not in str(error.value)
    assert (filled.counts(), filled.identity()) == (counts, identity)
    assert not list((tmp_path / "data").rglob("*.dump")), "no copy of what did not change"


@pytest.mark.parametrize("what", ["none", "folder", "text", "sqlite"])
def test_what_is_no_backup_is_refused_in_a_line(filled: Store, tmp_path: Path, what: str) -> None:
    file = tmp_path / what
    if what == "folder":
        file.mkdir()
    elif what == "text":
        file.write_text("concept_id,en,zh\n")
    elif what == "sqlite":
        with closing(open_store(file)) as other:
            put(other, "a")
    expected = {"none": "is not there", "folder": "is no file", "text": "no backup"}
    with pytest.raises(StoreError, match=expected.get(what, "glossary copy")):
        filled.restore(file, "ada", AT)


def test_a_backup_overwrites_nothing_and_fails_in_a_line(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.dump"
    file.write_text("mine")
    with pytest.raises(StoreError, match="exists"):
        filled.backup(file)
    assert file.read_text() == "mine"
    with pytest.raises(StoreError, match="No such file"):
        filled.backup(tmp_path / "none" / "copy.dump")


def test_a_program_that_is_missing_or_too_old_is_named(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossary.store.postgres import programs

    monkeypatch.setattr(programs, "_INSTALLED", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="pg_dump is not installed.*postgresql-client-"):
        filled.backup(tmp_path / "copy.dump")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    old.chmod(0o755)
    with pytest.raises(StoreError, match="PostgreSQL 9 is too old"):
        filled.backup(tmp_path / "copy.dump")


def test_the_password_is_on_no_command_line(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossary.store.postgres import programs

    seen: list[list[str]] = []
    run = programs.subprocess.run

    def watched(command: list[str], **options: object) -> object:
        seen.append([str(word) for word in command])
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(programs.subprocess, "run", watched)
    filled.backup(tmp_path / "copy.dump")
    assert any("pg_dump" in command[0] for command in seen)
    assert not any(PASSWORD in word for command in seen for word in command)


def test_damage_is_found(filled: Store, postgres: Cluster, url: str) -> None:
    database = url.rpartition("/")[2]
    for statement in (
        "SET session_replication_role = replica; DELETE FROM candidate WHERE id = 1",
        "UPDATE term SET tokens = ''::tsvector WHERE id = (SELECT min(id) FROM term)",
        "UPDATE revision SET body = '{' WHERE id = 1",
    ):
        postgres.sql(f'SET search_path = "Filled termbase"; {statement}', database=database)
    problems = {check.name for check in filled.checks() if check.problems}
    assert problems == {"references", "records", "term index"}
