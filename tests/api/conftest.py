"""The small termbase behind the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api import create_app
from glossary.termbase import Termbase
from tests import peopled
from tests.peopled import Team
from tests.small import small_termbase


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with small_termbase(tmp_path / "terms.db") as opened:
        yield opened


@pytest.fixture
def app(termbase: Termbase) -> APIFlask:
    return create_app(termbase)


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def team(tmp_path: Path, termbase: Termbase) -> Iterator[Team]:
    with peopled.team(tmp_path, termbase) as made:
        yield made
