"""Comments on entries: said, marked, deleted by who wrote them, and going along with an entry."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.exchange.formats import FORMATS
from glossary.exchange.profiles import default_profile
from glossary.termbase import Termbase
from tests.samples import entry

NAME = "security-dilemma"
SAID = "哪個地區這樣說？"


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    seconds = count()
    clock = lambda: f"2026-03-01T00:00:{next(seconds):02}Z"  # noqa: E731
    with Termbase.open(tmp_path / "a.db", clock) as opened:
        opened.create(entry(), by="ada")
        yield opened


def texts(termbase: Termbase, concept_id: str = NAME) -> list[str]:
    return [each.text for each in termbase.comments(concept_id)]


def test_who_said_what_when(termbase: Termbase) -> None:
    first = termbase.comment(NAME, f" {SAID}\n", by="ada")
    second = termbase.comment(NAME, "臺灣。\n香港也是。", by="bob")
    assert termbase.comments(NAME) == [first, second]
    assert (first.text, first.by) == (SAID, "ada")
    assert first.at < second.at
    assert termbase.history(NAME)[-1].step.verb == "add", "a comment changes no entry"
    assert termbase.count_steps() == 1


def test_a_comment_is_done_and_open_again(termbase: Termbase) -> None:
    number = termbase.comment(NAME, SAID, by="ada").id
    done = termbase.mark_comment(number, by="eve")
    assert done.done_by == "eve" and done.done_at
    assert termbase.mark_comment(number, by="bob") == done, "it is done already"
    assert termbase.comments(NAME) == [done]
    again = termbase.mark_comment(number, done=False, by="bob")
    assert (again.done_by, again.done_at) == ("", "")


def test_only_ones_own_is_deleted(termbase: Termbase) -> None:
    number = termbase.comment(NAME, SAID, by="ada").id
    with pytest.raises(ConflictError, match=f"comment {number} is by ada, not by eve"):
        termbase.delete_comment(number, by="eve")
    termbase.delete_comment(number, by="ada")
    assert texts(termbase) == []
    with pytest.raises(NotFound, match="no comment"):
        termbase.delete_comment(number, by="ada")


@pytest.mark.parametrize("text", ["", " \n", "a\x07b", "\ud800"])
def test_what_is_no_comment(termbase: Termbase, text: str) -> None:
    with pytest.raises(InvalidInput, match="the comment"):
        termbase.comment(NAME, text)
    assert texts(termbase) == []


def test_an_entry_that_is_not_there(termbase: Termbase) -> None:
    with pytest.raises(NotFound):
        termbase.comment("nobody", SAID)
    with pytest.raises(NotFound, match="no concept 'nobody', now or ever"):
        termbase.comments("nobody")


def test_comments_come_back_with_their_entry(termbase: Termbase) -> None:
    termbase.comment(NAME, SAID)
    termbase.delete(NAME)
    assert texts(termbase) == [SAID], "they are kept"
    with pytest.raises(NotFound):
        termbase.comment(NAME, "to nobody")
    termbase.undo()
    assert texts(termbase) == [SAID]
    termbase.delete(NAME)
    termbase.revert(NAME, 1)
    assert texts(termbase) == [SAID]


def test_comments_go_along_with_a_merge_and_its_undo(termbase: Termbase) -> None:
    termbase.create(entry("b", zh="安全兩難", en="safety dilemma"))
    termbase.comment(NAME, "of one")
    termbase.comment("b", "of the other")
    termbase.merge(NAME, "b")
    assert texts(termbase) == ["of one", "of the other"] and texts(termbase, "b") == []
    termbase.comment(NAME, "of both")
    termbase.undo()
    assert texts(termbase) == ["of one", "of both"]
    assert texts(termbase, "b") == ["of the other"]


def test_a_backup_has_them(termbase: Termbase, tmp_path: Path) -> None:
    termbase.comment(NAME, SAID)
    termbase.backup(tmp_path / "copy.db")
    termbase.comment(NAME, "after it")
    termbase.restore(tmp_path / "copy.db")
    assert texts(termbase) == [SAID]
    assert [check.problems for check in termbase.examine() if check.problems] == []


@pytest.mark.parametrize("format", [f.name for f in FORMATS if f.is_written])
def test_no_export_has_them(termbase: Termbase, format: str) -> None:
    def written() -> bytes:
        file = io.BytesIO()
        termbase.write(file, default_profile(format).name, format=format)
        return file.getvalue()

    before = written()
    termbase.comment(NAME, "UNTOLD", by="UNNAMED")
    after = written()
    assert after == before
