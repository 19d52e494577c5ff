"""The feed of changes by HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.termbase import Termbase

URL = "/api/v1/changes"


def ask(client: FlaskClient, **query: Any) -> Any:
    response = client.get(URL, query_string=query)
    assert response.status_code == 200, response.text
    return response.json


def test_what_happened_after_a_number(client: FlaskClient) -> None:
    before = ask(client, limit=1000)
    assert before["next"] == before["last"] == before["items"][-1]["number"]
    made = client.post("/api/v1/concepts", json={"zh": "閘門", "en": "sluice", "by": "ada"}).json
    after = ask(client, after=before["next"], feed=before["feed"])
    assert after["feed"] == before["feed"]
    entry, step = after["items"]
    number = before["last"]
    assert entry == {
        "number": number + 1,
        "kind": "entry",
        "id": made["id"],
        "event": "created",
        "by": "ada",
        "at": step["at"],
        "step": int(step["id"]),
        "verb": "add",
        "revision": 1,
    }
    assert (step["number"], step["kind"], step["event"]) == (number + 2, "step", "created")
    assert ask(client, after=number + 2)["items"] == []


def test_a_judgement_and_its_undoing(client: FlaskClient) -> None:
    start = ask(client)["last"]
    verdict = client.post(
        "/api/v1/candidates/1/judgement", json={"decision": "approve", "by": "bo"}
    ).json
    client.post("/api/v1/undo", json={"by": "cy"})
    items = ask(client, after=start, kind="candidate,step")["items"]
    assert [(i["kind"], i["id"], i["event"], i["by"]) for i in items] == [
        ("candidate", "1", "approved", "bo"),
        ("step", str(verdict["step"]), "created", "bo"),
        ("step", str(verdict["step"]), "undone", "cy"),
        ("candidate", "1", "undone", "cy"),
        ("step", items[-1]["id"], "created", "cy"),
    ]


def test_pages_and_kinds(client: FlaskClient) -> None:
    whole = ask(client, limit=1000)["items"]
    read: list[Any] = []
    after = 0
    while (page := ask(client, after=after, limit=2))["items"]:
        read, after = read + page["items"], page["next"]
    assert read == whole
    entries = ask(client, kind="entry", limit=1000)
    assert entries["items"] == [item for item in whole if item["kind"] == "entry"] != []


@pytest.mark.parametrize("query", [{"feed": "0" * 32}, {"after": 10**9}])
def test_a_number_of_another_database_is_gone(client: FlaskClient, query: dict[str, Any]) -> None:
    there = ask(client)
    response = client.get(URL, query_string=query)
    assert response.status_code == 410
    error = response.json["error"]
    assert error["code"] == "gone"
    assert error["detail"] == {"feed": there["feed"], "last": there["last"]}


@pytest.mark.parametrize(
    "query", [{"after": -1}, {"after": "x"}, {"limit": 0}, {"limit": 1001}, {"kind": "entry,term"}]
)
def test_what_cannot_be_asked(client: FlaskClient, query: dict[str, Any]) -> None:
    assert client.get(URL, query_string=query).status_code == 422


def test_after_a_restore_the_feed_is_another(
    client: FlaskClient, termbase: Termbase, tmp_path: Any
) -> None:
    termbase.backup(tmp_path / "copy.db")
    before = ask(client)
    client.post("/api/v1/concepts", json={"zh": "閘門", "en": "sluice", "by": "ada"})
    termbase.restore(tmp_path / "copy.db", by="ada")
    query = {"after": before["last"], "feed": before["feed"]}
    assert client.get(URL, query_string=query).status_code == 410
    client.post("/api/v1/concepts", json={"zh": "水閘", "en": "lock gate", "by": "bo"})
    items = ask(client, after=before["last"])["items"]
    assert [(i["kind"], i["verb"]) for i in items] == [
        ("entry", "add"),
        ("step", "restore"),
        ("step", "add"),
    ]
