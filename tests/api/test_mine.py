"""Mining of documents sent over HTTP."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask.testing import FlaskClient

TEXT = """港務局長期研究浮筒依賴（buoy dependence）。
學者認為浮筒依賴與航道焦慮（channel anxiety）有關。
航道焦慮在沿海社會很常見，浮筒依賴也是。
"""


def found(answer: dict) -> dict[str, str]:
    return {proposal["en"]: proposal["zh"] for proposal in answer["proposals"]}


def test_a_text_as_json(client: FlaskClient) -> None:
    response = client.post("/api/v1/mine", json={"text": TEXT, "name": "essay.txt", "by": "bo"})
    assert response.status_code == 200, response.text
    answer = response.json
    assert found(answer)["buoy dependence"] == "浮筒依賴"
    assert answer["added"]["candidates"] == answer["found"] >= 2
    proof = answer["proposals"][0]["evidence"][0]
    start, end = proof["zh_span"]
    assert TEXT[start:end] == answer["proposals"][0]["zh"]
    again = client.post("/api/v1/mine", json={"text": TEXT, "name": "essay.txt"}).json
    assert again["added"]["candidates"] == 0


def test_a_file(client: FlaskClient) -> None:
    form = {
        "file": (io.BytesIO(TEXT.encode("utf-16")), "../texts/essay.txt"),
        "subject": "sea",
    }
    response = client.post("/api/v1/mine", data=form, content_type="multipart/form-data")
    assert response.status_code == 200, response.text
    assert response.json["document"] == "essay.txt"
    queue = client.get("/api/v1/candidates?document=essay.txt").json
    assert queue["items"][0]["subject"] == "sea"


def test_a_dry_run_stores_nothing(client: FlaskClient) -> None:
    before = client.get("/api/v1/healthz").json
    answer = client.post("/api/v1/mine", json={"text": TEXT, "dry_run": True}).json
    assert answer["found"] >= 2
    assert answer["added"] is None
    assert client.get("/api/v1/healthz").json == before


def bomb() -> bytes:
    """A docx that unpacks to a thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.txt"),
        (b"   \n", "blank.txt"),
        (b"\x00\x01\x02\x03" * 100, "binary.txt"),
        (b"text", "program.exe"),
        (b"text", ""),
        (b"no zip", "broken.docx"),
        (b"no pdf", "broken.pdf"),
    ],
)
def test_files_that_cannot_be_read(client: FlaskClient, data: bytes, name: str) -> None:
    before = client.get("/api/v1/healthz").json
    form = {"file": (io.BytesIO(data), name or "..")}
    response = client.post("/api/v1/mine", data=form, content_type="multipart/form-data")
    assert response.status_code == 422, response.text
    assert response.json["error"]["message"].count("\n") == 0
    assert client.get("/api/v1/healthz").json == before


def test_a_zip_bomb(client: FlaskClient) -> None:
    form = {"file": (io.BytesIO(bomb()), "bomb.docx")}
    response = client.post("/api/v1/mine", data=form, content_type="multipart/form-data")
    assert response.status_code == 422, response.text


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": 1}, {"text": "x", "path": "x"}, [], "x"]
)
def test_bodies_of_the_wrong_shape(client: FlaskClient, body: object) -> None:
    assert client.post("/api/v1/mine", json=body).status_code == 422


def test_nothing_is_read_from_the_servers_disk(client: FlaskClient) -> None:
    for name in ("/etc/hosts", "../../../../etc/hosts", "file:///etc/hosts.txt"):
        response = client.post("/api/v1/mine", json={"text": "x", "name": name})
        assert "127.0.0.1" not in response.text


def test_a_pdf_that_eats_memory_is_refused_and_the_server_lives(client: FlaskClient) -> None:
    form = {"file": (io.BytesIO(PDF_THAT_DRAWS_ITSELF), "paper.pdf")}
    response = client.post("/api/v1/mine", data=form, content_type="multipart/form-data")
    assert response.status_code == 422
    error = response.json["error"]
    assert error["code"] == "unreadable"
    assert error["message"].startswith("paper.pdf: page 1: cannot be read: needs too much memory")
    assert client.get("/api/v1/healthz").status_code == 200


PDF_THAT_DRAWS_ITSELF = b"""%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R
/Resources<</XObject<</X 5 0 R>>>>>>endobj
4 0 obj<</Length 5>>stream
/X Do
endstream endobj
5 0 obj<</Length 11/Type/XObject/Subtype/Form/BBox[0 0 1 1]
/Resources<</XObject<</X 5 0 R>>>>>>stream
/X Do /X Do
endstream endobj
trailer<</Root 1 0 R>>
"""


def test_nobody_can_name_a_server_to_be_asked(client: FlaskClient) -> None:
    """A language model is for the command line: a request would reach what its sender cannot."""
    for name in ("model", "model_url", "model_name"):
        body = {"text": TEXT, "dry_run": True, name: "http://127.0.0.1:1/v1"}
        assert client.post("/api/v1/mine", json=body).status_code == 422


def test_definitions_are_answered_with_their_places(client: FlaskClient) -> None:
    text = "所稱浮筒依賴（buoy dependence），指離不開浮筒。\n\n所稱航標，指燈塔。\n"
    answer = client.post("/api/v1/mine", json={"text": text, "name": "a.txt", "dry_run": True}).json
    assert [each["zh"]["term"] for each in answer["definitions"]] == ["浮筒依賴", "航標"]
    told = answer["definitions"][0]["zh"]
    assert text[slice(*told["span"])] == told["text"] == "離不開浮筒。"
    assert answer["proposals"][0]["evidence"][0]["zh_definition"] == told
