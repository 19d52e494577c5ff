"""Terms in running text over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def recognize(client: FlaskClient, text: str, **options: object) -> list[dict]:
    response = client.post("/api/v1/recognize", json={"text": text, **options})
    assert response.status_code == 200, response.text
    return response.json["items"]


def test_places_count_code_points_of_the_text_as_sent(client: FlaskClient) -> None:
    text = "😀 引水人更新了軟體。"
    hits = {hit["term"]: hit for hit in recognize(client, text)}
    assert {"引水人", "軟體"} <= set(hits)
    for term, hit in hits.items():
        assert text[hit["start"] : hit["end"]] == term
        assert (hit["cover"], hit["edge"]) == (True, True)
    assert [target["text"] for target in hits["引水人"]["targets"]] == [
        "harbour pilot",
        "port pilot",
    ]


def test_targets_are_of_the_wanted_chinese_and_of_no_other(client: FlaskClient) -> None:
    for tag, wanted in (
        ("zh-Hans-CN", ["软件"]),
        ("zh-TW", ["軟體"]),
        ("zh-Hant-HK", []),
        ("zh-Hant", []),
    ):
        (hit,) = recognize(client, "The software failed.", zh_tag=tag)
        assert [target["text"] for target in hit["targets"]] == wanted


def test_the_other_script(client: FlaskClient) -> None:
    (hit,) = recognize(client, "潮闸关了。")
    assert hit["concept_id"] == "tide-gate"


def test_deprecated_terms_are_marked_and_never_offered(client: FlaskClient) -> None:
    terms = [
        {"text": "capstan", "status": "preferred"},
        {"text": "windlass", "status": "deprecated"},
    ]
    chinese = [{"text": "絞盤", "status": "preferred"}]
    body = {"languages": [{"tag": "en", "terms": terms}, {"tag": "zh-Hant-TW", "terms": chinese}]}
    assert client.post("/api/v1/concepts", json=body).status_code == 201
    (hit,) = recognize(client, "The windlass jammed.")
    assert hit["status"] == "deprecated"
    (hit,) = recognize(client, "絞盤卡住了。")
    assert [target["text"] for target in hit["targets"]] == ["capstan"]


@pytest.mark.parametrize("text", ["", " ", "，。！", "😀😀", "\x0c page"])
def test_texts_without_terms(client: FlaskClient, text: str) -> None:
    assert recognize(client, text) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": 1},
        {"text": "x", "lang": "fr"},
        {"text": "x", "zh_tag": "?"},
        {"text": "\ud800"},
    ],
)
def test_the_wrong_shape(client: FlaskClient, body: dict) -> None:
    import json

    data = json.dumps(body)
    response = client.post("/api/v1/recognize", data=data, content_type="application/json")
    assert response.status_code == 422, response.text
