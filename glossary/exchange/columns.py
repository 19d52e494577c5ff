"""A table's heads into columns: what each of its cells says about which term.

Known are the default CSV and the heads of memoQ, MultiTerm, Phrase, Crowdin, MateCat, Weblate and
others; a mapping given by the user goes before all. A table without heads is source and target.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from glossary.errors import InvalidInput
from glossary.text.script import has_han
from glossary.text.tags import normalise_tag

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

_CONCEPT_HEADS = {
    "concept id": "id", "id": "id", "cid": "id", "entry id": "id", "term id": "id",
    "subject": "subject", "subject field": "subject", "domain": "subject",
    "concept domain": "subject", "concept subject": "subject", "entry subject": "subject",
    "definition": "definition", "concept definition": "definition",
    "note": "note", "notes": "note", "comment": "note", "comments": "note", "remark": "note",
    "concept note": "note", "entry note": "note", "translator comments": "note",
    "source": "source", "reference": "source",
    "created": "created_at", "entry created": "created_at", "created at": "created_at",
    "entry creator": "created_by", "creator": "created_by", "created by": "created_by",
    "entry lastmodified": "changed_at", "last modified": "changed_at", "changed at": "changed_at",
    "entry modifier": "changed_by", "changed by": "changed_by",
    "tid": "ignore",
}  # fmt: skip
_TERM_HEADS = {
    "status": "status", "administrative status": "status", "usage status": "status",
    "part of speech": "part_of_speech", "pos": "part_of_speech",
    "type": "term_type", "term type": "term_type",
    "context": "context", "example": "context", "example of use": "context",
    "term example": "context", "usage example": "context",
    "term note": "term_note", "term source": "term_source", "tag": "tag", "forbidden": "forbidden",
    "term info": "ignore",
}  # fmt: skip
_SECTION_HEADS = {
    "definition": "language_definition", "description": "language_definition",
    "def": "language_definition", "note": "language_note",
}  # fmt: skip
_PAIRS = {
    "source": ("term", "source"), "target": ("term", "target"),
    "sourcestring": ("term", "source"), "targetstring": ("term", "target"),
    "source term": ("term", "source"), "target term": ("term", "target"),
    "source text": ("term", "source"), "target text": ("term", "target"),
    "sourcelang": ("tag", "source"), "targetlang": ("tag", "target"),
    "source language": ("tag", "source"), "target language": ("tag", "target"),
}  # fmt: skip
_LANGUAGE_NAMES = {
    "中文": "zh", "中國": "zh", "汉语": "zh", "漢語": "zh", "华语": "zh", "華語": "zh",
    "譯文": "zh", "译文": "zh", "繁體中文": "zh-Hant", "繁体中文": "zh-Hant", "正體中文": "zh-Hant",
    "簡體中文": "zh-Hans", "简体中文": "zh-Hans", "英文": "en", "英語": "en", "英语": "en",
    "原文": "en",
}  # fmt: skip
_CODES = frozenset(
    """ar bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka
    kk km kn ko lo lt lv mk ml mn mr ms mt my ne nl no or pa pl ps pt ro ru sd si sk sl sq sr sv sw
    ta te tg th tl tr tt ug uk ur uz vi yi zh zu cmn yue""".split()
)
_BRACKETED = re.compile(r"(.+?)\s*\[([^\]]+)\]$")
_AFFIXED = re.compile(r"(.+?)[_ ]([A-Za-z]+)$")
_HEAD_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_MORE = re.compile(r"\s*#?\d+$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a field, and of which language; `source` and `target` are languages
    that tag columns or the characters tell."""

    field: str
    language: str = ""
    head: str = ""


