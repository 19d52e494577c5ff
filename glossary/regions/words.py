"""A word that the regions write differently, as one line of a table has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from glossary.text.script import to_simplified

REGIONS = ("CN", "TW", "HK", "SG")
"""Region subtags (ISO 3166) that the tables know, in the order of their columns."""


@dataclass(frozen=True, slots=True)
class RegionalWord:
    """One sense and its forms.

    `forms`: by region, the usual form first; of a region that is missing nothing is claimed.
    `native`: regions, or forms in a region (`mark`), where what others say is as usual: never
    reported. `asked`: where it is a word too, of another sense: asked, not claimed. `decided`:
    where it is so usual that only a word of the context brings it up. `cues`: words of the
    context that speak for this sense, `against` for another one, both in Simplified characters.
    """

    forms: Mapping[str, tuple[str, ...]]
    english: str
    source: str
    sense: str = ""
    native: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    cues: tuple[str, ...] = field(default=())
    against: tuple[str, ...] = field(default=())

    def of(self, region: str) -> tuple[str, ...]:
        """The forms of a region. Singapore follows the mainland where it has none of its own."""
        return self.forms.get(region) or (self.forms.get("CN", ()) if region == "SG" else ())

    def is_native(self, form: str, region: str) -> bool:
        """Whether another region's form is as usual in this one."""
        return region in self.native or mark(region, form) in self.native

    def is_asked(self, form: str, region: str) -> bool:
        """Whether another region's form is a word of another sense in this one."""
        return region in self.asked or mark(region, form) in self.asked

    def needs_cue(self, form: str, region: str) -> bool:
        """Whether another region's form is brought up only where a word of the context says so."""
        return region in self.decided or mark(region, form) in self.decided

    def elsewhere(self, region: str) -> dict[str, tuple[str, ...]]:
        """By form that is foreign in a region: the regions that have it."""
        own = {key(form) for form in self.of(region)}
        found: dict[str, tuple[str, ...]] = {}
        for other, forms in self.forms.items():
            for form in forms:
                if own and key(form) not in own and not self.is_native(form, region):
                    found[form] = (*found.get(form, ()), other)
        return found


Severity = Literal["warning", "question"]


@dataclass(frozen=True, slots=True)
class ForeignWord:
    """A word of other regions, or with characters of the other script, by its span in the text.

    `question`: the form is a word here too, and nothing around it says in which sense it stands.
    `counterparts`: what is said here instead, the usual form first. `source`: who says so.
    `because`: the words around it that decided, if any.
    """

    start: int
    end: int
    text: str
    kind: Literal["region", "script"] = "region"
    severity: Severity = "warning"
    regions: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    english: str = ""
    sense: str = ""
    source: str = ""
    because: tuple[str, ...] = ()


def mark(region: str, form: str) -> str:
    """A form in a region, as the sets of a RegionalWord name it."""
    return f"{region}:{key(form)}"


def key(form: str) -> str:
    """A form for comparison: Simplified characters, small letters; its length stays the same."""
    folded = to_simplified(form)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded
