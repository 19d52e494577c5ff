"""A database that cannot be written can be read, exported and copied, and stays unchanged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from glossary.store.sqlite.store import SqliteStore
from glossary.termbase import Termbase
from tests.samples import unit
from tests.served import environment
from tests.store import damage
from tests.store.databases import put

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")

USE = """
import contextlib, io, os, sys, warnings
from pathlib import Path
from glossary.cli import cli
from glossary.errors import GlossaryError
from glossary.termbase import Termbase
from tests.samples import unit

warm, path, out = map(Path, sys.argv[1:])

def use(path, out):
    '''All that only reads, with what it found.'''
    def command(*arguments):
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            cli.main(["--db", str(path), *arguments], prog_name="glossary", standalone_mode=False)
        return shown.getvalue()
    with Termbase.open(path) as t:
        found = {
            "stats": t.stats()["units"], "concepts": len(list(t.concepts())),
            "search": [h.concept_id for h in t.search("安全困境3").hits],
            "in vain": t.search("none such").total,
            "recognize": [h.concept_id for h in t.recognize("安全困境3並存")],
            "memory": len(t.fuzzy_matches("雙方談了第9次。", threshold=90, limit=None)),
            "concordance": len(t.concordance("雙方談了第9次").hits),
            "why": [p.holds for p in t.why("3").proofs], "candidates": len(t.candidates()),
            "history": len(t.history("small-yard-2")),
            "doctor": [c.problems for c in t.examine() if c.problems],
        }
        t.write(out / "memory.tmx")
        t.backup(out / "copy.db")
        found["tmx"] = (out / "memory.tmx").stat().st_size > 1000
    with Termbase.open(out / "copy.db") as copy:
        found["copy"] = copy.stats()["units"]
    found["cli"] = "security-dilemma-3" in command("search", "安全困境3")
    found["cli memory"] = command("memory", "雙方談了第9次。").count("雙方") > 0
    for name in ("memory.tmx", "copy.db"):
        (out / name).unlink()
    return found

def refused(path):
    '''The lines that changes end in.'''
    lines = []
    with Termbase.open(path) as t:
        for change in (lambda: t.add("纜椿", "bollard"), lambda: t.undo(),
                       lambda: t.add_units([unit("另一句。")]), lambda: t.rebuild_index(),
                       lambda: t.judge(t.candidates()[0].id, "approve")):
            try:
                change()
                lines.append("stored")
            except GlossaryError as error:
                lines.append(str(error))
    return lines

def drop():
    os.environ["XDG_CACHE_HOME"] = str(out / "own")  # that of the user who reads
    if os.getuid() == 0:  # the superuser of a container has every right
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)

with Termbase.open(warm) as t:  # whatever is imported late is imported now
    t.stats(), t.concept("small-yard-2")
"""

TRY = """
expected = use(warm, out)
drop()
assert not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)
warnings.simplefilter("error")
found = use(path, out)
assert found == expected, (found, expected)
assert not found["doctor"] and found["memory"] and found["cli"]
for line in refused(path):
    assert "cannot be written; check the rights" in line and "\\n" not in line, line
print("done")
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    folder = Path(mkdtemp())
    folder.chmod(0o755)
    yield folder
    for each in [folder, *folder.rglob("*")]:
        if each.is_dir():
            each.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def database(folder: Path, tmp_path: Path) -> Path:
    (folder / "there").mkdir()
    damage.filled(folder / "there" / "terms.db")
    shutil.copy(folder / "there" / "terms.db", folder / "warm.db")
    return folder / "there" / "terms.db"


def run(code: str, database: Path) -> subprocess.CompletedProcess[str]:
    out = database.parents[1] / "out"
    out.mkdir(exist_ok=True)
    out.chmod(0o777)
    return subprocess.run(
        [
            sys.executable,
            "-c",
            USE + code,
            str(database.parents[1] / "warm.db"),
            str(database),
            str(out),
        ],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=300,
    )


def lock(database: Path, file: int, folder: int) -> dict[str, bytes]:
    for each in database.parent.rglob("*"):
        each.chmod(0o755 if each.is_dir() else file)
    database.parent.chmod(folder)
    return state(database)


def state(database: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in database.parent.iterdir() if p.is_file()}


