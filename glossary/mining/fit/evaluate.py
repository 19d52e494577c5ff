"""Measure mining against a gold annotation, and left edges against marked text.

    mining(gold rows, found pairs) -> MiningScore        `glossary evaluate GOLD FILE`
    measured(gold rows, found pairs) -> MeasuredPairs    `glossary evaluate FOLDER`
    boundaries(path)               -> BoundaryScore      `glossary evaluate --boundary FILE.json`

A pair is right when both sides equal a gold pair's after folding; gold may name further spellings
(zh_form, zh_norm, zh_alt, en_form, en_norm, en_alt, en_abbr, en_full). Tier 3 is debatable: such
pairs are neither right nor wrong. `dup` lines count for precision and not for recall.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.fit.annotated import EN_SPELLINGS, NEUTRAL, ZH_SPELLINGS, text_of
from glossary.mining.fit.figures import MeasuredPairs, Tenth, calibration_error, tenths
from glossary.mining.gloss import brackets
from glossary.mining.gloss.chinese_edge import boundary
from glossary.mining.gloss.runs import TextRecurrence
from glossary.text.fold import en_key, zh_key

PROPOSED = 0.3
"""Confidence from which a pair counts as proposed: calibrated, F1 peaks about there. Chosen: at
half, all that is mined in sentences counts; at double, only what is likelier right than wrong."""
_FLOORS = (0.5, 0.7, 0.8, 0.9)
"""Confidences for which a report tells precision and recall: chosen, nothing mined depends on them.
At half it would tell of pairs that are mostly wrong, at double of none."""
Key = tuple[str, str]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.right}/{self.of} = {self.value:.3f}" if self.of else "none"


@dataclass(frozen=True, slots=True)
class MiningScore:
    """What `mining` measures."""

    recall: dict[int, Share]  # by tier
    precision: Share
    neutral: int  # pairs of tier 3, left out of precision
    f1: float  # recall over tiers 1 and 2
    above: dict[float, tuple[Share, Share]]  # floor -> (precision, recall of tier 1)
    calibration: tuple[Tenth, ...]
    calibration_error: float
    measured: MeasuredPairs
    missed: tuple[Key, ...]
    wrong: tuple[tuple[float, str, str], ...]


def mining(gold: Sequence[Row], found: Iterable[Row], at: float = PROPOSED) -> MiningScore:
    """Score pairs with `zh`, `en` and `confidence` against gold rows with `zh`, `en`, `tier`."""
    found, index = list(found), _index(gold)
    listed = _best(found)
    proposed = {key: row for key, row in listed.items() if row["confidence"] >= at}
    judged = [key for key in proposed if not _debatable(gold, index.get(key))]
    core = _core(gold)
    hit = _hits(proposed, index)
    precision = Share(sum(key in index for key in judged), len(judged))
    recall = Share(sum(n in hit for n in core), len(core))
    table = tenths((row["confidence"], key in index) for key, row in listed.items())
    return MiningScore(
        recall={t: _recall(gold, hit, t) for t in (1, 2, 3)},
        precision=precision,
        neutral=len(proposed) - len(judged),
        f1=_f1(precision.value, recall.value),
        above={floor: _above(gold, index, proposed, judged, floor) for floor in _FLOORS},
        calibration=table,
        calibration_error=calibration_error(table),
        measured=measured(gold, found),
        missed=tuple((gold[n]["zh"], gold[n]["en"]) for n in core if n not in hit),
        wrong=tuple(
            (row["confidence"], row["zh"], row["en"])
            for key, row in sorted(proposed.items(), key=lambda item: -item[1]["confidence"])
            if key not in index
        ),
    )


def measured(gold: Sequence[Row], found: Iterable[Row]) -> MeasuredPairs:
    """How sure each pair is that is not debatable, and whether it is right. What gold lists twice
    is wanted once."""
    index, best = _index(gold), _best(found)
    core = {number: _key(gold[number]["zh"], gold[number]["en"]) for number in _core(gold)}
    reached: dict[Key, float] = {}
    for key, row in best.items():
        for wanted in (core[n] for n in index.get(key, ()) if n in core):
            reached[wanted] = max(row["confidence"], reached.get(wanted, 0.0))
    judged = [
        (row["confidence"], key in index)
        for key, row in best.items()
        if not _debatable(gold, index.get(key))
    ]
    return MeasuredPairs(judged, len(set(core.values())), list(reached.values()))


def report_calibration(scored: Sequence[tuple[Sequence[Row], Sequence[Row]]]) -> str:
    """The calibration of several documents, (gold, found) each, taken together."""
    judged: list[tuple[float, bool]] = []
    for gold, found in scored:
        index = _index(gold)
        judged += [(row["confidence"], key in index) for key, row in _best(found).items()]
    table = tenths(judged)
    lines = [f"  {tenth}" for tenth in table]
    return "\n".join([*lines, f"calibration error: {calibration_error(table):.3f}"])


def _index(gold: Sequence[Row]) -> dict[Key, list[int]]:
    """The numbers of the gold rows that a pair equals."""
    index: dict[Key, list[int]] = defaultdict(list)
    for number, row in enumerate(gold):
        for key in _keys(row):
            index[key].append(number)
    return dict(index)


def _core(gold: Sequence[Row]) -> list[int]:
    """The numbers of the gold rows that should be found."""
    return [n for n, row in enumerate(gold) if row["tier"] < NEUTRAL and not row.get("dup")]


def _keys(row: Row) -> set[Key]:
    """Every spelling of a gold pair, folded."""

    def values(fields: Sequence[str]) -> list[str]:
        given = [row.get(field) for field in fields]
        return [v for g in given if g for v in (g if isinstance(g, list) else [g])]

    return {_key(zh, en) for zh in values(ZH_SPELLINGS) for en in values(EN_SPELLINGS)}


def _key(zh: str, en: str) -> Key:
    """The folded pair; `the` inside the English counts for nothing."""
    first, *rest = en_key(en).split(" ")
    return zh_key(zh), " ".join([first, *(word for word in rest if word != "the")])


def _best(found: Iterable[Row]) -> dict[Key, Row]:
    """Each pair once, with its highest confidence."""
    best: dict[Key, Row] = {}
    for row in found:
        if not 0 <= row["confidence"] <= 1:
            raise InvalidInput(f"confidence out of 0..1: {row['zh']} = {row['en']}")
        key = _key(row["zh"], row["en"])
        if key not in best or row["confidence"] > best[key]["confidence"]:
            best[key] = row
    return best


def _debatable(gold: Sequence[Row], numbers: list[int] | None) -> bool:
    return bool(numbers) and all(gold[n]["tier"] == NEUTRAL for n in numbers or ())


def _hits(keys: Iterable[Key], index: Mapping[Key, list[int]]) -> set[int]:
    return {n for key in keys for n in index.get(key, ())}


def _recall(gold: Sequence[Row], hit: set[int], tier: int) -> Share:
    of_tier = [n for n, row in enumerate(gold) if row["tier"] == tier and not row.get("dup")]
    return Share(sum(n in hit for n in of_tier), len(of_tier))


def _above(
    gold: Sequence[Row],
    index: Mapping[Key, list[int]],
    proposed: Mapping[Key, Row],
    judged: Sequence[Key],
    floor: float,
) -> tuple[Share, Share]:
    sure = [key for key in judged if proposed[key]["confidence"] >= floor]
    good = [key for key in sure if key in index]
    return Share(len(good), len(sure)), _recall(gold, _hits(good, index), 1)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def report(score: MiningScore) -> str:
    """The score as plain text."""
    lines = [f"recall tier {tier}: {share}" for tier, share in score.recall.items()]
    left_out = f" ({score.neutral} of tier 3 left out)" if score.neutral else ""
    lines.append(f"precision: {score.precision}{left_out}")
    for floor, (precision, recall) in score.above.items():
        lines.append(f"  at confidence >= {floor}: {precision}; recall of tier 1 there {recall}")
    lines += [f"  {tenth}" for tenth in score.calibration]
    lines.append(f"calibration error: {score.calibration_error:.3f}")
    lines.append(f"{score.measured.brier_line} (tier 3 left out)")
    lines.append(f"F1 (tier 3 left out): {score.f1:.3f}")
    return "\n".join(lines)


# ---------------------------------------------------------------- left edges


@dataclass(frozen=True, slots=True)
class Edge:
    """A row whose edge was found wrong: what stood there, what was wanted and found."""

    left: str
    zh: str
    en: str
    found: str | None


@dataclass(frozen=True, slots=True)
class BoundaryScore:
    """Exact left edges over all rows; a row that is not taken counts as wrong."""

    exact: Share
    skipped: dict[str, int]  # reason -> rows
    wrong: tuple[Edge, ...]


def boundaries(path: Path) -> BoundaryScore:
    """Score the rows (`zh`, `en`, `left`, `right`, `file`) of a JSON file.

    The text of a row is left + zh + "(" + en + ")" + right; the documents, by `file`, stand in
    `*_docs.json` beside it and serve to count recurrences. Raises UnreadableFile.
    """
    rows = _read(path)
    beside = path.with_name(path.stem + "_docs.json")
    documents = _read(beside) if beside.is_file() else {}
    counts = {name: TextRecurrence(text) for name, text in documents.items()}
    right, wrong, skipped = 0, [], Counter[str]()
    for row in rows:
        left = row["left"] + row["zh"]
        recurrence = counts.get(row.get("file", "")) or TextRecurrence(left)
        found, reason = _edge(left, row["en"], recurrence)
        if reason:
            skipped[reason] += 1
        if found == row["zh"]:
            right += 1
        else:
            wrong.append(Edge(row["left"], row["zh"], row["en"], found))
    return BoundaryScore(Share(right, len(rows)), dict(skipped), tuple(wrong))


def _edge(left: str, inside: str, recurrence: TextRecurrence) -> tuple[str | None, str]:
    """(the Chinese found, "") or (None, why there is none)."""
    gloss = brackets.read(inside, left)
    if gloss is None:
        return None, "the bracket holds no gloss"
    found = boundary(left, gloss.en, recurrence)
    return (left[found.start : found.end], "") if found else (None, "no Chinese before it")


def _read(path: Path) -> Any:
    try:
        return json.loads(text_of(path))
    except ValueError as error:
        raise UnreadableFile(str(path), f"no JSON: {error}") from error


def report_boundaries(score: BoundaryScore) -> str:
    """The score as plain text."""
    lines = [f"n: {score.exact.of}", f"skipped: {sum(score.skipped.values())}"]
    lines += [f"  {count}: {reason}" for reason, count in sorted(score.skipped.items())]
    return "\n".join([*lines, f"exact: {score.exact}"])
