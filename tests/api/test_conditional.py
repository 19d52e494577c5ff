"""What is read has an ETag, and who has it is told 304: of every GET, by the OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from glossary.operations import hooks
from glossary.store.base import Hook
from glossary.termbase import Termbase
from tests import aligned_documents
from tests.finished import finished_job

EVENTS = "/api/v1/jobs/{job_id}/events"
STREAMS = (EVENTS, "/api/v1/changes/stream", "/metrics")
"""What is never the same twice."""
ENTRY = "/api/v1/concepts/{concept_id}"
"""Its ETag is the number of its revision, which after a restore another entry may bear."""
OF_PEOPLE = ("/api/v1/tokens", "/api/v1/people", "/api/v1/audit")
"""Without accounts they are not there; with these `test_audit` asks them."""
QUERIES = {
    "/api/v1/terms": {"q": "software"},
    "/api/v1/memory": {"q": "引水人"},
    "/api/v1/memory/pieces": {"q": "引水人"},
    "/api/v1/concordance": {"q": "引水人"},
    "/api/v1/regions": {"form": "軟體"},
}


def got(client: FlaskClient, path: str, has: str = "", **query: Any) -> TestResponse:
    headers = {"If-None-Match": has} if has else {}
    return client.get(path, headers=headers, query_string=query)


def reads(app: APIFlask, termbase: Termbase) -> dict[str, str]:
    """{path of the document: an address of it} of all that is read."""
    aligned_documents.store_in(termbase)
    values = {
        "concept_id": "software",
        "candidate_id": "1",
        "job_id": str(finished_job(termbase).id),
        "hook_id": str(hooks.add(termbase.store, Hook("https://example.org/in")).id),
        "subject_id": "1",
        "format": "tbx",
        "work_format": "csv",
        "source": "en",
        "target": "zh_hant",
        "text": "x",
        "sha256": aligned_documents.read()[0].sha256,
    }
    document = json.loads(app.test_client().get("/api/v1/openapi.json").data)
    return {
        path: path.format_map(values)
        for path, methods in document["paths"].items()
        if "get" in methods and path not in STREAMS and not path.startswith(OF_PEOPLE)
    }


def test_every_answer_has_a_tag_and_is_not_sent_twice(app: APIFlask, termbase: Termbase) -> None:
    client = app.test_client()
    for path, address in reads(app, termbase).items():
        query = QUERIES.get(path, {})
        first = got(client, address, **query)
        tag = first.headers["ETag"]
        assert (first.status_code, bool(first.data)) == (200, True), path
        kept = "no-store" if path == ENTRY else "private, no-cache"
        assert first.headers["Cache-Control"] == kept, path
        assert {"Authorization", "Cookie"} <= first.vary.as_set(preserve_casing=True), path
        again = got(client, address, tag, **query)
        assert (again.status_code, again.data) == (304, b""), path
        assert again.headers["ETag"] == tag and "Content-Type" not in again.headers, path
        head = client.head(address, headers={"If-None-Match": tag}, query_string=query)
        assert head.status_code == 304, path
        assert got(client, address, '"another", W/"one"', **query).status_code == 200, path


def test_it_is_documented(app: APIFlask) -> None:
    document = json.loads(app.test_client().get("/api/v1/openapi.json").data)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names = {parameter["name"] for parameter in operation["parameters"]}
            is_read = method == "get" and path not in STREAMS
            assert ("If-None-Match" in names) == is_read, (method, path)
            assert ("304" in operation["responses"]) == is_read, (method, path)


@pytest.mark.parametrize("path", ["/api/v1/concepts", "/api/v1/export/tbx", "/api/v1/export/csv"])
def test_a_change_of_an_entry_is_seen(client: FlaskClient, path: str) -> None:
    before = got(client, path)
    client.post("/api/v1/concepts", json={"zh": "龍骨", "en": "keel"})
    after = got(client, path, before.headers["ETag"])
    assert after.status_code == 200 and "keel" in after.text
    assert client.post("/api/v1/undo", json={}).status_code == 200
    undone = got(client, path, before.headers["ETag"])
    assert undone.status_code == 200 and undone.data == before.data, "a number is never used again"


def test_a_change_of_a_unit_is_seen(client: FlaskClient) -> None:
    before = got(client, "/api/v1/export/tmx").headers["ETag"]
    client.post("/api/v1/concepts", json={"zh": "龍骨", "en": "keel"})
    assert got(client, "/api/v1/export/tmx", before).status_code == 304, "of entries it has none"
    client.post("/api/v1/units", json={"units": [{"zh": "錨斷了。", "en": "The anchor broke."}]})
    after = got(client, "/api/v1/export/tmx", before)
    assert after.status_code == 200 and "anchor" in after.text


def test_another_question_has_another_tag(client: FlaskClient) -> None:
    tags = {
        got(client, "/api/v1/export/tbx", **query).headers["ETag"]
        for query in ({}, {"zh_tag": "zh-Hans-CN"}, {"profile": "omegat"}, {"subject": "x"})
    }
    assert len(tags) == 4
    tag = got(client, "/api/v1/concepts").headers["ETag"]
    assert got(client, "/api/v1/concepts", tag, limit=1).status_code == 200


def test_strong_where_it_is_made_of_the_bytes_and_weak_where_of_a_number(
    client: FlaskClient,
) -> None:
    assert got(client, "/api/v1/candidates").headers["ETag"].startswith('"')
    assert got(client, "/api/v1/concepts").headers["ETag"].startswith('W/"')
    assert got(client, "/api/v1/concepts/software").headers["ETag"] == '"1"', "as for If-Match"


def test_a_file_is_not_written_for_who_has_it(
    client: FlaskClient, termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = got(client, "/api/v1/export/xlsx").headers["ETag"]
    monkeypatch.setattr(termbase, "write", lambda *_, **__: pytest.fail("written"))
    assert got(client, "/api/v1/export/xlsx", tag).status_code == 304


def test_a_look_up_in_vain_counts_whether_it_is_sent_or_not(client: FlaskClient) -> None:
    tag = got(client, "/api/v1/terms", q="zzyzx quorum").headers["ETag"]
    assert got(client, "/api/v1/terms", tag, q="zzyzx quorum").status_code == 304
    (wanted,) = client.get("/api/v1/wanted").json["items"]
    assert wanted["count"] == 2


def test_what_is_no_answer_to_keep_has_no_tag(client: FlaskClient, termbase: Termbase) -> None:
    refused = got(client, "/api/v1/concepts/no-such-entry", "*")
    assert refused.status_code == 404 and "ETag" not in refused.headers
    assert refused.headers["Cache-Control"] == "no-store"
    written = client.post("/api/v1/recognize", json={"text": "x"}, headers={"If-None-Match": "*"})
    assert written.status_code == 200 and "ETag" not in written.headers
    events = got(client, EVENTS.format(job_id=finished_job(termbase).id))
    assert events.mimetype == "text/event-stream" and "ETag" not in events.headers


def test_who_may_see_less_has_another_tag(termbase: Termbase) -> None:
    client = create_app(termbase, token="geheim").test_client()
    bare = got(client, "/healthz").headers["ETag"]
    bearer = {"Authorization": "Bearer geheim", "If-None-Match": bare}
    assert client.get("/healthz", headers=bearer).status_code == 200
    assert got(client, "/api/v1/concepts", "*").status_code == 401


def test_pages_and_static_files_are_as_they_were(client: FlaskClient) -> None:
    static = got(client, "/static/desk/app.js")
    assert static.headers["Cache-Control"] == "no-cache" and "ETag" in static.headers
    assert got(client, "/static/desk/app.js", static.headers["ETag"]).status_code == 304
    assert got(client, "/").headers["Cache-Control"] == "no-store"
    scripts = got(client, "/scripts.json")
    assert scripts.headers["Cache-Control"] == "max-age=3600"
    assert got(client, "/scripts.json", scripts.headers["ETag"]).status_code == 304
