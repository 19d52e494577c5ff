"""The memory over HTTP, and for tools that use the tmserver protocol."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.termbase import Termbase

SPRING = "燈籠議定書在春天簽署。"


def match(client: FlaskClient, **query: object) -> list[dict]:
    response = client.get("/api/v1/memory", query_string=query)
    assert response.status_code == 200, response.text
    return response.json["items"]


def test_the_same_and_one_like_it(client: FlaskClient) -> None:
    same, like = match(client, q=SPRING, threshold=70)
    assert (same["score"], same["band"], same["penalties"]) == (100, "100", [])
    assert same["translation"] == "The lantern protocol was signed in spring."
    assert (same["tag"], same["translation_tag"], same["document"]) == ("zh-Hant", "en", "memo.txt")
    assert 70 <= like["score"] < 100
    assert "".join(step["stored"] for step in like["diff"]) == "灯笼议定书在秋天签署。"
    assert "".join(step["query"] for step in like["diff"]) == SPRING


def test_the_threshold(client: FlaskClient) -> None:
    assert len(match(client, q=SPRING, threshold=100)) == 1
    assert match(client, q="something else altogether", threshold=30) == []
    assert len(match(client, q="The lantern protocol was signed in summer.", lang="en")) == 2


def test_concordance(client: FlaskClient) -> None:
    answer = client.get("/api/v1/concordance", query_string={"q": "议定书", "limit": 1}).json
    assert (answer["total"], len(answer["items"])) == (2, 1)
    hit = answer["items"][0]
    (start, end), *_ = hit["spans"]
    assert hit["text"][start:end] in ("議定書", "议定书")
    english = client.get("/api/v1/concordance?q=lantern&order=best").json["items"][0]
    assert english["text"].startswith("The lantern")


def test_units_come_in_once(client: FlaskClient) -> None:
    unit = {"zh": "錨鏈斷了。", "en": {"text": "The chain broke.", "tag": "en-GB"}}
    first = client.post("/api/v1/units", json={"units": [unit, unit], "by": "bo"})
    assert first.json == {"received": 2, "added": 1}
    assert client.post("/api/v1/units", json={"units": [unit]}).json["added"] == 0
    (found,) = match(client, q="錨鏈斷了。", threshold=100)
    assert (found["created_by"], found["translation_tag"]) == ("bo", "en-GB")


@pytest.mark.parametrize(
    "units",
    [
        [],
        [{}],
        [{"zh": "", "en": "x"}],
        [{"zh": "一", "en": " "}],
        [{"zh": "一\x00", "en": "x"}],
        [{"zh": {"text": "一", "tag": "??"}, "en": "x"}],
        [{"zh": 1, "en": "x"}],
        "units",
    ],
)
def test_units_of_the_wrong_shape(client: FlaskClient, units: object) -> None:
    assert client.post("/api/v1/units", json={"units": units}).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=x&threshold=29",
        "q=x&threshold=101",
        "q=x&threshold=many",
        "q=x&lang=fr",
        "q=x&limit=0",
        "q=x&limit=101",
        "q=x&colour=red",
        "q=%00",
    ],
)
def test_queries_of_the_wrong_shape(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/memory?{query}").status_code == 422


# ---------------------------------------------------------------- tmserver


def test_languages(client: FlaskClient) -> None:
    for path in ("/tmserver/languages/", "/tmserver/languages"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert {"en", "zh_hant", "zh_tw"} <= set(answer.json["sourceLanguages"])
        assert {"en", "zh_hans", "zh_cn"} <= set(answer.json["targetLanguages"])


def units(client: FlaskClient, source: str, target: str, text: str) -> list[dict]:
    response = client.get(f"/tmserver/{source}/{target}/unit/{quote(text, safe='')}")
    assert response.status_code == 200, response.text
    return response.json


def test_one_that_fits_is_found_under_many_that_do_not(client: FlaskClient) -> None:
    """The oldest alone is of Taiwan."""
    tags = ["zh-TW", *["zh-CN"] * 40]
    units = [
        {"zh": {"text": f"錨在那裡{number}。", "tag": tag}, "en": "The buoy is there."}
        for number, tag in enumerate(tags)
    ]
    assert client.post("/api/v1/units", json={"units": units}).json["added"] == 41
    path = f"/tmserver/en/{{}}/unit/{quote('The buoy is there.')}?max_candidates={{}}"
    found = [unit["target"] for unit in client.get(path.format("zh_tw", 1)).json]
    assert found == ["錨在那裡0。"]
    found = [unit["target"] for unit in client.get(path.format("zh_cn", 3)).json]
    assert found == ["錨在那裡40。", "錨在那裡39。", "錨在那裡38。"]
    assert len(client.get(path.format("zh_cn", 100)).json) == 40


def test_only_the_wanted_script(client: FlaskClient) -> None:
    asked = "The lantern protocol was signed in spring."
    hant, hans = (units(client, "en", code, asked) for code in ("zh_hant", "zh_hans"))
    assert [unit["target"] for unit in hant] == [SPRING]
    assert [unit["target"] for unit in hans] == ["灯笼议定书在秋天签署。"]
    assert hant[0] == {"source": asked, "target": SPRING, "quality": 100, "rank": 100.0}
    assert [unit["target"] for unit in units(client, "en", "zh_tw", asked)] == [SPRING]
    assert units(client, "zh_tw", "en", SPRING)[0]["target"] == asked


@pytest.mark.parametrize(
    "text", ["/a/b//c 100%", "%2F/%25", "a?b#c", "//", "../..", "100 %", "桅/杆"]
)
def test_any_text_in_the_path(client: FlaskClient, text: str) -> None:
    client.post("/api/v1/units", json={"units": [{"zh": "桅桿很高。", "en": text}]})
    assert [unit["source"] for unit in units(client, "en", "zh", text)] in ([text], [])
    if any(character.isalnum() for character in text):
        assert units(client, "en", "zh", text)[0]["target"] == "桅桿很高。"


@pytest.mark.parametrize("text", ["first line\nsecond line", "\n", "one\r\ntwo", "尾\n"])
def test_line_breaks_in_the_path(client: FlaskClient, text: str) -> None:
    client.post("/api/v1/units", json={"units": [{"zh": "桅桿\n很高。", "en": "a mast\nis tall"}]})
    assert units(client, "en", "zh", text) == []
    assert units(client, "en", "zh", "a mast\nis tall")[0]["target"] == "桅桿\n很高。"


@pytest.mark.parametrize("pair", ["en/de", "en/fr", "zh/zh_tw", "zh_hans/zh_hant", "fr/zh"])
def test_of_another_pair_there_is_nothing(client: FlaskClient, pair: str) -> None:
    """Weblate requests `en` to `de` when its settings are saved, and needs an answer."""
    assert units(client, *pair.split("/"), "test") == []
    body = {"source": "a", "target": "b"}
    assert client.put(f"/tmserver/{pair}/unit/a", json=body).status_code == 404


def test_what_is_no_language_is_not_found(client: FlaskClient) -> None:
    assert client.get("/tmserver/en/%3F%3F/unit/x").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("mime", ["application/x-www-form-urlencoded", "text/plain", None])
def test_units_as_virtaal_sends_them(termbase: Termbase, method: str, mime: str | None) -> None:
    """Its library sends any content type; the token is in the address."""
    client = create_app(termbase, token="geheim").test_client()
    body = json.dumps({"source": "The anchor holds.", "target": "錨抓得牢。", "context": "x"})
    path = f"/tmserver/en/zh_tw/unit/{quote('The anchor holds.')}"
    given = {"method": method, "data": body, "content_type": mime}
    assert client.open(path, **given).status_code == 401
    stored = client.open(path, **given, auth=("virtaal", "geheim"))
    assert stored.status_code == 200 and stored.json == {"received": 1, "added": 1}
    (unit,) = (u for u in termbase.store.all_units() if u.en.text == "The anchor holds.")
    assert (unit.zh.text, unit.zh.tag, unit.en.tag) == ("錨抓得牢。", "zh-Hant-TW", "en")
    again = client.open(path, **given, auth=("virtaal", "geheim"))
    assert again.json == {"received": 1, "added": 0}


def test_without_a_token_only_json_is_taken(client: FlaskClient) -> None:
    """A form on a page elsewhere could send anything else."""
    body = json.dumps({"source": "a", "target": "乙"})
    path = "/tmserver/en/zh/unit/a"
    assert client.post(path, data=body, content_type="text/plain").status_code == 415
    assert client.post(path, json={"source": "a", "target": "乙"}).status_code == 200
    assert client.put(path, json={"source": 1, "target": "乙"}).status_code == 422


def test_a_document_of_units(client: FlaskClient) -> None:
    body = [{"source": "一艘船", "target": "a ship"}, {"source": "未譯", "target": ""}]
    stored = client.post("/tmserver/zh_tw/en/store/po/boats.po", json=body)
    assert stored.json == {"received": 2, "added": 1}
    assert match(client, q="一艘船")[0]["document"] == "boats.po"
