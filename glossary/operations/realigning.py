"""Alignments as they are stored, and corrected by a person: join, split, move.

A correction replaces one or two beads as one step. The memory follows: the pairs of the old beads
go, those of the new ones come. So does evidence: where both terms of it stood in one bead and stand
apart now, it is withdrawn, and so is a candidate that nobody has judged and that has no other.
Judged candidates stay as they are, and so do entries: their sentences still stand where they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from glossary.errors import ConflictError, InvalidInput
from glossary.mining import side_text, unit_of
from glossary.model import AlignedPair, Language, Span, TranslationUnit
from glossary.operations.clock import Clock
from glossary.operations.options import BeadCorrection
from glossary.operations.proof import stripped
from glossary.store.base import Followed, NewBead, Store, StoredBead

ALIGN = "align"
"""The verb of a step that corrected an alignment."""


@dataclass(frozen=True, slots=True)
class Realigned:
    """What a correction did: its step, the beads there were and there are, how many units of the
    memory it took and added, and which candidates lost evidence or got it back."""

    step: int
    old: tuple[StoredBead, ...]
    new: tuple[StoredBead, ...]
    units_dropped: int
    units_added: int
    followed: Followed


def new_beads(alignment: Sequence[AlignedPair], document: str, first: int = 0) -> Iterator[NewBead]:
    """The beads of an alignment to store, the first at a place."""
    place = first
    for pair in alignment:
        yield NewBead(place, pair, unit_of(pair, document))
        place += _size(pair)


def _size(pair: AlignedPair) -> int:
    """Characters of its sentences in their documents."""
    return sum(end - start for start, end in (*pair.zh_spans, *pair.en_spans))


def correct(store: Store, correction: BeadCorrection, clock: Clock) -> Realigned:
    """Correct an alignment, as one step. Raises NotFound, InvalidInput, ConflictError."""
    at = clock()
    with store.transaction():
        bead = store.bead(correction.bead_id)
        if bead.removed is not None:
            raise ConflictError(f"bead {bead.id} was corrected meanwhile; read the beads again")
        old, pairs = _corrected(store, bead, correction)
        document = _document_of(store, bead)
        step = store.new_step(ALIGN, correction.by, at, f"{document}: {correction.act}")
        new = store.replace_beads(old, new_beads(pairs, document, old[0].place), step)
        dropped, added = _follow_units(store, old, new, document)
        followed = store.follow_beads(old, new, step)
    return Realigned(step, tuple(old), tuple(new), dropped, added, followed)


def take_back(store: Store, step: int, undoing: int) -> None:
    """Put the beads before a correction back, inside the transaction of its undo."""
    old, new = store.step_beads(step)
    document = _document_of(store, old[0])
    store.restore_beads(step, undoing)
    _follow_units(store, new, old, document)
    store.follow_beads(new, old, undoing)


def _document_of(store: Store, bead: StoredBead) -> str:
    return store.alignment(bead.alignment).document


def _follow_units(
    store: Store, old: Iterable[StoredBead], new: Iterable[StoredBead], document: str
) -> tuple[int, int]:
    """(units dropped, units added)"""
    dropped = store.drop_bead_units(unit for bead in old if (unit := unit_of(bead.pair, document)))
    added = 0
    for bead in new:
        if unit := unit_of(bead.pair, document):
            added += store.put_units([_of_step(store, unit, bead.added)], bead.added)
    return dropped, added


def _of_step(store: Store, unit: TranslationUnit, step: int) -> TranslationUnit:
    made = store.step(step)
    return replace(unit, created_by=made.by, created_at=made.at)


# ---------------------------------------------------------------- the three acts


def _corrected(
    store: Store, bead: StoredBead, wanted: BeadCorrection
) -> tuple[list[StoredBead], list[AlignedPair]]:
    """(the beads that are replaced, what replaces them)"""
    if wanted.act == "join":
        _, after = store.beads_beside(bead)
        if after is None:
            raise InvalidInput(f"bead {bead.id} is the last one: there is none to join it with")
        return [bead, after], [_joined(bead.pair, after.pair)]
    if wanted.act == "split":
        return [bead], _split(store, bead, wanted.zh, wanted.en)
    if wanted.act == "move":
        return _moved(store, bead, wanted)
    raise InvalidInput(f"{wanted.act!r} is no correction; say join, split or move")


def _joined(first: AlignedPair, second: AlignedPair) -> AlignedPair:
    return AlignedPair(
        first.zh + second.zh,
        first.en + second.en,
        first.zh_spans + second.zh_spans,
        first.en_spans + second.en_spans,
        1.0,
    )


def _moved(
    store: Store, bead: StoredBead, wanted: BeadCorrection
) -> tuple[list[StoredBead], list[AlignedPair]]:
    """Its last sentence of a language goes to the next bead, or its first to the one before."""
    if wanted.language not in ("zh", "en") or wanted.to not in ("next", "previous"):
        raise InvalidInput("a sentence is moved with its language, zh or en, to next or previous")
    before, after = store.beads_beside(bead)
    beside = after if wanted.to == "next" else before
    if beside is None:
        raise InvalidInput(f"bead {bead.id} has none {'after' if after is None else 'before'} it")
    mine = _sides(bead.pair)[wanted.language]
    if not mine:
        raise InvalidInput(f"bead {bead.id} has no sentence of {wanted.language} to move")
    if wanted.to == "next":
        parts = _shifted(bead.pair, beside.pair, wanted.language, len(mine) - 1)
        return [bead, beside], parts
    theirs = _sides(beside.pair)[wanted.language]
    return [beside, bead], _shifted(beside.pair, bead.pair, wanted.language, len(theirs) + 1)


Sentences = list[tuple[str, Span]]


def _shifted(
    first: AlignedPair, second: AlignedPair, language: Language, count: int
) -> list[AlignedPair]:
    """Two beads of which the first has `count` sentences of a language; one where nothing is left
    of the other."""
    ours, theirs = _sides(first), _sides(second)
    all_of = ours[language] + theirs[language]
    ours[language], theirs[language] = all_of[:count], all_of[count:]
    return [_pair(sides) for sides in (ours, theirs) if sides["zh"] or sides["en"]]


def _sides(pair: AlignedPair) -> dict[Literal["zh", "en"], Sentences]:
    return {
        "zh": list(zip(pair.zh, pair.zh_spans, strict=True)),
        "en": list(zip(pair.en, pair.en_spans, strict=True)),
    }


def _pair(sides: dict[Literal["zh", "en"], Sentences]) -> AlignedPair:
    """What a person put together is sure."""
    zh, en = sides["zh"], sides["en"]
    return AlignedPair(
        tuple(text for text, _ in zh),
        tuple(text for text, _ in en),
        tuple(span for _, span in zh),
        tuple(span for _, span in en),
        1.0,
    )


# ---------------------------------------------------------------- splitting


def _split(store: Store, bead: StoredBead, zh: int, en: int) -> list[AlignedPair]:
    """The bead as two: of each side's text as joined, the first so many characters, and the
    rest."""
    alignment = store.alignment(bead.alignment)
    first: dict[Literal["zh", "en"], Sentences] = {"zh": [], "en": []}
    rest: dict[Literal["zh", "en"], Sentences] = {"zh": [], "en": []}
    given: tuple[tuple[Language, int, str], ...] = (
        ("zh", zh, alignment.zh_sha256),
        ("en", en, alignment.en_sha256),
    )
    for language, at, sha256 in given:
        length = len(side_text(bead.pair, language))
        if not 0 <= at <= length:
            raise InvalidInput(f"{language}: {at} is no place in a text of {length} characters")
        text = store.document_text(sha256) or ""
        first[language], rest[language] = _cut(_sides(bead.pair)[language], at, language, text)
    if not any(first.values()) or not any(rest.values()):
        raise InvalidInput("a bead is split into two: one of them would be empty")
    return [_pair(first), _pair(rest)]


def _cut(
    sentences: Sentences, at: int, language: Language, text: str
) -> tuple[Sentences, Sentences]:
    """The sentences before and after a place in their joined text; the one that it is inside of
    becomes two."""
    before: Sentences = []
    start = 0
    for number, (sentence, span) in enumerate(sentences):
        inside = max(0, at - start)
        if not sentence[:inside].strip():
            return before, sentences[number:]
        if sentence[inside:].strip():
            head, tail = _halves(sentence, span, inside, text)
            return [*before, head], [tail, *sentences[number + 1 :]]
        before.append((sentence, span))
        start += len(sentence) + (language == "en")
    return before, []


def _halves(sentence: str, span: Span, at: int, text: str) -> tuple[tuple[str, Span], ...]:
    """A sentence as two, each with its place in the text."""
    middle = span[0] + _place(sentence, at, text[slice(*span)])
    head, tail = sentence[:at].rstrip(), sentence[at:].lstrip()
    end = span[0] + len(text[span[0] : middle].rstrip())
    return (head, (span[0], end)), (tail, (middle, span[1]))


def _place(sentence: str, at: int, raw: str) -> int:
    """Where the character `at` of a sentence stands in the text as read, with its markup."""
    at += len(sentence[at:]) - len(sentence[at:].lstrip())
    if raw == sentence:
        return at
    shown, read = stripped(sentence), stripped(raw)
    if read.text != shown.text:
        raise InvalidInput("a note stands inside that sentence; split between sentences")
    count = sum(1 for offset in shown.offsets if offset < at)
    return read.offsets[count] if count < len(read.offsets) else len(raw)
