"""A memory is mined into the queue with its proof; a run that was stopped goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, UnreadableFile
from glossary.model import TranslationUnit, Variant
from glossary.operations import memory_mining
from glossary.store.private import held
from glossary.termbase import Termbase

LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "glossary" / "mining"


@pytest.fixture
def opened(tmp_path: Path, cache: Path) -> Termbase:
    return Termbase.open(tmp_path / "terms.db")


def test_pairs_are_queued_with_their_use_and_a_proof_that_holds(
    opened: Termbase, cache: Path
) -> None:
    mined = opened.mine_memory(LAWS, subject="law", processes=1)
    queued = opened.candidates()
    assert len(queued) == mined.added.candidates == len(mined.found.proposals) > 40
    pair = next(each for each in queued if each.zh == "藥師公會")
    assert pair.use and pair.use.units > 10 and pair.subject == "law"
    assert {each.document for each in pair.evidence} == {LAWS.name}
    assert all(proof.holds for proof in opened.why(str(pair.id)).proofs)
    assert list(cache.iterdir()) == []


def test_mined_again_a_memory_proposes_nothing_twice(opened: Termbase) -> None:
    opened.mine_memory(LAWS, processes=1)
    opened.judge(opened.candidates()[0].id, "reject", by="ada")
    again = opened.mine_memory(LAWS, processes=1)
    assert (again.added.candidates, again.added.evidence) == (0, 0)
    assert len(opened.candidates()) == len(again.found.proposals) - 1


def test_an_approved_pair_becomes_an_entry_with_sentences_of_the_memory(opened: Termbase) -> None:
    opened.mine_memory(LAWS, processes=1, most=20)
    judged = opened.judge(opened.candidates()[0].id, "approve", by="ada")
    assert judged.entry
    (_, term), *_ = judged.entry.terms("zh")
    assert term.contexts and term.contexts[0].source == LAWS.name


def test_the_memory_of_the_termbase_is_mined(opened: Termbase) -> None:
    lines = (line.split("\t") for line in LAWS.read_text(encoding="utf-8").splitlines())
    opened.add_units(
        TranslationUnit(Variant("zh-Hant", zh), Variant("en", en)) for en, zh, _ in lines
    )
    mined = opened.mine_memory(processes=1)
    assert mined.found.units == opened.stats()["units"]
    assert {e.document for e in opened.candidates()[0].evidence} == {memory_mining.OWN}


class Stopped(Exception):
    pass


def test_a_stopped_run_keeps_its_work_and_the_units_it_left_out(
    opened: Termbase, cache: Path, tmp_path: Path
) -> None:
    memory = tmp_path / "laws.tsv"
    text = LAWS.read_text(encoding="utf-8")
    memory.write_text(f"broken\n{text}", encoding="utf-8")

    def stop(line: str) -> None:
        if line.startswith("counting pairs"):
            raise Stopped

    with pytest.raises(Stopped):
        opened.mine_memory(memory, processes=1, progress=stop)
    (work,) = cache.iterdir()
    assert (work / "taken.npy").exists() and opened.candidates() == []
    stages: list[str] = []
    mined = opened.mine_memory(memory, processes=1, progress=stages.append)
    assert "reading" not in stages and "counting pairs" in stages
    assert [unit.number for unit in mined.refused] == [1]
    assert opened.candidates() and list(cache.iterdir()) == []


def test_the_database_itself_is_no_memory(opened: Termbase, tmp_path: Path) -> None:
    opened.add("法院", "court")
    with pytest.raises(Exception, match="own database"):
        opened.mine_memory(tmp_path / "terms.db")


def test_a_memory_is_mined_by_one_process_at_a_time(
    opened: Termbase, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two would count in one folder, and the first to end would remove it."""

    @contextmanager
    def taken(path: Path) -> Iterator[bool]:
        with held(path), held(path) as also:
            yield also

    monkeypatch.setattr(memory_mining, "held", taken)
    with pytest.raises(InvalidInput, match="is being mined by another process"):
        opened.mine_memory(LAWS, processes=1)
    assert opened.candidates() == []


def test_a_memory_has_the_name_that_it_is_given(opened: Termbase, tmp_path: Path) -> None:
    """Where it was sent it lies under another, which tells neither its format nor its origin."""
    sent = tmp_path / "sent-file"
    sent.write_bytes(LAWS.read_bytes())
    opened.mine_memory(sent, name="laws.tsv", processes=1, most=5)
    assert {e.document for pair in opened.candidates() for e in pair.evidence} == {"laws.tsv"}
    with pytest.raises(UnreadableFile) as refused:
        opened.mine_memory(sent, name="laws.odt", processes=1)
    assert str(refused.value).startswith("laws.odt: no memory by its name")


def test_what_refuses_the_commit_leaves_nothing_stored(opened: Termbase, cache: Path) -> None:
    def refuse(mined: object) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        opened.mine_memory(LAWS, processes=1, most=5, on_commit=refuse)
    assert (opened.candidates(), opened.steps()) == ([], [])
    assert len(list(cache.iterdir())) == 1, "the work is kept for the next try"


def test_work_that_nobody_goes_on_with_is_removed(opened: Termbase, cache: Path) -> None:
    long_ago = time.time() - (memory_mining.KEPT_DAYS + 1) * 86_400
    for name in ("abandoned", "running", "recent"):
        (cache / name).mkdir(parents=True)
        (cache / name / "lock").touch()
        if name != "recent":
            os.utime(cache / name, (long_ago, long_ago))
    with held(cache / "running" / "lock"):
        opened.mine_memory(LAWS, processes=1, most=5)
    assert sorted(path.name for path in cache.iterdir()) == ["recent", "running"]


def test_a_report_names_the_first_of_the_units_left_out(
    opened: Termbase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_mining, "LISTED", 2)
    memory = tmp_path / "laws.tsv"
    memory.write_text("broken\n" * 3 + LAWS.read_text(encoding="utf-8"), encoding="utf-8")
    told = memory_mining.report(opened.mine_memory(memory, processes=1, most=5), is_stored=True)
    assert (told["memory"], told["found"], told["added"]["candidates"]) == ("laws.tsv", 5, 5)
    assert told["refusals"] == 3 and [each["number"] for each in told["refused"]] == [1, 2]
