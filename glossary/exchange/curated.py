"""Curated entries: TOML edited by hand, one table for each concept.

    [mutual-reassurance]
    subject = "theory"
    part_of_speech = "noun"                     # optional
    en = ["mutual reassurance"]                 # the first is preferred, the others are admitted
    zh-Hant-TW = ["相互再保證", {term = "再保證", type = "shortForm", status = "deprecated"}]
    zh-Hans-CN = ["相互再保证"]
    definition.en = "…"
    example.en = "…"                            # a sentence that contains one of the terms
    note = "…"
    source = "…"

Every mistake is an UnreadableFile of one line that names the file, the line and the table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.options import READ, ReadOptions
from glossary.model import (
    PARTS_OF_SPEECH,
    STATUSES,
    TERM_TYPES,
    ConceptEntry,
    Context,
    LanguageSection,
    TermSection,
)
from glossary.text.encoding import decode
from glossary.text.tags import normalise_tag

LANGUAGES = ("en", "zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK")
_DEEP_KEY = re.compile(r"^[ \t]*+\[*+[ \t]*+(?:[\w-]++[ \t]*+\.[ \t]*+){100}", re.MULTILINE)
"""The parser takes quadratic time in the number of parts of a key."""
_TERM_TYPES = ("", *(kind for kind in TERM_TYPES if kind != "phrase"))
_TEXTS = ("subject", "part_of_speech", "note", "source")
_BY_LANGUAGE = ("definition", "example")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]{2,3}(?:-\w+)*")
_TABLE = re.compile(r"[ \t]*\[[ \t]*([\w-]+)[ \t]*\]")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


def read(
    source: BinaryIO, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, ConceptEntry]]:
    """(line, entry) of a curated file. All or nothing: one bad entry refuses the file, whatever the
    options. Raises UnreadableFile."""
    data = source.read()
    entries = read_curated(data, name)
    lines = _lines_of(decode(data, name))
    for entry in entries:
        yield lines.get(entry.id, 0), entry


def read_curated(data: bytes, name: str) -> list[ConceptEntry]:
    """The entries in a TOML file, in its order. Raises UnreadableFile."""
    text = decode(data, name)
    if deep := _DEEP_KEY.search(text):
        at = text.count("\n", 0, deep.start()) + 1
        raise UnreadableFile(name, "a key of more than a hundred parts", at)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        reason = _AT_LINE.sub("", str(error))
        raise UnreadableFile(name, reason, int(line[1]) if line else None) from None
    except RecursionError:
        raise UnreadableFile(name, "values nested too deep") from None
    entries = []
    for identifier, table in tables.items():
        try:
            entries.append(_entry(identifier, table))
        except InvalidInput as error:
            line_number = _line_of(identifier, text)
            raise UnreadableFile(name, f"[{identifier}]: {error}", line_number) from None
    return entries


def _lines_of(text: str) -> dict[str, int]:
    """The line on which each concept's table begins."""
    found = ((_TABLE.match(line), number) for number, line in enumerate(text.split("\n"), 1))
    return {match[1]: number for match, number in found if match}


def _line_of(identifier: str, text: str) -> int | None:
    """The line on which the table of a concept begins."""
    header = re.search(rf"^[ \t]*\[[ \t]*{re.escape(identifier)}[ \t]*\]", text, re.MULTILINE)
    return text.count("\n", 0, header.start()) + 1 if header else None


