"""Measure each way of matching: python tests/benchmarks/bench_ways.py [--fit] [--steps 1 2]

Over the suites of look-ups it prints for each way its numbers, in how many cases it found the right
answer, and what is lost when it is switched off: cases whose answer is no longer at its place
(`place`) and those no longer among the hits at all (`found`). Then, how many cases are wrong when
its numbers are lower and higher: half way to the next way below and above (`half`), by the whole
gap (`gap`), and by `--steps` points.

`--fit` fits the numbers on one half of the cases, by coordinate ascent in whole points, maximising
first how many are right and then the lead of the right answer over the next; it measures them on
the other half, both ways round.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from glossary.lookup.search import score as scoring
from glossary.lookup.search import search as searching
from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.lookup.search.query import SearchQuery
from glossary.lookup.search.score import NONE, Match
from glossary.lookup.search.search import SearchResult, search
from glossary.lookup.search.ways import WAYS, Way
from glossary.store.base import TermRow
from glossary.store.sqlite.store import SqliteStore
from tests.look_ups import SUITES, cases, curated_store, is_right

Case = dict[str, Any]
Table = dict[str, tuple[float, float]]  # way -> base, gain
CHOSEN: Table = {way.name: (way.base, way.gain) for way in WAYS}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--steps", type=float, nargs="+", default=[1, 2, 5])
    options = parser.parse_args()
    asked = [case for suite in SUITES for case in cases(suite)]
    with (
        tempfile.TemporaryDirectory() as folder,
        curated_store(Path(folder) / "terms.db") as store,
    ):
        bench = Bench(store)
        bench.results(CHOSEN, asked)  # measured once, then cached
        report_worth(bench, asked)
        report_stability(bench, asked, options.steps)
        if options.fit:
            report_fit(bench, asked)


# ---------------------------------------------------------------- look-ups by another table


class Bench:
    """Look-ups with any table of numbers; narrowing and likenesses do not depend on them, and are
    cached between tables."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = _Narrowed(store)
        self.likenesses: dict[tuple[str, int], list[tuple[Way, Likeness]]] = {}

    def results(self, table: Table, asked: Iterable[Case]) -> list[SearchResult]:
        """The result of each case with the table."""

        def score(query: SearchQuery, row: TermRow) -> Match:
            return best(self._likenesses(query, row), table)

        with patch.object(searching, "score", score):
            return [search(self.store, case["query"], limit=200) for case in asked]

    def wrong(self, table: Table, asked: Sequence[Case]) -> int:
        both = zip(asked, self.results(table, asked), strict=True)
        return sum(not is_right(case, result) for case, result in both)

    def _likenesses(self, query: SearchQuery, row: TermRow) -> list[tuple[Way, Likeness]]:
        key = query.text, row.id
        if key not in self.likenesses:
            pair = Comparison(query, row)
            groups = set(scoring.groups_of(pair))
            found = [(way, way.likeness(pair)) for way in WAYS if way.group in groups]
            self.likenesses[key] = [(way, likeness) for way, likeness in found if likeness]
        return self.likenesses[key]


def best(likenesses: Iterable[tuple[Way, Likeness]], table: Table) -> Match:
    found = NONE
    for way, likeness in likenesses:
        if way.name in table:
            base, gain = table[way.name]
            points = way._replace(base=base, gain=gain).score(likeness)
            if points > found.score:
                found = Match(points, way.name, likeness.label or way.label)
    return found


