"""What a check is to look at, as a customer or the command line says."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.checking.finding import SEVERITIES
from glossary.errors import InvalidInput
from glossary.text.tags import normalise_tag


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """`zh_tag` is the Chinese that is wanted (else the file's own), `subject` chooses between
    entries of one form, `rules` are those that look (all where it is empty), `ignored_entries` are
    concepts that are never checked, and `severities` gives a rule another severity."""

    zh_tag: str = ""
    subject: str = ""
    rules: tuple[str, ...] = ()
    ignored_entries: frozenset[str] = frozenset()
    severities: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **given: object) -> CheckSettings:
        """The settings of a profile or a request. Raises InvalidInput for what is unknown."""
        zh_tag = str(given.pop("zh_tag", "") or "")
        severities = given.pop("severities", None) or {}
        known = {
            "subject": str(given.pop("subject", "") or ""),
            "rules": _names(given.pop("rules", None)),
            "ignored_entries": frozenset(_names(given.pop("ignored_entries", None))),
        }
        if given:
            raise InvalidInput(f"unknown settings: {', '.join(sorted(given))}")
        if not isinstance(severities, dict) or not set(severities.values()) <= set(SEVERITIES):
            raise InvalidInput(f"severities: give each rule one of {', '.join(SEVERITIES)}")
        tag = normalise_tag(zh_tag) if zh_tag else ""
        if tag and not tag.startswith("zh"):
            raise InvalidInput(f"{zh_tag}: give a tag of Chinese, like zh-Hant-TW")
        return cls(zh_tag=tag, severities=tuple(severities.items()), **known)  # type: ignore[arg-type]


def _names(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise InvalidInput(f"{value!r}: give a list of names")
    return tuple(value)
