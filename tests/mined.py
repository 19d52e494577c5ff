"""What mining gets wrong on texts whose answer is known, for the benchmark of constants.

The texts are those in `seeds/annotated` and the documents of the demo. `beads` and `paragraphs`
look at the alignment alone, `as_they_stand` at what layout gives, `pairs` and `demo` at what comes
out in the end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from itertools import accumulate, chain, pairwise
from pathlib import Path

from glossary.documents import parse, read
from glossary.mining import layout
from glossary.mining.align import alignment
from glossary.mining.align.alignment import align
from glossary.mining.fit.annotated import read_beads
from glossary.mining.fit.corpora import ANNOTATED, annotation_files, texts
from glossary.mining.fit.evaluate import PROPOSED
from glossary.mining.fit.report import measured
from glossary.mining.run import MiningRun
from glossary.model import AlignedPair, Document
from tests.main_job import GOLDEN, ROOT
from tests.main_job import mined as candidates_of

Beads = list[tuple[tuple[str, ...], tuple[str, ...]]]


def beads() -> int:
    """Beads aligned by hand that are missed, and others that are found.

    Each document once as one paragraph, and once as paragraphs among those of its neighbours in
    one language only: what is translated has to be told from what is not.
    """
    tables = [read_beads(path) for path in sorted((ANNOTATED / "own").glob("*.tsv"))]
    wrong = 0
    for table in tables:
        wrong += _differing(table, _document([table], "zh", ""), _document([table], "en", " "))
    for before, table, after in zip(tables[::4], tables[1::4], tables[2::4], strict=False):
        zh, en = _document([before, table], "zh"), _document([table, after], "en")
        wrong += _differing(table, zh, en)
    return wrong


def paragraphs() -> int:
    """Beads of sentences from paragraphs that are no translations of each other, and sentences
    of a translated paragraph that stay alone: every sixth passage of the book, laws and guide."""
    found = 0
    paths = annotation_files([ANNOTATED / name for name in ("laws", "plurality", "vue")])
    for path in paths[::6]:
        zh, en = texts(path)
        starts = _starts(zh), _starts(en)
        for bead in align(zh, en):
            places = _paragraphs(bead, *starts)
            found += 1 if not all(places) or places[0] != places[1] else 0
    return found


def pairs() -> int:
    """Term pairs that are not proposed, and wrong ones that are: every twentieth document."""
    wrong = 0
    for path in annotation_files([ANNOTATED])[::20]:
        found = measured(path)
        taken = [right for confidence, right in found.pairs if confidence >= PROPOSED]
        wrong += found.wanted + len(taken) - 2 * sum(taken)
    return wrong


def as_they_stand() -> int:
    """Pairs of `tests/golden` that are given by layout, headings or tables and not found in the
    documents of the demo, and others that are found."""
    found: set[tuple[str, str]] = set()
    for path in sorted((ROOT / "seeds" / "documents").iterdir()):
        if ".en." in path.name:
            continue
        translation = path.with_name(path.name.replace(".zh.", ".en."))
        run = MiningRun(read(path), None if translation == path else read(translation))
        pairs = chain(layout.mine(run), alignment.mine(run))
        found |= {(pair.zh, pair.en) for pair in pairs}
    rows = [line.split("\t") for line in _lines(GOLDEN.read_text(encoding="utf-8"))]
    wanted = {(row[4], row[5]) for row in rows if row[3] in ("keyword", "table", "title")}
    return len(wanted - found) + len(found - {(row[4], row[5]) for row in rows})


def demo() -> int:
    """Lines of `tests/golden` and of the exported table that come out otherwise in the demo.

    It is what changes, not what is wrong: a person has read the lines as they are.
    """
    with tempfile.TemporaryDirectory() as folder:
        database, exports = Path(folder) / "demo.db", Path(folder) / "exports"
        _run_demo(database, exports)
        made = _lines(candidates_of(database)) ^ _lines(GOLDEN.read_text(encoding="utf-8"))
        kept, table = (place / "termbase.csv" for place in (ROOT / "exports", exports))
        made |= _lines(table.read_text("utf-8-sig")) ^ _lines(kept.read_text("utf-8-sig"))
    return len(made)


SUITES = {
    "beads": beads,
    "paragraphs": paragraphs,
    "as they stand": as_they_stand,
    "pairs": pairs,
    "demo": demo,
}


def _differing(table: Beads, zh: Document, en: Document) -> int:
    found = {(pair.zh, pair.en) for pair in align(zh, en) if pair.zh and pair.en}
    return len(found ^ {bead for bead in table if all(bead)})


def _document(tables: Iterable[Beads], language: str, between: str = "\n\n") -> Document:
    """One side of some documents; `between` stands after each bead."""
    inner = " " if language == "en" else ""
    sides = (bead[language == "en"] for table in tables for bead in table)
    return parse(between.join(map(inner.join, filter(None, sides))).encode(), f"{language}.txt")


def _starts(document: Document) -> list[int]:
    """Where the paragraphs of a text begin that has a blank line between them."""
    sizes = (len(paragraph) + 2 for paragraph in document.text.split("\n\n"))
    return list(accumulate(sizes, initial=0))


def _paragraphs(bead: AlignedPair, zh: list[int], en: list[int]) -> tuple[set[int], set[int]]:
    """The numbers of the paragraphs that a bead's sentences stand in, by language."""
    sides = (bead.zh_spans, zh), (bead.en_spans, en)
    left, right = ({_number(span[0], starts) for span in spans} for spans, starts in sides)
    return left, right


def _number(place: int, starts: list[int]) -> int:
    return next(n for n, (a, b) in enumerate(pairwise(starts)) if a <= place < b)


def _run_demo(database: Path, exports: Path) -> None:
    from click.testing import CliRunner

    from glossary.cli import cli

    options = ["--db", str(database), "demo", "--no-serve", "--exports", str(exports)]
    done = CliRunner(env={"GLOSSARY_DB": None}).invoke(cli, options)
    assert done.exit_code == 0, done.output


def _lines(text: str) -> set[str]:
    return set(text.splitlines())
