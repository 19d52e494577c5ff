"""Evaluate recognition on a suite of cases: precision and recall by label.

A case is a line of JSON: `text`, `language`, `terms` (each with `text` and `tag`), `hits` (the
expected spans, `[start, end]`) and a `label`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.errors import UnreadableFile
from glossary.lookup.recognition.recognizer import Recognizer
from glossary.model import Span
from glossary.store.base import TermRow
from glossary.text.tags import language_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with its result: spans right, missed and wrong."""

    label: str
    text: str
    right: frozenset[Span]
    missed: frozenset[Span]
    wrong: frozenset[Span]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some cases."""

    label: str
    cases: int
    right: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.wrong)


def run(path: Path) -> list[Outcome]:
    """The outcome of every case in a suite. Raises UnreadableFile for a line that is not a case."""
    return [_outcome(case) for case in _cases(path)]


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(path), str(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                case = json.loads(line)
                _ = case["text"], case["terms"], case["hits"]
            except (ValueError, KeyError, TypeError) as error:
                reason = "no case; a line is {text, language, terms, hits, label}"
                raise UnreadableFile(str(path), reason, number) from error
            yield case


def _outcome(case: dict[str, Any]) -> Outcome:
    rows = [
        TermRow(at, f"c{at}", term["tag"], language_of(term["tag"]), term["text"], "preferred", "")
        for at, term in enumerate(case["terms"])
    ]
    hits = Recognizer(rows).recognize(case["text"], case.get("language"))
    found = frozenset((hit.start, hit.end) for hit in hits)
    expected = frozenset((start, end) for start, end in case["hits"])
    return Outcome(
        case.get("label", ""), case["text"], found & expected, expected - found, found - expected
    )


def figures(outcomes: Iterable[Outcome]) -> list[Figures]:
    """Figures by label in the order of the suite, then for Chinese word boundaries, then for
    all."""
    outcomes = list(outcomes)
    labels = list(dict.fromkeys(outcome.label for outcome in outcomes))
    by_label = [_sum(label, [o for o in outcomes if o.label == label]) for label in labels]
    edges = [o for o in outcomes if o.label.startswith("zh edge")]
    return [*by_label, _sum("Chinese word edges", edges), _sum("all", outcomes)]


def _sum(label: str, outcomes: list[Outcome]) -> Figures:
    right, missed, wrong = (
        sum(len(places) for places in column)
        for column in (
            [o.right for o in outcomes],
            [o.missed for o in outcomes],
            [o.wrong for o in outcomes],
        )
    )
    return Figures(label, len(outcomes), right, missed, wrong)


def report(outcomes: Iterable[Outcome]) -> str:
    """A table of the figures, as text."""
    lines = [f"{'label':28} cases  precision  recall     F1"]
    for f in figures(outcomes):
        shares = f"{f.precision:9.3f}  {f.recall:6.3f}  {f.f1:5.3f}"
        lines.append(f"{f.label:28} {f.cases:5}  {shares}")
    return "\n".join(lines)
