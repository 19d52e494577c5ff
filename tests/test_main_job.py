"""The main job as a whole: `glossary demo --no-serve` from the seeds to the exports.

`exports/` in the repository is what it writes, byte for byte, and `tests/golden/mined.tsv` what it
mines; `tests.main_job` rewrites both.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from glossary.operations.demo import SURE
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.main_job import DATABASE, FILES, GOLDEN, ROOT, demo, mined


@pytest.fixture(scope="module")
def made(demonstrated: Path) -> Path:
    """A folder in which the demo has run."""
    return demonstrated


@pytest.mark.parametrize("name", FILES)
def test_exports_are_what_the_demo_writes(made: Path, name: str) -> None:
    assert (made / "exports" / name).read_bytes() == (ROOT / "exports" / name).read_bytes()


def test_the_seeds_give_the_pairs_that_a_person_has_read(made: Path) -> None:
    assert mined(made / DATABASE) == GOLDEN.read_text(encoding="utf-8")


def test_it_prints_pairs_with_their_proof(made: Path) -> None:
    printed = (made / "printed.txt").read_text(encoding="utf-8")
    assert " = " in printed and "gloss" in printed and "parallel" in printed
    assert "wait for review" in printed


def test_nothing_hangs_on_the_last_digit(made: Path) -> None:
    """Approval must not depend on how a machine rounds."""
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


def test_curated_entries_are_in_the_exports() -> None:
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
    printed = demo(tmp_path, "--db", str(tmp_path / "own.db"), seeds=own)
    assert "信任建立措施 = confidence-building measures" in printed


@pytest.mark.shared
def test_the_customers_documents(shared: Path, tmp_path: Path) -> None:
    demo(tmp_path, "--db", str(tmp_path / "customer.db"), seeds=shared / "seeds")
    with Termbase.open(tmp_path / "customer.db") as termbase:
        found = {(c.zh, c.en) for c in termbase.candidates(CandidateFilter(state=None))}
    wanted = [json.loads(line) for line in (shared / "gold/002.jsonl").open(encoding="utf-8")]
    first = {(row["zh"], row["en"]) for row in wanted if row["tier"] == 1}
    assert len(first & found) >= 0.9 * len(first)
