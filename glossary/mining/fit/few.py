"""Fit what is said of pairs in one unit or two of a memory: writes `glossary/data/few.json`.

    python -m glossary.mining.fit.few [NAME.jsonl | FOLDER ...]

The annotated documents of each domain are the units of a memory, which is mined as with `--least 1`
and as with `--least 2`; a pair that stands in one unit or two of it is right if a person listed it,
neither right nor wrong if it is debatable. Prints how often pairs are right by what is said of them
by weights that know the other domains alone, in fifths. The trees of `fit.corpus` come first: their
log odds are what is corrected. It takes no other package, and gives the same file each time on one
machine.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from glossary.errors import GlossaryError
from glossary.mining.corpus import forest, together
from glossary.mining.corpus.counting import described_pairs
from glossary.mining.corpus.features import features
from glossary.mining.corpus.few import BITS, DATA, SIGNS, UNITS, Correction, standing_in, table
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.rows import LEAST_CONFIDENCE
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.unit import Unit
from glossary.mining.fit.annotated import Corpus
from glossary.mining.fit.corpora import read_corpora, take_annotations
from glossary.mining.fit.corpus import examples
from glossary.mining.knowledge.exact import logistic, snapped

Matrix = npt.NDArray[np.float64]

_PENALTY = 1.0
"""Of half the square of each weight but the constant, in nats. Chosen, as is usual: at 30 the error
over all domains is smaller by half, and that in the smallest memories larger by a third."""
_STEPS = 30  # of Newton's method. Chosen: it stands still after ten
_BINS = 5  # of the confidence. Chosen: a tenth of the scale would hold a dozen pairs


@dataclass(frozen=True)
class FewPairs:
    """Pairs that stand in few units: the log odds of the trees, snapped features, and whether a
    person listed them."""

    odds: Matrix
    rows: Matrix
    right: Matrix

    def only(self, some: npt.NDArray[np.bool_]) -> FewPairs:
        return FewPairs(self.odds[some], self.rows[some], self.right[some])


def few_pairs(corpora: Sequence[Corpus], least: int) -> FewPairs:
    """The pairs in few units of a memory whose units are these documents."""
    units = [(pair.zh, pair.en, corpus.name) for corpus in corpora for pair in corpus.pairs]
    with TemporaryDirectory() as folder:
        runner = Runner(Path(folder), 1, Meter(lambda line: None))
        runner.take(Unit(number, *unit) for number, unit in enumerate(units, 1))
        described = described_pairs(runner, least)
        chosen, right, _ = examples(described, together.types_at(runner.folder), corpora)
    every = np.concatenate(list(features(described)))
    rows = snapped(every[np.array(chosen, np.intp)], BITS)
    found = FewPairs(forest.load().of(rows), rows, np.array(right, float))
    return found.only(np.any([standing_in(rows, n) for n in UNITS], 0))


def joined(parts: Sequence[FewPairs]) -> FewPairs:
    return FewPairs(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0]))
    )


def by_domain(corpora: Sequence[Corpus]) -> dict[str, FewPairs]:
    """The pairs of the memory of each domain."""
    groups: defaultdict[str, list[Corpus]] = defaultdict(list)
    for corpus in corpora:
        groups[corpus.domain].append(corpus)
    return {
        name: joined([few_pairs(group, least) for least in UNITS]) for name, group in groups.items()
    }


def fitted(pairs: FewPairs) -> Correction:
    """The weights for each number of units, as they are stored."""
    found = {}
    for units in UNITS:
        some = pairs.only(standing_in(pairs.rows, units))
        weights = regression(table(some.odds, some.rows), some.right)
        found[units] = snapped(weights, BITS)
    return Correction(found)


def regression(columns: Matrix, right: Matrix) -> Matrix:
    """The weights of a logistic regression, the first that of a constant; by Newton's method."""
    penalty = np.full(columns.shape[1], _PENALTY)
    penalty[0] = 1e-6  # next to nothing, so that a table without rows has weights
    weights = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        sure = logistic(columns @ weights)
        slope = columns.T @ (right - sure) - penalty * weights
        bend = (columns * (sure * (1 - sure))[:, None]).T @ columns + np.diag(penalty)
        weights = weights + np.linalg.solve(bend, slope)
    return weights


