"""Two entries made one over HTTP, as a person chose of both."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

TIDE, SOFTWARE = "/api/v1/concepts/tide-gate", "/api/v1/concepts/software"


def choice(**fields: Any) -> dict[str, Any]:
    english = {"tag": "en", "terms": [{"text": "tide gate", "status": "preferred"}]}
    chinese = {"tag": "zh-Hant-TW", "terms": [{"text": "軟體"}]}
    return {"languages": [english, chinese], "subject": "computing", **fields}


def test_the_entry_is_as_it_was_chosen(client: FlaskClient) -> None:
    body = {"other": "software", "entry": choice(note="一次"), "other_revision": 1, "by": "eve"}
    made = client.post(f"{TIDE}/merge", json=body, headers={"If-Match": '"1"'})
    assert made.status_code == 200, made.text
    assert (made.json["id"], made.json["subject"], made.json["note"]) == (
        "tide-gate",
        "computing",
        "一次",
    )
    assert [t["text"] for s in made.json["languages"] for t in s["terms"]] == ["tide gate", "軟體"]
    assert client.get(SOFTWARE).status_code == 404
    step = int(made.headers["Glossary-Step"])
    assert client.post("/api/v1/undo", json={"step": step}).json["counts"]["entries"] == 2
    assert client.get(SOFTWARE).status_code == 200


def test_what_was_changed_meanwhile_is_not_merged(client: FlaskClient) -> None:
    client.patch(SOFTWARE, json={"note": "later"}, headers={"If-Match": "*"})
    body = {"other": "software", "entry": choice(), "other_revision": 1}
    other = client.post(f"{TIDE}/merge", json=body)
    assert other.status_code == 412 and "software was changed" in other.json["error"]["message"]
    own = client.post(f"{TIDE}/merge", json={"other": "software"}, headers={"If-Match": '"7"'})
    assert own.status_code == 412
    assert client.get(SOFTWARE).status_code == 200


def test_what_no_entry_can_be(client: FlaskClient) -> None:
    for wrong in (choice(evidence=[]), choice(id="software"), choice(note="\x07"), {}, None, 5):
        body = {"other": "software", "entry": wrong} if wrong is not None else {"entry": choice()}
        answer = client.post(f"{TIDE}/merge", json=body)
        assert answer.status_code == 422, answer.text
    assert client.get(SOFTWARE).status_code == 200
