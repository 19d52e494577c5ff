"""A source and its translation with a stored alignment: what tests of corrections begin with."""

from __future__ import annotations

from dataclasses import replace

from glossary import documents
from glossary.model import AlignedPair, Document, Evidence, Proposal, Span
from glossary.operations.realigning import new_beads
from glossary.store.base import StoredBead
from glossary.termbase import Termbase

ZH = "潮水來了。船回港。\n燈**亮**了，人睡了。\n"
EN = "The tide came. Ships came home.\nLamps were *lit*, and people slept.\n"
BEADS = (
    (("潮水來了。", "船回港。"), ("The tide came.", "Ships came home.")),
    (("燈亮了，人睡了。",), ("Lamps were lit, and people slept.",)),
)
_SHOWN = {"燈亮了，人睡了。": "燈**亮**了，人睡了。"}
_SHOWN |= {"Lamps were lit, and people slept.": "Lamps were *lit*, and people slept."}


def read() -> tuple[Document, Document]:
    zh = documents.parse(ZH.encode(), "port.zh.md")
    return zh, documents.parse(EN.encode(), "port.en.md")


def _span(text: str, piece: str) -> Span:
    shown = _SHOWN.get(piece, piece)
    return text.index(shown), text.index(shown) + len(shown)


def pairs() -> list[AlignedPair]:
    return [
        AlignedPair(
            zh,
            en,
            tuple(_span(ZH, each) for each in zh),
            tuple(_span(EN, each) for each in en),
            0.9,
        )
        for zh, en in BEADS
    ]


def proposed(zh: str, en: str, confidence: float = 0.8) -> Proposal:
    """A pair of words of the two texts, with its evidence."""
    chinese, english = read()
    evidence = Evidence(
        chinese.name,
        chinese.sha256,
        next(s for beads in BEADS for s in beads[0] if zh in s),
        next(s for beads in BEADS for s in beads[1] if en in s),
        _span(ZH, zh),
        _span(EN, en),
        1,
        "parallel",
        confidence,
        english.name,
        english.sha256,
    )
    return Proposal(zh, en, "term", "parallel", confidence, (evidence,))


def store_in(termbase: Termbase) -> None:
    """As mining leaves them: documents, beads, their units, and three pairs of which one is
    wrong."""
    at = termbase.clock()
    zh, en = read()
    beads = list(new_beads(pairs(), zh.name))
    found = [proposed("潮水", "tide"), proposed("船", "Ships", 0.7), proposed("潮水", "Ships", 0.3)]
    with termbase.store.transaction():
        for each in (zh, en):
            termbase.store.put_document(each, at)
        termbase.store.propose(found, "", at)
        step = termbase.store.new_step("mine", "ada", at, zh.name)
        termbase.store.put_alignment(zh.sha256, en.sha256, zh.name, beads, step)
        units = [bead.unit for bead in beads if bead.unit]
        made = (replace(unit, created_by="ada", created_at=at) for unit in units)
        termbase.store.put_units(made, step)


def beads_in(termbase: Termbase) -> list[StoredBead]:
    (alignment,) = termbase.alignments(read()[0].sha256)
    return termbase.beads(alignment.id)
