"""TBX in its versions and dialects, in DCA and DCT style."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import ExportTarget, Profile, Style
from glossary.exchange.tbx.dialects import BASIC, BASIC_V2, CORE, MIN, Dialect

_CORE_FIELDS = frozenset({"id", "note", "language_note", "term_note"})
_MIN_FIELDS = _CORE_FIELDS | {"subject", "status", "part_of_speech", "extra"}
BASIC_FIELDS = _MIN_FIELDS | {
    "definition",
    "definition_source",
    "source",
    "history",
    "language_definition",
    "language_definition_source",
    "term_type",
    "term_source",
    "contexts",
    "context_source",
    "term_history",
}
_CAT_FIELDS = BASIC_FIELDS - {
    "history",
    "term_history",
    "definition_source",
    "language_definition_source",
}


def _v3(dialect: Dialect, style: Style, carries: frozenset[str]) -> ExportTarget:
    return ExportTarget(
        "tbx",
        carries,
        dialect=dialect,
        style=style,
        pair=False,
        tag=regions.full,
        deprecated=True,
    )


_V2 = ExportTarget("tbx", BASIC_FIELDS, dialect=BASIC_V2, pair=False, deprecated=True)
V2_PAIR = ExportTarget("tbx", _CAT_FIELDS, dialect=BASIC_V2)
"""TBX v2 with one language pair, for CAT tools: none of them reads v3."""

PROFILES = (
    Profile("tbx-basic", "TBX v3 Basic, DCA", (_v3(BASIC, "dca", BASIC_FIELDS),)),
    Profile("tbx-basic-dct", "TBX v3 Basic, DCT", (_v3(BASIC, "dct", BASIC_FIELDS),)),
    Profile("tbx-min", "TBX v3 Min, DCA", (_v3(MIN, "dca", _MIN_FIELDS),)),
    Profile("tbx-min-dct", "TBX v3 Min, DCT", (_v3(MIN, "dct", _MIN_FIELDS),)),
    Profile("tbx-core", "TBX v3 Core, DCA", (_v3(CORE, "dca", _CORE_FIELDS),)),
    Profile("tbx-core-dct", "TBX v3 Core, DCT", (_v3(CORE, "dct", _CORE_FIELDS),)),
    Profile("tbx-v2", "TBX v2 Basic (martif), all languages", (_V2,)),
)
