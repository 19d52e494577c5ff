"""Alignments are corrected by hand; memory and evidence follow, and undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossary.errors import ConflictError, InvalidInput, NotFound
from glossary.model import AlignedPair
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.aligned_documents import EN, ZH, beads_in, pairs, read, store_in
from tests.samples import AT

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "seeds" / "documents"


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db", clock=lambda: AT) as opened:
        store_in(opened)
        yield opened


def sentences(termbase: Termbase) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(bead.pair.zh, bead.pair.en) for bead in beads_in(termbase)]


def memory(termbase: Termbase) -> list[tuple[Any, ...]]:
    units = termbase.store.all_units()
    return sorted((u.zh.text, u.en.text, u.document, u.created_by, u.created_at) for u in units)


def states(termbase: Termbase) -> dict[tuple[str, str], str]:
    found = termbase.candidates(CandidateFilter(state=None))
    return {(c.zh, c.en): c.state for c in found}


def whole(termbase: Termbase) -> tuple[Any, ...]:
    """All that a correction may change."""
    return sentences(termbase), memory(termbase), states(termbase)


def correct(termbase: Termbase, number: int, act: str, **how: Any) -> Any:
    bead = beads_in(termbase)[number]
    return termbase.correct_alignment(bead.id, act, by="bo", **how)


# ---------------------------------------------------------------- the acts


def test_join_with_the_next(termbase: Termbase) -> None:
    done = correct(termbase, 0, "join")
    zh, en = (
        "潮水來了。船回港。燈亮了，人睡了。",
        ("The tide came. Ships came home. Lamps were lit, and people slept."),
    )
    assert [(u[0], u[1], u[3]) for u in memory(termbase)] == [(zh, en, "bo")]
    assert (done.units_dropped, done.units_added, len(beads_in(termbase))) == (2, 1, 1)
    with pytest.raises(InvalidInput, match="the last one"):
        correct(termbase, 0, "join")


def test_split_between_sentences(termbase: Termbase) -> None:
    done = correct(termbase, 0, "split", zh=5, en=15)
    assert sentences(termbase)[:2] == [
        (("潮水來了。",), ("The tide came.",)),
        (("船回港。",), ("Ships came home.",)),
    ]
    assert (done.units_dropped, done.units_added) == (1, 2)
    assert states(termbase) == {
        ("潮水", "tide"): "proposed",
        ("船", "Ships"): "proposed",
        ("潮水", "Ships"): "withdrawn",
    }
    (lost,) = done.followed.lost
    assert termbase.candidate(lost).en == "Ships"
    with pytest.raises(ConflictError, match="withdrawn"):
        termbase.judge(lost, "approve")


def test_split_inside_a_sentence_that_has_markup(termbase: Termbase) -> None:
    correct(termbase, 1, "split", zh=4, en=15)
    found = [bead.pair for bead in beads_in(termbase)[1:]]
    assert [pair.zh + pair.en for pair in found] == [
        ("燈亮了，", "Lamps were lit,"),
        ("人睡了。", "and people slept."),
    ]
    assert [ZH[slice(*p.zh_spans[0])] for p in found] == ["燈**亮**了，", "人睡了。"]
    assert [EN[slice(*p.en_spans[0])] for p in found] == ["Lamps were *lit*,", "and people slept."]


def test_one_side_may_go_alone(termbase: Termbase) -> None:
    correct(termbase, 0, "split", zh=5, en=0)
    assert sentences(termbase)[0] == (("潮水來了。",), ())
    assert [unit[0] for unit in memory(termbase)] == ["燈亮了，人睡了。", "船回港。"]


@pytest.mark.parametrize(("zh", "en"), [(0, 0), (9, 31), (-1, 3), (4, 99)])
def test_a_split_that_is_none(termbase: Termbase, zh: int, en: int) -> None:
    before = whole(termbase)
    with pytest.raises(InvalidInput):
        correct(termbase, 0, "split", zh=zh, en=en)
    assert whole(termbase) == before


def test_move_to_the_next_and_back(termbase: Termbase) -> None:
    before = sentences(termbase)
    correct(termbase, 0, "move", language="zh", to="next")
    assert [zh for zh, _ in sentences(termbase)] == [
        ("潮水來了。",),
        ("船回港。", "燈亮了，人睡了。"),
    ]
    assert states(termbase)["船", "Ships"] == "withdrawn"
    correct(termbase, 1, "move", language="zh", to="previous")
    assert sentences(termbase) == before
    assert states(termbase)["船", "Ships"] == "proposed"


def test_a_bead_that_gives_its_last_sentence_is_gone(termbase: Termbase) -> None:
    correct(termbase, 1, "move", language="zh", to="previous")
    correct(termbase, 1, "move", language="en", to="previous")
    assert len(sentences(termbase)) == 1


def test_there_must_be_something_to_move_and_somewhere(termbase: Termbase) -> None:
    with pytest.raises(InvalidInput, match="before"):
        correct(termbase, 0, "move", language="zh", to="previous")
    with pytest.raises(InvalidInput, match="after"):
        correct(termbase, 1, "move", language="en", to="next")
    with pytest.raises(InvalidInput, match="language"):
        correct(termbase, 0, "move")
    correct(termbase, 1, "move", language="zh", to="previous")
    with pytest.raises(InvalidInput, match="no sentence of zh"):
        correct(termbase, 1, "move", language="zh", to="previous")


def test_a_bead_that_was_corrected_meanwhile(termbase: Termbase) -> None:
    old = beads_in(termbase)[0]
    correct(termbase, 0, "split", zh=5, en=15)
    with pytest.raises(ConflictError, match="meanwhile"):
        termbase.correct_alignment(old.id, "join")
    with pytest.raises(NotFound):
        termbase.correct_alignment(10**6, "join")
    with pytest.raises(InvalidInput, match="no correction"):
        correct(termbase, 0, "shuffle")


# ---------------------------------------------------------------- undo

ACTS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "join": (0, "join", {}),
    "split": (0, "split", {"zh": 5, "en": 15}),
    "inside": (1, "split", {"zh": 4, "en": 15}),
    "move": (0, "move", {"language": "en", "to": "next"}),
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_takes_all_of_it_back(termbase: Termbase, name: str) -> None:
    number, act, how = ACTS[name]
    before = whole(termbase)
    done = correct(termbase, number, act, **how)
    assert whole(termbase) != before
    undone = termbase.undo(by="ada")
    assert (undone.id, undone.verb, undone.by) == (done.step, "align", "bo")
    assert whole(termbase) == before
    correct(termbase, number, act, **how)
    assert whole(termbase) != before


def test_a_correction_that_another_was_built_upon_waits(termbase: Termbase) -> None:
    first = correct(termbase, 0, "split", zh=5, en=15)
    second = correct(termbase, 0, "join")
    with pytest.raises(ConflictError, match="built upon"):
        termbase.undo(step_id=first.step)
    termbase.undo(step_id=second.step)
    termbase.undo(step_id=first.step)
    assert sentences(termbase) == [(pair.zh, pair.en) for pair in pairs()]


def test_a_judgement_taken_back_after_a_correction_leaves_nothing_without_proof(
    termbase: Termbase,
) -> None:
    wrong = next(c for c in termbase.candidates() if (c.zh, c.en) == ("潮水", "Ships"))
    approved = termbase.judge(wrong.id, "approve")
    correct(termbase, 0, "split", zh=5, en=15)
    assert states(termbase)["潮水", "Ships"] == "approved"
    assert approved.entry
    assert [proof.holds for proof in termbase.why(approved.entry.id).proofs] == [True]
    termbase.undo(step_id=approved.step)
    assert states(termbase)["潮水", "Ships"] == "withdrawn"


# ---------------------------------------------------------------- as mined


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Termbase, Any]]:
    with Termbase.open(tmp_path_factory.mktemp("mined") / "terms.db", lambda: AT) as opened:
        source, translation = (DOCUMENTS / f"strategy-brief.{x}.txt" for x in ("en", "zh"))
        yield opened, opened.mine(source, translation, by="ada")


def test_mining_keeps_the_alignment_as_it_was_found(mined: tuple[Termbase, Any]) -> None:
    termbase, done = mined
    source = done.found.document
    (alignment,) = termbase.alignments(source.sha256)
    kept: list[AlignedPair] = [bead.pair for bead in termbase.beads(alignment.id)]
    assert tuple(kept) == done.found.alignment and len(kept) > 20
    assert alignment.en_sha256 == source.sha256, "whichever of the two was named first"
    assert alignment.units == done.added.units == termbase.stats()["units"]
    texts = {
        termbase.document(s).languages[0]: termbase.document_text(s)
        for s in (alignment.zh_sha256, alignment.en_sha256)
    }
    for pair in kept:
        assert [texts["zh"][slice(*span)] for span in pair.zh_spans] == list(pair.zh)


def test_all_evidence_of_an_aligned_text_falls_with_its_beads(
    mined: tuple[Termbase, Any],
) -> None:
    """Joined to one bead and split anew elsewhere, what was together is told apart exactly."""
    termbase, done = mined
    (alignment,) = termbase.alignments(done.found.document.sha256)
    before = termbase.candidates(), memory(termbase)
    bead = next(b for b in termbase.beads(alignment.id) if b.pair.zh and b.pair.en)
    inside = [
        c
        for c in before[0]
        for e in c.evidence
        if any(a <= e.zh_span[0] < b for a, b in bead.pair.zh_spans)
    ]
    done_by_hand = termbase.correct_alignment(bead.id, "split", zh=len("".join(bead.pair.zh)), en=0)
    assert set(done_by_hand.followed.lost) == {
        c.id for c in inside if c.evidence[0].method != "gloss"
    }
    termbase.undo()
    assert (termbase.candidates(), memory(termbase)) == before


def test_the_documents_of_a_pair_know_their_alignment(termbase: Termbase) -> None:
    zh, en = read()
    assert termbase.alignments(zh.sha256) == termbase.alignments(en.sha256)
    assert termbase.count_documents() == len(termbase.documents()) == 2
    with pytest.raises(NotFound):
        termbase.document_text("0" * 64)
