"""Recognise a table's columns from their heads: the field and language of each.

Known are the default CSV and the heads of memoQ, MultiTerm, Phrase, Crowdin, MateCat, Weblate and
others; a mapping by the user overrides all. A head alone proves little: "No" and "IT" are languages
only if the cells below look like one. A table without heads is source and target.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from glossary.errors import InvalidInput
from glossary.exchange.table.column_cells import cell_at, looks_like
from glossary.exchange.table.heads import (
    CODES,
    CONCEPT_HEADS,
    LANGUAGE_NAMES,
    PAIRS,
    ROLES,
    SECTION_HEADS,
    TERM_ENDINGS,
    TERM_HEADS,
    TEXT_ENDINGS,
)
from glossary.text.script import has_han
from glossary.text.tags import language_of, normalise_tag, script_of_tag

CONCEPT_FIELDS = frozenset(
    "id subject definition definition_source note source created_by created_at changed_by "
    "changed_at".split()
)
SECTION_FIELDS = frozenset({"language_definition", "language_note"})
TERM_FIELDS = frozenset(
    "status part_of_speech term_type term_source term_note context context_source tag "
    "forbidden".split()
)
FIELDS = CONCEPT_FIELDS | SECTION_FIELDS | TERM_FIELDS | {"term", "ignore", "extra"}

_BRACKETED = re.compile(r"(.+?)\s*[\[(]([^\])]+)[\])]$")
_TWO_NAMES = re.compile(r"[\s/()]+")
_HEAD_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_CODE = re.compile(r"[A-Za-z]{2,3}")
_NO_CODE = re.compile(r"[.:/]")
_MORE = re.compile(r"\s*#?\d+$")
_WORDS = frozenset({*CONCEPT_HEADS, *SECTION_HEADS, *TERM_HEADS, *ROLES})
"""Words that may follow a language in a head and are not scripts: `zh_note` is not zh-Note."""
_WIDE_BRACKETS = str.maketrans("（）［］", "()[]")


@dataclass(frozen=True, slots=True)
class Column:
    """The field and language of a column; for the languages `source` and `target`, tag columns or
    the characters decide. `doubtful`: the head names a language that the cells do not look like."""

    field: str
    language: str = ""
    head: str = ""
    doubtful: bool = False


@dataclass(slots=True)
class TermColumn:
    """The column of a term, and those of its attributes."""

    language: str
    term: int
    attributes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The columns of a table by use, with their positions."""

    concept: dict[str, int] = field(default_factory=dict)
    blocks: list[TermColumn] = field(default_factory=list)
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    extra: list[tuple[str, int]] = field(default_factory=list)


def plan(columns: Sequence[Column]) -> Plan:
    """Assign columns to the terms that they describe: each to the preceding block of its language,
    or to the first block if it comes before."""
    made = Plan()
    waiting: dict[str, dict[str, int]] = {}
    for at, column in enumerate(columns):
        if column.field == "term":
            made.blocks.append(TermColumn(column.language, at, waiting.pop(column.language, {})))
        elif column.field in TERM_FIELDS:
            last = next((b for b in reversed(made.blocks) if b.language == column.language), None)
            attributes = last.attributes if last else waiting.setdefault(column.language, {})
            attributes.setdefault(column.field, at)
        elif column.field in SECTION_FIELDS:
            made.sections.append((column.language, column.field, at))
        elif column.field == "extra":
            made.extra.append((column.head, at))
        elif column.field != "ignore":
            made.concept.setdefault(column.field, at)
    return made


def recognise(
    first: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    below: Sequence[Sequence[str]] = (),
) -> tuple[list[Column], bool] | None:
    """(columns, whether `first` is a row of heads), or None if nothing fits. `below` are the rows
    under it."""
    if mapping:
        return mapped(first, mapping)
    if columns := heads(first, below):
        return columns, True
    columns = headless([first, *below])
    return (columns, False) if columns else None


def heads(first: Sequence[str], below: Sequence[Sequence[str]] = ()) -> list[Column] | None:
    """The columns named by a row of heads; None if it is not one."""
    if _has_tags([first, *below]):
        return None
    names = [_plain(cell) for cell in first]
    columns = _judged(_columns(first, names), below)
    terms = sum(column.field == "term" for column in columns)
    known = sum(column.field not in ("extra", "ignore") for column in columns)
    return columns if terms and known >= 2 else None