@dataclass(slots=True)
class Block:
    """A term's column with those that describe it."""

    language: str
    term: int
    attributes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The columns of a table in order of use."""

    concept: dict[str, int] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    extra: list[tuple[str, int]] = field(default_factory=list)


def plan(columns: Sequence[Column]) -> Plan:
    """Columns bound to the terms that they describe: each to the last block of its language, or
    to the first where it stands before it."""
    made = Plan()
    waiting: dict[str, dict[str, int]] = {}
    for at, column in enumerate(columns):
        if column.field == "term":
            made.blocks.append(Block(column.language, at, waiting.pop(column.language, {})))
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
    first: Sequence[str], mapping: Mapping[str, str] | None = None
) -> tuple[list[Column], bool] | None:
    """The columns, and whether `first` is a row of heads. None where nothing fits."""
    if mapping:
        return _mapped(first, mapping)
    names = [_plain(cell) for cell in first]
    columns = _columns(first, names)
    terms = sum(column.field == "term" for column in columns)
    known = sum(column.field not in ("extra", "ignore") for column in columns)
    if terms and known >= 2:
        return columns, True
    return _headless(first)


def _headless(first: Sequence[str]) -> tuple[list[Column], bool] | None:
    """Source, target, and a comment or, as DeepL has it, both languages."""
    count = len(first)
    if count < 2 or count > 5 or not (first[0].strip() and first[1].strip()):
        return None
    columns = [Column("term", "source"), Column("term", "target")]
    if count == 3:
        columns.append(Column("note"))
    elif count >= 4:
        columns += [Column("tag", "source"), Column("tag", "target"), Column("ignore")][: count - 2]
    return columns, False


def _mapped(first: Sequence[str], mapping: Mapping[str, str]) -> tuple[list[Column], bool]:
    """Columns by the user's mapping: head, or number from 1, to `field` or `field:tag`."""
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


def _columns(first: Sequence[str], names: list[str]) -> list[Column]:
    pairs = {"source", "target"} <= set(names) or {"sourcestring", "targetstring"} <= set(names)
    pairs = pairs or {"source term", "target term"} <= set(names)
    matecat = "forbidden" in names
    columns: list[Column] = []
    language = ""
    for head, name in zip(first, names, strict=True):
        column = _column(head, name, language, pairs, matecat)
        if column.field == "term":
            language = column.language
        columns.append(column)
    return columns


def _column(head: str, name: str, language: str, pairs: bool, matecat: bool) -> Column:
    """One column; `language` is that of the last term column."""
    if pairs and name in _PAIRS:
        return Column(*_PAIRS[name])
    if matecat and language and name in ("notes", "note"):
        return Column("term_note", language)
    if name in _CONCEPT_HEADS:
        return Column(_CONCEPT_HEADS[name])
    if name in _TERM_HEADS:
        return Column(_TERM_HEADS[name], language)
    if tag := _language(head):
        return Column("term", tag)
    return _with_language(head) or Column("extra" if head.strip() else "ignore", head=head.strip())


def _with_language(head: str) -> Column | None:
    """Heads that name a language too: `Status [en]`, `en_status`, `Chinese_PRC_Def`."""
    cleaned = _MORE.sub("", head.strip())
    if match := _BRACKETED.match(cleaned):
        name, tag = _plain(match[1]), _language(match[2])
    else:
        name, tag = _affixed(cleaned)
    if not tag:
        return None
    if name in ("term", "terms"):
        return Column("term", tag)
    found = _SECTION_HEADS.get(name) or _TERM_HEADS.get(name)
    return Column(found, tag) if found else None


def _affixed(head: str) -> tuple[str, str]:
    """(field, tag) of `en_status`, `zh-TW part of speech`, `term_en`."""
    parts = re.split(r"[_ ]", head)
    for cut in range(1, len(parts)):
        left, right = "_".join(parts[:cut]), "_".join(parts[cut:])
        if tag := _language(left):
            name = _plain(right)
            if name in _SECTION_HEADS or name in _TERM_HEADS or name == "term":
                return name, tag
        if (tag := _language(right)) and _plain(left) in ("term", *_TERM_HEADS, *_SECTION_HEADS):
            return _plain(left), tag
    return "", ""


def _language(head: str) -> str:
    """The tag that a head names, or ""."""
    cleaned = _MORE.sub("", head.strip())
    if cleaned in _LANGUAGE_NAMES:
        return _LANGUAGE_NAMES[cleaned]
    if has_han(cleaned) or not cleaned:
        return ""
    try:
        tag = normalise_tag(cleaned)
    except InvalidInput:
        return ""
    return tag if _HEAD_TAG.fullmatch(tag) and tag.split("-")[0] in _CODES else ""


def _plain(head: str) -> str:
    return " ".join(head.replace("_", " ").split()).lower()
