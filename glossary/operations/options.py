"""What the verbs with many options take, as frozen values: each option has its name once, for the
command line, HTTP and the library alike.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import wraps
from pathlib import Path
from typing import BinaryIO, Concatenate, ParamSpec, TypeVar

from glossary.model import Document
from glossary.store.base import EVERYTHING, ConceptFilter

Given = ParamSpec("Given")
Value = TypeVar("Value")
Owner = TypeVar("Owner")
Result = TypeVar("Result")


FilePath = str | Path
Progress = Callable[[str], None]
"""Told the name of each step of a long work as it begins."""

# ---------------------------------------------------------------- mining and review


@dataclass(frozen=True, slots=True)
class DocumentsToMine:
    """A document that was read, or a source and its translation, and what their pairs are of."""

    document: Document
    translation: Document | None = None
    _: KW_ONLY
    subject: str = ""
    by: str = ""
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class FilesToMine:
    """The same of files that are to be read."""

    path: FilePath
    translation: FilePath | None = None
    _: KW_ONLY
    subject: str = ""
    by: str = ""
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of a candidate: `decision` is approve, amend or reject; `zh` and `en` are
    the terms as amended. An accepted pair goes where a `NewPair` would."""

    candidate_id: int
    decision: str
    _: KW_ONLY
    by: str = ""
    zh: str | None = None
    en: str | None = None
    concept_id: str | None = None
    new: bool = False
    zh_tag: str | None = None
    note: str = ""


# ---------------------------------------------------------------- entries and look-up


@dataclass(frozen=True, slots=True)
class NewPair:
    """A pair of terms to be entered: into the entry `concept_id`, else the one that has both
    (unless `new`), else one of its own. Without a status the first term of a language is
    preferred, further ones are admitted."""

    zh: str
    en: str
    _: KW_ONLY
    concept_id: str | None = None
    new: bool = False
    subject: str = ""
    status: str | None = None
    zh_tag: str | None = None
    part_of_speech: str = "noun"
    source: str = ""
    definition: str = ""
    zh_context: str = ""
    en_context: str = ""
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class TermQuery:
    """What is looked for, among which terms, and which of the hits are shown. `remember`: a
    look-up in vain is counted among the wanted ones."""

    text: str
    lang: str | None = None
    limit: int = 20
    _: KW_ONLY
    offset: int = 0
    subject: str | None = None
    status: str | None = None
    tag: str | None = None
    remember: bool = True

    @property
    def is_narrowed(self) -> bool:
        return bool(self.subject or self.status or self.tag)


@dataclass(frozen=True, slots=True)
class SegmentQuery:
    """A piece of text that stored segments are to contain, in which `order` (newest or best), and
    which of them are shown."""

    text: str
    lang: str | None = None
    _: KW_ONLY
    order: str = "newest"
    limit: int = 20
    offset: int = 0


# ---------------------------------------------------------------- files


@dataclass(frozen=True, slots=True)
class FileImport:
    """A file to be taken in; `path` is but its name where `data` is given.

    `dry_run` only plans; `keep_good` lists bad records instead of refusing the file for them.
    `holds` says "terms" or "units" of a format that can be either, `mapping` which column of a
    table is which field.
    """

    path: FilePath
    data: BinaryIO | bytes | None = None
    _: KW_ONLY
    by: str = ""
    dry_run: bool = False
    keep_good: bool = False
    format: str | None = None
    mapping: Mapping[str, str] | None = None
    holds: str | None = None


@dataclass(frozen=True, slots=True)
class FileExport:
    """A file to be written: for whom, and of what. With `strict` a loss is refused; `history` says
    who and when; `remember` notes what went out, as the base of a later merge."""

    target: FilePath | BinaryIO
    profile: str | None = None
    _: KW_ONLY
    zh_tag: str = "zh-Hant-TW"
    where: ConceptFilter = EVERYTHING
    strict: bool = False
    format: str | None = None
    history: bool = True
    remember: bool = True


@dataclass(frozen=True, slots=True)
class LossQuery:
    """An export whose losses are asked for: by which profile, for whom, of what."""

    profile: str
    _: KW_ONLY
    zh_tag: str = "zh-Hant-TW"
    where: ConceptFilter = EVERYTHING
    format: str | None = None


# ---------------------------------------------------------------- methods that take them


def takes(
    make: Callable[Given, Value],
) -> Callable[[Callable[[Owner, Value], Result]], Callable[Concatenate[Owner, Given], Result]]:
    """Have a method that wants an option value called with the value's fields."""

    def decorate(
        method: Callable[[Owner, Value], Result],
    ) -> Callable[Concatenate[Owner, Given], Result]:
        @wraps(method)
        def called(owner: Owner, /, *fields: Given.args, **named: Given.kwargs) -> Result:
            return method(owner, make(*fields, **named))

        own = inspect.signature(method)
        fields = inspect.signature(make).parameters.values()
        shown = own.replace(parameters=[next(iter(own.parameters.values())), *fields])
        called.__signature__ = shown  # type: ignore[attr-defined]
        return called

    return decorate
