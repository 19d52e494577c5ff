"""The API conforms to its OpenAPI document, tested from the document alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy, booleans
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, load_all_checks
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from api import RESOURCES, create_app
from glossary.termbase import Termbase

load_all_checks()
EXCLUDED: list[CheckFunction] = [ignored_auth, negative_data_rejection, positive_data_acceptance]
"""Excluded checks: not every well-formed body is accepted (a term must be Chinese), and query
strings hold text: `limit=05` is 5."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    app = create_app(tmp_path_factory.mktemp("openapi") / "terms.db")
    return app.test_client().get("/api/v1/openapi.json").get_data(as_text=True)


@pytest.fixture(scope="module")
def document(written: str) -> dict[str, Any]:
    return json.loads(written)


def test_it_is_openapi_3_1_in_utf_8(written: str, document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Glossary"
    assert "–" in written


CONTRACT = """
get /api/v1/terms
get /api/v1/concepts            post /api/v1/concepts
get /api/v1/concepts/{concept_id}   patch /api/v1/concepts/{concept_id}
delete /api/v1/concepts/{concept_id}    get /api/v1/concepts/{concept_id}/history
get /api/v1/candidates          get /api/v1/candidates/{candidate_id}
post /api/v1/candidates/{candidate_id}/judgement
post /api/v1/recognize          get /api/v1/memory      get /api/v1/concordance
post /api/v1/memory             post /api/v1/terms/search
post /api/v1/evaluate           get /api/v1/jobs        get /api/v1/jobs/{job_id}
delete /api/v1/jobs/{job_id}    get /api/v1/jobs/{job_id}/result
get /api/v1/jobs/{job_id}/events    post /api/v1/jobs/{job_id}/restart
post /api/v1/units              post /api/v1/mine       post /api/v1/import
post /api/v1/mine/memory        post /api/v1/check
get /api/v1/export/{format}     post /api/v1/export/{format}
get /api/v1/readyz      get /metrics
get /api/v1/healthz     get /api/v1/why/{subject_id}
get /api/v1/wanted              post /api/v1/undo
get /tmserver/languages/        get /tmserver/{source}/{target}/unit/{text}
"""


def test_every_route_of_the_contract(document: dict[str, Any]) -> None:
    words = CONTRACT.split()
    for method, path in zip(words[::2], words[1::2], strict=True):
        assert method in document["paths"].get(path, {}), f"{method} {path}"


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert {"421", "500"} <= set(operation["responses"]), where
            for status, response in operation["responses"].items():
                assert response["description"], where
                if status >= "400":
                    schema = response["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Error"}, where
            if "requestBody" in operation:
                assert operation["requestBody"]["required"] is True, where
                assert {"400", "413", "415", "422"} <= set(operation["responses"]), where
            for parameter in operation["parameters"]:
                assert parameter["in"] != "path" or parameter["description"], where
                assert "null" not in json.dumps(parameter), where


def test_schemas_are_json_schemas_and_all_are_used(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    written = json.dumps(document)
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    for name, schema in schemas.items():
        jsonschema_rs.meta.validate(draft | schema)
        assert f'"#/components/schemas/{name}"' in written
    for line in written.split('"#/components/schemas/')[1:]:
        assert line.partition('"')[0] in schemas


def test_bodies_forbid_what_they_do_not_know(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in (
        "JudgementBody",
        "PairBody",
        "EntryBody",
        "RecognizeBody",
        "RecognizeManyBody",
        "MemoryQueriesBody",
        "TermQueriesBody",
        "UnitsBody",
        "MineBody",
        "MineMemoryBody",
    ):
        assert schemas[name]["additionalProperties"] is False, name


def test_every_resource_is_a_module_with_a_blueprint(document: dict[str, Any]) -> None:
    here = Path(__import__("api").__file__).parent / "resources"
    assert all((here / f"{name}.py").is_file() for name in RESOURCES)


# ---------------------------------------------------------------- schemathesis


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=str)
def test_the_api_keeps_to_its_document(termbase: Termbase, mode: GenerationMode) -> None:
    """Any request, valid or not, gets a response that the document declares and describes."""
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", create_app(termbase))
    for found in document.get_all_operations():
        try:
            _hold_to_document(found.ok().as_strategy(generation_mode=mode))
        except Unsatisfiable:  # nothing can be wrong in a request without parameters
            assert mode is GenerationMode.NEGATIVE


KNOWN = {
    "concept_id": "software",
    "candidate_id": 1,
    "comment_id": 1,
    "conflict_id": 1,
    "job_id": 1,
    "hook_id": 1,
    "subject_id": "1",
    "source": "en",
    "target": "zh_hant",
}


def _hold_to_document(cases: SearchStrategy[schemathesis.Case]) -> None:
    @given(cases, booleans())
    @settings(
        max_examples=8,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def each(case: schemathesis.Case, known: bool) -> None:
        if known:  # existing values beside generated ones
            case.path_parameters |= {n: KNOWN[n] for n in case.path_parameters if n in KNOWN}
            case.headers["If-Match"] = "*"
        case.call_and_validate(excluded_checks=EXCLUDED)

    each()