# ---------------------------------------------------------------- what it reaches


def held_out(domains: Mapping[str, FewPairs]) -> dict[str, Matrix]:
    """What is said of the pairs of each domain by weights that know the others alone."""
    found = {}
    for name, own in domains.items():
        others = [pairs for other, pairs in domains.items() if other != name]
        found[name] = logistic(fitted(joined(others)).of(own.odds, own.rows))
    return found


def report(domains: Mapping[str, FewPairs]) -> Iterator[str]:
    """How often pairs are right by what is said of them, those alone that would be listed."""
    said = held_out(domains)
    for units in UNITS:
        some = {name: standing_in(pairs.rows, units) for name, pairs in domains.items()}
        yield f"in {units} {'unit' if units == 1 else 'units'}:"
        sure = np.concatenate([said[name][chosen] for name, chosen in some.items()])
        yield from reliability(
            sure, np.concatenate([domains[n].right[chosen] for n, chosen in some.items()])
        )
    yield "in both:"
    yield from reliability(np.concatenate(list(said.values())), joined([*domains.values()]).right)
    for name, pairs in domains.items():
        yield f"  {name}: {told(said[name], pairs.right)}"


def reliability(said: Matrix, right: Matrix) -> Iterator[str]:
    """A line for each fifth of the confidence, and one for all; (said, right) of all pairs."""
    listed = said >= LEAST_CONFIDENCE
    for low, some in bins(said):
        some = some & listed
        if some.any():
            what = f"said {said[some].mean():.2f}, right {right[some].mean():.2f}"
            yield f"  {low:.1f}-{low + 1 / _BINS:.1f}: {some.sum():5} pairs, {what}"
    yield f"  all: {told(said, right)}"


def told(said: Matrix, right: Matrix) -> str:
    listed = said >= LEAST_CONFIDENCE
    return (
        f"{len(said)} pairs, {right.sum():.0f} right; listed {listed.sum()}, "
        f"{right[listed].sum():.0f} right; expected calibration error "
        f"{calibration_error(said[listed], right[listed]):.3f}"
    )


def calibration_error(said: Matrix, right: Matrix) -> float:
    """How far what is said is from the share that is right, by fifths, on average over pairs."""
    apart = [abs((said[some] - right[some]).sum()) for _, some in bins(said)]
    return float(sum(apart)) / max(1, len(said))


def bins(said: Matrix) -> Iterator[tuple[float, npt.NDArray[np.bool_]]]:
    """(where each fifth begins, which pairs are in it)."""
    number = np.minimum((said * _BINS).astype(int), _BINS - 1)
    for n in range(_BINS):
        yield n / _BINS, number == n


# ---------------------------------------------------------------- the command


def trees() -> str:
    """The digest of the trees whose log odds are corrected."""
    return sha256(forest.DATA.read_bytes()).hexdigest()


def as_data(correction: Correction, about: str) -> dict[str, object]:
    """Plain data, as `few.from_data` reads it."""
    weights = {
        str(units): [round(each * 2**BITS) for each in values.tolist()]
        for units, values in correction.weights.items()
    }
    return {"about": about, "trees": trees(), "signs": SIGNS, "weights": weights}


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    try:
        corpora = read_corpora(options.paths)
    except GlossaryError as error:
        parser().error(str(error))
    domains = by_domain(corpora)
    if len(domains) > 1:
        print("\n".join(report(domains)))
    pairs = joined([*domains.values()])
    about = (
        f"Written by: python -m glossary.mining.fit.few; from {len(pairs.right)} pairs in one unit "
        f"or two of {len(corpora)} annotated documents of {', '.join(domains)}, "
        f"{pairs.right.sum():.0f} of them right"
    )
    text = json.dumps(as_data(fitted(pairs), about), indent=1)
    options.output.write_text(text + "\n", encoding="utf-8")


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m glossary.mining.fit.few")
    take_annotations(parser)
    parser.add_argument("--output", type=Path, default=DATA)
    return parser


if __name__ == "__main__":
    main()
