"""Mining on Spark where something is wanting: each time one line that says what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from glossary.errors import GlossaryError, InvalidInput
from glossary.mining.corpus.miner import MemoryRun, mine
from glossary.mining.corpus.spark import cluster


def refused(folder: Path, master: str) -> str:
    with pytest.raises(GlossaryError) as raised:
        mine([], MemoryRun("m", folder, runner=master))
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.fixture
def all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: name)
    monkeypatch.setattr(cluster.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")


@pytest.mark.parametrize("master", ["dask", "local[", "spark://host", "spark://host:7077/x", ""])
def test_an_unknown_runner_is_named_with_those_that_are_known(tmp_path: Path, master: str) -> None:
    assert refused(tmp_path, master).startswith(f"no runner {master}; known are local (this")


def test_without_its_packages_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None if name == "pyspark" else name)
    told = refused(tmp_path, "local[2]")
    assert "needs pyspark; install: pip install 'glossary[spark]'" in told


def test_it_asks_for_no_package_but_that_of_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records go through Spark as bytes, so neither pandas nor Arrow is between."""
    monkeypatch.setattr(cluster, "find_spec", lambda name: name if name == "pyspark" else None)
    monkeypatch.setattr(cluster.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    cluster.check_master("local[2]")


def test_without_java_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: name)
    monkeypatch.setattr(cluster.shutil, "which", lambda name, path=None: None)
    assert "needs Java 17 or newer" in refused(tmp_path, "local[2]")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "set JAVA_HOME" in refused(tmp_path, "local[2]")


@pytest.mark.usefixtures("all_is_there")
def test_a_master_that_does_not_answer_is_told_at_once(tmp_path: Path) -> None:
    """Spark tries for a minute, and then stops with a trace of Java."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{free.getsockname()[1]}"
    told = refused(tmp_path, master)
    assert told.startswith(f"{master}: no Spark master answers there (Connection refused)")


@pytest.mark.usefixtures("all_is_there")
def test_a_master_answers_if_one_of_several_does() -> None:
    with socket.socket() as free, socket.create_server(("127.0.0.1", 0)) as server:
        free.bind(("127.0.0.1", 0))
        places = (f"127.0.0.1:{each.getsockname()[1]}" for each in (free, server))
        cluster.check_master(f"spark://{','.join(places)}")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("PythonException: ...\nModuleNotFoundError: No module named 'glossary'\n", "no glossary"),
        ("Job aborted: Python worker exited unexpectedly (crashed)\n\tat java", "was killed"),
        (
            "An exception was thrown\nTraceback:\n  File x\n"
            "OSError: [Errno 28] No space left on device: '/w/batch'\n\nJVM stacktrace:\n\tat a.b",
            "Spark: OSError: [Errno 28] No space left on device: '/w/batch' (more",
        ),
        ("something else\nsecond line", "Spark: something else (more in spark.log"),
    ],
)
def test_what_spark_raises_is_told_in_a_line(told: str, said: str) -> None:
    class Raised(Exception):
        pass

    Raised.__module__ = "pyspark.errors"
    with pytest.raises(GlossaryError) as raised, cluster.in_words():
        raise Raised(told)
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_faults_of_this_program_stay_as_they_are() -> None:
    with pytest.raises(InvalidInput, match="as it is"), cluster.in_words():
        raise InvalidInput("as it is")
    with pytest.raises(ZeroDivisionError), cluster.in_words():
        raise ZeroDivisionError
