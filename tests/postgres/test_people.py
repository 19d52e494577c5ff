"""Servers that share people in PostgreSQL: accounts, tokens, sessions, slowing down, the audit."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api import guesses
from api.guesses import Guesses
from api.site import Site
from glossary.cli import cli
from glossary.errors import BrokenInstallation, InvalidInput, NotFound, StoreError
from glossary.people import PLAIN, AuditFilter, Origin, People
from glossary.termbase import Termbase
from tests.postgres.cluster import PASSWORD, Cluster
from tests.served import served

BY = Origin("root", "command line")
WORDS = "correct horse"


@pytest.fixture
def people(url: str) -> Iterator[People]:
    with People.open(url) as opened:
        yield opened


def query(url: str, statement: str) -> list[Any]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def refused(url: str, kind: type[Exception] = StoreError, **how: bool) -> str:
    """What is said of people who cannot be had; one line, without the password."""
    with pytest.raises(kind) as error, People.open(url, **how) as people:
        people.accounts.all()
    said = str(error.value)
    assert "\n" not in said and PASSWORD not in said
    return said


# ---------------------------------------------------------------- a schema of their own


def test_people_have_a_schema_of_their_own_beside_a_termbase(people: People, url: str) -> None:
    ada = people.accounts.add("ada", WORDS, origin=BY)
    with Termbase.open(url) as termbase:
        termbase.add("泊位", "berth", by="ada")
        assert people.accounts.get("ada") == ada
    schemas = {row[0] for row in query(url, "SELECT DISTINCT schemaname FROM pg_tables")}
    assert {"glossary", "glossary_people"} <= schemas
    with People.open(f"{url}?schema=others") as others:
        assert others.accounts.all() == []


def test_addresses_that_hold_no_people_say_so(url: str) -> None:
    with Termbase.open(url) as termbase:
        termbase.stats()
    assert "schema glossary holds no accounts" in refused(f"{url}?schema=glossary")
    with People.open(f"{url}?schema=mine") as people:
        people.accounts.all()
    with (
        pytest.raises(StoreError, match="another program"),
        Termbase.open(f"{url}?schema=mine") as t,
    ):
        t.stats()
    none = refused(f"{url}?schema=none", NotFound, must_exist=True)
    assert "glossary people add" in none and "schema=none" in none
    assert not query(url, "SELECT 1 FROM pg_namespace WHERE nspname = 'none'")
    query(url, "UPDATE mine.people_meta SET value = '2' WHERE name = 'version'")
    assert "newer version" in refused(f"{url}?schema=mine")
    assert "createdb" in refused(url.rpartition("/")[0] + "/nowhere")
    assert "password" in refused(url.replace(f":{PASSWORD}@", ":wrong@")).replace(url, "")
    for wrong in ("mysql://h/people", f"{url}?schema=pg_mine"):
        refused(wrong, InvalidInput)


def test_a_server_that_does_not_answer(url: str) -> None:
    from urllib.parse import urlsplit

    away = url.replace(f":{urlsplit(url).port}", ":1")
    assert "does not answer; check host and port" in refused(away)


def test_a_schema_that_is_taken_away_while_it_is_used(people: People, url: str) -> None:
    people.accounts.add("ada", WORDS, origin=BY)
    query(url, "DROP SCHEMA glossary_people CASCADE")
    with pytest.raises(StoreError, match="restore a backup of the accounts with pg_restore"):
        people.accounts.all()


def test_the_client_is_asked_for_where_it_is_missing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.store.postgres.find_spec", lambda name: None)
    said = refused(url, BrokenInstallation)
    assert "pip install 'glossary[postgres]'" in said


def test_a_connection_that_is_lost_is_made_anew(people: People, url: str) -> None:
    ada = people.accounts.add("ada", WORDS, origin=BY)
    query(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert people.accounts.get("ada") == ada
    people.audit.note(BY, "undo")
    assert people.audit.rows(AuditFilter(), limit=1)[0].what == "undo"


def test_a_fork_has_connections_of_its_own(people: People) -> None:
    people.accounts.add("ada", WORDS, origin=BY)
    child = os.fork()
    if not child:
        code = 1
        try:
            people.audit.note(BY, "child")
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    people.audit.note(BY, "parent")
    assert [row.what for row in people.audit.rows(AuditFilter(), limit=2)] == ["parent", "child"]


# ---------------------------------------------------------------- who may what


def test_not_even_a_superuser_empties_the_audit(people: People, url: str) -> None:
    people.accounts.add("ada", WORDS, origin=BY)
    import psycopg

    for statement in ("TRUNCATE audit", "TRUNCATE audit CASCADE", "DELETE FROM audit"):
        with pytest.raises(psycopg.Error, match="only written on"):
            query(url, f"SET search_path = glossary_people; {statement}")
    assert people.audit.count(AuditFilter()) == 1


def test_the_owner_has_no_right_to_change_the_audit(postgres: Cluster, url: str) -> None:
    name = f"own_{url.rpartition('_')[2]}"
    database = url.rpartition("/")[2]
    postgres.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'hers'")
    postgres.sql(f"GRANT CREATE ON DATABASE {database} TO {name}")
    with People.open(postgres.url(database, name, "hers")) as people:
        people.accounts.add("ada", WORDS, "reader", origin=BY)
        for statement in ("DELETE FROM audit", "UPDATE audit SET who = ''", "TRUNCATE audit"):
            refused_right = pytest.raises(StoreError, match="the user may not do that")
            with refused_right, people.database.transaction():
                people.database.run(statement)
        assert people.accounts.signed_in("ada", WORDS)


def test_a_server_with_the_rights_of_the_page_works_and_cannot_touch_the_guards(
    postgres: Cluster, people: People, url: str
) -> None:
    from pages import DOCS, text

    ada = people.accounts.add("ada", WORDS, "reader", origin=BY)
    name = f"web_{url.rpartition('_')[2]}"
    database = url.rpartition("/")[2]
    page = text(next(page for page in DOCS if page.name == "team.md"))
    grants = page.partition("```sql\n")[2].partition("```")[0]
    assert "GRANT INSERT ON glossary_people.audit" in grants
    postgres.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'hers'")
    postgres.sql(grants.replace("web", name), database=database)
    with People.open(postgres.url(database, name, "hers"), must_exist=True) as served:
        session = served.sign_ins.begin(ada)
        _, secret = served.tokens.new(ada, "OmegaT", "reader", origin=BY)
        assert served.sign_ins.account(session) == ada.id and served.tokens.found(secret)
        served.accounts.set_role(ada, "reviewer", origin=BY)
        served.accounts.add("bo", WORDS, origin=BY)
        Guesses(people=served).wrong("10.0.0.1")
        for statement in (
            "DELETE FROM audit",
            "TRUNCATE audit",
            "DROP TRIGGER audit_only_grows ON audit",
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "UPDATE people_meta SET value = '9'",
        ):
            with pytest.raises(StoreError), served.database.transaction():
                served.database.run(statement)
    assert people.audit.count(AuditFilter(what="add token")) == 1


# ---------------------------------------------------------------- several servers


def test_what_slows_attackers_down_is_shared(people: People, url: str) -> None:
    with People.open(url) as elsewhere:
        here, there = Guesses(people=people), Guesses(people=elsewhere)
        for n in range(guesses.ALLOWED):
            (here, there)[n % 2].wrong("10.0.0.1")
        assert 0 < here.wait("10.0.0.1") <= guesses.SECONDS
        assert there.wait("10.0.0.1") > 0 and there.wait("10.0.0.2") == 0
        for _ in range(5):
            here.wrong("10.0.0.1")
        assert there.wait("10.0.0.1") <= guesses.SECONDS, "never longer than for one more"
        assert not there.is_trusted("10.0.0.1")
        here.right("10.0.0.1")
        assert there.is_trusted("10.0.0.1") and not there.is_trusted("10.0.0.2")


def test_times_that_are_past_are_forgotten(people: People, url: str) -> None:
    kept = Guesses(people=people)
    for n in range(3):
        kept.wrong(f"10.0.0.{n}")
    query(url, "UPDATE glossary_people.wait SET until = until - 60")
    assert kept.wait("10.0.0.1") == 0
    kept.wrong("10.0.0.9")
    assert query(url, "SELECT name FROM glossary_people.wait") == [("10.0.0.9",)]


def test_what_was_typed_as_a_name_is_not_kept(people: People, url: str, tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        client = (
            Site({PLAIN: termbase}, people).application("127.0.0.1", None, 0).plain.test_client()
        )
        body = {"name": "my secret words", "password": "x" * 9}
        assert client.post("/api/v1/session", json=body).status_code == 401
    kept = query(url, "SELECT name FROM glossary_people.wait ORDER BY name")
    assert len(kept) == 2 and "secret" not in str(kept)
    assert max(len(name.rpartition(" ")[2]) for (name,) in kept if name.startswith("name ")) == 4


def test_two_servers_share_who_is_signed_in(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with People.open(url) as people:
        people.accounts.add("ada", WORDS, "reviewer", origin=BY)
    monkeypatch.setenv("GLOSSARY_PEOPLE", url)  # an address with a password is no argument
    options = "--jobs", "0", "--workers", "2"
    first_log, second_log = tmp_path / "first.log", tmp_path / "second.log"
    with (
        served(url, *options, log=first_log) as first,
        served(url, *options, log=second_log) as second,
    ):
        body = {"name": "ada", "password": WORDS}
        assert first.ask("POST", "/api/v1/session", {**body, "password": "wrong one"})[0] == 401
        secret = sign_in(first, body)
        cookie = {"Cookie": f"glossary_session={secret}"}
        for server in (first, second) * 2:  # whichever worker answers
            assert server.ask("GET", "/api/v1/me", None, cookie)[1]["name"] == "ada"
        origin = {"Origin": f"http://127.0.0.1:{second.port}"}
        pair = {"zh": "閘門", "en": "sluice"}
        assert second.ask("POST", "/api/v1/concepts", pair, cookie | origin)[0] == 201
        assert first.ask("GET", "/api/v1/terms?q=閘門", None, cookie)[1]["total"] == 1
        status, _ = second.ask("DELETE", "/api/v1/session", None, cookie | origin)
        assert status in (200, 204)
        assert first.ask("GET", "/api/v1/terms?q=閘門", None, cookie)[0] == 401
    with People.open(url) as people:
        told = [(row.who, row.what, row.outcome) for row in people.audit.each(AuditFilter())]
    assert told[2:] == [
        ("", "log in", "refused"),
        ("ada", "log in", "done"),
        ("ada", "create_concept", "201"),
        ("ada", "log out", "done"),
    ]
    for log in (first_log, second_log):
        assert PASSWORD not in log.read_text() and WORDS not in log.read_text()


def sign_in(server: Any, body: dict[str, str]) -> str:
    """The secret of a new session."""
    import http.client
    import json

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{server.port}"}
    connection.request("POST", "/api/v1/session", json.dumps(body), headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    cookie = answer.headers["Set-Cookie"]
    connection.close()
    return cookie.partition("=")[2].partition(";")[0]


# ---------------------------------------------------------------- the command line, and backups


def command(url: str, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["people", *arguments, "--people", url], input=typed)


def test_the_commands_take_an_address(url: str, tmp_path: Path) -> None:
    added = command(url, "add", "ada", "--role", "administrator", typed=WORDS)
    assert added.stdout == "ada: administrator\n", added.output
    command(url, "role", "ada", "reviewer")
    command(url, "password", "ada", typed="another one")
    secret = command(url, "token", "ada", "--for", "OmegaT").stdout.strip()
    assert secret.startswith("glossary_")
    assert "ada,reviewer,yes" in command(url, "list", "--format", "csv").stdout
    assert "give role" in command(url, "audit", "--format", "csv").stdout
    with People.open(url, must_exist=True) as people:
        assert people.accounts.signed_in("ada", "another one") and people.tokens.found(secret)
    gone = command(f"{url}?schema=none", "list")
    assert gone.exit_code == 1 and PASSWORD not in gone.output + str(gone.exception)


def test_a_backup_is_whole_private_and_restored_by_the_programs_of_the_server(
    postgres: Cluster, people: People, url: str, tmp_path: Path
) -> None:
    ada = people.accounts.add("ada", WORDS, "reviewer", origin=BY)
    copy = tmp_path / "people.dump"
    assert command(url, "backup", str(copy)).stdout == f"{copy}: written\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert command(url, "backup", str(copy)).exit_code == 1
    other = postgres.new_database()
    done = subprocess.run(
        [postgres.programs / "pg_restore", "--no-owner", f"--dbname={other}", copy],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    with People.open(other, must_exist=True) as restored:
        assert restored.accounts.signed_in("ada", WORDS) == ada
        assert restored.audit.rows(AuditFilter()) == people.audit.rows(AuditFilter())
        restored.accounts.add("bo", None, origin=BY)
        with pytest.raises(StoreError, match="only written on"), restored.database.transaction():
            restored.database.run("DELETE FROM audit")
