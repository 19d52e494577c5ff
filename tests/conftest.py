"""Fixtures for all tests. Real documents, validators and clients are outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.postgres.cluster import Cluster

settings.register_profile("project", deadline=None)  # a busy machine is not a failure
settings.load_profile("project")

SHARED = Path(os.environ.get("GLOSSARY_SHARED", Path(__file__).parents[2] / "shared"))


QUICK = (
    "test_codec.py",
    "test_layers.py",
    "test_known_failures.py",
    "api/test_candidates.py",
    "api/test_concepts.py",
    "api/test_steps.py",
    "api/test_terms.py",
    "documents/test_html.py",
    "documents/test_text_files.py",
    "documents/test_tmx_document.py",
    "exchange/test_curated.py",
    "exchange/test_heads.py",
    "exchange/test_merge.py",
    "exchange/test_profiles.py",
    "exchange/test_tables.py",
    "exchange/test_tbx.py",
    "exchange/test_units.py",
    "exchange/test_untranslated.py",
    "exchange/test_ways_out.py",
    "lookup/test_memory_concordance.py",
    "lookup/test_recognition_units.py",
    "mining/test_beads.py",
    "mining/test_contexts.py",
    "mining/test_exact.py",
    "mining/test_gloss*.py",
    "mining/test_layout.py",
    "mining/test_merge.py",
    "operations/test_*.py",
    "store/test_contract_*.py",
    "text/test_dictionary_form.py",
    "text/test_encoding.py",
    "text/test_english.py",
    "text/test_fold.py",
    "text/test_inflection.py",
    "text/test_package_files.py",
    "text/test_segment.py",
    "text/test_tags.py",
    "text/test_tokens.py",
)
"""The files of `pytest -m quick`: most of each kind, without processes, browsers and whole
documents."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if any(item.path.relative_to(here).match(name) for name in QUICK):
            item.add_marker(pytest.mark.quick)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the repository; required in CI."""
    if not SHARED.is_dir():
        message = f"{SHARED} is missing: the real documents and validators are not on this machine"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own. In CI one must be there, if its client is."""
    from tests.postgres import cluster

    lacking = cluster.missing()
    if lacking and os.environ.get("CI") and "psycopg" not in lacking:
        pytest.fail(lacking)
    if lacking:
        pytest.skip(lacking)
    with cluster.cluster(*cluster.QUICK) as server:
        yield server


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has run, as by the README's first command: the exports, its
    output, and the database of a user whose data folder is `data`. Read-only."""
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
