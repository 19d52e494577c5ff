"""Mining on Spark counts what the local runner counts, byte by byte, even if workers are killed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from glossary.errors import GlossaryError, InvalidInput
from glossary.mining.corpus import grams, runner, runs
from glossary.mining.corpus.counting import AtLeast
from glossary.mining.corpus.encoding import Batch
from glossary.mining.corpus.miner import MinedMemory
from glossary.mining.corpus.parts import Parts
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import Counting, Runner, Work
from glossary.mining.corpus.runs import RECORD, Records
from glossary.operations.memory_files import units_of_file
from glossary.operations.memory_parts import parts_of
from glossary.termbase import Termbase
from tests.mining.digests import counted_digest

for package in ("pyspark", "pyarrow"):
    pytest.importorskip(package, reason="mining on Spark needs pip install 'glossary[spark]'")
if not shutil.which("java") and not os.environ.get("CI"):
    pytest.skip("Spark runs on Java, and there is none here", allow_module_level=True)

import pyarrow
from pyarrow import parquet as parquet_files
from pyspark import cloudpickle

from glossary.mining.corpus.spark.runner import SparkRunner

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # no worker can import this module

MASTER = "local[2,4]"  # two at a time, each task tried four times
LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"


@pytest.fixture(scope="module", autouse=True)
def settings() -> Iterator[None]:
    """Small batches, and a Java that compiles little: it is begun once, and takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        patch.setattr(runner, "BATCH", 90)
        yield


def in_parts(folder: Path) -> Path:
    """The laws as files of 150 lines, with two that are no units."""
    folder.mkdir()
    lines = LAWS.read_text(encoding="utf-8").splitlines()
    for n in range(3):
        some = lines[n * 150 : n * 150 + 150]
        some[20:20] = ["half a line"] * (n != 1)
        (folder / f"part-{n}.tsv").write_text("\n".join(some) + "\n", encoding="utf-8")
    return folder


def nobody(number: int, reason: str) -> None:
    """Units left out are left out."""


def parts(path: Path) -> Parts:
    found = parts_of(path, nobody)
    assert found
    return found


# ---------------------------------------------------------------- the same pairs and counts


@dataclass(frozen=True)
class Result:
    """What a run found, stored and wrote, the units it left out, and the digest of its counts."""

    found: MinedMemory
    refused: list[int]
    candidates: list[tuple[str, str, str]]
    pairs: list[dict[str, Any]]
    digest: str


def mined(corpus: Path, folder: Path, master: str) -> Result:
    """Mine with all work in `folder`, through the facade."""
    folder.mkdir()
    digests: list[str] = []
    work, output = folder / "work", folder / "pairs.parquet"

    def note(result: object) -> None:
        (of_this_run,) = (work / "glossary-mining").iterdir()
        digests.append(counted_digest(of_this_run))

    with Termbase.open(folder / "terms.db") as opened:
        result = opened.mine_memory(
            corpus, processes=1, runner=master, work=work, output=output, on_commit=note
        )
        stored = [(c.zh, c.en, str(c.use)) for c in opened.candidates()]
    assert not list((work / "glossary-mining").iterdir())
    refused = [unit.number for unit in result.refused]
    rows = parquet_files.read_table(output).to_pylist()
    return Result(result.found, refused, stored, rows, digests[0])


def test_local_with_little_memory_and_spark_count_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = in_parts(tmp_path / "laws")
    local = mined(corpus, tmp_path / "local", "local")
    spark = mined(corpus, tmp_path / "spark", MASTER)
    monkeypatch.setattr(runs, "_TOGETHER", 500)  # dozens of pieces, as with little memory
    little = mined(corpus, tmp_path / "little", "local")
    assert local.digest == little.digest == spark.digest
    assert spark == local == little
    assert len(spark.candidates) == len(spark.pairs) > 40 and spark.refused == [21, 322]
    assert all(1 <= len(pair["proof"]) <= 3 for pair in spark.pairs)


# ---------------------------------------------------------------- faults


@dataclass(frozen=True)
class Killed:
    """Counts grams; so many processes that begin to are killed, as by a system without memory."""

    record: ClassVar[np.dtype[Any]] = RECORD
    markers: Path
    times: int
    work: Work = grams.GramCounts("zh", (1, 3), None)

    def __call__(self, batch: Batch) -> Records:
        for n in range(self.times):
            try:
                (self.markers / f"killed {n}").touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
        return self.work(batch)

    def kept(self) -> Sequence[Path]:
        return self.work.kept()

    def beside(self, folder: Path) -> Killed:
        return self


def grams_of(run: Runner, name: str, work: Work) -> Records:
    return np.array(runs.opened(run.counts(name, work, AtLeast(2))))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Records:
    with Runner(tmp_path_factory.mktemp("local"), 1, Meter(lambda step: None)) as run:
        run.take(units_of_file(LAWS, nobody))
        return grams_of(run, "grams", grams.GramCounts("zh", (1, 3), None))


