"""How good checking is: alarms on untouched official translations, and errors found.

    python -m tests.checking.quality [--show]

prints for each direction how many alarms (warnings and errors) there are in 100 terms of the
sources, and how many of them a reader found false (`tests/data/checking/verdicts.tsv`: what is
doubtful or was not read counts as false); then how many injected errors are found, by kind.
`--show` lists alarms that have no verdict yet, and errors that are missed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from glossary.checking.baseline import fingerprints
from glossary.checking.checker import Checker
from glossary.checking.finding import Finding, at_least
from glossary.checking.settings import CheckSettings
from tests.checking.corpus import DATA, terms, texts
from tests.checking.injection import Injected, injected, written_by_hand

DIRECTIONS = ("zh", "en")


class Untouched(NamedTuple):
    """What a check says of official translations: (fingerprint, alarm) of each."""

    segments: int
    terms: int
    notes: int
    alarms: list[tuple[str, Finding]]

    def false(self, verdicts: dict[str, str]) -> int:
        return sum(verdicts.get(mark) != "right" for mark, _ in self.alarms)


def untouched(source: str) -> Untouched:
    """The alarms on all texts as they are, translated from `source`."""
    segments = looked_at = notes = 0
    alarms: list[Finding] = []
    for text in texts():
        if text.name == "TICO":  # its terms are not its translators' own
            continue
        checker = Checker(terms(text.name), CheckSettings())
        found = list(checker.findings(text.segments(source)))
        segments += checker.counted.segments
        looked_at += checker.counted.terms
        loud = [each for each in found if at_least(each.severity, "warning")]
        notes += len(found) - len(loud)
        alarms += loud
    return Untouched(
        segments, looked_at, notes, list(zip(fingerprints(alarms), alarms, strict=True))
    )


def verdicts() -> dict[str, str]:
    """fingerprint -> right or false, of the alarms that were read."""
    lines = (DATA / "verdicts.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if not line.startswith("#"))


def found_of(errors: Iterable[Injected]) -> list[tuple[Injected, bool]]:
    """Each injected error, with whether an alarm of its segment tells of it."""
    return [(error, error.is_found(error.findings())) for error in errors]


def main(arguments: list[str]) -> None:
    read = verdicts()
    for source in DIRECTIONS:
        got = untouched(source)
        false = got.false(read)
        print(
            f"untouched, from {source}: {got.segments:,} segments, {got.terms:,} terms, "
            f"{len(got.alarms)} alarms ({100 * len(got.alarms) / got.terms:.2f} in 100 terms), "
            f"{false} false or doubtful ({100 * false / got.terms:.2f}), {got.notes} notes"
        )
        for mark, alarm in got.alarms if "--show" in arguments else ():
            if mark not in read:
                print(_line(mark, alarm))
    outcomes = found_of([*injected(), *written_by_hand()])
    for kind in (*dict.fromkeys(error.kind for error, _ in outcomes), "all"):
        of = [ok for error, ok in outcomes if kind in (error.kind, "all")]
        print(f"injected, {kind}: {sum(of)} of {len(of)} found ({100 * sum(of) / len(of):.1f} %)")
    for error, ok in outcomes if "--show" in arguments else ():
        if not ok:
            print(f"missed {error.kind}: {error.was!r} -> {error.now!r}\n   {error.line()}")
    print(dict(Counter(error.by for error, _ in outcomes)))


def _line(mark: str, alarm: Finding) -> str:
    segment = alarm.segment
    return (
        f"{mark}\t?\t{segment.id} {alarm.rule} {alarm.message}\n"
        f"   {segment.source.text[:400]}\n   {segment.target.text[:400]}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
