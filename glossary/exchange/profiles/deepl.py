"""DeepL: CSV with a source and a target column."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import SOURCE_TARGET, Profile, TableShape, table_target

_COLUMNS = TableShape(SOURCE_TARGET, head=False)
_CSV = table_target(
    "csv",
    _COLUMNS,
    tag=regions.language_only,
    shape="source",
    limit=1024,
    file_limit=10 * 1024 * 1024,
)

PROFILES = (Profile("deepl", "DeepL: CSV of two columns", (_CSV,), "read"),)
