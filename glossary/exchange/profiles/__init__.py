"""Profiles: what each tool accepts, a module of this folder each, all in PROFILES.

A profile has one target for each of its formats; the first is the default. `verified` says how it
is known: "run" with the tool's own reader, or "read" from its source code or its vendor's pages. A
new tool is a new module with PROFILES, and its name in TOOLS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from glossary.errors import InvalidInput
from glossary.exchange import regions
from glossary.exchange.formats import FORMATS, Format, format_named
from glossary.exchange.profiles.base import ExportTarget, Profile
from glossary.exchange.profiles.tbx import BASIC_FIELDS

GENERAL = ("archive", "excel")
TOOLS = (
    "omegat",
    "lokalize",
    "okapi",
    "weblate",
    "memoq",
    "multiterm",
    "phrase",
    "crowdin",
    "matecat",
    "deepl",
    "tbx",
)


def _declared(modules: Iterable[str]) -> list[Profile]:
    return [profile for name in modules for profile in import_module(f"{__name__}.{name}").PROFILES]


def _of_format(format: Format) -> Profile:
    """The profile of a format itself, for no tool in particular: it holds all that the format
    can."""
    if not format.write_entries:
        return Profile(
            format.name, "the translation memory", (ExportTarget(format.name, holds="units"),)
        )
    target = ExportTarget(
        format.name, BASIC_FIELDS | {"data"}, pair=False, tag=regions.full, deprecated=True
    )
    return Profile(format.name, "everything", (target,))


def _all() -> Iterator[Profile]:
    """General profiles, then the formats themselves, then the tools."""
    general, tools = _declared(GENERAL), _declared(TOOLS)
    served = {target.format for each in (*general, *tools) for target in each.targets}
    yield from general
    yield from (_of_format(f) for f in FORMATS if f.is_written and f.name not in served)
    yield from tools


PROFILES: dict[str, Profile] = {profile.name: profile for profile in _all()}


def profile_named(name: str) -> Profile:
    """The profile of that name. Raises InvalidInput, listing the known ones."""
    if name not in PROFILES:
        raise InvalidInput(f"unknown profile {name!r}; known are {', '.join(sorted(PROFILES))}")
    return PROFILES[name]


def default_profile(format: str) -> Profile:
    """The first profile that has a format. Raises InvalidInput if none has."""
    for profile in PROFILES.values():
        if any(target.format == format for target in profile.targets):
            return profile
    raise InvalidInput(f"nothing is exported as {format}")


def formats_by_suffix() -> dict[str, str]:
    """{suffix: format name} of all formats that can be exported."""
    names = dict.fromkeys(target.format for p in PROFILES.values() for target in p.targets)
    return {format_named(name).suffixes[0]: name for name in names}