def _entry(identifier: str, table: Any) -> ConceptEntry:
    if not isinstance(table, dict):
        raise InvalidInput("stands outside any table; give the concept a [table] of its own")
    if not _ID.fullmatch(identifier):
        raise InvalidInput("an id is made of small letters, figures and single hyphens")
    tags = _tags(table)
    texts = {field: _text(table[field], field) for field in _TEXTS if field in table}
    by_language = {field: _texts(table.get(field, {}), field, tags) for field in _BY_LANGUAGE}
    part_of_speech = _one_of(texts.get("part_of_speech", "noun"), PARTS_OF_SPEECH, "part_of_speech")
    return ConceptEntry(
        id=identifier,
        languages=tuple(
            LanguageSection(
                tag,
                _with_example(
                    tuple(_terms(table[key], key, part_of_speech)), by_language["example"].get(tag)
                ),
                definition=by_language["definition"].get(tag, ""),
            )
            for key, tag in tags.items()
        ),
        subject=texts.get("subject", ""),
        note=texts.get("note", ""),
        source=texts.get("source", ""),
    )


def _tags(table: Mapping[str, Any]) -> dict[str, str]:
    """The language keys of a table with their tags: the usual ones first, in fixed order."""
    unknown = [k for k in table if k not in (*_TEXTS, *_BY_LANGUAGE) and not _TAG.fullmatch(k)]
    if unknown:
        raise InvalidInput(f"unknown key {unknown[0]!r}")
    keys = [k for k in table if k not in (*_TEXTS, *_BY_LANGUAGE)]
    order = {tag: at for at, tag in enumerate(LANGUAGES)}
    keys.sort(key=lambda key: order.get(key, len(order)))
    tags = {key: normalise_tag(key) for key in keys}
    if len(set(tags.values())) < len(tags):
        raise InvalidInput("a language is given twice")
    for language in ("en", "zh"):
        if not any(tag.split("-")[0] == language for tag in tags.values()):
            raise InvalidInput(f"no term in {language}")
    return tags


def _terms(items: Any, key: str, part_of_speech: str) -> Iterator[TermSection]:
    if not isinstance(items, list) or not items:
        raise InvalidInput(f"{key}: a list of terms is wanted")
    seen: set[str] = set()
    for at, item in enumerate(items):
        fields = {"term": item} if isinstance(item, str) else item
        if not isinstance(fields, dict) or set(fields) - {"term", "type", "status"}:
            raise InvalidInput(
                f"{key}: a term is a text or {{term, type, status}}, not {item!r:.60}"
            )
        text = _text(fields.get("term"), f"{key}: term")
        if text in seen:
            raise InvalidInput(f"{key}: {text!r} is given twice")
        seen.add(text)
        default = "admitted" if at else "preferred"
        yield TermSection(
            text,
            status=_one_of(fields.get("status", default), STATUSES, "status"),
            part_of_speech=part_of_speech,
            term_type=_one_of(fields.get("type", ""), _TERM_TYPES, "type"),
        )


def _with_example(terms: tuple[TermSection, ...], example: str | None) -> tuple[TermSection, ...]:
    """The terms, with the example as a context of the first term that occurs in it."""
    if not example:
        return terms
    folded = example.casefold()
    for at, term in enumerate(terms):
        if term.text.casefold() in folded:
            shown = replace(term, contexts=(Context(example),))
            return (*terms[:at], shown, *terms[at + 1 :])
    raise InvalidInput(f"example has none of the terms: {example!r}")


def _texts(value: Any, field: str, tags: Mapping[str, str]) -> dict[str, str]:
    """The texts of `definition.en = …` and the like, by tag."""
    if not isinstance(value, dict):
        raise InvalidInput(f"{field}: give it by language, as {field}.en")
    stray = [key for key in value if key not in tags]
    if stray:
        raise InvalidInput(f"{field}.{stray[0]}: the concept has no term in that language")
    return {tags[key]: _text(text, f"{field}.{key}") for key, text in value.items()}


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{field}: a text is wanted, not {value!r:.60}")
    if value != value.strip():
        raise InvalidInput(f"{field}: white space at the edges of {value!r}")
    return value


def _one_of(value: Any, known: tuple[str, ...], field: str) -> str:
    if value not in known:
        raise InvalidInput(f"{field}: {value!r} is none of {', '.join(filter(None, known))}")
    return str(value)
