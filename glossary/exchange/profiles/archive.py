"""The archive: everything in a termbase, for backup and exchange."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import ExportTarget, Profile
from glossary.exchange.profiles.tbx import BASIC_FIELDS
from glossary.exchange.tbx.dialects import BASIC

_EVERYTHING = ExportTarget(
    "tbx",
    BASIC_FIELDS | {"data"},
    dialect=BASIC,
    archive=True,
    pair=False,
    tag=regions.full,
    deprecated=True,
)

PROFILES = (
    Profile("archive", "everything: TBX v3 Basic (DCA), to keep and to exchange", (_EVERYTHING,)),
)
