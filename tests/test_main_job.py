"""The main job, whole: `glossary demo --no-serve` from the seeds to the exports.

`exports/` in the repository is what it writes, byte for byte, and `tests/golden/mined.tsv` what it
mines. After a change that is meant to change them, `python tests/test_main_job.py` makes both
anew; read the difference before you commit it.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from glossary.operations.demo import SURE
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

ROOT = Path(__file__).parents[1]
FILES = ("termbase.tbx", "en_zh-TW.tbx", "en_zh-CN.tbx", "termbase.csv")
GOLDEN = ROOT / "tests" / "golden" / "mined.tsv"


DATABASE = Path("data") / "glossary" / "glossary.db"
"""Where the demo of `demonstrated` has its database."""


@pytest.fixture(scope="module")
def made(demonstrated: Path) -> Path:
    """A folder in which the demo has run."""
    return demonstrated


def _demo(folder: Path, *options: str, seeds: Path | None = None) -> str:
    given = ["--seeds", str(seeds)] if seeds else []
    done = subprocess.run(
        [sys.executable, "-m", "glossary.cli", *options, "demo", "--no-serve", *given],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        env={k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", FILES)
def test_exports_are_what_the_demo_writes(made: Path, name: str) -> None:
    assert (made / "exports" / name).read_bytes() == (ROOT / "exports" / name).read_bytes()


def test_the_seeds_give_the_pairs_that_a_person_has_read(made: Path) -> None:
    assert mined(made / DATABASE) == GOLDEN.read_text(encoding="utf-8")


def mined(database: Path) -> str:
    """Every candidate a line: document, line, kind, method, zh, en, how many places prove it."""
    with Termbase.open(database) as termbase:
        candidates = termbase.candidates(CandidateFilter(state=None))
    rows = []
    for candidate in candidates:
        places = [(Path(e.document).name, e.line) for e in candidate.evidence]
        document, line = min(places)
        rows.append(
            (
                document,
                line,
                candidate.kind,
                candidate.method,
                candidate.zh,
                candidate.en,
                len(places),
            )
        )
    return "".join("\t".join(map(str, row)) + "\n" for row in sorted(rows))


def test_it_prints_pairs_with_their_proof(made: Path) -> None:
    printed = (made / "printed.txt").read_text(encoding="utf-8")
    assert " = " in printed and "gloss" in printed and "parallel" in printed
    assert "wait for review" in printed


def test_nothing_hangs_on_the_last_digit(made: Path) -> None:
    """What is approved must not depend on how a machine rounds."""
    with Termbase.open(made / DATABASE) as termbase:
        candidates = termbase.candidates(CandidateFilter(state=None))
    approved = [c for c in candidates if c.state == "approved"]
    assert approved and min(c.confidence for c in approved) >= SURE
    assert all(c.confidence == round(c.confidence, 2) for c in candidates)


def test_all_evidence_holds(made: Path) -> None:
    with Termbase.open(made / DATABASE) as termbase:
        mined = [entry for entry in termbase.concepts() if entry.evidence]
        assert len(mined) > 50
        broken = [p for e in mined for p in termbase.why(e.id).proofs if not p.holds]
    assert broken == []


def test_the_names_of_the_house_are_in_the_exports() -> None:
    with (ROOT / "exports" / "termbase.csv").open(encoding="utf-8-sig", newline="") as stream:
        pairs = {(row["en"], row["zh"]) for row in csv.DictReader(stream)}
    assert {
        ("small yard, high fence", "小院高牆"),
        ("mutual reassurance", "相互再保證"),
        ("bamboo diplomacy", "竹子外交"),
    } <= pairs


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = "各國需要信任建立措施(confidence-building measures)。信任建立措施能降低風險。\n"
    (own / "a.txt").write_text(text, encoding="utf-8")
    (own / "broken.docx").write_bytes(b"PK nothing")
    printed = _demo(tmp_path, "--db", str(tmp_path / "own.db"), seeds=own)
    assert "信任建立措施 = confidence-building measures" in printed


@pytest.mark.shared
def test_the_customers_documents(shared: Path, tmp_path: Path) -> None:
    _demo(tmp_path, "--db", str(tmp_path / "customer.db"), seeds=shared / "seeds")
    with Termbase.open(tmp_path / "customer.db") as termbase:
        found = {(c.zh, c.en) for c in termbase.candidates(CandidateFilter(state=None))}
    wanted = [json.loads(line) for line in (shared / "gold/002.jsonl").open(encoding="utf-8")]
    first = {(row["zh"], row["en"]) for row in wanted if row["tier"] == 1}
    assert len(first & found) >= 0.9 * len(first)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        _demo(Path(temporary), "--db", str(Path(temporary) / "demo.db"))
        for file in FILES:
            (ROOT / "exports" / file).write_bytes((Path(temporary) / "exports" / file).read_bytes())
        GOLDEN.write_text(mined(Path(temporary) / "demo.db"), encoding="utf-8")
