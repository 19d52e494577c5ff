"""The history of an entry over HTTP, going back in it, and the step that each change names."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.termbase import Termbase

API = "/api/v1"
TIDE = f"{API}/concepts/tide-gate"


def noted(client: FlaskClient, note: str) -> TestResponse:
    return client.patch(TIDE, json={"note": note}, headers={"If-Match": "*"})


def undo(client: FlaskClient, response: TestResponse) -> Any:
    step = int(response.headers["Glossary-Step"])
    return client.post(f"{API}/undo", json={"step": step}).json["verb"]


def test_every_change_names_the_step_that_takes_it_back(client: FlaskClient) -> None:
    edited = noted(client, "seen")
    made = client.post(f"{API}/concepts", json={"zh": "纜椿", "en": "bollard"})
    whole = {"languages": [{"tag": "en", "terms": [{"text": "quay"}]}]}
    created = client.post(f"{API}/concepts", json=whole)
    merged = client.post(f"{TIDE}/merge", json={"other": "software"})
    gone = client.delete(f"{API}/concepts/bollard", headers={"If-Match": "*"})
    verbs = [undo(client, each) for each in (gone, merged, created, made, edited)]
    assert verbs == ["delete", "merge", "add", "add", "edit"]
    assert client.get(TIDE).json["note"] == ""
    assert client.get(f"{API}/concepts").json["total"] == 3


def test_what_changed_nothing_names_no_step(client: FlaskClient) -> None:
    pair = {"zh": "潮閘", "en": "tide gate"}
    again = client.post(f"{API}/concepts", json=pair)
    assert (again.status_code, again.headers["ETag"]) == (200, '"1"')
    assert "Glossary-Step" not in again.headers
    same = client.post(f"{TIDE}/revert", json={"revision": 1})
    assert same.status_code == 200 and "Glossary-Step" not in same.headers


def test_back_to_a_revision(client: FlaskClient, termbase: Termbase) -> None:
    noted(client, "mine")
    back = client.post(f"{TIDE}/revert", json={"revision": 1, "by": "eve"})
    assert back.status_code == 200, back.text
    assert (back.json["note"], back.json["changed_by"]) == ("", "eve")
    assert back.headers["ETag"] == '"3"'
    history = client.get(f"{TIDE}/history").json["items"]
    assert [item["step"]["verb"] for item in history] == ["add", "edit", "revert"]
    assert str(history[-1]["step_id"]) == back.headers["Glossary-Step"]
    assert undo(client, back) == "revert"
    assert client.get(TIDE).json["note"] == "mine"


def test_a_deleted_entry_comes_back(client: FlaskClient) -> None:
    client.delete(TIDE, headers={"If-Match": "*"})
    wrong = client.post(f"{TIDE}/revert", json={"revision": 2})
    assert (wrong.status_code, wrong.json["error"]["code"]) == (422, "invalid")
    back = client.post(f"{TIDE}/revert", json={"revision": 1})
    assert (back.status_code, back.headers["ETag"]) == (200, '"3"')
    assert client.get(TIDE).json == back.json


def test_going_back_may_name_the_revision_it_read(client: FlaskClient) -> None:
    noted(client, "theirs")
    old = client.post(f"{TIDE}/revert", json={"revision": 1}, headers={"If-Match": '"1"'})
    assert old.status_code == 412 and client.get(TIDE).json["note"] == "theirs"
    now = client.post(f"{TIDE}/revert", json={"revision": 1}, headers={"If-Match": '"2"'})
    assert now.status_code == 200
    for path, revision in (("tide-gate", 9), ("nobody", 1)):
        answer = client.post(f"{API}/concepts/{path}/revert", json={"revision": revision})
        assert answer.status_code == 404, path
