"""Weblate: TBX v2 with script tags, or CSV."""

from __future__ import annotations

from dataclasses import replace

from glossary.exchange import regions
from glossary.exchange.profiles.base import SOURCE_TARGET, Profile, TableShape, table_target
from glossary.exchange.profiles.tbx import V2_PAIR

_COLUMNS = TableShape((*SOURCE_TARGET, ("translator_comments", "note", "")))
_TBX = replace(V2_PAIR, tag=regions.by_script)
_CSV = table_target("csv", _COLUMNS, tag=regions.language_only, shape="source", comment=True)

PROFILES = (
    Profile("weblate", "Weblate: TBX v2 with zh-Hant or zh-Hans, CSV", (_TBX, _CSV), "run"),
)
