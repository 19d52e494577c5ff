"""Conflicts over HTTP: three sides, and an entry chosen of them field by field."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

API = "/api/v1"
SOFTWARE = f"{API}/concepts/software"
OURS, THEIRS = "instructions for machines", "what is not hardware"
KEPT = ("evidence", "created_by", "created_at", "changed_by", "changed_at")


@pytest.fixture
def conflict(client: FlaskClient) -> Any:
    """Of a definition that was changed here and in an exported file."""
    file = client.post(f"{API}/export/csv", json={}).data.decode("utf-8-sig")
    sections = client.get(SOFTWARE).json["languages"]
    sections[0]["definition"] = OURS
    client.patch(SOFTWARE, json={"languages": sections}, headers={"If-Match": "*"})
    theirs = file.replace("programs that a computer runs", THEIRS).encode()
    sent = {"file": (io.BytesIO(theirs), "theirs.csv")}
    client.post(f"{API}/import", data=sent, content_type="multipart/form-data")
    (only,) = client.get(f"{API}/conflicts").json["items"]
    return only


def definition(entry: Any) -> str:
    return str(entry["languages"][0]["definition"])


def test_three_sides(client: FlaskClient, conflict: Any) -> None:
    sides = [definition(conflict[name]) for name in ("was", "ours", "theirs")]
    assert sides == ["programs that a computer runs", OURS, THEIRS]
    assert conflict["revision"] == 2 and conflict["settled"] is None
    client.delete(SOFTWARE, headers={"If-Match": "*"})
    (left,) = client.get(f"{API}/conflicts").json["items"]
    assert (left["ours"], left["revision"]) == (None, 0)


def test_an_entry_chosen_of_both(client: FlaskClient, conflict: Any) -> None:
    settlement = f"{API}/conflicts/{conflict['id']}/settlement"
    wanted = {k: v for k, v in conflict["ours"].items() if k not in KEPT}
    wanted["languages"][0]["definition"] = f"{OURS}; {THEIRS}"
    body = {"take": "entry", "entry": wanted, "by": "eve"}
    stale = client.post(settlement, json=body, headers={"If-Match": '"1"'})
    assert stale.status_code == 412 and definition(client.get(SOFTWARE).json) == OURS
    settled = client.post(settlement, json=body, headers={"If-Match": '"2"'})
    assert settled.status_code == 200, settled.text
    assert definition(settled.json) == f"{OURS}; {THEIRS}"
    assert settled.headers["ETag"] == '"3"'
    (done,) = client.get(f"{API}/conflicts?state=entry").json["items"]
    assert str(done["settled"]) == settled.headers["Glossary-Step"]
    assert client.post(settlement, json=body).status_code == 422


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_what_was_taken_is_taken_back(client: FlaskClient, conflict: Any, take: str) -> None:
    settlement = f"{API}/conflicts/{conflict['id']}/settlement"
    settled = client.post(settlement, json={"take": take})
    step = int(settled.headers["Glossary-Step"])
    assert client.post(f"{API}/undo", json={"step": step}).json["verb"] == "settle"
    assert client.get(f"{API}/conflicts").json["total"] == 1
    assert definition(client.get(SOFTWARE).json) == OURS


def test_what_no_settlement_can_be(client: FlaskClient, conflict: Any) -> None:
    settlement = f"{API}/conflicts/{conflict['id']}/settlement"
    for body in ({"take": "entry"}, {"take": "ours", "entry": {"languages": []}}, {"take": "both"}):
        assert client.post(settlement, json=body).status_code == 422, body
    missing = client.post(f"{API}/conflicts/99/settlement", json={"take": "ours"})
    assert missing.status_code == 404


def test_an_entry_that_was_deleted_stays_so(client: FlaskClient, conflict: Any) -> None:
    client.delete(SOFTWARE, headers={"If-Match": "*"})
    settled = client.post(
        f"{API}/conflicts/{conflict['id']}/settlement",
        json={"take": "ours"},
        headers={"If-Match": '"0"'},
    )
    assert settled.status_code == 204
    assert client.get(SOFTWARE).status_code == 404
    assert client.get(f"{API}/conflicts").json["total"] == 0
    step = int(settled.headers["Glossary-Step"])
    assert client.post(f"{API}/undo", json={"step": step}).status_code == 200
    assert client.get(f"{API}/conflicts").json["total"] == 1
