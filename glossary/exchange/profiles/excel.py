"""Tables for spreadsheets, with this program's own columns."""

from __future__ import annotations

from typing import Any

from glossary.exchange import regions
from glossary.exchange.profiles.base import Profile, TableShape, table_target

_COLUMNS = TableShape(
    (
        ("concept_id", "id", ""),
        ("subject", "subject", ""),
        ("en", "term", "en"),
        ("en_status", "status", "en"),
        ("zh", "term", "zh"),
        ("zh_tag", "tag", "zh"),
        ("zh_status", "status", "zh"),
        ("en_definition", "language_definition", "en"),
        ("zh_definition", "language_definition", "zh"),
        ("en_context", "context", "en"),
        ("zh_context", "context", "zh"),
        ("source", "source", ""),
        ("note", "note", ""),
    ),
    bom=True,
    guard=True,
)
_ALL_LANGUAGES: dict[str, Any] = {
    "pair": False,
    "tag": regions.english_plain,
    "deprecated": True,
}
_CSV = table_target("csv", _COLUMNS, **_ALL_LANGUAGES)
_XLSX = table_target("xlsx", _COLUMNS, **_ALL_LANGUAGES)

PROFILES = (
    Profile("csv", "the default CSV; opens in Excel", (_CSV,)),
    Profile("excel", "Excel: CSV, XLSX", (_CSV, _XLSX), "read"),
)
