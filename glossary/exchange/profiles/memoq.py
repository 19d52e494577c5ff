"""memoQ: its CSV with a block of columns for each term."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import Profile, TableShape, both, table_target

_COLUMNS = TableShape(
    (
        ("Entry_ID", "id", ""),
        ("Entry_Subject", "subject", ""),
        ("Entry_Domain", "ignore", ""),
        ("Entry_ClientID", "ignore", ""),
        ("Entry_ProjectID", "ignore", ""),
        ("Entry_Created", "created_at", ""),
        ("Entry_Creator", "created_by", ""),
        ("Entry_LastModified", "changed_at", ""),
        ("Entry_Modifier", "changed_by", ""),
        ("Entry_Note", "note", ""),
        *both(
            ("{}_Def", "language_definition"),
            ("{}", "term"),
            ("Term_Info", "ignore"),
            ("Term_Example", "context"),
        ),
    ),
    bom=True,
    blocks=True,
    american_dates=True,
)

PROFILES = (
    Profile(
        "memoq",
        "memoQ: CSV with its heads",
        (table_target("csv", _COLUMNS, tag=regions.memoq_name),),
        "read",
    ),
)
