"""Words of another region in Chinese texts that are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from api.answers import Answer, answer
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, TagText, Written
from glossary import operations
from glossary.errors import InvalidInput
from glossary.model import Span

blueprint = APIBlueprint("lint", __name__, url_prefix="/api/v1", tag="Regions")

LINTED_AT_ONCE = 1_000_000
"""Characters of a file. Chosen: some ten seconds of a processor; half or double, half or twice."""

# ---------------------------------------------------------------- requests


class LintOptions(Body):
    text: Annotated[str | None, Field(max_length=200_000)] = None
    segments: Annotated[
        list[Annotated[str, Field(max_length=100_000)]] | None, Field(max_length=2_000)
    ] = None
    """Several texts, each looked at by itself."""
    zh_tag: TagText = "zh-Hant-TW"
    """The Chinese that is meant; of a tag without a region only the script is looked at."""
    all: bool = False
    """List a question at each of its places, and not only at the first of its segment."""


class LintBody(LintOptions):
    """A text, segments, or a `file`: one of the three."""

    file: Written | None = None


# ---------------------------------------------------------------- answers


class FindingOfLint(Answer):
    segment: int
    """Which segment, from 1."""
    kind: Literal["region", "script"]
    severity: Literal["warning", "question"]
    """A question: the form is a word here too, of another sense, and nothing around it decides."""
    span: Span
    """`[start, end)`, in code points of the segment."""
    line: int
    column: int
    text: str
    context: str
    """What stands around it."""
    regions: list[str]
    """Whose word it is."""
    counterparts: list[str]
    """What is said instead, the usual form first."""
    english: str
    sense: str
    source: str
    """Who says so."""
    because: list[str]
    """The words around it that decided."""
    repeated: int
    """How many further places the same question has."""


class CountsOfLint(Answer):
    warning: int
    question: int


class LintedTexts(Answer):
    zh_tag: str
    text: str | None
    """Of a file: its text, into which the spans point."""
    counts: CountsOfLint
    """Of all places, those of a question that is listed once too."""
    findings: list[FindingOfLint]


# ---------------------------------------------------------------- views


@blueprint.post("/lint")
@blueprint.output(LintedTexts)
@takes_files(Uploads(LintBody, LintOptions, optional=("file",)))
def lint(files: dict[str, Upload], options: LintOptions) -> Response:
    """Find words of another region, and characters of the other script, in Chinese texts

    A text, segments, or a document, as multipart with the part `file` or as a text with a name:
    .txt, .md, .html, .docx, .pdf, .tmx. Nothing is stored, and nothing is converted.
    """
    if [options.text is None, options.segments is None, not files].count(False) != 1:
        raise InvalidInput("give a text, or segments, or a file")
    read = _text_of(files["file"]) if files else None
    whole = options.text if read is None else read
    texts = options.segments or [] if whole is None else [whole]
    found = list(_findings(texts, options))
    places = {
        severity: sum(1 + each.repeated for each in found if each.severity == severity)
        for severity in ("warning", "question")
    }
    counts = CountsOfLint(**places)
    return answer(LintedTexts(zh_tag=options.zh_tag, text=read, counts=counts, findings=found))


def _text_of(file: Upload) -> str:
    """The text of a document. Raises InvalidInput, in one line."""
    text = operations.regions.text_of(file.data, file.name)
    if len(text) > LINTED_AT_ONCE:
        raise InvalidInput(
            f"{file.name}: over {LINTED_AT_ONCE:,} characters; use glossary lint, or send parts"
        )
    return text


def _findings(texts: list[str], options: LintOptions) -> Iterator[FindingOfLint]:
    for number, text in enumerate(texts, 1):
        for each in operations.regions.lint_text(text, options.zh_tag, every=options.all):
            word = each.word
            said: dict[str, Any] = {name: getattr(word, name) for name in _SAID}
            yield FindingOfLint(
                segment=number,
                span=(word.start, word.end),
                line=each.line,
                column=each.column,
                context=each.context,
                repeated=each.repeated,
                **said,
            )


_SAID = (
    "kind", "severity", "text", "regions", "counterparts", "english", "sense", "source", "because",
)  # fmt: skip
