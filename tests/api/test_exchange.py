"""Files of other tools over HTTP."""

from __future__ import annotations

import io
import json
import sqlite3
import time

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.store.sqlite.pool import BUSY_MS
from glossary.termbase import Termbase

TABLE = "concept_id,subject,en,zh,zh_tag\r\nmooring,harbours,mooring,繫泊,zh-Hant-TW\r\n"


def send(client: FlaskClient, data: bytes, name: str, **fields: str) -> TestResponse:
    form = {"file": (io.BytesIO(data), name), **fields}
    return client.post("/api/v1/import", data=form, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("format", "start"),
    [("tbx", b"<?xml"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("tsv", b"#")],
)
def test_export(client: FlaskClient, format: str, start: bytes) -> None:
    response = client.get(f"/api/v1/export/{format}")
    assert response.status_code == 200, response.text
    assert response.data.startswith(start)
    assert f"termbase.{format}" in response.headers["Content-Disposition"]
    assert int(response.headers["Glossary-Losses"]) >= 0


def test_export_for_a_tool(client: FlaskClient) -> None:
    response = client.get("/api/v1/export/tbx?profile=omegat&zh_tag=zh-Hans-CN")
    text = response.data.decode()
    assert "martif" in text
    assert "软件" in text
    assert "軟體" not in text


def test_losses_before_it_is_written(client: FlaskClient) -> None:
    report = client.get("/api/v1/export/tbx/losses?profile=omegat&zh_tag=zh-Hans-CN").json
    assert report["entries"] == 3
    assert report["written"] == 2
    assert any("harbour-pilot" in loss["concept_id"] for loss in report["losses"])
    strict = client.get("/api/v1/export/tbx?profile=omegat&zh_tag=zh-Hans-CN&strict=true")
    assert (strict.status_code, strict.json["error"]["code"]) == (422, "invalid")


def test_every_profile_tells_what_its_tool_takes_and_is_written(client: FlaskClient) -> None:
    profiles = {each["name"]: each for each in client.get("/api/v1/profiles").json["items"]}
    assert profiles["omegat"]["verified"] == "run"
    assert [(f["format"], f["pair"]) for f in profiles["omegat"]["files"]] == [
        ("tbx", True),
        ("tsv", True),
    ]
    assert not profiles["archive"]["files"][0]["pair"] and profiles["tmx"]["holds"] == "units"
    for profile in profiles.values():
        for file in profile["files"]:
            path = f"/api/v1/export/{file['format']}/losses?profile={profile['name']}"
            assert client.get(path).status_code == 200, path


def test_the_memory_as_tmx(client: FlaskClient) -> None:
    text = client.get("/api/v1/export/tmx?zh_tag=zh-Hant-TW").data.decode()
    assert "燈籠議定書在春天簽署。" in text
    assert "灯笼议定书" not in text
    assert client.get("/api/v1/export/tmx/losses").json["written"] == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/export/exe", 404),
        ("/export/exe/losses", 404),
        ("/export/tbx?profile=nobody", 422),
        ("/export/csv?profile=omegat", 422),
        ("/export/tbx?zh_tag=en", 422),
        ("/export/tbx?zh_tag=%00", 422),
        ("/export/tbx?tag=%20", 422),
        ("/export/tbx?changed_since=yesterday", 422),
    ],
)
def test_what_cannot_be_exported(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(f"/api/v1{path}").status_code == status


def test_import_and_its_undo(client: FlaskClient) -> None:
    report = send(client, TABLE.encode(), "../../terms.csv", by="bo")
    assert report.status_code == 200, report.text
    assert report.json["counts"]["new"] == 1
    assert report.json["name"] == "terms.csv"
    assert client.get("/api/v1/concepts/mooring").status_code == 200
    assert client.post("/api/v1/undo", json={"by": "bo"}).json["verb"] == "import"
    assert client.get("/api/v1/concepts/mooring").status_code == 404


def test_dry_run_and_json(client: FlaskClient) -> None:
    report = send(client, TABLE.encode(), "terms.csv", dry_run="true").json
    assert (report["dry_run"], report["counts"]["new"]) == (True, 1)
    assert client.get("/api/v1/concepts/mooring").status_code == 404
    body = {"text": TABLE, "name": "terms.csv"}
    assert client.post("/api/v1/import", json=body).json["counts"]["new"] == 1


def test_what_was_exported_comes_back_the_same(client: FlaskClient) -> None:
    report = send(client, client.get("/api/v1/export/tbx").data, "termbase.tbx").json
    assert report["counts"] == {"new": 0, "changed": 0, "same": 3, "conflict": 0}


def test_both_changed(client: FlaskClient) -> None:
    file = client.get("/api/v1/export/csv").data.decode("utf-8-sig")
    path = "/api/v1/concepts/software"
    entry = client.get(path)
    sections = entry.json["languages"]
    sections[0]["definition"] = "instructions for machines"
    tag = entry.headers["ETag"]
    assert (
        client.patch(path, json={"languages": sections}, headers={"If-Match": tag}).status_code
        == 200
    )
    theirs = file.replace("programs that a computer runs", "what is not hardware")
    assert send(client, theirs.encode(), "termbase.csv").json["counts"]["conflict"] == 1
    assert client.get(path).json["languages"][0]["definition"] == "instructions for machines"
    conflict = client.get("/api/v1/conflicts").json["items"][0]
    settle = f"/api/v1/conflicts/{conflict['id']}/settlement"
    settled = client.post(settle, json={"take": "theirs", "by": "bo"})
    assert settled.status_code == 200, settled.text
    assert settled.json["languages"][0]["definition"] == "what is not hardware"
    assert client.get("/api/v1/conflicts").json["total"] == 0


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "terms.csv"),
        (b"\x00\x01\x02", "terms.tbx"),
        (b"<tbx><oops", "terms.tbx"),
        (b'<!DOCTYPE t [<!ENTITY a "b">]><martif>&a;</martif>', "terms.tbx"),
        (b"PK\x03\x04broken", "terms.xlsx"),
        (b"what is this", "terms.exe"),
    ],
)
def test_files_that_cannot_be_read(client: FlaskClient, data: bytes, name: str) -> None:
    response = send(client, data, name)
    assert response.status_code == 422, response.text
    assert "Traceback" not in response.text
    assert client.get("/api/v1/concepts").json["total"] == 3


