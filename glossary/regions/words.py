"""A word that the regions write differently, as one line of a table has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glossary.text.script import to_simplified

REGIONS = ("CN", "TW", "HK", "SG")
"""Region subtags (ISO 3166) that the tables know, in the order of their columns."""


@dataclass(frozen=True, slots=True)
class RegionalWord:
    """One sense and its forms.

    `forms`: by region, the usual form first; of a region that is missing nothing is claimed.
    `native`: regions where the other regions' forms of this word are just as usual: never
    reported. `asked`: regions where they are words too, of another sense: asked, not claimed.
    `cues`: words of the context that speak for this sense, `against` for another one, both in
    Simplified characters.
    """

    forms: Mapping[str, tuple[str, ...]]
    english: str
    source: str
    sense: str = ""
    native: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    cues: tuple[str, ...] = field(default=())
    against: tuple[str, ...] = field(default=())

    def of(self, region: str) -> tuple[str, ...]:
        """The forms of a region. Singapore follows the mainland where it has none of its own."""
        return self.forms.get(region) or (self.forms.get("CN", ()) if region == "SG" else ())

    def elsewhere(self, region: str) -> dict[str, tuple[str, ...]]:
        """By form that is foreign in a region: the regions that have it."""
        own = {key(form) for form in self.of(region)}
        found: dict[str, tuple[str, ...]] = {}
        for other, forms in self.forms.items():
            for form in forms:
                if own and key(form) not in own:
                    found[form] = (*found.get(form, ()), other)
        return found


def key(form: str) -> str:
    """A form for comparison: Simplified characters, small letters; its length stays the same."""
    folded = to_simplified(form)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded
