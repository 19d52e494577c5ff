"""Words of other programs for status, part of speech and term type."""

from __future__ import annotations

import re

from glossary.model import PARTS_OF_SPEECH, STATUSES, TERM_TYPES

_STATUS_WORDS = {status: status for status in STATUSES} | {
    "standardized": "preferred",
    "legal": "preferred",
    "regulated": "preferred",
    "recommended": "preferred",
    "allowed": "admitted",
    "accepted": "admitted",
    "notrecommended": "deprecated",
    "forbidden": "deprecated",
    "prohibited": "deprecated",
    "obsolete": "superseded",
    "偏好": "preferred",
    "首選": "preferred",
    "首选": "preferred",
    "可用": "admitted",
    "禁用": "deprecated",
    "過時": "superseded",
    "过时": "superseded",
}
_PARTS_OF_SPEECH = {word.lower(): word for word in PARTS_OF_SPEECH} | {
    "n": "noun",
    "v": "verb",
    "adj": "adjective",
    "adv": "adverb",
}
_TERM_TYPES = {word.lower(): word for word in TERM_TYPES}
_NO_LETTER = re.compile(r"[\W_]+")


def status_of(word: str) -> str | None:
    """The administrative status that a program's word means; None for others, such as workflow
    words (draft, approved)."""
    key = _NO_LETTER.sub("", word.strip().lower().removesuffix("-admn-sts"))
    return _STATUS_WORDS.get(key) or _STATUS_WORDS.get(key.removesuffix("term"))


def part_of_speech_of(word: str) -> str:
    """The part of speech in TBX's spelling if TBX has it, else unchanged."""
    return _PARTS_OF_SPEECH.get(_NO_LETTER.sub("", word.lower()), word)


def term_type_of(word: str) -> str:
    """The term type in TBX's spelling if TBX has it, else unchanged."""
    return _TERM_TYPES.get(_NO_LETTER.sub("", word.lower()), word)