def on_spark(folder: Path) -> SparkRunner:
    return SparkRunner(folder, MASTER, Meter(lambda step: None))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, settings: None) -> Iterator[SparkRunner]:
    with on_spark(tmp_path_factory.mktemp("spark")) as run:
        run.take(units_of_file(LAWS, nobody))
        yield run


def test_a_worker_that_is_killed_while_it_counts_changes_no_sum(
    tmp_path: Path, run: SparkRunner, expected: Records
) -> None:
    found = grams_of(run, "killed twice", Killed(tmp_path, 2))
    assert (tmp_path / "killed 1").exists() and len(found) > 1_000
    assert np.array_equal(found, expected)


def test_where_nobody_takes_over_a_line_says_so_and_the_next_try_goes_on(
    tmp_path: Path, run: SparkRunner, expected: Records
) -> None:
    with pytest.raises(GlossaryError, match="a worker was killed.*start it again") as raised:
        grams_of(run, "killed", Killed(tmp_path, 20))
    assert "\n" not in str(raised.value)
    assert np.array_equal(grams_of(run, "killed", Killed(tmp_path, 0)), expected)
    assert not list(run.folder.glob("*.sum"))


def test_units_that_only_one_process_can_read_were_handed_out(run: SparkRunner) -> None:
    assert run.size()[0] == 447 and not list(run.folder.glob("units.*"))


def jobs_of(run: SparkRunner) -> int:
    """How many jobs Spark was given."""
    return len(run._cluster._context.statusTracker().getJobIdsForGroup(None))


def test_what_is_counted_at_the_same_time_is_one_job_of_spark(
    tmp_path: Path, run: SparkRunner, expected: Records
) -> None:
    """Each language had jobs of its own: to begin and end one took longer than to count."""
    works = [grams.GramCounts(language, (1, 3), None) for language in ("zh", "en")]
    countings = [Counting(f"{work.language} together", work, AtLeast(2)) for work in works]
    before = jobs_of(run)
    zh, en = run.counts_of(countings)
    assert jobs_of(run) == before + 1
    assert np.array_equal(runs.opened(zh), expected)
    with Runner(tmp_path, 1, Meter(lambda step: None)) as local:
        local.take(units_of_file(LAWS, nobody))
        assert np.array_equal(runs.opened(en), grams_of(local, "grams", works[1]))
    en.unlink()  # as if it had ended before that was there
    times = zh.stat().st_mtime_ns
    assert len(runs.opened(run.counts_of(countings)[1])) > 1_000
    assert zh.stat().st_mtime_ns == times


def test_a_task_waits_for_no_answer_and_writes_one_file(run: SparkRunner) -> None:
    """Over TCP, half of the tasks that had nothing to do took 50 ms, for an answer was awaited;
    and Java took a millisecond for each partition, to begin a file for it."""
    told = run._cluster._context.getConf()
    assert told.get("spark.python.unix.domain.socket.enabled") == "true"
    assert told.get("spark.shuffle.sort.bypassMergeThreshold") == "1"


def test_a_session_of_somebody_else_is_left_alone(tmp_path: Path, run: SparkRunner) -> None:
    with pytest.raises(InvalidInput, match="this process has a session of Spark"):
        on_spark(tmp_path)


def test_rows_of_parquet_are_not_counted_by_workers(tmp_path: Path, run: SparkRunner) -> None:
    """How many there are stands in the file: so the first job already encodes."""
    run.folder = tmp_path / "rows"
    run.folder.mkdir()
    units = list(units_of_file(LAWS, nobody))
    columns = {"zh": [unit.zh for unit in units], "en": [unit.en for unit in units]}
    memory = tmp_path / "memory.parquet"
    parquet_files.write_table(pyarrow.table(columns), memory, row_group_size=100)
    before = jobs_of(run)
    run.take(parts(memory))
    assert jobs_of(run) == before + 1 and run.size()[0] == len(units)


def test_a_damaged_part_is_named_and_parts_that_are_done_are_not_done_again(
    tmp_path: Path, run: SparkRunner
) -> None:
    """In the session of the other tests, with a folder of its own."""
    run.folder = tmp_path / "work"
    run.folder.mkdir()
    corpus = in_parts(tmp_path / "laws")
    good, packed = corpus / "part-1.tsv", corpus / "part-1.tsv.xz"
    table = good.read_bytes()
    good.rename(packed)
    with pytest.raises(InvalidInput, match=r"part-1\.tsv\.xz: damaged") as raised:
        run.take(parts(corpus))
    assert "\n" not in str(raised.value)
    packed.unlink()
    good.write_bytes(table)
    run.take(parts(corpus))
    size, times = run.size(), {path: path.stat().st_mtime_ns for path in run.batches}
    for name in ("taken.npy", "part.000001.json"):
        (run.folder / name).unlink()  # as if it had ended before
    run.take(parts(corpus))
    again = {path.name for path in run.batches if path.stat().st_mtime_ns != times[path]}
    assert again == {"batch.000001.000001.npz", "batch.000001.000002.npz"}
    assert run.size() == size and size[0] == 447
