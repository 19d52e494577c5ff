"""A database from before the hash of a unit included its inline codes."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.model import Extra, TranslationUnit, Variant
from glossary.store import open_store
from glossary.store.sqlite import migrations
from tests.samples import AT, unit

PLAIN = unit("现在按", "Press now")
BOLD = replace(PLAIN, en=Variant("en", "Press now", "Press <ph x='1'></ph>now"))
NOTED = replace(unit("好", "Good"), extra=(Extra("note", "", "n"),))
CODED = replace(unit("甲", "One"), zh=Variant("zh-Hans", "甲", "<ph></ph>甲"))
UNITS = (BOLD, NOTED, CODED, unit("乙", "Two"))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as the first version left it: hashes of the plain texts, one migration."""
    path = tmp_path / "old.db"
    store = open_store(path)
    with store.transaction():
        store.put_units(UNITS, store.new_step("import", "ada", AT))
    store.close()
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT id, zh, en, zh_tag, en_tag FROM unit").fetchall()
        for number, *texts in rows:
            digest = hashlib.blake2b("\0".join(texts).encode(), digest_size=16).digest()
            connection.execute("UPDATE unit SET hash = ? WHERE id = ?", (digest, number))
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0003_unit_codes'")
    connection.close()
    return path


def imported(path: Path, *units: TranslationUnit) -> tuple[int, list[TranslationUnit]]:
    """(how many were new, all stored units)."""
    store = open_store(path)
    try:
        with store.transaction():
            new = store.put_units(units, store.new_step("import", "ada", AT))
        return new, [replace(found, id=None) for found in store.all_units()]
    finally:
        store.close()


def test_what_was_imported_before_comes_again_without_a_double(old: Path) -> None:
    assert imported(old, *UNITS) == (0, list(UNITS))


def test_a_unit_that_differs_in_codes_alone_is_now_added(old: Path) -> None:
    assert imported(old, BOLD, PLAIN) == (1, [*UNITS, PLAIN])


def test_rehashing_changes_no_unit_change_or_step(old: Path) -> None:
    with sqlite3.connect(old) as connection:
        before = connection.execute("SELECT id, zh, en, step FROM unit").fetchall()
        changes = connection.execute("SELECT * FROM unit_change").fetchall()
    connection.close()
    store = open_store(old)
    assert store.counts()["units"] == len(UNITS)
    store.close()
    with sqlite3.connect(old) as connection:
        assert connection.execute("SELECT id, zh, en, step FROM unit").fetchall() == before
        assert connection.execute("SELECT * FROM unit_change").fetchall() == changes
        assert sorted(migrations.applied(connection)) == list(migrations.STEPS)
    connection.close()


def test_a_damaged_unit_does_not_keep_the_database_from_opening(old: Path) -> None:
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE unit SET body = '{' WHERE en = 'Good'")
    connection.close()
    store = open_store(old)
    assert store.known_units([BOLD, CODED]) == [True, True]
    store.close()
