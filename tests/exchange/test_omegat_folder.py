"""The real OmegaT and a sync on one folder: what the one writes, the other has."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from glossary.operations.syncing import FolderSync, FolderToSync
from glossary.termbase import Termbase
from tests.samples import AT

OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
DRIVER = Path(__file__).parents[1] / "data" / "omegat" / "WatchedGlossaries.java"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "glossary"
    made.mkdir()
    return made


@pytest.fixture
def omegat(tmp_path: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """OmegaT's manager of glossaries, watching the folder; see the driver."""
    if not OMEGAT.exists() or not shutil.which("javac"):
        missing = "OmegaT (Debian package omegat, and a JDK) is not on this machine"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    classes = tmp_path / "classes"
    subprocess.run(["javac", "-nowarn", "-d", classes, "-cp", OMEGAT, DRIVER], check=True)
    opened = "--add-opens=java.base/java.lang=ALL-UNNAMED"
    with subprocess.Popen(
        ["java", "-Djava.awt.headless=true", f"-Duser.home={tmp_path}", opened]
        + ["-cp", f"{classes}:{OMEGAT}", "WatchedGlossaries", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        patience = Timer(120, process.kill)
        patience.start()
        yield process
        patience.cancel()
        process.kill()


def has(omegat: subprocess.Popen[str], *pairs: str) -> None:
    """Wait until OmegaT has these pairs and no others."""
    assert omegat.stdout
    for line in omegat.stdout:
        if line.strip() == "|".join(sorted(pairs)):
            return
    pytest.fail(f"OmegaT ended, and never had {pairs}")


def test_omegat_loads_the_file_again_and_what_it_adds_is_proposed(
    omegat: subprocess.Popen[str], folder: Path, tmp_path: Path
) -> None:
    with Termbase.open(tmp_path / "terms.db", lambda: AT) as termbase:
        sync = FolderSync(termbase.store, FolderToSync(folder, by="ada"), termbase.clock)
        termbase.add("軟體", "software", zh_tag="zh-Hant-TW")
        sync.look()
        has(omegat, "software=軟體")

        termbase.add("硬體", "hardware", zh_tag="zh-Hant-TW")
        sync.look()
        has(omegat, "software=軟體", "hardware=硬體")

        assert omegat.stdin
        omegat.stdin.write("server\t伺服器\twhere sites live\n")
        omegat.stdin.flush()
        has(omegat, "software=軟體", "hardware=硬體", "server=伺服器")
        end = time.monotonic() + 60
        while not sync.look().proposed:
            assert time.monotonic() < end, "OmegaT wrote no row"
        (found,) = termbase.candidates()
        assert (found.zh, found.en) == ("伺服器", "server")
        assert found.evidence[0].zh_context == "server 伺服器 where sites live"

        termbase.undo()
        sync.look()
        has(omegat, "software=軟體", "server=伺服器")
