"""Fixtures for all tests. Real documents, validators and clients live outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None)  # a busy machine is no failure
settings.load_profile("project")

SHARED = Path(os.environ.get("GLOSSARY_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the repository; CI must have it."""
    if not SHARED.is_dir():
        message = f"{SHARED} is missing: the real documents and validators are not on this machine"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has run, as the README's first command runs it: the exports, what
    it printed, and the database of somebody whose data folder is `data`. Only to be read."""
    folder = tmp_path_factory.mktemp("demo")
    own = {k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"}
    done = subprocess.run(
        [sys.executable, "-m", "glossary", "demo", "--no-serve"],
        cwd=folder,
        text=True,
        env=own | {"XDG_DATA_HOME": str(folder / "data")},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    (folder / "printed.txt").write_text(done.stdout, encoding="utf-8")
    return folder
