"""Variant glyphs: what is one word in two writings, and what is not."""

from __future__ import annotations

import pytest

from glossary.text.variants import same_traditional


@pytest.mark.parametrize(
    ("listed", "written"),
    [("佔領", "占領"), ("臺灣", "台灣"), ("西方", "\u2ec4方"), ("民主", "\u2ea0主"),
     ("長江", "\u2ed1江"), ("金融", "\uf90a融"), ("大使", "\u2f24使"), ("複合", "复合")],
)  # fmt: skip
def test_variants(listed: str, written: str) -> None:
    assert same_traditional(listed, written)


@pytest.mark.parametrize(("listed", "written"), [("複合", "復合"), ("颱風", "台風")])
def test_other_words(listed: str, written: str) -> None:
    assert not same_traditional(listed, written)
