"""Answers are made from values by their models, and can always be sent."""

from __future__ import annotations

import json

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from pydantic import ValidationError

from api.answers import StepOfRevision, answer
from api.resources.steps import StepTaken
from glossary.model import Found
from glossary.store.base import Step
from glossary.termbase import Termbase
from tests.samples import document, evidence, proposal

STEP = Step(3, "import", "ada", "2026-03-01T00:00:00Z", "潮閘.csv")


def test_a_model_takes_its_fields_from_a_value(app: APIFlask) -> None:
    with app.app_context():
        response = answer(StepOfRevision.of(STEP), 201, {"ETag": '"3"'}, without=("at",))
    assert (response.status_code, response.headers["ETag"]) == (201, '"3"')
    assert response.get_data(as_text=True) == '{"verb":"import","by":"ada","summary":"潮閘.csv"}'


def test_a_value_without_its_fields_makes_no_answer() -> None:
    with pytest.raises(ValidationError, match="undoable\n"):
        StepTaken.of(STEP)


def test_half_a_character_is_sent_as_a_question_mark(
    client: FlaskClient, termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = document("潮閘（tide gate）。", "caf\udce9.md")
    found = Found(source, (proposal("潮閘", "tide gate", evidence(source, "潮閘", "tide gate")),))
    monkeypatch.setattr("glossary.mining.mine", lambda *_: found, raising=False)
    body = {"text": source.text, "name": "cafe.md", "dry_run": True}
    response = client.post("/api/v1/mine", json=body)
    assert response.status_code == 200, response.text
    proposed = json.loads(response.get_data())["proposals"][0]
    assert proposed["evidence"][0]["document"] == "caf?.md"
