"""The verbs of a termbase: adding, changing, judging, and undoing each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from glossary.errors import ConflictError, InvalidInput, NotFound, StoreError
from glossary.model import ConceptEntry, Document, Found, TermSection
from glossary.operations.mining import Mined
from glossary.store.base import CandidateFilter, ConceptFilter
from glossary.termbase import Termbase
from tests.samples import AT, document, entry, evidence, proposal, unit

TEXT = (
    "他說安全困境理論（security dilemma theory）難解。\n"
    "又說小院高牆（small yard, high fence）管用。"
)
SOURCE = document(TEXT, "folder/paper.md")


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    seconds = count()
    clock: Callable[[], str] = lambda: f"2026-03-01T00:00:{next(seconds):02}Z"  # noqa: E731
    with Termbase.open(tmp_path / "terms.db", clock) as opened:
        yield opened


@pytest.fixture
def mine(termbase: Termbase, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Mined]:
    """Mines SOURCE with miners that find two pairs and a unit."""

    def found(source: Document, *_: object) -> Found:
        pairs = [("安全困境", "security dilemma"), ("小院高牆", "small yard, high fence")]
        proposals = tuple(
            proposal(zh, en, evidence(source, zh, en), confidence=0.9 - n / 10)
            for n, (zh, en) in enumerate(pairs)
        )
        return Found(source, proposals, (unit(),))

    monkeypatch.setattr("glossary.mining.mine", found, raising=False)
    return lambda source=SOURCE, **given: termbase.mine_documents(source, by="ada", **given)


def state(termbase: Termbase) -> object:
    """Everything that an undo must restore."""
    candidates = termbase.candidates(CandidateFilter(state=None))
    units = [(u.zh, u.en) for u in termbase.store.all_units()]
    terms = [(r.concept_id, r.tag, r.text, r.status) for r in termbase.store.term_rows()]
    return list(termbase.concepts()), candidates, units, sorted(terms)


# ---------------------------------------------------------------- adding


def test_adding_a_pair(termbase: Termbase) -> None:
    made = termbase.add(
        " 安全困境 ",
        "security  dilemma",
        subject="security",
        definition="Fear begets fear.",
        zh_context="雙方陷入安全困境。",
        en_context="A security dilemma.",
        source="book",
        note="n",
        by="ada",
    )
    assert made.id == "security-dilemma"
    assert termbase.concept("security-dilemma") == made
    assert [(tag, t.text, t.status) for tag, t in (*made.terms("en"), *made.terms("zh"))] == [
        ("en", "security dilemma", "preferred"),
        ("zh-Hant", "安全困境", "preferred"),
    ]
    assert (made.created_by, made.created_at, made.changed_by) == (
        "ada",
        AT[:10] + "T00:00:00Z",
        "ada",
    )
    assert made.terms("zh")[0][1].contexts[0].source == "book"


def test_the_same_pair_again_is_the_same_entry(termbase: Termbase) -> None:
    made = termbase.add("安全困境", "security dilemma", by="ada")
    again = termbase.add("安全困境", "Security Dilemma", by="bob")
    assert again == made
    assert len(termbase.history(made.id)) == 1, "nothing changed, so there is no step"
    other = termbase.add("安全困境", "security dilemma", new=True)
    assert other.id == "security-dilemma-2"


def test_adding_to_an_entry(termbase: Termbase) -> None:
    made = termbase.add("安全困境", "security dilemma")
    more = termbase.add("安全兩難", "security dilemma", concept_id=made.id, status="deprecated")
    assert [(t.text, t.status) for _, t in more.terms("zh")] == [
        ("安全困境", "preferred"),
        ("安全兩難", "deprecated"),
    ]
    more = termbase.add("安全的困境", "safety dilemma", concept_id=made.id, zh_tag="zh_TW")
    assert [(tag, t.text, t.status) for tag, t in more.terms("zh")][-1] == (
        "zh-Hant-TW",
        "安全的困境",
        "preferred",
    )
    assert [t.status for _, t in more.terms("en")] == ["preferred", "admitted"]
    with pytest.raises(NotFound):
        termbase.add("安全困境", "security dilemma", concept_id="nowhere")


@pytest.mark.parametrize("status", ["admitted", "deprecated"])
def test_a_status_that_was_asked_for_is_kept(termbase: Termbase, status: str) -> None:
    made = termbase.add("安全困境", "security dilemma", status=status)
    assert {t.status for s in made.languages for t in s.terms} == {status}


@pytest.mark.parametrize(
    ("zh", "en", "more", "message"),
    [
        ("", "x", {}, "a Chinese and an English term are wanted"),
        ("安全", " ", {}, "a Chinese and an English term are wanted"),
        ("security", "安全", {}, "the Chinese term comes first"),
        ("安全", "security", {"status": "best"}, "'best' is no status"),
        ("安全", "security", {"zh_tag": "??"}, "'??' is no language tag"),
        ("安\ud800全", "security", {}, "surrogate"),
        ("安全", "secu\x07rity", {}, r"U\+0007 is no text"),
    ],
)
def test_what_cannot_be_added(
    termbase: Termbase, zh: str, en: str, more: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        termbase.add(zh, en, **more)  # type: ignore[arg-type]
    assert termbase.stats()["concepts"] == 0
    assert termbase.store.last_step() is None


@pytest.mark.parametrize(
    ("en", "concept_id"),
    [
        ("U.S.–China talks", "u-s-china-talks"),
        ("5G", "c-5g"),
        ("é", "concept"),
        ("x" * 99, "x" * 60),
    ],
)
def test_ids_are_readable_xml_names(termbase: Termbase, en: str, concept_id: str) -> None:
    assert termbase.add("詞", en).id == concept_id


def test_the_id_of_a_deleted_entry_is_not_given_again(termbase: Termbase) -> None:
    termbase.add("安全困境", "security dilemma")
    termbase.delete("security-dilemma")
    assert termbase.add("安全困境", "security dilemma").id == "security-dilemma-2"


def test_creating_a_whole_entry(termbase: Termbase) -> None:
    made = termbase.create(replace(entry(""), languages=entry(zh_tag="zh_cn").languages), by="ada")
    assert made.id == "security-dilemma"
    assert made.languages[1].tag == "zh-Hans-CN"
    with pytest.raises(ConflictError, match="'security-dilemma' is taken"):
        termbase.create(entry())
    with pytest.raises(InvalidInput):
        termbase.create(ConceptEntry("x", ()))


# ---------------------------------------------------------------- changing


def test_editing_only_what_one_has_read(termbase: Termbase) -> None:
    made = termbase.create(entry())
    revision = termbase.revision(made.id)
    termbase.edit(replace(made, note="mine"), revision=revision, by="ada")
    with pytest.raises(ConflictError, match="changed meanwhile"):
        termbase.edit(replace(made, note="yours"), revision=revision, by="bob")
    with pytest.raises(ConflictError):
        termbase.delete(made.id, revision=revision)
    assert termbase.concept(made.id).note == "mine"
    assert [r.step.by for r in termbase.history(made.id)] == ["", "ada"]


@pytest.mark.parametrize(
    "verb",
    [
        lambda t: t.concept("no"),
        lambda t: t.edit(entry("no")),
        lambda t: t.delete("no"),
        lambda t: t.merge("no", "security-dilemma"),
        lambda t: t.merge("security-dilemma", "no"),
        lambda t: t.history("no"),
        lambda t: t.why("no"),
        lambda t: t.why("7"),
        lambda t: t.why("9" * 5000),
        lambda t: t.judge(7, "approve"),
        lambda t: t.judge(10**30, "approve"),
    ],
)
def test_unknown_ids_are_not_found(termbase: Termbase, verb: Callable[[Termbase], object]) -> None:
    termbase.create(entry())
    before = state(termbase)
    with pytest.raises(NotFound):
        verb(termbase)
    assert state(termbase) == before


def test_merging(termbase: Termbase) -> None:
    termbase.create(entry("a", subject="security"))
    termbase.create(entry("b", zh="安全兩難", en="safety trap"))
    with pytest.raises(InvalidInput, match="two different entries"):
        termbase.merge("a", "a")
    made = termbase.merge("a", "b", by="ada")
    assert [t.text for _, t in made.terms("zh")] == ["安全困境", "安全兩難"]
    with pytest.raises(NotFound):
        termbase.concept("b")
    assert [r.step.verb for r in termbase.history("b")] == ["add", "merge"]


# ---------------------------------------------------------------- undo


def _import_of_many(termbase: Termbase) -> None:
    """Import changed and new entries, and units, in one step."""
    with termbase.store.transaction():
        step = termbase.store.new_step("import", "ada", AT, "file.tbx")
        changed = [entry("a", subject="imported"), *(entry(f"new{n}") for n in range(1200))]
        termbase.store.put_concepts(changed, step)
        termbase.store.put_units([unit(), unit(zh="新的。")], step)


STEPS: dict[str, Callable[[Termbase], object]] = {
    "add": lambda t: t.add("小院高牆", "small yard"),
    "add to an entry": lambda t: t.add("安全兩難", "safety trap", concept_id="a"),
    "create": lambda t: t.create(entry("")),
    "edit": lambda t: t.edit(replace(t.concept("a"), subject="theory", note="x")),
    "delete": lambda t: t.delete("a"),
    "merge": lambda t: t.merge("a", "b"),
    "approve": lambda t: t.judge(1, "approve", by="ada"),
    "approve new": lambda t: t.judge(1, "approve", new=True),
    "approve into": lambda t: t.judge(1, "approve", concept_id="a"),
    "amend": lambda t: t.judge(1, "amend", zh="安全困境理論", en="security dilemma theory"),
    "reject": lambda t: t.judge(1, "reject"),
    "units": lambda t: t.add_units([unit(zh="另一句。"), unit()]),
    "import": _import_of_many,
}


VERBS = {
    "create": "add",
    "add to an entry": "add",
    "approve into": "approve",
    "approve new": "approve",
}


@pytest.fixture
def stocked(termbase: Termbase, mine: Callable[..., Mined]) -> Termbase:
    mine()
    termbase.create(entry("a"))
    termbase.create(entry("b", zh="軍備競賽", en="arms race"))
    return termbase


@pytest.mark.parametrize("name", STEPS)
def test_every_step_can_be_undone(stocked: Termbase, name: str) -> None:
    before = state(stocked)
    STEPS[name](stocked)
    after = state(stocked)
    assert after != before
    undone = stocked.undo(by="bob")
    assert state(stocked) == before
    assert undone.verb == VERBS.get(name, name)
    STEPS[name](stocked)
    stocked.undo()
    assert state(stocked) == before, "and again"


def test_undo_all_the_way_back(stocked: Termbase) -> None:
    states = []
    for name in ("edit", "approve", "merge", "import", "units"):
        states.append(state(stocked))
        STEPS[name](stocked)
    for before in reversed(states):
        stocked.undo()
        assert state(stocked) == before
    stocked.undo()
    stocked.undo()
    assert list(stocked.concepts()) == []
    with pytest.raises(ConflictError, match="there is nothing to undo"):
        stocked.undo()
    assert stocked.stats()["candidates_proposed"] == 2, "what was mined stays"


def test_an_undo_is_a_step_of_the_history(stocked: Termbase) -> None:
    stocked.judge(1, "reject", by="ada", note="no")
    stocked.undo(by="bob")
    stocked.judge(1, "approve", by="ada", new=True)
    decisions = [(j.decision, j.by) for j in stocked.store.judgements(1)]
    assert decisions == [("reject", "ada"), ("undo", "bob"), ("approve", "ada")]
    stocked.undo(by="bob")
    assert [r.step.verb for r in stocked.history("security-dilemma")] == ["approve", "undo"]
    assert stocked.history("security-dilemma")[-1].entry is None


def test_what_was_undone_counts_as_changed(stocked: Termbase) -> None:
    """An export of what changed since then must include it."""
    stocked.edit(replace(stocked.concept("a"), note="x"))
    before_undo = stocked.clock()
    stocked.undo()
    changed = stocked.concepts(ConceptFilter(changed_since=before_undo))
    assert [e.id for e in changed] == ["a"]


def test_a_step_is_taken_back_out_of_turn(stocked: Termbase) -> None:
    stocked.edit(replace(stocked.concept("a"), note="mine"), by="ada")
    mine = stocked.steps()[0]
    stocked.edit(replace(stocked.concept("b"), note="theirs"), by="bob")
    assert stocked.undo(by="ada", step_id=mine.id) == mine
    assert stocked.concept("a").note == ""
    assert stocked.concept("b").note == "theirs", "what others did stays"


def test_a_step_that_later_ones_depend_on_is_not_undone(stocked: Termbase) -> None:
    stocked.edit(replace(stocked.concept("a"), note="mine"), by="ada")
    first = stocked.steps()[0]
    stocked.edit(replace(stocked.concept("a"), subject="theory"), by="bob")
    second = stocked.steps()[0]
    before = state(stocked)
    with pytest.raises(ConflictError, match=rf"step {second.id} \(edit, bob\) built upon it"):
        stocked.undo(by="ada", step_id=first.id)
    assert state(stocked) == before
    stocked.undo(step_id=second.id)
    stocked.undo(step_id=first.id)
    assert stocked.concept("a").note == ""


@pytest.mark.parametrize("verb", ["mine", "undo"])
def test_what_cannot_be_taken_back_says_why(stocked: Termbase, verb: str) -> None:
    stocked.judge(1, "reject")
    rejected = stocked.steps()[0].id
    stocked.undo()
    with pytest.raises(ConflictError, match="taken back already, by step"):
        stocked.undo(step_id=rejected)
    with pytest.raises(ConflictError, match="changed no term"):
        stocked.undo(step_id=stocked.steps(verb)[0].id)
    with pytest.raises(NotFound, match="no step 999; list them with: glossary undo --list"):
        stocked.undo(step_id=999)


def test_the_size_of_a_step(stocked: Termbase) -> None:
    _import_of_many(stocked)
    counts = stocked.step_counts(stocked.steps()[0].id)
    assert counts == {"entries": 1201, "judgements": 0, "units": 1, "conflicts": 0}


# ---------------------------------------------------------------- mining and judging


def test_mining_again_brings_nothing_new(termbase: Termbase, mine: Callable[..., Mined]) -> None:
    first = mine(subject="policy")
    assert (first.added.candidates, first.added.evidence, first.added.units) == (2, 2, 1)
    before = state(termbase)
    again = mine()
    assert (again.added.candidates, again.added.evidence, again.added.units) == (0, 0, 0)
    assert state(termbase) == before


def test_what_was_rejected_stays_rejected_until_undone(
    termbase: Termbase, mine: Callable[..., Mined]
) -> None:
    mine()
    termbase.judge(1, "reject")
    mine()
    mine(document(TEXT + "後記。", "second.md"))
    assert [c.id for c in termbase.candidates()] == [2]
    termbase.undo()
    waiting = {c.id: c for c in termbase.candidates()}
    assert len(waiting[1].evidence) == 2, "evidence found meanwhile is there"


def test_undo_after_mining_takes_the_last_decision_back(
    termbase: Termbase, mine: Callable[..., Mined]
) -> None:
    mine()
    made = termbase.judge(1, "approve").entry
    mine(document(TEXT + "後記。", "second.md"))
    assert made
    assert termbase.undo().verb == "approve"
    assert termbase.stats()["concepts"] == 0
    assert termbase.stats()["units"] == 1


def test_a_decision_and_its_entry_are_one(
    termbase: Termbase, mine: Callable[..., Mined], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine()
    before = state(termbase)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(termbase.store, "put_judgement", fail)
    with pytest.raises(KeyboardInterrupt):
        termbase.judge(1, "approve")
    assert state(termbase) == before
    assert termbase.store.last_step() is None


def test_two_people_judge_one_candidate(termbase: Termbase, mine: Callable[..., Mined]) -> None:
    mine()

    def decide(by: str) -> str:
        try:
            return termbase.judge(1, "approve", by=by).judgement.by
        except ConflictError:
            return ""

    with ThreadPoolExecutor(6) as threads:
        said = list(threads.map(decide, "abcdef"))
    assert len([by for by in said if by]) == 1
    assert [j.by for j in termbase.store.judgements(1)] == [by for by in said if by]
    assert termbase.stats()["concepts"] == 1


def test_suggestions_put_the_entry_with_both_terms_first(
    termbase: Termbase, mine: Callable[..., Mined]
) -> None:
    mine()
    termbase.create(entry("half", zh="安全兩難"))
    termbase.create(entry("whole"))
    termbase.create(entry("none", zh="軍備競賽", en="arms race"))
    (candidate,) = termbase.candidates(limit=1)
    assert [e.id for e in termbase.suggestions(candidate)] == ["whole", "half"]


# ---------------------------------------------------------------- why


def test_why(termbase: Termbase, mine: Callable[..., Mined]) -> None:
    mine()
    (proof,) = termbase.why("1").proofs
    assert proof.holds
    made = termbase.judge(1, "amend", zh="安全困境理論", en="security dilemma theory").entry
    assert made
    (proof,) = termbase.why(made.id).proofs
    assert proof.holds
    changed = tuple(
        replace(s, terms=(TermSection("別的"),)) if s.tag == "zh-Hant" else s
        for s in made.languages
    )
    termbase.edit(replace(made, languages=changed))
    (proof,) = termbase.why(made.id).proofs
    assert "'別的' does not stand at" in proof.reason


def test_an_entry_without_a_pair_has_no_proof(termbase: Termbase) -> None:
    found = evidence(SOURCE, "安全困境", "security dilemma")
    alone = replace(entry(), languages=entry().languages[:1], evidence=(found,))
    termbase.create(alone)
    (proof,) = termbase.why("security-dilemma").proofs
    assert (proof.holds, proof.reason) == (False, "the entry has no pair of terms")


# ---------------------------------------------------------------- units, look-ups, operation


def test_units_are_trimmed_dated_and_tagged(termbase: Termbase) -> None:
    given = replace(
        unit(zh=" 雙方談話。 "),
        created_at="",
        created_by="",
        zh=replace(unit().zh, tag="zh", text=" 雙方談話。 "),
    )
    assert termbase.add_units([given, given], by="ada") == 1
    (kept,) = termbase.store.all_units()
    assert (kept.zh.text, kept.zh.tag, kept.created_by) == ("雙方談話。", "zh-Hant", "ada")
    assert kept.created_at
    with pytest.raises(InvalidInput, match="text on both sides"):
        termbase.add_units([unit(zh="再談。"), unit(en=" ")])
    assert termbase.stats()["units"] == 1


def test_a_look_up_in_vain_is_noted_but_never_fails_for_it(
    termbase: Termbase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert termbase.search("nosuchterm").total == 0
    assert termbase.search("沒有這個詞").total == 0
    assert {(w.query, w.language) for w in termbase.wanted()} == {
        ("nosuchterm", "en"),
        ("沒有這個詞", "zh"),
    }

    def fail(*_: object) -> None:
        raise StoreError("locked")

    monkeypatch.setattr(termbase.store, "want", fail)
    assert termbase.search("nosuchterm").total == 0


def test_a_backup_is_a_termbase(termbase: Termbase, tmp_path: Path) -> None:
    termbase.add("安全困境", "security dilemma")
    termbase.backup(tmp_path / "copy.db")
    with Termbase.open(tmp_path / "copy.db") as copy:
        assert list(copy.concepts()) == list(termbase.concepts())
        assert copy.undo().verb == "add"
    assert termbase.stats()["concepts"] == 1


def test_a_pair_that_stands_nowhere_cannot_enter_by_mining(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossary import documents, mining

    document = documents.parse("安全困境(security dilemma)很常見。".encode(), "a.txt")
    honest = mining.mine(document)
    (proposal,) = honest.proposals
    shifted = replace(proposal.evidence[0], zh_span=(1, 5))
    forged = replace(proposal, zh="信任", evidence=(shifted,))
    found = replace(honest, proposals=(proposal, forged))
    monkeypatch.setattr(mining, "mine", lambda *_: found)
    with Termbase.open(tmp_path / "terms.db") as termbase:
        mined = termbase.mine_documents(document)
        assert [c.zh for c in termbase.candidates()] == ["安全困境"]
        assert [p.zh for p in mined.unproved] == ["信任"]


# ---------------------------------------------------------------- the certain approved at once


def test_the_sure_ones_are_approved_one_by_one(
    termbase: Termbase, mine: Callable[..., Mined]
) -> None:
    mine()
    sure = CandidateFilter(state=None, least_confidence=0.85)
    (verdict,) = termbase.approve_above(sure, by="ada", note="sure")
    assert verdict.entry and verdict.entry.id == "security-dilemma"
    assert (verdict.judgement.by, verdict.judgement.note) == ("ada", "sure")
    assert termbase.count_candidates() == 1, "the other waits"
    assert not list(termbase.approve_above(sure, by="ada")), "what is judged is left alone"
    termbase.undo(step_id=verdict.step)
    assert termbase.count_candidates() == 2
