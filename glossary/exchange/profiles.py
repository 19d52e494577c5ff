"""The profiles: what each tool takes, one declaration each, all in PROFILES.

A profile has one target a format; the first is its default. `verified` says how it is known:
"run" with the tool's own reader, or "read" from its source code or its vendor's pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from glossary.errors import InvalidInput
from glossary.exchange import regions
from glossary.exchange.tbx.dialects import BASIC, BASIC_V2, CORE, MIN, Dialect

Shape = Literal["concept", "first", "source", "pair"]
Column = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table's columns: (head, field, language). `{en}` and `{zh}` in a head stand for the tool's
    tags; languages are en, zh, or source and target by direction. The columns of one language
    that stand together are its block; `blocks` repeats it for every further term. Else a concept
    takes rows: "pairs" as in `table_write`, or "columns", the n-th terms of both languages in the
    n-th row."""

    columns: tuple[Column, ...]
    head: bool = True
    delimiter: str = ","
    first_line: str = ""
    line_end: str = "\r\n"
    bom: bool = False
    guard: bool = False  # against formulas, for what people open in Excel
    blocks: bool = False
    rows: Literal["pairs", "columns"] = "pairs"
    line_breaks: bool = True
    quotes: bool = True
    remark: str = ""  # a sign that makes a line a remark where it stands first
    american_dates: bool = False


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """One kind of file of a profile.

    `carries` are the fields that it has a place for. `pair`: English and one Chinese, else all
    languages. `deprecated`: are deprecated and superseded terms written? `shape`: an entry a
    concept with all its terms; with the first of each language; an entry a source term; or an
    entry a pair of terms.
    """

    format: Literal["tbx", "csv", "tsv", "xlsx"]
    carries: frozenset[str]
    suffix: str = ""
    dialect: Dialect | None = None
    style: Literal["dca", "dct"] = "dca"
    table: TableShape | None = None
    archive: bool = False
    pair: bool = True
    tag: Callable[[str], str] = regions.by_region
    deprecated: bool = False
    shape: Shape = "concept"
    limit: int = 0  # bytes a term at most, 0 for any
    file_limit: int = 0
    comment: bool = False  # the note is all that a user of the tool sees: definitions go there


@dataclass(frozen=True, slots=True)
class Profile:
    """A tool, and the files that it takes."""

    name: str
    title: str
    targets: tuple[ExportTarget, ...]
    verified: Literal["run", "read", ""] = ""

    def target(self, format: str | None = None) -> ExportTarget:
        """The target of a format, or the default one. Raises InvalidInput."""
        for target in self.targets:
            if format in (None, target.format):
                return target
        known = ", ".join(target.format for target in self.targets)
        raise InvalidInput(f"profile {self.name} has no {format}; it has {known}")


# ---------------------------------------------------------------- TBX

_CORE_FIELDS = frozenset({"id", "note", "language_note", "term_note"})
_MIN_FIELDS = _CORE_FIELDS | {"subject", "status", "part_of_speech", "extra"}
_BASIC_FIELDS = _MIN_FIELDS | {
    "definition",
    "definition_source",
    "source",
    "history",
    "language_definition",
    "language_definition_source",
    "term_type",
    "term_source",
    "contexts",
    "context_source",
    "term_history",
}
_CAT_FIELDS = _BASIC_FIELDS - {
    "history",
    "term_history",
    "definition_source",
    "language_definition_source",
}


def _v3(dialect: Dialect, style: Literal["dca", "dct"], carries: frozenset[str]) -> ExportTarget:
    return ExportTarget(
        "tbx", carries, ".tbx", dialect, style, pair=False, tag=regions.full, deprecated=True
    )


ARCHIVE = ExportTarget(
    "tbx",
    _BASIC_FIELDS | {"data"},
    ".tbx",
    BASIC,
    archive=True,
    pair=False,
    tag=regions.full,
    deprecated=True,
)
_V2 = ExportTarget(
    "tbx", _BASIC_FIELDS, ".tbx", BASIC_V2, pair=False, tag=regions.by_region, deprecated=True
)
_V2_PAIR = ExportTarget("tbx", _CAT_FIELDS, ".tbx", BASIC_V2)


