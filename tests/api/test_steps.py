"""Steps, newest first, and undoing one."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

API = "/api/v1"


def steps(client: FlaskClient) -> list[dict[str, Any]]:
    return client.get(f"{API}/steps").get_json()["items"]


def test_steps_say_who_what_and_how_much(client: FlaskClient) -> None:
    made = client.post(f"{API}/candidates/2/judgement", json={"decision": "approve", "by": "eve"})
    page = client.get(f"{API}/steps?limit=1").get_json()
    assert page["total"] == 5 and page["limit"] == 1
    (last,) = page["items"]
    assert last["id"] == made.get_json()["step"]
    assert (last["verb"], last["by"]) == ("approve", "eve")
    assert last["counts"] == {"entries": 1, "judgements": 1, "units": 0, "conflicts": 0}
    assert last["undoable"] and not last["undone"]


def test_a_step_of_ones_own_is_taken_back_after_others_went_on(client: FlaskClient) -> None:
    first = client.post(f"{API}/candidates/1/judgement", json={"decision": "approve"}).get_json()
    client.post(f"{API}/candidates/2/judgement", json={"decision": "reject", "by": "eve"})
    answer = client.post(f"{API}/undo", json={"step": first["step"], "by": "ada"})
    assert answer.status_code == 200 and answer.get_json()["id"] == first["step"]
    assert client.get(f"{API}/candidates/1").get_json()["candidate"]["state"] == "proposed"
    assert client.get(f"{API}/candidates/2").get_json()["candidate"]["state"] == "rejected"
    again = client.post(f"{API}/undo", json={"step": first["step"]})
    assert again.status_code == 409
    assert "taken back already" in again.get_json()["error"]["message"]
    assert [s["undone"] for s in steps(client)][:3] == [False, False, True]


def test_a_step_with_later_changes_on_it_cannot_be_undone(client: FlaskClient) -> None:
    body = {"zh": "閘門", "en": "sluice", "concept_id": "tide-gate"}
    client.post(f"{API}/concepts", json=body)
    first = steps(client)[0]["id"]
    client.post(f"{API}/concepts", json=body | {"en": "lock gate", "by": "eve"})
    refused = client.post(f"{API}/undo", json={"step": first})
    assert refused.status_code == 409
    assert "(add, eve) built upon it" in refused.get_json()["error"]["message"]


def test_unknown_steps(client: FlaskClient) -> None:
    assert client.post(f"{API}/undo", json={"step": 999}).status_code == 404


def test_two_entries_as_one(client: FlaskClient) -> None:
    answer = client.post(f"{API}/concepts/tide-gate/merge", json={"other": "software"})
    assert answer.status_code == 200 and answer.headers["ETag"]
    texts = {t["text"] for s in answer.get_json()["languages"] for t in s["terms"]}
    assert {"tide gate", "software"} <= texts
    assert client.get(f"{API}/concepts/software").status_code == 404
    assert client.post(f"{API}/concepts/tide-gate/merge", json={"other": "x"}).status_code == 404
    same = client.post(f"{API}/concepts/tide-gate/merge", json={"other": "tide-gate"})
    assert same.status_code in (400, 422)
