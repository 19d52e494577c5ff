"""Pieces of a text that stand in stored sentences: all of them, as a plain search finds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model import TranslationUnit, Variant
from glossary.store.fuzzy.part import build
from glossary.store.fuzzy.runs import RunQuery, longest, runs_with
from glossary.termbase import Termbase
from glossary.text.tokens import search_key, tokens

STORED = (
    ("主管機關應於三十日內通知申請人。", "The competent authority shall notify the applicant."),
    ("在中央為內政部；在直轄市為直轄市政府。", "It is the ministry of the interior; café rules."),
    ("本條例自公布日施行。", "This Act shall come into force on the date of promulgation."),
)


@pytest.fixture(scope="module")
def termbase(tmp_path_factory: pytest.TempPathFactory) -> Termbase:
    opened = Termbase.open(Path(tmp_path_factory.mktemp("pieces")) / "memory.db")
    opened.add_units(
        TranslationUnit(Variant("zh-Hant", zh), Variant("en", en), "laws") for zh, en in STORED
    )
    return opened


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("但是外星人應於三十日內通知地球", ["應於三十日內通知"]),
        ("主管机关应于三十日内通知对方", ["主管机关应于三十日内通知"]),
        ("we think the Competent  authority shall decide", ["the Competent  authority shall"]),
        ("competent authority", []),
        ("內政部", []),
        ("shall notify the applicants", ["shall notify the"]),
        ("ball notify the applicant", ["notify the applicant"]),
        ("，在中央為內政部；在直轄市，", ["在中央為內政部；在直轄市"]),
        ("", []),
        ("😀", []),
    ],
)
def test_the_longest_pieces(termbase: Termbase, text: str, found: list[str]) -> None:
    assert [piece.text for piece in termbase.pieces(text)] == found


def test_a_piece_comes_with_its_place_and_sentences(termbase: Termbase) -> None:
    text = "我說主管機關應於三十日內完成"
    [piece] = termbase.pieces(text)
    assert text[slice(*piece.span)] == piece.text == "主管機關應於三十日內"
    assert piece.total == 1
    assert piece.hits[0].translation == STORED[0][1]


def test_a_sentence_that_is_gone_has_no_pieces(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "memory.db") as opened:
        unit = TranslationUnit(Variant("zh-Hant", STORED[0][0]), Variant("en", "x y z"), "a")
        opened.add_units([unit])
        assert opened.pieces("主管機關應於明日")
        opened.undo()
        assert opened.pieces("主管機關應於明日") == ()


WORDS = st.sampled_from([*"甲乙丙丁", "the ", "act ", " shall ", " come ", " "])
TEXTS = st.lists(WORDS, max_size=24).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_nothing_is_missed_and_nothing_invented(query: str, stored: str) -> None:
    """Against every run of every length, looked for among the words."""
    none, least = np.empty(0, np.int64), 3
    part = build([1], [""], [search_key(stored)], none)
    read = RunQuery.read(search_key(query), (least + 1) // 2)
    found = {run for run in runs_with(part, none, read) if run[1] - run[0] >= least}
    words, held = tokens(query), tokens(stored)
    runs = {
        (first, end)
        for first in range(len(words))
        for end in range(first + least, len(words) + 1)
        if any(held[at : at + end - first] == words[first:end] for at in range(len(held)))
    }
    assert longest(found) == longest(runs)


def test_words_of_a_key_are_those_of_the_text() -> None:
    for text in ("中 文 and English", "ＡＢＣ　中文", "don't 3,000.5％", "x y"):
        assert tokens(search_key(text)) == tokens(text)
