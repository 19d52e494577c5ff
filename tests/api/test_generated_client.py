"""A generated client for the OpenAPI document reaches every operation, with types.

The generator (openapi-python-client) requires other versions of libraries than the tests, so it is
in an environment of its own, whose Python is named by OPENAPI_CLIENT_PYTHON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from api import create_app
from glossary.exchange.formats import FORMATS
from glossary.jobs.queue import JobQueue, Sent
from glossary.operations import seeds
from glossary.termbase import Termbase
from tests.finished import finished_job
from tests.peopled import Team

HERE = Path(__file__).parent
ANSWERS = {
    "create_concept": "ConceptEntry",
    "get_concept": "ConceptEntry",
    "list_concepts": "Concepts",
    "patch_concept": "ConceptEntry",
    "concept_history": "History",
    "revert_concept": "ConceptEntry",
    "list_comments": "Comments",
    "add_comment": "CommentOnEntry",
    "mark_comment": "CommentOnEntry",
    "delete_comment": "NoneType",
    "why": "Why",
    "merge_concepts": "ConceptEntry",
    "delete_concept": "NoneType",
    "search_terms": "Terms",
    "search_many_terms": "TermsOfEach",
    "recognize": "RecognizedTerms",
    "list_wanted": "WantedTerms",
    "check": "CheckedFile",
    "list_candidates": "Candidates",
    "get_candidate": "CandidateInFull",
    "propose": "ProposedCandidate",
    "judge": "Verdict",
    "count_by_field": "QueueFacets",
    "judge_together": "JudgedTogether",
    "summarise": "SummaryOfJudgements",
    "list_steps": "Steps",
    "undo": "StepTaken",
    "add_units": "AddedUnits",
    "fuzzy_matches": "FuzzyMatches",
    "fuzzy_matches_each": "FuzzyMatchesOfEach",
    "concordance": "Occurrences",
    "pieces": "Pieces",
    "list_documents": "Documents",
    "get_document": "DocumentRecord",
    "document_text": "DocumentText",
    "list_beads": "Beads",
    "correct_bead": "Corrected",
    "overview": "OverviewOfAll",
    "list_changes": "ChangesAfter",
    "stream_changes": "bytes",
    "add_hook": "NewHook",
    "list_hooks": "Hooks",
    "list_dead_letters": "DeadLetters",
    "retry_hook": "DeadLetters",
    "pause_hook": "HookRecord",
    "resume_hook": "HookRecord",
    "test_hook": "HookTest",
    "remove_hook": "NoneType",
    "lint": "LintedTexts",
    "impact_of_concept": "ImpactOfEntry",
    "impact_as_work": "File",
    "replace_in_memory": "ReplacedInMemory",
    "regions_of_form": "RegionsOfForm",
    "regions_of_concept": "RegionsOfEntry",
    "mine": "MinedDocument",
    "mine_memory": "PairsOfMemory",
    "evaluate": "MiningFigures",
    "fill_termbase": "FilledTermbase",
    "list_jobs": "Jobs",
    "get_job": "JobRecord",
    "job_events": "bytes",
    "job_result": "File",
    "stop_job": "JobRecord",
    "restart_job": "JobRecord",
    "import_file": "ImportReport",
    "preview_import": "ImportPreview",
    "list_profiles": "ExportProfiles",
    "list_conflicts": "Conflicts",
    "settle": "ConceptEntry",
    "export": "File",
    "export_and_note": "File",
    "export_losses": "Losses",
    "healthz": "Health",
    "healthz_at_root": "Health",
    "readyz": "Readiness",
    "readyz_at_root": "Readiness",
    "metrics": "str",
    "tm_languages": "TmLanguages",
    "tm_put_unit": "AddedUnits",
    "tm_post_unit": "AddedUnits",
    "tm_post_store": "AddedUnits",
    "tm_unit": "list",
    "open_session": "Me",
    "get_me": "Me",
    "add_token": "NewToken",
    "list_tokens": "OwnTokens",
    "remove_token": "NoneType",
    "list_people": "AccountsWithRoles",
    "give_role": "AccountWithRole",
    "list_audit": "AuditedActs",
    "export_audit": "File",
    "close_session": "NoneType",
}


@pytest.fixture
def python() -> Path:
    named = os.environ.get("OPENAPI_CLIENT_PYTHON")
    if not named:
        message = "OPENAPI_CLIENT_PYTHON names no Python with openapi-python-client"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return Path(named)


@pytest.fixture
def address(termbase: Termbase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of a server with a job that is done, 1, one that is broken, 2, and one that waits, 3; its
    termbase is one that the demo may fill, with a seed."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("浮標（mooring buoy）在此。", encoding="utf-8")
    monkeypatch.setattr(seeds, "seeds_folder", lambda: tmp_path / "seeds")
    seeds.begin(termbase.store, termbase.clock)
    finished_job(termbase)
    queue = JobQueue(termbase.store, termbase.clock)
    broken, _ = (queue.submit(Sent("mine", name)) for name in ("broken", "waits"))
    with termbase.store.transaction():
        termbase.store.put_job(replace(broken, state="broken"), was=broken)
    with answering(create_app(termbase)) as where:
        yield where


@pytest.fixture
def address_with_accounts(team: Team) -> Iterator[str]:
    """Of a server with accounts, of which the administrator is ada."""
    team.join("ada", "administrator")
    team.join("bob", "none")
    with answering(team.app) as where:
        yield where


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def document(termbase: Termbase) -> dict[str, Any]:
    written = create_app(termbase).test_client().get("/api/v1/openapi.json")
    return json.loads(written.get_data(as_text=True))  # type: ignore[no-any-return]


def operations(openapi: dict[str, Any]) -> list[str]:
    return [one["operationId"] for path in openapi["paths"].values() for one in path.values()]


def test_every_operation_by_a_generated_client(
    python: Path, address: str, address_with_accounts: str, termbase: Termbase, tmp_path: Path
) -> None:
    openapi = document(termbase)
    (tmp_path / "openapi.json").write_text(json.dumps(openapi), encoding="utf-8")
    beside = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # ruff
    }
    files = {f.media_type: "application/octet-stream" for f in FORMATS if f.media_type}
    files |= dict.fromkeys(("text/event-stream", "text/csv"), "application/octet-stream")
    config = {"content_type_overrides": {k.partition(";")[0]: v for k, v in files.items()}}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    made = subprocess.run(
        [
            python.with_name("openapi-python-client"),
            "generate",
            "--fail-on-warning",
            "--path",
            "openapi.json",
            "--config",
            "config.json",
            "--output-path",
            "client",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=beside,
        timeout=300,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    done = subprocess.run(
        [python, HERE / "generated_client.py", tmp_path / "client", address, address_with_accounts],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    called = json.loads(done.stdout)
    assert [c for c in called if c[1] >= 300] == []
    assert {name: kind for name, _, kind in called} == ANSWERS
    assert set(ANSWERS) == set(operations(openapi)), "every operation is called"


def test_names_that_a_client_can_be_written_of(termbase: Termbase) -> None:
    openapi = document(termbase)
    names = operations(openapi)
    assert len(set(names)) == len(names) and max(map(len, names)) <= 20
    assert [server["url"] for server in openapi["servers"]] == ["http://localhost"]
    schemas = openapi["components"]["schemas"]
    titles = [schema["title"] for schema in schemas.values()]
    assert titles == list(schemas), "one schema a type, by its name"
    assert not [name for name in schemas if not name.isalnum()]
