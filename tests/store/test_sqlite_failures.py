"""Failures of a database file: one clear line, and the file unchanged."""

from __future__ import annotations

import hashlib
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from glossary.errors import GlossaryError, InvalidInput, StoreError
from glossary.store import open_store
from glossary.store.sqlite.store import SqliteStore
from tests.samples import AT, entry, unit


def fill(store: SqliteStore, count: int, first: int = 0) -> None:
    with store.transaction():
        step = store.new_step("import", "ada", AT)
        store.put_concepts((entry(f"c{n}") for n in range(first, first + count)), step)
        store.put_units((unit(zh=f"第{n}句" * 20) for n in range(first, first + count)), step)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "terms.db"


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed database with ten entries."""
    store = SqliteStore(path)
    fill(store, 10)
    store.close()
    return path


def refusal(path: Path, use: Callable[[SqliteStore], object] = SqliteStore.counts) -> str:
    """The one-line error of using the database."""
    store = SqliteStore(path)
    with pytest.raises(GlossaryError) as caught:
        use(store)
    store.close()
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path)), "the line says which file"
    return message


# ---------------------------------------------------------------- not our database


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path).endswith("is a folder; give a file in it")


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "new" / "folder" / "terms.db")
    assert store.counts()["concepts"] == 0
    store.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "terms.db"
    store = SqliteStore(path)
    with pytest.raises(StoreError, match="(?i)exists|not a directory"):
        store.counts()


def test_memory_is_refused_since_every_thread_would_have_its_own() -> None:
    with pytest.raises(InvalidInput, match="wants a file"):
        open_store(":memory:")


@pytest.mark.parametrize("content", [b"# Glossary\n" * 200, b"PK\3\4" + b"\0" * 5000, b"x"])
def test_a_file_that_is_no_database(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "not a database of this program" in refusal(path)
    assert path.read_bytes() == content


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.touch()
    store = SqliteStore(path)
    fill(store, 1)
    assert store.count_concepts() == 1
    store.close()


def test_a_database_of_another_program(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    other.close()
    before = path.read_bytes()
    assert "is a database of another program" in refusal(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["terms.db"]


def test_migrations_of_another_program(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE _sqlite_migrations (id, migration_set, name, applied_at)")
    other.execute("INSERT INTO _sqlite_migrations VALUES (1, 'recipes', '0001_first', '')")
    other.commit()
    other.close()
    assert "is a database of another program" in refusal(path)


def test_a_newer_version(filled: Path) -> None:
    newer = sqlite3.connect(filled)
    newer.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('glossary', '0042_future', '')"
    )
    newer.commit()
    newer.close()
    before = hashlib.sha256(filled.read_bytes()).digest()
    message = refusal(filled)
    assert "newer version of this program (0042_future); upgrade" in message
    assert hashlib.sha256(filled.read_bytes()).digest() == before


# ---------------------------------------------------------------- damage


def test_a_file_cut_off(filled: Path) -> None:
    with filled.open("r+b") as file:
        file.truncate(filled.stat().st_size // 2)
    assert "damaged; restore a backup" in refusal(filled, lambda store: list(store.concepts()))


def test_a_file_written_over(filled: Path) -> None:
    size = filled.stat().st_size
    with filled.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    assert "damaged; restore a backup" in refusal(filled)


def test_a_damaged_entry(filled: Path) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute("UPDATE revision SET body = substr(body, 1, 40)")
    store = SqliteStore(filled)
    with pytest.raises(StoreError, match="damaged entry .*; restore a backup"):
        store.concept("c1")
    store.close()


# ---------------------------------------------------------------- rights, locks, space


def test_held_by_another_program(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.store.sqlite.pool.BUSY_MS", 50)
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    message = refusal(filled, lambda store: fill(store, 1))
    assert message.endswith("another program holds the database; try again when it is done")
    other.execute("ROLLBACK")
    other.close()
    store = SqliteStore(filled)
    assert store.count_concepts() == 10, "reading needs no lock"
    fill(store, 1, first=10)
    store.close()


def child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run code in its own process, with the tests' helper modules."""
    setup = (
        "import sys\n"
        f"sys.path[:0] = {[p for p in sys.path if p]!r}\n"
        "from pathlib import Path\n"
        "from glossary.errors import GlossaryError\n"
        "from glossary.store.sqlite.store import SqliteStore\n"
        "from tests.store.test_sqlite_failures import fill, limit_files\n"
        f"sys.argv[1:] = {[str(argument) for argument in arguments]!r}\n"
    )
    return subprocess.run(
        [sys.executable, "-c", setup + code], capture_output=True, text=True, timeout=120
    )


WRITE = """
import os
warm = SqliteStore(Path(sys.argv[2]))  # whatever is imported late is imported now
fill(warm, 1)
warm.close()
if os.getuid() == 0:  # the superuser of a container has every right
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
store = SqliteStore(Path(sys.argv[1]))
try:
    fill(store, 5, first=100)
    print("written")
except GlossaryError as error:
    print(error)
"""


