"""Webhooks by HTTP: adding, listing, testing, removing; secrets are shown once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.operations import hooks
from glossary.store.base import DeadLetter
from glossary.termbase import Termbase
from tests.hooks.receiver import Receiver, is_genuine, receiving

URL = "/api/v1/hooks"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def added(client: FlaskClient, **body: Any) -> Any:
    response = client.post(URL, json={"url": "https://example.org/in", "by": "ada"} | body)
    assert response.status_code == 201, response.text
    return response.json


def test_a_new_secret_is_shown_once(client: FlaskClient) -> None:
    made = added(client, kinds=["entry", "unit"])
    assert len(hooks.key_of(made["secret"])) == 32
    assert (made["state"], made["behind"], made["private"]) == ("told", 0, False)
    assert made["position"] == client.get("/api/v1/changes").json["last"]  # type: ignore[index]
    listed = client.get(URL)
    assert listed.json == {
        "total": 1,
        "limit": 20,
        "offset": 0,
        "cursor": None,
        "items": [{name: value for name, value in made.items() if name != "secret"}],
    }
    assert made["secret"] not in listed.text


def test_a_secret_of_ones_own_is_never_shown(client: FlaskClient, termbase: Termbase) -> None:
    secret = hooks.new_secret()
    made = added(client, secret=secret)
    assert made["secret"] is None
    assert termbase.store.hook(made["id"]).secret == secret
    assert secret not in client.get(URL).text


@pytest.mark.parametrize(
    "body",
    [
        {"url": "ftp://example.org/in"},
        {"url": "https:///in"},
        {"url": "https://ada:secret@example.org/in"},
        {"url": "https://example.org:99999/in"},
        {"url": "http://127.0.0.1/in"},
        {"url": "http://[::1]/in"},
        {"url": "http://localhost:8080/in"},
        {"url": "http://10.1.2.3/in"},
        {"url": "http://169.254.169.254/latest/meta-data"},
        {"secret": "whsec_c2hvcnQ="},
        {"secret": "no-secret-at-all-but-long-enough"},
        {"kinds": ["term"]},
        {"private": True},
    ],
)
def test_what_is_no_hook(client: FlaskClient, body: dict[str, Any]) -> None:
    response = client.post(URL, json={"url": "https://example.org/in"} | body)
    assert response.status_code == 422, response.text
    assert body.get("secret", "whsec_") == "whsec_" or body["secret"] not in response.text
    assert client.get(URL).json["total"] == 0  # type: ignore[index]


def test_a_test_is_signed_and_tells_what_was_answered(
    client: FlaskClient, termbase: Termbase, receiver: Receiver
) -> None:
    made = added(client)
    kept = replace(termbase.store.hook(made["id"]), url=receiver.url, private=True)
    with termbase.store.transaction():
        hook = termbase.store.new_hook(kept)
    answer = client.post(f"{URL}/{hook.id}/test", json={}).json
    assert answer["delivered"] and (answer["status"], answer["error"]) == (204, "")  # type: ignore[index]
    [message] = receiver.messages
    assert (message["type"], message["changes"]) == ("test", [])
    assert is_genuine(hook.secret, *receiver.requests[0])
    receiver.answer = lambda message: 403
    answer = client.post(f"{URL}/{hook.id}/test", json={}).json
    assert not answer["delivered"] and answer["error"] == "answered 403 Forbidden"  # type: ignore[index]
    assert termbase.store.hook(hook.id) == hook, "a test is no delivery"


def test_dead_letters_are_listed_and_sent_again(client: FlaskClient, termbase: Termbase) -> None:
    number = added(client)["id"]
    with termbase.store.transaction():
        at = termbase.clock()
        for n in (1, 3):
            termbase.store.new_dead_letter(DeadLetter(number, n, n + 2, "answered 500", at))
    listed = client.get(f"{URL}/{number}/dead-letters").json
    assert [(i["after"], i["upto"], i["again"]) for i in listed["items"]] == [  # type: ignore[index]
        (1, 3, False),
        (3, 5, False),
    ]
    letter = listed["items"][1]["id"]  # type: ignore[index]
    again = client.post(f"{URL}/{number}/retry", json={"letters": [letter]}).json
    assert [(i["id"], i["again"]) for i in again["items"]] == [(letter, True)]  # type: ignore[index]
    assert client.post(f"{URL}/{number}/retry", json={"letters": [99]}).status_code == 404
    assert client.post(f"{URL}/{number}/retry", json={}).json["total"] == 2  # type: ignore[index]
    assert client.get(URL).json["items"][0]["dead_letters"] == 2  # type: ignore[index]


def test_after_a_restore_it_is_paused_until_it_is_resumed(
    client: FlaskClient, termbase: Termbase, tmp_path: Any
) -> None:
    number = added(client)["id"]
    termbase.backup(tmp_path / "copy.db")
    termbase.restore(tmp_path / "copy.db")
    assert client.get(URL).json["items"][0]["state"] == "paused"  # type: ignore[index]
    assert client.post(f"{URL}/{number}/resume", json={}).json["state"] != "paused"  # type: ignore[index]


def test_a_hook_is_removed(client: FlaskClient) -> None:
    number = added(client)["id"]
    assert client.delete(f"{URL}/{number}").status_code == 204
    assert client.get(URL).json["items"] == []  # type: ignore[index]
    for method, path in (
        ("DELETE", ""),
        ("POST", "/test"),
        ("POST", "/pause"),
        ("POST", "/resume"),
        ("POST", "/retry"),
        ("GET", "/dead-letters"),
    ):
        body = {"json": {}} if method == "POST" else {}
        response = client.open(f"{URL}/{number}{path}", method=method, **body)
        assert response.status_code == 404, path
