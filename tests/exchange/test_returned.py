"""Returned exports: unchanged entries are the same, and changes are found.

Over every profile and format, with exports by all others in between.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import columns_of, termbases

from glossary.errors import InvalidInput
from glossary.exchange import PROFILES, WriteOptions, read_entries, write_entries
from glossary.model import ConceptEntry, LanguageSection, TermSection, TranslationUnit, Variant
from glossary.termbase import Termbase
from tests.samples import entry

SEEDS = Path(__file__).parents[2] / "seeds/terms"
TARGETS = [
    (name, target.format)
    for name, p in PROFILES.items()
    for target in p.targets
    if target.holds == "terms"
]
SAME = {"new": 0, "changed": 0, "conflict": 0}
slow = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def exported(termbase: Termbase, profile: str, format: str, zh_tag: str = "zh-Hant-TW") -> bytes:
    buffer = io.BytesIO()
    try:
        termbase.write(buffer, profile, format=format, zh_tag=zh_tag)
    except InvalidInput as error:  # v2 cannot be empty
        assert "nothing to write" in str(error)
    return buffer.getvalue()


def differing(termbase: Termbase, data: bytes, format: str, **options: Any) -> dict[str, int]:
    """How many records of a file differ, by verdict."""
    report = termbase.read(f"back.{format}", data, dry_run=True, **options)
    assert sum(report.counts.values())
    return {name: count for name, count in report.counts.items() if name != "same"}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Termbase]:
    with Termbase.open(tmp_path_factory.mktemp("seeded") / "terms.db") as termbase:
        for path in sorted(SEEDS.glob("*.toml")):
            termbase.read(path)
        yield termbase


@pytest.fixture(scope="module")
def files(seeded: Termbase) -> dict[tuple[str, str], bytes]:
    """The curated entries as written by every profile, all exported before one is read again."""
    return {target: exported(seeded, *target) for target in TARGETS}


@pytest.mark.parametrize(("profile", "format"), TARGETS)
def test_an_untouched_export_is_the_same(
    seeded: Termbase, files: dict[tuple[str, str], bytes], profile: str, format: str
) -> None:
    assert differing(seeded, files[profile, format], format) == SAME


ENTRY = ConceptEntry(
    "chicken-game",
    (
        LanguageSection(
            "en",
            (
                TermSection("chicken game", "preferred", "noun", "fullForm", "Kahn", "of cars"),
                TermSection("game of chicken", "admitted"),
                TermSection("chicken race", "deprecated"),
            ),
            "two drive at each other",
        ),
        LanguageSection("zh-Hant-TW", (TermSection("膽小鬼賽局", "preferred"),)),
        LanguageSection("zh-Hans-CN", (TermSection("懦夫博弈", "preferred"),)),
    ),
    "theory",
    note="of Rand",
    created_by="ada",
    created_at="2026-01-02T03:04:05Z",
)


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db") as opened:
        opened.create(ENTRY)
        opened.create(entry("other"))
        yield opened


@pytest.mark.parametrize("zh_tag", ["zh-Hant-TW", "zh-Hans-CN"])
@pytest.mark.parametrize(("profile", "format"), TARGETS)
def test_what_was_edited_meanwhile_stays(
    termbase: Termbase, profile: str, format: str, zh_tag: str
) -> None:
    file = exported(termbase, profile, format, zh_tag)
    english = replace(ENTRY.languages[0], terms=ENTRY.languages[0].terms[:2])
    mine = replace(
        ENTRY, subject="games", note="of Russell", languages=(english, *ENTRY.languages[1:])
    )
    termbase.edit(mine)
    kept = termbase.concept(ENTRY.id)
    for name, form in TARGETS:
        if name != profile:
            exported(termbase, name, form)
    assert differing(termbase, file, format) == SAME
    termbase.read(f"back.{format}", file)
    assert termbase.concept(ENTRY.id) == kept


def test_the_same_file_by_another_database_brings_nothing(
    termbase: Termbase, tmp_path: Path
) -> None:
    """No export is recorded there, yet what a file cannot hold is no difference."""
    with Termbase.open(tmp_path / "twin.db") as twin:
        for each in termbase.store.concepts():
            twin.create(each)
        for profile, format in TARGETS:
            assert differing(twin, exported(termbase, profile, format), format) == SAME


Edit = Callable[[ConceptEntry], ConceptEntry]


def _term(**changes: Any) -> Edit:
    def edit(entry: ConceptEntry) -> ConceptEntry:
        first, *rest = entry.languages
        term = replace(first.terms[0], **changes)
        return replace(entry, languages=(replace(first, terms=(term, *first.terms[1:])), *rest))

    return edit


def _section(**changes: Any) -> Edit:
    def edit(entry: ConceptEntry) -> ConceptEntry:
        first, *rest = entry.languages
        return replace(entry, languages=(replace(first, **changes), *rest))

    return edit


EDITS: dict[str, tuple[Edit, str]] = {
    "subject": (lambda e: replace(e, subject="driving"), "subject: 'theory' -> 'driving'"),
    "note": (
        lambda e: replace(e, note=e.note.replace("of Rand", "of Schelling")),
        "note: 'of Rand' -> 'of Schelling'",
    ),
    "definition": (
        lambda e: (
            replace(e, definition="a dare") if e.definition else _section(definition="a dare")(e)
        ),
        "definition of en: 'two drive at each other' -> 'a dare'",
    ),
    "status": (_term(status="admitted"), "status of chicken game (en): 'preferred' -> 'admitted'"),
    "part_of_speech": (
        _term(part_of_speech="verb"),
        "part of speech of chicken game (en): 'noun' -> 'verb'",
    ),
    "term_note": (_term(note="of boats"), "note of chicken game (en): 'of cars' -> 'of boats'"),
}


def _holds(profile: str, format: str, field: str) -> bool:
    places = {"definition": {"definition", "language_definition"}}.get(field, {field})
    return bool(places & PROFILES[profile].target(format).carries)


@pytest.mark.parametrize(
    ("profile", "format", "field"),
    [(*target, field) for target in TARGETS for field in EDITS if _holds(*target, field)],
)
def test_the_field_that_was_edited_in_the_file_is_changed_and_no_other(
    termbase: Termbase, profile: str, format: str, field: str
) -> None:
    edit, told = EDITS[field]
    name = f"back.{format}"
    came = list(read_entries(exported(termbase, profile, format), name))
    edited = [edit(e) if e.terms("en")[0][1].text == "chicken game" else e for e in came]
    assert edited != came
    buffer = io.BytesIO()
    write_entries(edited, buffer, profile, WriteOptions(format=format))
    report = termbase.read(name, buffer.getvalue(), keep_good=True)
    changed = [record for record in report.records if record.verdict != "same"]
    assert [(r.concept_id, r.verdict, r.details) for r in changed] == [
        (ENTRY.id, "changed", (told,))
    ]


def _english(change: Callable[[tuple[TermSection, ...]], tuple[TermSection, ...]]) -> Edit:
    return lambda entry: _section(terms=change(entry.languages[0].terms))(entry)


TERM_EDITS: dict[str, tuple[Edit, tuple[str, ...], list[str]]] = {
    "renamed": (
        _term(text="chicken gamble"),
        ("term of en: 'chicken game' -> 'chicken gamble'",),
        ["chicken gamble", "game of chicken", "chicken race"],
    ),
    "added": (
        _english(lambda terms: (terms[0], TermSection("brinkmanship"), *terms[1:])),
        ("term of en added: 'brinkmanship'",),
        ["chicken game", "brinkmanship", "game of chicken", "chicken race"],
    ),
    "taken out": (
        _english(lambda terms: tuple(t for t in terms if t.text != "game of chicken")),
        ("term of en taken out: 'game of chicken'",),
        ["chicken game", "chicken race"],
    ),
}


@pytest.mark.parametrize("kind", TERM_EDITS)
@pytest.mark.parametrize(
    ("profile", "format"),
    [target for target in TARGETS if "id" in PROFILES[target[0]].target(target[1]).carries],
)
def test_terms_that_were_edited_in_the_file(
    termbase: Termbase, profile: str, format: str, kind: str
) -> None:
    """A term that was renamed keeps what the file could not hold of it."""
    edit, told, texts = TERM_EDITS[kind]
    name = f"back.{format}"
    came = list(read_entries(exported(termbase, profile, format), name))
    edited = [edit(e) if e.terms("en")[0][1].text == "chicken game" else e for e in came]
    buffer = io.BytesIO()
    write_entries(edited, buffer, profile, WriteOptions(format=format))
    report = termbase.read(name, buffer.getvalue())
    changed = [record for record in report.records if record.verdict != "same"]
    assert [(r.concept_id, r.verdict, r.details) for r in changed] == [(ENTRY.id, "changed", told)]
    english = termbase.concept(ENTRY.id).languages[0].terms
    assert [term.text for term in english] == texts
    assert replace(english[0], text="") == replace(ENTRY.languages[0].terms[0], text="")
    assert termbase.concept(ENTRY.id).languages[1:] == ENTRY.languages[1:]


def test_two_rows_of_one_entry_are_both_taken(termbase: Termbase) -> None:
    file = exported(termbase, "omegat", "tsv").decode()
    edited = file.replace("chicken game\t膽小鬼賽局\t", "chicken game\t膽小鬼賽局\tone, ")
    edited = edited.replace("game of chicken\t膽小鬼賽局\t", "game of chicken\t膽小鬼賽局\ttwo, ")
    report = termbase.read("back.txt", edited.encode())
    assert [r.verdict for r in report.records if r.concept_id == ENTRY.id] == [
        "changed",
        "conflict",
    ]
    assert "one, " in termbase.concept(ENTRY.id).note and len(termbase.conflicts()) == 1


def test_a_first_note_is_taken_from_the_file(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.create(entry("yard", "院子", "yard"))
        file = exported(termbase, "csv", "csv").decode("utf-8-sig").rstrip()
        report = termbase.read("back.csv", f"{file}四面有牆\r\n".encode())
        assert [record.verdict for record in report.records] == ["changed"]
        assert termbase.concept("yard").note == "四面有牆"


def test_a_pair_that_two_entries_have_is_told_by_the_file(termbase: Termbase) -> None:
    twin = replace(ENTRY, id="twin", subject="sport", note="of Oslo")
    termbase.create(twin)
    for profile, format in TARGETS:
        assert differing(termbase, exported(termbase, profile, format), format) == SAME


def test_entries_of_one_number_in_the_tables_of_two_people(termbase: Termbase) -> None:
    """They are not merged: the second gets another id, also when it is imported again."""
    one = "ID,English,Chinese\n1,software,软件\n2,yard,院子\n"
    two = "ID,English,Chinese\n1,deadline,期限\n2,yard,庭院\n3,yard,院子\n"
    termbase.read("one.csv", one.encode())
    for dry_run in (True, False):
        report = termbase.read("two.csv", two.encode(), dry_run=dry_run)
        assert [(r.concept_id, r.verdict) for r in report.records] == [
            ("_1-2", "new"),
            ("_2", "changed"),
            ("_2", "same"),
        ]
        assert report.changes == [(2, "_1 is another entry here; this one becomes _1-2")]
    assert [t.text for _, t in termbase.concept("_1").terms("en")] == ["software"]
    for text in (one, two):
        assert termbase.read("again.csv", text.encode()).counts["same"] == len(text.split()) - 1


def test_a_pair_of_a_file_that_is_not_ours_overwrites_nothing(termbase: Termbase) -> None:
    """Even if a file of its form was exported before."""
    for target in TARGETS:
        exported(termbase, *target)
    note = "en,zh-TW,note\nchicken game,膽小鬼賽局,hello\n"
    assert termbase.read("x.csv", note.encode()).counts["conflict"] == 1
    sport = "en,zh-TW,subject\nchicken game,膽小鬼賽局,sport\n"
    assert termbase.read("y.csv", sport.encode()).counts["new"] == 1
    kept = termbase.concept(ENTRY.id)
    assert (kept.subject, kept.note) == ("theory", "of Rand")


@pytest.mark.parametrize("zh_tag", ["zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK"])
def test_an_untouched_memory_is_the_same(termbase: Termbase, zh_tag: str) -> None:
    """Also under the tags that the tools require, with codes, and with different whitespace."""
    tags = ("zh", "zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK")
    termbase.add_units(
        TranslationUnit(Variant(tag, f"甲{n}\n"), Variant(en, f" one {n}", inline))
        for n, tag in enumerate(tags)
        for en, inline in (("en", ""), ("en-GB", ""), ("en", f' <ph x="1"></ph>one {n}'))
    )
    before = termbase.stats()["units"]
    buffer = io.BytesIO()
    termbase.write(buffer, "tmx", zh_tag=zh_tag)
    report = termbase.read("back.tmx", buffer.getvalue())
    assert report.units > 2 and report.units_new == 0
    assert termbase.stats()["units"] == before == 18


@settings(slow, max_examples=80)
@given(st.sampled_from(TARGETS), st.lists(st.sampled_from(TARGETS), max_size=2), termbases())
def test_any_entry_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    target: tuple[str, str],
    others: list[tuple[str, str]],
    entries: list[ConceptEntry],
) -> None:
    path = tmp_path_factory.mktemp("any") / "terms.db"
    with Termbase.open(path) as termbase:
        for each in entries:
            try:
                termbase.create(each)
            except InvalidInput:
                return
        file = exported(termbase, *target)
        for other in others:
            exported(termbase, *other)
        mapping = columns_of(*target, "en-zh")
        report = termbase.read(f"back.{target[1]}", file, keep_good=True, mapping=mapping)
        assert {n: c for n, c in report.counts.items() if n != "same"} == SAME, report.records
