"""glossary mine of a memory: what it prints, how it is stopped, and what review shows of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import Run, rows

LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "glossary" / "mining"


def test_pairs_are_printed_best_first_with_their_use_and_proof(run: Run) -> None:
    done = run("mine", LAWS, "--dry-run", "--format", "jsonl", "--processes", "2")
    found = rows(done.stdout)
    assert [r["confidence"] for r in found] == sorted(r["confidence"] for r in found)[::-1]
    assert len(found) <= 447 * 150 // 1_000
    pair = next(each for each in found if each["zh"] == "藥師公會")
    assert pair["document"] == LAWS.name and pair["method"] == "parallel"
    assert pair["zh"] in pair["zh_context"] and pair["units"] > 10 and pair["texts"] == 1
    line = LAWS.read_text(encoding="utf-8").splitlines()[pair["line"] - 1]
    assert pair["zh_context"] in line and pair["en_context"] in line


def test_the_table_has_what_is_told_of_a_pair(run: Run) -> None:
    done = run("mine", LAWS, "--dry-run", "--format", "csv", "--limit", "5", "--processes", "1")
    head, *lines = done.stdout.splitlines()
    columns = "zh,en,kind,confidence,units,zh_alone,en_alone,texts,inside,rivals,proof"
    assert head == columns and len(lines) == 5


def test_review_and_why_show_the_use_of_a_pair(run: Run) -> None:
    done = run("mine", LAWS, "--processes", "1", "--limit", "9")
    assert "health_laws.tsv: 447 units" in done.stdout and "9 pairs, 9 of them new" in done.stdout
    listed = rows(run("review", "--list", "--format", "jsonl").stdout)
    assert len(listed) == 9 and all(r["units"] >= 3 and "rivals" in r for r in listed)
    assert "without the English in" in run("why", str(listed[0]["id"])).stdout


def test_pairs_are_written_as_parquet_too(run: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs pip install pyarrow")
    arguments = ("mine", LAWS, "--dry-run", "--format", "jsonl", "--processes", "1")
    done = run(*arguments, "--limit", "9", "--output", tmp_path / "pairs.parquet")
    listed, written = rows(done.stdout), parquet.read_table(tmp_path / "pairs.parquet").to_pylist()
    names = ("zh", "en", "kind", "units", "zh_alone", "en_alone", "texts", "variants", "document")
    assert len(written) == 9 and len(listed) == 9
    for row, pair in zip(written, listed, strict=True):
        assert {name: row[name] for name in names} == {name: pair[name] for name in names}
        assert round(row["confidence"], 3) == pair["confidence"]
        assert row["rivals"] == [rival["en"] for rival in pair["rivals"]]
        assert row["proof"][0] == pair["line"] and len(row["proof"]) == min(3, row["units"])


def test_where_pairs_cannot_be_written_is_told_before_anything_is_done(
    run: Run, tmp_path: Path, cache: Path
) -> None:
    for name, told in (("pairs.csv", "name it *.parquet"), ("no/pairs.parquet", "no folder")):
        assert told in run("mine", LAWS, "--output", tmp_path / name, code=1).stderr
    assert not cache.exists()


def test_what_is_said_of_a_memory_is_refused_for_documents(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("安全困境(security dilemma)\n", encoding="utf-8")
    assert "are for a memory" in run("mine", document, "--runner", "local[2]", code=2).stderr
    output = ("--output", tmp_path / "pairs.parquet")
    assert "are for a memory" in run("mine", document, *output, code=2).stderr
    assert "of one memory" in run("mine", LAWS, LAWS, *output, code=2).stderr


def test_work_is_kept_where_the_user_says(run: Run, tmp_path: Path, cache: Path) -> None:
    work = tmp_path / "work"
    run("mine", LAWS, "--dry-run", "--limit", "3", "--processes", "1", "--work", work)
    assert not cache.exists() and list((work / "glossary-mining").iterdir()) == []


def test_a_plain_text_of_pairs_is_a_memory_where_the_user_says_so(run: Run, tmp_path: Path) -> None:
    memory = tmp_path / "laws.txt"
    memory.write_bytes(LAWS.read_bytes())
    done = run("mine", memory, "--as", "memory", "--dry-run", "--limit", "3", "--processes", "1")
    assert all("units" in row for row in rows(done.stdout))


def test_files_are_wanted_unless_the_own_memory_is_mined(run: Run) -> None:
    assert "FILES" in run("mine", code=2).stderr
    assert "no unit with Chinese and English" in run("mine", "--memory", code=1).stderr


def test_units_that_are_left_out_are_named(run: Run, tmp_path: Path) -> None:
    memory = tmp_path / "laws.tsv"
    memory.write_bytes(b"half a line\n" + LAWS.read_bytes())
    done = run("mine", memory, "--dry-run", "--limit", "3", "--processes", "1")
    assert "unit 1: left out: a line without two segments" in done.stderr
    assert len(rows(done.stdout)) == 3


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_after_ctrl_c_or_a_kill_the_same_command_goes_on(
    run: Run, tmp_path: Path, cache: Path, how: signal.Signals
) -> None:
    memory = tmp_path / "laws.tsv"
    memory.write_bytes(LAWS.read_bytes())
    command = [sys.executable, "-m", "glossary.cli", "mine", str(memory), "--processes", "2"]
    environment = {**os.environ, "GLOSSARY_DB": str(tmp_path / "terms.db")}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 240
    while not list(cache.glob("*/counting-Chinese*")) and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(how)
    _, said = process.communicate(timeout=240)
    assert b"Traceback" not in said
    if process.returncode == 0:
        pytest.skip("it was done before the signal came")
    (work,) = cache.iterdir()
    before = (work / "taken.npy").stat().st_mtime_ns
    again = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    seen = set()
    while again.poll() is None:
        if (work / "taken.npy").exists():
            seen |= {(work / "taken.npy").stat().st_mtime_ns} if work.exists() else set()
        time.sleep(0.01)
    assert again.returncode == 0 and seen <= {before}
    expected = rows(run("mine", memory, "--dry-run", "--processes", "1").stdout)
    listed = rows(run("review", "--list", "--format", "jsonl").stdout)
    assert {(r["zh"], r["en"]) for r in listed} == {(r["zh"], r["en"]) for r in expected}
    assert list(cache.iterdir()) == []
