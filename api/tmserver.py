"""The memory for tools that speak the tmserver protocol, such as Weblate and Virtaal.

Languages are written as these tools write them: `en`, `zh_hant`, `zh_tw`. Of Chinese segments
only those of the wanted script are offered, and of the wanted region where one is named.
"""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, abort
from werkzeug.routing import BaseConverter

from api.answers import TmLanguages, TmUnits, answer
from api.context import termbase
from api.documented import failures
from api.wire import TmQuery
from glossary.errors import InvalidInput
from glossary.text.tags import fallback_chain, language_of, normalise_tag

blueprint = APIBlueprint("tmserver", __name__, url_prefix="/tmserver", tag="tmserver")

LANGUAGES = [
    "en", "en_gb", "en_us", "zh", "zh_cn", "zh_hans", "zh_hans_cn", "zh_hans_sg", "zh_hant",
    "zh_hant_hk", "zh_hant_tw", "zh_hk", "zh_sg", "zh_tw",
]  # fmt: skip


class AnyText(BaseConverter):
    """A piece of a path with whatever is in it, slashes at its start too."""

    regex = ".+"
    part_isolating = False


CONVERTERS = {"any_text": AnyText}


@blueprint.get("/languages/", strict_slashes=False)
@blueprint.output(TmLanguages)
def tm_languages() -> Response:
    """The languages that the memory knows"""
    return answer({"sourceLanguages": LANGUAGES, "targetLanguages": LANGUAGES})


@blueprint.get("/<source>/<target>/unit/<any_text:text>")
@blueprint.input(TmQuery, location="query", arg_name="query")
@blueprint.output(TmUnits)
@blueprint.doc(responses=failures(404))
def tm_unit(source: str, target: str, text: str, query: TmQuery) -> Response:
    """Earlier translations of sentences like `text`"""
    language, chinese = _pair(source, target)
    found = termbase().fuzzy_matches(text, language, query.min_similarity, limit=None)
    fitting = [match for match in found if _fits(match.unit.zh.tag, chinese)]
    units = [
        {"source": m.text, "target": m.translation, "quality": int(m.score), "rank": float(m.score)}
        for m in fitting[: query.max_candidates]
    ]
    return answer(units)


def _pair(source: str, target: str) -> tuple[str, str]:
    """(language of the source, tag of the Chinese side); 404 for another pair."""
    try:
        tags = {language_of(tag): tag for tag in map(normalise_tag, (source, target))}
    except InvalidInput as error:
        abort(404, str(error))
    if set(tags) != {"en", "zh"}:
        abort(404, "the memory is of English and Chinese")
    return language_of(source), tags["zh"]


def _fits(tag: str, wanted: str) -> bool:
    """Is a segment of `tag` one for `wanted`: the same or more exact, or of no region?"""
    return tag == "zh" or f"{tag}-".startswith(f"{wanted}-") or tag in fallback_chain(wanted)
