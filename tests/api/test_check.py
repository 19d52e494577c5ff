"""`POST /check`: segments or a file, at once or as a job."""

from __future__ import annotations

import io
from typing import Any

import pytest

from api.resources.check import CHECKED_AT_ONCE
from glossary.termbase import Termbase

XLIFF = """<xliff version="1.2"><file source-language="en" target-language="zh-TW"><body>
<trans-unit id="7"><source>The bollard weighs 24 kg.</source>
<target>{}重25公斤。</target></trans-unit>
</body></file></xliff>"""


@pytest.fixture
def entry(termbase: Termbase) -> str:
    made = termbase.add("纜椿", "bollard", zh_tag="zh-Hant-TW")
    termbase.add("系船柱", "bollard", zh_tag="zh-Hans-CN", concept_id=made.id)
    return made.id


def sides(source: str, target: str, **tags: str) -> dict[str, Any]:
    return {"source": {"text": source}, "target": {"text": target, **tags}}


def test_segments_are_checked_with_spans_on_both_sides(client: Any, entry: str) -> None:
    body = {"segments": [sides("A bollard.", "一根繫船柱。", tag="zh-TW")]}
    report = client.post("/api/v1/check", json=body).json
    assert (report["segments"], report["terms"], report["counts"]["error"]) == (1, 1, 1)
    (one,) = report["findings"]
    assert (one["rule"], one["concept_id"], one["segment"]) == ("region", entry, 1)
    assert (one["source"]["spans"], one["target"]["spans"]) == ([[2, 9]], [[2, 5]])
    assert one["fix"] == {"span": [2, 5], "text": "纜椿", "certain": True}


def test_a_file_is_checked_in_either_way_of_sending(client: Any, entry: str) -> None:
    text = XLIFF.format("纜椿")
    by_json = client.post("/api/v1/check", json={"file": {"text": text, "name": "a.xlf"}}).json
    form = {"file": (io.BytesIO(text.encode()), "a.xlf"), "severity": "error"}
    by_form = client.post("/api/v1/check", data=form, content_type="multipart/form-data").json
    assert by_json == by_form
    assert [(f["rule"], f["id"], f["line"]) for f in by_json["findings"]] == [("numbers", "7", 2)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "give segments, or a file"),
        ({"segments": [sides("A", "B")]}, "segment 1: give one side in English"),
        ({"segments": [sides("A", "甲")], "rules": ["spelling"]}, "unknown rule 'spelling'"),
        ({"segments": [sides("A", "甲")], "zh_tag": "fr"}, "give a tag of Chinese"),
        ({"file": {"text": "<svg/>", "name": "a.xlf"}}, "bilingual files are"),
        ({"file": {"text": "/etc/passwd", "name": "a.po"}}, "no PO catalogue"),
    ],
)
def test_what_cannot_be_checked_is_refused(client: Any, body: dict[str, Any], said: str) -> None:
    response = client.post("/api/v1/check", json=body)
    assert response.status_code == 422, response.text
    assert said in response.json["error"]["message"]


def test_nothing_is_stored(client: Any, entry: str, termbase: Termbase) -> None:
    before = termbase.stats()
    client.post("/api/v1/check", json={"segments": [sides("A bollard.", "一根柱。")]})
    assert termbase.stats() == before


def test_a_large_file_is_checked_at_once_where_no_jobs_run(client: Any, entry: str) -> None:
    text = XLIFF.format("纜椿") + " " * CHECKED_AT_ONCE
    response = client.post("/api/v1/check", json={"file": {"text": text, "name": "a.xlf"}})
    assert response.status_code == 200 and len(response.json["findings"]) == 1
