"""Whatever a client sends: one error format, no stack trace, no path, no hang, nothing stored."""

from __future__ import annotations

import io
import json
import time

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api.uploads import last_part
from glossary.termbase import Termbase

JSON = "application/json"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>&'\"`${x}"
HARD = [
    MARKUP,
    "' OR 1=1 --",
    '"',
    "*",
    "?",
    "* * *",
    "NEAR(a b)",
    "a" * 10_000,
    "漢" * 10_000,
    "😀",
    "\u202e\u200b",
    "\x01",
    "，。！",
    " ",
    "(((((",
    "%",
    "\\",
    "-",
    "AND OR NOT",
    "{}:^",
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_queries_of_every_kind(client: FlaskClient, text: str) -> None:
    started = time.process_time()
    for path in ("terms", "memory", "concordance"):
        response = client.get(f"/api/v1/{path}", query_string={"q": text})
        assert response.status_code in (200, 422), response.text
    for body in ({"text": text}, {"text": text, "all": True}, {"text": text, "lang": "zh"}):
        response = client.post("/api/v1/recognize", json=body)
        assert response.status_code in (200, 422), response.text
    assert time.process_time() - started < 20


@pytest.mark.parametrize("path", ["terms", "memory", "concordance"])
def test_a_query_too_long(client: FlaskClient, path: str) -> None:
    for text in ("a" * 100_000, "安 全" * 33_334):
        response = client.get(f"/api/v1/{path}", query_string={"q": text})
        assert (response.status_code, response.json["error"]["code"]) == (422, "invalid")
        assert len(response.data) < 500


def test_markup_goes_in_and_comes_out_as_text(client: FlaskClient) -> None:
    pair = {"zh": f"{MARKUP}椿", "en": MARKUP, "definition": MARKUP}
    made = client.post("/api/v1/concepts", json=pair)
    assert made.status_code == 201
    read = client.get(f"/api/v1/concepts/{made.json['id']}")
    assert read.content_type == JSON
    assert read.json["definition"] == MARKUP


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe\x00", 400),
        (b'{"text": NaN}', 400),
        (b'{"text": Infinity}', 400),
        (b"[" * 200_000, 400),
        (b'{"text": ' * 50_000, 400),
        (b"1" * 100_000, 400),
        (b"null", 422),
        (b'"text"', 422),
        (b'{"text": "\\ud800"}', 422),
        (b'{"text": null}', 422),
        (b'{"text": {"text": "x"}}', 422),
        (b'{"text": "x", "lang": ["zh"]}', 422),
        (b'{"text": "x", "__proto__": {}}', 422),
    ],
)
def test_bodies_of_every_kind(client: FlaskClient, data: bytes, status: int) -> None:
    response = client.post("/api/v1/recognize", data=data, content_type=JSON)
    assert response.status_code == status, response.text
    assert set(response.json["error"]) == {"code", "message", "detail"}


def test_a_deep_patch(client: FlaskClient) -> None:
    data = b'{"note":' * 900 + b"1" + b"}" * 900
    response = client.patch(
        "/api/v1/concepts/software", data=data, content_type=JSON, headers={"If-Match": "*"}
    )
    assert response.status_code in (400, 422)


def test_too_large(app: APIFlask, client: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    body = json.dumps({"text": "x" * 20_000})
    response = client.post("/api/v1/mine", data=body, content_type=JSON)
    assert (response.status_code, response.json["error"]["code"]) == (413, "too_large")
    form = {"file": (io.BytesIO(b"x" * 20_000), "x.txt")}
    response = client.post("/api/v1/mine", data=form, content_type="multipart/form-data")
    assert response.status_code == 413


def test_flasks_own_errors(client: FlaskClient) -> None:
    for response, status, code in (
        (client.get("/api/v1/nowhere"), 404, "not_found"),
        (client.get("/api/v1/%00"), 404, "not_found"),
        (client.put("/api/v1/terms", json={}), 405, "method_not_allowed"),
        (client.get("/static/../__init__.py"), 404, "not_found"),
        (client.get("/static/%2e%2e/%2e%2e/guard.py"), 404, "not_found"),
    ):
        assert (response.status_code, response.json["error"]["code"]) == (status, code)
    assert "GET" in client.put("/api/v1/terms", json={}).headers["Allow"]


def test_no_internal_detail_is_sent(
    client: FlaskClient, termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("secret in /srv/secret/file")

    monkeypatch.setattr(termbase, "stats", broken)
    response = client.get("/api/v1/healthz")
    assert (response.status_code, response.json["error"]["code"]) == (500, "internal")
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_broken_database(client: FlaskClient, termbase: Termbase) -> None:
    with termbase.store.transaction():
        termbase.store.db.execute("DROP TABLE concept")
    response = client.get("/api/v1/concepts")
    assert (response.status_code, response.json["error"]["code"]) == (503, "store")
    assert str(termbase.store.path) not in response.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\paper.docx", "paper.docx"),
        ("/abs/paper.txt/", "paper.txt"),
        ("..", ".."),
        ("", "upload"),
        ("a\x00b\n.txt", "ab.txt"),
        ("x" * 1000, "x" * 200),
    ],
)
def test_names_are_labels(name: str, kept: str) -> None:
    assert last_part(name) == kept


BOMB = '<!DOCTYPE x [<!ENTITY a "b">]>'
CUT = '<tbx type="TBX-Basic"><text><body><conceptEntry id="c1"><langSec xml:lang="en">'
HOSTILE_FILES = {
    "bomb.tbx": f"{BOMB}<tbx/>".encode(),
    "bomb.tmx": f"{BOMB}<tmx/>".encode(),
    "bomb.xlf": f"{BOMB}<xliff/>".encode(),
    "cut.tbx": CUT.encode(),
    "deep.tmx": b"<tmx>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</tmx>",
    "long.xlf": b"<xliff>" + b"x" * 30_000_000,
    "many.tbx": CUT.encode() + b"<hi/>" * 6_000_000,
    "columns.csv": b"en,zh," * 500_000,
    "columns.tsv": b"en\tzh\t" * 500_000,
    "control.csv": b"en,zh\na\x01,b\n",
    "no.xlsx": b"PK\x03\x04" + bytes(1000),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE_FILES.items(), ids=HOSTILE_FILES)
def test_files_made_to_hurt(
    client: FlaskClient, termbase: Termbase, name: str, data: bytes
) -> None:
    before = termbase.stats()
    started = time.process_time()  # of this process alone: a busy machine is not a slow reader
    form = {"file": (io.BytesIO(data), name)}
    response = client.post("/api/v1/import", data=form, content_type="multipart/form-data")
    assert time.process_time() - started < 2
    assert response.status_code == 422, response.text
    message = response.json["error"]["message"]
    assert name in message and "\n" not in message and len(message) < 400
    assert termbase.stats() == before
