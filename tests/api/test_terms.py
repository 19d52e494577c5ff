"""GET /terms and /wanted."""

from __future__ import annotations

from flask.testing import FlaskClient


def search(client: FlaskClient, **query: object) -> dict:
    response = client.get("/api/v1/terms", query_string=query)
    assert response.status_code == 200, response.text
    return response.json


def test_a_hit_has_both_languages_contexts_and_why(client: FlaskClient) -> None:
    answer = search(client, q="軟體")
    assert (answer["total"], answer["limit"], answer["offset"]) == (1, 20, 0)
    hit = answer["items"][0]
    assert (hit["concept_id"], hit["term"], hit["tag"]) == ("software", "軟體", "zh-Hant-TW")
    assert hit["score"] == 100
    assert hit["why"] == "exact"
    assert [term["text"] for term in hit["terms"]["en"]] == ["software"]
    assert [term["text"] for term in hit["terms"]["zh-Hans-CN"]] == ["软件"]
    assert {"新的軟體到了。", "New software arrived."} == {c["text"] for c in hit["contexts"]}
    assert hit["definitions"] == {"en": "programs that a computer runs"}


def test_the_other_script_finds_it_and_says_so(client: FlaskClient) -> None:
    hit = search(client, q="引水人", lang="zh")["items"][0]
    assert hit["concept_id"] == "harbour-pilot"
    folded = search(client, q="潮闸", tag="zh-TW")["items"][0]
    assert (folded["term"], folded["tag"]) == ("潮閘", "zh-Hant-TW")
    assert "script" in folded["why"]


def test_pages(client: FlaskClient) -> None:
    whole = search(client, q="t*", lang="en")
    assert whole["total"] >= 1
    beyond = search(client, q="t*", lang="en", offset=50, limit=5)
    assert beyond["items"] == []
    assert (beyond["total"], beyond["offset"]) == (whole["total"], 50)


def test_filters(client: FlaskClient) -> None:
    assert search(client, q="tide gate", subject="harbours")["total"] == 1
    assert search(client, q="tide gate", subject="computing")["total"] == 0
    assert search(client, q="port pilot", status="preferred")["total"] in (0, 1)


def test_a_look_up_in_vain_is_wanted(client: FlaskClient) -> None:
    for _ in range(2):
        assert search(client, q="zzyzx quorum")["total"] == 0
    search(client, q="qwfp unheard", remember=False)
    wanted = client.get("/api/v1/wanted").json["items"]
    assert [(w["query"], w["count"]) for w in wanted] == [("zzyzx quorum", 2)]


def test_unescaped_utf_8(client: FlaskClient) -> None:
    assert "軟體" in client.get("/api/v1/terms", query_string={"q": "軟體"}).get_data(as_text=True)
