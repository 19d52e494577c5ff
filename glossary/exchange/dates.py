"""Conversion between ISO 8601 and the dates that other programs write."""

from __future__ import annotations

import re
from datetime import datetime

_AMERICAN = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M", re.IGNORECASE)
_FORMAT = "%m/%d/%Y %I:%M:%S %p"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


def iso_date(text: str) -> str:
    """`1/2/2026 3:04:05 PM` (memoQ) as `2026-01-02T15:04:05Z`; anything else unchanged."""
    if not _AMERICAN.fullmatch(text):
        return text
    try:
        return datetime.strptime(text.upper(), _FORMAT).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return text


def american_date(text: str) -> str:
    """`2026-01-02T15:04:05Z` as `1/2/2026 3:04:05 PM`; "" for anything else."""
    if not _ISO.fullmatch(text):
        return ""
    try:
        when = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return ""
    hour = when.hour % 12 or 12
    half = "AM" if when.hour < 12 else "PM"
    return f"{when.month}/{when.day}/{when.year:04d} {hour}:{when:%M:%S} {half}"


def iso_of_stamp(stamp: str) -> str:
    """`20260102T030405Z` (TMX) as `2026-01-02T03:04:05Z`; anything else unchanged."""
    match = _STAMP.fullmatch(stamp)
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups()) if match else stamp


def stamp_of(iso: str) -> str:
    """`2026-01-02T03:04:05Z` as `20260102T030405Z`; "" for anything else."""
    match = _ISO.fullmatch(iso)
    return "{}{}{}T{}{}{}Z".format(*match.groups()) if match else ""
