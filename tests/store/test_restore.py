"""Restoring a backup: checked first, as one step, while others work; either the old or the new."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.errors import ConflictError, StoreError
from glossary.store.sqlite import migrations
from glossary.store.sqlite.store import SqliteStore
from glossary.termbase import Termbase
from tests.samples import AT, entry, unit
from tests.served import command, environment, served
from tests.store.databases import put, read_apart


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "terms.db"


@pytest.fixture
def copy(path: Path) -> Path:
    """A backup with an entry "old"; the database then gets an entry "new" as well."""
    store = SqliteStore(path)
    put(store, "old")
    copy = path.with_name("copy.db")
    store.backup(copy)
    put(store, "new")
    store.close()
    return copy


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def held(path: Path) -> list[str]:
    store = SqliteStore(path)
    try:
        return [found.id for found in store.concepts()]
    finally:
        store.close()


def state(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


# ---------------------------------------------------------------- what it does


def test_all_is_as_in_the_copy_and_the_state_before_is_kept(store: SqliteStore, copy: Path) -> None:
    before, kept = store.identity(), store.restore(copy, "ada", AT)
    assert [e.id for e in store.concepts()] == ["old"]
    assert store.identity().database not in (before.database, SqliteStore(copy).identity().database)
    assert kept and held(kept) == ["new", "old"]
    assert held(copy) == ["old"], "the copy is left as it is"
    step = store.last_step()
    assert step and (step.verb, step.by, step.at) == ("restore", "ada", AT)
    assert copy.name in step.summary and kept.name in step.summary
    store.restore(kept, "ada", AT)
    assert [e.id for e in store.concepts()] == ["new", "old"]
    put(store, "next")
    assert held(store.path) == ["new", "next", "old"]


def test_undo_names_the_file_with_the_state_before(path: Path, copy: Path) -> None:
    with Termbase.open(path) as termbase:
        kept = termbase.restore(copy, by="ada")
        assert kept
        with pytest.raises(ConflictError, match=f"{kept.name}.*glossary restore"):
            termbase.undo()
        termbase.add("小院", "yard")
        assert termbase.undo().verb == "add"


def test_every_cache_of_a_running_process_follows(path: Path) -> None:
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
        termbase.add_units([unit("戰略合作繼續進行。")])
        termbase.backup(path.with_name("copy.db"))
        termbase.delete("security-dilemma")
        termbase.add("小院高牆", "small yard")
        termbase.add_units([unit("雙方又談了一次。")])

        def found() -> list[object]:
            return [
                [hit.concept_id for hit in termbase.recognize("安全困境與小院高牆")],
                [m.text for m in termbase.fuzzy_matches("雙方又談了一次。", threshold=60)],
                [hit.concept_id for hit in termbase.search("yrd").hits],  # by its misspelt word
                [hit.unit.zh.text for hit in termbase.concordance("戰略合作").hits],
            ]

        assert found()[:2] == [["small-yard"], ["雙方又談了一次。"]]
        done = command(path, "restore", path.with_name("copy.db"))
        assert done.returncode == 0, done.stderr
        assert found() == [["security-dilemma"], [], [], ["戰略合作繼續進行。"]]


def test_a_server_goes_on_with_what_was_restored(path: Path, copy: Path) -> None:
    with served(path) as server:
        assert server.ask("GET", "/api/v1/concepts")[1]["total"] == 2
        assert server.add("小院", "yard")[0] == 201
        done = command(path, "restore", copy)
        assert done.returncode == 0, done.stderr
        assert "restored" in done.stdout and "before-restore" in done.stdout
        assert [e["id"] for e in server.ask("GET", "/api/v1/concepts")[1]["items"]] == ["old"]
        assert server.add("高牆", "high fence")[0] == 201
        server.kill()
    assert held(path) == ["high-fence", "old"]
    [kept] = path.parent.glob("terms.before-restore-*.db")
    assert held(kept) == ["new", "old", "yard"]


WRITER = """
import sys
from pathlib import Path
from glossary.store.sqlite.store import SqliteStore
from tests.store.databases import put
store, n = SqliteStore(Path(sys.argv[1])), 0
while True:
    put(store, f"{sys.argv[2]}{n}")
    print(f"{sys.argv[2]}{n}", flush=True)
    n += 1
