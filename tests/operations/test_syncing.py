"""The folder of a CAT tool: its glossary is as the termbase is; what is added there is proposed."""

from __future__ import annotations

import codecs
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from glossary.errors import ConflictError, InvalidInput, UnreadableFile, UnwritableFile
from glossary.operations.added_rows import AddedRow, BrokenRow, row_of
from glossary.operations.syncing import FolderSync, FolderToSync
from glossary.operations.tool_folder import alone
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.samples import AT

MAGIC = "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"
ALL = CandidateFilter(state=None)


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db", lambda: AT) as opened:
        opened.add("軟體", "software", zh_tag="zh-Hant-TW")
        opened.add("软件包", "software package", zh_tag="zh-Hans-CN")
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "glossary"
    made.mkdir()
    return made


def sync_of(termbase: Termbase, folder: Path, **given: str) -> FolderSync:
    return FolderSync(termbase.store, FolderToSync(folder, **given), termbase.clock)  # type: ignore[arg-type]


def add_rows(folder: Path, *rows: str, name: str = "glossary.txt") -> None:
    """As OmegaT adds them: at the end."""
    with (folder / name).open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{row}\n" for row in rows)


def pairs(termbase: Termbase, where: CandidateFilter = ALL) -> list[tuple[str, str]]:
    return sorted((c.zh, c.en) for c in termbase.store.candidates(where))


# ---------------------------------------------------------------- out


def test_the_file_is_fresh_after_an_addition(termbase: Termbase, folder: Path) -> None:
    sync = sync_of(termbase, folder)
    assert sync.look().file == "written"
    termbase.add("伺服器", "server", zh_tag="zh-Hant-TW")
    assert sync.look().file == "written"
    text = sync.target.read_text(encoding="utf-8")
    assert "軟體" in text and "伺服器" in text and "软件包" not in text


def test_nothing_is_written_where_nothing_changed(termbase: Termbase, folder: Path) -> None:
    sync = sync_of(termbase, folder)
    sync.look()
    os.utime(sync.target, ns=(1, 1))
    before = sync.target.stat()
    termbase.add("數據", "data", zh_tag="zh-Hans-CN")  # goes into no file of Taiwan's
    for each in (sync, sync_of(termbase, folder)):
        assert (each.look().file, each.look().file) == ("fresh", "fresh")
    after = sync.target.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("done", [Path.unlink, lambda path: path.write_text("other")])
def test_a_file_that_somebody_changed_is_written_again(
    termbase: Termbase, folder: Path, done: object
) -> None:
    sync = sync_of(termbase, folder)
    sync.look()
    whole = sync.target.read_bytes()
    done(sync.target)  # type: ignore[operator]
    assert sync.look().file == "written" and sync.target.read_bytes() == whole


def test_a_term_that_is_taken_back_leaves_the_file(termbase: Termbase, folder: Path) -> None:
    sync = sync_of(termbase, folder, zh_tag="zh-Hans-CN")
    sync.look()
    termbase.undo()  # the last of this Chinese: OmegaT's TBX has to have an entry
    assert sync.look().file == "none" and not sync.target.exists()
    assert sync.look().file == "fresh"


