"""Speed and memory of TBX in and out, as ratios to lxml doing the least that could be done.

    python tests/benchmarks/bench_exchange.py [ENTRIES]      default 1,000,000

Prints, for one generated file: the time of `lxml.iterparse` with clear (all end events) over it;
of reading it to values; of writing the values; of `etree.xmlfile` writing the same elements; and
the peak memory of the process that reads, and of the one that writes.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from glossary.exchange import read_entries, write_entries
from glossary.exchange.dialects import NAMESPACE
from glossary.model import ConceptEntry, Context, LanguageSection, TermSection

SUBJECTS = ("security", "economy", "technology", "diplomacy")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entries(count: int) -> Iterator[ConceptEntry]:
    """Entries as a termbase has them: three languages, definition, context, status."""
    for n in range(count):
        english = TermSection(
            f"alliance number {n}", "preferred", "noun", "fullForm",
            contexts=(Context(f"The alliance number {n} was signed.", "treaty.txt"),),
        )  # fmt: skip
        yield ConceptEntry(
            f"c{n}",
            (
                LanguageSection("en", (english,), f"the treaty with the number {n}"),
                LanguageSection("zh-Hant-TW", (TermSection(f"聯盟第{n}號", "preferred"),)),
                LanguageSection("zh-Hans-CN", (TermSection(f"联盟第{n}号"),)),
            ),
            SUBJECTS[n % 4],
        )


class _Nowhere(io.RawIOBase):
    """Takes bytes and forgets them."""

    def write(self, data) -> int:  # type: ignore[no-untyped-def, override]
        return len(data)


def parse(path: Path) -> int:
    count = 0
    for _, element in etree.iterparse(str(path)):
        count += element.tag.endswith("conceptEntry")
        element.clear()
    return count


def read(path: Path) -> int:
    with path.open("rb") as handle:
        return sum(1 for _ in read_entries(handle, path.name))


def make(count: int) -> int:
    return sum(1 for _ in entries(count))


def write(count: int) -> int:
    return write_entries(entries(count), _Nowhere(), "archive").written  # type: ignore[arg-type]


def q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def write_plainly(count: int) -> int:
    """The same elements by `etree.xmlfile`, the entries made as in `write`."""
    file_of = etree.xmlfile(_Nowhere(), encoding="utf-8")
    with file_of as file, file.element(q("tbx"), nsmap={None: NAMESPACE}):
        for entry in entries(count):
            with file.element(q("conceptEntry"), {"id": entry.id}):
                _leaf(file, q("descrip"), "subjectField", entry.subject)
                for section in entry.languages:
                    _section(file, section)
    return count


def _section(file, section: LanguageSection) -> None:  # type: ignore[no-untyped-def]
    with file.element(q("langSec"), {XML_LANG: section.tag}):
        if section.definition:
            _leaf(file, q("descrip"), "definition", section.definition)
        for term in section.terms:
            with file.element(q("termSec")):
                with file.element(q("term")):
                    file.write(term.text)
                _leaf(file, q("termNote"), "administrativeStatus", f"{term.status}Term-admn-sts")
                if term.part_of_speech:
                    _leaf(file, q("termNote"), "partOfSpeech", term.part_of_speech)
                    _leaf(file, q("termNote"), "termType", term.term_type)
                for context in term.contexts:
                    with file.element(q("descripGrp")):
                        _leaf(file, q("descrip"), "context", context.text)
                        _leaf(file, q("admin"), "source", context.source)


def _leaf(file, tag: str, kind: str, text: str) -> None:  # type: ignore[no-untyped-def]
    with file.element(tag, {"type": kind}):
        file.write(text)


def measured(work: Callable[..., int], argument: object) -> tuple[float, float, int]:
    """(seconds, peak MB, result) of work in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (work, argument))


def _timed(work: Callable[..., int], argument: object) -> tuple[float, float, int]:
    start = time.perf_counter()
    result = work(argument)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - start, peak, result


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.tbx"
        with path.open("wb") as handle:
            write_entries(entries(count), handle, "archive")
        print(f"{count:,} entries, {path.stat().st_size / 1e6:,.0f} MB")
        plain, _, _ = measured(parse, path)
        print(f"iterparse with clear        {plain:8.2f} s")
        seconds, peak, got = measured(read, path)
        ratio = f"ratio {seconds / plain:.2f}"
        print(f"file to values              {seconds:8.2f} s  {ratio}  {peak:.0f} MB")
        assert got == count
        made, _, _ = measured(make, count)
        plain, _, _ = measured(write_plainly, count)
        seconds, peak, _ = measured(write, count)
        print(f"making the values           {made:8.2f} s (taken off the next two)")
        print(f"xmlfile, the same elements  {plain - made:8.2f} s")
        print(
            f"values to file              {seconds - made:8.2f} s  "
            f"ratio {(seconds - made) / (plain - made):.2f}  {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