@pytest.mark.parametrize(
    ("file", "folder_mode", "index"),
    [(0o444, 0o555, "with"), (0o666, 0o555, "without"), (0o444, 0o777, "with")],
)
def test_all_that_only_reads_works(database: Path, file: int, folder_mode: int, index: str) -> None:
    if index == "without":
        shutil.rmtree(database.with_name("terms.db.memory"))
    before = lock(database, file, folder_mode)
    done = run(TRY, database)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
    assert state(database) == before, "nothing is written, nothing left beside it"


@pytest.mark.parametrize("shared", [True, False])
def test_a_log_that_a_killed_process_left_is_read(database: Path, shared: bool) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from glossary.store.sqlite.store import SqliteStore\n"
        "from tests.store.databases import put\n"
        "put(SqliteStore(Path(sys.argv[1])), 'logged')\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(database)], env=environment())
    if not shared:
        Path(f"{database}-shm").unlink()
    before = lock(database, 0o444, 0o555)
    done = run("drop(); print(Termbase.open(path).concept('logged').id)", database)
    assert (done.stdout, done.returncode) == ("logged\n", 0), done.stderr
    assert state(database) == before


FOLLOW = """
import time
drop()
t = Termbase.open(path)
print(t.count_concepts(), flush=True)
for line in sys.stdin:
    print(t.count_concepts(), flush=True)
"""


def test_what_another_user_writes_meanwhile_is_seen(database: Path) -> None:
    """Opened as immutable at first, it is reopened as soon as anybody writes."""
    lock(database, 0o644, 0o755)
    out = database.parents[1] / "out"
    out.mkdir()
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            USE + FOLLOW,
            str(database.parents[1] / "warm.db"),
            str(database),
            str(out),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as reader:
        assert reader.stdin and reader.stdout
        first = int(reader.stdout.readline())

        def ask() -> list[int]:
            assert reader.stdin and reader.stdout
            reader.stdin.write("\n")
            reader.stdin.flush()
            return [int(n) for n in reader.stdout.readline().split()]

        assert ask()[0] == first
        for n in range(3):
            store = SqliteStore(database)
            for side in ("-wal", "-shm"):  # made by a user whose files others may read
                put(store, f"new-{n}-{side}")
                Path(f"{database}{side}").chmod(0o644)
            assert ask()[0] == first + 2 * n + 2
            store.close()
            assert ask()[0] == first + 2 * n + 2, "and after all is in the database again"
        reader.stdin.close()
        assert reader.wait(30) == 0


MOUNTED = """
import subprocess
subprocess.run(["mount", "--bind", str(path.parent), str(path.parent)], check=True)
subprocess.run(["mount", "-o", "remount,bind,ro", str(path.parent)], check=True)
def drop():
    os.environ["XDG_CACHE_HOME"] = str(out / "own")
"""


def can_mount() -> bool:
    tried = subprocess.run(
        ["unshare", "-m", "sh", "-c", "mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp"],
        capture_output=True,
    )
    return tried.returncode == 0


@pytest.mark.skipif(not shutil.which("unshare") or not can_mount(), reason="wants to mount")
def test_on_a_medium_that_nobody_can_write(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(database.with_name("terms.db.memory"))
    before = state(database)
    real = subprocess.run

    def unshared(command: list[str], **options: object) -> object:
        return real(["unshare", "-m", *command], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", unshared)
    done = run(MOUNTED + TRY, database)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
    assert state(database) == before


def test_a_copy_on_a_medium_that_cannot_be_written_is_restored(
    database: Path, tmp_path: Path
) -> None:
    lock(database, 0o444, 0o555)
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.add_units([unit()])
        termbase.restore(database)
        assert termbase.stats()["units"] == 200


def test_an_older_form_that_cannot_be_written_is_said(database: Path) -> None:
    lock(database, 0o444, 0o555)
    code = (
        "from glossary.store.sqlite import migrations\n"
        "migrations.STEPS['0002_next'] = lambda db: None\ndrop()\n"
        "try:\n    Termbase.open(path).stats()\nexcept GlossaryError as error:\n    print(error)"
    )
    done = run(code, database)
    assert "has not the newest form, and cannot be written" in done.stdout, done.stderr
    assert done.stderr == ""