def test_a_folder_of_tbx_for_another_tool(termbase: Termbase, folder: Path) -> None:
    add_rows(folder, "server\t伺服器")
    sync = sync_of(termbase, folder, profile="lokalize")
    assert sync.look(settled=True).proposed == 0 and pairs(termbase) == []
    assert "martif" in (folder / "glossary-sync.tbx").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"profile": "omega"}, "unknown profile 'omega'"),
        ({"profile": "tmx"}, "sync is for terms"),
        ({"added": "../glossary.txt"}, "another file in"),
        ({"added": "glossary-sync.tbx"}, "another file in"),
    ],
)
def test_what_cannot_be_synced(
    termbase: Termbase, folder: Path, given: dict[str, str], reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        sync_of(termbase, folder, **given)


def test_the_database_is_no_file_of_rows(termbase: Termbase, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="the termbase's own database"):
        sync_of(termbase, tmp_path, added="terms.db")


# ---------------------------------------------------------------- back


def test_rows_are_proposed_once_with_who_and_when(termbase: Termbase, folder: Path) -> None:
    rows = ["server\t伺服器\twhere sites live", "服务器\tcluster", "SERVER\t伺服器"]
    add_rows(folder, MAGIC.strip(), *rows)
    for _ in range(2):
        found = sync_of(termbase, folder, by="ada").look(settled=True)
    assert (found.proposed, found.known, found.broken) == (0, 2, ())
    assert pairs(termbase) == [("伺服器", "server"), ("服务器", "cluster")]
    (step,) = termbase.steps("mine")
    assert (step.by, step.at, step.summary) == ("ada", AT, "added to glossary.txt")
    assert termbase.stats()["concepts"] == 2  # nothing is a term that nobody approved


def test_the_proof_is_the_row_with_its_comment(termbase: Termbase, folder: Path) -> None:
    add_rows(folder, "client\t用戶端", " server \t 伺服器\twhere sites live")
    sync_of(termbase, folder).look(settled=True)
    candidate = next(c for c in termbase.candidates() if c.en == "server")
    (proof,) = termbase.why(str(candidate.id)).proofs
    assert proof.holds and proof.evidence.line == 2
    assert proof.evidence.zh_context == "server 伺服器 where sites live"
    text = termbase.document_text(proof.evidence.document_sha256)
    assert text == "client\t用戶端\n server \t 伺服器\twhere sites live\n"
    assert text[slice(*proof.evidence.en_span)] == "server"
    termbase.judge(candidate.id, "approve", by="bo")
    assert termbase.concept("server").evidence == (proof.evidence,)


def test_only_new_rows_are_kept(termbase: Termbase, folder: Path) -> None:
    sync = sync_of(termbase, folder)
    for row in ("server\t伺服器", "client\t用戶端"):
        add_rows(folder, row)
        assert sync.look(settled=True).proposed == 1
    texts = {termbase.document_text(each.sha256) for each in termbase.documents()}
    assert texts == {"server\t伺服器\n", "client\t用戶端\n"}


def test_a_rejected_row_stays_rejected_and_a_removed_one_is_no_matter(
    termbase: Termbase, folder: Path
) -> None:
    add_rows(folder, "server\t伺服器", "client\t用戶端")
    sync_of(termbase, folder).look(settled=True)
    for candidate in termbase.candidates():
        termbase.judge(candidate.id, "reject", by="bo")
    (folder / "glossary.txt").write_text("server\t伺服器\n", encoding="utf-8")
    assert sync_of(termbase, folder).look(settled=True).proposed == 0
    assert {c.state for c in termbase.store.candidates(ALL)} == {"rejected"}


def test_what_is_a_term_already_is_not_proposed(termbase: Termbase, folder: Path) -> None:
    add_rows(folder, "software\t軟體", "software\t软件", "software package\t軟體")
    found = sync_of(termbase, folder).look(settled=True)
    assert (found.proposed, found.known) == (2, 1)
    assert pairs(termbase) == [("軟體", "software package"), ("软件", "software")]


def test_a_file_that_is_being_written_is_left_for_the_next_look(
    termbase: Termbase, folder: Path
) -> None:
    sync = sync_of(termbase, folder)
    assert sync.look().proposed == 0
    add_rows(folder, "server\t伺")
    assert sync.look().proposed == 0
    (folder / "glossary.txt").write_text("server\t伺服器\n", encoding="utf-8")
    assert sync.look().proposed == 0
    assert sync.look().proposed == 1
    assert pairs(termbase) == [("伺服器", "server")]


def test_broken_rows_are_told_once_by_line_and_the_rest_goes_on(
    termbase: Termbase, folder: Path
) -> None:
    add_rows(
        folder,
        "server\t伺服器",
        "alone",
        "one\ttwo",
        "伺服器\t服务器",
        "escape\x1b\t逸出",
        "\t左邊",
        "—\t”",
        "long\t" + "長" * 1000,
        "client\t用戶端",
    )
    sync = sync_of(termbase, folder)
    found = sync.look(settled=True)
    assert found.proposed == 2 and [row.line for row in found.broken] == [2, 3, 4, 5, 6, 7, 8]
    assert found.broken[0] == BrokenRow(2, "not two terms with a tab between them")
    assert found.broken[3].reason == "control character U+001B"
    add_rows(folder, "cloud\t雲端", "again")
    assert sync.look(settled=True).broken == (
        BrokenRow(11, "not two terms with a tab between them"),
    )


@pytest.mark.parametrize(
    "coded",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("utf-8", "big5").encode("big5"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-8 with a mark", "UTF-16", "UTF-16 BE", "as declared", "CRLF"],
)
def test_encodings(termbase: Termbase, folder: Path, coded: object) -> None:
    text = MAGIC + "server\t伺服器\t備註\n#remark\t註\nclient\t用戶端\n"
    (folder / "glossary.txt").write_bytes(coded(text))  # type: ignore[operator]
    found = sync_of(termbase, folder).look(settled=True)
    assert (found.proposed, found.broken) == (2, ())
    assert pairs(termbase) == [("伺服器", "server"), ("用戶端", "client")]


def test_a_file_of_another_name(termbase: Termbase, folder: Path) -> None:
    """OmegaT's users may choose it, in the properties of the project."""
    add_rows(folder, "server\t伺服器", name="project-glossary.txt")
    sync = sync_of(termbase, folder, added="project-glossary.txt")
    assert sync.look(settled=True).proposed == 1


def test_a_file_that_is_no_text_is_refused_in_a_line(termbase: Termbase, folder: Path) -> None:
    (folder / "glossary.txt").write_bytes("server\t伺服器".encode()[:-1])
    with pytest.raises(UnreadableFile, match="ends inside a character"):
        sync_of(termbase, folder).look(settled=True)


def test_a_file_that_cannot_be_read_is_told_once(termbase: Termbase, folder: Path) -> None:
    sync = sync_of(termbase, folder)
    (folder / "glossary.txt").write_bytes(bytes(range(256)))
    with pytest.raises(UnreadableFile, match="glossary.txt"):
        sync.look(settled=True)
    assert sync.look(settled=True).proposed == 0
    (folder / "glossary.txt").write_text("server\t伺服器\n", encoding="utf-8")
    assert sync.look(settled=True).proposed == 1


def test_a_pipe_is_not_waited_for(termbase: Termbase, folder: Path) -> None:
    os.mkfifo(folder / "glossary.txt")
    with pytest.raises(UnreadableFile, match="no file of rows"):
        sync_of(termbase, folder).look(settled=True)


def test_either_language_stands_first() -> None:
    assert row_of("3D printing\t3D列印\tnew") == AddedRow(
        "3D printing\t3D列印\tnew", (12, 16), (0, 11)
    )
    row = row_of("3D列印\t3D printing")
    assert isinstance(row, AddedRow) and (row.zh, row.en) == ("3D列印", "3D printing")


# ---------------------------------------------------------------- the folder


def test_two_at_once_do_not_clash(folder: Path) -> None:
    refused = pytest.raises(ConflictError, match="keeps it fresh already")
    with alone(folder), refused, alone(folder):
        pytest.fail("two are in it")
    with alone(folder):
        pass


def test_a_folder_that_is_missing_or_goes(termbase: Termbase, folder: Path) -> None:
    sync = sync_of(termbase, folder)
    folder.rmdir()
    with pytest.raises(InvalidInput, match="no such folder"), alone(folder):
        pytest.fail("it is gone")
    with pytest.raises(InvalidInput, match="no such folder"):
        sync.look()


def test_a_project_instead_of_its_folder_of_glossaries(folder: Path) -> None:
    (folder / "omegat.project").touch()
    refused = pytest.raises(InvalidInput, match=r"give its folder of glossaries, .*glossary")
    with refused, alone(folder):
        pytest.fail("it is a project")


def test_a_folder_that_cannot_be_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EROFS))
    with pytest.raises(UnwritableFile, match="Read-only file system"), alone(folder):
        pytest.fail("nothing can be written there")


