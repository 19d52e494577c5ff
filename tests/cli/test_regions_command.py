"""`glossary lint`, `glossary convert`, and the regions of an entry."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from command import Run, rows
from docx import Document

FOREIGN = "這段視頻很長。\n請用鼠標打開文件。\n再看這份文件。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


def test_words_of_another_region_are_listed_with_their_places(run: Run, text: Path) -> None:
    found = rows(run("lint", "a.txt", "--format", "jsonl", code=3).stdout)
    assert [(row["line"], row["column"], row["text"], row["severity"]) for row in found] == [
        (1, 3, "視頻", "warning"),
        (2, 3, "鼠標", "warning"),
        (2, 7, "文件", "question"),
    ]
    assert all(FOREIGN[row["start"] : row["end"]] == row["text"] for row in found)
    assert found[0]["counterparts"] == ["影片", "視訊"] and found[2]["repeated"] == 1


def test_every_question_on_request(run: Run, text: Path) -> None:
    found = rows(run("lint", "a.txt", "--all", "--format", "jsonl", code=3).stdout)
    assert [row["line"] for row in found if row["severity"] == "question"] == [2, 3]


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        ("請用滑鼠。", "question", 0),
        ("請打開文件。", "warning", 0),
        ("請打開文件。", "question", 3),
        ("請用鼠標。", "never", 0),
        ("請用鼠標。", "warning", 3),
    ],
)
def test_the_exit_code_says_what_was_found(
    run: Run, tmp_path: Path, text: str, fail_on: str, code: int
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run("lint", "a.txt", "--fail-on", fail_on, code=code)


def test_other_formats_are_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>請用<b>鼠標</b>。</p>", encoding="utf-8")
    (tmp_path / "a.md").write_text("# 標題\n\n請用鼠標。\n", encoding="utf-8")
    document = Document()
    document.add_paragraph("請用鼠標。")
    document.save(str(tmp_path / "a.docx"))
    found = rows(run("lint", "a.html", "a.md", "a.docx", "--format", "jsonl", code=3).stdout)
    assert [(row["file"], row["text"]) for row in found] == [
        (name, "鼠標") for name in ("a.html", "a.md", "a.docx")
    ]


def test_a_table_and_a_csv_have_the_main_columns(run: Run, text: Path) -> None:
    table = run("lint", "a.txt", "--format", "table", code=3)
    assert "影片; 視訊" in table.stdout and "2 to change, 2 to decide" in table.stderr
    told = run("lint", "a.txt", "--format", "csv", code=3).stdout
    first = next(csv.DictReader(StringIO(told)))
    assert (first["text"], first["counterparts"]) == ("視頻", "影片; 視訊")


def test_a_clean_text_is_an_empty_list_that_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("請用滑鼠點選。", encoding="utf-8")
    done = run("lint", "a.txt", "--format", "json")
    assert done.stdout.strip() == "[]"
    assert "no word of another region than zh-Hant-TW" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("none.txt",), "none.txt: No such file or directory"),
        (("a.txt", "--zh-tag", "zh_1_"), "is no language tag"),
    ],
)
def test_errors_are_one_line(run: Run, text: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run("lint", *arguments, code=1)
    assert done.stdout == ""
    assert told in done.stderr.splitlines()[-1]


def test_choices_for_another_region_are_listed(run: Run) -> None:
    found = rows(run("convert", "土豆", "--to", "zh_TW", "--format", "jsonl").stdout)
    assert ("馬鈴薯", "potato", False) in [(r["form"], r["english"], r["certain"]) for r in found]
    everywhere = rows(run("convert", "鼠标", "--format", "jsonl").stdout)
    assert [(row["tag"], row["form"]) for row in everywhere] == [
        ("zh-Hans-CN", "鼠标"),
        ("zh-Hant-TW", "滑鼠"),
        ("zh-Hant-HK", "滑鼠"),
        ("zh-Hans-SG", "鼠标"),
    ]
    assert "has no region" in run("convert", "鼠标", "--to", "zh-Hant", code=1).stderr


def test_an_entry_shows_its_regions_and_their_gaps(run: Run) -> None:
    run("add", "滑鼠", "mouse", "--zh-tag", "zh-Hant-TW", "--by", "ada")
    found = rows(run("show", "mouse", "--regions", "--format", "jsonl").stdout)
    assert [(row["tag"], row["has"], row["forms"]) for row in found] == [
        ("zh-Hans-CN", "missing", []),
        ("zh-Hant-TW", "own", ["滑鼠"]),
        ("zh-Hant-HK", "missing", []),
        ("zh-Hans-SG", "missing", []),
    ]
    assert found[0]["offers"] == ["鼠标 (mouse)"] and found[1]["offers"] == []


def test_search_warns_of_false_friends(run: Run) -> None:
    run("add", "文件", "document", "--zh-tag", "zh-Hant-TW", "--by", "ada")
    (found,) = rows(run("search", "文件", "--format", "jsonl").stdout)
    assert "“computer file” in mainland China" in found["false_friend"]
    assert "false friend: 文件 is" in run("search", "文件", "--format", "table").stderr
    run("add", "滑鼠", "mouse", "--zh-tag", "zh-Hant-TW", "--by", "ada")
    assert json.loads(run("search", "滑鼠", "--format", "jsonl").stdout)["false_friend"] == ""
