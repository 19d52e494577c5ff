"""Work on inputs of every shape: reading, mining, importing, looking up."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from shapes import DOCUMENTS, IMPORTS, LONG_TEXTS

from glossary import documents, mining
from glossary.errors import GlossaryError
from glossary.exchange import ReadOptions, read_entries, read_units
from glossary.mining import layout
from glossary.mining.align.alignment import align
from glossary.mining.gloss import miner
from glossary.mining.run import MiningRun
from glossary.model import Document
from glossary.operations.proof import check
from glossary.termbase import Termbase

Work = Callable[[], object]


def prepared(kind: str, shape: str, size: int, termbase: Termbase) -> Work:
    """The work to be timed, with its input prepared; `size` in characters."""
    if kind == "look":
        verb, _, of = shape.partition(" ")
        text = LONG_TEXTS[of](size)
        return lambda: getattr(termbase, verb)(text)
    if kind == "import":
        name, make, read = IMPORTS[shape]
        data = make(size)
        reader = read_entries if read == "entries" else read_units
        return lambda: sum(
            1 for _ in reader(data, name, ReadOptions(on_error=lambda line, reason: None))
        )
    name, make = DOCUMENTS[shape]
    data = make(size)
    if kind == "read":
        return lambda: documents.parse(data, name)
    try:
        document = documents.parse(data, name)
    except GlossaryError:
        return lambda: None  # refused: `read` times that
    does = {"scan": _scan, "align": align, "mine": _mine}[kind]
    return lambda: does(document)


def _scan(document: Document) -> None:
    run = MiningRun(document)
    list(layout.mine(run))
    list(miner.mine(run))


def _mine(document: Document) -> None:
    for proposal in mining.mine(document).proposals:
        for evidence in proposal.evidence:
            check(evidence, proposal.zh, proposal.en, {document.sha256: document.text}.get)


def kinds(termbase: Termbase) -> Iterator[tuple[str, str]]:
    for kind in ("read", "scan", "align", "mine"):
        yield from ((kind, shape) for shape in DOCUMENTS)
    yield from (("import", shape) for shape in IMPORTS)
    verbs = ("search", "recognize", "fuzzy_matches", "concordance")
    yield from (("look", f"{verb} {of}") for verb in verbs for of in LONG_TEXTS)


def seconds(work: Work, runs: int = 2) -> float:
    """Processor seconds of one run; if it is short, the best of several."""
    best = math.inf
    for _ in range(runs):
        began = time.process_time()
        with suppress(GlossaryError, RecursionError):  # a refusal is a result; its time counts
            work()
        best = min(best, time.process_time() - began)
        if best > 1:
            break
    return best