def test_a_full_disk_leaves_the_old_file(
    termbase: Termbase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = sync_of(termbase, folder)
    sync.look()
    old = sync.target.read_bytes()
    termbase.add("伺服器", "server", zh_tag="zh-Hant-TW")
    with monkeypatch.context() as full:
        full.setattr("glossary.whole_file.os.fsync", failing(errno.ENOSPC))
        with pytest.raises(UnwritableFile, match="No space left on device"):
            sync.look()
    assert sync.target.read_bytes() == old and [p.name for p in folder.iterdir()] == [
        sync.target.name
    ]
    assert sync.look().file == "written"


def failing(number: int) -> object:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


KILLED = """
import os, signal, sys
from glossary.cli import main
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


def test_a_sync_that_is_killed_before_the_rename_leaves_the_old_file(
    termbase: Termbase, folder: Path, tmp_path: Path
) -> None:
    sync = sync_of(termbase, folder)
    sync.look()
    old = sync.target.read_bytes()
    termbase.add("伺服器", "server", zh_tag="zh-Hant-TW")
    called = ["--db", str(tmp_path / "terms.db"), "sync", str(folder), "--once"]
    done = subprocess.run([sys.executable, "-c", KILLED, *called], timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert sync.target.read_bytes() == old
    with alone(folder):
        assert sync.look().file == "written"
