"""The memory for tools that use the tmserver protocol, such as Weblate and Virtaal.

Languages are written as in these tools: `en`, `zh_hant`, `zh_tw`. Of Chinese segments only those of
the requested script are offered, and of the requested region if one is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from apiflask import APIBlueprint
from flask import Response, abort
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel
from werkzeug.routing import BaseConverter

from api.answers import AddedUnits, Answer, answer
from api.context import signed_in, termbase
from api.documented import failures
from api.guard import takes_any_type
from api.wire import FromJson, Query, storable
from glossary.errors import InvalidInput
from glossary.model import TranslationUnit, Variant
from glossary.operations.memory import fits
from glossary.text.file_name import file_name
from glossary.text.tags import language_of, normalise_tag

if TYPE_CHECKING:
    from glossary.lookup.memory import FuzzyMatch

blueprint = APIBlueprint("tmserver", __name__, url_prefix="/tmserver", tag="tmserver")

GROWTH = 4
"""Times as many matches are asked for where too few fit. Chosen: at half, the memory is asked twice
as often; at double, up to twice as many are read in vain."""

# ---------------------------------------------------------------- requests


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


# ---------------------------------------------------------------- answers


class TmLanguages(Answer):
    """Named as the protocol names them."""

    sourceLanguages: list[str]
    targetLanguages: list[str]


class TmUnit(Answer):
    source: str
    target: str
    quality: int
    rank: float

    @classmethod
    def from_match(cls, match: FuzzyMatch) -> Self:
        return cls(
            source=match.text,
            target=match.translation,
            quality=int(match.score),
            rank=float(match.score),
        )


class TmUnits(RootModel[list[TmUnit]]):
    """Earlier translations, best first."""


# ---------------------------------------------------------------- views

LANGUAGES = [
    "en",
    "en_gb",
    "en_us",
    "zh",
    "zh_cn",
    "zh_hans",
    "zh_hans_cn",
    "zh_hans_sg",
    "zh_hant",
    "zh_hant_hk",
    "zh_hant_tw",
    "zh_hk",
    "zh_sg",
    "zh_tw",
]


class AnyText(BaseConverter):
    """A part of a path that may contain anything, such as slashes at its start and line breaks."""

    regex = r"(?s:.+)"
    part_isolating = False


CONVERTERS = {"any_text": AnyText}


@blueprint.get("/languages/", strict_slashes=False)
@blueprint.output(TmLanguages)
def tm_languages() -> Response:
    """The languages that the memory knows"""
    return answer(TmLanguages(sourceLanguages=LANGUAGES, targetLanguages=LANGUAGES))


@blueprint.get("/<source>/<target>/unit/<any_text:text>")
@blueprint.input(TmQuery, location="query", arg_name="query")
@blueprint.output(TmUnits)
@blueprint.doc(responses=failures(404))
def tm_unit(source: str, target: str, text: str, query: TmQuery) -> Response:
    """Earlier translations of sentences like `text`; of a pair the memory is not of: none"""
    pair = _pair(source, target)
    if pair is None:
        return answer(TmUnits([]))
    language, chinese = pair
    fitting = _best_that_fit(text, language, chinese, query)
    return answer(TmUnits([TmUnit.from_match(match) for match in fitting]))


@blueprint.put("/<source>/<target>/unit/<any_text:text>")
@blueprint.input(TmUnitBody, arg_name="body")
@blueprint.output(AddedUnits)
@blueprint.doc(responses=failures(404))
@takes_any_type
def tm_put_unit(source: str, target: str, text: str, body: TmUnitBody) -> Response:
    """Store what was translated; the memory keeps earlier translations of the same"""
    return _stored(source, target, [body])


@blueprint.post("/<source>/<target>/unit/<any_text:text>")
@blueprint.input(TmUnitBody, arg_name="body")
@blueprint.output(AddedUnits)
@blueprint.doc(responses=failures(404))
@takes_any_type
def tm_post_unit(source: str, target: str, text: str, body: TmUnitBody) -> Response:
    """The same, as tools send a translation that was changed"""
    return _stored(source, target, [body])


@blueprint.post("/<source>/<target>/store/<any_text:name>")
@blueprint.input(TmStoreBody, arg_name="body")
@blueprint.output(AddedUnits)
@blueprint.doc(responses=failures(404))
@takes_any_type
def tm_post_store(source: str, target: str, name: str, body: TmStoreBody) -> Response:
    """Store all translated units of a document"""
    return _stored(source, target, body.root, file_name(name))


def _stored(source: str, target: str, bodies: list[TmUnitBody], document: str = "") -> Response:
    pair = _pair(source, target)
    if pair is None:
        abort(404, "the memory is of English and Chinese")
    from_tag, to_tag = normalise_tag(source), normalise_tag(target)
    units = []
    for body in bodies:
        if body.source.strip() and body.target.strip():  # tools also send what is not translated
            sides = Variant(from_tag, body.source), Variant(to_tag, body.target)
            zh, en = sides if pair[0] == "zh" else sides[::-1]
            units.append(TranslationUnit(zh, en, document))
    added = termbase().add_units(units, by=signed_in()) if units else 0
    return answer(AddedUnits(received=len(bodies), added=added))


def _best_that_fit(text: str, language: str, chinese: str, query: TmQuery) -> list[FuzzyMatch]:
    """The best matches with that tag; more are asked for while too few of them have it."""
    wanted = most = query.max_candidates
    while True:
        found = termbase().fuzzy_matches(text, language, query.min_similarity, most)
        fitting = [match for match in found if fits(match.unit.zh.tag, chinese)]
        if len(fitting) >= wanted or len(found) < most:
            return fitting[:wanted]
        most *= GROWTH


def _pair(source: str, target: str) -> tuple[str, str] | None:
    """(language of the source, tag of the Chinese side); None for other pairs, which tools request
    to see whether the server answers. Aborts with 404 for what is not a language."""
    try:
        tags = {language_of(tag): tag for tag in map(normalise_tag, (source, target))}
    except InvalidInput as error:
        abort(404, str(error))
    if set(tags) != {"en", "zh"}:
        return None
    return language_of(normalise_tag(source)), tags["zh"]
