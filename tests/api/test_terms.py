"""GET /terms and /wanted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.termbase import Termbase


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


@pytest.mark.parametrize(
    ("headers", "noted"),
    [
        ({}, True),  # a program on this machine
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),  # typed by a user
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Referer": "http://localhost/page"}, True),
        ({"Referer": "https://elsewhere.example/localhost"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer made up"}, False),
    ],
)
def test_a_page_elsewhere_notes_nothing(
    client: FlaskClient, headers: dict[str, str], noted: bool
) -> None:
    answer = client.get("/api/v1/terms?q=zzyzx", headers=headers)
    assert (answer.status_code, answer.json["total"]) == (200, 0)
    assert len(client.get("/api/v1/wanted").json["items"]) == noted


def test_with_a_token_a_tool_of_any_origin_is_one_of_ours(termbase: Termbase) -> None:
    client = create_app(termbase, token="secret").test_client()
    sent = {"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer secret"}
    remembered_by_a_browser = {
        "Sec-Fetch-Site": "cross-site",
        "Authorization": "Basic OnNlY3JldA==",
    }
    for headers, count in ((remembered_by_a_browser, 0), (sent, 1)):
        assert client.get("/api/v1/terms?q=zzyzx", headers=headers).status_code == 200
        assert len(termbase.wanted()) == count
