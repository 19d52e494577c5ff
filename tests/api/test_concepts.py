"""Concept entries over HTTP: created, read, changed against a revision, deleted."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from glossary.termbase import Termbase

TIDE = "/api/v1/concepts/tide-gate"


def test_get_says_its_revision(client: FlaskClient) -> None:
    response = client.get(TIDE)
    assert response.status_code == 200
    assert response.headers["ETag"] == '"1"'
    assert response.json["languages"][1]["terms"][0]["text"] == "潮閘"
    assert response.json["note"] == ""  # every field is there


def test_list(client: FlaskClient) -> None:
    answer = client.get("/api/v1/concepts?limit=2&offset=1").json
    assert answer["total"] == 3
    assert [item["id"] for item in answer["items"]] == ["software", "tide-gate"]
    assert client.get("/api/v1/concepts?subject=computing").json["total"] == 1
    assert client.get("/api/v1/concepts?tag=zh_cn").json["total"] == 2


def test_make_of_a_pair(client: FlaskClient, termbase: Termbase) -> None:
    pair = {"zh": "纜椿", "en": "bollard", "by": "ada", "subject": "harbours"}
    made = client.post("/api/v1/concepts", json=pair)
    assert made.status_code == 201
    assert made.headers["Location"] == "/api/v1/concepts/bollard"
    again = client.post("/api/v1/concepts", json=pair)
    assert (again.status_code, again.json["id"]) == (200, "bollard")
    assert termbase.concept("bollard").created_by == "ada"


def test_make_a_whole_entry(client: FlaskClient) -> None:
    body = {
        "subject": "harbours",
        "languages": [
            {"tag": "en-GB", "terms": [{"text": "quay"}]},
            {"tag": "zh_TW", "terms": [{"text": "碼頭", "status": "preferred"}]},
            {"tag": "es", "terms": [{"text": "muelle"}]},
        ],
    }
    made = client.post("/api/v1/concepts?by=ada", json=body)
    assert made.status_code == 201, made.text
    assert [section["tag"] for section in made.json["languages"]] == ["en-GB", "zh-Hant-TW", "es"]
    assert made.json["created_by"] == "ada"
    taken = client.post("/api/v1/concepts", json=body | {"id": made.json["id"]})
    assert taken.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        None,
        {"zh": "椿"},
        {"zh": "椿", "en": "bollard", "colour": "red"},
        {"zh": "椿", "en": ["bollard"]},
        {"zh": "椿", "en": "bollard", "zh_tag": "not a tag!"},
        {"zh": "椿", "en": "bol\x00lard"},
        {"zh": "椿", "en": "\ud800"},
        {"zh": "椿", "en": "bollard", "status": "best"},
        {"languages": []},
        {"languages": [{"tag": "en", "terms": []}]},
        {"languages": [{"tag": "en", "terms": [{"text": " "}]}]},
        {"languages": [{"tag": "en", "terms": [{"text": "x\x1b"}]}]},
        {"languages": [{"tag": "en", "terms": [{"text": "x"}]}] * 2},
        {"languages": [{"tag": "en", "terms": [{"text": "x"}]}], "evidence": []},
        {"languages": [{"tag": "en", "terms": [{"text": "x"}]}], "id": "1 2"},
    ],
)
def test_what_no_entry_can_be_is_refused(client: FlaskClient, body: object) -> None:
    written = json.dumps(body)
    response = client.post("/api/v1/concepts", data=written, content_type="application/json")
    assert response.status_code == 422, response.text
    assert response.json["error"]["code"] == "invalid"
    assert "\n" not in response.json["error"]["message"]
    assert client.get("/api/v1/concepts").json["total"] == 3


def test_patch_merges_and_needs_the_revision(client: FlaskClient) -> None:
    patch = {"note": "seen in ports", "subject": None}
    assert client.patch(TIDE, json=patch).status_code == 428
    assert client.patch(TIDE, json=patch, headers={"If-Match": '"7"'}).status_code == 412
    assert client.patch(TIDE, json=patch, headers={"If-Match": 'W/"1"'}).status_code == 412
    assert client.patch(TIDE, json=patch, headers={"If-Match": "1"}).status_code == 412
    done = client.patch(
        f"{TIDE}?by=bo",
        json=patch,
        headers={"If-Match": '"1"'},
        content_type="application/merge-patch+json",
    )
    assert done.status_code == 200, done.text
    assert done.headers["ETag"] == '"2"'
    assert (done.json["note"], done.json["subject"]) == ("seen in ports", "")
    assert done.json["changed_by"] == "bo"
    assert len(done.json["languages"]) == 3
    assert client.patch(TIDE, json=patch, headers={"If-Match": '"1"'}).status_code == 412


@pytest.mark.parametrize(
    "patch",
    [
        {"id": "other"},
        {"evidence": [{"document": "made up"}]},
        {"created_by": "somebody else"},
        {"languages": []},
        {"languages": None},
        {"languages": [{"tag": "en"}]},
        {"note": 3},
        {"note": "\x07"},
        {"colour": "red"},
        [],
    ],
)
def test_a_patch_that_cannot_be(client: FlaskClient, patch: object) -> None:
    response = client.patch(TIDE, json=patch, headers={"If-Match": "*"})
    assert response.status_code == 422, response.text
    assert client.get(TIDE).headers["ETag"] == '"1"'


def test_delete_and_history(client: FlaskClient) -> None:
    assert client.delete(TIDE).status_code == 428
    assert client.delete(TIDE, headers={"If-Match": '"2"'}).status_code == 412
    gone = client.delete(f"{TIDE}?by=bo", headers={"If-Match": '"1"'})
    assert (gone.status_code, gone.data) == (204, b"")
    assert client.get(TIDE).status_code == 404
    assert client.delete(TIDE, headers={"If-Match": '"2"'}).status_code == 404
    history = client.get(f"{TIDE}/history").json
    assert [(r["step"]["verb"], r["step"]["by"]) for r in history["items"]] == [
        ("add", "ada"),
        ("delete", "bo"),
    ]
    assert history["items"][-1]["entry"] is None
    undone = client.post("/api/v1/undo", json={"by": "bo"})
    assert (undone.status_code, undone.json["verb"]) == (200, "delete")
    assert client.get(TIDE).status_code == 200


def test_unknown_ids(client: FlaskClient) -> None:
    for path in ("/concepts/nobody", "/concepts/nobody/history", "/why/nobody", "/why/999"):
        response = client.get(f"/api/v1{path}")
        assert (response.status_code, response.json["error"]["code"]) == (404, "not_found")
    patch = client.patch("/api/v1/concepts/nobody", json={}, headers={"If-Match": "*"})
    assert patch.status_code == 404
