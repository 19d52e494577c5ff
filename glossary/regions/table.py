"""Our own table of regional words: `glossary/data/regions.tsv`, a line a sense."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from glossary.regions.words import REGIONS, RegionalWord, mark

TABLE = Path(__file__).parent.parent / "data" / "regions.tsv"


@cache
def own_words() -> tuple[RegionalWord, ...]:
    """Every line of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(_word(row) for row in rows)


def _word(row: dict[str, str]) -> RegionalWord:
    forms = {region: tuple(row[region.lower()].split("/")) for region in REGIONS}
    shared, cues = row["shared"].split(), row["cues"].split()
    return RegionalWord(
        forms={region: each for region, each in forms.items() if each != ("",)},
        english=row["english"],
        source=row["source"],
        sense=row["domain"],
        native=frozenset(_mark(each) for each in shared if each[-1] not in "?!"),
        asked=frozenset(_mark(each[:-1]) for each in shared if each.endswith("?")),
        decided=frozenset(_mark(each[:-1]) for each in shared if each.endswith("!")),
        cues=tuple(cue for cue in cues if not cue.startswith("!")),
        against=tuple(cue.removeprefix("!") for cue in cues if cue.startswith("!")),
    )


def _mark(written: str) -> str:
    """A region, or a form in a region, as it is compared."""
    region, _, form = written.partition(":")
    return mark(region, form) if form else region
