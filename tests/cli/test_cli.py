"""The command line from outside: contracts, formats, exit codes, one-line errors."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from command import Run, rows

from glossary.cli import COMMANDS, cli

MINED = {
    "zh",
    "en",
    "abbreviation",
    "kind",
    "method",
    "confidence",
    "zh_context",
    "en_context",
    "zh_span",
    "en_span",
    "document",
    "document_sha256",
    "line",
}


def test_every_command_is_there_and_helps() -> None:
    for name, (_, about) in COMMANDS.items():
        command = cli.get_command(None, name)  # type: ignore[attr-defined]
        assert command is not None and command.help, name
        assert about.endswith(".")


def test_the_package_runs_as_the_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "glossary", "--help"], capture_output=True, text=True
    )
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in COMMANDS)


def test_mined_pairs_keep_the_contract(run: Run, document: Path) -> None:
    found = rows(run("mine", document, "--dry-run", "--format", "jsonl").stdout)
    text = document.read_text(encoding="utf-8")
    pairs = {(row["zh"], row["en"]): row for row in found}
    assert {("林斯特", "Alan Lindster"), ("安全困境", "security dilemma")} <= set(pairs)
    measures = pairs["信任建立措施", "confidence-building measures"]
    assert measures["abbreviation"] == "CBMs"
    for row in found:
        assert set(row) >= MINED
        assert text[slice(*row["zh_span"])] == row["zh"]
        assert text[slice(*row["en_span"])] == row["en"]
        assert row["zh"] in row["zh_context"] and 0 <= row["confidence"] <= 1
        assert text.splitlines()[row["line"] - 1].count(row["zh"])
    assert not any("2345" in row["en"] or row["en"] == "02" for row in found)


def test_dry_run_stores_nothing(run: Run, document: Path, tmp_path: Path) -> None:
    run("mine", document, "--dry-run")
    assert not (tmp_path / "terms.db").exists()


def test_from_document_to_export(run: Run, document: Path, tmp_path: Path) -> None:
    run("mine", document, "--subject", "security")
    queue = {row["zh"]: row for row in rows(run("review", "--list").stdout)}
    run("review", "--approve", str(queue["安全困境"]["id"]))
    run("review", "--reject", str(queue["林斯特"]["id"]))
    again = rows(run("mine", document, "--dry-run").stdout)
    run("mine", document)  # proposes nothing twice, and what was rejected stays rejected
    assert len(again) == len(queue)
    left = {row["zh"] for row in rows(run("review", "--list").stdout)}
    assert left == set(queue) - {"安全困境", "林斯特"}
    hit = rows(run("search", "安全困境").stdout)[0]
    assert hit["concept_id"] == "security-dilemma" and hit["subject"] == "security"
    assert hit["contexts"][0]["source"] == "brief.txt"
    assert "holds" in run("why", "security-dilemma").stdout
    run("export", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [(r["en"], r["zh"]) for r in csv.DictReader(stream)] == [
            ("security dilemma", "安全困境")
        ]


def test_amended_pairs_must_stand_in_their_proof(run: Run, document: Path) -> None:
    run("mine", document)
    number = str({r["zh"]: r["id"] for r in rows(run("review", "--list").stdout)}["信任建立措施"])
    refused = run("review", "--amend", number, "--zh", "信心建立", code=1)
    assert "does not stand" in refused.stderr and refused.stderr.count("\n") == 1
    run("review", "--amend", number, "--zh", "信任建立")
    assert rows(run("search", "信任建立").stdout)[0]["zh"] == ["信任建立"]
    again = run("review", "--approve", number, code=1)
    assert "already" in again.stderr


def test_undo_of_everything(run: Run, document: Path) -> None:
    run("add", "小院高牆", "small yard, high fence", "--zh-tag", "zh-TW")
    run("edit", "small-yard-high-fence", "--subject", "technology")
    run("delete", "small-yard-high-fence")
    for _ in range(2):
        run("undo")
    shown = json.loads(run("show", "small-yard-high-fence", "--format", "json").stdout)
    assert "subject" not in shown
    run("undo")
    run("show", "small-yard-high-fence", code=1)
    verbs = [row["did"] for row in rows(run("history", "small-yard-high-fence").stdout)]
    assert verbs == ["add", "edit", "delete", "undo", "undo", "undo"]
    run("undo", code=1)


def test_an_entry_goes_back_to_any_of_its_revisions(run: Run) -> None:
    run("add", "灰犀牛", "grey rhino")
    run("edit", "grey-rhino", "--note", "mine")
    run("delete", "grey-rhino")
    back = run("history", "grey-rhino", "--revert", "1", "--by", "eve")
    assert back.stdout == "grey-rhino: grey rhino = 灰犀牛\n"
    assert "mine" not in run("show", "grey-rhino").stdout
    last = rows(run("history", "grey-rhino").stdout)[-1]
    assert (last["revision"], last["did"], last["by"]) == (4, "revert", "eve")
    wrong = run("history", "grey-rhino", "--revert", "9", code=1)
    assert "has no revision 9; they are 1 to 4" in wrong.stderr


def test_comments_on_an_entry(run: Run) -> None:
    run("add", "灰犀牛", "grey rhino")
    said = run("comment", "grey-rhino", "哪個地區這樣說？", "--by", "ada").stdout
    assert said.startswith("1  ada, ") and said.endswith(": 哪個地區這樣說？\n")
    assert "comment 1  ada, " in run("show", "grey-rhino").stdout
    assert run("comment", "grey-rhino", "--done", "1", "--by", "eve").stdout.endswith(
        " (done: eve)\n"
    )
    (row,) = rows(run("comment", "grey-rhino").stdout)
    assert (row["text"], row["by"], row["done_by"]) == ("哪個地區這樣說？", "ada", "eve")
    run("comment", "grey-rhino", "--reopen", "1")
    assert rows(run("comment", "grey-rhino").stdout)[0]["done_at"] == ""
    refused = run("comment", "grey-rhino", "--delete", "1", "--by", "eve", code=1)
    assert "comment 1 is by ada, not by eve" in refused.stderr
    run("comment", "grey-rhino", "--delete", "1", "--by", "ada")
    assert run("comment", "grey-rhino").stdout == ""
    run("comment", "grey-rhino", "x", "--done", "1", code=2)
    assert "no concept 'nobody'" in run("comment", "nobody", code=1).stderr


def test_add_shows_what_is_there(run: Run) -> None:
    run("add", "安全困境", "security dilemma")
    asked = run("add", "安全兩難", "security dilemma", code=1)
    assert "--concept-id security-dilemma" in asked.stderr and "--new" in asked.stderr
    run("add", "安全兩難", "security dilemma", "--to", "security-dilemma")
    same = run("add", "安全困境", "security dilemma")
    assert same.stdout.startswith("security-dilemma:")
    run("add", "安全難題", "security dilemma", "--new")
    assert len(rows(run("search", "security dilemma").stdout)) == 2


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_every_list_in_every_format(run: Run, form: str) -> None:
    run("add", "=1+1 公式", "formula", "--new")
    out = run("search", "formula", "--format", form).stdout
    assert "公式" in out
    if form == "csv":
        cell = next(csv.DictReader(io.StringIO(out)))["zh"]
        assert cell.startswith("\t=")  # guarded against running as a formula
    if form == "json":
        assert json.loads(out)[0]["concept_id"] == "formula"


def test_wanted_lists_what_was_not_found(run: Run) -> None:
    run("add", "安全困境", "security dilemma")
    for _ in range(2):
        run("search", "量子糾纏")
    run("search", "zzzz")
    assert [(r["query"], r["count"]) for r in rows(run("wanted").stdout)] == [
        ("量子糾纏", 2),
        ("zzzz", 1),
    ]


BAD_FILES = {
    "empty.txt": b"",
    "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
    "wrong.txt": b"\xff\xfe\x00\xd8",
    "no.pdf": b"%PDF-1.4 nothing",
    "no.docx": b"PK\x03\x04 nothing",
    "what.xyz": b"text",
    "bomb.tmx": b'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "x">]><tmx version="1.4">&a;</tmx>',
}


@pytest.mark.parametrize("name", [*BAD_FILES, "absent.txt"])
def test_bad_documents_are_one_line_and_change_nothing(run: Run, tmp_path: Path, name: str) -> None:
    run("add", "安全", "security")
    if name in BAD_FILES:
        (tmp_path / name).write_bytes(BAD_FILES[name])
    before = _dump(tmp_path)
    done = run("mine", tmp_path / name, code=1)
    (said,) = told(done.stderr)
    assert said.startswith("Error: ") and name in said
    assert _dump(tmp_path) == before


def told(stderr: str) -> list[str]:
    """The lines except those of progress, which a slow machine prints."""
    return [line for line in stderr.splitlines() if not line.endswith(" s)")]


def _dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "terms.db") as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bad.csv", "concept_id,en,zh\nx,security,安全\ny,,\n", "line 3"),
        ("bad.tbx", "<tbx><text><body>\n<conceptEntry>\n", "line"),
        ("bomb.tbx", '<!DOCTYPE martif [<!ENTITY a "aaaa">]><martif>&a;</martif>', "entit"),
    ],
)
def test_malformed_imports_name_file_and_line(
    run: Run, tmp_path: Path, name: str, data: str, said: str
) -> None:
    run("add", "安全", "security")
    before = _dump(tmp_path)
    (tmp_path / name).write_text(data, encoding="utf-8")
    done = run("import", tmp_path / name, code=1)
    (line,) = told(done.stderr)
    assert name in line and said in line
    assert _dump(tmp_path) == before


def test_usage_errors_exit_2_and_unknown_ids_exit_1(run: Run) -> None:
    run("mine", code=2)
    run("nonsense", code=2)
    run("show", "nothing", code=1)
    run("review", "--approve", "77", code=1)
    run("add", "安全", "security", "--zh-tag", "not a tag", code=1)
    run("memory", "x", "--threshold", "20", code=2)
    assert "terminal" in run("review", code=1).stderr


def test_newer_database_is_left_alone(run: Run, tmp_path: Path) -> None:
    run("add", "安全", "security")
    with sqlite3.connect(tmp_path / "terms.db") as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('glossary', '9999_future', '2030-01-01')"
        )
    assert "newer" in run("search", "安全", code=1).stderr


def test_recognize_reads_standard_input(run: Run) -> None:
    run("add", "安全困境", "security dilemma", "--zh-tag", "zh-Hant-TW")
    hit = rows(run("recognize", stdin="这是安全困境的典型例子。").stdout)[0]
    assert (hit["text"], hit["start"], hit["translations"]) == ("安全困境", 2, ["security dilemma"])


def test_import_and_fuzzy_memory(run: Run, tmp_path: Path) -> None:
    lines = "We support a hotline between the two navies.\t我們支持兩國海軍之間設立熱線。\n"
    (tmp_path / "tm.tsv").write_text(lines, encoding="utf-8")
    run("import", tmp_path / "tm.tsv", "--as", "units")
    match = rows(run("memory", "我们支持两国海军之间建立热线。", "--threshold", "70").stdout)[0]
    assert match["translation"].startswith("We support") and 70 <= match["score"] < 100
    assert "熱線" in run("concordance", "热线").stdout


def test_backup_is_whole_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    run("add", "安全", "security")
    run("backup", tmp_path / "copy.db")
    run("backup", tmp_path / "copy.db", code=1)
    copy = run("search", "安全", GLOSSARY_DB=str(tmp_path / "copy.db")).stdout
    assert rows(copy)[0]["concept_id"] == "security"


def test_undo_lists_and_takes_back_by_number(run: Run) -> None:
    run("add", "安全", "security", "--by", "ada")
    run("add", "困境", "dilemma", "--by", "bob")
    listed = rows(run("undo", "--list", "--format", "jsonl").stdout)
    assert [(r["did"], r["what"], r["by"], r["size"]) for r in listed] == [
        ("add", "困境 = dilemma", "bob", "1 entry"),
        ("add", "安全 = security", "ada", "1 entry"),
    ]
    done = run("undo", str(listed[1]["step"]), "--by", "ada").stdout
    assert done.startswith(f"undone: add 安全 = security (step {listed[1]['step']}, ada 20")
    assert done.endswith(", 1 entry)\n")
    assert rows(run("search", "困境").stdout) and not rows(run("search", "安全").stdout)
    assert "taken back already" in run("undo", str(listed[1]["step"]), code=1).stderr
    assert "no step 99" in run("undo", "99", code=1).stderr
    run("undo", "zero", code=2)


def test_add_says_what_is_there(run: Run) -> None:
    run("add", "潮閘", "tide gate")
    assert (
        "tide-gate: is there already: tide gate = 潮閘" in run("add", "潮閘", "Tide Gates").stdout
    )
    assert len(rows(run("undo", "--list").stdout)) == 1


def test_the_definition_that_is_shown_is_edited(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "t.toml"
    table.write_text(
        '[keel]\nen = ["keel"]\nzh-Hant = ["龍骨"]\ndefinition.en = "old words"\n'
        'definition.zh-Hant = "舊的說法"\n',
        encoding="utf-8",
    )
    run("import", table)
    run("edit", "keel", "--definition", "what a ship stands on")
    shown = run("show", "keel").stdout
    assert "what a ship stands on" in shown and "old words" not in shown and "舊的說法" in shown
    run("edit", "keel", "--definition", "船所憑藉者")
    shown = run("show", "keel").stdout
    assert "船所憑藉者" in shown and "舊的說法" not in shown and "what a ship stands on" in shown


def test_amending_to_the_dictionary_form_and_to_nothing(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "law.txt"
    text.write_text("主管機關（competent authorities）應通知。主管機關負責。\n", encoding="utf-8")
    run("mine", text)
    assert "both terms are wanted" in run("review", "--amend", "1", "--en", "", code=1).stderr
    run("review", "--amend", "1", "--en", "Competent authority")
    assert [r["en"] for r in rows(run("search", "主管機關").stdout)] == [["Competent authority"]]
    proofs = run("why", "competent-authority").stdout
    assert "competent authorities" in proofs and "does not stand" not in proofs


def test_documents_are_called_by_their_names(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "secret" / "client"
    folder.mkdir(parents=True)
    text = folder / "law.txt"
    text.write_text("主管機關（competent authorities）應通知。主管機關負責。\n", encoding="utf-8")
    given = rows(run("mine", text, "--dry-run", "--format", "jsonl").stdout)
    assert given[0]["document"] == str(text), "as it was given"
    assert "secret" not in run("mine", text, "--dry-run", "--format", "table").stdout
    run("mine", text)
    (waiting,) = rows(run("review", "--list").stdout)
    assert waiting["document"] == "law.txt"
    assert rows(run("review", "--list", "--document", text).stdout) == [waiting]
    assert "secret" not in run("undo", "--list").stdout + run("why", "1").stdout
