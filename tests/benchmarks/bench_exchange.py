"""Speed and memory of reading and writing TBX, as ratios to the minimum with lxml.

    python tests/benchmarks/bench_exchange.py [--entries 1000000] [--stored 100000]

Prints, for one generated file: the time of `lxml.iterparse` with clear (all end events) over it;
of reading it as values; of writing the values; of `etree.xmlfile` writing the same elements; and
the peak memory of the process that reads, and of the one that writes.

Then the same with a database, for a file of `--stored` entries: imported into an empty database,
exported from it, and imported again with every tenth definition changed, which is a three-way merge
with what was exported. At 1,000,000 that takes half an hour and 6 GB of disk.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from glossary.exchange import read_entries, write_entries
from glossary.exchange.tbx.dialects import NAMESPACE
from glossary.model import ConceptEntry, Context, LanguageSection, TermSection
from glossary.termbase import Termbase

SUBJECTS = ("security", "economy", "technology", "diplomacy")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entries(count: int, changed: int = 0) -> Iterator[ConceptEntry]:
    """Typical entries: three languages, definition, context, status. One in `changed` has another
    definition."""
    for n in range(count):
        definition = f"the treaty with the number {n}"
        if changed and n % changed == 0:
            definition += ", amended"
        english = TermSection(
            f"alliance number {n}",
            "preferred",
            "noun",
            "fullForm",
            contexts=(Context(f"The alliance number {n} was signed.", "treaty.txt"),),
        )
        yield ConceptEntry(
            f"c{n}",
            (
                LanguageSection("en", (english,), definition),
                LanguageSection("zh-Hant-TW", (TermSection(f"聯盟第{n}號", "preferred"),)),
                LanguageSection("zh-Hans-CN", (TermSection(f"联盟第{n}号"),)),
            ),
            SUBJECTS[n % 4],
        )


class _Nowhere(io.RawIOBase):
    """Discards everything written to it."""

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
    """Write the same elements with `etree.xmlfile`, making the entries as in `write`."""
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
    """(seconds, peak MB, result) of work in its own process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (work, argument))


def _timed(work: Callable[..., int], argument: object) -> tuple[float, float, int]:
    start = time.perf_counter()
    result = work(argument)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - start, peak, result


# ---------------------------------------------------------------- with a database


def take_in(places: tuple[Path, Path]) -> int:
    """Import a file into a database; returns how many entries were new or changed."""
    database, path = places
    termbase = Termbase.open(database)
    counts = termbase.read(path).counts
    termbase.close()
    return counts["new"] + counts["changed"]


def give_out(database: Path) -> int:
    termbase = Termbase.open(database)
    written = termbase.write(_Nowhere()).written  # type: ignore[arg-type]
    termbase.close()
    return written


def make_file(path: Path, count: int, changed: int = 0) -> None:
    with path.open("wb") as handle:
        write_entries(entries(count, changed), handle, "archive")
    print(f"{count:,} entries, {path.stat().st_size / 1e6:,.0f} MB")


def show(name: str, seconds: float, base: float = 0.0, peak: float = 0.0) -> None:
    ratio = f"  ratio {seconds / base:.2f}  {peak:.0f} MB" if base else ""
    print(f"{name:28}{seconds:8.2f} s{ratio}", flush=True)


def with_values(folder: Path, count: int) -> None:
    path = folder / "big.tbx"
    make_file(path, count)
    plain, _, _ = measured(parse, path)
    show("iterparse with clear", plain)
    seconds, peak, got = measured(read, path)
    show("file to values", seconds, plain, peak)
    assert got == count
    made, _, _ = measured(make, count)
    show("making the values", made)
    print("  (taken off the next two)")
    plain, _, _ = measured(write_plainly, count)
    show("xmlfile, the same elements", plain - made)
    seconds, peak, _ = measured(write, count)
    show("values to file", seconds - made, plain - made, peak)


def with_database(folder: Path, count: int) -> None:
    path, database = folder / "stored.tbx", folder / "stored.db"
    make_file(path, count)
    plain, _, _ = measured(parse, path)
    show("iterparse with clear", plain)
    seconds, peak, got = measured(take_in, (database, path))
    show("file to empty database", seconds, plain, peak)
    assert got == count
    made, _, _ = measured(make, count)
    wrote, _, _ = measured(write_plainly, count)
    show("xmlfile, the same elements", wrote - made)
    seconds, peak, got = measured(give_out, database)
    show("database to file", seconds, wrote - made, peak)
    assert got == count
    make_file(path, count, changed=10)
    seconds, peak, got = measured(take_in, (database, path))
    show("changed file to database", seconds, plain, peak)
    assert got == len(range(0, count, 10))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--stored", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.entries:
            with_values(Path(folder), asked.entries)
        if asked.stored:
            with_database(Path(folder), asked.stored)


if __name__ == "__main__":
    main()