def headless(rows: Sequence[Sequence[str]]) -> list[Column] | None:
    """Source and target, then a note or, in DeepL's tables, both languages. None if the table is
    not of this kind. Rows may differ in length: OmegaT writes a comment only where there is one."""
    width = max((_filled(row) for row in rows), default=0)
    if not 2 <= width <= 5 or not all(cell.strip() for cell in rows[0][:2]) or len(rows[0]) < 2:
        return None
    columns = [Column("term", "source"), Column("term", "target")]
    if _has_tags(rows):
        return [*columns, Column("tag", "source"), Column("tag", "target"), Column("ignore")]
    columns.append(Column("note"))
    return [*columns, *(Column("extra", head=str(n)) for n in range(4, width + 1))]


def _filled(row: Sequence[str]) -> int:
    """The number of the last cell that has text, from 1."""
    return max((n for n, cell in enumerate(row, 1) if cell.strip()), default=0)


def _has_tags(rows: Sequence[Sequence[str]]) -> bool:
    """Whether it is DeepL's table: a pair, then the two languages in every row that names any."""

    def are_tags(at: int) -> bool:
        found = [cell for row in rows if (cell := cell_at(row, at))]
        return bool(found) and all(map(_language, found))

    return are_tags(2) and are_tags(3) and not are_tags(0) and not are_tags(1)


def mapped(first: Sequence[str], mapping: Mapping[str, str]) -> tuple[list[Column], bool]:
    """(columns, whether heads are named) from the user's mapping of heads, or column numbers from
    1, to `field` or `field:tag`. Raises InvalidInput."""
    heads = [cell.strip() for cell in first]
    columns = [Column("extra", head=head) for head in heads]
    by_head = False
    for key, meaning in mapping.items():
        if key.strip() in heads:
            at, by_head = heads.index(key.strip()), True
        elif key.isdecimal() and 1 <= int(key) <= len(heads):
            at = int(key) - 1
        else:
            raise InvalidInput(f"no column {key!r}; the columns are {', '.join(heads[:20])}")
        name, _, tag = meaning.partition(":")
        if name not in FIELDS:
            raise InvalidInput(f"unknown field {name!r}; known are {', '.join(sorted(FIELDS))}")
        columns[at] = Column(name, normalise_tag(tag) if tag else "", heads[at])
    return columns, by_head


# ---------------------------------------------------------------- single heads


def _columns(first: Sequence[str], names: list[str]) -> list[Column]:
    sides = {PAIRS[name][1] for name in names if name in PAIRS and PAIRS[name][0] == "term"}
    pairs = len(sides) == 2
    matecat = "forbidden" in names
    roles = _roles_used(first, names)
    columns: list[Column] = []
    language = ""
    for head, name in zip(first, names, strict=True):
        if name in roles and not pairs:
            column = Column("term", ROLES[name])
        else:
            column = _column(head, name, language, pairs, matecat)
        if column.field == "term":
            language = column.language
        columns.append(column)
    return columns


def _roles_used(first: Sequence[str], names: list[str]) -> frozenset[str]:
    """Heads such as 术语 and 译文, if there are two of them, or one and a single language."""
    found = [name for name in names if name in ROLES]
    languages = {language_of(tag) for head in first if (tag := _language_of_terms(head))}
    whole = {"en", "zh"} <= languages
    both = len({ROLES[name] for name in found}) == 2
    return frozenset(found) if not whole and (both or (found and languages)) else frozenset()


def _column(head: str, name: str, language: str, pairs: bool, matecat: bool) -> Column:
    """The column of one head; `language` is that of the last term column."""
    if pairs and name in PAIRS:
        return Column(*PAIRS[name])
    if matecat and language and name in ("notes", "note"):
        return Column("term_note", language)
    if name in CONCEPT_HEADS:
        return Column(CONCEPT_HEADS[name])
    if name in TERM_HEADS:
        return Column(TERM_HEADS[name], language)
    if tag := _language_of_terms(head):
        return Column("term", tag, head.strip())
    return _with_language(head) or Column("extra" if head.strip() else "ignore", head=head.strip())


