"""Filling an empty termbase with the supplied seeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.operations import seeds
from glossary.termbase import Termbase

PAPER = "學者認為航道焦慮（channel anxiety）很常見。The anxiety is common in ports.\n"


@pytest.fixture
def supplied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few seeds instead of those of the program, which take a while."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "paper.txt").write_text(PAPER, encoding="utf-8")
    monkeypatch.setattr(seeds, "seeds_folder", lambda: folder)
    return folder


def test_an_empty_termbase_is_filled_once(tmp_path: Path, supplied: Path) -> None:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        client = create_app(termbase).test_client()
        first = client.post("/api/v1/demo", json={"by": "ada"})
        assert first.status_code == 200
        assert first.json == {
            "entries": termbase.stats()["concepts"],
            "documents": 1,
            "waiting": termbase.stats()["candidates_proposed"],
        }
        assert [hit.concept.id for hit in termbase.search("航道焦慮").hits] == ["channel-anxiety"]
        steps = termbase.count_steps()
        assert client.post("/api/v1/demo", json={}).json == first.json
        assert termbase.count_steps() == steps, "nothing is taken in twice"


def test_a_termbase_of_ones_own_is_left_alone(
    client: FlaskClient, termbase: Termbase, supplied: Path
) -> None:
    before = termbase.stats() | {"steps": termbase.count_steps()}
    refused = client.post("/api/v1/demo", json={})
    assert refused.status_code == 409
    assert "your own" in refused.json["error"]["message"]  # type: ignore[index]
    assert termbase.stats() | {"steps": termbase.count_steps()} == before
