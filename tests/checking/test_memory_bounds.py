"""Nothing that a check keeps in memory grows with its file; what is on disk instead is the same."""

from __future__ import annotations

import gc
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import pytest

from glossary.checking import baseline, habits, spool, strays, variation
from glossary.checking.baseline import fingerprints, only_new, read_baseline, write_baseline
from glossary.checking.finding import Finding
from glossary.checking.habits import Habits, WordCounts
from glossary.checking.rendering import TargetWording
from glossary.checking.reports import written
from glossary.checking.reports.plain import Checked
from glossary.checking.rules import inconsistent, missing
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.spool import FindingSpool, Refusals, SortedSpool
from glossary.exchange.spool import Tally
from glossary.operations.checking import answer_as_read, answer_of, check
from glossary.operations.options import FileToCheck
from tests.checking.large_files import Written, xliff
from tests.checking_samples import TW, found, terms_of

PAIRS = [("Watch the video.", "請看錄像。"), ("It lasted 24 hours.", "持續了25小時。")]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are large soon."""
    monkeypatch.setattr(spool, "_HELD", 50)
    monkeypatch.setattr(spool, "_BLOCK", 5)
    monkeypatch.setattr(habits, "_COUNTED", 200)
    monkeypatch.setattr(inconsistent, "_KEPT", 30)
    monkeypatch.setattr(missing, "_HELD", 50)
    monkeypatch.setattr(strays, "_KEPT", 30)
    monkeypatch.setattr(variation, "_HELD", 2_000)
    monkeypatch.setattr(baseline, "Tally", partial(Tally, 30))


# ---------------------------------------------------------------- values on disk


@pytest.mark.parametrize("held", [1, 3, 7, 100])
def test_values_on_disk_come_back_as_a_stable_sort_has_them(held: int) -> None:
    values = [(number * 7 % 5, number) for number in range(60)]
    kept = SortedSpool(_first, values, held)
    assert list(kept) == sorted(values, key=_first) and len(kept) == len(values)


def _first(value: tuple[int, int]) -> int:
    return value[0]


def test_what_came_in_order_is_read_a_block_at_a_time(
    monkeypatch: pytest.MonkeyPatch, small: None
) -> None:
    """However long it is: of many runs each would have a block in memory."""
    kept = Refusals((number, "bad") for number in range(5_000))
    read, whole = [], SortedSpool._read
    monkeypatch.setattr(SortedSpool, "_read", lambda self, run: read.append(1) or whole(self, run))
    assert [line for line, _ in kept] == list(range(5_000)) and len(read) == 1
    late = FindingSpool(chain(many(2_000), many(2_000)))  # as findings of the whole file come
    read.clear()
    numbers = [each.segment.number for each in late]
    assert numbers == sorted(numbers) and len(read) <= 3


def many(number: int) -> Iterator[Finding]:
    side = SegmentSide("en", "It lasted 24 hours."), SegmentSide(TW, "持續了25小時。")
    for at in range(1, number + 1):
        yield Finding("numbers", "error", f"number {at % 7}", BilingualSegment(at, *side))


# ---------------------------------------------------------------- fingerprints


def test_fingerprints_are_the_same_from_disk(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [(f"It lasted {n % 45} hours.", "持續了99小時。") for n in range(90)] * 2
    there = fingerprints(found(*pairs))
    monkeypatch.setattr(baseline, "Tally", partial(Tally, 10**6))
    assert there == fingerprints(found(*pairs)) and len(set(there)) == len(there) > 100


def test_a_large_baseline_is_sorted_and_known_from_disk(small: None, tmp_path: Path) -> None:
    path = tmp_path / "known"
    known = found(*((f"It lasted {n} hours.", "持續了9999小時。") for n in range(70)))
    write_baseline(path, known)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1:] == sorted(lines[1:]) and len(lines) == 1 + len(known)
    new = found(("It lasted 8888 hours.", "持續了9999小時。"))
    assert list(only_new([*known, *new], read_baseline(path))) == new


# ---------------------------------------------------------------- words of habits


def test_a_habit_is_the_same_with_its_words_on_disk(
    small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = told()
    for name, size in ((spool, "_HELD"), (habits, "_COUNTED")):
        monkeypatch.setattr(name, size, 10**6)
    assert here == told() == {"platform": "系统", "video": "短片", "bill": ""}


def told() -> dict[str, str]:
    """What a file of many words has instead of three terms."""
    seen = Habits()
    for number in range(400):
        own = f"w{number:x}q 第{chr(0x4E00 + number)}號 "
        habitual = {0: "短片", 1: "系統", 2: f"票{chr(0x5E00 + number)}"}.get(number % 10, "")
        wording = TargetWording(f"請看{own}{habitual}")
        seen.see(wording)
        if number % 10 < 3:
            seen.miss(("video", "platform", "bill")[number % 10], wording)
    return {name: seen.instead(name) for name in ("platform", "video", "bill")}


def test_words_that_are_forgotten_are_rare() -> None:
    counts = WordCounts(100)
    for number in range(5_000):
        counts.add({f"rare{number}", f"other{number % 60}", "usual"})
        assert len(counts) <= 100
    assert 5_000 - counts.missed <= counts["usual"] <= 5_000
    assert counts.missed < 500


# ---------------------------------------------------------------- memory


def test_the_memory_of_a_check_does_not_grow_with_its_file(small: None, tmp_path: Path) -> None:
    terms = terms_of()

    def checked(units: int) -> None:
        stream = io.BufferedReader(Written(xliff(units)))
        report = check(terms, FileToCheck(data=stream, name="a.xlf"))
        assert len(report.findings) > units // 2 and len(report.refused) == units // 10
        for form in ("json", "sarif", "html"):
            seen = Checked("a.xlf", units, 1, report.findings, report.refused)
            assert sum(map(len, written(form, seen))) > 100 * units
        write_baseline(tmp_path / "known", report.findings)
        assert not list(only_new(report.findings, read_baseline(tmp_path / "known")))

    checked(800)  # what is loaded once, and fills the caches of words
    few, times_four = _peak(lambda: checked(200)), _peak(lambda: checked(800))
    assert times_four < 1.5 * few


def _peak(work: Callable[[], object]) -> int:
    """The most memory that a work has. A collection would free the tuples that Python keeps for the
    next ones, thousands of them, which would count as they are made anew."""
    gc.disable()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()


_READING = """
import io, resource, sys
from glossary.checking.segments import read
from glossary.checking.segments.base import SegmentOptions
from tests.checking.large_files import Written, files
stream = io.BufferedReader(Written(files(int(sys.argv[1]))))
print(sum(1 for _ in read(stream, "a.xlf", SegmentOptions(print))))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_files_within_an_xliff_are_forgotten_when_they_are_read() -> None:
    peaks = []
    for number in (2_000, 40_000):
        done = subprocess.run(
            [sys.executable, "-c", _READING, str(number)],
            capture_output=True,
            check=True,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        )
        units, peak = map(int, done.stdout.split())
        assert units == number
        peaks.append(peak * (1 if sys.platform == "darwin" else 1024))
    assert peaks[1] - peaks[0] < 30_000_000


# ---------------------------------------------------------------- answers


def test_the_answer_of_a_job_is_written_as_it_is_read(small: None) -> None:
    report = check(terms_of(), FileToCheck(data=b"".join(xliff(90)), name="a.xlf"))
    written_once = json.JSONEncoder(ensure_ascii=False).iterencode(answer_as_read(report, "note"))
    assert "".join(written_once) == json.dumps(answer_of(report, "note"), ensure_ascii=False)