# ---------------------------------------------------------------- tables


def _table(
    format: Literal["csv", "tsv", "xlsx"], table: TableShape, **options: Any
) -> ExportTarget:
    fields = frozenset(field for _, field, _ in table.columns)
    carries = fields | ({"contexts"} if "context" in fields else set())
    carries |= {"history"} if "created_at" in fields else set()
    suffix = {"csv": ".csv", "tsv": ".txt", "xlsx": ".xlsx"}[format]
    return ExportTarget(format, carries, suffix, table=table, **options)


def _both(*columns: tuple[str, str]) -> tuple[Column, ...]:
    """The same columns for either language, `{}` being its tag."""
    return tuple(
        (head.replace("{}", f"{{{language}}}"), field, language)
        for language in ("en", "zh")
        for head, field in columns
    )


_DEFAULT = TableShape(
    (
        ("concept_id", "id", ""),
        ("subject", "subject", ""),
        ("en", "term", "en"),
        ("en_status", "status", "en"),
        ("zh", "term", "zh"),
        ("zh_tag", "tag", "zh"),
        ("zh_status", "status", "zh"),
        ("en_definition", "language_definition", "en"),
        ("zh_definition", "language_definition", "zh"),
        ("en_context", "context", "en"),
        ("zh_context", "context", "zh"),
        ("source", "source", ""),
        ("note", "note", ""),
    ),
    bom=True,
    guard=True,
)
_MEMOQ = TableShape(
    (
        ("Entry_ID", "id", ""),
        ("Entry_Subject", "subject", ""),
        ("Entry_Domain", "ignore", ""),
        ("Entry_ClientID", "ignore", ""),
        ("Entry_ProjectID", "ignore", ""),
        ("Entry_Created", "created_at", ""),
        ("Entry_Creator", "created_by", ""),
        ("Entry_LastModified", "changed_at", ""),
        ("Entry_Modifier", "changed_by", ""),
        ("Entry_Note", "note", ""),
        *_both(
            ("{}_Def", "language_definition"),
            ("{}", "term"),
            ("Term_Info", "ignore"),
            ("Term_Example", "context"),
        ),
    ),
    bom=True,
    blocks=True,
    american_dates=True,
)
_MULTITERM = TableShape(
    (
        ("Entry ID", "id", ""),
        ("Subject", "subject", ""),
        ("Definition", "definition", ""),
        ("Source", "source", ""),
        ("Note", "note", ""),
        *_both(
            ("{}", "term"),
            ("Status", "status"),
            ("Part of Speech", "part_of_speech"),
            ("Context", "context"),
        ),
    ),
    bom=True,
    blocks=True,
)
_PHRASE = TableShape(
    (
        ("CID", "id", ""),
        ("concept_domain", "subject", ""),
        ("concept_subdomain", "ignore", ""),
        ("concept_url", "ignore", ""),
        ("concept_definition", "definition", ""),
        ("concept_note", "note", ""),
        ("TID", "ignore", ""),
        *_both(("{}", "term")),
    ),
    rows="columns",
)
_CROWDIN = TableShape(
    (
        *_both(
            ("Term [{}]", "term"),
            ("Description [{}]", "language_definition"),
            ("Part of Speech [{}]", "part_of_speech"),
            ("Status [{}]", "status"),
            ("Type [{}]", "term_type"),
        ),
        ("Concept Definition", "definition", ""),
        ("Concept Subject", "subject", ""),
        ("Concept Note", "note", ""),
    )
)
_MATECAT = TableShape(
    (
        ("forbidden", "false", ""),
        ("domain", "subject", ""),
        ("subdomain", "ignore", ""),
        ("definition", "definition", ""),
        *_both(("{}", "term"), ("notes", "term_note"), ("example of use", "context")),
    )
)
_SOURCE_TARGET: tuple[Column, ...] = (("source", "term", "source"), ("target", "term", "target"))
_WEBLATE = TableShape((*_SOURCE_TARGET, ("translator_comments", "note", "")))
_DEEPL = TableShape(_SOURCE_TARGET, head=False)
_OMEGAT = TableShape(
    (*_SOURCE_TARGET, ("comment", "note", "")),
    head=False,
    delimiter="\t",
    line_end="\n",
    first_line="# Glossary in tab-separated format -*- coding: utf-8 -*-",
    quotes=False,
    line_breaks=False,
    remark="#",
)

