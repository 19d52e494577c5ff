"""A folder of TBX: the termbase is kept in it, and what others add there is proposed, once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import InvalidInput
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.operations.differing import differing
from glossary.operations.syncing import FolderSync, FolderToSync
from glossary.operations.tbx_syncing import sync_of
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.samples import AT

ALL = CandidateFilter(state=None)


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db", lambda: AT) as opened:
        opened.add("軟體", "software", zh_tag="zh-Hant-TW")
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


def watching(termbase: Termbase, folder: Path, by: str = "ada") -> FolderSync:
    return sync_of(termbase.store, FolderToSync(folder, "tbx", by=by), termbase.clock)


def entry(concept_id: str, en: str, *zh: str, by: str = "", at: str = "") -> ConceptEntry:
    sections = (
        LanguageSection("en", (TermSection(en),)),
        LanguageSection("zh-Hant-TW", tuple(TermSection(form) for form in zh)),
    )
    return ConceptEntry(concept_id, sections, changed_by=by, changed_at=at)


def written(folder: Path, *entries: ConceptEntry) -> bytes:
    """The entries as another termbase gives them out."""
    with Termbase.open(folder.parent / "other.db", lambda: AT) as other:
        with other.store.transaction():
            other.store.put_concepts(entries, other.store.new_step("bench", "", AT))
        buffer = io.BytesIO()
        other.write(buffer, "archive", format="tbx")  # type: ignore[arg-type]
        other.undo()
    return buffer.getvalue()


def add_file(folder: Path, *entries: ConceptEntry, name: str = "theirs.tbx") -> None:
    (folder / name).write_bytes(written(folder, *entries))


def pairs(termbase: Termbase) -> list[tuple[str, str]]:
    return sorted((c.zh, c.en) for c in termbase.store.candidates(ALL))


# ---------------------------------------------------------------- out


def test_the_file_is_kept_fresh_and_is_whole(termbase: Termbase, folder: Path) -> None:
    sync = watching(termbase, folder)
    assert (sync.look().file, sync.look().file) == ("written", "fresh")
    termbase.add("伺服器", "server", zh_tag="zh-Hant-TW")
    assert sync.look().file == "written"
    with Termbase.open(folder.parent / "copy.db", lambda: AT) as copy:
        copy.read(sync.target)
        assert copy.stats()["concepts"] == 2
    assert watching(termbase, folder).look().file == "fresh"
    assert pairs(termbase) == []


# ---------------------------------------------------------------- back


def test_a_file_of_others_is_proposed_once_with_who_and_when(
    termbase: Termbase, folder: Path
) -> None:
    add_file(
        folder,
        entry("a", "server", "伺服器", by="bo", at="2026-01-02T03:04:05Z"),
        entry("b", "client", "用戶端", "客戶端", by="cy"),
        entry("c", "software", "軟體", by="bo"),
    )
    found = watching(termbase, folder).look(settled=True)
    assert (found.proposed, found.known, found.refused) == (3, 1, ())
    assert watching(termbase, folder).look(settled=True).proposed == 0
    assert pairs(termbase) == [("伺服器", "server"), ("客戶端", "client"), ("用戶端", "client")]
    told = sorted((step.by, step.at, step.summary) for step in termbase.steps("mine"))
    assert told == [("bo", AT, "added to theirs.tbx"), ("cy", AT, "added to theirs.tbx")]
    server = next(each for each in termbase.candidates() if each.en == "server")
    (proof,) = termbase.why(str(server.id)).proofs
    assert proof.holds
    assert proof.evidence.zh_context == "server 伺服器 bo 2026-01-02T03:04:05Z"
    assert termbase.stats()["concepts"] == 1, "nothing is a term that nobody approved"


def test_who_is_not_named_is_who_syncs(termbase: Termbase, folder: Path) -> None:
    add_file(folder, entry("a", "server", "伺服器"))
    watching(termbase, folder).look(settled=True)
    (step,) = termbase.steps("mine")
    assert step.by == "ada"


def test_a_term_that_is_added_to_our_file_is_taken_before_it_is_written_anew(
    termbase: Termbase, folder: Path
) -> None:
    sync = watching(termbase, folder)
    sync.look()
    ours = termbase.concept("software")
    sync.target.write_bytes(written(folder, ours, entry("a", "server", "伺服器")))
    termbase.add("客戶端", "client", zh_tag="zh-Hant-TW")  # both sides change
    assert (sync.look().file, pairs(termbase)) == ("fresh", []), "it may be half written"
    found = sync.look()
    assert (found.file, found.proposed) == ("written", 1)
    assert pairs(termbase) == [("伺服器", "server")]
    text = sync.target.read_text(encoding="utf-8")
    assert "客戶端" in text and "伺服器" not in text
    assert sync.look() == replace(found, file="fresh", proposed=0)


def test_the_same_where_it_changed_while_nobody_looked(termbase: Termbase, folder: Path) -> None:
    watching(termbase, folder).look()
    ours = replace(termbase.concept("software"), definition="programs")
    target = watching(termbase, folder).target
    target.write_bytes(written(folder, ours, entry("a", "server", "伺服器")))
    termbase.add("客戶端", "client", zh_tag="zh-Hant-TW")
    found = watching(termbase, folder).look(settled=True)
    assert (found.file, found.proposed) == ("written", 1)


def test_a_synonym_of_an_entry_of_ours(termbase: Termbase, folder: Path) -> None:
    sync = watching(termbase, folder)
    sync.look()
    sync.target.write_bytes(written(folder, entry("software", "software", "軟體", "電腦程式")))
    assert sync.look(settled=True).proposed == 1
    assert pairs(termbase) == [("電腦程式", "software")]


def test_what_was_removed_or_changed_here_is_nobodys_addition(
    termbase: Termbase, folder: Path
) -> None:
    termbase.add("伺服器", "server", zh_tag="zh-Hant-TW")
    watching(termbase, folder).look()
    termbase.delete("server")
    termbase.edit(entry("software", "software", "程式"))
    found = watching(termbase, folder).look(settled=True)
    assert (found.file, found.proposed, pairs(termbase)) == ("written", 0, [])


def test_what_was_rejected_stays_so_and_what_was_approved_is_given_out(
    termbase: Termbase, folder: Path
) -> None:
    add_file(folder, entry("a", "server", "伺服器"), entry("b", "client", "用戶端"))
    sync = watching(termbase, folder)
    sync.look(settled=True)
    for each in termbase.candidates():
        termbase.judge(each.id, "reject" if each.en == "server" else "approve", by="bo")
    add_file(folder, entry("z", "server", "伺服器"), entry("y", "client", "用戶端"))
    found = sync.look(settled=True)
    assert (found.file, found.proposed, found.known) == ("written", 0, 2)
    assert "用戶端" in sync.target.read_text(encoding="utf-8")


# ---------------------------------------------------------------- broken


@pytest.mark.parametrize(
    "broken", [b"<tbx>", b"", b"not xml at all", b"<tbx><text><body><conceptEntry id='1'/>"]
)
def test_a_broken_file_is_one_line_and_all_else_goes_on(
    termbase: Termbase, folder: Path, broken: bytes
) -> None:
    (folder / "broken.tbx").write_bytes(broken)
    add_file(folder, entry("a", "server", "伺服器"))
    sync = watching(termbase, folder)
    found = sync.look(settled=True)
    (line,) = found.refused
    assert line.startswith("broken.tbx") and "\n" not in line
    assert (found.file, found.proposed) == ("written", 1)
    assert sync.look(settled=True).refused == (), "it is told once"
    assert (folder / "broken.tbx").read_bytes() == broken


def test_our_file_that_somebody_broke_stays_as_it_was_until_it_is_mended(
    termbase: Termbase, folder: Path
) -> None:
    sync = watching(termbase, folder)
    sync.look()
    whole = sync.target.read_bytes()
    sync.target.write_bytes(whole[:-40])
    termbase.add("客戶端", "client", zh_tag="zh-Hant-TW")
    for each in (sync, watching(termbase, folder)):
        found = each.look(settled=True)
        assert (found.file, len(found.refused)) == ("fresh", 1)
        assert (each.look(settled=True).file, sync.target.read_bytes()) == ("fresh", whole[:-40])
    sync.target.unlink()
    assert sync.look(settled=True).file == "written"


def test_pairs_that_are_none_are_told_by_line(termbase: Termbase, folder: Path) -> None:
    add_file(folder, entry("a", "—", "”"), entry("b", "server", "伺服器"))
    found = watching(termbase, folder).look(settled=True)
    assert [row.reason for row in found.broken] == [
        "not one term with Chinese characters and one without"
    ]
    assert found.broken[0].file == "theirs.tbx" and found.broken[0].line > 1 and found.proposed == 1


def test_rows_are_of_other_tools(termbase: Termbase, folder: Path) -> None:
    job = FolderToSync(folder, "tbx", added="rows.txt")
    with pytest.raises(InvalidInput, match="--added is for tools that add rows"):
        sync_of(termbase.store, job, termbase.clock)
    assert type(sync_of(termbase.store, FolderToSync(folder), termbase.clock)) is FolderSync


# ---------------------------------------------------------------- edits


@pytest.fixture
def defined(termbase: Termbase, folder: Path) -> FolderSync:
    """A sync that wrote an entry with a definition, and is ready for what others do."""
    ours = termbase.concept("software")
    termbase.edit(replace(ours, definition="programs", note="seen often"))
    sync = watching(termbase, folder)
    sync.look(settled=True)
    return sync


def edited(termbase: Termbase, **fields: str) -> ConceptEntry:
    ours = termbase.concept("software")
    return replace(ours, changed_by="bo", changed_at="2026-12-02T03:04:05Z", **fields)


def test_a_definition_that_others_edit_waits_once_with_who_and_when(
    termbase: Termbase, folder: Path, defined: FolderSync
) -> None:
    theirs = edited(termbase, definition="programs and data", note="seen very often")
    defined.target.write_bytes(written(folder, theirs))
    found = defined.look(settled=True)
    assert (found.edited, found.proposed, found.refused) == (1, 0, ())
    (waiting,) = termbase.conflicts()
    assert waiting.source == "glossary-sync.tbx (bo 2026-12-02T03:04:05Z)"
    assert waiting.differences == (
        "definition: 'programs' -> 'programs and data'",
        "note: 'seen often' -> 'seen very often'",
    )
    assert [(d.field, d.ours, d.theirs) for d in differing(termbase.store, waiting)] == [
        ("definition", "programs", "programs and data"),
        ("note", "seen often", "seen very often"),
    ]
    assert termbase.concept("software").definition == "programs", "nothing is applied"
    assert [step.by for step in termbase.steps("import")] == ["bo"]
    add_file(folder, theirs)  # the same again, in another file, and to another sync
    assert watching(termbase, folder).look(settled=True).edited == 0
    termbase.settle(waiting.id or 0, "ours")
    assert watching(termbase, folder).look(settled=True).edited == 0, "it was refused"
    assert len(termbase.conflicts(None)) == 1


def test_an_edit_that_is_taken_is_given_out_and_nobodys_edit_any_more(
    termbase: Termbase, folder: Path, defined: FolderSync
) -> None:
    add_file(folder, edited(termbase, definition="programs and data"))
    assert defined.look(settled=True).edited == 1
    ours = termbase.concept("software")
    termbase.edit(replace(ours, subject="computing"))
    termbase.settle(termbase.conflicts()[0].id or 0, "theirs", by="cy")
    now = termbase.concept("software")
    assert (now.definition, now.subject) == ("programs and data", "computing")
    found = defined.look(settled=True)
    assert (found.file, found.edited) == ("written", 0)
    assert "programs and data" in defined.target.read_text(encoding="utf-8")
    assert watching(termbase, folder).look(settled=True).edited == 0


def test_what_changed_here_too_is_shown_with_what_it_was(
    termbase: Termbase, folder: Path, defined: FolderSync
) -> None:
    theirs = replace(edited(termbase, definition="programs and data"), changed_at=AT)
    later = replace(termbase.concept("software"), definition="all programs", changed_at="2027")
    with termbase.store.transaction():
        termbase.store.put_concept(later, termbase.store.new_step("edit", "cy", AT))
    add_file(folder, theirs)
    assert defined.look(settled=True).edited == 1
    (both,) = differing(termbase.store, termbase.conflicts()[0])
    assert (both.base, both.ours, both.theirs) == (
        "programs",
        "all programs",
        "programs and data",
    )


def test_older_copies_and_what_is_left_out_are_nobodys_edit(
    termbase: Termbase, folder: Path, defined: FolderSync
) -> None:
    add_file(folder, edited(termbase, definition=""), name="dropped.tbx")
    add_file(folder, edited(termbase), name="older.tbx")
    termbase.edit(replace(termbase.concept("software"), definition="all programs"))
    found = defined.look(settled=True)
    assert (found.file, found.edited, termbase.conflicts()) == ("written", 0, [])


def test_an_entry_of_others_with_an_id_of_ours_is_no_edit(
    termbase: Termbase, folder: Path, defined: FolderSync
) -> None:
    stranger = replace(entry("software", "freight", "貨物"), definition="what is carried")
    add_file(folder, stranger)
    found = defined.look(settled=True)
    assert (found.proposed, found.edited) == (1, 0)


def test_a_definition_of_a_language_and_one_where_there_was_none(
    termbase: Termbase, folder: Path
) -> None:
    sync = watching(termbase, folder)
    sync.look(settled=True)
    ours = edited(termbase)
    sections = tuple(replace(each, definition=f"in {each.tag}") for each in ours.languages)
    add_file(folder, replace(ours, languages=sections))
    assert sync.look(settled=True).edited == 1
    fields = differing(termbase.store, termbase.conflicts()[0])
    assert {(each.where, each.theirs) for each in fields} == {
        ("en", "in en"),
        ("zh-Hant-TW", "in zh-Hant-TW"),
    }
    termbase.undo()
    assert termbase.conflicts(None) == []
