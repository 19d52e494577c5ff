"""The JSON of requests: pydantic models that take nothing they do not know.

Answers are described in `api.answers`. Model values go out whole, by `glossary.codec`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    RootModel,
    Tag,
)

from glossary.codec import to_plain
from glossary.model import ConceptEntry, Extra, LanguageSection, TranslationUnit, Variant
from glossary.text.characters import NOT_IN_EVERY_FILE

MAX_QUERY = 10_000
MAX_TEXT = 2_000_000


def storable(text: str) -> str:
    """The text, if a file of every format can hold it. Raises ValueError."""
    if found := NOT_IN_EVERY_FILE.search(text):
        raise ValueError(f"the control character U+{ord(found[0]):04X} cannot be stored")
    return text


def check_storable(value: Any) -> None:
    """Hold every text in plain data to `storable`. Raises ValueError."""
    if isinstance(value, str):
        storable(value)
    elif isinstance(value, dict):
        check_storable(list(value.items()))
    elif isinstance(value, list | tuple):
        for item in value:
            check_storable(item)


Words = Annotated[str, Field(max_length=MAX_QUERY), AfterValidator(storable)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_QUERY), AfterValidator(storable)]
Segment = Annotated[str, Field(min_length=1, max_length=100_000), AfterValidator(storable)]
Who = Annotated[str, Field(max_length=200, description="Who did it."), AfterValidator(storable)]
TagText = Annotated[str, Field(max_length=100, examples=["zh-Hant-TW"])]
LanguageCode = Literal["zh", "en"]
Status = Literal["preferred", "admitted", "deprecated", "superseded"]
Kind = Literal["term", "person", "organisation", "title", "abbreviation"]
Method = Literal["gloss", "keyword", "title", "table", "parallel"]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000_000, description="How many to leave out first.")]
When = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$",
        description="A date or time in UTC: 2026-01-31 or 2026-01-31T08:00:00Z.",
    ),
]


class FromJson:
    """A model that takes each value in the type that JSON gives it: `0` is no `false`, `1.0` no
    whole number, and `"5"` no number."""

    @classmethod
    def model_validate(cls, obj: Any, *_: Any, **__: Any) -> Any:
        """Raises ValidationError. Pydantic is strict with JSON, but not about its containers."""
        return cls.model_validate_json(json.dumps(obj), strict=True)  # type: ignore[attr-defined]


class Body(FromJson, BaseModel):
    """Base of the JSON that a request brings."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Query(BaseModel):
    """Base of what a request brings as text, in its address: see `from_text`."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    @classmethod
    def model_validate(cls, obj: Any, *_: Any, **__: Any) -> Any:
        return from_text(cls, obj)


AnyModel = TypeVar("AnyModel", bound=BaseModel)
_WRITTEN: tuple[tuple[type, str, Callable[[str], Any]], ...] = (
    (bool, "(?i:true|false|1|0)", lambda text: text.lower() in ("true", "1")),
    (int, "-?[0-9]{1,19}", int),
    (float, r"-?[0-9]{1,19}(\.[0-9]{1,19})?", float),
)
"""How a value is written as text, by its type."""


def from_text(model: type[AnyModel], fields: Mapping[str, Any]) -> AnyModel:
    """A model of fields that came as text, in an address or a form. Raises ValidationError."""
    read = {name: _typed(model, name, value) for name, value in fields.items()}
    made: AnyModel = model.__pydantic_validator__.validate_python(read, strict=True)
    return made


def _typed(model: type[BaseModel], name: str, value: Any) -> Any:
    """The value in its field's type; as it is where that is another, or it is not written so."""
    field = model.model_fields.get(name)
    types = (field.annotation, *get_args(field.annotation)) if field else ()
    for kind, pattern, read in _WRITTEN:
        if kind in types and isinstance(value, str) and re.fullmatch(pattern, value):
            return read(value)
    return value


# ---------------------------------------------------------------- query strings


class Page(Query):
    limit: Limit = 20
    offset: Offset = 0


