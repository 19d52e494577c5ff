"""Options of the verbs with many of them, as frozen values: each has one name in the command line,
HTTP and the library."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Concatenate, ParamSpec, TypeVar

from glossary.model import ConceptEntry, Document, Language
from glossary.progress import Progress
from glossary.store.base import EVERYTHING, CandidateFilter, ConceptFilter

if TYPE_CHECKING:
    from glossary.checking.segment import BilingualSegment
    from glossary.checking.settings import CheckSettings
    from glossary.mining.language_model.model import LanguageModel

Given = ParamSpec("Given")
Value = TypeVar("Value")
Owner = TypeVar("Owner")
Result = TypeVar("Result")


FilePath = str | Path

# ---------------------------------------------------------------- mining and review


@dataclass(frozen=True, slots=True)
class DocumentsToMine:
    """A document already read, or a source and its translation; the subject of their pairs; a
    language model that is asked for pairs, too. `on_commit` is called with what was mined inside
    the transaction that stores it: if it raises, nothing is stored."""

    document: Document
    translation: Document | None = None
    _: KW_ONLY
    subject: str = ""
    by: str = ""
    progress: Progress | None = None
    model: LanguageModel | None = None
    on_commit: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class FilesToMine:
    """As DocumentsToMine, for files to be read."""

    path: FilePath
    translation: FilePath | None = None
    _: KW_ONLY
    subject: str = ""
    by: str = ""
    progress: Progress | None = None
    model: LanguageModel | None = None


@dataclass(frozen=True, slots=True)
class MemoryToMine:
    """A memory to mine: a file or folder, or None for the termbase's own; what it is called, if
    that is not its path. A pair must stand in `least` units; `most` pairs are proposed at most
    (None: 150 for a thousand units); `processes` work at once (None: one for each core). `runner`
    is local, or the master of a Spark cluster whose workers all see the memory and the folder
    `work` (None: in the user's cache). The pairs are also written to `output`, a Parquet file.
    `on_commit` is as in DocumentsToMine."""

    path: FilePath | None = None
    _: KW_ONLY
    name: str = ""
    subject: str = ""
    by: str = ""
    least: int = 3
    most: int | None = None
    processes: int | None = None
    runner: str = "local"
    work: FilePath | None = None
    output: FilePath | None = None
    progress: Progress | None = None
    on_commit: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class PairToPropose:
    """A pair to put into the review queue, and the sentence of each language in which its term
    stands verbatim: its evidence. `method` is "model" for a program, "manual" for a person."""

    zh: str
    en: str
    zh_sentence: str
    en_sentence: str
    _: KW_ONLY
    subject: str = ""
    by: str = ""
    method: str = "model"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on a candidate: `decision` is approve, amend, reject, or skip to put it
    off; `zh` and `en` are the amended terms. An accepted pair is entered like a `NewPair`. With
    `again`, a candidate that was decided is decided anew, and what was done is taken back."""

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
    again: bool = False


@dataclass(frozen=True, slots=True)
class DecisionOnMany:
    """One decision (approve, reject or skip) on the candidates `ids`, or on all that `where`
    selects, which must be as many as `expected`.

    `dry_run` only tells what would be done; `keep_good` leaves out the candidates that cannot be
    decided so, instead of deciding none; `again` as for `Decision`.
    """

    decision: str
    ids: tuple[int, ...] | None = None
    _: KW_ONLY
    where: CandidateFilter | None = None
    expected: int | None = None
    by: str = ""
    note: str = ""
    again: bool = False
    dry_run: bool = False
    keep_good: bool = False

    @property
    def size(self) -> int:
        """How many candidates are meant."""
        return len(self.ids or ()) or self.expected or 0


@dataclass(frozen=True, slots=True)
class BeadCorrection:
    """A person's correction of a bead: `act` is join (with the next one), split or move. To split,
    `zh` and `en` are how many characters of each side's text stay in the first; to move, a sentence
    of `language` goes to the next bead, or to the previous."""

    bead_id: int
    act: str
    _: KW_ONLY
    zh: int = 0
    en: int = 0
    language: Language | None = None
    to: str = "next"
    by: str = ""


# ---------------------------------------------------------------- entries and look-up


@dataclass(frozen=True, slots=True)
class NewPair:
    """A pair of terms to enter: into the entry `concept_id`, else the one that has both (unless
    `new`), else a new one. Without a status, the first term of a language becomes preferred,
    further ones admitted."""

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
class Merger:
    """Two entries to merge under the id of the first. `entry` is the result where a person chose
    it; the revisions are those that were read."""

    kept_id: str
    other_id: str
    _: KW_ONLY
    entry: ConceptEntry | None = None
    revision: int | None = None
    other_revision: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class TermQuery:
    """A look-up: the text, which terms to search, and which hits to return. With `remember`, an
    unsuccessful one is counted."""

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
class TermReplacement:
    """A form of an entry, and what replaces it in the memory; `dry_run` only tells. `version`: of
    the preview that was seen, if it matters; see `Replaced`."""

    concept_id: str
    old: str
    new: str
    _: KW_ONLY
    by: str = ""
    dry_run: bool = False
    version: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentQuery:
    """A text to find in stored segments, the `order` (newest or best), and which hits to return."""

    text: str
    lang: str | None = None
    _: KW_ONLY
    order: str = "newest"
    limit: int = 20
    offset: int = 0


# ---------------------------------------------------------------- files


@dataclass(frozen=True, slots=True)
class FileImport:
    """A file to import; if `data` is given, `path` is only its name.

    `dry_run` only plans; `keep_good` lists bad records instead of refusing the file. `holds` is
    "terms" or "units" for a format that can be either, `mapping` assigns columns of a table to
    fields. `progress` hears how many records are read. `on_commit` is called with the report inside
    the transaction that makes the import visible: if it raises, nothing is stored.
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
    progress: Progress | None = None
    on_commit: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class FileExport:
    """A file to write: for which tool, and which entries. `strict` refuses any loss; `history`
    includes who and when; `remember` records the export, as the base of a later merge. `progress`
    hears how many entries or units are written. `on_commit` is called with the report, once the
    file is whole, inside the one transaction that records the export."""

    target: FilePath | BinaryIO
    profile: str | None = None
    _: KW_ONLY
    zh_tag: str = "zh-Hant-TW"
    where: ConceptFilter = EVERYTHING
    strict: bool = False
    format: str | None = None
    history: bool = True
    remember: bool = True
    progress: Progress | None = None
    on_commit: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class LossQuery:
    """An export whose losses are wanted: by which profile, and of which entries."""

    profile: str
    _: KW_ONLY
    zh_tag: str = "zh-Hant-TW"
    where: ConceptFilter = EVERYTHING
    format: str | None = None


@dataclass(frozen=True, slots=True)
class FileToCheck:
    """A bilingual file to check: its path, or its `data` and `name`; or a source and its
    `translation`; or `segments`. `source` is the language that was translated from, for files that
    do not say. A large one is checked in several `processes`, which are forks of this one."""

    path: FilePath | None = None
    translation: FilePath | None = None
    _: KW_ONLY
    data: bytes | BinaryIO | None = None
    name: str = ""
    segments: Iterable[BilingualSegment] | None = None
    settings: CheckSettings | None = None
    source: str = ""
    processes: int = 1
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of a conflict of an import: `take` is ours, theirs, or entry: the `entry` that a
    person chose of both. `revision` is that of ours as it was read."""

    conflict_id: int
    take: str
    _: KW_ONLY
    entry: ConceptEntry | None = None
    revision: int | None = None
    by: str = ""


# ---------------------------------------------------------------- methods that take options


def takes(
    make: Callable[Given, Value],
) -> Callable[[Callable[[Owner, Value], Result]], Callable[Concatenate[Owner, Given], Result]]:
    """Decorate a method that takes an option value, so that it is called with the value's
    fields."""

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
