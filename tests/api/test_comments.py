"""Comments on an entry over HTTP."""

from __future__ import annotations

from flask.testing import FlaskClient

TIDE = "/api/v1/concepts/tide-gate"
COMMENTS = f"{TIDE}/comments"


def test_said_and_listed(client: FlaskClient) -> None:
    made = client.post(COMMENTS, json={"text": "哪個地區？", "by": "ada"})
    assert made.status_code == 201, made.text
    assert (made.json["text"], made.json["by"], made.json["done_at"]) == ("哪個地區？", "ada", "")
    client.post(COMMENTS, json={"text": "臺灣", "by": "bo"})
    page = client.get(f"{COMMENTS}?limit=1").json
    assert (page["total"], page["items"]) == (2, [made.json])
    assert client.get(TIDE).headers["ETag"] == '"1"', "the entry is as it was"


def test_done_and_deleted(client: FlaskClient) -> None:
    number = client.post(COMMENTS, json={"text": "x", "by": "ada"}).json["id"]
    one = f"{COMMENTS}/{number}"
    done = client.patch(one, json={"done": True, "by": "bo"})
    assert (done.status_code, done.json["done_by"]) == (200, "bo") and done.json["done_at"]
    assert client.patch(one, json={"done": False}).json["done_at"] == ""
    refused = client.delete(f"{one}?by=bo")
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "conflict")
    assert client.delete(f"{one}?by=ada").status_code == 204
    assert client.get(COMMENTS).json["total"] == 0


def test_what_is_not_there(client: FlaskClient) -> None:
    number = client.post(COMMENTS, json={"text": "x"}).json["id"]
    other = f"/api/v1/concepts/software/comments/{number}"
    assert client.patch(other, json={"done": True}).status_code == 404, "it is on another entry"
    assert client.delete(other).status_code == 404
    assert client.get("/api/v1/concepts/nobody/comments").status_code == 404
    assert client.post("/api/v1/concepts/nobody/comments", json={"text": "x"}).status_code == 404
    for body in ({}, {"text": ""}, {"text": " "}, {"text": "\x07"}, {"text": "x", "at": "now"}):
        assert client.post(COMMENTS, json=body).status_code == 422, body
