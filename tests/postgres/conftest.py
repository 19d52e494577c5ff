"""Fixtures of the tests of PostgreSQL: a database of one's own, and folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres.cluster import Cluster


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data and cache folders, which are in the folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def url(postgres: Cluster) -> str:
    """The address of a database that nobody else uses."""
    return postgres.new_database()
