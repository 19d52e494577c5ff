"""The rules: RULES lists them, in the order in which they look at a segment.

A rule is a class in a module of its own. One is made for each file; `look` yields the findings of a
segment, and `end` those that only the whole file shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.errors import InvalidInput

RULES = {
    "forbidden": "forbidden.ForbiddenForms",
    "region": "region.RegionalForms",
    "missing": "missing.MissingTerms",
    "script": "script.OtherScript",
    "inconsistent": "inconsistent.Inconsistency",
    "untranslated": "untranslated.Untranslated",
    "acronym": "acronym.FirstAcronyms",
    "numbers": "numbers.ChangedNumbers",
}
"""Each rule and its class, `module.Class` of this package, imported when it is wanted."""


def about(name: str) -> str:
    """What a rule finds: the first line of its module."""
    found = import_module(f"{__name__}.{RULES[name].split('.')[0]}").__doc__ or ""
    return found.strip().partition("\n")[0]


class RuleOfFile(Protocol):
    """A rule that looks at one file. One that `is_by_segment` looks at each segment by itself, at
    any time and in any process, and its end shows nothing."""

    is_by_segment: bool

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        """The findings in a segment; `found` are those of the rules before it."""

    def end(self) -> Iterator[Finding]:
        """The findings that the end of the file shows."""


def rules_named(names: Iterable[str]) -> dict[str, RuleOfFile]:
    """New rules with these names, in the order of RULES; all where none is named. Raises
    InvalidInput."""
    wanted = set(names)
    if unknown := wanted.difference(RULES):
        raise InvalidInput(f"unknown rule {min(unknown)!r}; known are {', '.join(RULES)}")
    return {name: _made(path) for name, path in RULES.items() if not wanted or name in wanted}


def _made(path: str) -> RuleOfFile:
    module, name = path.split(".")
    rule: RuleOfFile = getattr(import_module(f"{__name__}.{module}"), name)()
    return rule
