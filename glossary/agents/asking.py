"""The arguments of each tool: their types, limits and examples, which an agent reads as schemas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from glossary.errors import InvalidInput
from glossary.model import STATUSES

# Chosen, in characters: a long term, a paragraph, and some pages. At half the longest of law texts
# are cut; at double an answer takes twice as much of what an agent can read.
MOST_TERM, MOST_SENTENCE, MOST_TEXT = 200, 5_000, 20_000
MOST_SEGMENTS = 50  # of one check. Chosen: a page; half or double, half or twice the answer
_TOLD = 3  # mistakes told of one call. Chosen, for a line that is still read

Term = Annotated[str, Field(min_length=1, max_length=MOST_TERM)]
Sentence = Annotated[str, Field(min_length=1, max_length=MOST_SENTENCE)]
Language = Annotated[
    Literal["zh", "en"] | None, Field(description="Language of the text; else told from it.")
]
ChineseTag = Annotated[
    str,
    Field(
        max_length=35,
        description="The Chinese that is wanted: zh-Hant-TW, zh-Hans-CN, zh-Hant-HK, …",
    ),
]


class ToolArguments(BaseModel):
    """Base of the arguments; unknown ones are errors, and "5" is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SearchAsked(ToolArguments):
    query: Annotated[
        Term,
        Field(description="A term: Chinese in either script, English, or pinyin; may be misspelt."),
    ]
    lang: Language = None
    subject: Annotated[
        str | None, Field(max_length=MOST_TERM, description="Only this subject field.")
    ] = None
    status: Annotated[
        str | None, Field(pattern=f"^({'|'.join(STATUSES)})$", description="Only of this status.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=20)] = 5
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0


class RecognizeAsked(ToolArguments):
    text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT, description="Running text.")]
    lang: Language = None
    zh_tag: ChineseTag = "zh-Hant-TW"
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class MemoryAsked(ToolArguments):
    text: Annotated[Sentence, Field(description="A sentence in either language.")]
    lang: Language = None
    threshold: Annotated[int, Field(ge=30, le=100, description="Least likeness in percent.")] = 70
    limit: Annotated[int, Field(ge=1, le=10)] = 3


class SegmentAsked(ToolArguments):
    source: Sentence
    target: Annotated[Sentence, Field(description="The translation of the source.")]


class CheckAsked(ToolArguments):
    segments: Annotated[list[SegmentAsked], Field(min_length=1, max_length=MOST_SEGMENTS)]
    zh_tag: Annotated[
        str,
        Field(max_length=35, description="The Chinese that is wanted; else told from the text."),
    ] = ""
    subject: Annotated[
        str, Field(max_length=MOST_TERM, description="Which sense, where a form has several.")
    ] = ""
    severity: Annotated[
        Literal["error", "warning", "note"], Field(description="Findings so bad or worse.")
    ] = "warning"
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class EntryAsked(ToolArguments):
    concept_id: Annotated[Term, Field(description="As search and recognize give it.")]


class ProposeAsked(ToolArguments):
    zh: Annotated[Term, Field(description="The Chinese term, verbatim as in zh_sentence.")]
    en: Annotated[Term, Field(description="The English term, verbatim as in en_sentence.")]
    zh_sentence: Annotated[Sentence, Field(description="The Chinese sentence, one line.")]
    en_sentence: Annotated[Sentence, Field(description="The English sentence, one line.")]
    subject: Annotated[str, Field(max_length=MOST_TERM, description="Its subject field.")] = ""


def arguments_of(kind: type[ToolArguments], given: object) -> ToolArguments:
    """The arguments that an agent sent. Raises InvalidInput, in one line."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong[:_TOLD]]
        more = f" (and {len(wrong) - _TOLD} more)" if len(wrong) > _TOLD else ""
        raise InvalidInput("; ".join(told) + more) from None
