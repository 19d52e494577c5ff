"""The schema of the SQLite store, as sqlite-utils sees it."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from glossary.store.sqlite import migrations
from glossary.store.sqlite.mending import describe
from glossary.store.sqlite.store import SqliteStore
from tests.samples import AT, document


def test_the_steps_applied_are_those_that_sqlite_utils_names(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "terms.db")
    assert store.counts()["concepts"] == 0
    known = Migrations(migrations.NAME).applied(Database(store.db))
    assert migrations.applied(store.db) == [step.name for step in known] == list(migrations.STEPS)
    store.close()


def test_migrations_of_other_programs_are_ignored(tmp_path: Path) -> None:
    database = Database(tmp_path / "other.db")
    theirs = Migrations("theirs")
    theirs(name="0001_theirs")(lambda db: db["t"].create({"id": int}))
    theirs.apply(database)
    assert migrations.applied(database.conn) == []
    database.close()


def test_documents_that_were_stored_before_get_their_languages(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "terms.db")
    with store.transaction():
        store.put_document(document("學者說沒有出路。"), AT)
        store.session.run("UPDATE document SET languages = '', length = 0")
        describe(store.db)
    (found,) = store.documents()
    assert (found.languages, found.length) == (("zh",), 8)
    store.close()