"""


def test_no_step_is_lost_between_the_state_kept_and_the_state_restored(
    store: SqliteStore, copy: Path
) -> None:
    """Each step that other processes had acknowledged is in one of the two."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store.path), name],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for name in "ab"
    ]
    kept: list[Path] = []
    for writer in writers:
        assert writer.stdout and writer.stdout.readline()
    for _ in range(4):
        time.sleep(0.1)
        found = store.restore(copy, "ada", AT)
        assert found
        kept.append(found)
    time.sleep(0.1)
    for writer in writers:
        writer.send_signal(signal.SIGTERM)
    said = {line for writer in writers for line in writer.communicate()[0].split("\n")[:-1]}
    assert len(kept) == len(set(kept))
    there = {e for file in [*kept, store.path] for e in held(file)}
    assert said <= there and len(said) > 20


# ---------------------------------------------------------------- what it refuses


def foreign(copy: Path) -> None:
    copy.unlink()
    with sqlite3.connect(copy) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()


def newer(copy: Path) -> None:
    with sqlite3.connect(copy) as other:
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('glossary', '0042_future', '')"
        )
    other.close()


def pointing_nowhere(copy: Path) -> None:
    with sqlite3.connect(copy) as other:
        other.execute("UPDATE revision SET step = 4711")
    other.close()


def cut(copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size // 2)


def written_over(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 20_000)


def no_database(copy: Path) -> None:
    copy.write_text("terms\n" * 500)


def empty(copy: Path) -> None:
    copy.write_bytes(b"")


def missing(copy: Path) -> None:
    copy.unlink()


def a_folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (foreign, "another program"),
        (newer, "newer version"),
        (pointing_nowhere, "damaged"),
        (cut, "damaged"),
        (written_over, "damaged"),
        (no_database, "not a database"),
        (empty, "not a database"),
        (missing, "is not there"),
        (a_folder, "is no file"),
    ],
)
def test_a_copy_that_will_not_do_changes_nothing(
    store: SqliteStore, copy: Path, spoil: object, reason: str
) -> None:
    spoil(copy)  # type: ignore[operator]
    identity, before = store.identity(), state(copy.parent)
    with pytest.raises(StoreError, match=reason) as caught:
        store.restore(copy, "ada", AT)
    assert str(copy) in str(caught.value) and "\n" not in str(caught.value)
    assert [e.id for e in store.concepts()] == ["new", "old"]
    assert store.identity() == identity
    store.close()
    after = state(copy.parent)
    assert set(after) <= set(before), "nothing is left lying about"
    assert after.get(copy.name) == before.get(copy.name)


def test_the_database_itself_by_any_name(store: SqliteStore, copy: Path) -> None:
    link, hard = copy.with_name("link.db"), copy.with_name("hard.db")
    link.symlink_to(store.path)
    os.link(store.path, hard)
    for name in (store.path, link, hard, Path(f"{store.path}-wal")):
        with pytest.raises(StoreError, match="is the database itself"):
            store.restore(name, "ada", AT)
    assert [e.id for e in store.concepts()] == ["new", "old"]


# ---------------------------------------------------------------- the copy, in every guise


def test_an_older_copy_is_brought_to_the_newest_form(
    store: SqliteStore, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second(db: object) -> None:
        db.conn.execute("CREATE TABLE added_later (x)")  # type: ignore[attr-defined]

    before = list(migrations.STEPS)
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS | {"9999_second": second})
    store.restore(copy, "ada", AT)
    assert store.session.rows("SELECT count(*) FROM added_later") == [(0,)]
    assert [e.id for e in store.concepts()] == ["old"]
    with sqlite3.connect(copy) as other:
        assert migrations.applied(other) == before, "the copy is left as it is"
    other.close()


