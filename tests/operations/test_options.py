"""A verb is called with the fields of its option value, and its signature says so."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import Any

import pytest

from glossary.operations import options
from glossary.operations.options import NewPair, takes
from glossary.termbase import Termbase

TAKEN = {
    "mine": options.FilesToMine,
    "mine_documents": options.DocumentsToMine,
    "mine_memory": options.MemoryToMine,
    "judge": options.Decision,
    "judge_many": options.DecisionOnMany,
    "correct_alignment": options.BeadCorrection,
    "add": options.NewPair,
    "merge": options.Merger,
    "search": options.TermQuery,
    "check": options.FileToCheck,
    "propose": options.PairToPropose,
    "propose_pair": options.PairToPropose,
    "replace_form": options.TermReplacement,
    "concordance": options.SegmentQuery,
    "read": options.FileImport,
    "write": options.FileExport,
    "loss": options.LossQuery,
    "settle": options.Settlement,
}


class Desk:
    @takes(NewPair)
    def add(self, pair: NewPair) -> NewPair:
        """Add."""
        return pair


def test_the_fields_make_the_value() -> None:
    assert Desk().add("潮閘", "tide gate", by="ada") == NewPair("潮閘", "tide gate", by="ada")
    assert Desk().add.__doc__ == "Add."


@pytest.mark.parametrize(
    ("given", "named"),
    [(("潮閘",), {}), (("潮閘", "tide gate", "ada"), {}), (("潮閘", "tide gate"), {"who": "ada"})],
)
def test_what_it_has_no_field_for_is_refused(given: tuple[str, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Desk().add(*given, **named)


@pytest.mark.parametrize("verb", TAKEN)
def test_a_verb_shows_what_it_takes(verb: str) -> None:
    shown = inspect.signature(getattr(Termbase, verb)).parameters
    wanted = [field.name for field in fields(TAKEN[verb])]
    assert list(shown) == ["self", *wanted]


def test_every_option_value_is_taken_by_a_verb() -> None:
    values = {
        v for v in vars(options).values() if inspect.isclass(v) and v.__module__ == options.__name__
    }
    assert values == set(TAKEN.values())
