"""Decoding bytes: every encoding of Chinese, even for a few characters."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import UnreadableFile
from glossary.text.encoding import decode

DOCUMENTS = Path(__file__).parents[2] / "seeds" / "documents"
TEXT = "\n".join(p.read_text(encoding="utf-8") for p in sorted(DOCUMENTS.iterdir()))
PHRASES = re.findall("[\u4e00-\u9fff，。、]{12,}", TEXT)


@pytest.mark.parametrize(
    ("encoding", "length", "share"),
    [
        ("gb18030", 3, 0.97),
        ("gb18030", 6, 0.99),
        ("big5", 3, 0.97),
        ("big5", 6, 0.99),
        ("utf-16-le", 6, 0.95),
        ("utf-16-be", 6, 0.95),
        ("utf-16-le", 12, 0.99),
    ],
)
def test_a_few_characters_are_enough(encoding: str, length: int, share: float) -> None:
    chosen = random.Random(7)
    right = tried = 0
    for phrase in chosen.choices(PHRASES, k=400):
        at = chosen.randrange(len(phrase) - length + 1)
        text = phrase[at : at + length]
        data = text.encode(encoding, "ignore")
        if data.decode(encoding) != text:
            continue  # Simplified characters, which Big5 has not
        tried += 1
        with suppress(UnreadableFile):
            right += decode(data, "x") == text
    assert tried > 100 and right / tried >= share


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_utf_8_and_marked_encodings_are_exact(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding), "x") == text
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "x") == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decode(data, "file")
    except UnreadableFile as error:
        assert str(error).startswith("file") and "\n" not in str(error)


def test_english_in_utf_16_without_a_mark() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode("A plain line.\r\nAnother one.\r\n".encode(encoding), "x").startswith(
            "A plain"
        )


def test_what_the_file_declares_is_believed_where_it_fits() -> None:
    assert decode("où était".encode("cp1252"), "x", "iso-8859-1") == "où était"
    assert decode("外交".encode("big5"), "x", "big5") == "外交"
    assert decode("外交政策".encode(), "x", "big5") == "外交政策"
    assert decode("外交政策".encode("gb18030"), "x", "no-such-encoding") == "外交政策"


def test_line_ends_stay() -> None:
    assert decode("一\r\n二\r三\n".encode("gb18030"), "x") == "一\r\n二\r三\n"
