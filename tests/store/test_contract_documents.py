"""The contract of a store: documents, the beads of their alignments, evidence that follows them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.errors import NotFound
from glossary.model import AlignedPair, Evidence, Proposal, TranslationUnit, Variant
from glossary.store.base import CandidateFilter, Followed, NewBead, Store, StoredBead
from tests.samples import AT, LATER, document, proposal

TEXT = "學者說安全困境（security dilemma）沒有出路。\n又說小院高牆（small yard, high fence）管用。"

ZH = "潮水來了。船回港。燈亮了。"
EN = "The tide came. Ships came home. Lamps were lit."
CHINESE, ENGLISH = document(ZH, "port.zh.txt"), document(EN, "port.en.txt")
PARTS = (
    ("潮水來了。", "The tide came."),
    ("船回港。", "Ships came home."),
    ("燈亮了。", "Lamps were lit."),
)


def pair_of(first: int, last: int) -> AlignedPair:
    """The bead of some of the sentences."""
    chosen = PARTS[first:last]
    zh, en = tuple(p[0] for p in chosen), tuple(p[1] for p in chosen)
    return AlignedPair(
        zh, en, tuple(_span(ZH, z) for z in zh), tuple(_span(EN, e) for e in en), 0.9
    )


def _span(text: str, piece: str) -> tuple[int, int]:
    return text.index(piece), text.index(piece) + len(piece)


def unit_of(pair: AlignedPair) -> TranslationUnit:
    zh, en = "".join(pair.zh), " ".join(pair.en)
    return TranslationUnit(Variant("zh-Hant", zh), Variant("en", en), "port.zh.txt", "ada", AT)


def new_bead(first: int, last: int) -> NewBead:
    pair = pair_of(first, last)
    return NewBead(pair.zh_spans[0][0] + pair.en_spans[0][0], pair, unit_of(pair))


def evidence(zh: str, en: str) -> Evidence:
    """Evidence of a pair of words in the two texts."""
    return Evidence(
        "port.zh.txt",
        CHINESE.sha256,
        ZH,
        EN,
        _span(ZH, zh),
        _span(EN, en),
        1,
        "parallel",
        0.9,
        "port.en.txt",
        ENGLISH.sha256,
    )


@pytest.fixture
def aligned(store: Store) -> Store:
    """Two texts whose sentences are aligned: the first two in one bead, the third in another."""
    with store.transaction():
        for each in (CHINESE, ENGLISH):
            store.put_document(each, AT)
        found = [Proposal("潮水", "tide", "term", "parallel", 0.9, (evidence("潮水", "tide"),))]
        found.append(
            Proposal("潮水", "Ships", "term", "parallel", 0.4, (evidence("潮水", "Ships"),))
        )
        store.propose(found, "", AT)
        step = store.new_step("mine", "ada", AT, "port.zh.txt")
        beads = [new_bead(0, 2), new_bead(2, 3)]
        store.put_alignment(CHINESE.sha256, ENGLISH.sha256, "port.zh.txt", beads, step)
        store.put_units([b.unit for b in beads if b.unit], step)
    return store


def beads_of(store: Store) -> list[StoredBead]:
    (alignment,) = store.alignments(CHINESE.sha256)
    return store.beads(alignment.id)


def split(store: Store) -> tuple[int, Followed]:
    """Split the first bead between its sentences, and let the memory follow."""
    with store.transaction():
        old, step = beads_of(store)[:1], store.new_step("align", "ada", LATER)
        new = store.replace_beads(old, [new_bead(0, 1), new_bead(1, 2)], step)
        store.drop_bead_units([unit_of(bead.pair) for bead in old])
        store.put_units([unit_of(bead.pair) for bead in new], step)
        return step, store.follow_beads(old, new, step)


def states(store: Store) -> dict[str, str]:
    return {c.en: c.state for c in store.candidates(CandidateFilter(state=None))}


# ---------------------------------------------------------------- documents


def test_documents_are_kept_once_by_their_hash(store: Store) -> None:
    with store.transaction():
        store.put_document(document(TEXT), AT)
        store.put_document(document(TEXT, "copy.md"), LATER)
    assert store.document_text(document(TEXT).sha256) == TEXT
    assert store.document_text("0" * 64) is None
    assert store.counts()["documents"] == 1


@pytest.mark.parametrize("text", ["", "\r\n\t\0", "𠮷🙂" * 10_000, "\ud800"], ids=repr)
def test_any_text_of_a_document_comes_back(store: Store, text: str) -> None:
    with store.transaction():
        store.put_document(replace(document("x"), text=text), AT)
    assert store.document_text(document("x").sha256) == text


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("學者說安全困境沒有出路。", ("zh",)),
        ("Nobody knows a way out.", ("en",)),
        ("學者說沒有出路。 Nobody knows a way out of it, says the scholar.", ("en", "zh")),
        ("學者" * 40 + "（security dilemma）", ("zh",)),
        ("1 2 3", ()),
    ],
)
def test_a_document_is_listed_with_its_languages(
    store: Store, text: str, languages: tuple[str, ...]
) -> None:
    with store.transaction():
        store.put_document(document(text), AT)
    (found,) = store.documents()
    assert (found.name, found.languages, found.length) == ("paper.md", languages, len(text))
    assert store.document(found.sha256) == found
    with pytest.raises(NotFound, match="no document"):
        store.document("0" * 64)


def test_documents_come_the_last_one_first_with_what_they_prove(aligned: Store) -> None:
    with aligned.transaction():
        aligned.put_document(document(TEXT, "later.md"), LATER)
        for candidate in aligned.candidates()[:1]:
            aligned.set_candidate(replace(candidate, state="approved"))
    assert aligned.count_documents() == 3
    assert [d.name for d in aligned.documents(limit=1)] == ["later.md"]
    both = aligned.documents(offset=1)
    assert {d.sha256 for d in both} == {CHINESE.sha256, ENGLISH.sha256}
    assert [d.candidates for d in both] == [{"approved": 1, "proposed": 1}] * 2


def test_marks_are_those_of_a_piece_of_the_text(aligned: Store) -> None:
    assert [m.candidate.en for m in aligned.marks(CHINESE.sha256, 0, 5)] == ["tide", "Ships"]
    assert aligned.marks(CHINESE.sha256, 5, 100) == []
    ships = EN.index("Ships")
    (mark,) = aligned.marks(ENGLISH.sha256, ships, ships + 1)
    assert (mark.candidate.zh, mark.evidence.en_span) == ("潮水", (ships, ships + 5))


def test_marks_in_one_document_of_both_languages(store: Store) -> None:
    given = proposal("安全困境", "security dilemma")
    with store.transaction():
        store.propose([given], "", AT)
    where = given.evidence[0]
    for start in (where.zh_span[0], where.en_span[0]):
        (mark,) = store.marks(where.document_sha256, start, start + 1)
        assert mark.evidence == where and mark.candidate.state == "proposed"


# ---------------------------------------------------------------- alignments


def test_an_alignment_is_found_from_both_documents(aligned: Store) -> None:
    (alignment,) = aligned.alignments(ENGLISH.sha256)
    assert aligned.alignments(CHINESE.sha256) == [alignment] == [aligned.alignment(alignment.id)]
    assert (alignment.document, alignment.beads, alignment.units) == ("port.zh.txt", 2, 2)
    assert [bead.pair for bead in beads_of(aligned)] == [pair_of(0, 2), pair_of(2, 3)]
    assert aligned.beads(alignment.id, limit=1, offset=1) == beads_of(aligned)[1:]
    with pytest.raises(NotFound):
        aligned.alignment(alignment.id + 1)


def test_mining_again_leaves_an_alignment_as_it_is(aligned: Store) -> None:
    before = beads_of(aligned)
    with aligned.transaction():
        step = aligned.new_step("mine", "ada", LATER)
        aligned.put_alignment(CHINESE.sha256, ENGLISH.sha256, "x", [new_bead(0, 3)], step)
    assert beads_of(aligned) == before


def test_nothing_aligned_is_no_alignment(store: Store) -> None:
    with store.transaction():
        store.put_alignment("a", "b", "x", [], store.new_step("mine", "", AT))
    assert store.alignments("a") == []


def test_beads_know_their_neighbours(aligned: Store) -> None:
    first, second = beads_of(aligned)
    assert aligned.beads_beside(first) == (None, second)
    assert aligned.beads_beside(second) == (first, None)
    assert aligned.bead(second.id) == second
    with pytest.raises(NotFound, match="no bead"):
        aligned.bead(10**6)


# ---------------------------------------------------------------- corrections


def test_a_correction_replaces_beads_in_their_place(aligned: Store) -> None:
    old = beads_of(aligned)
    step, _ = split(aligned)
    assert [b.pair for b in beads_of(aligned)] == [pair_of(0, 1), pair_of(1, 2), pair_of(2, 3)]
    assert aligned.bead(old[0].id).removed == step
    replaced, added = aligned.step_beads(step)
    assert ([b.id for b in replaced], added) == ([old[0].id], beads_of(aligned)[:2])


def test_the_memory_follows(aligned: Store) -> None:
    split(aligned)
    held = {unit.zh.text for unit in aligned.all_units()}
    assert held == {"潮水來了。", "船回港。", "燈亮了。"}


def test_a_unit_that_another_bead_has_or_that_was_imported_stays(aligned: Store) -> None:
    first = unit_of(pair_of(0, 2))
    other = TranslationUnit(Variant("zh", "浮橋"), Variant("en", "pontoon"))
    with aligned.transaction():
        aligned.put_units([other], aligned.new_step("import", "", AT))
        assert aligned.drop_bead_units([first, other]) == 0
    assert len(list(aligned.all_units())) == 3


def test_evidence_that_stands_apart_is_withdrawn_and_comes_back(aligned: Store) -> None:
    step, followed = split(aligned)
    ships = next(c for c in aligned.candidates(CandidateFilter(state=None)) if c.en == "Ships")
    assert followed == Followed(lost=(ships.id,))
    assert states(aligned) == {"tide": "proposed", "Ships": "withdrawn"}
    assert [m.candidate.en for m in aligned.marks(CHINESE.sha256, 0, 5)] == ["tide"]
    assert aligned.candidate(ships.id).evidence, "what it was mined from is still told"
    with aligned.transaction():
        old, new = aligned.step_beads(step)
        undoing = aligned.new_step("undo", "ada", LATER)
        aligned.restore_beads(step, undoing)
        assert aligned.follow_beads(new, old, undoing) == Followed(regained=(ships.id,))
    assert states(aligned) == {"tide": "proposed", "Ships": "proposed"}
    assert [bead.pair for bead in beads_of(aligned)] == [pair_of(0, 2), pair_of(2, 3)]


def test_mining_again_does_not_bring_it_back_but_other_evidence_does(aligned: Store) -> None:
    split(aligned)
    again = Proposal("潮水", "Ships", "term", "parallel", 0.9, (evidence("潮水", "Ships"),))
    with aligned.transaction():
        aligned.propose([again], "", LATER)
    assert states(aligned)["Ships"] == "withdrawn"
    with aligned.transaction():
        aligned.propose([proposal("潮水", "Ships")], "", LATER)
    assert states(aligned)["Ships"] == "proposed"
    found = next(c for c in aligned.candidates() if c.en == "Ships")
    assert [e.document for e in found.evidence] == ["Ships.md"]


def test_a_judged_candidate_stays_as_it_was_judged(aligned: Store) -> None:
    ships = next(c for c in aligned.candidates() if c.en == "Ships")
    with aligned.transaction():
        aligned.set_candidate(replace(ships, state="approved", concept_id="ships"))
    split(aligned)
    assert states(aligned)["Ships"] == "approved"
    with aligned.transaction():  # as the undo of a judgement does
        aligned.set_candidate(replace(ships, state="proposed"))
    assert states(aligned)["Ships"] == "withdrawn"


def test_a_later_correction_of_the_same_beads_stands_upon_the_first(aligned: Store) -> None:
    step, _ = split(aligned)
    assert aligned.steps_upon(step) == []
    with aligned.transaction():
        later = aligned.new_step("align", "ada", LATER)
        aligned.replace_beads(beads_of(aligned)[:2], [new_bead(0, 2)], later)
    assert [each.id for each in aligned.steps_upon(step)] == [later]
