"""Tables keep to the width of the terminal, also with Chinese."""

from __future__ import annotations

import re
import unicodedata

import pytest

from glossary.cli import tables
from glossary.cli.tables import table_lines, wrap

HEADS = ("id", "zh", "en", "kind", "method", "confidence", "document")
ROWS = [
    (
        "12",
        "信任建立措施與危機穩定機制",
        "confidence-building measures and crisis stability",
        "organisation",
        "parallel",
        "0.93",
        "alternating-space-governance.zh.txt",
    ),
    ("1", "熱線", "hotline", "term", "gloss", "0.9", "a.txt"),
]


def columns(line: str) -> int:
    """As a terminal counts them: two for a wide character, none for a combining one."""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", line)
    kinds = [unicodedata.east_asian_width(c) for c in shown if not unicodedata.combining(c)]
    return sum(2 if kind in "WF" else 1 for kind in kinds)


def edges(line: str) -> list[int]:
    """The columns at which a cell begins."""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", line)
    return [columns(shown[: m.start()]) for m in re.finditer(r"(?<=  )\S|(?<=^ )\S", shown)]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_all_rows_keep_the_columns_of_the_head(width: int) -> None:
    _, head, rule, *body, _ = table_lines(HEADS, ROWS, width)
    assert max(map(columns, (head, rule, *body))) <= width
    assert len(edges(head)) == len(HEADS)
    assert all(set(edges(line)) <= set(edges(head)) for line in body if line)
    assert columns(rule) >= max(map(columns, body))


def test_a_wide_terminal_breaks_nothing() -> None:
    _, head, rule, first, second, _ = table_lines(HEADS, ROWS, 200)
    assert all(cell in first for cell in ROWS[0]) and all(cell in second for cell in ROWS[1])


def test_short_words_are_not_broken_at_80_columns() -> None:
    body = list(table_lines(HEADS, ROWS, 80))
    assert any("organisation" in line and "0.93" in line for line in body)
    assert "信任建立措施與危機穩定機制" in re.sub(r"[^\u4e00-\u9fff]", "", "".join(body))


def test_too_many_columns_become_blocks() -> None:
    body = list(table_lines(HEADS, ROWS, 40))
    assert max(map(columns, body)) <= 40
    assert [line.split()[0] for line in body if re.match(r" \w", line)] == [*HEADS, *HEADS]


@pytest.mark.parametrize("text", ["", "安" * 50, "a" * 50, "安全 a-b " * 9, "one two", "\u3000x"])
@pytest.mark.parametrize("width", [2, 3, 10])
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert max(map(columns, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_what_closes() -> None:
    assert list(wrap("小院高牆; 小院高墙，安全。", 8)) == ["小院高", "牆; 小院", "高墙，安", "全。"]


def test_what_is_short_is_whole_before_what_is_long() -> None:
    rows = [("1", "小院高牆; 小院高墙", "small yard, high fence; small yard and high fence")]
    body = list(table_lines(("id", "zh", "en"), rows, 60))
    assert "小院高牆; 小院高墙  small yard" in body[3]


def test_a_cell_cannot_break_the_frame() -> None:
    lines = list(table_lines(("a", "b"), [("x\ny\x1b[2Jz\r\t", "\u2028安")], 80))
    assert len(lines) == 5 and not re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\u2028]", lines[3])


LISTS = ["review --list --state all", "undo --list", "search 小院高牆", "stats", "doctor"]


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("command", LISTS)
def test_lists_fit_the_terminal(stocked, monkeypatch, command: str, width: int) -> None:
    monkeypatch.setattr(tables, "width_of_output", lambda: width)
    printed = stocked(*command.split(), "--format", "table").stdout.splitlines()
    assert len(printed) > 3 and max(map(columns, printed)) <= width
    assert any("─" * 10 in line for line in printed), "still a table"


def test_documents_are_named_in_tables(stocked, monkeypatch) -> None:
    monkeypatch.setattr(tables, "width_of_output", lambda: 400)
    for command in ("review --list --state all", "why 2", "memory 雙方又談了一次。"):
        printed = stocked(*command.split(), "--format", "table").stdout
        assert "alternating-space-governance.zh.txt" in printed or "talks.md" in printed
        assert not re.search(r"[0-9a-f]{64}", printed)
