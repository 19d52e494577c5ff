"""A termbase with rows in every table, and what two termbases do not have alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from glossary.model import AlignedPair, Judgement
from glossary.store.base import Comment, Conflicted, Job, NewBead, Store
from glossary.termbase import Termbase
from tests.samples import AT, document, entry, evidence, proposal, unit

ZH, EN = document("潮水來了。船回港。", "port.zh.txt"), document("Tide. Ships.", "port.en.txt")
BEADS = (("潮水來了。", "Tide.", (0, 5), (0, 5)), ("船回港。", "Ships.", (5, 9), (6, 12)))
MINED = document("學者說安全困境（security dilemma）與小院高牆（small yard）。\r\n👩‍🚀", "paper.md")


def fill(store: Store) -> None:
    """Put rows into every table; numbers were given that no row has any more."""
    with store.transaction():
        step = store.new_step("mine", "ada", AT, "paper.md")
        _documents(store, step)
        _entries(store, store.new_step("import", "bo", AT))
        store.put_units([unit(zh=f"第{n}句。", en="It's \\ a\ttab") for n in range(20)], step)
        store.delete_units([1, 20, 22])
        store.want("\\N", "en", AT, 3)
        job = Job(0, "import", "a.csv", "token", AT, "ada", {"dry_run": True})
        store.put_job(replace(job, id=store.new_job(job).id, state="done", rate=0.5), was=job)


def _documents(store: Store, step: int) -> None:
    for each in (ZH, EN, MINED):
        store.put_document(each, AT)
    beads = [_bead(*bead) for bead in BEADS]
    store.put_alignment(ZH.sha256, EN.sha256, ZH.name, beads, step)
    alignment = store.alignments(ZH.sha256)[0].id
    correcting = store.new_step("realign", "bo", AT)
    store.replace_beads(store.beads(alignment)[:1], [_bead(*BEADS[0])], correcting)
    pairs = [("安全困境", "security dilemma"), ("小院高牆", "small yard")]
    mined = [proposal(zh, en, evidence(MINED, zh, en), confidence=1 / 3) for zh, en in pairs]
    store.propose(mined, "", AT)
    first, second = store.candidates()
    store.set_candidate(replace(first, skipped_by="bo"))
    store.put_judgement(Judgement(second.id, "reject", second.zh, second.en, "bo", AT), step)
    store.set_candidate(replace(second, state="rejected"))


def _bead(zh: str, en: str, zh_span: tuple[int, int], en_span: tuple[int, int]) -> NewBead:
    pair = AlignedPair((zh,), (en,), (zh_span,), (en_span,), 0.9)
    return NewBead(zh_span[0] + en_span[0], pair, unit(zh, en))


def _entries(store: Store, step: int) -> None:
    store.put_concepts([entry("a"), entry("b", "小院高牆", "small yard"), entry("c")], step)
    store.put_exported("archive", "zh-Hant-TW", ["a", "b"])
    store.put_concepts([entry("a", subject='quo"ted')], step)
    store.put_conflict(Conflicted("a", ("subject",), entry("a"), "file.tbx", was=entry("b")), step)
    store.new_comment(Comment("a", "哪個地區？\n", "bo", AT))
    store.move_comments("a", "b", step)
    store.delete_concept("c", step)
    store.mark_undone(step, store.new_step("undo", "bo", AT))


# ---------------------------------------------------------------- compared


def differences(one: Store, other: Store) -> Iterator[str]:
    """What is not the same in both: every row of every table, and what is derived from them."""
    for ours, theirs in zip_longest(one.dump(), other.dump()):
        if ours is None or theirs is None or ours[:4] != theirs[:4]:
            yield f"{ours and ours[:4]} is {theirs and theirs[:4]}"
            return
        for mine, yours in zip_longest(ours.rows, theirs.rows):
            if mine != yours or list(map(type, mine)) != list(map(type, yours)):
                yield f"{ours.name}: {mine} is {yours}"
    for what, derived in DERIVED.items():
        if derived(one) != derived(other):
            yield f"{what} are not the same"


DERIVED = {
    "terms": lambda store: sorted(row[1:] for row in store.term_rows()),
    "words": lambda store: {word for _, word in store.term_words(0)},
    "counts": lambda store: store.counts(),
    "segments": lambda store: [list(store.segments(lang)) for lang in ("zh", "en")],
    "changes": lambda store: list(store.segment_changes("zh", 0)),
    "what went out": lambda store: store.exported(["a", "b"]),
    "look-ups": lambda store: [
        [(h.concept_id, h.term.text, h.score) for h in Termbase(store).search(q).hits]
        for q in ("安全困境", "小", "small yrd")
    ],
    "problems": lambda store: [c for c in store.checks() if c.problems],
}
"""What each store makes of its rows by itself."""
