"""A session on a Spark cluster: begun with errors in words, and what is asked of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from glossary.errors import GlossaryError, InvalidInput

_MASTER = re.compile(
    r"local(-cluster)?\[[\d*]+(,\s*\d+)*\]|spark://[^\s/:,]+:\d+(,[^\s/:,]+:\d+)*|yarn|k8s://\S+"
)
_NEEDED = ("pyspark",)
_ANSWER = 5.0  # seconds for a master to take a connection: chosen, a network takes one
_LOOK = 0.5  # seconds between two looks at how far it is: chosen, a person sees it move
_SETTINGS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.shuffle.sort.bypassMergeThreshold": "1",
}
"""What Spark is told; for all else its own configuration (SPARK_CONF_DIR) holds. A task lays its
records down in one file: where it begins one for each partition, as it does up to 200, each costs
Java over a millisecond of the processor however little comes to it."""
_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.shuffle.compress": "false",
    "spark.shuffle.checksum.enabled": "false",
    "spark.python.unix.domain.socket.enabled": "true",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""What it is told where all is done on this machine: nothing is open to others; records, which go
over no network, are neither compressed nor given checksums; Java and the processes of Python talk
over Unix sockets (Spark 4.1), as over TCP a task often waits 40 ms for an answer; and Java,
which only hands bytes about, takes no time to compile itself well: that takes half of what it
takes."""
LOG = "spark.log"
"""The file in the folder of a run that has what Spark says: it says much, and here an error is one
line."""


class Cluster:
    """A session on a `master`, as Spark writes it, whose messages go to `log`. Raises InvalidInput,
    GlossaryError where none can be had."""

    def __init__(self, master: str, log: Path) -> None:
        check_master(master)
        with in_words():
            self._context = _begun(master, log)
        self._sent: set[Path] = set()

    @property
    def slots(self) -> int:
        """How many tasks may run at once."""
        return max(1, int(self._context.defaultParallelism))

    def stop(self) -> None:
        self._context.stop()

    def send(self, paths: Iterable[Path]) -> None:
        """Send files to each machine, once; its workers find them by their names."""
        with in_words():
            for path in set(paths) - self._sent:
                self._context.addFile(str(path))
                self._sent.add(path)

    def mapped(self, work: Any, jobs: int, together: int = 1) -> Any:
        """What `work` makes of the numbers of so many jobs, some `together` a task: rows that are
        still to be worked out."""
        return self._context.parallelize(range(jobs), -(-jobs // together)).mapPartitions(work)

    def brought_together(self, rows: Any, work: Any, partitions: int) -> Any:
        """What `work` makes of (partition, value) rows, those of a partition in one task: it is
        called with the number of the partition, too."""
        return rows.partitionBy(partitions, int).mapPartitionsWithIndex(work)

    def rows(self, rows: Any, tell: Callable[[float], None]) -> list[Any]:
        """Work rows out; meanwhile `tell` hears which share of the tasks is done."""
        with in_words(), ThreadPoolExecutor(1) as pool:
            answer = pool.submit(rows.collect)
            try:
                while True:
                    try:
                        found: list[Any] = answer.result(_LOOK)
                        return found
                    except TimeoutError:
                        tell(self._share())
            except KeyboardInterrupt:
                self._context.cancelAllJobs()
                raise

    def _share(self) -> float:
        """Which share of the tasks of the stages that run is done."""
        tracker = self._context.statusTracker()
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        known = [stage for stage in stages if stage]
        total = sum(stage.numTasks for stage in known)
        return sum(stage.numCompletedTasks for stage in known) / total if total else 0.0


@contextmanager
def _said_to(log: Path) -> Iterator[None]:
    """Have what begins meanwhile write its messages to a file: Java has the standard error of who
    begins it."""
    own = os.dup(2)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(own, 2)
        os.close(own)


def check_master(master: str) -> None:
    """Raises where no session can be had, before any is tried."""
    if not _MASTER.fullmatch(master):
        raise InvalidInput(
            f"no runner {master}; known are local (this program), and Spark as local[2], "
            "spark://HOST:PORT, yarn or k8s://HOST"
        )
    missing = [package for package in _NEEDED if not find_spec(package)]
    if missing:
        raise InvalidInput(
            f"the runner {master} needs {', '.join(missing)}; install: "
            "pip install 'glossary[spark]', or leave --runner out to mine on this machine"
        )
    if not _java():
        raise InvalidInput(
            f"the runner {master} needs Java 17 or newer, which Spark runs on; install a JDK, or "
            "set JAVA_HOME to it, or leave --runner out to mine on this machine"
        )
    if master.startswith("spark://"):
        _reach(master)


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java", path=f"{home}/bin") if home else shutil.which("java"))


def _reach(master: str) -> None:
    """Raises GlossaryError if none of the masters answers; Spark would try for a minute."""
    reason = ""
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), _ANSWER).close()
            return
        except OSError as error:
            reason = error.strerror or str(error)
    raise GlossaryError(
        f"{master}: no Spark master answers there ({reason}); see whether it runs and under which "
        "address, or leave --runner out to mine on this machine"
    )


def _begun(master: str, log: Path) -> Any:
    handler = signal.getsignal(signal.SIGINT)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else Spark takes any python3
    spark = import_module("pyspark")
    settings = spark.SparkConf().setMaster(master).setAppName("glossary mine")
    here = _HERE if master.startswith("local") else {}
    settings.setAll((_SETTINGS | here).items())
    try:
        with _said_to(log):
            context = spark.SparkContext(conf=settings)
    except ValueError as error:
        if "multiple SparkContexts" not in str(error):
            raise
        raise InvalidInput(
            "this process has a session of Spark; mining begins its own: stop that"
        ) from error
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, handler)  # Spark's own ends the work, and tells us nothing
    return context


# ---------------------------------------------------------------- errors in words


@contextmanager
def in_words() -> Iterator[None]:
    """What Spark raises, as one line that says what to do."""
    try:
        yield
    except GlossaryError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        raise GlossaryError(_words(str(error))) from error


def _words(told: str) -> str:
    if module := re.search(r"No module named '([\w.]+)'", told):
        return (
            f"the workers have no {module[1]}: they need this program with all it needs; how they "
            "get it says docs/spark.md"
        )
    if re.search(r"Python worker exited|ExecutorLostFailure|OutOfMemoryError", told):
        return (
            "a worker was killed, most likely for want of memory; what is counted is kept: start "
            "it again with fewer cores, or with more memory for each"
        )
    faults = re.findall(r"^\s*((?:\w+\.)*\w*(?:Error|Exception): \S.*)$", told, re.M)
    said = faults[-1] if faults else told.strip().splitlines()[0]
    return f"Spark: {said} (more in {LOG} where work is kept)"
