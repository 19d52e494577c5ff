"""`glossary sync`: what it says, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import Run

BEGUN = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from glossary.__main__ import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "glossary"
    made.mkdir()
    return made


@pytest.fixture
def syncing(tmp_path: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A sync of the folder that goes on until it is ended."""
    with subprocess.Popen(
        [sys.executable, "-c", BEGUN, "sync", folder, "--every", "0.1", "--by", "ada"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "GLOSSARY_DB": str(tmp_path / "terms.db")},
    ) as process:
        yield process
        process.kill()


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def test_once(run: Run, folder: Path) -> None:
    said = run("sync", folder, "--once").stdout
    assert "no file, as no entry has both an English term and one of this Chinese" in said
    run("add", "軟體", "software", "--zh-tag", "zh-Hant-TW")
    (folder / "glossary.txt").write_text("server\t伺服器\nbroken\n", encoding="utf-8")
    done = run("sync", folder, "--once", "--by", "ada")
    assert done.stdout.splitlines() == [
        f"{folder}/glossary-sync.tbx: written",
        f"{folder}/glossary.txt: 1 pairs proposed, 0 known before",
    ]
    assert done.stderr == (
        f"Error: {folder}/glossary.txt, line 2: not two terms with a tab between them; left out\n"
    )
    assert run("sync", folder, "--once").stdout.splitlines() == [
        f"{folder}/glossary-sync.tbx: is fresh",
        f"{folder}/glossary.txt: 0 pairs proposed, 1 known before",
    ]


def test_it_goes_on_until_it_is_ended(
    run: Run, folder: Path, syncing: subprocess.Popen[str]
) -> None:
    wait_for((folder / ".glossary-sync.lock").exists)
    refused = run("sync", folder, "--once", code=1).stderr
    assert refused == f"Error: {folder}: another `glossary sync` keeps it fresh already\n"
    run("add", "軟體", "software", "--zh-tag", "zh-Hant-TW")
    wait_for((folder / "glossary-sync.tbx").exists)
    (folder / "glossary.txt").write_text("server\t伺服器\n", encoding="utf-8")
    wait_for(lambda: "伺服器" in run("review", "--list", "--format", "jsonl").stdout)
    syncing.send_signal(signal.SIGINT)
    out, errors = syncing.communicate(timeout=60)
    assert syncing.returncode == 0 and "Traceback" not in errors
    assert errors.splitlines()[-1] == f"{folder}: no longer kept fresh"
    assert f"{folder}/glossary.txt: 1 pairs proposed, 0 known before" in out.splitlines()


def test_a_folder_that_goes_ends_it_in_a_line(
    run: Run, folder: Path, syncing: subprocess.Popen[str]
) -> None:
    run("add", "軟體", "software", "--zh-tag", "zh-Hant-TW")
    wait_for((folder / "glossary-sync.tbx").exists)
    folder.rename(folder.with_name("elsewhere"))
    _, errors = syncing.communicate(timeout=60)
    assert syncing.returncode == 1
    assert errors.splitlines()[1:] == [
        f"Error: {folder}: no such folder; make it, or give the one of the project"
    ]


def test_what_is_no_folder(run: Run, folder: Path) -> None:
    assert "no such folder" in run("sync", folder / "none", code=1).stderr
    assert "unknown profile" in run("sync", folder, "--profile", "nowhere", code=1).stderr


def test_a_folder_of_tbx_with_a_broken_file(run: Run, folder: Path) -> None:
    (folder / "broken.tbx").write_text("<tbx>", encoding="utf-8")
    done = run("sync", folder, "--profile", "tbx", "--once", code=1)
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: broken.tbx") and line.endswith("read again when it changes")
    assert (folder / "broken.tbx").read_text(encoding="utf-8") == "<tbx>"