class _Narrowed:
    """A store that caches its narrowing."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._rows: dict[Any, list[TermRow]] = {}
        self._words: dict[int, list[tuple[int, str]]] = {}

    def narrow_terms(self, wanted: Any, language: str | None, limit: int) -> list[TermRow]:
        key = wanted, language, limit
        if key not in self._rows:
            self._rows[key] = list(self._store.narrow_terms(wanted, language, limit))
        return self._rows[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


# ---------------------------------------------------------------- what each is worth


def report_worth(bench: Bench, asked: Sequence[Case]) -> None:
    results = bench.results(CHOSEN, asked)
    right = [is_right(case, result) for case, result in zip(asked, results, strict=True)]
    used = Counter(map(_way_of, asked, results))
    print(f"{sum(right)} of {len(asked)} cases are right, {len(asked) - sum(right)} are not\n")
    print(f"{'way':24}{'group':24}{'base':>6}{'gain':>6}{'used':>6}{'place':>7}{'found':>7}")
    for way in WAYS:
        table = {name: numbers for name, numbers in CHOSEN.items() if name != way.name}
        without = bench.results(table, asked)
        place = sum(
            was and not is_right(case, result)
            for was, case, result in zip(right, asked, without, strict=True)
        )
        lost = sum(
            _way_of(case, before) != "" and _way_of(case, after) == ""
            for case, before, after in zip(asked, results, without, strict=True)
        )
        print(
            f"{way.name:24}{way.group.name:24}{way.base:>6}{way.gain:>6}"
            f"{used[way.name]:>6}{place:>7}{lost:>7}",
            flush=True,
        )


def _way_of(case: Case, result: SearchResult) -> str:
    """The way that found the right concept; "" if it was not found, or none is right."""
    return next((hit.way for hit in result.hits if hit.concept_id == case["expect"]), "")


# ---------------------------------------------------------------- how firmly it stands there


def report_stability(bench: Bench, asked: Sequence[Case], steps: Sequence[float]) -> None:
    """Wrong cases when a way is moved; only differences from the table as it is."""
    usual = bench.wrong(CHOSEN, asked)
    print(f"\ncases wrong where the base moves; {usual} as it is")
    heads = ["half", "gap", *(f"{step:g}" for step in steps)]
    print(f"{'way':24}" + "".join(f"{'-' + head:>7}{'+' + head:>7}" for head in heads))
    for way in WAYS:
        shown = []
        for down, up in [*_gaps(way), *((step, step) for step in steps)]:
            for by in (-down, up):
                base, gain = CHOSEN[way.name]
                wrong = bench.wrong({**CHOSEN, way.name: (base + by, gain)}, asked)
                shown.append("." if wrong == usual else str(wrong))
        print(f"{way.name:24}" + "".join(f"{each:>7}" for each in shown), flush=True)


def _gaps(way: Way) -> list[tuple[float, float]]:
    """Half and all of the distance to the next way below and above, by their highest scores."""
    others = {other.most for other in WAYS} - {way.most}
    below = way.most - max((most for most in others if most < way.most), default=way.most - 1)
    above = min((most for most in others if most > way.most), default=way.most + 1) - way.most
    return [(below / 2, above / 2), (below, above)]


# ---------------------------------------------------------------- what a fit would give


class Fitness(NamedTuple):
    """How many cases are right; then the total lead of right answers over the next, in points, at
    most 10 for each, so that one wide gap does not offset a narrow one."""

    right: int
    margin: float


def report_fit(bench: Bench, asked: Sequence[Case]) -> None:
    halves = asked[::2], asked[1::2]
    print(f"\n{'fitted on':12}{'cases':>7}{'chosen':>18}{'fitted':>18}   on the other half")
    for own, other in (halves, halves[::-1]):
        table = fitted(lambda table, own=own: fitness(bench, table, own))  # type: ignore[misc]
        columns = [
            f"{fitness(bench, numbers, part).right:>7} {fitness(bench, numbers, part).margin:>9.3f}"
            for part in (own, other)
            for numbers in (CHOSEN, table)
        ]
        print(f"{'a half':12}{len(own):>7}" + " ".join(columns), flush=True)
        moved = {name: numbers for name, numbers in table.items() if numbers != CHOSEN[name]}
        for name, numbers in moved.items():
            print(f"    {name:24}{CHOSEN[name]} -> {numbers}")


def fitness(bench: Bench, table: Table, asked: Sequence[Case]) -> Fitness:
    right, margins = 0, 0.0
    for case, result in zip(asked, bench.results(table, asked), strict=True):
        if is_right(case, result):
            right += 1
            margins += _margin(case, result)
    return Fitness(right, round(margins / max(1, right), 6))


def _margin(case: Case, result: SearchResult) -> float:
    if case["expect"] is None or not result.hits:
        return 10.0
    own = next(hit.score for hit in result.hits if hit.concept_id == case["expect"])
    others = [hit.score for hit in result.hits if hit.concept_id != case["expect"]]
    return max(-10.0, min(10.0, own - max(others, default=0.0)))


def fitted(measure: Callable[[Table], Fitness], rounds: int = 2) -> Table:
    """Coordinate ascent: each base in turn is moved by whole points while that helps."""
    table, reached = dict(CHOSEN), measure(CHOSEN)
    for _ in range(rounds):
        before = reached
        for way in WAYS:
            for by in (-4, -2, -1, 1, 2, 4):
                base, gain = table[way.name]
                tried = {**table, way.name: (base + by, gain)}
                if base + by + gain <= 100 and (now := measure(tried)) > reached:
                    table, reached = tried, now
        if reached == before:
            break
    return table


if __name__ == "__main__":
    main()
