"""What a change of a term touches, over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.termbase import Termbase
from tests.samples import unit


def test_the_places_come_with_counts_and_sentences(client: FlaskClient) -> None:
    units = [{"zh": "引水人來了。", "en": "Harbour pilots came."}]
    assert client.post("/api/v1/units", json={"units": units}).json["added"] == 1
    told = client.get("/api/v1/concepts/harbour-pilot/impact").json
    assert told["counts"] == {"unit": 1, "document": 0, "entry": 0, "evidence": 0}
    assert told["forms"] == ["harbour pilot", "port pilot", "引水人"]
    chinese, english = told["items"]
    assert chinese["text"] == "引水人來了。" and chinese["spans"] == [[0, 3]]
    assert english["forms"] == ["Harbour pilots"] and english["translation"] == "引水人來了。"
    one = client.get("/api/v1/concepts/harbour-pilot/impact?term=引水人").json
    assert one["total"] == 1 and one["items"] == [chinese]


def test_pages_are_the_list(client: FlaskClient) -> None:
    units = [{"zh": f"軟體{n}。", "en": f"Software {n}."} for n in range(3)]
    client.post("/api/v1/units", json={"units": units})
    address = "/api/v1/concepts/software/impact"
    whole = client.get(address).json
    first = client.get(f"{address}?limit=2").json
    rest = client.get(address, query_string={"cursor": first["cursor"]}).json
    assert first["items"] + rest["items"] == whole["items"]
    assert first["counts"] == whole["counts"] and first["total"] == whole["total"]


def test_what_there_is_not_is_404(client: FlaskClient) -> None:
    assert client.get("/api/v1/concepts/none/impact").status_code == 404
    refused = client.get("/api/v1/concepts/software/impact?term=hardware")
    assert refused.status_code == 404
    assert "software has no term 'hardware'" in refused.json["error"]["message"]


# ---------------------------------------------------------------- as work


def test_it_is_given_out_as_work(client: FlaskClient, termbase: Termbase) -> None:
    termbase.add_units([unit("軟體。", "Software.")])
    table = client.get("/api/v1/concepts/software/impact/csv")
    rows = list(csv.DictReader(io.StringIO(table.get_data().decode("utf-8-sig"))))
    assert [row["forms"] for row in rows if row["kind"] == "unit"] == ["軟體", "Software"]
    named = "termbase-software-__.csv; filename*=UTF-8''termbase-software-%E8%BB%9F%E9%AB%94.csv"
    one = client.get("/api/v1/concepts/software/impact/csv?term=軟體")
    assert one.headers["Content-Disposition"] == f"attachment; filename={named}"
    xliff = client.get("/api/v1/concepts/software/impact/xlf")
    assert xliff.mimetype == "application/xliff+xml" and "<target" in xliff.text
    refused = client.get("/api/v1/concepts/software/impact/doc")
    assert refused.status_code == 404
    assert refused.json["error"]["message"] == "work is given out as csv or xlf"


# ---------------------------------------------------------------- replacing

REPLACE = "/api/v1/concepts/software/impact/replace"


def replaced(client: FlaskClient, if_match: str = "", **more: Any) -> TestResponse:
    headers = {"If-Match": if_match} if if_match else {}
    body = {"old": "軟體", "new": "軟件", **more}
    return client.post(REPLACE, json=body, headers=headers)


def chinese(termbase: Termbase) -> list[str]:
    return sorted(
        each.zh.text for each in termbase.store.all_units() if each.zh.text[0] in "軟软程"
    )


def test_a_preview_changes_nothing_and_is_what_is_done(
    client: FlaskClient, termbase: Termbase
) -> None:
    termbase.add_units([unit("軟體來了。", "It came."), unit("软体也来了。", "It came too.")])
    steps = termbase.count_steps()
    seen = replaced(client, dry_run=True)
    assert (termbase.count_steps(), seen.json["step"]) == (steps, None)
    assert "Glossary-Step" not in seen.headers
    done = replaced(client, seen.headers["ETag"], by="ada")
    assert done.status_code == 200 and chinese(termbase) == ["軟件來了。", "软体也来了。"]
    assert done.json | {"step": None} == seen.json
    first, left = done.json["items"]
    assert (first["before"], first["after"], first["left"]) == ("軟體來了。", "軟件來了。", None)
    assert (first["translation"], first["language"]) == ("It came.", "zh")
    assert left["after"] is None and left["left"] == "the sentence is in the other script"
    assert (done.json["rewritten"], done.json["left"]) == (1, 1)
    (step,) = termbase.steps("replace")
    assert (step.by, str(step.id)) == ("ada", done.headers["Glossary-Step"])
    client.post("/api/v1/undo", json={"step": step.id})
    assert chinese(termbase) == ["軟體來了。", "软体也来了。"]


@pytest.mark.parametrize("what", ["a unit more", "another new term", "done already", "a word"])
def test_what_was_not_seen_is_not_done(client: FlaskClient, termbase: Termbase, what: str) -> None:
    termbase.add_units([unit("軟體來了。", "It came."), unit("軟體包。", "A pack.")])
    tag = replaced(client, dry_run=True).headers["ETag"]
    if what == "a unit more":
        termbase.add_units([unit("軟體又來了。", "Again.")])
    elif what == "done already":
        assert replaced(client, tag).status_code == 200
    elif what == "a word":
        termbase.add("軟體包", "pack", zh_tag="zh-Hant-TW")
    before = chinese(termbase)
    refused = replaced(client, tag, new="程式" if what == "another new term" else "軟件")
    assert refused.status_code == 412
    assert "look at it again" in refused.json["error"]["message"]
    assert chinese(termbase) == before
    assert replaced(client, "*").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"old": "硬體"}, 404, "software has no term"),
        ({"new": "programs"}, 422, "can be replaced by a term of zh"),
        ({"limit": 101}, 422, ""),
    ],
)
def test_what_cannot_be_replaced(
    client: FlaskClient, body: dict[str, Any], status: int, said: str
) -> None:
    refused = replaced(client, **body)
    assert refused.status_code == status
    assert said in refused.json["error"]["message"]


def test_many_are_counted_and_the_first_listed(client: FlaskClient, termbase: Termbase) -> None:
    termbase.add_units(unit(f"軟體{n}。", f"{n}.") for n in range(12))
    done = replaced(client, limit=5).json
    assert (done["rewritten"], len(done["items"])) == (12, 5)
