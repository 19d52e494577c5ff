"""How good checking is: alarms on untouched official translations, and errors found.

    python -m tests.checking.quality [PART] [--show]

prints for each direction how many alarms (warnings and errors) there are in 100 terms of the
sources, and how many of them a reader found false (`verdicts.tsv` and `variation.tsv` beside the
texts: what is doubtful or was not read counts as false); then how many injected errors are found by
an alarm, by kind. Notes, which are printed only where they are asked for, count for neither. PART
is one of `development` (by default), `held_out`, `last`, `unseen`, `blind` and `fresh`. `--show`
lists alarms that have no verdict yet, and errors that are missed.
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
from tests.checking.corpus import PARTS, Text, folder, terms, texts
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


def untouched(of: Iterable[Text], source: str) -> Untouched:
    """The alarms on texts as they are, translated from `source`."""
    segments = looked_at = notes = 0
    alarms: list[Finding] = []
    for text in of:
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


def verdicts(part: str = PARTS[0]) -> dict[str, str]:
    """fingerprint -> right or false, of the alarms that were read."""
    paths = (folder(part) / name for name in ("verdicts.tsv", "variation.tsv"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return dict(line.split("\t")[:2] for line in lines if not line.startswith("#"))


def found_of(errors: Iterable[Injected]) -> list[tuple[Injected, bool]]:
    """Each injected error, with whether an alarm of its segment tells of it."""
    return [(error, error.is_found(error.findings())) for error in errors]


def main(arguments: list[str]) -> None:
    part = next((each for each in arguments if each in PARTS), PARTS[0])
    shows = "--show" in arguments
    statutes = [text for text in texts(part) if text.name != "TICO"]
    others = [text for text in texts(part) if text.name == "TICO"]
    for source in DIRECTIONS:
        _print_untouched("statutes", untouched(statutes, source), source, verdicts(part), shows)
    for source in DIRECTIONS:  # its list of terms is not its translators' own
        _print_untouched("TICO-19", untouched(others, source), source, verdicts(part), shows)
    outcomes = found_of([*injected(part), *written_by_hand(part)])
    for kind in (*dict.fromkeys(error.kind for error, _ in outcomes), "hand", "all"):
        of = [ok for error, ok in outcomes if kind in (error.kind, error.by, "all")]
        share = 100 * sum(of) / max(1, len(of))
        print(f"injected, {kind}: {sum(of)} of {len(of)} found ({share:.1f} %)")
    for error, ok in outcomes if shows else ():
        if not ok:
            print(f"missed {error.kind}: {error.was!r} -> {error.now!r}\n   {error.line()}")
    print(dict(Counter(error.by for error, _ in outcomes)))


def _print_untouched(
    name: str, got: Untouched, source: str, read: dict[str, str], shows: bool
) -> None:
    false = got.false(read)
    print(
        f"{name} untouched, from {source}: {got.segments:,} segments, {got.terms:,} terms, "
        f"{len(got.alarms)} alarms ({100 * len(got.alarms) / got.terms:.2f} in 100 terms), "
        f"{false} false or doubtful ({100 * false / got.terms:.2f}), {got.notes} notes"
    )
    for mark, alarm in got.alarms if shows else ():
        if mark not in read:
            print(_line(mark, alarm))


def _line(mark: str, alarm: Finding) -> str:
    segment = alarm.segment
    return (
        f"{mark}\t?\t{segment.id} {alarm.rule} {alarm.message}\n"
        f"   {segment.source.text[:400]}\n   {segment.target.text[:400]}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
