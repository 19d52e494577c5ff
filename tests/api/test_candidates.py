"""The review queue over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from glossary import documents
from glossary.termbase import Termbase
from tests.samples import evidence, proposal

QUEUE = "/api/v1/candidates"


def first(client: FlaskClient, **query: object) -> dict:
    return client.get(QUEUE, query_string=query).json["items"][0]


def test_the_surest_come_first_with_their_proof(client: FlaskClient) -> None:
    answer = client.get(QUEUE).json
    assert answer["total"] == 3
    assert [item["confidence"] for item in answer["items"]] == [0.96, 0.93, 0.61]
    assert answer["items"][0]["evidence"][0]["line"] == 1
    assert answer["items"][1]["abbreviation"] == "RTC"


def test_filters(client: FlaskClient) -> None:
    assert client.get(f"{QUEUE}?least_confidence=0.95").json["total"] == 1
    assert client.get(f"{QUEUE}?kind=title").json["total"] == 1
    assert client.get(f"{QUEUE}?method=gloss&limit=1").json["total"] == 2
    assert client.get(f"{QUEUE}?document=memo.txt").json["total"] == 3
    assert client.get(f"{QUEUE}?state=approved").json["total"] == 0


def test_filters_by_subject_text_and_bounds(client: FlaskClient) -> None:
    def found(**query: object) -> list[str]:
        return [c["en"] for c in client.get(QUEUE, query_string=query).json["items"]]

    assert found(text="浮桥") == found(text="Pontoon") == ["pontoon effect"]
    assert found(subject="harbours", below_confidence=0.93) == ["lantern protocol"]
    assert found(subject="elsewhere") == found(text="%") == []


def test_the_queue_is_counted_by_its_fields(client: FlaskClient) -> None:
    client.post(f"{QUEUE}/1/judgement", json={"decision": "approve"})
    client.post(f"{QUEUE}/2/judgement", json={"decision": "skip", "by": "ada"})
    counted = client.get(f"{QUEUE}/facets?state=open").json
    assert counted["total"] == 1
    assert counted["states"] == [
        {"value": state, "count": 1} for state in ("approved", "open", "skipped")
    ]
    assert counted["kinds"] == [{"value": "title", "count": 1}]
    assert counted["documents"] == [{"value": "memo.txt", "count": 1}]
    full = [one for one in counted["confidence"] if one["count"]]
    assert full == [{"least": 0.6, "below": 0.65, "count": 1}]
    assert client.get(f"{QUEUE}/facets?limit=1").status_code == 422


def test_skip_puts_a_pair_off_and_is_taken_back(client: FlaskClient) -> None:
    path = f"{QUEUE}/{first(client)['id']}/judgement"
    done = client.post(path, json={"decision": "skip", "by": "ada", "note": "ask"}).json
    assert (done["candidate"]["state"], done["candidate"]["skipped_by"]) == ("proposed", "ada")
    assert done["concept"] is None
    assert client.get(QUEUE).json["total"] == 3, "it is proposed as before"
    assert client.get(f"{QUEUE}?state=open").json["total"] == 2
    assert first(client, state="skipped")["en"] == "pontoon effect"
    assert client.post("/api/v1/undo", json={"step": done["step"]}).json["verb"] == "skip"
    assert client.get(f"{QUEUE}?state=skipped").json["total"] == 0
    client.post(path, json={"decision": "skip", "by": "ada"})
    approved = client.post(path, json={"decision": "approve", "by": "bob"}).json
    assert approved["candidate"]["skipped_by"] is None
    client.post("/api/v1/undo", json={})
    assert first(client, state="skipped")["skipped_by"] == "ada", "as before the approval"


def test_approve_then_never_again(client: FlaskClient) -> None:
    candidate = first(client)
    path = f"{QUEUE}/{candidate['id']}/judgement"
    done = client.post(path, json={"decision": "approve", "by": "ada", "note": "yes"})
    assert done.status_code == 200, done.text
    assert done.json["candidate"]["state"] == "approved"
    assert done.json["concept"]["id"] == "pontoon-effect"
    assert done.json["concept"]["evidence"][0]["document"] == "memo.txt"
    again = client.post(path, json={"decision": "reject"})
    assert (again.status_code, again.json["error"]["code"]) == (409, "conflict")
    full = client.get(f"{QUEUE}/{candidate['id']}").json
    assert [(j["decision"], j["by"], j["note"]) for j in full["judgements"]] == [
        ("approve", "ada", "yes")
    ]
    assert full["judgements"][0]["step"] == done.json["step"]
    proofs = client.get("/api/v1/why/pontoon-effect").json["proofs"]
    assert [proof["holds"] for proof in proofs] == [True]
    zh, en = proofs[0]["zh_place"], proofs[0]["en_place"]
    assert (zh["text"], en["text"], zh["line"]) == ("浮橋效應", "pontoon effect", 1)
    assert zh["before"] == "港務局談到" and en["after"].startswith("），也談到漲潮條款")


def test_a_decision_is_changed_where_the_body_says_so(client: FlaskClient) -> None:
    path = f"{QUEUE}/{first(client)['id']}/judgement"
    client.post(path, json={"decision": "approve", "by": "ada"})
    done = client.post(path, json={"decision": "reject", "by": "bob", "again": True})
    assert (done.status_code, done.json["candidate"]["state"]) == (200, "rejected")
    assert client.get("/api/v1/concepts/pontoon-effect").status_code == 404
    client.post("/api/v1/undo", json={"step": done.json["step"]})
    assert client.get("/api/v1/concepts/pontoon-effect").status_code == 200
    tag = client.get("/api/v1/concepts/pontoon-effect").headers["ETag"]
    client.patch(
        "/api/v1/concepts/pontoon-effect", json={"note": "seen"}, headers={"If-Match": tag}
    )
    upon = client.post(path, json={"decision": "reject", "again": True})
    assert upon.status_code == 409 and "changed since by step" in upon.json["error"]["message"]


MANY = f"{QUEUE}/judgements"


def test_many_are_decided_as_one_step(client: FlaskClient) -> None:
    sure = {"state": "open", "least_confidence": 0.9, "text": "效應"}
    asked = {"decision": "approve", "where": sure, "by": "ada"}
    told = client.post(MANY, json=asked | {"dry_run": True}).json
    pair = {"id": 1, "zh": "浮橋效應", "en": "pontoon effect", "concept_id": "pontoon-effect"}
    assert told == {"step": None, "made": 1, "changed": 0, "judged": [pair], "refused": []}
    assert client.post(MANY, json=asked).status_code == 422, "how many are expected?"
    assert client.post(MANY, json=asked | {"expected": 2}).status_code == 409
    assert client.get(f"{QUEUE}?state=approved").json["total"] == 0
    done = client.post(MANY, json=asked | {"expected": 1}).json
    assert done == told | {"step": done["step"]}
    assert client.post("/api/v1/undo", json={}).json["id"] == done["step"]
    assert client.get(QUEUE).json["total"] == 3


def test_what_cannot_be_decided_with_others_is_listed(client: FlaskClient) -> None:
    client.post(f"{QUEUE}/1/judgement", json={"decision": "reject"})
    asked = {"decision": "approve", "ids": [1, 2, 77]}
    refused = client.post(MANY, json=asked)
    assert refused.status_code == 409
    listed = refused.json["error"]["detail"]["refused"]
    assert [(r["id"], r["reason"][:14]) for r in listed] == [
        (1, "candidate 1 is"),
        (77, "no candidate 7"),
    ]
    done = client.post(MANY, json=asked | {"keep_good": True}).json
    assert [pair["id"] for pair in done["judged"]] == [2] and done["refused"] == listed


@pytest.mark.parametrize(
    "body",
    [
        {"decision": "amend", "ids": [1]},
        {"decision": "approve"},
        {"decision": "approve", "ids": []},
        {"decision": "approve", "ids": [0]},
        {"decision": "approve", "ids": [1], "where": {}},
        {"decision": "approve", "where": {"limit": 1}, "expected": 3},
    ],
)
def test_many_of_the_wrong_shape(client: FlaskClient, body: object) -> None:
    assert client.post(MANY, json=body).status_code == 422
    assert client.get(QUEUE).json["total"] == 3


def test_amend_within_the_proof_only(client: FlaskClient) -> None:
    path = f"{QUEUE}/{first(client)['id']}/judgement"
    wrong = client.post(path, json={"decision": "amend", "zh": "不在其中"})
    assert wrong.status_code == 422
    done = client.post(path, json={"decision": "amend", "zh": "浮橋", "en": "pontoon"})
    assert done.status_code == 200
    assert (done.json["judgement"]["zh"], done.json["judgement"]["en"]) == ("浮橋", "pontoon")


def test_into_an_entry_that_is_there(client: FlaskClient) -> None:
    path = f"{QUEUE}/{first(client)['id']}/judgement"
    nowhere = client.post(path, json={"decision": "approve", "concept_id": "nobody"})
    assert nowhere.status_code == 404
    done = client.post(path, json={"decision": "approve", "concept_id": "tide-gate"})
    assert done.json["concept"]["id"] == "tide-gate"


def test_reject_and_undo(client: FlaskClient) -> None:
    candidate = first(client)
    path = f"{QUEUE}/{candidate['id']}/judgement"
    assert client.post(path, json={"decision": "reject"}).json["concept"] is None
    assert client.get(QUEUE).json["total"] == 2
    assert client.post("/api/v1/undo", json={}).json["verb"] == "reject"
    assert first(client)["id"] == candidate["id"]


def test_suggestions_name_entries_with_a_term_in_common(client: FlaskClient) -> None:
    client.post("/api/v1/concepts", json={"zh": "浮橋作用", "en": "pontoon effect"})
    full = client.get(f"{QUEUE}/{first(client)['id']}").json
    assert [concept["id"] for concept in full["suggestions"]] == ["pontoon-effect"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"decision": "perhaps"},
        {"decision": "approve", "zh": "別的"},
        {"decision": "approve", "extra": 1},
        {"decision": "amend", "zh": 5},
        {"decision": "amend", "zh": "", "en": " "},
    ],
)
def test_judgements_of_the_wrong_shape(client: FlaskClient, body: object) -> None:
    before = client.get(QUEUE).json
    path = f"{QUEUE}/{first(client)['id']}/judgement"
    response = client.post(path, json=body)
    assert response.status_code == 422, response.text
    assert client.get(QUEUE).json == before


def test_unknown_candidates(client: FlaskClient) -> None:
    assert client.get(f"{QUEUE}/999").status_code == 404
    assert client.get(f"{QUEUE}/x").status_code == 404
    assert client.get(f"{QUEUE}/99999999999999999999999").status_code == 404
    judged = client.post(f"{QUEUE}/999/judgement", json={"decision": "reject"})
    assert judged.status_code == 404


def test_undo_of_nothing(client: FlaskClient) -> None:
    while (answer := client.post("/api/v1/undo", json={})).status_code == 200:
        pass
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "conflict")


def test_the_form_of_a_dictionary_is_suggested(client: FlaskClient, termbase: Termbase) -> None:
    text = "他說「一種浮臺」（Floating Rafts）。這裡有 floating rafts。"
    source = documents.parse(text.encode(), "rafts.txt")
    with termbase.store.transaction():
        termbase.store.put_document(source, termbase.clock())
        found = evidence(source, "「一種浮臺」", "Floating Rafts")
        termbase.store.propose([proposal("「一種浮臺」", "Floating Rafts", found)], "", "")
    full = client.get(f"{QUEUE}/4").json
    assert full["dictionary_form"] == {"zh": "浮臺", "en": "floating raft"}
    amended = {"decision": "amend", **full["dictionary_form"]}
    assert client.post(f"{QUEUE}/4/judgement", json=amended).status_code == 200
    name = client.get(f"{QUEUE}/3").json
    assert name["dictionary_form"] == {"zh": "燈籠議定書", "en": "lantern protocol"}


def test_a_sitting_in_sum(client: FlaskClient) -> None:
    client.post(f"{QUEUE}/1/judgement", json={"decision": "approve", "by": "ada"})
    client.post(f"{QUEUE}/3/judgement", json={"decision": "reject", "by": "ada"})
    client.post(f"{QUEUE}/2/judgement", json={"decision": "reject", "by": "bob"})
    told = client.get("/api/v1/judgements/summary?by=ada&since=2026-01-01").json
    assert (told["decided"], told["approved"], told["rejected"]) == (2, 1, 1)
    bins = [(b["least"], b["said"], b["decided"], b["approved"]) for b in told["bins"]]
    assert bins == [(0.6, 0.61, 1, 0), (0.9, 0.96, 1, 1)]
    assert client.get("/api/v1/judgements/summary?since=2030-01-01").json["said"] is None
    assert client.get("/api/v1/judgements/summary?since=yesterday").status_code == 422
