"""What was decided in a sitting: how much, how fast, and how right the confidences were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary import documents
from glossary.operations.judged_summary import ReliabilityBin
from glossary.termbase import Termbase
from tests.samples import AT, evidence, proposal

PAIRS = [
    ("安全困境", 0.96),
    ("小院高牆", 0.94),
    ("漲潮條款", 0.91),
    ("浮橋效應", 1.0),
    ("燈籠", 0.42),
]
TEXT = "".join(f"又說{zh}（pair {n}）如何。" for n, (zh, _) in enumerate(PAIRS))


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.minute, self.second = 0, 0

    def __call__(self) -> str:
        return f"2026-03-01T08:{self.minute:02}:{self.second:02}Z"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def termbase(tmp_path: Path, watch: Watch) -> Iterator[Termbase]:
    source = documents.parse(TEXT.encode(), "paper.md")
    with Termbase.open(tmp_path / "terms.db", clock=watch) as opened:
        with opened.store.transaction():
            opened.store.put_document(source, AT)
            found = [
                proposal(zh, f"pair {n}", evidence(source, zh, f"pair {n}"), confidence=sure)
                for n, (zh, sure) in enumerate(PAIRS)
            ]
            opened.store.propose(found, "", AT)
        yield opened


def test_nothing_was_decided(termbase: Termbase) -> None:
    told = termbase.judged_summary()
    assert (told.decided, told.steps, told.seconds, told.per_hour) == (0, 0, 0, None)
    assert (told.first_at, told.said, told.bins) == ("", None, ())


def test_decisions_are_counted_with_the_confidence_said(termbase: Termbase) -> None:
    termbase.judge(1, "approve")
    termbase.judge(2, "amend", zh="小院")
    termbase.judge(3, "reject")
    termbase.judge(4, "skip")
    termbase.judge(5, "approve")
    told = termbase.judged_summary()
    assert (told.decided, told.approved, told.amended, told.rejected) == (4, 2, 1, 1)
    assert told.skipped == 1 and told.said == pytest.approx((0.96 + 0.94 + 0.91 + 0.42) / 4)
    low, high = told.bins
    assert low == ReliabilityBin(0.4, 0.5, 0.42, 1, 1, 0)
    assert (high.least, high.below, high.decided, high.approved, high.amended) == (0.9, 1, 3, 1, 1)
    assert high.said == pytest.approx((0.96 + 0.94 + 0.91) / 3)


def test_a_certain_pair_is_in_the_last_bin(termbase: Termbase) -> None:
    termbase.judge(4, "approve")
    assert termbase.judged_summary().bins == (ReliabilityBin(0.9, 1.0, 1.0, 1, 1, 0),)


def test_only_the_last_decision_on_a_pair_counts(termbase: Termbase) -> None:
    termbase.judge(1, "approve")
    termbase.judge(1, "reject", again=True)
    termbase.judge(2, "reject")
    termbase.undo()
    told = termbase.judged_summary()
    assert (told.decided, told.approved, told.rejected, told.steps) == (1, 0, 1, 2)


def test_pace_leaves_pauses_out_and_counts_what_is_decided_together_once(
    termbase: Termbase, watch: Watch
) -> None:
    for minute, second, ids in ((0, 0, (1,)), (0, 20, (2, 3)), (0, 30, (4,)), (59, 0, (5,))):
        watch.minute, watch.second = minute, second
        termbase.judge_many("reject", ids, by="ada")
    told = termbase.judged_summary()
    assert (told.decided, told.steps, told.seconds, told.per_hour) == (5, 4, 30, 240.0)
    assert (told.first_at, told.last_at) == ("2026-03-01T08:00:00Z", "2026-03-01T08:59:00Z")


def test_of_one_person_since_a_time(termbase: Termbase, watch: Watch) -> None:
    for minute, by in enumerate(("ada", "bob", "ada", "ada")):
        watch.minute = minute
        termbase.judge(minute + 1, "reject", by=by)
    told = termbase.judged_summary(by="ada")
    assert (told.decided, told.seconds, told.per_hour) == (3, 180, 40.0)
    late = termbase.judged_summary(since="2026-03-01T08:02:30Z", by="ada")
    assert (late.decided, late.per_hour) == (1, None)
    assert termbase.judged_summary(since="2026-03-02").decided == 0


def test_decisions_at_a_time_that_nobody_knows_count_and_say_nothing_of_the_pace(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(termbase, "clock", lambda: "")  # as the demo decides
    for number in (1, 2):
        termbase.judge(number, "reject")
    told = termbase.judged_summary()
    assert (told.decided, told.seconds, told.per_hour, told.first_at) == (2, 0, None, "")