class TermsQuery(Page):
    q: Name
    """A term in either language, script or region; part of it; misspelt; pinyin; with * or ?."""
    lang: LanguageCode | None = None
    """Look among the terms of this language only."""
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    """Look among the terms under this language tag only."""
    remember: bool = True
    """Whether a look-up in vain is counted among the wanted terms."""


class ConceptsQuery(Page):
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    changed_since: When | None = None


class ByQuery(Query):
    by: Who = ""


class CandidatesQuery(Page):
    state: Literal["proposed", "approved", "rejected", "any"] = "proposed"
    least_confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0
    kind: Kind | None = None
    method: Method | None = None
    document: Words | None = None
    """A document's name as given, or its SHA-256."""


class MemoryQuery(Query):
    q: Name
    """A sentence in either language."""
    lang: LanguageCode | None = None
    """The language of the sentence; told from its characters where not given."""
    threshold: Annotated[int, Field(ge=30, le=100)] = 70
    """The least score, in percent. Everything at or above it is found."""
    limit: Limit = 5


class ConcordanceQuery(Page):
    q: Name
    """Any piece of a sentence, from one character on."""
    lang: LanguageCode | None = None
    order: Literal["newest", "best"] = "newest"


class TmQuery(Query):
    min_similarity: Annotated[int, Field(ge=30, le=100)] = 70
    max_candidates: Annotated[int, Field(ge=1, le=100)] = 5


class TmUnitBody(FromJson, BaseModel):
    """A unit as tools of the tmserver protocol send it; what else they say of it is left out."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)
    source: Annotated[str, Field(max_length=100_000), AfterValidator(storable)]
    target: Annotated[str, Field(max_length=100_000), AfterValidator(storable)]


_TmUnits = Annotated[list[TmUnitBody], Field(min_length=1, max_length=10_000)]


class TmStoreBody(FromJson, RootModel[_TmUnits]):
    """All units of a document."""


class WantedQuery(Query):
    limit: Limit = 50


class Exporting(BaseModel):
    """What a file is to hold, and for whom."""

    model_config = ConfigDict(use_attribute_docstrings=True)
    profile: Annotated[str, Field(max_length=50)] | None = None
    """The tool that the file is for; without it, the format's own."""
    zh_tag: TagText = "zh-Hant-TW"
    """Which Chinese a file of one language pair takes."""
    subject: Words | None = None
    status: Status | None = None
    tag: TagText | None = None
    changed_since: When | None = None
    strict: bool = False
    """Refuse where the file would lose anything."""


class ExportQuery(Query, Exporting):
    """Asked for in the address."""


class ExportBody(Body, Exporting):
    """Asked for by POST."""


class IfMatch(BaseModel):
    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)
    if_match: str | None = None
    """The ETag of the entry as it was read, with its quotes: "3". Without it the answer is 428,
    and 412 where the entry was changed meanwhile."""


# ---------------------------------------------------------------- concepts


class EntryBody(Body):
    """A whole new concept entry. Who and when are set by the server; evidence comes by mining."""

    id: Annotated[str, Field(max_length=200)] = ""
    """An XML name; made from the English term where it is left out."""
    languages: Annotated[tuple[LanguageSection, ...], Field(min_length=1)]
    subject: str = ""
    definition: str = ""
    definition_source: str = ""
    note: str = ""
    source: str = ""
    extra: tuple[Extra, ...] = ()

    def entry(self) -> ConceptEntry:
        """Raises ValueError for text that cannot be stored."""
        entry = ConceptEntry(**{name: getattr(self, name) for name in type(self).model_fields})
        check_storable(to_plain(entry))
        return entry


class PairBody(Body):
    """A pair of terms: a new entry, or further terms of the entry `concept_id`. The same pair
    again is the same entry, unless `new`."""

    zh: Name
    en: Name
    concept_id: Words | None = None
    new: bool = False
    subject: Words = ""
    status: Status | None = None
    """Without one the first term of a language is preferred, further ones are admitted."""
    zh_tag: TagText | None = None
    part_of_speech: Words = "noun"
    source: Words = ""
    definition: Words = ""
    zh_context: Words = ""
    en_context: Words = ""
    note: Words = ""
    by: Who = ""


