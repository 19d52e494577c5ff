"""Phrase TMS: XLSX with the n-th terms of both languages in one row."""

from __future__ import annotations

from glossary.exchange.profiles.base import Profile, TableShape, both, table_target

_COLUMNS = TableShape(
    (
        ("CID", "id", ""),
        ("concept_domain", "subject", ""),
        ("concept_subdomain", "ignore", ""),
        ("concept_url", "ignore", ""),
        ("concept_definition", "definition", ""),
        ("concept_note", "note", ""),
        ("TID", "ignore", ""),
        *both(("{}", "term")),
    ),
    rows="columns",
)

PROFILES = (Profile("phrase", "Phrase TMS: XLSX", (table_target("xlsx", _COLUMNS),), "read"),)