_ALL_LANGUAGES: dict[str, Any] = {
    "pair": False,
    "tag": regions.english_plain,
    "deprecated": True,
}
_DEFAULT_CSV = _table("csv", _DEFAULT, **_ALL_LANGUAGES)
_DEFAULT_XLSX = _table("xlsx", _DEFAULT, **_ALL_LANGUAGES)
_PAIR_ONLY = regions.language_only

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("archive", "everything: TBX v3 Basic (DCA), to keep and to exchange", (ARCHIVE,)),
        Profile("csv", "the default CSV; opens in Excel", (_DEFAULT_CSV,)),
        Profile("excel", "Excel: CSV, XLSX", (_DEFAULT_CSV, _DEFAULT_XLSX), "read"),
        Profile(
            "omegat",
            "OmegaT: TBX v2 of one language pair, TSV",
            (
                _V2_PAIR,
                _table("tsv", _OMEGAT, tag=_PAIR_ONLY, shape="pair", comment=True),
            ),
            "run",
        ),
        Profile("lokalize", "Lokalize: TBX v2", (_V2_PAIR,), "run"),
        Profile("okapi", "Okapi: TBX v2", (_V2_PAIR,), "run"),
        Profile(
            "weblate",
            "Weblate: TBX v2 with zh-Hant or zh-Hans, CSV",
            (
                replace(_V2_PAIR, tag=regions.by_script),
                _table("csv", _WEBLATE, tag=_PAIR_ONLY, shape="source", comment=True),
            ),
            "run",
        ),
        Profile(
            "memoq",
            "memoQ: CSV with its heads",
            (_table("csv", _MEMOQ, tag=regions.memoq_name),),
            "read",
        ),
        Profile(
            "multiterm",
            "MultiTerm: CSV with fields as heads",
            (_table("csv", _MULTITERM, tag=regions.language_name, deprecated=True),),
            "read",
        ),
        Profile("phrase", "Phrase TMS: XLSX", (_table("xlsx", _PHRASE),), "read"),
        Profile("crowdin", "Crowdin: CSV", (_table("csv", _CROWDIN, shape="first"),), "read"),
        Profile(
            "matecat",
            "MateCat: CSV",
            (_table("csv", _MATECAT, tag=regions.matecat_code, shape="first"),),
            "read",
        ),
        Profile(
            "deepl",
            "DeepL: CSV of two columns",
            (
                _table(
                    "csv",
                    _DEEPL,
                    tag=_PAIR_ONLY,
                    shape="source",
                    limit=1024,
                    file_limit=10 * 1024 * 1024,
                ),
            ),
            "read",
        ),
        Profile("tbx-basic", "TBX v3 Basic, DCA", (_v3(BASIC, "dca", _BASIC_FIELDS),)),
        Profile("tbx-basic-dct", "TBX v3 Basic, DCT", (_v3(BASIC, "dct", _BASIC_FIELDS),)),
        Profile("tbx-min", "TBX v3 Min, DCA", (_v3(MIN, "dca", _MIN_FIELDS),)),
        Profile("tbx-min-dct", "TBX v3 Min, DCT", (_v3(MIN, "dct", _MIN_FIELDS),)),
        Profile("tbx-core", "TBX v3 Core, DCA", (_v3(CORE, "dca", _CORE_FIELDS),)),
        Profile("tbx-core-dct", "TBX v3 Core, DCT", (_v3(CORE, "dct", _CORE_FIELDS),)),
        Profile("tbx-v2", "TBX v2 Basic (martif), all languages", (_V2,)),
    )
}


def profile_named(name: str) -> Profile:
    """Raises InvalidInput that lists the known ones."""
    if name not in PROFILES:
        raise InvalidInput(f"unknown profile {name!r}; known are {', '.join(sorted(PROFILES))}")
    return PROFILES[name]
