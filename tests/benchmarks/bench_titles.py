"""How many of the titles that stand in a memory are in its list with the right counterpart:

    glossary mine MEMORY.tsv --dry-run --format jsonl >FOUND.jsonl
    python tests/benchmarks/bench_titles.py MEMORY.tsv[.xz] NAMES.tsv FOUND.jsonl [--least 3]

NAMES is a table of number, Chinese title and English title, which no miner reads. A title counts
if its two sides stand together in so many units, the English by whole words and the Chinese not
inside the title of another; a unit that stands twice counts once. It is found if the English leads
the row of the Chinese, or stands in the row as a variant or a rival; case, punctuation and a
leading `the` make no difference. Prints both shares, and each title that is missed with its units
and what leads instead.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.operations.memory_files import units_of_file
from glossary.text.script import to_simplified

Title = tuple[str, str]


def bare(english: str) -> str:
    """What is compared of an English title."""
    return re.sub(r"[^a-z0-9]+", " ", english.lower()).strip().removeprefix("the ")


def titles_of(path: Path) -> dict[str, set[str]]:
    rows = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8"))
    found = defaultdict(set)
    for row in rows:
        found[row[1]].add(row[2])
    return found


def longest(text: str, by_start: dict[str, list[str]]) -> Iterator[str]:
    """The titles in a Chinese text, none inside another; they are told by their first two
    characters."""
    at = 0
    while at < len(text):
        here = (one for one in by_start.get(text[at : at + 2], ()) if text.startswith(one, at))
        title = max(here, key=len, default="")
        if title:
            yield title
        at += len(title) or 1


def standing(units: Iterable[Title], titles: dict[str, set[str]]) -> Counter[Title]:
    """In how many units each title stands on both sides."""
    by_start = defaultdict(list)
    for title in titles:
        by_start[title[:2]].append(title)
    found: Counter[Title] = Counter()
    for zh, en in units:
        lower = en.lower()
        for title in set(longest(zh, by_start)):
            for each in titles[title]:
                if re.search(rf"(?<!\w){re.escape(each.lower())}(?!\w)", lower):
                    found[title, each] += 1
    return found


def rows_of(path: Path) -> dict[str, tuple[str, set[str]]]:
    """(English that leads, the others beside it) of each Chinese term of a list."""
    found: dict[str, tuple[str, set[str]]] = {}
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        rivals = {bare(rival["en"]) for rival in row["rivals"]}
        beside = rivals | set(map(bare, row["variants"]))
        found.setdefault(to_simplified(row["zh"]), (row["en"], beside))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("memory", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("found", type=Path)
    parser.add_argument("--least", type=int, default=3)
    given = parser.parse_args()
    units = {(unit.zh, unit.en) for unit in units_of_file(given.memory, lambda number, why: None)}
    seen = standing(units, titles_of(given.names))
    rows = rows_of(given.found)
    wanted = [title for title, count in seen.items() if count >= given.least]
    lead = beside = 0
    for zh, en in sorted(wanted, key=lambda title: (-seen[title], title)):
        first, others = rows.get(to_simplified(zh), ("", set()))
        lead += bare(first) == bare(en)
        beside += bare(first) != bare(en) and bare(en) in others
        if bare(en) not in {bare(first), *others}:
            print(f"  missed: {zh} = {en}, in {seen[zh, en]} units; listed: {first or 'nothing'}")
    size = len(wanted)
    print(
        f"{size} titles stand in at least {given.least} units on both sides: {lead / size:.3f} "
        f"lead their row, {(lead + beside) / size:.3f} are in it"
    )


if __name__ == "__main__":
    main()
