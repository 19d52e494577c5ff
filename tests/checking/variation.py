"""How good the telling of terms is that no entry has and that vary: alarms, and what is found.

    python -m tests.checking.variation [PART] [--show]

prints for each direction how many terms that recur were looked at in the texts of a part as they
are, how many warnings that gave and how many of them a reader found false (`variation.tsv` beside
the texts: what is doubtful or was not read counts as false), and how many notes. Then how many
terms are found whose rendering is replaced in one of five segments (at least one) by another name
of the same head from another text, by a lot with a seed. `--show` lists what was not read yet.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from glossary.checking.baseline import fingerprints
from glossary.checking.checker import Checker
from glossary.checking.finding import Finding
from glossary.checking.main_renderings import FileRenderings, may_be_name
from glossary.checking.segment import BilingualSegment, HeldSegment
from glossary.checking.settings import CheckSettings
from tests.checking.corpus import PARTS, Text, folder, texts
from tests.checking_samples import terms_of

SEED, OF_A_TEXT = 2026, 6  # terms of a text and direction that are replaced
ONE_OF = 5  # segments with a term, of which one is changed


class Replaced(NamedTuple):
    """A text in which a rendering was replaced in some segments, by their numbers."""

    segments: list[BilingualSegment]
    numbers: list[int]
    was: str
    now: str


def findings(segments: list[BilingualSegment]) -> list[Finding]:
    """What the rule says of terms that no entry has."""
    checker = Checker(terms_of({}), CheckSettings.of(rules=["inconsistent"]))
    return [each for each in checker.findings(segments) if each.expected]


def verdicts(part: str) -> dict[str, str]:
    """fingerprint -> right or false, of the warnings that were read."""
    path = folder(part) / "variation.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split("\t")[:2] for line in lines if not line.startswith("#"))


@cache
def renderings(part: str, name: str, source: str) -> list[tuple[str, str]]:
    """(term, main rendering) of the terms of a text that have one."""
    (text,) = (each for each in texts(part) if each.name == name)
    file = FileRenderings([HeldSegment(each, ()) for each in text.segments(source)])
    return [(file.source.text(m.term), file.target.usual_text(m.target)) for m in file.known()]


def replaced(part: str, source: str) -> Iterator[Replaced]:
    """Texts with a term that is rendered otherwise in some segments."""
    all_texts = [text for text in texts(part) if text.name != "TICO"]
    pool = {t.name: {r for _, r in renderings(part, t.name, source)} for t in all_texts}
    for text in all_texts:
        chance = random.Random(f"{SEED} {text.name} {source}")
        known = list(renderings(part, text.name, source))
        chance.shuffle(known)
        others = sorted({r for name, of in pool.items() if name != text.name for r in of})
        made = (_made(text, source, pair, others, chance) for pair in known)
        yield from [each for each in made if each][:OF_A_TEXT]


def _made(
    text: Text, source: str, pair: tuple[str, str], others: list[str], chance: random.Random
) -> Replaced | None:
    term, was = pair
    segments = text.segments(source)
    whole = " ".join(segment.target.text for segment in segments).lower()
    names = [n for n in others if _is_other(was, n) and n.lower() not in whole]
    places = [s for s in segments if term in s.source.text and s.target.text.count(was) == 1]
    if not names or not may_be_name(was) or len(places) < ONE_OF:
        return None
    now = chance.choice(names)
    changed = chance.sample(places, max(1, len(places) // ONE_OF))
    for each in changed:
        target = replace(each.target, text=each.target.text.replace(was, now))
        segments[each.number - 1] = replace(each, target=target)
    return Replaced(segments, sorted(each.number for each in changed), was, now)


def _is_other(was: str, now: str) -> bool:
    """Whether a name has the same head, is about as long, and no word more or less of it."""
    if was.isascii() != now.isascii():
        return False
    one, two = (each.lower().split() if was.isascii() else list(each) for each in (was, now))
    room = 1 if was.isascii() else 2
    is_plain = not re.search(r"[^\w\s-]", now) and may_be_name(now)
    longer = set(one) <= set(two) or set(two) <= set(one)
    return one[-1] == two[-1] and abs(len(one) - len(two)) <= room and is_plain and not longer


def found_of(of: Replaced) -> tuple[int, int]:
    """(segments that are told by a warning, or by anything) of those that were changed."""
    told = [f for f in findings(of.segments) if f.segment.number in of.numbers]
    at = [f for f in told if f.found.lower() in of.now.lower() or of.now.lower() in f.found.lower()]
    loud = {f.segment.number for f in at if f.severity == "warning"}
    return len(loud), len({f.segment.number for f in at})


def main(arguments: list[str]) -> None:
    part = next((each for each in arguments if each in PARTS), PARTS[0])
    read = verdicts(part)
    for source in ("zh", "en"):
        terms, notes = 0, 0
        loud: list[Finding] = []
        for text in texts(part):
            terms += len(renderings(part, text.name, source))
            found = findings(text.segments(source))
            loud += [each for each in found if each.severity == "warning"]
            notes += sum(each.severity == "note" for each in found)
        marks = fingerprints(loud)
        false = sum(read.get(mark) != "right" for mark in marks)
        print(
            f"untouched, from {source}: {terms:,} terms, {len(loud)} warnings, {false} false or "
            f"doubtful ({100 * false / terms:.2f} in 100 terms), {notes} notes"
        )
        for mark, each in zip(marks, loud, strict=True) if "--show" in arguments else ():
            if mark not in read:
                print(f"{mark}\t?\t{each.segment.id} {each.message}")
                print(f"   {each.segment.source.text[:300]}\n   {each.segment.target.text[:300]}")
    for source in ("zh", "en"):
        made = list(replaced(part, source))
        counts = [(len(each.numbers), *found_of(each)) for each in made]
        for each, (places, _, told) in zip(made, counts, strict=True):
            if "--show" in arguments and not told:
                print(f"missed in {places}: {each.was!r} -> {each.now!r}")
        places, warned, told = map(sum, zip(*counts, strict=True))
        terms = sum(1 for _, warning, _ in counts if warning)
        print(
            f"replaced, from {source}: {len(made)} terms in {places} places; warned of {warned} "
            f"({100 * warned / places:.0f} %), told {told} ({100 * told / places:.0f} %); "
            f"{terms} terms have a warning ({100 * terms / len(made):.0f} %)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