def _form(data: Any) -> str:
    return "pair" if isinstance(data, dict) and ("zh" in data or "en" in data) else "entry"


_Entry = Annotated[EntryBody, Tag("entry")]
_Pair = Annotated[PairBody, Tag("pair")]


class NewConcept(FromJson, RootModel[Annotated[_Entry | _Pair, Discriminator(_form)]]):
    """A whole entry, or a pair of terms."""


class MergePatch(FromJson, RootModel[dict[str, JsonValue]]):
    """A JSON merge patch (RFC 7396) over the entry as GET gives it: objects merge, lists are
    replaced whole, null takes a field away. `id`, `evidence`, who and when cannot be changed."""


class MergeBody(Body):
    other: Name
    """The id of the entry that is merged into this one."""
    by: Who = ""


# ---------------------------------------------------------------- review


class JudgementBody(Body):
    decision: Literal["approve", "amend", "reject"]
    zh: Words | None = None
    """The Chinese term as it should be; only for amend, and it must stand in the evidence."""
    en: Words | None = None
    """The English term as it should be; only for amend, and it, inflected perhaps, must stand in
    the evidence."""
    concept_id: Words | None = None
    """An entry that takes the terms; without one, the entry that has both already, or a new one."""
    new: bool = False
    """A new entry, even where one has both terms."""
    zh_tag: TagText | None = None
    by: Who = ""
    note: Words = ""


class UndoBody(Body):
    by: Who = ""
    step: Annotated[int | None, Field(ge=1, le=2**53)] = None
    """The step to take back, as a judgement or GET /steps answers it; without one, the last."""


# ---------------------------------------------------------------- running text and memory


class RecognizeBody(Body):
    text: Annotated[str, Field(max_length=MAX_TEXT)]
    lang: LanguageCode | None = None
    """The language of the terms to look for; told from the text where not given."""
    all: bool = False
    """Also occurrences that cut through a word (`edge: false`)."""
    zh_tag: TagText = "zh-Hant-TW"
    """Which Chinese is wanted as the translation of English terms."""


class VariantBody(Body):
    text: Segment
    tag: TagText


class UnitBody(Body):
    """A segment and its translation, each a text, or an object with its language tag."""

    zh: Segment | VariantBody
    en: Segment | VariantBody
    document: Words = ""

    def unit(self) -> TranslationUnit:
        return TranslationUnit(_variant(self.zh, "zh"), _variant(self.en, "en"), self.document)


def _variant(side: str | VariantBody, tag: str) -> Variant:
    return Variant(tag, side) if isinstance(side, str) else Variant(side.tag, side.text)


class UnitsBody(Body):
    units: Annotated[list[UnitBody], Field(min_length=1, max_length=10_000)]
    by: Who = ""


# ---------------------------------------------------------------- files


class Written(Body):
    """A text sent as JSON instead of a file; the end of its name tells the format."""

    text: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(max_length=1_000)] = "text.txt"


class MineOptions(Body):
    subject: Words = ""
    by: Who = ""
    dry_run: bool = False
    """Only answer what is found; store nothing."""


class MineBody(MineOptions, Written):
    """A document as text; `translation` is the same in the other language."""

    translation: Written | None = None


class ImportOptions(Body):
    format: Annotated[str, Field(max_length=20)] | None = None
    """The format; told from the file and its name where not given."""
    holds: Literal["terms", "units"] | None = None
    """What a table of tab-separated text holds; told from it where not given."""
    by: Who = ""
    dry_run: bool = False
    """Only report what would happen."""
    keep_good: bool = False
    """Store the good records of a file that has bad ones, instead of refusing it whole."""
    mapping: dict[str, str] | None = None
    """Which column of a table is which field, such as {"Englisch": "term:en"}. In a multipart
    form: as JSON."""


class ConflictsQuery(Page):
    state: Literal["open", "ours", "theirs", "any"] = "open"


class SettlementBody(Body):
    take: Literal["ours", "theirs"]
    by: Who = ""


class ImportBody(ImportOptions, Written):
    """A termbase or memory as text."""
