"""The tools of agents, without a protocol: their limits, and what is left out of answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import DOCS, sections, text
from small import entry, section, small_termbase

from glossary.agents.answers import CUT, MOST_TERMS
from glossary.agents.requester import Requester
from glossary.agents.tools import tool_named, tools
from glossary.errors import InvalidInput, NotFound
from glossary.termbase import Termbase

OFFERED = tools(Requester("agent"))


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with small_termbase(tmp_path / "a.db") as opened:
        yield opened


def test_each_description_has_an_example_that_is_accepted() -> None:
    for tool in OFFERED.values():
        example = json.loads(tool.description.partition("Example: ")[2])
        assert tool.asked.model_validate(example)
        assert all("description" in f or "default" in f for f in _fields(tool.asked).values())


def test_the_page_names_every_tool_argument_and_limit() -> None:
    told = next(
        s.text for s in sections(text(DOCS[0].parent / "agents.md")) if s.heading == "The tools"
    )
    rows = {row.split("`")[1]: row for row in told.splitlines() if row.startswith("| `")}
    assert list(rows) == list(OFFERED)
    for name, tool in OFFERED.items():
        assert [each for each in _fields(tool.asked) if f"`{each}`" not in rows[name]] == []
        limit = tool.asked.model_json_schema()["properties"].get("limit")
        assert not limit or f"({limit['default']}, at most {limit['maximum']})" in rows[name]


def _fields(asked: Any) -> dict[str, Any]:
    fields: dict[str, Any] = asked.model_json_schema()["properties"]
    return {name: field for name, field in fields.items() if name != "segments"}


def test_only_reading() -> None:
    reading = tools(Requester("agent", may_propose=False))
    assert set(OFFERED) - set(reading) == {"propose"}
    assert all(tool.is_read_only for tool in reading.values())
    with pytest.raises(NotFound, match="no tool 'propose'; there are: search, recognize"):
        tool_named("propose", reading)


def test_a_large_entry_is_answered_in_part_and_says_so(termbase: Termbase) -> None:
    names = [f"buoy {n}" for n in range(MOST_TERMS + 5)]
    termbase.create(entry("buoy", section("en", *names, definition="x" * 5_000)))
    read = OFFERED["entry"].call(termbase, {"concept_id": "buoy"})
    (english,) = read["languages"]
    assert len(english["terms"]) == MOST_TERMS and english["terms_left_out"] == 5
    assert len(english["definition"]) == CUT and english["definition"].endswith("…")
    (hit,) = OFFERED["search"].call(termbase, {"query": "buoy 1", "limit": 1})["hits"]
    assert len(hit["terms"]) == MOST_TERMS and len(json.dumps(hit)) < 5_000


def test_a_term_that_recurs_is_told_once(termbase: Termbase) -> None:
    text = "軟體、軟體與潮閘。" * 100
    found = OFFERED["recognize"].call(termbase, {"text": text})
    assert [(t["text"], t["start"], t["times"]) for t in found["terms"]] == [
        ("軟體", 0, 200),
        ("潮閘", 6, 100),
    ]
    one = OFFERED["recognize"].call(termbase, {"text": text, "limit": 1})
    assert one["total"] == 2 and len(one["terms"]) == 1


def test_looking_up_leaves_no_trace(termbase: Termbase) -> None:
    steps = termbase.count_steps()
    assert OFFERED["search"].call(termbase, {"query": "jabberwock"})["total"] == 0
    assert termbase.wanted() == [] and termbase.count_steps() == steps


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("search", {}, "query: Field required"),
        ("search", {"query": "x" * 201}, "query: String should have at most 200 characters"),
        ("search", {"query": "x", "limit": 21}, "limit: Input should be less than or equal to 20"),
        ("search", {"query": "x", "limit": "5"}, "limit: Input should be a valid integer"),
        ("search", {"query": "x", "status": "good"}, "status: String should match pattern"),
        ("search", {"query": "x", "sql": "y"}, "sql: Extra inputs are not permitted"),
        ("recognize", {"text": "x" * 20_001}, "text: String should have at most 20000"),
        ("memory", {"text": "x", "lang": "fr"}, "lang: Input should be 'zh' or 'en'"),
        ("check", {"segments": []}, "segments: List should have at least 1 item"),
        ("check", {"segments": [{"source": "x", "target": "y"}]}, "segment 1: give one side in"),
        (
            "check",
            {"segments": [{"source": "x", "target": "安"}], "zh_tag": "fr"},
            "tag of Chinese",
        ),
        ("check", {"segments": [{"source": "x"}] * 51}, "segments: List should have at most 50"),
        ("entry", ["software"], ": Input should be a valid dictionary"),
    ],
)
def test_bad_input_is_one_line(termbase: Termbase, tool: str, given: Any, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        OFFERED[tool].call(termbase, given)
    assert "\n" not in str(refused.value)


def test_of_many_mistakes_the_first_are_told(termbase: Termbase) -> None:
    with pytest.raises(InvalidInput, match=r"zh: .*; en: .*; zh_sentence: .* \(and 1 more\)$"):
        OFFERED["propose"].call(termbase, {})
