"""The regions of Chinese: words of another region in a text or a file, what a form is called in
each region, and which regions an entry has forms of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glossary.model import ConceptEntry
from glossary.regions.convert import RegionalChoice, choices
from glossary.regions.words import ForeignWord
from glossary.text.tags import fallback_chain, normalise_tag

if TYPE_CHECKING:
    from glossary.operations.options import FilePath

REGIONAL_TAGS = ("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "zh-Hans-SG")
"""Those of the matrix of an entry, and whose gaps the overview always counts."""
_AROUND = 15  # characters of context shown before and after: chosen, they fit beside the rest


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A word that is foreign in a document: its line and column from 1, and what stands around it.

    `repeated` counts further places of the same question, where only the first is listed.
    """

    file: str
    line: int
    column: int
    word: ForeignWord
    context: str
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class EntryRegion:
    """What an entry has for a region: its own forms (`exact`), else those without a region, and
    what the tables would offer where it has none of its own."""

    tag: str
    forms: tuple[str, ...]
    exact: bool
    offers: tuple[RegionalChoice, ...]


def lint_file(path: FilePath, tag: str, *, every: bool = False) -> list[LintFinding]:
    """What is of another region or script in a document. Raises UnreadableFile, InvalidInput."""
    from glossary import documents

    document = documents.read(path)
    return lint_text(document.text, tag, file=document.name, every=every)


def text_of(data: bytes, name: str) -> str:
    """The text of a document. Raises UnreadableFile."""
    from glossary import documents

    return documents.parse(data, name).text


def lint_text(text: str, tag: str, *, file: str = "", every: bool = False) -> list[LintFinding]:
    """The same of a text. A question about one form is listed once, unless `every` is wanted."""
    from glossary.regions.lint import lint

    found = lint(text, tag)
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    placed = (_placed(text, starts, word, file) for word in found)
    return list(placed) if every else _first_questions(placed)


def _placed(text: str, starts: list[int], word: ForeignWord, file: str) -> LintFinding:
    line = bisect_right(starts, word.start)
    column = word.start - starts[line - 1] + 1
    end = min(word.end, word.start + 2 * _AROUND)
    context = text[max(0, word.start - _AROUND) : end + _AROUND]
    return LintFinding(file, line, column, word, " ".join(context.split()))


def _first_questions(found: Iterable[LintFinding]) -> list[LintFinding]:
    """The findings, with all questions about one form counted in its first."""
    listed: dict[object, LintFinding] = {}
    for each in found:
        asked = each.word.severity == "question"
        which = (
            (each.word.text, each.word.counterparts) if asked else (each.word.start, each.word.kind)
        )
        first = listed.setdefault(which, each)
        if first is not each:
            listed[which] = replace(first, repeated=first.repeated + 1)
    return list(listed.values())


def regional_choices(form: str, tag: str | None = None) -> dict[str, list[RegionalChoice]]:
    """By language tag: what `form` is called there, every choice. Without `tag`, in all of
    REGIONAL_TAGS. Raises InvalidInput for a tag without a known region."""
    tags = (normalise_tag(tag),) if tag else REGIONAL_TAGS
    return {each: choices(form, each) for each in tags}


def regions_of(entry: ConceptEntry) -> list[EntryRegion]:
    """What an entry has for each of REGIONAL_TAGS, and what the tables would offer for gaps."""
    by_tag: dict[str, list[str]] = {}
    for tag, term in entry.terms("zh"):
        by_tag.setdefault(tag, []).append(term.text)
    return [_of_region(by_tag, tag) for tag in REGIONAL_TAGS]


def _of_region(by_tag: dict[str, list[str]], tag: str) -> EntryRegion:
    serving = next((each for each in fallback_chain(tag) if each in by_tag), None)
    forms = tuple(by_tag[serving]) if serving else ()
    exact = serving == tag
    return EntryRegion(tag, forms, exact, () if exact else tuple(_offers(by_tag, tag)))


def _offers(by_tag: dict[str, list[str]], tag: str) -> Iterator[RegionalChoice]:
    seen: set[tuple[str, str]] = set()
    for form in dict.fromkeys(form for forms in by_tag.values() for form in forms):
        for choice in choices(form, tag):
            if (choice.form, choice.english) not in seen:
                seen.add((choice.form, choice.english))
                yield choice
