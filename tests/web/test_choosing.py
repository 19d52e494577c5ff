"""One entry of two, as the desk makes it: what a person is asked, and what comes of the answers."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")
Entry = dict[str, Any]
ROWS = """async (sides) => (await import("/static/desk/entries/choosing.js")).rowsOf(sides)"""
MADE = """async ([sides, chosen]) => {
    const { assembled, rowsOf } = await import("/static/desk/entries/choosing.js");
    return assembled(sides, rowsOf(sides), chosen);
}"""
EMPTY = {"definition": "", "definition_source": "", "note": "", "source": ""}


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page()


def term(text: str, status: str = "preferred", *contexts: str, **fields: str) -> Entry:
    said = {"part_of_speech": "", "term_type": "", "source": "", "note": "", "status": status}
    shown = [{"text": context, "source": ""} for context in contexts]
    return {"text": text, **said, **fields, "contexts": shown, "extra": []}


def entry(*zh: Entry, **fields: str) -> Entry:
    languages = [
        {"tag": "en", "terms": [term("tide gate")], **EMPTY, "extra": []},
        {"tag": "zh-Hant-TW", "terms": list(zh) or [term("潮閘")], **EMPTY, "extra": []},
    ]
    kept = {"evidence": [{}], "created_by": "ada"}
    return {
        "id": "tide",
        "languages": languages,
        "subject": "",
        **EMPTY,
        **kept,
        **fields,
        "extra": [],
    }


def rows(page: Any, **sides: Entry) -> list[tuple[str, str, bool]]:
    """(field, value that is taken without an answer, whether it is a question)."""
    return [(row["field"], row["value"], row["open"]) for row in page.evaluate(ROWS, sides)]


def made(page: Any, chosen: dict[str, str] | None = None, **sides: Entry) -> Entry:
    found: Entry = page.evaluate(MADE, [sides, chosen or {}])
    return found


def chinese(value: Entry) -> list[tuple[str, str]]:
    return [(each["text"], each["status"]) for each in value["languages"][1]["terms"]]


def test_what_is_alike_is_not_asked(page: Any) -> None:
    assert rows(page, ours=entry(note="x"), theirs=entry(note="x")) == []
    assert made(page, ours=entry(note="x"), theirs=entry(note="x"))["note"] == "x"


def test_what_only_one_side_changed_is_taken(page: Any) -> None:
    was, ours, theirs = (
        entry(note="a", subject="s"),
        entry(note="a", subject="t"),
        entry(note="b", subject="s"),
    )
    assert rows(page, was=was, ours=ours, theirs=theirs) == [
        ("subject", "t", False),
        ("note", "b", False),
    ]
    result = made(page, was=was, ours=ours, theirs=theirs)
    assert (result["subject"], result["note"]) == ("t", "b")


def test_what_both_changed_is_asked_and_ours_until_then(page: Any) -> None:
    sides = {"was": entry(note="a"), "ours": entry(note="b"), "theirs": entry(note="c")}
    assert rows(page, **sides) == [("note", "b", True)]
    assert made(page, **sides)["note"] == "b"
    assert made(page, {"\n\nnote": "c"}, **sides)["note"] == "c"
    assert made(page, {"\n\nnote": "in my words"}, **sides)["note"] == "in my words"


def test_without_a_beginning_all_that_differs_is_asked_but_what_one_lacks(page: Any) -> None:
    ours, theirs = entry(note="a"), entry(note="b", subject="s")
    assert rows(page, ours=ours, theirs=theirs) == [("subject", "s", False), ("note", "a", True)]


def test_terms_of_both_are_kept_and_one_is_preferred(page: Any) -> None:
    sides = {"ours": entry(term("潮閘")), "theirs": entry(term("潮閘門"))}
    assert chinese(made(page, **sides)) == [("潮閘", "preferred"), ("潮閘門", "admitted")]
    left_out = {"zh-Hant-TW\n潮閘\nterm\n潮閘": "", "zh-Hant-TW\n潮閘門\nstatus": "preferred"}
    assert chinese(made(page, left_out, **sides)) == [("潮閘門", "preferred")]


def test_a_term_that_one_side_took_out_goes_unless_the_other_changed_it(page: Any) -> None:
    both, one = entry(term("潮閘"), term("閘門", "admitted")), entry(term("潮閘"))
    assert rows(page, was=both, ours=both, theirs=one) == [("term", "", False)]
    changed = entry(term("潮閘"), term("閘門", "deprecated"))
    assert rows(page, was=both, ours=changed, theirs=one) == [("term", "kept", True)]
    assert rows(page, was=one, ours=one, theirs=both) == [("term", "kept", True)]


def test_contexts_of_a_term_that_both_have(page: Any) -> None:
    ours, theirs = (
        entry(term("潮閘", "preferred", "甲。")),
        entry(term("潮閘", "preferred", "乙。")),
    )
    result = made(page, {"zh-Hant-TW\n潮閘\ncontext\n甲。": ""}, ours=ours, theirs=theirs)
    assert [each["text"] for each in result["languages"][1]["terms"][0]["contexts"]] == ["乙。"]


def test_what_the_server_records_is_not_sent(page: Any) -> None:
    result = made(page, ours=entry(), theirs=entry())
    assert not {"id", "evidence", "created_by"} & result.keys()


def test_a_language_that_is_left_without_terms_is_gone(page: Any) -> None:
    other = entry()
    other["languages"].append({"tag": "zh-Hans", "terms": [term("潮闸")], **EMPTY, "extra": []})
    result = made(page, {"zh-Hans\n潮闸\nterm\n潮闸": ""}, ours=entry(), theirs=other)
    assert [section["tag"] for section in result["languages"]] == ["en", "zh-Hant-TW"]
