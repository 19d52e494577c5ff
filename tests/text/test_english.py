"""English words: singular, dictionary form, stem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.english import lemma, singular, stem

PAIRS = """alliances alliance policies policy crises crisis bases basis theses thesis vetoes veto
embargoes embargo viruses virus statuses status buses bus abuses abuse uses use houses house
causes cause purposes purpose states state boxes box taxes tax axes axis matches match congresses
congress regimes regime navies navy ties tie movies movie statesmen statesman women woman phenomena
phenomenon criteria criterion lives life shelves shelf gases gas lenses lens heroes hero forces
force""".split()
UNCHANGED = """crisis status congress series species means news physics politics us gas bias axis
virus specimen abuse G7s 5g naïve""".split()


@pytest.mark.parametrize(("plural", "one"), list(zip(PAIRS[::2], PAIRS[1::2], strict=True)))
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one
    assert singular(one) == one


@pytest.mark.parametrize("word", UNCHANGED)
def test_words_that_only_look_plural(word: str) -> None:
    assert singular(word) == word


@given(st.text())
def test_any_text(word: str) -> None:
    assert len(singular(word)) <= len(word) + 1
    assert isinstance(lemma(word), str) and isinstance(stem(word), str)


def test_lemma_and_stem() -> None:
    assert lemma("Ratified") == "ratify"
    assert lemma("nation’s") == lemma("nation's") == "nation"
    assert stem("deterrence") == stem("deterrent")
    assert stem("modernisation") == stem("modernization")
