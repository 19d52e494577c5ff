"""What commands answer: in every format, with nothing to tell, and quietly."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from command import rows

from glossary.cli import COMMANDS, cli
from glossary.cli.common import FORMATS

NOTHING = {
    "search 量子糾纏": ("the termbase has no entry yet", "nothing found among 3 entries"),
    "memory 完全不同的一句話": ("the translation memory is empty", "among 1 translation unit"),
    "concordance 量子": ("the translation memory is empty", "among 1 translation unit"),
    "review --list --above 0.99": (
        "nothing was proposed yet",
        "among 3 candidates: 1 proposed, 1 approved, 1 rejected",
    ),
    "review --conflicts": ("no import has left a conflict", "no import has left a conflict"),
    "undo --list": ("there is no step", None),
    "jobs": ("no work was sent", "no work was sent"),
    "wanted": ("the termbase has no entry yet", "no look-up was in vain"),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", NOTHING)
def test_nothing_found_is_not_nothing_there(empty, command: str, form: str) -> None:
    done = empty(*command.split(), "--format", form)
    assert done.stderr.count("\n") == 1 and NOTHING[command][0] in done.stderr
    assert done.stdout.count("\n") == (1 if form in ("json", "csv") else 0)


@pytest.mark.parametrize("command", [name for name, said in NOTHING.items() if said[1]])
def test_nothing_found_says_among_how_many(stocked, command: str) -> None:
    done = stocked(*command.split(), "--format", "jsonl")
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert NOTHING[command][1] in done.stderr


def test_a_text_without_terms_is_told_likewise(stocked, empty, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天天氣很好。\n", encoding="utf-8")
    assert "nothing found among 3 entries" in stocked("recognize", tmp_path / "a.txt").stderr
    assert "defines no term" in stocked("definitions", tmp_path / "a.txt").stderr


def test_a_page_after_the_last_is_told(stocked) -> None:
    assert "1 found, and --offset 9" in stocked("search", "小院高牆", "--offset", "9").stderr
    assert "1 found, and --offset 9" in stocked("concordance", "雙方", "--offset", "9").stderr


# ---------------------------------------------------------------- quiet


def test_quiet_leaves_results_and_errors(stocked, tmp_path: Path) -> None:
    assert stocked("search", "量子糾纏", "--quiet").output == ""
    assert stocked("add", "熱線", "hotline", "-q").output == ""
    assert rows(stocked("search", "熱線", "-q").stdout)[0]["concept_id"] == "hotline"
    assert stocked("review", "--approve", "1", "-q").output == ""
    assert stocked("export", tmp_path / "out.csv", "-q").output == ""
    assert stocked("undo", "-q").output == ""
    assert (tmp_path / "out.csv").exists()
    assert "no concept" in str(stocked("show", "nothing", "-q", code=1).exception)


def test_quiet_does_not_hide_what_was_refused(stocked, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("id,en,zh\nkeel,keel,龍骨\nx,,\n", encoding="utf-8")
    done = stocked("import", tmp_path / "bad.csv", "--keep-good", "-q")
    assert done.stdout.startswith("  refused, line 3") and done.stdout.count("\n") == 1
    (tmp_path / "none.csv").write_text("", encoding="utf-8")
    failed = stocked("import", tmp_path / "none.csv", tmp_path / "bad.csv", "-q", code=1)
    assert failed.stderr.startswith("Error: ") and "none.csv" in failed.stderr


def test_every_command_can_be_quiet() -> None:
    loud = set()
    for name in COMMANDS:
        command: Any = cli.get_command(None, name)  # type: ignore[arg-type]
        for part in getattr(command, "commands", {"": command}).values():
            if not any("--quiet" in parameter.opts for parameter in part.params):
                loud.add(name)
    assert loud == {"demo", "serve"}


# ---------------------------------------------------------------- formats


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_an_entry_in_every_format(stocked) -> None:
    whole = json.loads(stocked("show", "small-yard-high-fence", "--format", "json").stdout)
    (line,) = rows(stocked("show", "small-yard-high-fence", "--format", "jsonl").stdout)
    assert whole == line and whole["subject"] == "technology"
    terms = table(stocked("show", "small-yard-high-fence", "--format", "csv").stdout)
    assert [(t["tag"], t["term"], t["status"]) for t in terms] == [
        ("en", "small yard, high fence", "preferred"),
        ("zh-Hant", "小院高牆", "preferred"),
    ]
    assert "小院高牆" in stocked("show", "small-yard-high-fence", "--format", "table").stdout
    assert stocked("show", "small-yard-high-fence").stdout.startswith("small-yard-high-fence  [")


def test_a_proof_in_every_format(stocked) -> None:
    (proof,) = json.loads(stocked("why", "2", "--format", "json").stdout)
    assert [proof] == rows(stocked("why", "2", "--format", "jsonl").stdout) and proof["holds"]
    (row,) = table(stocked("why", "2", "--format", "csv").stdout)
    assert (row["holds"], row["line"], row["method"]) == ("yes", "1", "gloss")
    assert stocked("why", "2").stdout.startswith("candidate 2: ")
    assert "entered by hand" in stocked("why", "small-yard-high-fence", "--format", "csv").stderr


def test_beads_in_every_format(stocked, tmp_path: Path) -> None:
    (tmp_path / "a.zh.txt").write_text("雙方星期一會面。\n", encoding="utf-8")
    (tmp_path / "a.en.txt").write_text("The two sides met on Monday.\n", encoding="utf-8")
    files = (tmp_path / "a.zh.txt", tmp_path / "a.en.txt")
    (bead,) = rows(stocked("align", *files, "--format", "jsonl").stdout)
    assert (bead["zh"], bead["en"]) == (["雙方星期一會面。"], ["The two sides met on Monday."])
    assert bead["zh_spans"] == [[0, 8]]
    assert table(stocked("align", *files, "--format", "csv").stdout)[0]["zh"] == bead["zh"][0]
    assert stocked("align", *files).stdout == "雙方星期一會面。\tThe two sides met on Monday.\n"


CAME = """id,en,zh-Hant,subject
small-yard-high-fence,"small yard, high fence",小院高牆,trade
crisis-stability,crisis stability,危機穩定,
keel,keel,龍骨,
confidence-building-measure,confidence-building measures,信任建立措施,law
"""


def test_a_dry_run_lists_what_to_look_at_and_counts_the_rest(stocked, tmp_path: Path) -> None:
    (tmp_path / "came.csv").write_text(CAME, encoding="utf-8")
    told = stocked("import", tmp_path / "came.csv", "--dry-run").stdout.splitlines()
    assert "1 same" in told[0] and told[0].endswith("would be stored")
    assert [line.split(",")[0].strip() for line in told[1:]] == ["conflict", "changed", "new"]
    assert "small-yard-high-fence" in told[1] and "keel" in told[3]
    assert not any("crisis-stability" in line for line in told)
    listed = rows(stocked("import", tmp_path / "came.csv", "--dry-run", "--format", "jsonl").stdout)
    assert [row["verdict"] for row in listed] == ["conflict", "changed", "new", "same"]
    report = json.loads(stocked("import", tmp_path / "came.csv", "--dry-run", "--json").stdout)
    assert report["counts"] == {"new": 1, "changed": 1, "same": 1, "conflict": 1}
    assert stocked("show", "keel", code=1).exception


def test_losses_in_every_format(stocked, tmp_path: Path) -> None:
    asked = ("export", tmp_path / "out.csv", "--profile", "deepl", "--dry-run")
    whole = json.loads(stocked(*asked, "--format", "json").stdout)
    assert whole == json.loads(stocked(*asked, "--json").stdout) and whole["losses"]
    assert rows(stocked(*asked, "--format", "jsonl").stdout) == whole["losses"]
    assert len(table(stocked(*asked, "--format", "csv").stdout)) == len(whole["losses"])