def test_parts_and_fields_of_the_wrong_shape(client: FlaskClient) -> None:
    wrong = {"data": {"other": (io.BytesIO(b"x"), "x.csv")}, "content_type": "multipart/form-data"}
    assert client.post("/api/v1/import", **wrong).status_code == 422
    assert client.post(
        "/api/v1/import", data={}, content_type="multipart/form-data"
    ).status_code in (400, 422)
    assert send(client, TABLE.encode(), "t.csv", mapping="{").status_code == 422
    assert send(client, TABLE.encode(), "t.csv", mapping="[1]").status_code == 422
    assert send(client, TABLE.encode(), "t.csv", colour="red").status_code == 422
    assert client.post("/api/v1/import", json={"text": "x"}).status_code == 422


def test_a_get_writes_nothing(client: FlaskClient, termbase: Termbase) -> None:
    """Any page can request an export by GET, so it must not change the base of a later import."""

    def content() -> list[str]:
        other = sqlite3.connect(f"file:{termbase.store.path}?mode=ro", uri=True)
        return list(other.iterdump())

    before = content()
    for path in (
        "export/tbx",
        "export/csv?strict=false",
        "export/tmx",
        "export/tbx/losses",
        "export/tmx/losses",
        "terms?q=software",
        "terms?q=zzyzx&remember=false",
        "concepts",
        "healthz",
        "memory?q=lantern",
        "concordance?q=lantern",
        "candidates",
        "wanted",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 200, path
    assert content() == before


def test_an_export_by_post_is_the_base_of_a_later_merge(client: FlaskClient) -> None:
    """Two fields of an entry, one changed here and one in the file: both changes are taken."""
    answer = client.post("/api/v1/export/csv", json={})
    assert (answer.status_code, answer.headers["Glossary-Noted"]) == (200, "true"), answer.text
    assert answer.data == client.get("/api/v1/export/csv").data
    memory = client.post("/api/v1/export/tmx", json={})
    assert memory.status_code == 200 and "Glossary-Noted" not in memory.headers
    entry = client.get("/api/v1/concepts/software")
    tag = {"If-Match": entry.headers["ETag"]}
    client.patch("/api/v1/concepts/software", json={"note": "ours"}, headers=tag)
    theirs = answer.data.decode("utf-8-sig").replace("programs that a computer runs", "no hardware")
    assert send(client, theirs.encode(), "termbase.csv").json["counts"]["changed"] == 1
    merged = client.get("/api/v1/concepts/software").json
    assert (merged["note"], merged["languages"][0]["definition"]) == ("ours", "no hardware")


def test_an_export_beside_a_writer(client: FlaskClient, termbase: Termbase) -> None:
    """GET does not wait; POST returns the file, and that it could not record the export."""
    with sqlite3.connect(termbase.store.path) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        assert client.get("/api/v1/export/tbx").status_code == 200
        assert time.monotonic() - started < BUSY_MS / 2_000
        termbase.store.session.rows("PRAGMA busy_timeout = 100")  # type: ignore[attr-defined]
        answer = client.post("/api/v1/export/tbx", json={})
        assert (answer.status_code, answer.headers["Glossary-Noted"]) == (200, "false")
        other.rollback()


# ---------------------------------------------------------------- before an import


def look(client: FlaskClient, data: bytes | str, name: str, **fields: str) -> TestResponse:
    sent = data.encode() if isinstance(data, str) else data
    form = {"file": (io.BytesIO(sent), name), **fields}
    return client.post("/api/v1/import/preview", data=form, content_type="multipart/form-data")


def test_a_table_is_shown_as_it_would_be_read(client: FlaskClient) -> None:
    shown = look(client, TABLE, "own.csv").json
    assert (shown["format"], shown["holds"], shown["table"]["has_heads"]) == ("csv", "terms", True)
    columns = [(c["key"], c["field"], c["tag"]) for c in shown["table"]["columns"]]
    assert columns == [
        ("concept_id", "id", ""),
        ("subject", "subject", ""),
        ("en", "term", "en"),
        ("zh", "term", "zh"),
        ("zh_tag", "tag", "zh"),
    ]
    (row,) = shown["table"]["rows"]
    assert (row["line"], row["cells"][2:4]) == (2, ["mooring", "繫泊"])
    fields = {each["field"]: each["part"] for each in shown["fields"]}
    assert (fields["term"], fields["language_note"], fields["subject"], fields["ignore"]) == (
        "term",
        "language",
        "concept",
        "",
    )


def test_what_nothing_names_wants_a_mapping_and_takes_it(client: FlaskClient) -> None:
    table = "Nr,Wort,Bedeutung\n1,Mole,防波堤\n2,Kai,碼頭\n"
    unknown = look(client, table, "own.csv").json["table"]
    assert "name them" in unknown["problem"] and len(unknown["columns"]) == 3
    assert unknown["rows"][0]["cells"] == ["Nr", "Wort", "Bedeutung"]
    mapping = '{"Wort": "term:de", "Bedeutung": "term:zh-Hant-TW", "Nr": "id"}'
    mapped = look(client, table, "own.csv", mapping=mapping).json["table"]
    assert [(c["key"], c["field"], c["tag"]) for c in mapped["columns"]] == [
        ("Nr", "id", ""),
        ("Wort", "term", "de"),
        ("Bedeutung", "term", "zh-Hant-TW"),
    ]
    assert (mapped["problem"], mapped["has_heads"], mapped["rows"][0]["line"]) == ("", True, 2)
    wrong = look(client, table, "own.csv", mapping='{"Wort": "word"}')
    assert wrong.status_code == 422 and "unknown field" in wrong.json["error"]["message"]


def test_the_mapping_that_is_shown_reads_the_same(client: FlaskClient) -> None:
    """Sending the columns back as they were guessed changes nothing of what an import does."""
    table = "Source,Target,Note\nmooring,繫泊,of ships\nquay,碼頭,\n"
    columns = look(client, table, "own.csv").json["table"]["columns"]
    assert [(c["field"], c["tag"]) for c in columns[:2]] == [("term", "en"), ("term", "zh")]
    mapping = {c["key"]: ":".join(filter(None, (c["field"], c["tag"]))) for c in columns}
    guessed = send(client, table.encode(), "own.csv", dry_run="true").json
    told = send(client, table.encode(), "own.csv", dry_run="true", mapping=json.dumps(mapping)).json
    assert guessed["records"] == told["records"] and guessed["counts"]["new"] == 2


@pytest.mark.parametrize(
    ("data", "name", "format", "holds"),
    [
        ("<tmx/>", "m.tmx", "tmx", "units"),
        ("<martif/>", "t.tbx", "tbx", "terms"),
        (
            "The lantern protocol was signed in the spring.\t燈籠議定書在春天簽署。\n",
            "m.tsv",
            "tsv",
            "units",
        ),
    ],
)
def test_other_files_are_named(
    client: FlaskClient, data: str, name: str, format: str, holds: str
) -> None:
    shown = look(client, data, name).json
    assert (shown["format"], shown["holds"], shown["table"]) == (format, holds, None)


def test_a_workbook_shows_the_sheet_that_has_terms(client: FlaskClient) -> None:
    data = client.get("/api/v1/export/xlsx").data
    shown = look(client, data, "termbase.xlsx").json["table"]
    assert shown["has_heads"] and shown["rows"] and not shown["problem"]
    assert look(client, b"", "empty.csv").status_code == 422


def test_a_dry_run_tells_each_field_before_and_after(client: FlaskClient) -> None:
    long = "a gate that keeps the tide out of a harbour and the ships in it afloat"
    table = f"concept_id,en,zh,zh_tag,definition\ntide-gate,tide gate,潮閘,zh-Hant-TW,{long}\n"
    (record,) = send(client, table.encode(), "own.csv", dry_run="true").json["records"]
    assert record["verdict"] == "changed"
    expected = {"where": "", "field": "definition", "before": "", "after": long}
    assert record["changes"] == [expected], "whole, where details are cut"
    send(client, table.encode(), "own.csv")
    other = table.replace("keeps", "lets")
    (record,) = send(client, other.encode(), "own.csv", dry_run="true").json["records"]
    assert record["verdict"] == "conflict"
    (change,) = record["changes"]
    assert (change["field"], "keeps" in change["before"], "lets" in change["after"]) == (
        "definition",
        True,
        True,
    )
