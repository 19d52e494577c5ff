"""A memory is mined into the queue with its proof; a run that was stopped goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from glossary.errors import InvalidInput
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
