"""Where an Extra may be written in a TBX dialect, so that it is valid and read back unchanged.

The writer writes it there or, in the archive, as a data note; the loss report lists what a dialect
has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Container

from glossary.exchange.tbx.dialects import TRANSACTIONS, Dialect
from glossary.model import STATUSES, ConceptEntry, Extra, LanguageSection, TermSection

Section = ConceptEntry | LanguageSection | TermSection

_URI = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+\Z")
_ESCAPES = re.compile(r"%(?![0-9A-Fa-f]{2})|#.*#")
_DATE = re.compile(
    r"(?!0000)\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    r"|02-(?:0[1-9]|1\d|2[0-8]))(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)?Z?\Z",
    re.ASCII,
)


def is_date(text: str, version: int = 3) -> bool:
    """Whether a text is a valid date. v3: an xs:date or xs:dateTime; v2: an xs:date.

    A 29 February counts as invalid, for simplicity.
    """
    return bool(_DATE.match(text)) and (version == 3 or len(text) == 10)


def occupied(section: Section, level: str, dialect: Dialect) -> set[str]:
    """The categories that the writer writes from fields of the section; a second one is an
    Extra."""
    taken: set[str] = set()
    if level != "language":
        taken |= {kind for kind in ("created", "changed") if transaction(section, kind, dialect)}
    if isinstance(section, TermSection):
        if section.status in STATUSES:
            taken.add("administrativeStatus")
        if section.source:
            taken.add("source")
        if section.part_of_speech:
            taken.add("partOfSpeech")
        if dialect.allows("termNote", "termType", "term", section.term_type):
            taken.add("termType")
        return taken
    if section.definition or section.definition_source:
        taken.add("definition")
    if isinstance(section, ConceptEntry):
        taken |= {"subjectField"} if section.subject else set()
        taken |= {"source"} if section.source else set()
    return taken


def transaction(section: Section, kind: str, dialect: Dialect) -> tuple[str, str] | None:
    """(who, when) of a transaction that the dialect can hold, or None."""
    who, when = getattr(section, f"{kind}_by"), getattr(section, f"{kind}_at")
    if "transactionType" not in dialect.categories:
        return None
    when = when if is_date(when, dialect.version) else ""
    return (who, when) if who or when else None


_FREE = frozenset({"context", "normativeAuthorization", "termStatus"})  # always read into fields
_CAPTURED = {
    "concept": frozenset({"subjectField", "definition", "source"}),
    "language": frozenset({"definition"}),
    "term": frozenset({"source", "partOfSpeech", "termType", "administrativeStatus"}),
}


def has_place(
    extra: Extra, level: str, dialect: Dialect, taken: Container[str], ids: Container[str]
) -> bool:
    """Whether an Extra may be written as it is, and will be read back as the same Extra."""
    if extra.element == "transacGrp":
        return _transaction_has_place(extra, level, dialect, taken)
    if extra.element == "descripGrp":
        return _definition_has_place(extra, level, dialect, taken)
    if extra.children or extra.type in _FREE:
        return False
    if extra.type in _CAPTURED[level] and extra.type not in taken:
        return False
    if not dialect.allows(extra.element, extra.type, level, extra.value):
        return False
    return _attributes_have_place(extra, ids)


def _attributes_have_place(extra: Extra, ids: Container[str]) -> bool:
    if extra.element not in ("xref", "ref"):
        return not extra.attributes
    if len(extra.attributes) != 1 or extra.attributes[0][0] != "target":
        return False
    target = extra.attributes[0][1]
    if extra.element == "ref":
        return target in ids
    return bool(_URI.match(target)) and not _ESCAPES.search(target)


def _transaction_has_place(
    extra: Extra, level: str, dialect: Dialect, taken: Container[str]
) -> bool:
    if extra.type or extra.value or extra.attributes or not extra.children:
        return False
    first, *rest = extra.children
    known = first == Extra("transac", "transactionType", first.value)
    if not known or first.value not in TRANSACTIONS or "transactionType" not in dialect.categories:
        return False
    kind = "created" if first.value == "origination" else "changed"
    if level != "language" and kind not in taken:
        return False
    return all(
        c == Extra("transacNote", "responsibility", c.value)
        or (c == Extra("date", "", c.value) and is_date(c.value, dialect.version))
        for c in rest
    )


def _definition_has_place(
    extra: Extra, level: str, dialect: Dialect, taken: Container[str]
) -> bool:
    return (
        level in ("concept", "language")
        and "definition" in taken
        and "definition" in dialect.categories
        and extra
        == Extra(
            "descripGrp",
            children=tuple(
                Extra(element, category, child.value)
                for (element, category), child in zip(
                    (("descrip", "definition"), ("admin", "source")), extra.children, strict=False
                )
            ),
        )
        and len(extra.children) == 2
    )


def described(extra: Extra) -> str:
    """The Extra on one line, for the loss report."""
    parts = [extra.type or extra.element, extra.value, *(f"{k}={v}" for k, v in extra.attributes)]
    inner = ", ".join(map(described, extra.children))
    return " ".join(filter(None, [*parts, f"({inner})" if inner else ""]))


def data_of(extra: Extra) -> dict[str, object]:
    """The Extra as JSON data for a data note; `tbx.categories.extra_from` is the inverse."""
    data: dict[str, object] = {"element": extra.element}
    if extra.type:
        data["type"] = extra.type
    if extra.value:
        data["value"] = extra.value
    if extra.attributes:
        data["attributes"] = [list(pair) for pair in extra.attributes]
    if extra.children:
        data["children"] = [data_of(child) for child in extra.children]
    return data
