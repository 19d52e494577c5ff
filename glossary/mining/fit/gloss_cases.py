"""Cases of left edges to fit on: real glosses, annotated pairs, names put behind written text."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.mining.gloss.brackets import head
from glossary.text.segment import words

# Chosen, to be like what stands in texts. At half and double of the first, the fit sees half and
# twice as many cases; of the others, fewer and more of their kind. How it fares then is not
# measured.
_CONTEXTS = 14  # stretches of text each name is put behind
_PRECEDED = 0.8  # share of names with such a stretch before them
_SLIPS = 0.07  # share of dotted names with a foreign part before them, as slips of authors have
_RECURS = 0.45  # share of names that stand a second time in their document
# Chosen. At half and double a source counts for less and more beside the others; that is not
# measured, since the repository does not hold the textbook.
_WEIGHTS = {"textbook": 1.0, "own": 0.25, "silver": 0.15, "bodies": 0.1}
# The textbook is real glosses; the other cases teach the vocabulary of news and papers.


@dataclass(frozen=True)
class Case:
    """A term in its place: `left` is all before it; `group` keeps folds apart."""

    left: str
    zh: str
    en: str
    document: str
    group: str
    weight: float = 1.0


def textbook(path: Path) -> Iterator[Case]:
    """Real glosses of a book."""
    documents = json.loads(path.with_name(path.stem + "_docs.json").read_text("utf-8"))
    for row in json.loads(path.read_text("utf-8")):
        group = row["file"].split("/")[0]
        yield Case(row["left"], row["zh"], head(row["en"]), documents[row["file"]], group)


def silver(path: Path) -> Iterator[Case]:
    """Term pairs of single sentences."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        for zh, en in row["pairs"]:
            at = row["zh"].find(zh)
            if at >= 0:
                left = row["zh"][:at]
                yield Case(left, zh, en, row["zh"], f"silver{number // 10}", _WEIGHTS["silver"])


def own(folder: Path) -> Iterator[Case]:
    """Term pairs (tiers 1 and 2) of annotated documents."""
    for path in sorted(folder.glob("*.jsonl")):
        rows = path.with_suffix(".tsv").read_text("utf-8").splitlines()
        sentences = [row.split("\t")[0].replace(" ||| ", "") for row in rows]
        for line in path.read_text("utf-8").splitlines():
            pair = json.loads(line)
            sentence = sentences[pair["bead"]]
            at = sentence.find(pair["zh"])
            if at >= 0 and pair["tier"] < 3 and re.search("[A-Za-z]", pair["en"]):
                document = "\n".join(sentences)
                yield Case(
                    sentence[:at], pair["zh"], pair["en"], document, path.stem, _WEIGHTS["own"]
                )


_LEADS = (
    "",
    "",
    "",
    "近年來，",
    "报告指出，",
    "去年，",
    "2021年",
    "他說，",
    "此外，",
    "當時的",
    "由",
    "与",
    "和前",
    "會議由",
    "该研究的",
    "這是",
    "後來",
    "據",
    "在",
    "多位學者、",
    "各国、",
    "例如：",
)
_ELSEWHERE = ("另一個{}也", "各{}的", "，新{}", "这些{}与", "建立{}", "。{}是")


def placed(
    zh: str, en: str, group: str, before: Sequence[str], dice: random.Random, weight: float = 1.0
) -> Iterator[Case]:
    """A name behind stretches of text that may precede one.

    Sometimes it stands twice in its document, and its last word alone several times, as the
    head nouns of names do.
    """
    a, b = words(zh)[-1]
    for _ in range(_CONTEXTS):
        left = dice.choice(_LEADS) + (dice.choice(before) if dice.random() < _PRECEDED else "")
        if "·" in zh and dice.random() < _SLIPS:
            left += "阿蘭·"
        document = f"{left}{zh}({en})指出，情況已經改變。"
        if dice.random() < _RECURS:
            document += f"{dice.choice(_LEADS)}{dice.choice(before)}{zh}也如此。"
        for _ in range(dice.choice((0, 0, 1, 3, 8)) if b - a > 1 else 0):
            document += dice.choice(_ELSEWHERE).format(zh[a:b])
        yield Case(left, zh, en, document, group, weight)


def persons(data: dict[str, Any], dice: random.Random) -> Iterator[Case]:
    for zh, en in data["persons"]:
        yield from placed(zh, en, en.split()[-1], data["before_person"], dice)


def bodies(data: dict[str, Any], dice: random.Random) -> Iterator[tuple[Case, Case]]:
    """Each body behind some text: with its English name, and with its letters alone."""
    before = data["before_organisation"]
    for zh, en, letters in data["organisations"]:
        for case in placed(zh, en, letters, before, dice, _WEIGHTS["bodies"]):
            yield case, Case(case.left, zh, letters, case.document, letters)
