"""What the regions of Chinese call a term, and which of them an entry has forms of."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api.answers import Answer, answer
from api.context import termbase
from api.documented import failures
from api.wire import Name, Query, TagText
from glossary import operations

blueprint = APIBlueprint("regions", __name__, url_prefix="/api/v1", tag="Regions")

# ---------------------------------------------------------------- requests


class RegionsQuery(Query):
    form: Name
    """A Chinese term, of any region and script."""
    tag: TagText | None = None
    """The language tag wanted, with a region; else all four."""


# ---------------------------------------------------------------- answers


class ChoiceOfForm(Answer):
    form: str
    certain: bool
    """No other choice is known, and the term has no other sense there."""
    english: str
    """The sense."""
    sense: str
    """The field of the sense."""
    source: str
    """Who says so."""


class RegionsOfForm(Answer):
    form: str
    tags: dict[str, list[ChoiceOfForm]]
    """By language tag: every choice, the usual one of each sense first."""


class RegionOfEntry(Answer):
    tag: str
    forms: list[str]
    exact: bool
    """Whether the forms are the region's own; else they have no region, and serve there too."""
    offers: list[ChoiceOfForm]
    """What the tables offer where the entry has no form of the region, for a person to decide."""


class RegionsOfEntry(Answer):
    regions: list[RegionOfEntry]


# ---------------------------------------------------------------- views


@blueprint.get("/regions")
@blueprint.input(RegionsQuery, location="query", arg_name="query")
@blueprint.output(RegionsOfForm)
def regions_of_form(query: RegionsQuery) -> Response:
    """What a term is called in each region, with every choice

    Nothing is converted: where there are several choices, or the term has another sense in that
    region, none is certain.
    """
    found = operations.regions.regional_choices(query.form, query.tag)
    return answer(RegionsOfForm.of({"form": query.form, "tags": found}))


@blueprint.get("/concepts/<concept_id>/regions")
@blueprint.output(RegionsOfEntry)
@blueprint.doc(responses=failures(404))
def regions_of_concept(concept_id: str) -> Response:
    """What an entry has for each region, and what is missing"""
    entry = termbase().concept(concept_id)
    return answer(RegionsOfEntry.of({"regions": operations.regions.regions_of(entry)}))
