"""`glossary evaluate` from outside: documents named one by one, folders of them, the diagram."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from command import Run

GOLD = [
    {"zh": "備援航道", "en": "backup channel", "tier": 1, "kind": "term"},
    {"zh": "錨泊區", "en": "anchorage area", "tier": 3, "kind": "term"},
]
TEXT = (
    "港口要有備援航道（backup channel）。備援航道平時不開放。\n錨泊區（anchorage area）要先測量。\n"
)
ZH = "政府宣布擴大半導體出口管制。\n\n專家對出口管制表示擔憂。"
EN = (
    "The government announced an expansion of semiconductor export controls.\n\n"
    "Experts voiced concern about the export controls."
)


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """A folder with a document of one file, and with one and its translation."""
    folder = tmp_path / "annotated"
    folder.mkdir()
    write(folder / "port1.jsonl", "\n".join(map(json.dumps, GOLD)))
    write(folder / "port1.txt", TEXT)
    write(folder / "law1.jsonl", '{"zh": "出口管制", "en": "export controls", "tier": 1}')
    write(folder / "law1.zh.txt", ZH)
    write(folder / "law1.en.txt", EN)
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def heads(text: str) -> list[str]:
    return [line.split(":")[0] for line in text.splitlines()]


def test_documents_in_pairs_are_reported_one_by_one_and_together(run: Run, annotated: Path) -> None:
    gold = annotated / "gold.json"  # in pairs, gold may have any name
    write(gold, (annotated / "port1.jsonl").read_text(encoding="utf-8"))
    document = annotated / "port1.txt"
    lines = run("evaluate", gold, document).stdout.splitlines()
    assert lines[0] == "port1.txt" and lines[1] == "recall tier 1: 1/1 = 1.000"
    assert lines[-1] == "F1 (tier 3 left out): 1.000"
    assert lines[-2].startswith("Brier score: ")
    twice = run("evaluate", gold, document, gold, document).stdout.splitlines()
    assert twice[: 2 * len(lines)] == lines * 2
    assert twice[2 * len(lines)] == "all documents"
    assert "by domain, tier 3 left out" in twice
    assert any(line.startswith("gold: 2 pairs; F1 1.000 at 0.3") for line in twice)


def test_a_folder_is_reported_by_domain_and_all(run: Run, annotated: Path) -> None:
    write(annotated / "README.md", "# About it")
    done = run("evaluate", annotated)
    told = heads(done.stdout)
    begin = [head for head in told if not head.startswith("  confidence")]
    one = ["  at confidence >= 0.8", "  Brier score"]
    head = "by domain, tier 3 left out"
    assert begin == [head, "law", *one, "port", *one, "all", *one]
    assert len(told) > len(begin), "the tenths of all"
    assert "port: 1 pairs; F1 1.000 at 0.3" in done.stdout
    assert "README.md: not measured" in done.stderr


def test_a_document_with_its_translation(run: Run, annotated: Path) -> None:
    gold, zh, en = (annotated / f"law1.{suffix}" for suffix in ("jsonl", "zh.txt", "en.txt"))
    named = run("evaluate", gold, zh, en).stdout
    assert named.startswith("law1.zh.txt law1.en.txt\nrecall tier 1: ")
    (domain,) = [line for line in run("evaluate", gold).stdout.splitlines() if "law:" in line]
    f1 = named.splitlines()[-1].rpartition(" ")[2]
    assert domain.startswith(f"law: 1 pairs; F1 {f1} at 0.3"), "the annotation finds its texts"


def test_files_and_folders_together(run: Run, annotated: Path, tmp_path: Path) -> None:
    write(tmp_path / "g.jsonl", "\n".join(map(json.dumps, GOLD)))
    write(tmp_path / "g.txt", TEXT)
    told = heads(run("evaluate", "g.jsonl", "g.txt", annotated, "--errors").stdout)
    assert told[0] == "g.txt" and "all documents" not in told
    assert [head for head in told if head in ("g", "law", "port", "all")] == [
        "g",
        "law",
        "port",
        "all",
    ]
    assert told.index("law1") < told.index("port1") < told.index("g"), "their errors, by name"


def test_the_diagram_replaces_an_older_one_and_changes_no_line(
    run: Run, annotated: Path, tmp_path: Path
) -> None:
    target = tmp_path / "reliability.svg"
    write(target, "old")
    without = run("evaluate", annotated).stdout
    assert run("evaluate", annotated, "--diagram", target).stdout == without
    svg = ET.parse(target).getroot()
    assert svg.tag.endswith("}svg")
    assert "found in 2 documents" in ET.tostring(svg, encoding="unicode")
    assert not list(tmp_path.glob(".*"))


def test_what_is_missing_or_malformed_is_one_line(
    run: Run, annotated: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert "empty: no annotated texts" in run("evaluate", "empty", code=1).stderr
    assert "none: there is no such" in run("evaluate", "none", code=1).stderr
    assert "none.jsonl: No such file" in run("evaluate", "none.jsonl", "a.txt", code=1).stderr
    done = run("evaluate", annotated, "--diagram", "nowhere/a.svg", code=1)
    assert "nowhere/a.svg: cannot be written" in done.stderr and done.stdout == ""
    write(annotated / "port1.jsonl", json.dumps(GOLD[0]) + "\n{")
    done = run("evaluate", annotated, code=1)
    assert "port1.jsonl, line 2: " in done.stderr and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["--diagram", "a.svg"], ["a.txt"], ["g.jsonl", "a.txt", "a.txt", "a.txt", "a.txt"]],
)
def test_arguments_that_do_not_belong_together_are_a_usage_error(
    arguments: list[str], run: Run, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", TEXT)
    assert "GOLD" in run("evaluate", *arguments, code=2).stderr


def test_the_figures_are_rows_for_programs(run: Run, annotated: Path) -> None:
    done = run("evaluate", annotated / "port1.jsonl", "--format", "jsonl")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["domain"], row["wanted"], row["listed"]) == ("port", 1, 1)
    assert (row["f1_at_0.3"], row["precision_at_0.5"], row["recall_at_0.5"]) == (1, 1, 1)
    assert 0 <= row["brier"] <= 1 and 0 <= row["calibration_error"] <= 1
    table = run("evaluate", annotated / "port1.jsonl", "--format", "csv", "--quiet")
    assert table.stdout.splitlines()[0].split(",") == list(row)
    wrong = run("evaluate", annotated / "port1.jsonl", "--format", "csv", "--errors", code=2)
    assert "figures of mining alone" in wrong.stderr
