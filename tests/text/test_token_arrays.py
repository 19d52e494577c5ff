from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossary.text import token_arrays as ta
from glossary.text import tokens as tk

_SIGNS = "安全臺台ＡａA.,，。 \t\n\u3000\u00a05７'’é㈱¨…\u0301\u200b\0🙂\ud800_-ßж"
TEXT = st.text(st.sampled_from(_SIGNS) | st.characters(), max_size=30)
WORDS = st.text(st.sampled_from("abz019.,'’ -安"), max_size=30)


def _is_one_by_one(texts: list[str]) -> None:
    found = ta.token_arrays(texts)
    codes = [tk.codes_of(tk.tokens(text)) for text in texts]
    keys = [tk.search_key(text) + "\n" for text in texts]
    lines = "".join(keys).encode("utf-8", "surrogatepass")
    assert ta.text_of(found.codes) == "".join(codes)
    assert found.sizes.tolist() == list(map(len, codes))
    assert found.text.tobytes() == lines
    assert found.ends.tolist() == [at for at, byte in enumerate(lines) if byte == ord("\n")]


@given(st.lists(TEXT | WORDS, max_size=8))
@example(["a'b''c'", "'a", "1.2..3,4,", ".5", "a1'2", "don't 安 'x'"])
@example(["", " ", "\0", "a  \u3000安  b", "\u3000 a"])
@example(["\U00020000\U0001f642x", "жжж word", "ﷺ"])
def test_many_as_arrays_are_one_by_one(texts: list[str]) -> None:
    _is_one_by_one(texts)


@pytest.mark.parametrize("size", [63, 64, 65, 300])
def test_a_long_word_has_its_own_code(size: int) -> None:
    word = "abcdefghij" * 30
    _is_one_by_one([word[:size], f"{word[:size]}z", f"x {word[1 : size + 1]} y"])


def test_texts_are_in_order_however_many_there_are() -> None:
    _is_one_by_one([f"第{n}條 Article {n}, café…" for n in range(2 * ta._AT_ONCE + 1)])


def test_a_code_is_that_of_the_word_whatever_letter_it_changes_in() -> None:
    _is_one_by_one(["".join(chr(code) for code in range(1, 0x3000))])
    _is_one_by_one([f"{a}{b} {b}xyz{a}" for a in "az09mq" for b in "az09mq"])