def killed_with_a_log(path: Path) -> None:
    """A database whose one entry is only in the log: its process was killed."""
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from glossary.store.sqlite.store import SqliteStore\n"
        "from tests.store.databases import put\n"
        "put(SqliteStore(Path(sys.argv[1])), 'logged')\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], env=environment())
    assert Path(f"{path}-wal").stat().st_size


@pytest.mark.parametrize("shared", [True, False])
def test_a_copy_with_a_log_beside_it(store: SqliteStore, tmp_path: Path, shared: bool) -> None:
    other = tmp_path / "other" / "terms.db"
    killed_with_a_log(other)
    if not shared:
        Path(f"{other}-shm").unlink()
    before = {p.name: p.read_bytes() for p in other.parent.iterdir() if not p.name.endswith("shm")}
    put(store, "here")
    store.restore(other, "ada", AT)
    assert [e.id for e in store.concepts()] == ["logged"]
    after = state(other.parent)
    assert {name: after.get(name) for name in before} == before


def test_a_copy_of_another_page_size(store: SqliteStore, copy: Path) -> None:
    with sqlite3.connect(copy, isolation_level=None) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("PRAGMA page_size = 16384")
        other.execute("VACUUM")
    other.close()
    store.counts()
    store.restore(copy, "ada", AT)
    assert [e.id for e in store.concepts()] == ["old"]
    assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_that_is_used_meanwhile(store: SqliteStore, tmp_path: Path) -> None:
    other = SqliteStore(tmp_path / "other.db")
    put(other, "theirs")
    store.restore(other.path, "ada", AT)
    assert [e.id for e in store.concepts()] == ["theirs"]
    put(other, "more")
    assert held(other.path) == ["more", "theirs"]
    other.close()


# ---------------------------------------------------------------- the database, in every state


def test_restoring_where_there_is_no_database(path: Path, copy: Path) -> None:
    path.unlink()
    assert SqliteStore(path).restore(copy, "ada", AT) is None
    assert held(path) == ["old"]
    deeper = path.parent / "new" / "folder" / "terms.db"
    assert SqliteStore(deeper).restore(copy, "ada", AT) is None
    assert held(deeper) == ["old"]


def test_restoring_where_there_is_only_a_log(path: Path, copy: Path) -> None:
    """The log belongs to another file, and is kept, but not replayed."""
    for side in ("", "-wal", "-shm"):
        Path(f"{path}{side}").unlink(missing_ok=True)
    killed_with_a_log(path)
    path.unlink()
    log = Path(f"{path}-wal").read_bytes()
    done = command(path, "restore", copy)
    assert done.returncode == 0, done.stderr
    assert held(path) == ["old"]
    assert log in [p.read_bytes() for p in path.parent.glob("terms.damaged-*-wal")]


def damage_head(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * 4096)


def damage_all(path: Path) -> None:
    path.write_bytes(b"\xa5" * path.stat().st_size)


def damage_to_nothing(path: Path) -> None:
    path.write_bytes(b"x")


@pytest.mark.parametrize("damage", [damage_head, damage_all, damage_to_nothing])
def test_restoring_over_an_unreadable_file(path: Path, copy: Path, damage: object) -> None:
    killed_with_a_log(path)
    damage(path)  # type: ignore[operator]
    bytes_before, log = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    done = command(path, "restore", copy)
    assert done.returncode == 0, done.stderr
    assert held(path) == ["old"], "the log of the damaged file is not replayed over the copy"
    [kept] = path.parent.glob("terms.damaged-*.db")
    assert (kept.read_bytes(), Path(f"{kept}-wal").read_bytes()) == (bytes_before, log)
    assert str(kept) in done.stdout


