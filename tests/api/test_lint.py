"""`POST /lint`: words of another region in a text, in segments, or in a document."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.termbase import Termbase

TEXT = "這段視頻的質量很高。\n請用鼠標打開文件，再關文件。"


def linted(client: FlaskClient, **body: Any) -> Any:
    response = client.post("/api/v1/lint", json=body)
    assert response.status_code == 200, response.text
    return response.json


def test_findings_have_spans_counterparts_and_whether_they_are_asked(client: FlaskClient) -> None:
    told = linted(client, text=TEXT)
    assert {TEXT[slice(*each["span"])] for each in told["findings"]} == {
        "視頻",
        "質量",
        "鼠標",
        "文件",
    }
    first, *_, last = told["findings"]
    assert (first["severity"], first["counterparts"][0]) == ("warning", "影片")
    assert (first["line"], first["column"], first["regions"][0]) == (1, 3, "CN")
    assert (last["text"], last["severity"], last["repeated"]) == ("文件", "question", 1)
    assert told["counts"] == {"warning": 3, "question": 2}
    assert told["text"] is None
    whole = linted(client, text=TEXT, all=True)
    assert [each["repeated"] for each in whole["findings"]] == [0] * 5
    assert whole["counts"] == told["counts"]


def test_each_segment_is_looked_at_by_itself(client: FlaskClient) -> None:
    told = linted(client, segments=["好。", "用鼠標。", "", "鼠標"])
    assert [(each["segment"], each["span"]) for each in told["findings"]] == [
        (2, [1, 3]),
        (4, [0, 2]),
    ]
    assert linted(client, segments=[])["findings"] == []


def test_the_region_that_is_wanted(client: FlaskClient) -> None:
    assert linted(client, text="請用滑鼠。", zh_tag="zh-Hant-TW")["findings"] == []
    (found,) = linted(client, text="请用滑鼠。", zh_tag="zh_CN")["findings"]
    assert (found["text"], found["counterparts"]) == ("滑鼠", ["鼠标"])


@pytest.mark.parametrize("way", ["as JSON", "as a form"])
def test_a_document_comes_back_with_its_text(client: FlaskClient, way: str) -> None:
    page = "<p>請用鼠標。</p><p>好。</p>"
    if way == "as JSON":
        told = linted(client, file={"text": page, "name": "a.html"})
    else:
        form = {"file": (io.BytesIO(page.encode()), "a.html"), "zh_tag": "zh-Hant-TW"}
        told = client.post("/api/v1/lint", data=form).json
    (found,) = told["findings"]
    assert told["text"][slice(*found["span"])] == "鼠標"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "give a text, or segments, or a file"),
        ({"text": "好", "segments": ["好"]}, "give a text, or segments, or a file"),
        ({"text": "好", "zh_tag": "z"}, "tag"),
        ({"file": {"text": "好", "name": "a.exe"}}, "unknown kind of document"),
        ({"file": {"text": "好" * 1_000_001, "name": "a.txt"}}, "a.txt: over 1,000,000 characters"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    client: FlaskClient, body: dict[str, Any], said: str
) -> None:
    refused = client.post("/api/v1/lint", json=body)
    assert refused.status_code == 422
    assert said in refused.json["error"]["message"]


def test_nothing_is_stored(client: FlaskClient, termbase: Termbase) -> None:
    before = termbase.stats()
    linted(client, text=TEXT)
    assert termbase.stats() == before
