"""Crowdin: CSV with one term for each language."""

from __future__ import annotations

from glossary.exchange.profiles.base import Profile, TableShape, both, table_target

_COLUMNS = TableShape(
    (
        *both(
            ("Term [{}]", "term"),
            ("Description [{}]", "language_definition"),
            ("Part of Speech [{}]", "part_of_speech"),
            ("Status [{}]", "status"),
            ("Type [{}]", "term_type"),
        ),
        ("Concept Definition", "definition", ""),
        ("Concept Subject", "subject", ""),
        ("Concept Note", "note", ""),
    )
)

PROFILES = (
    Profile("crowdin", "Crowdin: CSV", (table_target("csv", _COLUMNS, shape="first"),), "read"),
)