@pytest.mark.parametrize("mode", [0o444, 0o000])
@pytest.mark.parametrize("locked", ["file", "folder and file"])
def test_without_the_right_to_write(mode: int, locked: str, tmp_path: Path) -> None:
    with TemporaryDirectory() as folder:  # pytest's own are closed to other users
        path = Path(folder) / "terms.db"
        store = SqliteStore(path)
        fill(store, 10)
        store.close()
        path.chmod(mode)
        path.parent.chmod(0o777 if locked == "file" else 0o555)
        result = child(WRITE, path, tmp_path / "warm.db")
        path.parent.chmod(0o755)
        path.chmod(0o644)
        assert result.stderr == ""
        assert re.fullmatch(rf"{path}: .*(rights|Permission denied).*\n", result.stdout)
        store = SqliteStore(path)
        assert store.count_concepts() == 10
        store.close()


def limit_files(size: int) -> None:
    """Limit the files of this process to `size` bytes, like a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


FULL = """
store = SqliteStore(Path(sys.argv[1]))
store.counts()
limit_files(int(sys.argv[2]))
try:
    fill(store, 3_000, first=100)
    print("written")
except GlossaryError as error:
    print(error)
print(store.count_concepts(), store.count_concepts() == len(list(store.concepts())))
"""


def test_a_full_disk_leaves_the_database_as_it_was(filled: Path) -> None:
    result = child(FULL, filled, 1_000_000)
    assert result.stderr == ""
    message, rest = result.stdout.split("\n", 1)
    assert re.search(r"full; nothing of this step was stored$", message)
    assert rest.split() == ["10", "True"]
    store = SqliteStore(filled)
    assert store.count_concepts() == 10
    assert store.counts()["units"] == 10
    fill(store, 1, first=10)
    store.close()


def test_a_full_database_goes_on_when_there_is_room_again(filled: Path) -> None:
    store = SqliteStore(filled)
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="the disk is full; nothing of this step was stored"):
        fill(store, 500, first=100)
    assert store.count_concepts() == 10
    assert store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store.db.execute("PRAGMA max_page_count = 1000000")
    fill(store, 500, first=100)
    assert store.count_concepts() == 510
    store.close()


BACKUP = """
store = SqliteStore(Path(sys.argv[1]))
store.counts()
limit_files(20_000)
try:
    store.backup(Path(sys.argv[2]))
    print("written")
except GlossaryError as error:
    print(error)
"""


def test_a_backup_onto_a_full_disk_leaves_nothing(filled: Path) -> None:
    target = filled.with_name("copy.db")
    result = child(BACKUP, filled, target)
    assert result.stderr == ""
    assert result.stdout.startswith(f"{target}: ")
    assert "full" in result.stdout
    assert not list(filled.parent.glob("copy*"))


# ---------------------------------------------------------------- connections


def test_connections_of_ended_threads_are_closed(path: Path) -> None:
    import gc
    import threading

    store = SqliteStore(path)
    store.counts()
    for _ in range(20):
        thread = threading.Thread(target=store.counts)
        thread.start()
        thread.join()
    gc.collect()
    assert len(store._pool._connections) == 1
    store.close()


READERS = """
import time
import threading
stop = threading.Event()
def read():
    while not stop.is_set():
        try:
            assert store.conflicts() == []
            assert len(list(store.term_rows())) == 600
        except GlossaryError:
            pass  # closed under it: one line, not the end of the process
store = SqliteStore(Path(sys.argv[1]))
threads = [threading.Thread(target=read, daemon=True) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(50):
    time.sleep(0.002)
    store.close()
stop.set()
for thread in threads:
    thread.join()
print("alive")
"""


def test_closing_while_other_threads_read_does_not_end_the_process(path: Path) -> None:
    store = SqliteStore(path)
    fill(store, 300)
    store.close()
    result = child(READERS, path)
    assert (result.stdout, result.stderr) == ("alive\n", "")


def test_another_working_folder_is_no_other_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = SqliteStore(Path("terms.db"))
    monkeypatch.chdir("/")
    fill(store, 1)
    assert (tmp_path / "terms.db").exists()
    store.close()


def test_opening_a_known_database_imports_nothing_heavy(filled: Path) -> None:
    """A look-up on the command line may take little time in all."""
    code = (
        "SqliteStore(Path(sys.argv[1])).concept('c1')\n"
        "print({'sqlite_utils', 'numpy', 'jieba', 'lxml'} & set(sys.modules))"
    )
    setup = (
        "import sys\nfrom pathlib import Path\n"
        "from glossary.store.sqlite.store import SqliteStore\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", setup + code, str(filled)], capture_output=True, text=True
    )
    assert (result.stdout, result.stderr) == ("set()\n", "")
