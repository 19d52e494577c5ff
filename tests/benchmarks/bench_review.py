"""Speed of the review queue: a page of it, its counts, and many decisions at once.

    python tests/benchmarks/bench_review.py [--candidates 100000] [--decided 2000]

Every line gives the wall time and the processor time, which a busy machine disturbs less, in
milliseconds, of the fastest of three runs; of decisions, which cannot be repeated, of the only one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from glossary.model import KINDS, METHODS, Evidence, Proposal
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

AT = "2026-01-01T00:00:00Z"
ZH = "電磁波頻譜管理與國際合作的長期目標及其在區域安全中的意義以供各方參考討論軍備競賽"
EN = "spectrum management long aims shared work safety region arms race trust measure".split()
SUBJECTS = ("security", "economy", "law", "trade", "")
FILTERS = {
    "the open ones": CandidateFilter(skipped=False),
    "of a subject": CandidateFilter(skipped=False, subject="law"),
    "of a rare kind and method": CandidateFilter(skipped=False, kind="title", method="gloss"),
    "from 0.95 on": CandidateFilter(skipped=False, least_confidence=0.95),
    "of a document": CandidateFilter(skipped=False, document="report-250.txt"),
    "with a text": CandidateFilter(skipped=False, text="國際"),
    "with a text that none has": CandidateFilter(skipped=False, text="no such words"),
    "the approved ones": CandidateFilter(state="approved"),
}


def proposals(count: int, chance: random.Random) -> Iterator[Proposal]:
    """Pairs in one or two of 300 documents, of which half have a translation of their own."""
    for n in range(count):
        zh, en = (
            f"{''.join(chance.choices(ZH, k=3))}{n}",
            f"{' '.join(chance.choices(EN, k=2))} {n}",
        )
        proofs = tuple(_evidence(zh, en, chance) for _ in range(chance.randint(1, 2)))
        kind, method = chance.choice(KINDS), chance.choice(METHODS)
        yield Proposal(zh, en, kind, method, round(chance.random() ** 0.5, 4), proofs)


def _evidence(zh: str, en: str, chance: random.Random) -> Evidence:
    number = int(chance.random() ** 2 * 300)
    name, at = f"report-{number}.txt", chance.randrange(100_000)
    sentences = (
        f"學者在這次會議上又一次談到了{zh}這個問題。",
        f"The scholars spoke once more of {en}.",
    )
    spans = (at, at + len(zh)), (at, at + len(en))
    two = (f"en-{name}", hashlib.sha256(b"en%d" % number).hexdigest()) if number % 2 else ()
    digest = hashlib.sha256(b"%d" % number).hexdigest()
    return Evidence(name, digest, *sentences, *spans, at // 80, "parallel", 0.8, *two)


def measured(name: str, work: Callable[[], object], times: int = 3) -> None:
    taken = [_time(work) for _ in range(times)]
    clock, processor = (min(each) * 1000 for each in zip(*taken, strict=True))
    print(f"{name:45} {clock:10.1f} {processor:10.1f}", flush=True)


def _time(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def filled(folder: Path, count: int) -> Termbase:
    termbase = Termbase.open(folder / "review.db", clock=lambda: AT)
    chance = random.Random(7)
    with termbase.store.transaction():
        for subject in SUBJECTS:
            of_subject = list(proposals(count // len(SUBJECTS), chance))
            termbase.store.propose(of_subject, subject, AT)
    return termbase


def run(termbase: Termbase, decided: int) -> None:
    print(f"{'milliseconds':45} {'clock':>10} {'processor':>10}")
    ids = tuple(candidate.id for candidate in termbase.candidates(limit=decided))
    measured(f"a preview of {decided}", lambda: termbase.judge_many("approve", ids, dry_run=True))
    measured(f"approve {decided}", lambda: termbase.judge_many("approve", ids), 1)
    measured("take that back", termbase.undo, 1)
    termbase.judge_many("approve", ids)
    measured("the sum of what was decided", termbase.judged_summary)
    for name, where in FILTERS.items():
        measured(f"a page: {name}", lambda where=where: termbase.candidates(where, limit=50))
        measured(f"how many: {name}", lambda where=where: termbase.count_candidates(where))
        measured(f"counts: {name}", lambda where=where: termbase.candidate_facets(where))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--decided", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder), options.candidates) as made:
        run(made, options.decided)
