"""`glossary conflicts`: what imports left to be settled, seen and settled."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import rows


@pytest.fixture
def torn(stocked, tmp_path: Path):
    """An entry that went out, was changed here, and comes back changed in other ways."""
    stocked("export", tmp_path / "out.csv")
    stocked("edit", "small-yard-high-fence", "--subject", "law", "--note", "待查")
    theirs = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    at = next(n for n, line in enumerate(theirs) if "technology" in line)
    theirs[at] = theirs[at].replace("technology", "trade") + "見附件"
    (tmp_path / "theirs.csv").write_text("\n".join(theirs), encoding="utf-8")
    stocked("import", tmp_path / "theirs.csv")
    return stocked


def test_each_field_says_what_it_was_ours_and_theirs(torn) -> None:
    listed = rows(torn("conflicts").stdout)
    sides = [(row["field"], row["was"], row["ours"], row["theirs"]) for row in listed]
    assert ("subject", "technology", "law", "trade") in sides
    assert ("note", "", "待查", "見附件") in sides
    assert {row["source"] for row in listed} == {"theirs.csv"}
    torn("edit", "small-yard-high-fence", "--subject", "arms")
    assert "arms" in {row["ours"] for row in rows(torn("conflicts").stdout)}, "ours as it is now"
    assert "見附件" in torn("conflicts", "--format", "table").stdout


@pytest.mark.parametrize(("take", "subject"), [("ours", "law"), ("theirs", "trade")])
def test_a_conflict_is_settled_by_its_number_and_undone(torn, take: str, subject: str) -> None:
    number = str(rows(torn("conflicts").stdout)[0]["id"])
    said = torn("conflicts", number, "--take", take, "--by", "bo").stdout
    assert said.startswith(f"conflict {number}: {take} stands") and f"[{subject}]" in said
    assert "nothing found among 1 conflict" in torn("conflicts").stderr
    (settled,) = rows(torn("conflicts", "--state", take).stdout)
    assert settled["state"] == take and "subject" in settled["field"]
    assert "settled already" in str(torn("conflicts", number, "--take", take, code=1).exception)
    torn("undo")
    assert len(rows(torn("conflicts", number).stdout)) > 1


def test_numbers_are_wanted_and_must_be_of_conflicts(torn) -> None:
    assert "which?" in torn("conflicts", "--take", "ours", code=2).stderr
    assert "no conflict 99" in str(torn("conflicts", "99", code=1).exception)
    torn("conflicts", "1", "--take", "mine", code=2)


def test_an_entry_that_is_gone_leaves_words(torn) -> None:
    torn("delete", "small-yard-high-fence")
    (row,) = rows(torn("conflicts").stdout)
    assert "subject: ours 'law', theirs 'trade'" in row["field"] and row["ours"] == ""


def test_none_is_told(empty) -> None:
    assert empty("conflicts").stderr == "no import has left a conflict\n"
