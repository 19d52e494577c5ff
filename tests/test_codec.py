"""Values to JSON data and back: nothing is lost, and errors name what does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.codec import from_plain, texts_of, to_plain
from glossary.errors import InvalidInput
from glossary.model import ConceptEntry, Evidence, Extra, LanguageSection, TermSection
from tests import generated

VALUES = st.one_of(
    generated.concept_entries(),
    generated.translation_units(),
    generated.proposals(),
    generated.candidates(),
    generated.judgements(),
    generated.evidences(),
)
relaxed = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(VALUES, st.booleans())
def test_round_trip_through_json(value: object, defaults: bool) -> None:
    text = json.dumps(to_plain(value, defaults=defaults), ensure_ascii=False)
    assert from_plain(type(value), json.loads(text)) == value


@relaxed
@given(VALUES)
def test_all_texts_are_those_of_the_plain_data(value: object) -> None:
    def texts(data: object) -> list[str]:
        if isinstance(data, str):
            return [data] if data else []
        items = data.values() if isinstance(data, dict) else data
        return (
            [text for item in items for text in texts(item)] if isinstance(items, Iterable) else []
        )

    assert texts_of(value) == texts(to_plain(value, defaults=True))


@relaxed
@given(VALUES)
def test_defaults_are_left_out_unless_asked_for(value: object) -> None:
    whole = to_plain(value, defaults=True)
    assert list(whole) == [field.name for field in fields(value)]  # type: ignore[arg-type]
    short = to_plain(value)
    assert set(short) <= set(whole)
    assert from_plain(type(value), whole) == from_plain(type(value), short)


ENTRY = {"id": "a", "languages": [{"tag": "en", "terms": [{"text": "x"}]}]}
EVIDENCE = to_plain(Evidence("d", "0" * 64, "z", "e", (0, 1), (0, 1), 1, "gloss", 0.5))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "entry: an object is wanted, not null"),
        ([], "entry: an object is wanted, not a list"),
        ("x", "entry: an object is wanted, not text"),
        ({}, "entry: field 'id' is missing"),
        (ENTRY | {"colour": "red"}, "entry: unknown field 'colour'"),
        (ENTRY | {"id": 7}, "entry.id: text is wanted, not a whole number"),
        (ENTRY | {"id": None}, "entry.id: text is wanted, not null"),
        (ENTRY | {"note": True}, "entry.note: text is wanted, not true or false"),
        (ENTRY | {"languages": "en"}, "entry.languages: a list is wanted, not text"),
        (ENTRY | {"languages": [[]]}, "entry.languages[0]: an object is wanted, not a list"),
        (
            ENTRY | {"languages": [ENTRY["languages"][0], {"tag": "zh", "terms": [{"text": 1}]}]},  # type: ignore[index]
            "entry.languages[1].terms[0].text: text is wanted, not a whole number",
        ),
        (
            ENTRY | {"evidence": [EVIDENCE | {"zh_span": [1]}]},
            "entry.evidence[0].zh_span: 2 items are wanted, not 1",
        ),
        (
            ENTRY | {"evidence": [EVIDENCE | {"line": True}]},
            "entry.evidence[0].line: a whole number is wanted, not true or false",
        ),
        (
            ENTRY | {"evidence": [EVIDENCE | {"confidence": 10**400}]},
            "entry.evidence[0].confidence: a number is wanted, not a whole number",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(data: object, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_plain(ConceptEntry, data, "entry")
    assert str(caught.value) == message


def test_without_a_place_the_class_is_named() -> None:
    with pytest.raises(InvalidInput, match="^ConceptEntry: field 'id' is missing$"):
        from_plain(ConceptEntry, {})
    with pytest.raises(InvalidInput, match="^id: text is wanted"):
        from_plain(ConceptEntry, ENTRY | {"id": 1})


def test_a_whole_number_serves_as_a_number_and_lists_become_tuples() -> None:
    evidence = from_plain(Evidence, EVIDENCE | {"confidence": 1})
    assert isinstance(evidence.confidence, float)
    assert evidence.zh_span == (0, 1)


def test_endless_nesting_is_refused() -> None:
    data: dict[str, object] = {"element": "x"}
    for _ in range(100_000):
        data = {"element": "x", "children": [data]}
    with pytest.raises(InvalidInput, match="nested too deep"):
        from_plain(Extra, data, "extra")


def test_fields_keep_their_order_and_small_values_stay_small() -> None:
    entry = ConceptEntry("a", (LanguageSection("en", (TermSection("x", "preferred"),)),))
    assert json.dumps(to_plain(entry)) == (
        '{"id": "a", "languages": [{"tag": "en", "terms": [{"text": "x", "status": "preferred"}]}]}'
    )
