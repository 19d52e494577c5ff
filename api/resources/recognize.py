"""The terms in a running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Self

from apiflask import APIBlueprint
from flask import Response
from pydantic import Discriminator, Field, RootModel, Tag

from api.answers import Answer, answer
from api.batches import EITHER, MOST_ITEMS, Detailed, Plain, each, with_common
from api.context import termbase
from api.wire import MAX_QUERY, MAX_TEXT, Body, FromJson, LanguageCode, TagText, former
from glossary.operations.lookup import with_targets

if TYPE_CHECKING:
    from glossary.lookup.recognition.recognizer import TermHit
    from glossary.model import ConceptEntry

blueprint = APIBlueprint("recognize", __name__, url_prefix="/api/v1", tag="Terms")

# ---------------------------------------------------------------- requests


class RecognizeBody(Body):
    text: Annotated[str, Field(max_length=MAX_TEXT)]
    lang: LanguageCode | None = None
    """The language of the terms to look for; told from the text where not given."""
    all_occurrences: bool = False
    """Also occurrences that cut through a word (`edge: false`)."""
    all: Annotated[bool, former("all_occurrences")] = False
    zh_tag: TagText = "zh-Hant-TW"
    """Which Chinese is wanted as the translation of English terms."""


_Sentence = Annotated[str, Field(max_length=MAX_QUERY)]


class SentenceBody(Body):
    """A text of many, with options of its own; those left out are as the whole request says."""

    text: _Sentence
    lang: LanguageCode | None = None
    all_occurrences: bool = False
    zh_tag: TagText = "zh-Hant-TW"


_EachText = Annotated[Annotated[_Sentence, Plain] | Annotated[SentenceBody, Detailed], EITHER]


class RecognizeManyBody(Body):
    texts: Annotated[list[_EachText], Field(min_length=1, max_length=MOST_ITEMS)]
    """Each a text, or an object with options of its own."""
    lang: LanguageCode | None = None
    """The language of the terms to look for; told from each text where not given."""
    all_occurrences: bool = False
    zh_tag: TagText = "zh-Hant-TW"

    def sentences(self) -> list[SentenceBody]:
        return [with_common(item, self, SentenceBody, "text") for item in self.texts]


def _form(data: Any) -> str:
    return "many" if isinstance(data, dict) and "texts" in data else "one"


_One = Annotated[RecognizeBody, Tag("one")]
_Many = Annotated[RecognizeManyBody, Tag("many")]


class RecognizeRequest(FromJson, RootModel[Annotated[_One | _Many, Discriminator(_form)]]):
    """A text, or many."""

    @classmethod
    def model_validate(cls, obj: Any, *_: Any, **__: Any) -> Any:
        """What is wrong is told of the form that was sent. Raises ValidationError."""
        form = RecognizeManyBody if _form(obj) == "many" else RecognizeBody
        return cls.model_construct(form.model_validate(obj))


# ---------------------------------------------------------------- answers


class Target(Answer):
    text: str
    tag: str
    status: str


class RecognizedTerm(Answer):
    concept_id: str
    term: str
    """The term as the termbase has it."""
    tag: str
    status: str
    start: int
    """Where it begins in the text as sent, in code points."""
    end: int
    cover: bool
    """Whether it belongs to the best reading without overlaps."""
    edge: bool
    """Whether it begins and ends at word edges."""
    targets: list[Target]
    """Its translations in the wanted Chinese or in English, preferred ones first."""

    @classmethod
    def from_hit(cls, hit: TermHit, targets: list[dict[str, str]]) -> Self:
        return cls(
            concept_id=hit.concept_id,
            term=hit.term.text,
            tag=hit.term.tag,
            status=hit.term.status,
            start=hit.start,
            end=hit.end,
            cover=hit.cover,
            edge=hit.edge,
            targets=[Target(**target) for target in targets],
        )


class RecognizedTerms(Answer):
    total: int
    items: list[RecognizedTerm]

    @classmethod
    def of_hits(cls, hits: list[TermHit], entries: dict[str, ConceptEntry], zh_tag: str) -> Self:
        found = with_targets(hits, entries, zh_tag)
        items = [RecognizedTerm.from_hit(hit, targets) for hit, targets in found]
        return cls(total=len(items), items=items)


class RecognizedTexts(Answer):
    """The terms of many texts."""

    answers: list[RecognizedTerms]
    """One for each text, in order."""


# ---------------------------------------------------------------- views


_ANSWERS = [
    {"$ref": f"#/components/schemas/{model.__name__}"}
    for model in (RecognizedTerms, RecognizedTexts)
]
_FOUND: dict[int, Any] = {200: {"content": {"application/json": {"schema": {"oneOf": _ANSWERS}}}}}


@blueprint.post("/recognize")
@blueprint.input(RecognizeRequest, arg_name="body")
@blueprint.doc(responses=_FOUND)
def recognize(body: RecognizeRequest) -> Response:
    """All terms of the termbase in a text, or in many, with their places and translations

    A hit begins and ends at word edges; `cover` marks the best reading without overlaps.
    `targets` are English terms for Chinese ones, and for English ones those of `zh_tag`, or of
    its script where it has none; never another region's. With `texts` there is an answer for each.
    """
    if isinstance(body.root, RecognizeManyBody):
        return answer(RecognizedTexts(answers=_in_each(body.root.sentences())))
    if body.root.all:
        body.root.all_occurrences = True
    hits = _hits(body.root)
    entries = termbase().concepts_by_id(hit.concept_id for hit in hits)
    return answer(RecognizedTerms.of_hits(hits, entries, body.root.zh_tag))


def _hits(asked: RecognizeBody | SentenceBody) -> list[TermHit]:
    return termbase().recognize(asked.text, asked.lang, all_occurrences=asked.all_occurrences)


def _in_each(sentences: list[SentenceBody]) -> list[RecognizedTerms]:
    """The terms of each text; entries that several have are read once."""
    found = [_hits(sentence) for sentence in sentences]
    entries = termbase().concepts_by_id(hit.concept_id for hits in found for hit in hits)

    def told(asked: tuple[SentenceBody, list[TermHit]]) -> RecognizedTerms:
        sentence, hits = asked
        return RecognizedTerms.of_hits(hits, entries, sentence.zh_tag)

    return each("texts", list(zip(sentences, found, strict=True)), told)
