"""MateCat: CSV with one term for each language."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import Profile, TableShape, both, table_target

_COLUMNS = TableShape(
    (
        ("forbidden", "false", ""),
        ("domain", "subject", ""),
        ("subdomain", "ignore", ""),
        ("definition", "definition", ""),
        *both(("{}", "term"), ("notes", "term_note"), ("example of use", "context")),
    )
)

PROFILES = (
    Profile(
        "matecat",
        "MateCat: CSV",
        (table_target("csv", _COLUMNS, tag=regions.matecat_code, shape="first"),),
        "read",
    ),
)
