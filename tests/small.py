"""A small termbase: entries of two regions, three open pairs, a memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glossary import documents
from glossary.model import (
    ConceptEntry,
    Context,
    Evidence,
    LanguageSection,
    Proposal,
    TermSection,
    TranslationUnit,
    Variant,
)
from glossary.termbase import Termbase

MEMO = """港務局談到浮橋效應（pontoon effect），也談到漲潮條款（rising tide clause, RTC）。
The lantern protocol was signed in spring.
燈籠議定書在春天簽署。
"""
ZH, EN = (2, "燈籠議定書"), (1, "lantern protocol")


def evidence(zh: str, en: str, zh_line: int, en_line: int, method: str) -> Evidence:
    """Evidence of a pair in MEMO, as from a miner."""
    lines = MEMO.splitlines()
    document = documents.parse(MEMO.encode(), "memo.txt")
    zh_start, en_start = MEMO.index(zh), MEMO.index(en)
    return Evidence(
        "memo.txt",
        document.sha256,
        lines[zh_line],
        lines[en_line],
        (zh_start, zh_start + len(zh)),
        (en_start, en_start + len(en)),
        zh_line + 1,
        method,
        0.9,
    )


PROPOSALS = (
    Proposal(
        "浮橋效應",
        "pontoon effect",
        "term",
        "gloss",
        0.96,
        (evidence("浮橋效應", "pontoon effect", 0, 0, "gloss"),),
    ),
    Proposal(
        "漲潮條款",
        "rising tide clause",
        "term",
        "gloss",
        0.93,
        (evidence("漲潮條款", "rising tide clause", 0, 0, "gloss"),),
        "RTC",
    ),
    Proposal(
        "燈籠議定書",
        "lantern protocol",
        "title",
        "parallel",
        0.61,
        (evidence("燈籠議定書", "lantern protocol", 2, 1, "parallel"),),
    ),
)

UNITS = (
    TranslationUnit(
        Variant("zh-Hant", "燈籠議定書在春天簽署。"),
        Variant("en", "The lantern protocol was signed in spring."),
        "memo.txt",
    ),
    TranslationUnit(
        Variant("zh-Hans", "灯笼议定书在秋天签署。"),
        Variant("en", "The lantern protocol was signed in autumn."),
        "memo.txt",
    ),
)


def entry(concept_id: str, *sections: LanguageSection, subject: str = "harbours") -> ConceptEntry:
    return ConceptEntry(concept_id, sections, subject=subject)


def section(tag: str, *terms: str, context: str = "", definition: str = "") -> LanguageSection:
    contexts = (Context(context, "own text"),) if context else ()
    first = TermSection(terms[0], "preferred", contexts=contexts)
    others = (TermSection(term, "admitted") for term in terms[1:])
    return LanguageSection(tag, (first, *others), definition=definition)


ENTRIES = (
    entry(
        "software",
        section(
            "en",
            "software",
            context="New software arrived.",
            definition="programs that a computer runs",
        ),
        section("zh-Hant-TW", "軟體", context="新的軟體到了。"),
        section("zh-Hans-CN", "软件"),
        subject="computing",
    ),
    entry(
        "harbour-pilot",
        section("en", "harbour pilot", "port pilot"),
        section("zh-Hant-TW", "引水人"),
    ),
    entry(
        "tide-gate",
        section("en", "tide gate"),
        section("zh-Hant-TW", "潮閘"),
        section("zh-Hans-CN", "潮闸"),
    ),
)


@contextmanager
def small_termbase(path: Path) -> Iterator[Termbase]:
    """The termbase at a path, filled; its clock goes on a minute in sixty calls."""
    seconds = itertools.count()
    with Termbase.open(
        path, clock=lambda: f"2026-01-31T08:{next(seconds) // 60 % 60:02}:00Z"
    ) as opened:
        for each in ENTRIES:
            opened.create(each, by="ada")
        now = opened.clock()
        with opened.store.transaction():
            opened.store.put_document(documents.parse(MEMO.encode(), "memo.txt"), now)
            opened.store.propose(PROPOSALS, "harbours", now)
        opened.add_units(UNITS, by="ada")
        yield opened
