"""JSON is validated strictly, text in an address by one rule, and errors stay small."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from glossary.operations import hooks
from glossary.store.base import Hook
from glossary.termbase import Termbase
from tests import aligned_documents
from tests.finished import finished_job
from tests.peopled import Team

JSON = "application/json"
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "entry": ("/api/v1/concepts", {"languages": [{"tag": "en", "terms": [{"text": "bollard"}]}]}),
    "pair": ("/api/v1/concepts", {"zh": "纜椿", "en": "bollard", "new": True}),
    "proposal": (
        "/api/v1/candidates",
        {"zh": "甲", "en": "a", "zh_sentence": "甲。", "en_sentence": "a."},
    ),
    "judgement": ("/api/v1/candidates/1/judgement", {"decision": "approve"}),
    "undo": ("/api/v1/undo", {"by": "ada", "step": 1}),
    "recognize": ("/api/v1/recognize", {"text": "x", "all": True}),
    "recognize many": ("/api/v1/recognize", {"texts": ["x"], "all_occurrences": True}),
    "memory": ("/api/v1/memory", {"queries": ["x"], "limit": 5}),
    "terms": ("/api/v1/terms/search", {"queries": ["x"], "remember": False}),
    "units": ("/api/v1/units", {"units": [{"zh": "甲", "en": "a"}]}),
    "mine": ("/api/v1/mine", {"text": "x", "name": "x.txt", "dry_run": True}),
    "import": ("/api/v1/import", {"text": "x", "name": "x.csv", "keep_good": True}),
}


def state(termbase: Termbase) -> list[str]:
    return list(termbase.store.db.iterdump())  # type: ignore[attr-defined]


def refused(response: Any) -> str:
    """The message of a refused request: in the common format, and short."""
    assert response.status_code in (400, 422), response.text[:300]
    assert set(response.json["error"]) == {"code", "message", "detail"}
    assert len(response.data) < 10_000
    return response.json["error"]["message"]


# ---------------------------------------------------------------- JSON


PLACES = {
    "concept_id": "software",
    "candidate_id": "1",
    "comment_id": "1",
    "sha256": "0" * 64,
    "bead_id": "1",
    "conflict_id": "1",
    "job_id": "1",
    "hook_id": "1",
    "source": "en",
    "target": "zh",
    "text": "a",
    "name": "a.po",
    "format": "tbx",
}


def test_null_is_no_body(app: APIFlask, client: FlaskClient, termbase: Termbase) -> None:
    before = state(termbase)
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith((*PEOPLE, "oidc_pages.")):
            continue
        for method in {"POST", "PATCH", "PUT"} & set(rule.methods or ()):
            path = rule.rule
            for name, value in PLACES.items():
                path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
            for body in ("null", " null\n", "[]", '"x"', "0", "false"):
                response = client.open(
                    path, method=method, data=body, content_type=JSON, headers={"If-Match": "*"}
                )
                assert refused(response), (path, body)
    assert state(termbase) == before


WRONG: dict[type, tuple[Any, ...]] = {
    bool: (0, 1, 0.0, "true", "yes", "1", "", None, [], {}),
    int: (1.0, 1.5, "1", True, [1]),
    str: (1, 1.0, True, None, ["x"], {"x": 1}),
}


@pytest.mark.parametrize("name", BODIES)
def test_values_of_another_type(client: FlaskClient, termbase: Termbase, name: str) -> None:
    path, body = BODIES[name]
    before = state(termbase)
    for field, value in body.items():
        for wrong in WRONG.get(type(value), (None, 0, "x", True, {})):
            message = refused(client.post(path, json=body | {field: wrong}))
            assert f"{field}: " in message, (field, wrong, message)
    assert state(termbase) == before


def test_values_of_another_type_further_in(client: FlaskClient, termbase: Termbase) -> None:
    before = state(termbase)
    for term in ({"text": 1}, {"text": "x", "contexts": {}}, {"text": "x", "status": 0}, "x", 5):
        languages = [{"tag": "en", "terms": [term]}]
        assert refused(client.post("/api/v1/concepts", json={"languages": languages}))
    for unit in ({"zh": 1, "en": "a"}, {"zh": {"text": 1, "tag": "zh"}, "en": "a"}, None, "x"):
        assert refused(client.post("/api/v1/units", json={"units": [unit]}))
    written = {"text": "x", "name": "x.csv", "mapping": {"a": 1}}
    assert refused(client.post("/api/v1/import", json=written))
    assert state(termbase) == before


def test_values_of_the_right_type(client: FlaskClient) -> None:
    for name in ("pair", "entry", "recognize", "units", "mine"):
        path, body = BODIES[name]
        assert client.post(path, json=body).status_code in (200, 201), name


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "1" * 5000])
def test_numbers_that_are_none(client: FlaskClient, number: str) -> None:
    data = f'{{"by": "ada", "step": {number}}}'
    assert refused(client.post("/api/v1/undo", data=data, content_type=JSON))
    data = f'{{"note": {number}}}'
    patch = client.patch(
        "/api/v1/concepts/software", data=data, content_type=JSON, headers={"If-Match": "*"}
    )
    assert refused(patch)


# ---------------------------------------------------------------- text in an address or a form


@pytest.mark.parametrize(
    ("text", "means"),
    [("true", True), ("1", True), ("True", True), ("false", False), ("0", False)]
    + [(text, None) for text in ("yes", "no", "on", "t", "", " true", "2", "null", "真")],
)
def test_booleans_in_text(client: FlaskClient, text: str, means: bool | None) -> None:
    response = client.get("/api/v1/terms", query_string={"q": "zzyzx quorum", "remember": text})
    if means is None:
        assert "remember" in refused(response)
    else:
        assert response.status_code == 200
        wanted = client.get("/api/v1/wanted").json["items"]
        assert means or not wanted
    form = {"file": (__import__("io").BytesIO(b"x"), "x.txt"), "dry_run": text}
    mined = client.post("/api/v1/mine", data=form, content_type="multipart/form-data")
    assert mined.status_code == (422 if means is None else 200)
    assert means is None or (mined.json["added"] is None) == means


@pytest.mark.parametrize("text", ["1_0", " 5", "5 ", "5.0", "1e1", "٥", "0x5", "", "+5"])
def test_whole_numbers(client: FlaskClient, text: str) -> None:
    assert "limit" in refused(client.get("/api/v1/concepts", query_string={"limit": text}))
    assert client.get("/api/v1/concepts?limit=05").json["limit"] == 5


def test_the_rule_is_documented(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    parameters = [
        p for o in document["paths"].values() for m in o.values() for p in m["parameters"]
    ]
    flags = [p for p in parameters if p["schema"].get("type") == "boolean"]
    assert flags and all("`true` or `1`" in p["description"] for p in flags)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/terms", "q=%CC%D8%C0%CA%C6%D5"),
        ("/api/v1/terms", "q=\xcc\xd8"),
        ("/api/v1/terms", "q=x&%FF=1"),
        ("/api/v1/concepts/\xcc\xd8", ""),
        ("/\xc0\xaf", ""),
    ],
)
def test_an_address_in_another_encoding(app: APIFlask, path: str, query: str) -> None:
    environ = create_environ("/", "http://localhost")
    environ |= {"PATH_INFO": path, "QUERY_STRING": query}
    body, status, _ = run_wsgi_app(app.wsgi_app, environ)
    assert status.startswith("400 ")
    assert "UTF-8" in json.loads(b"".join(body))["error"]["message"]


# ---------------------------------------------------------------- small errors


def test_errors_are_small_whatever_was_sent(client: FlaskClient) -> None:
    many = {f"x{n}": 1 for n in range(25_000)}
    long = "x" * 1_000_000
    answers = [
        client.get("/api/v1/concepts", query_string=many),
        client.get("/api/v1/concepts", query_string={long: 1}),
        client.post("/api/v1/recognize", json=many | {"text": "x"}),
        client.post("/api/v1/recognize", json={"text": "x", long: 1}),
        client.post("/api/v1/units", json={"units": [{"zh": 1}] * 9_000}),
        client.post("/api/v1/units", json={"units": [{long: 1}]}),
        client.post("/api/v1/units", json={"units": [1] * 100_000}),
        client.post("/api/v1/concepts", json={"languages": [{"tag": long, "terms": []}]}),
        client.post("/api/v1/concepts", json={"zh": "纜椿", "en": "x", "zh_tag": "x" * 90}),
        client.get("/api/v1/concepts/" + "x" * 100_000),
        client.get("/api/v1/export/" + "x" * 100_000),
        client.get("/api/v1/export/tbx", query_string={"tag": "x-" + "y" * 90}),
        client.post("/api/v1/mine", json={"text": "x", "name": "x." + "y" * 900}),
        client.post("/api/v1/import", json={"text": f"{long},zh\n1,2", "name": "x.csv"}),
        client.patch("/api/v1/concepts/software", json=many, headers={"If-Match": "*"}),
        client.patch("/api/v1/concepts/software", json={long: 1}, headers={"If-Match": "*"}),
        client.get(f"/tmserver/{long[:5000]}/zh/unit/x"),
    ]
    for number, response in enumerate(answers):
        assert 400 <= response.status_code < 500, (number, response.text[:200])
        assert len(response.data) < 10_000, number
        assert "\n" not in response.json["error"]["message"], number


def test_of_many_wrong_fields_ten_are_named(client: FlaskClient) -> None:
    many = {f"x{n}": 1 for n in range(25_000)}
    for response in (
        client.get("/api/v1/concepts", query_string=many),
        client.post("/api/v1/recognize", json=many | {"text": "x"}),
    ):
        detail = response.json["error"]["detail"]
        assert len(detail) == 11
        assert detail["…"] == "24990 more are wrong"
    few = client.get("/api/v1/concepts", query_string={"x": 1, "y": 2}).json["error"]["detail"]
    assert set(few) == {"x", "y"}


# ---------------------------------------------------------------- GET


PEOPLE = ("me.", "people.", "people_pages.", "audit.")
"""Endpoints that a server without accounts has nothing for."""
AT_A_SERVICE = ("oidc_pages.to_service", "oidc_pages.from_service")
"""Those that begin a session of who signed in elsewhere: see `test_oidc`."""


def test_get_changes_nothing(
    app: APIFlask, client: FlaskClient, team: Team, termbase: Termbase
) -> None:
    team.join("ada", "administrator")
    browser = team.browser("ada")
    aligned_documents.store_in(termbase)
    values = {
        "concept_id": "software",
        "candidate_id": 1,
        "job_id": finished_job(termbase).id,
        "hook_id": hooks.add(termbase.store, Hook("https://example.org/in")).id,
        "subject_id": "1",
        "format": "tbx",
        "audit_format": "csv",
        "work_format": "csv",
        "source": "en",
        "target": "zh_hant",
        "text": "x",
        "filename": "desk/app.js",
        "sha": "0" * 64,
        "sha256": aligned_documents.read()[0].sha256,
    }
    before = state(termbase)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in AT_A_SERVICE:
            with app.test_request_context():
                path = rule.build({n: values[n] for n in rule.arguments})
            assert path
            for method in ("GET", "HEAD", "OPTIONS"):
                asking = browser if rule.endpoint.startswith(PEOPLE) else client
                response = asking.open(
                    path[1],
                    method=method,
                    query_string=dict.fromkeys({"q", "form"} & _known(app, rule), "software"),
                )
                assert response.status_code < 400, (path, response.text[:200])
                response.close()
    assert state(termbase) == before


def _known(app: APIFlask, rule: Any) -> set[str]:
    spec = json.loads(app.test_client().get("/api/v1/openapi.json").data)
    operation = spec["paths"].get(rule.rule, {}).get("get", {})
    return {parameter["name"] for parameter in operation.get("parameters", ())}
