"""Lokalize: TBX v2 with one language pair."""

from __future__ import annotations

from glossary.exchange.profiles.base import Profile
from glossary.exchange.profiles.tbx import V2_PAIR

PROFILES = (Profile("lokalize", "Lokalize: TBX v2", (V2_PAIR,), "run"),)
