"""How fast a translation is checked, and in how much memory.

    python tests/benchmarks/bench_check.py [--segments N] [--terms N] [--processes N]

makes a termbase of dictionary words (by default 100,000 terms) and checks 10,000 segments of the
texts in `tests/data/checking`, repeated with other numbers; prints seconds of the processor (of all
processes) and of the clock from the first segment to the last finding, those to load the terms, the
peak memory of the first process and of the largest other, and how busy the machine was.

    python tests/benchmarks/bench_check.py --megabytes N [--form tmx|xlf] [--report FORMAT]

writes such a file of N MB in a temporary folder, checks it and writes the report there.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from glossary.checking.checker import Checker
from glossary.checking.expectations import TermsToCheck
from glossary.checking.reports import FORMATS, written
from glossary.checking.reports.plain import Checked
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.exchange.xml import escape
from glossary.mining.knowledge import lexicon
from glossary.operations.checking import check
from glossary.operations.options import FileToCheck
from tests.checking.corpus import rows_of, texts
from tests.checking_samples import terms_of

_SELF, _OTHERS = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
_FILES = {
    ".tmx": (
        '<tmx version="1.4"><header srclang="en"/><body>\n',
        '<tu tuid="{number}"><tuv xml:lang="en"><seg>{en}</seg></tuv>'
        '<tuv xml:lang="{zh}"><seg>{target}</seg></tuv></tu>\n',
        "</body></tmx>\n",
    ),
    ".xlf": (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
        'source-language="en" target-language="zh-TW" datatype="plaintext"><body>\n',
        '<trans-unit id="{number}"><source>{en}</source>'
        '<target xml:lang="{zh}">{target}</target></trans-unit>\n',
        "</body></file></xliff>\n",
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--terms", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--megabytes", type=int, default=0)
    parser.add_argument("--form", choices=("tmx", "xlf"), default="tmx")
    parser.add_argument("--report", choices=FORMATS, default="json")
    said = parser.parse_args()
    began = time.process_time()
    terms = made(said.terms)
    print(f"terms loaded in {time.process_time() - began:.1f} s of a processor")
    if said.megabytes:
        of_file(terms, said)
    else:
        for source in ("zh", "en"):
            of_segments(terms, source, said)
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (_SELF, _OTHERS))
    print("peak memory {:,.0f} MB, of another process {:,.0f} MB".format(*peaks))
    print("load of the machine {:.1f}, {:.1f}, {:.1f}".format(*os.getloadavg()))


def of_segments(terms: TermsToCheck, source: str, said: argparse.Namespace) -> None:
    segments = list(islice(repeated(source), said.segments))
    checker = Checker(terms, CheckSettings(), said.processes)
    began, wall = _processor(), time.perf_counter()
    found = sum(1 for _ in checker.findings(segments))
    spent, passed = _processor() - began, time.perf_counter() - wall
    print(
        f"from {source}: {len(segments):,} segments, {checker.counted.terms:,} terms met, "
        f"{found:,} findings in {spent:.1f} s of a processor, {passed:.1f} s of the clock"
    )


def of_file(terms: TermsToCheck, said: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"large.{said.form}"
        write(path, said.megabytes * 1_000_000)
        began, wall = _processor(), time.perf_counter()
        report = check(terms, FileToCheck(path, processes=said.processes))
        spent, passed = _processor() - began, time.perf_counter() - wall
        size, counted = path.stat().st_size / 1e6, report.counted
        print(f"{size:,.0f} MB of {said.form} in {spent:.0f} s of a processor, {passed:.0f} s")
        print(
            f"{counted.segments:,} segments, {len(report.findings):,} findings, "
            f"{len(report.refused):,} units refused"
        )
        began, target = _processor(), Path(folder) / "report"
        checked = Checked(path.name, counted.segments, counted.terms, report.findings)
        with target.open("w", encoding="utf-8") as stream:
            stream.writelines(written(said.report, checked))
        print(
            f"{said.report} of {target.stat().st_size / 1e6:,.0f} MB written in "
            f"{_processor() - began:.0f} s of a processor"
        )


def write(path: Path, size: int) -> None:
    """A file of some size, in which every thousandth unit cannot be used."""
    head, unit, tail = _FILES[path.suffix]
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head)
        for segment in repeated("en"):
            zh = "ja" if segment.number % 1000 == 0 else "zh-TW"
            en, target = escape(segment.source.text), escape(segment.target.text)
            stream.write(unit.format(number=segment.number, en=en, zh=zh, target=target))
            if segment.number % 100 == 0 and stream.tell() > size:
                break
        stream.write(tail)


def _processor() -> float:
    """Seconds of all processes, of those that have ended but for this one."""
    return sum(
        usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (_SELF, _OTHERS))
    )


def made(count: int) -> TermsToCheck:
    """The titles and definitions of the texts, and words of the dictionary up to `count`."""
    entries = {
        f"t{n}": [("en", en), ("zh-Hant-TW", zh)]
        for n, (_, zh, en) in enumerate(rows_of("terms.tsv"))
    }
    for n, word in enumerate(lexicon._entries()):
        if len(entries) * 2 >= count:
            break
        if len(word) > 2:
            entries[f"w{n}"] = [("en", f"headword {n} of many"), ("zh-Hant-TW", word)]
    return terms_of(entries)


def repeated(source: str):
    for number, segment in enumerate(cycle(s for t in texts() for s in t.segments(source)), 1):
        side = segment.target
        target = SegmentSide(side.tag, f"{side.text} {number}")
        made: BilingualSegment = replace(segment, number=number, target=target)
        yield made


if __name__ == "__main__":
    main()