def _with_language(head: str) -> Column | None:
    """The column of a head that also names a language: `Status [en]`, `en_status`,
    `Chinese_PRC_Def`, 中文定义."""
    cleaned = _MORE.sub("", head.strip()).translate(_WIDE_BRACKETS)
    for ending, found in TEXT_ENDINGS.items():
        if cleaned.endswith(ending) and (tag := _language(cleaned.removesuffix(ending))):
            return Column(found, tag)
    if match := _BRACKETED.match(cleaned):
        name, tag = _plain(match[1]), _language(match[2])
    else:
        name, tag = _affixed(cleaned)
    if not tag:
        return None
    if name in ROLES or name in PAIRS:
        return Column("term", tag)
    known = SECTION_HEADS.get(name) or TERM_HEADS.get(name)
    return Column(known, tag) if known else None


def _affixed(head: str) -> tuple[str, str]:
    """(field, tag) of `en_status`, `zh-TW part of speech`, `term_en`; ("", "") for others."""
    parts = re.split(r"[_ ]", head)
    for cut in range(1, len(parts)):
        left, right = "_".join(parts[:cut]), "_".join(parts[cut:])
        if tag := _language(left):
            name = _plain(right)
            if name in SECTION_HEADS or name in TERM_HEADS or name == "term":
                return name, tag
        if (tag := _language(right)) and _plain(left) in ("term", *TERM_HEADS, *SECTION_HEADS):
            return _plain(left), tag
    return "", ""


def _language_of_terms(head: str) -> str:
    """The tag of a head that is a language, alone or with a word for term (English, 英文术语), or
    ""."""
    cleaned = _MORE.sub("", head.strip())
    if tag := _language(cleaned):
        return tag
    ending = next((end for end in TERM_ENDINGS if cleaned.lower().endswith(end)), "")
    return _language(cleaned[: -len(ending)]) if ending else ""


def _language(head: str) -> str:
    """The tag that a head names, or ""."""
    cleaned = " ".join(_MORE.sub("", head.strip()).translate(_WIDE_BRACKETS).split())
    if tag := LANGUAGE_NAMES.get(cleaned.lower()) or LANGUAGE_NAMES.get(cleaned.replace(" ", "")):
        return tag
    if has_han(cleaned):
        return _named_twice(cleaned)
    if not cleaned or _NO_CODE.search(cleaned):
        return ""
    try:
        tag = normalise_tag(cleaned)
    except InvalidInput:
        return ""
    is_tag = _HEAD_TAG.fullmatch(tag) and tag.split("-")[0] in CODES
    return tag if is_tag and (script_of_tag(tag) or "").lower() not in _WORDS else ""


def _named_twice(head: str) -> str:
    """The tag of a head with two names of one language: 英文 English, 中文(Chinese)."""
    names = [name for name in _TWO_NAMES.split(head) if name]
    tags = [_language(name) for name in names] if len(names) > 1 else [""]
    return max(tags, key=len) if all(tags) and len(set(map(language_of, tags))) == 1 else ""


def _plain(head: str) -> str:
    return " ".join(head.replace("_", " ").split()).lower()


def _judged(columns: list[Column], below: Sequence[Sequence[str]]) -> list[Column]:
    """Bare codes (no, it, id) remain languages only if their cells look like one, in rows that have
    a term of another language."""
    others = [
        at for at, c in enumerate(columns) if c.field == "term" and not _CODE.fullmatch(c.head)
    ] + [at for at, c in enumerate(columns) if c.field == "term" and c.language in ("en", "zh")]
    judged = []
    for at, column in enumerate(columns):
        bare = column.field == "term" and _CODE.fullmatch(column.head)
        if bare and below and language_of(column.language) not in ("en", "zh"):
            whole = [row for row in below if any(cell_at(row, other) for other in others)]
            if not looks_like(column.language, [cell_at(row, at) for row in whole or below]):
                column = replace(column, field="extra", language="", doubtful=True)
        judged.append(column)
    return judged
