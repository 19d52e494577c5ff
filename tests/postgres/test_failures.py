"""What goes wrong with a server is told in one line, without the password, and nothing is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

psycopg = pytest.importorskip("psycopg", reason="pip install '.[postgres]'")

from glossary.errors import Busy, GlossaryError, InvalidInput, StoreError
from glossary.store import open_store
from glossary.store.postgres import connection, migrations, pool
from glossary.store.postgres.address import address_of
from glossary.store.postgres.failures import failure_of
from glossary.store.postgres.store import PostgresStore
from glossary.termbase import Termbase
from tests.postgres.cluster import PASSWORD, Cluster, cluster

ROOT = Path(__file__).parents[2]


def refused(url: str) -> str:
    """What is said when a termbase is asked for."""
    with pytest.raises(GlossaryError) as told, closing(open_store(url)) as store:
        store.counts()
    error: BaseException | None = told.value
    while error:
        assert PASSWORD not in str(error) + repr(error)
        error = error.__cause__
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize(
    ("part", "instead", "told"),
    [
        (f":{PASSWORD}@", ":wrong@", "refuses this user or password"),
        ("postgres:", "nobody:", "refuses this user or password"),
        ("127.0.0.1", "no-such-host.invalid", "does not answer; check host and port"),
        ("/test", "/other", "no such database"),
        ("?", "?schema=pg_catalog&", "no name for a schema"),
        ("?", f"?schema={'x' * 64}&", "no name for a schema"),
        ("?", "?schema=&", "no name for a schema"),
        ("?", "?schema=a%00b&", "no name for a schema"),
        ("?", "?no_such_parameter=1&", "no address of a database"),
        ("127.0.0.1:", "127.0.0.1:x", "no address of a database|does not answer"),
        ("127.0.0.1", "[::1", "no address of a database"),
        (PASSWORD, f"{PASSWORD}%zz", "no address of a database"),
    ],
)
def test_a_wrong_address(url: str, part: str, instead: str, told: str) -> None:
    wrong = f"{url}?".replace(part, instead, 1)
    assert wrong != f"{url}?" and re.search(told, refused(wrong)), refused(wrong)


def test_nobody_listens(url: str, postgres: Cluster) -> None:
    assert "does not answer" in refused(url.replace(str(postgres.port), "1"))


def test_a_server_that_is_too_old(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LEAST_VERSION", 990_000)
    assert "is too old; upgrade the server to 99 or newer" in refused(url)


def test_a_schema_of_another_program_is_left_alone(url: str, postgres: Cluster) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("CREATE SCHEMA glossary; CREATE TABLE glossary.meta (key text)")
        assert "has tables of another program" in refused(url)
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'glossary'")
        assert tables.fetchall() == [("meta",)]


def test_a_termbase_of_a_newer_version(url: str) -> None:
    with closing(open_store(url)) as store:
        store.counts()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("INSERT INTO glossary.migration (name) VALUES ('9999_next')")
    assert "was written by a newer version of this program (9999_next)" in refused(url)


def test_a_migration_that_fails_leaves_what_was_there(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Termbase.open(url) as termbase:
        termbase.add("互信", "mutual trust", by="ada")

    def next_one(to: psycopg.Connection) -> None:
        to.execute("ALTER TABLE concept DROP COLUMN number")
        to.execute("SELECT 1 / 0")

    with monkeypatch.context() as patched:
        patched.setitem(migrations.STEPS, "9999_next", next_one)
        assert "division by zero" in refused(url)
    with Termbase.open(url) as termbase:
        assert termbase.search("互信").hits and termbase.revision("mutual-trust") == 1


def test_a_schema_that_is_removed_while_in_use(url: str) -> None:
    with Termbase.open(url) as termbase:
        termbase.add("互信", "mutual trust", by="ada")
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("DROP SCHEMA glossary CASCADE")
        for act in (termbase.stats, lambda: termbase.add("安全", "security", by="ada")):
            with pytest.raises(StoreError, match="removed while in use; restore a backup"):
                act()


def test_a_full_disk() -> None:
    """Told by what a server answers then; to fill one takes rights that the tests have not."""
    error = psycopg.errors.DiskFull("could not extend file: No space left on device")
    assert str(failure_of(error, address_of(f"postgresql://ada:{PASSWORD}@db/terms"))) == (
        "postgresql://ada@db/terms: the disk of the server is full; nothing of this step was stored"
    )


@pytest.mark.parametrize("wait", [True, False])
def test_a_database_that_another_holds(
    url: str, monkeypatch: pytest.MonkeyPatch, wait: bool
) -> None:
    monkeypatch.setattr(connection, "WAIT_MS", 50)
    with closing(open_store(url)) as first, closing(open_store(url)) as second:
        with first.transaction():
            with pytest.raises(Busy, match="again when it is done"), second.transaction(wait=wait):
                pass
            assert second.counts()["concepts"] == 0, "a reader does not wait"
        with second.transaction(wait=wait):
            second.new_step("add", "ada", "2026-01-01T00:00:00Z")


def test_a_server_that_was_started_again_goes_on_at_the_next_act() -> None:
    with cluster() as server, Termbase.open(server.new_database()) as termbase:
        termbase.add("互信", "mutual trust", by="ada")
        server.stop()
        for act in (termbase.stats, lambda: termbase.add("安全", "security", by="ada")):
            with pytest.raises(StoreError, match="lost|does not answer|starts or stops"):
                act()
        server.start()
        assert termbase.search("互信").hits
        server.stop()
        server.start()
        assert termbase.add("安全", "security", by="ada").id == "security"


def test_a_value_that_no_column_takes_is_the_fault_of_who_gives_it(url: str) -> None:
    with closing(open_store(url)) as store:
        for limit in (10**18, 10**30):
            with pytest.raises(InvalidInput):
                store.documents(limit=limit, offset=10**30)
        with pytest.raises(InvalidInput), store.transaction():
            store.want("x" * 10_000_000, "en", "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "call",
    [
        lambda url: ["--db", url, "stats"],
        lambda url: ["--db", url.replace("postgresql", "postgres"), "add", "互信", "trust"],
        lambda url: ["--db", url, "search", "互信"],
    ],
)
def test_the_command_line_takes_the_address(
    url: str, call: Callable[[str], list[str]], own_folders: Path
) -> None:
    command = [sys.executable, "-m", "glossary", *call(url)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    said = done.stdout + done.stderr
    assert done.returncode in (0, 1) and "Traceback" not in said and PASSWORD not in said


def test_psycopg_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from glossary.store import postgres

    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    with pytest.raises(GlossaryError, match=r"pip install 'glossary\[postgres\]'"):
        open_store("postgresql://db/terms")


def test_a_store_shows_no_password(url: str) -> None:
    with closing(open_store(url)) as store:
        assert isinstance(store, PostgresStore)
        shown = f"{store!r} {store} {store.address!r} {store.session!r}"
        assert PASSWORD not in shown and "postgres@127.0.0.1" in shown
        assert PASSWORD in store.target, "which opens it again"


def test_statements_are_planned_anew_when_tables_have_grown(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server itself does so only after it has counted them, up to a minute later."""
    with closing(open_store(url)) as store:
        assert isinstance(store, PostgresStore)
        for first, last in ((1, 100), (101, 20_000)):
            with store.transaction():
                words = f"SELECT 'word ' || n FROM generate_series({first}, {last}) n"
                store.session.run(f"INSERT INTO term_word (word) {words}")
            for after in range(20):
                store.term_words(last - after)
        monkeypatch.setattr(pool, "PLANNED", 0)
        with store.pool.taken() as connection:
            kept = "SELECT name FROM pg_prepared_statements WHERE statement LIKE '%FROM term_word%'"
            [(name,)] = connection.execute(kept).fetchall()
            plan = str(connection.execute(f"EXPLAIN EXECUTE {name} (0)").fetchall())
    expected = re.findall(r"rows=(\d+)", plan)
    assert int(expected[0]) > 2_000, plan
