"""The database's files: only SQLite opens them, and replacing them on disk is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, StoreError
from glossary.store.sqlite.store import SqliteStore
from glossary.termbase import Termbase
from tests.samples import AT, entry
from tests.served import command, environment, served
from tests.store.databases import put, read_apart

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files that are open can be removed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "terms.db"


# ---------------------------------------------------------------- nobody but SQLite opens them


def test_another_process_does_not_think_itself_alone(path: Path) -> None:
    """Each thread has a connection; opening one must not drop the locks of the others."""
    store = SqliteStore(path)
    put(store, "a")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(store.counts).result(30)
        log = os.stat(f"{path}-wal").st_ino
        assert read_apart(path) == ["a"]
        assert os.stat(f"{path}-wal").st_ino == log, "the log was removed under its users"
        put(store, "b")
        assert read_apart(path) == ["a", "b"]
    store.close()


def test_what_a_server_acknowledged_is_there_after_other_processes_and_a_kill(path: Path) -> None:
    added = []
    with served(path) as server, ThreadPoolExecutor(8) as threads:
        for n in range(3):
            looks = [threads.submit(server.ask, "GET", "/api/v1/terms?q=x") for _ in range(8)]
            assert {look.result(60)[0] for look in looks} == {200}
            assert command(path, "stats").returncode == 0
            status, answer = server.add(f"安全{'一二三'[n]}", f"security {n}")
            assert status == 201, answer
            added.append(f"security-{n}")
        server.kill()
    assert read_apart(path) == added


USES = """
import sys
from pathlib import Path
path = Path(sys.argv[1])
watched = {str(path), f"{path}-wal", f"{path}-shm"}
live = False
def watch(event, arguments):
    if live and event in ("open", "os.open", "shutil.copyfile"):
        if str(arguments[0]) in watched:
            raise SystemExit(f"{event} {arguments[0]}")
sys.addaudithook(watch)
from glossary.termbase import Termbase
from tests.samples import document, evidence, proposal, unit
termbase = Termbase.open(path)
termbase.add("安全困境", "security dilemma", by="ada")
live = True
text = path.with_name("paper.md")
text.write_text("學者指出安全困境(security dilemma)，又有小院高牆（small yard, high fence）。")
termbase.mine(text)
for candidate in termbase.candidates():
    termbase.judge(candidate.id, "approve", by="ada")
termbase.add_units([unit()])
import threading
def look():
    termbase.search("安全困境"); termbase.search("nothing like it"); termbase.recognize("安全困境")
    termbase.fuzzy_matches("雙方又談了一次。"); termbase.concordance("雙方"); termbase.stats()
    termbase.why("security-dilemma"); termbase.history("security-dilemma"); termbase.warm_up()
for _ in range(2):
    thread = threading.Thread(target=look); thread.start(); thread.join(); look()
termbase.write(path.with_name("out.tbx")); termbase.write(path.with_name("out.tmx"))
termbase.read(path.with_name("out.tbx")); termbase.undo()
termbase.backup(path.with_name("copy.db"))
other = Termbase.open(path); other.stats(); other.close(); Termbase.open(path).stats()
from api import create_app
client = create_app(termbase).test_client()
for route in ("/healthz", "/api/v1/terms?q=x", "/api/v1/concepts", "/api/v1/memory?q=雙方"):
    assert client.get(route).status_code == 200
