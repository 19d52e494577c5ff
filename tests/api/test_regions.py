"""Regions over HTTP."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_a_form_comes_with_every_choice_by_region(client: FlaskClient) -> None:
    told = client.get("/api/v1/regions?form=视频").json
    assert list(told["tags"]) == ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "zh-Hans-SG"]
    taiwan = told["tags"]["zh-Hant-TW"]
    assert [(each["form"], each["certain"]) for each in taiwan] == [
        ("影片", False),
        ("視訊", False),
    ]
    one = client.get("/api/v1/regions?form=鼠标&tag=zh_TW").json
    assert [each["form"] for each in one["tags"]["zh-Hant-TW"]] == ["滑鼠"]


def test_a_tag_without_a_region_is_refused(client: FlaskClient) -> None:
    refused = client.get("/api/v1/regions?form=鼠标&tag=zh-Hant")
    assert refused.status_code == 422
    assert "has no region" in refused.json["error"]["message"]


def test_an_entry_has_a_row_for_each_region(client: FlaskClient) -> None:
    (first, *_) = client.get("/api/v1/concepts").json["items"]
    told = client.get(f"/api/v1/concepts/{first['id']}/regions").json["regions"]
    assert [each["tag"] for each in told] == [
        "zh-Hans-CN",
        "zh-Hant-TW",
        "zh-Hant-HK",
        "zh-Hans-SG",
    ]
    for each in told:
        assert each["exact"] <= bool(each["forms"])
        assert bool(each["offers"]) != each["exact"]
    assert client.get("/api/v1/concepts/none/regions").status_code == 404


def test_terms_found_say_whether_they_are_false_friends(client: FlaskClient) -> None:
    pair = {"zh": "文件", "en": "document", "zh_tag": "zh-Hant-TW"}
    client.post("/api/v1/concepts", json=pair)
    (found,) = client.get("/api/v1/terms?q=文件&limit=1").json["items"]
    assert "computer file" in found["false_friend"]
