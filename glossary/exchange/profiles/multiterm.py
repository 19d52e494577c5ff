"""MultiTerm: CSV with its field names as heads."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import Profile, TableShape, both, table_target

_COLUMNS = TableShape(
    (
        ("Entry ID", "id", ""),
        ("Subject", "subject", ""),
        ("Definition", "definition", ""),
        ("Source", "source", ""),
        ("Note", "note", ""),
        *both(
            ("{}", "term"),
            ("Status", "status"),
            ("Part of Speech", "part_of_speech"),
            ("Context", "context"),
        ),
    ),
    bom=True,
    blocks=True,
)

PROFILES = (
    Profile(
        "multiterm",
        "MultiTerm: CSV with fields as heads",
        (table_target("csv", _COLUMNS, tag=regions.language_name, deprecated=True),),
        "read",
    ),
)