print("done")
"""


def test_nothing_opens_the_database_beside_sqlite(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", USES, str(path)], capture_output=True, text=True, env=environment()
    )
    assert (done.stdout, done.stderr[-2000:]) == ("done\n", "")


@pytest.mark.parametrize("side", ["", "-wal", "-shm"])
@pytest.mark.parametrize(
    "use",
    [
        lambda termbase, file: termbase.read(file),
        lambda termbase, file: termbase.write(file, "archive"),
        lambda termbase, file: termbase.mine(file),
    ],
)
def test_the_databases_own_files_are_no_files_to_exchange(
    path: Path, side: str, use: Callable[[Termbase, Path], object]
) -> None:
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
        link = path.with_name("link.csv")
        link.symlink_to(f"{path}{side}")
        for file in (Path(f"{path}{side}"), link):
            with pytest.raises(InvalidInput, match="the termbase's own database"):
                use(termbase, file)
        assert [e.id for e in termbase.concepts()] == ["security-dilemma"]


def test_a_forked_child_has_connections_of_its_own(path: Path) -> None:
    store = SqliteStore(path)
    put(store, "a")
    with store.transaction():
        put(store, "b")
        child = os.fork()
        if not child:
            seen = [found.id for found in store.concepts()]
            store.close()
            os._exit(seen != ["a"])  # what is not committed is the parent's
        assert os.waitpid(child, 0)[1] == 0
    put(store, "c")
    assert read_apart(path) == ["a", "b", "c"]
    store.close()


# ---------------------------------------------------------------- deleted or replaced in use


def other_database(path: Path) -> Path:
    other = path.with_name("other.db")
    store = SqliteStore(other)
    put(store, "of-another")
    store.close()
    return other


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    for name in (path, f"{path}-wal", f"{path}-shm"):
        os.unlink(name)


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def replace(path: Path) -> None:
    os.replace(path.with_name("other.db"), path)


def cut(path: Path) -> None:
    os.truncate(path, 0)


LOSSES = [delete, delete_all, move, replace, cut]


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_database_is_neither_read_nor_written(
    path: Path, lose: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.store.sqlite.files.LOOK_S", 0)
    other_database(path)
    store = SqliteStore(path)
    put(store, "a")
    lose(path)
    for use in (lambda: put(store, "b"), store.counts, store.identity, store.terms_version):
        with pytest.raises(StoreError, match="while in use") as caught:
            use()
        assert str(caught.value).startswith(str(path))
    store.close()
    if lose is replace:
        assert read_apart(path) == ["of-another"], "and the log of the first is not put into it"


@pytest.mark.parametrize("lose", LOSSES)
def test_lost_in_the_middle_of_a_step(path: Path, lose: Callable[[Path], None]) -> None:
    other_database(path)
    store = SqliteStore(path)
    put(store, "a")
    with pytest.raises(StoreError, match="while in use"), store.transaction():
        store.put_concepts([entry("b")], store.new_step("add", "ada", AT))
        lose(path)
    store.close()


def test_put_back_it_goes_on_with_all_that_was_stored(path: Path) -> None:
    folder = path.parent
    store = SqliteStore(path)
    put(store, "a")
    move(path)
    with pytest.raises(StoreError, match="deleted or moved"):
        put(store, "b")
    assert read_apart(folder / "moved.db") == ["a"], "its log came with it"
    (folder / "moved.db").rename(path)
    put(store, "c")
    assert read_apart(path) == ["a", "c"]
    store.close()


def test_a_folder_moved_away_and_back(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "terms.db"
    store = SqliteStore(path)
    put(store, "a")
    path.parent.rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="deleted or moved"):
        put(store, "b")
    (tmp_path / "elsewhere").rename(path.parent)
    put(store, "c")
    store.close()
    assert read_apart(path) == ["a", "c"]


@pytest.mark.parametrize("sides", [["-wal"], ["-shm"], ["-wal", "-shm"]])
def test_a_deleted_log_is_made_again_and_nothing_lost(path: Path, sides: list[str]) -> None:
    store = SqliteStore(path)
    put(store, "a")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(store.counts).result(30)
        for side in sides:
            os.unlink(f"{path}{side}")
        put(store, "b")
        assert threads.submit(store.count_concepts).result(30) == 2
        assert read_apart(path) == ["a", "b"]
        put(store, "c")
    os.unlink(f"{path}-wal")
    with pytest.raises(StoreError, match="nothing of this step was stored"), store.transaction():
        store.put_concepts([entry("d")], store.new_step("add", "ada", AT))
        os.unlink(f"{path}-wal") if os.path.exists(f"{path}-wal") else None
    store.close()
    assert read_apart(path) == ["a", "b", "c"]


def test_a_missing_database_is_not_begun_anew_beside_its_log(path: Path) -> None:
    """Nor is that log removed, which may have the only copy of the last steps."""
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from glossary.store.sqlite.store import SqliteStore\n"
        "from tests.store.databases import put\n"
        "put(SqliteStore(Path(sys.argv[1])), 'a')\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], env=environment())
    path.rename(path.with_name("kept.db"))
    before = Path(f"{path}-wal").read_bytes()
    assert before
    with pytest.raises(StoreError, match="is missing, but its log terms.db-wal is there"):
        SqliteStore(path).counts()
    assert Path(f"{path}-wal").read_bytes() == before
    path.with_name("kept.db").rename(path)
    assert read_apart(path) == ["a"]


def test_a_step_whose_connection_is_closed_under_it(path: Path) -> None:
    store = SqliteStore(path)
    put(store, "a")
    with pytest.raises(StoreError, match="nothing of this step was stored"), store.transaction():
        step = store.new_step("add", "ada", AT)
        closing = threading.Thread(target=store.close)
        closing.start()
        closing.join()
        store.put_concepts([entry("b")], step)
    assert [e.id for e in store.concepts()] == ["a"]
    store.close()


@pytest.mark.parametrize("lose", [delete, replace])
def test_a_server_says_so_within_a_second(path: Path, lose: Callable[[Path], None]) -> None:
    import time

    other_database(path)
    with served(path) as server:
        assert server.add("安全困境", "security dilemma")[0] == 201
        assert server.ask("GET", "/healthz")[0] == 200
        lose(path)
        time.sleep(1)
        for answer in (
            server.ask("GET", "/healthz"),
            server.ask("GET", "/api/v1/terms?q=安全"),
            server.ask("POST", "/api/v1/recognize", {"text": "安全困境"}),
            server.ask("GET", "/api/v1/memory?q=安全"),
            server.add("小院", "yard"),
        ):
            assert answer[0] == 503, answer
            assert answer[1]["error"]["code"] == "store"
            assert set(answer[1]["error"]) == {"code", "message", "detail"}
    if lose is replace:
        assert read_apart(path) == ["of-another"], "the log of the first is not put into it"
    else:
        assert not path.exists()


def test_acknowledged_means_it_lies_in_the_file_of_that_name(path: Path) -> None:
    """A step that is not refused is stored, at whatever moment the file is replaced."""
    for _ in range(20):
        store = SqliteStore(path)
        put(store, "first")
        other = other_database(path)
        taken: list[str] = []
        ready = threading.Event()

        def write(
            store: SqliteStore = store, taken: list[str] = taken, ready: threading.Event = ready
        ) -> None:
            try:
                for n in range(10_000):
                    put(store, f"n{n}")
                    taken.append(f"n{n}")
                    ready.set()
            except StoreError:
                pass

        writing = threading.Thread(target=write)
        writing.start()
        ready.wait(30)
        os.rename(path, path.with_name("aside.db"))
        os.rename(other, path)
        writing.join(60)
        os.rename(path.with_name("aside.db"), path)
        assert {e.id for e in store.concepts()} >= {"first", *taken}
        store.close()
        for name in path.parent.iterdir():
            name.unlink()


def test_a_database_of_one_byte_or_a_pipe_is_none(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(StoreError, match="not a database of this program"):
        SqliteStore(path).counts()


def test_a_log_deleted_beside_the_file_that_a_link_leads_to(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "real" / "data.db"
    SqliteStore(real).counts()
    path.symlink_to(real)
    store = SqliteStore(path)
    put(store, "a")
    os.unlink(f"{real}-wal")
    put(store, "b")
    assert read_apart(path) == read_apart(real) == ["a", "b"]
    path.unlink()
    path.symlink_to(other_database(path))
    with pytest.raises(StoreError, match="another file was put in the place"):
        put(store, "c")
    store.close()


def test_a_link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")
    with pytest.raises(StoreError, match="link to nowhere"):
        SqliteStore(path).counts()
