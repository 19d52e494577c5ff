"""English inflection by rule."""

from __future__ import annotations

import pytest

from glossary.text.inflection import is_form_of, lemmas, listed_lemmas, same_word


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("crises", "crisis"),
        ("ratified", "ratify"),
        ("heads", "head"),
        ("deterring", "deter"),
        ("allies", "ally"),
        ("undertaken", "undertake"),
        ("withdrew", "withdraw"),
        ("hypersonics", "hypersonic"),
        ("weaponised", "weaponise"),
        ("memoranda", "memorandum"),
        ("control", "controls"),
        ("policies", "policy"),
        ("mous", "mou"),
        ("mps", "mp"),
        ("apis", "api"),
        ("men", "man"),
        ("sanctions", "sanctions"),
        ("vetoes", "veto"),
    ],
)
def test_forms(word: str, listed: str) -> None:
    assert is_form_of(word, listed)


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("custom", "customs"),
        ("arm", "arms"),
        ("balance", "balancing"),
        ("new", "news"),
        ("interesting", "interest"),
        ("win", "wine"),
        ("thing", "th"),
        ("is", "i"),
        ("its", "it"),
        ("mass", "mas"),
    ],
)
def test_no_forms(word: str, listed: str) -> None:
    assert not is_form_of(word, listed)


def test_lemmas() -> None:
    assert "stop" in lemmas("stopped") and "state" in lemmas("stated")
    assert same_word("ratified", "ratifying")
    assert lemmas("5g") == {"5g"}
    assert "crisis" in listed_lemmas("crisis") and "api" in listed_lemmas("apis")
