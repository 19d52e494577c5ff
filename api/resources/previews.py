"""What can be known before a file comes in or goes out: what it is, and what each tool takes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import Answer, answer
from api.paging import ListOf, page, part_of
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, Limit, Page, Written
from glossary.exchange.profiles import PROFILES
from glossary.exchange.profiles.base import Profile
from glossary.exchange.table.preview import FIELDS_OF, TablePreview
from glossary.operations.import_preview import preview
from glossary.operations.options import FileImport

blueprint = APIBlueprint("previews", __name__, url_prefix="/api/v1", tag="Exchange")

# ---------------------------------------------------------------- requests


class ProfilesQuery(Page):
    limit: Limit = 100


class PreviewOptions(Body):
    format: Annotated[str, Field(max_length=20)] | None = None
    """The format; told from the file and its name where not given."""
    holds: Literal["terms", "units"] | None = None
    """What a table of tab-separated text holds; told from it where not given."""
    mapping: dict[str, str] | None = None
    """Which column of a table is which field. In a multipart form: as JSON."""


class PreviewBody(PreviewOptions, Written):
    """A file as text."""


# ---------------------------------------------------------------- answers


class FileOfProfile(Answer):
    format: str
    pair: bool
    """Whether it holds English and one Chinese (`zh_tag`), or all languages."""
    deprecated: bool
    """Whether deprecated and superseded terms go out."""
    carries: list[str]
    """The fields of an entry that it has a place for."""


class ExportProfile(Answer):
    """What a tool takes."""

    name: str
    title: str
    holds: str
    """terms or units."""
    verified: str
    """How that is known: run, with the tool's own reader; read, in its source or manual."""
    files: list[FileOfProfile]
    """The usual one first."""

    @classmethod
    def from_profile(cls, profile: Profile) -> Self:
        files = [
            FileOfProfile(
                format=target.format,
                pair=target.pair,
                deprecated=target.deprecated,
                carries=sorted(target.carries),
            )
            for target in profile.targets
        ]
        return cls(
            name=profile.name,
            title=profile.title,
            holds=profile.holds,
            verified=profile.verified,
            files=files,
        )


class ExportProfiles(Answer):
    items: list[ExportProfile]
    """General ones first, then those of tools."""
    total: int
    limit: int
    offset: int
    cursor: str | None = None


class PreviewedColumn(Answer):
    number: int
    head: str
    key: str
    """What names it in a `mapping`: its head, or its number."""
    field: str
    tag: str
    """Of which language, where the field is of a term or a language."""


class PreviewedRow(Answer):
    line: int
    cells: list[str]


class PreviewedTable(Answer):
    """The beginning of a table, and what its columns are taken for."""

    sheet: str
    has_heads: bool
    columns: list[PreviewedColumn]
    rows: list[PreviewedRow]
    problem: str
    """Why no columns of terms were recognised: they want a mapping."""

    @classmethod
    def from_preview(cls, table: TablePreview) -> Self:
        return cls(
            sheet=table.sheet,
            has_heads=table.has_heads,
            columns=[PreviewedColumn.of(column) for column in table.columns],
            rows=[PreviewedRow(line=line, cells=cells) for line, cells in table.rows],
            problem=table.problem,
        )


class MappableField(Answer):
    field: str
    part: str
    """term or language: `field:tag`, as in term:zh-Hant-TW; concept, or nothing: without a tag."""


class ImportPreview(Answer):
    """What a file is, before anything of it is taken in."""

    name: str
    format: str
    holds: str
    """terms or units."""
    table: PreviewedTable | None
    """Only of a table of terms."""
    fields: list[MappableField]
    """What a column can be mapped to."""


# ---------------------------------------------------------------- views


@blueprint.get("/profiles")
@blueprint.input(ProfilesQuery, location="query", arg_name="query")
@blueprint.output(ExportProfiles)
def list_profiles(query: ProfilesQuery) -> Response:
    """What each tool takes, and the files for it"""
    names = list(PROFILES)
    whole = ListOf("profiles", part_of(names), lambda name: (names.index(name),))
    items, offset, cursor = page(query, whole)
    told = [ExportProfile.from_profile(PROFILES[name]) for name in items]
    return answer(
        ExportProfiles(
            items=told, total=len(names), limit=query.limit, offset=offset, cursor=cursor
        )
    )


@blueprint.post("/import/preview")
@blueprint.output(ImportPreview)
@takes_files(Uploads(PreviewBody, PreviewOptions, "file"))
def preview_import(files: dict[str, Upload], options: PreviewOptions) -> Response:
    """What a file is, and of a table the first rows and what its columns are taken for

    By the same rules as an import: with a `mapping` the columns are as it says.
    """
    sent = files["file"]
    found = preview(sent.data, FileImport(sent.name, **options.model_dump()))
    fields = [MappableField(field=name, part=part) for name, part in FIELDS_OF.items()]
    table = PreviewedTable.from_preview(found.table) if found.table else None
    return answer(
        ImportPreview(
            name=found.name, format=found.format, holds=found.holds, table=table, fields=fields
        )
    )
