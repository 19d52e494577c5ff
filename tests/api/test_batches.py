"""Many look-ups in one request: each answered as alone, in order; a bad one named by its place."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from api.batches import MOST_ITEMS

TEXTS = ["引水人更新了軟體。", "", "The software failed.", "潮闸关了。", "nothing of it"]
TERMS = ["software", "潮閘", "zzyzx quorum", "harbor pilot", "ruanti"]
SENTENCES = ["The pilot boarded the vessel.", "引水人登船了。", "quite another thing"]


def post(client: FlaskClient, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.post(f"/api/v1{path}", json=body)
    assert response.status_code == 200, response.text
    assert list(response.json) == ["answers"]
    return response.json["answers"]


def one_term(client: FlaskClient, query: str, **options: Any) -> Any:
    asked = urlencode({"q": query, "remember": "false", **options})
    return client.get(f"/api/v1/terms?{asked}").json


def test_texts_as_each_alone(client: FlaskClient) -> None:
    alone = [client.post("/api/v1/recognize", json={"text": text}).json for text in TEXTS]
    assert sum(found["total"] for found in alone) >= 4
    assert post(client, "/recognize", {"texts": TEXTS}) == alone


def test_terms_as_each_alone(client: FlaskClient) -> None:
    alone = [one_term(client, query) for query in TERMS]
    assert [found["total"] for found in alone].count(0) < len(TERMS)
    assert post(client, "/terms/search", {"queries": TERMS}) == alone


def test_sentences_as_each_alone(client: FlaskClient) -> None:
    units = [{"zh": "引水人上船了。", "en": "The pilot boarded the ship."}]
    assert client.post("/api/v1/units", json={"units": units}).status_code == 200
    alone = [client.get("/api/v1/memory", query_string={"q": q}).json for q in SENTENCES]
    assert [found["total"] for found in alone] == [1, 1, 0]
    assert post(client, "/memory", {"queries": SENTENCES}) == alone


def test_an_item_has_options_of_its_own_or_those_of_all(client: FlaskClient) -> None:
    text = "The software failed."
    body = {"texts": [text, {"text": text, "zh_tag": "zh-Hant-TW"}], "zh_tag": "zh-Hans-CN"}
    offered = [
        found["items"][0]["targets"][0]["text"] for found in post(client, "/recognize", body)
    ]
    assert offered == ["软件", "軟體"]
    body = {"queries": ["software", {"q": "software", "lang": "en"}, {"q": "p*", "limit": 2}]}
    chinese, english, pilots = post(client, "/terms/search", body | {"lang": "zh", "limit": 1})
    assert (chinese["total"], english["total"]) == (0, 1)
    assert (chinese["limit"], pilots["limit"]) == (1, 2)
    matches = post(client, "/memory", {"queries": [{"q": "x", "limit": 7}, "y"], "limit": 3})
    assert [found["limit"] for found in matches] == [7, 3]


def test_in_a_batch_look_ups_in_vain_are_counted_if_asked(client: FlaskClient) -> None:
    queries = ["zzyzx quorum", {"q": "gribble flange", "remember": True}]
    post(client, "/terms/search", {"queries": queries})
    wanted = [each["query"] for each in client.get("/api/v1/wanted").json["items"]]
    assert wanted == ["gribble flange"]
    elsewhere = {"Sec-Fetch-Site": "none", "Origin": "http://localhost"}
    response = client.post(
        "/api/v1/terms/search", json={"queries": ["zzyzx"], "remember": True}, headers=elsewhere
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/recognize", {"texts": ["x", "y", 3]}, "texts.2"),
        ("/recognize", {"texts": ["x", {"text": 1}]}, "texts.1.options.text"),
        ("/recognize", {"texts": ["x", {"text": "a", "nope": 1}]}, "texts.1.options.nope"),
        ("/recognize", {"texts": ["a", {"text": "software", "zh_tag": "no tag"}]}, "texts.1"),
        (
            "/recognize",
            {"texts": ["a", {"text": "a", "all_occurrences": 1}]},
            "texts.1.options.all_occurrences",
        ),
        ("/memory", {"queries": ["x", ""]}, "queries.1.text"),
        ("/memory", {"queries": ["x", {"q": "y", "threshold": 10}]}, "queries.1.options.threshold"),
        ("/memory", {"queries": [None]}, "queries.0.text"),
        ("/terms/search", {"queries": ["x", "y\x00"]}, "queries.1.text"),
        ("/terms/search", {"queries": ["x", {"q": "y", "tag": "no tag"}]}, "queries.1"),
    ],
)
def test_a_bad_item_is_named_by_its_place(
    client: FlaskClient, path: str, body: dict[str, Any], where: str
) -> None:
    response = client.post(f"/api/v1{path}", json=body)
    assert response.status_code == 422, response.text
    assert response.json["error"]["message"].startswith(where), response.text
    assert list(response.json["error"]["detail"])[0].startswith(where), response.text


@pytest.mark.parametrize(
    ("path", "name"),
    [("/recognize", "texts"), ("/memory", "queries"), ("/terms/search", "queries")],
)
def test_how_many_a_batch_may_have(client: FlaskClient, path: str, name: str) -> None:
    assert len(post(client, path, {name: ["x"] * MOST_ITEMS})) == MOST_ITEMS
    for count in (0, MOST_ITEMS + 1):
        response = client.post(f"/api/v1{path}", json={name: ["x"] * count})
        assert response.status_code == 422 and response.json["error"]["message"].startswith(name)


def test_a_text_and_many_are_not_mixed(client: FlaskClient) -> None:
    response = client.post("/api/v1/recognize", json={"text": "x", "texts": ["y"]})
    assert response.status_code == 422 and "text: " in response.json["error"]["message"]
