"""Documents over HTTP: what was read, the terms in it, and its alignment, which is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.model import AlignedPair
from glossary.operations.realigning import new_beads
from glossary.termbase import Termbase
from tests.aligned_documents import EN, ZH, proposed, read, store_in
from tests.samples import AT

DOCUMENTS = "/api/v1/documents"
CHINESE, ENGLISH = read()


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db", clock=lambda: AT) as opened:
        store_in(opened)
        yield opened


@pytest.fixture
def client(termbase: Termbase) -> FlaskClient:
    return create_app(termbase).test_client()


def beads(client: FlaskClient, sha256: str = CHINESE.sha256, **query: int) -> list[dict]:
    return client.get(f"{DOCUMENTS}/{sha256}/beads", query_string=query).json["items"]


def correct(client: FlaskClient, number: int, **body: object) -> dict:
    bead = beads(client)[number]["id"]
    path = f"{DOCUMENTS}/{CHINESE.sha256}/beads/{bead}/correction"
    return client.post(path, json={"by": "bo", **body}).json


# ---------------------------------------------------------------- documents


def test_what_was_read_with_what_came_of_it(client: FlaskClient) -> None:
    answer = client.get(DOCUMENTS).json
    assert answer["total"] == 2
    chinese = next(item for item in answer["items"] if item["name"] == "port.zh.md")
    assert (chinese["sha256"], chinese["languages"], chinese["length"]) == (
        CHINESE.sha256,
        ["zh"],
        len(ZH),
    )
    assert chinese["candidates"] == {"proposed": 3, "approved": 0, "rejected": 0, "withdrawn": 0}
    assert (chinese["read_at"], chinese["units"]) == (AT, 2)
    (alignment,) = chinese["alignments"]
    assert (alignment["en"]["name"], alignment["en"]["sha256"]) == ("port.en.md", ENGLISH.sha256)
    assert client.get(f"{DOCUMENTS}/{CHINESE.sha256}").json == chinese
    assert len(client.get(f"{DOCUMENTS}?limit=1&offset=1").json["items"]) == 1
    lost = client.get(f"{DOCUMENTS}/{'0' * 64}")
    assert (lost.status_code, lost.json["error"]["code"]) == (404, "not_found")


def test_a_text_comes_in_pieces_with_its_marks(client: FlaskClient) -> None:
    path = f"{DOCUMENTS}/{ENGLISH.sha256}/text"
    whole = client.get(path).json
    assert (whole["text"], whole["total"]) == (EN, len(EN))
    assert [EN[m["start"] : m["end"]] for m in whole["marks"]] == ["tide", "Ships", "Ships"]
    assert [mark["confidence"] for mark in whole["marks"]] == [0.8, 0.7, 0.3], "the surest first"
    piece = client.get(path, query_string={"offset": EN.index("Ships"), "limit": 5}).json
    assert piece["text"] == "Ships"
    assert [mark["zh"] for mark in piece["marks"]] == ["船", "潮水"]
    assert client.get(f"{path}?offset=1000").json["text"] == ""
    assert client.get(f"{path}?limit=100001").status_code == 422


def test_one_document_of_both_languages_marks_both(client: FlaskClient) -> None:
    text = "他說浮橋效應（pontoon effect）很大。"
    mined = client.post("/api/v1/mine", json={"text": text, "name": "a.txt"}).json
    marks = client.get(f"{DOCUMENTS}/{mined['sha256']}/text").json["marks"]
    found = {(mark["language"], text[mark["start"] : mark["end"]]) for mark in marks}
    assert found == {("zh", "浮橋效應"), ("en", "pontoon effect")}
    none = client.get(f"{DOCUMENTS}/{mined['sha256']}/beads")
    assert none.status_code == 404 and "mine it again" in none.json["error"]["message"]


# ---------------------------------------------------------------- beads


def test_beads_are_the_same_from_both_sides(client: FlaskClient) -> None:
    first, second = beads(client)
    assert beads(client, ENGLISH.sha256) == [first, second]
    assert beads(client, limit=1, offset=1) == [second]
    assert [s["text"] for s in first["zh"]] == ["潮水來了。", "船回港。"]
    assert [ZH[s["start"] : s["end"]] for s in first["zh"]] == ["潮水來了。", "船回港。"]
    tide = first["en"][0]
    assert [tide["text"][m["start"] : m["end"]] for m in tide["marks"]] == ["tide"]
    assert tide["marks"][0]["candidate_id"] == first["zh"][0]["marks"][0]["candidate_id"]


def test_marks_count_in_the_sentence_without_its_markup(
    client: FlaskClient, termbase: Termbase
) -> None:
    with termbase.store.transaction():
        termbase.store.propose([proposed("人", "people")], "", AT)
    last = beads(client)[1]
    shown = [s["text"][m["start"] : m["end"]] for s in last["zh"] + last["en"] for m in s["marks"]]
    assert shown == ["人", "people"]


def test_a_mark_leads_to_the_entry_once_there_is_one(client: FlaskClient) -> None:
    number = beads(client)[0]["en"][0]["marks"][0]["candidate_id"]
    client.post(f"/api/v1/candidates/{number}/judgement", json={"decision": "approve"})
    mark = beads(client)[0]["en"][0]["marks"][0]
    assert (mark["state"], mark["concept_id"]) == ("approved", "tide")
    assert client.get(f"{DOCUMENTS}/{ENGLISH.sha256}").json["candidates"]["approved"] == 1


def test_the_newest_of_several_alignments(client: FlaskClient, termbase: Termbase) -> None:
    whole = AlignedPair((ZH,), (ZH,), ((0, len(ZH)),), ((0, len(ZH)),))
    with termbase.store.transaction():
        step = termbase.store.new_step("mine", "", AT)
        made = list(new_beads([whole], "port.zh.md"))
        termbase.store.put_alignment(CHINESE.sha256, CHINESE.sha256, "port.zh.md", made, step)
    newest, older = client.get(f"{DOCUMENTS}/{CHINESE.sha256}").json["alignments"]
    assert len(beads(client)) == 1
    assert len(beads(client, alignment=older["id"])) == 2
    assert len(beads(client, ENGLISH.sha256)) == 2
    wrong = client.get(f"{DOCUMENTS}/{ENGLISH.sha256}/beads?alignment={newest['id']}")
    assert wrong.status_code == 404


# ---------------------------------------------------------------- corrections


def test_split_undo_and_what_followed(client: FlaskClient) -> None:
    before = beads(client)
    done = correct(client, 0, act="split", zh=5, en=15)
    assert [[s["text"] for s in b["zh"]] for b in done["beads"]] == [["潮水來了。"], ["船回港。"]]
    assert (done["replaced"], done["units_dropped"], done["units_added"]) == (
        [before[0]["id"]],
        1,
        2,
    )
    (lost,) = done["lost"]
    assert client.get(f"/api/v1/candidates/{lost}").json["candidate"]["state"] == "withdrawn"
    assert client.get(f"{DOCUMENTS}/{CHINESE.sha256}").json["candidates"]["withdrawn"] == 1
    assert [len(b["zh"]) for b in beads(client)] == [1, 1, 1]
    steps = client.get("/api/v1/steps").json["items"]
    assert (steps[0]["verb"], steps[0]["by"], steps[0]["undoable"]) == ("align", "bo", True)
    assert client.post("/api/v1/undo", json={"step": done["step"]}).status_code == 200
    assert beads(client) == before


def test_join_and_move(client: FlaskClient) -> None:
    correct(client, 0, act="move", language="en", to="next")
    assert [len(b["en"]) for b in beads(client)] == [1, 2]
    assert len(correct(client, 0, act="join")["beads"]) == 1


def test_what_cannot_be_corrected(client: FlaskClient) -> None:
    first = beads(client)[0]["id"]
    correct(client, 0, act="join")
    path = f"{DOCUMENTS}/{CHINESE.sha256}/beads"
    late = client.post(f"{path}/{first}/correction", json={"act": "join"})
    assert (late.status_code, late.json["error"]["code"]) == (409, "conflict")
    assert client.post(f"{path}/999/correction", json={"act": "join"}).status_code == 404
    last = client.post(f"{path}/{beads(client)[0]['id']}/correction", json={"act": "join"})
    assert last.status_code == 422
    elsewhere = client.post("/api/v1/mine", json={"text": "浮橋（pontoon）", "name": "a.txt"}).json
    now = beads(client)[0]["id"]
    strange = f"{DOCUMENTS}/{elsewhere['sha256']}/beads/{now}/correction"
    assert client.post(strange, json={"act": "join"}).status_code == 404
