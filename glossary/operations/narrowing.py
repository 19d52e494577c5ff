"""The review queue narrowed by what a person types: words in the terms, and `kind=person`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from glossary.errors import InvalidInput
from glossary.model import KINDS, METHODS, STATES, Candidate
from glossary.store.base import CandidateFilter
from glossary.text.fold import fold

_VALUES = {"kind": KINDS, "method": METHODS, "state": (*STATES, "all")}
NAMES = (*_VALUES, "document", "subject", "above")


def narrowed(where: CandidateFilter, typed: str) -> tuple[CandidateFilter, str]:
    """(`where` with each `name=value` that is typed, the other words). Raises InvalidInput."""
    words = []
    for word in typed.split():
        name, separator, value = word.partition("=")
        if not separator:
            words.append(word)
            continue
        if name not in NAMES:
            raise InvalidInput(f"{word}: give words, or {', '.join(f'{n}=' for n in NAMES)}")
        where = _with(where, name, value)
    return where, " ".join(words)


def _with(where: CandidateFilter, name: str, value: str) -> CandidateFilter:
    if name == "above":
        return replace(where, least_confidence=_confidence(value))
    if name in _VALUES and value not in ("", *_VALUES[name]):
        raise InvalidInput(f"{name}={value}: give {', '.join(_VALUES[name])}")
    given = None if value in ("", "all") else value
    changed: dict[str, Any] = {name: given}
    return replace(where, **changed)


def _confidence(value: str) -> float:
    try:
        confidence = float(value)
    except ValueError:
        confidence = -1.0
    if not 0 <= confidence <= 1:
        raise InvalidInput(f"above={value}: give a number from 0 to 1")
    return confidence


def with_text(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Those with all words of a text in their terms, in any script, case and width."""
    words = fold(text).split()
    return [each for each in candidates if all(word in _terms(each) for word in words)]


def _terms(candidate: Candidate) -> str:
    return fold(f"{candidate.zh}\n{candidate.en}\n{candidate.abbreviation or ''}")