def test_a_damaged_page_is_no_hindrance_beside_a_server(path: Path, copy: Path) -> None:
    store = SqliteStore(path)
    with store.transaction():
        store.put_units((unit(zh=f"第{n}句" * 20) for n in range(3000)), None)
    store.close()
    with served(path) as server:
        assert server.ask("GET", "/healthz")[0] == 200
        with path.open("r+b") as file:
            file.seek(400_000)
            file.write(b"\xa5" * 100_000)
        done = command(path, "restore", copy)
        assert done.returncode == 0, done.stderr
        assert server.ask("GET", "/api/v1/concepts")[1]["total"] == 1
        assert server.add("小院", "yard")[0] == 201
    assert held(path) == ["old", "yard"]


def test_a_damaged_file_that_is_in_use_is_left_to_its_user(path: Path, copy: Path) -> None:
    with served(path) as server:
        assert server.ask("GET", "/healthz")[0] == 200
        assert command(path, "stats").returncode == 0
        damage_all(path)
        Path(f"{path}-wal").write_bytes(b"")
        before = path.read_bytes()
        done = command(path, "restore", copy)
        assert done.returncode == 1
        assert "open in another program: stop that" in done.stderr
        assert path.read_bytes() == before
    done = command(path, "restore", copy)
    assert done.returncode == 0, done.stderr
    assert held(path) == ["old"]


def test_a_database_of_another_program_is_not_restored_over(path: Path, copy: Path) -> None:
    path.unlink()
    foreign_copy = shutil.copy(copy, path)
    foreign(Path(foreign_copy))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="a database of another program"):
        SqliteStore(path).restore(copy, "ada", AT)
    assert path.read_bytes() == before


@pytest.mark.parametrize("spoil", [None, damage_head])
def test_restoring_through_a_link_keeps_the_link(path: Path, copy: Path, spoil: object) -> None:
    link = path.parent / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(path)
    if spoil:
        spoil(path)  # type: ignore[operator]
    SqliteStore(link).restore(copy, "ada", AT)
    assert link.is_symlink() and held(path) == held(link) == ["old"]
    assert [p.name for p in link.parent.iterdir()] == [link.name]


# ---------------------------------------------------------------- killed at any moment

RESTORE = """
import sys
from pathlib import Path
from glossary.store.sqlite.store import SqliteStore
print("begun", flush=True)
SqliteStore(Path(sys.argv[1])).restore(Path(sys.argv[2]), "ada", "")
print("done", flush=True)
"""


@pytest.mark.parametrize("damaged", [False, True])
def test_killed_at_any_moment_it_is_the_old_or_the_new(path: Path, damaged: bool) -> None:
    store = SqliteStore(path)
    with store.transaction():
        step = store.new_step("import", "ada", AT)
        store.put_concepts((entry(f"c{n}") for n in range(1500)), step)
    store.backup(path.with_name("copy.db"))
    with store.transaction():
        store.delete_concepts([f"c{n}" for n in range(700)], store.new_step("delete", "ada", AT))
    store.close()
    if damaged:
        damage_head(path)
    old = path.read_bytes()
    chance = random.Random(5)
    ended = set()
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", RESTORE, str(path), str(path.with_name("copy.db"))],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert child.stdout and child.stdout.readline()
        time.sleep(chance.uniform(0, 0.25))
        child.kill()
        child.wait(30)
        child.stdout.close()
        if damaged and path.read_bytes() == old:
            ended.add("old")
            continue
        again = SqliteStore(path)
        assert again.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ended.add({800: "old", 1500: "new"}[again.count_concepts()])
        with again.transaction():
            again.delete_concepts([f"c{n}" for n in range(700)], again.new_step("delete", "", AT))
        again.close()
        if damaged:
            path.write_bytes(old)
    last = SqliteStore(path)
    last.restore(path.with_name("copy.db"), "ada", AT)
    assert last.count_concepts() == 1500
    last.close()
    assert not list(path.parent.glob(".glossary-*")), "what killed ones left is gone"
    assert read_apart(path)[:2] == ["c0", "c1"]
