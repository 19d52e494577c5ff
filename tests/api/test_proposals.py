"""A pair that somebody proposes over HTTP, with its two sentences."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.termbase import Termbase
from tests.peopled import Team

QUEUE = "/api/v1/candidates"
PAIR = {
    "zh": "灰犀牛",
    "en": "grey rhino",
    "zh_sentence": "這頭灰犀牛早就來了。",
    "en_sentence": "The grey rhino came long ago.",
}


def proposed(client: FlaskClient, **other: str) -> Any:
    return client.post(QUEUE, json={**PAIR, **other})


def test_a_contributor_proposes_and_a_reviewer_sees_who_it_was(team: Team) -> None:
    answer = proposed(team.client("contributor"), subject="economy")
    assert (answer.status_code, answer.json["is_new"]) == (201, True)
    candidate = answer.json["candidate"]
    assert (candidate["state"], candidate["method"]) == ("proposed", "manual")
    reviewer = team.client("reviewer")
    (waiting,) = reviewer.get(f"{QUEUE}?method=manual&subject=economy").json["items"]
    assert waiting["evidence"][0]["by"] == "contributor"
    assert team.audit()[-1] == ("contributor", "propose", "201")
    approve = {"decision": "approve"}
    judged = reviewer.post(f"{QUEUE}/{candidate['id']}/judgement", json=approve).json
    assert judged["concept"]["evidence"][0]["by"] == "contributor"


def test_a_reader_may_not(team: Team) -> None:
    assert proposed(team.client("reader")).status_code == 403


def test_who_proposed_is_in_the_changes(client: FlaskClient) -> None:
    number = proposed(client, by="bob").json["candidate"]["id"]
    changes = client.get("/api/v1/changes?kind=candidate&limit=100").json["items"]
    told = [(c["event"], c["by"]) for c in changes if c["id"] == str(number)]
    assert told == [("proposed", "bob")]


def test_a_pair_of_the_queue_is_answered_as_it_is(client: FlaskClient) -> None:
    first = proposed(client, by="bob").json
    again = proposed(client, by="eve", zh_sentence="又一頭灰犀牛。")
    assert (again.status_code, again.json["is_new"], again.json["decided"]) == (200, False, None)
    assert again.json["candidate"]["id"] == first["candidate"]["id"]
    assert {e["by"] for e in again.json["candidate"]["evidence"]} == {"bob", "eve"}


@pytest.mark.parametrize(("decision", "state"), [("reject", "rejected"), ("skip", "proposed")])
def test_what_was_decided_is_told(client: FlaskClient, decision: str, state: str) -> None:
    number = proposed(client).json["candidate"]["id"]
    said = {"decision": decision, "by": "ada", "note": "no term"}
    client.post(f"{QUEUE}/{number}/judgement", json=said)
    again = proposed(client)
    assert (again.status_code, again.json["candidate"]["state"]) == (200, state)
    assert (again.json["decided"]["by"], again.json["decided"]["note"]) == ("ada", "no term")
    client.post("/api/v1/undo", json={"by": "ada"})
    assert proposed(client).json["decided"] is None


def test_an_entry_that_has_it_is_named(client: FlaskClient, termbase: Termbase) -> None:
    termbase.add("灰犀牛", "grey rhino")
    before = termbase.count_candidates()
    refused = proposed(client)
    assert refused.status_code == 409
    assert refused.json["error"]["detail"] == {"concept_id": "grey-rhino"}
    assert termbase.count_candidates() == before


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"en": "gray rhino"}, "en: 'gray rhino' does not stand verbatim"),
        ({"zh_sentence": "牠早就來了。"}, "zh: '灰犀牛' does not stand verbatim"),
        ({"zh_sentence": ""}, "zh_sentence: String should have at least 1 character"),
        ({"en_sentence": "The grey rhino\ncame."}, "give one line"),
        ({"note": "no field"}, "note: Extra inputs are not permitted"),
    ],
)
def test_what_proves_nothing_is_refused(
    client: FlaskClient, termbase: Termbase, other: dict[str, str], said: str
) -> None:
    before = termbase.count_candidates(), termbase.count_steps()
    refused = proposed(client, **other)
    assert refused.status_code == 422 and said in refused.json["error"]["message"]
    assert (termbase.count_candidates(), termbase.count_steps()) == before


def test_without_sentences_nothing_is_proposed(client: FlaskClient) -> None:
    refused = client.post(QUEUE, json={"zh": "灰犀牛", "en": "grey rhino"})
    assert refused.status_code == 422
    assert refused.json["error"]["message"].startswith("zh_sentence: ")
