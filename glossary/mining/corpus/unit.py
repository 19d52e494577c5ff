"""A numbered translation unit of a memory, and the text that it is from."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 134_217_727
"""The highest number of a unit. Derived: a place (`grams.packed`) has 27 bits for it, and one for a
sign."""
_COUNTED = re.compile(r"(?:[-–_:#/.,\s]+\d+)+$")


class Unit(NamedTuple):
    """A unit by its number, from 1, as the memory counts; `text` names what it is from, "" where
    the memory does not say."""

    number: int
    zh: str
    en: str
    text: str = ""


def text_of(origin: str) -> str:
    """The text that an origin names: what counts its parts is cut (`B0000001-765-0`,
    `contract.txt:12`)."""
    return _COUNTED.sub("", origin.strip())
