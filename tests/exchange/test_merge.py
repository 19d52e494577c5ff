"""Three-way merge: each side's changes, and what both changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from strategies import entries

from glossary.exchange import fitted, merge, verdict
from glossary.exchange.fitting.restoration import restored
from glossary.model import ConceptEntry, Context, LanguageSection, TermSection

BASE = ConceptEntry(
    "c1",
    (
        LanguageSection("en", (TermSection("yard", "preferred"),), "an open place"),
        LanguageSection("zh-Hant-TW", (TermSection("院子"), TermSection("庭院"))),
    ),
    "garden",
)
quick = settings(
    max_examples=50,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def with_zh(entry: ConceptEntry, *terms: TermSection) -> ConceptEntry:
    return replace(entry, languages=(entry.languages[0], LanguageSection("zh-Hant-TW", terms)))


def test_each_side_changes_something_else() -> None:
    ours = replace(BASE, subject="architecture")
    theirs = with_zh(
        BASE, TermSection("院子", "preferred"), TermSection("庭院"), TermSection("小院")
    )
    merged, conflicts = merge(BASE, ours, theirs)
    assert not conflicts
    assert merged == replace(theirs, subject="architecture")


def test_both_change_the_same_and_ours_stays() -> None:
    merged, (conflict,) = merge(
        BASE, replace(BASE, subject="architecture"), replace(BASE, subject="housing")
    )
    assert merged.subject == "architecture"
    assert (conflict.field, conflict.base) == ("subject", "garden")
    assert str(conflict) == "subject: ours 'architecture', theirs 'housing', was 'garden'"


def test_their_deletion_is_applied_unless_we_changed_the_item() -> None:
    theirs = with_zh(BASE, TermSection("院子"))
    merged, conflicts = merge(BASE, BASE, theirs)
    assert merged == theirs and not conflicts
    ours = with_zh(BASE, TermSection("院子"), TermSection("庭院", "preferred"))
    merged, conflicts = merge(BASE, ours, theirs)
    assert merged == ours and [c.field for c in conflicts] == ["term"]


def test_an_unchanged_entry_changes_nothing() -> None:
    twice = with_zh(BASE, TermSection("院子"), TermSection("院子", "preferred"))
    (held,) = fitted([twice], "tbx-core")
    assert held != twice and restored(twice, held, held) == twice
    ours = replace(twice, subject="architecture")
    assert verdict(twice, ours, twice) == ("same", ours, ())


def test_our_deletion_stays() -> None:
    merged, conflicts = merge(BASE, with_zh(BASE, TermSection("院子")), BASE)
    assert len(merged.languages[1].terms) == 1 and not conflicts


def test_without_a_base_both_are_joined() -> None:
    theirs = with_zh(replace(BASE, note="n"), TermSection("院子", contexts=(Context("院子大。"),)))
    merged, conflicts = merge(None, BASE, theirs)
    assert not conflicts and merged.note == "n"
    assert [len(s.terms) for s in merged.languages] == [1, 2]
    _, conflicts = merge(None, BASE, replace(BASE, subject="housing"))
    assert [c.field for c in conflicts] == ["subject"]


def test_a_tool_that_loses_fields_takes_none_away() -> None:
    (sent,) = fitted([BASE], "omegat")
    back = replace(sent, note="seen")
    kind, merged, _ = verdict(sent, BASE, back)
    assert kind == "changed" and merged == replace(BASE, note="seen")
    assert verdict(sent, BASE, sent)[0] == "same"
    assert verdict(None, None, sent)[0] == "new"


@quick
@given(entries(), entries())
def test_algebraic_laws_of_merging(one: ConceptEntry, other: ConceptEntry) -> None:
    assert merge(one, one, one) == (one, ())
    assert merge(one, other, one) == (other, ())  # they changed nothing
    merged, _ = merge(one, other, other)
    assert merged == other


@pytest.mark.parametrize(
    ("held", "came", "kept"),
    [
        ("", "見附件", "見附件"),
        ("a definition", "a definition\n見附件", "見附件"),
        ("a warning", "見附件\na warning", "見附件"),
        ("a warning", "quite another", "quite another"),
    ],
)
def test_a_note_is_taken_where_none_went_out(held: str, came: str, kept: str) -> None:
    sent = BASE
    back = restored(sent, replace(sent, note=held), replace(sent, note=came))
    assert back.note == kept
