"""Export of whole files while others change the termbase."""

from __future__ import annotations

import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import InvalidInput
from glossary.model import ConceptEntry, Extra
from glossary.store.base import ConceptFilter
from glossary.termbase import Termbase
from tests.samples import entry


@pytest.fixture
def termbase(tmp_path: Path) -> Termbase:
    return Termbase.open(tmp_path / "terms.db")


class _Meddler(io.BytesIO):
    """A file that, while it is written, has another thread rename the subject of an entry."""

    def __init__(self, termbase: Termbase) -> None:
        super().__init__()
        self.termbase, self.done = termbase, False

    def write(self, data) -> int:  # type: ignore[no-untyped-def, override]
        if not self.done:
            self.done = True
            with ThreadPoolExecutor(1) as other:
                changed = replace(self.termbase.concept("b"), subject="theory")
                other.submit(self.termbase.edit, changed).result()
        return super().write(data)


def test_what_is_remembered_as_exported_is_what_was_written(termbase: Termbase) -> None:
    for name in ("a", "b"):
        termbase.create(entry(name))
    file = _Meddler(termbase)
    termbase.write(file, "archive")
    sent = {e.concept_id: e.entry.subject for e in termbase.store.exported(["a", "b"])}
    assert b"theory" not in file.getvalue() and sent["b"] == entry("b").subject
    report = termbase.read("back.tbx", file.getvalue())
    assert report.counts == {"new": 0, "changed": 0, "same": 2, "conflict": 0}
    assert termbase.concept("b").subject == "theory"


def test_references_are_kept_to_entries_that_go_out_too(termbase: Termbase) -> None:
    def pointing(to: str) -> ConceptEntry:
        extra = Extra("ref", "crossReference", to, (("target", to),))
        return replace(entry("a"), extra=(extra,))

    termbase.create(pointing("b"))
    termbase.create(replace(entry("b"), subject="other"))
    assert not termbase.loss("tbx-basic")
    assert termbase.loss("tbx-basic", where=ConceptFilter(subject=entry("a").subject))
    file = io.BytesIO()
    termbase.write(file, "tbx-basic", strict=True)
    assert b'target="b"' in file.getvalue()
    with pytest.raises(InvalidInput, match="strict"):
        termbase.write(io.BytesIO(), "omegat", strict=True)


def test_a_dry_run_tells_new_units_from_known_ones_by_line(termbase: Termbase) -> None:
    """Including duplicates in the file; and the report says what the import then does."""
    first = "Hello there, world.\t你好，世界。\tzh-Hans-CN\n"
    file = (first + "Good night to all.\t大家晚安。\tzh-Hans-CN\n" + first).encode()
    looked = termbase.read("u.tsv", io.BytesIO(file), dry_run=True, holds="units")
    assert [(r.verdict, r.line) for r in looked.records] == [("new", 1), ("new", 2), ("same", 3)]
    assert termbase.stats()["units"] == 0
    done = termbase.read("u.tsv", io.BytesIO(file), holds="units")
    assert (
        (looked.counts, looked.units_new)
        == (done.counts, done.units_new)
        == ({"new": 2, "changed": 0, "same": 1, "conflict": 0}, 2)
    )
    again = termbase.read("u.tsv", io.BytesIO(file), dry_run=True, holds="units")
    assert again.counts["same"] == again.units == 3


def test_an_export_beside_a_writer_stands_and_says_that_it_is_not_noted(
    termbase: Termbase, tmp_path: Path
) -> None:
    termbase.create(entry("a"))
    other = sqlite3.connect(termbase.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    termbase.store.session.rows("PRAGMA busy_timeout = 100")  # type: ignore[attr-defined]
    report = termbase.write(tmp_path / "terms.tbx")
    assert "another program" in report.unnoted
    assert b"security dilemma" in (tmp_path / "terms.tbx").read_bytes()
    other.execute("ROLLBACK")
    assert termbase.store.exported(["a"]) == []
    assert termbase.write(tmp_path / "terms.tbx").unnoted == ""
    assert len(termbase.store.exported(["a"])) == 1


def test_what_went_out_is_noted_when_its_file_stands(termbase: Termbase, tmp_path: Path) -> None:
    """A file that was not written must not be the base of a merge."""
    termbase.create(entry("a"))
    (tmp_path / "terms.tbx").mkdir()
    with pytest.raises(InvalidInput, match="folder"):
        termbase.write(tmp_path / "terms.tbx")
    assert termbase.store.exported(["a"]) == []


@pytest.mark.parametrize(
    ("name", "profile", "begins"),
    [
        ("terms.tbx", None, b"<?xml"),
        ("terms.csv", None, b"\xef\xbb\xbfconcept_id,"),
        ("terms.tsv", None, b"# Glossary in tab-separated format"),
        ("terms.txt", "omegat", b"# Glossary in tab-separated format"),
        ("terms.xlsx", None, b"PK"),
        ("memory.tmx", None, b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx'),
        ("memory.xml", "tmx", b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx'),
    ],
)
def test_a_file_is_of_the_kind_that_its_name_says(
    termbase: Termbase, tmp_path: Path, name: str, profile: str | None, begins: bytes
) -> None:
    termbase.create(entry("a"))
    termbase.write(tmp_path / name, profile)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_memory_is_asked_of_profiles_that_have_one(termbase: Termbase) -> None:
    with pytest.raises(InvalidInput, match="profile omegat has no tmx; it has tbx, tsv"):
        termbase.write(io.BytesIO(), "omegat", format="tmx")
    with pytest.raises(InvalidInput, match="profile tmx has no csv; it has tmx"):
        termbase.write(io.BytesIO(), "tmx", format="csv")
    assert not termbase.loss("tmx")
