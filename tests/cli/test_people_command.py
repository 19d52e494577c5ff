"""`glossary people`: accounts, roles, tokens and the audit from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli import cli
from glossary.people import People
from tests.command import Run, rows
from tests.served import served

WORDS = "correct horse"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GLOSSARY_PEOPLE", raising=False)
    return tmp_path


def people(folder: Path, *arguments: str, typed: str = "") -> Result:
    command = ["--db", str(folder / "terms.db"), "people", *arguments]
    return CliRunner().invoke(cli, command, input=typed)


def test_accounts_come_and_go(folder: Path) -> None:
    assert people(folder, "add", "ada", "--role", "administrator", typed=WORDS).stdout == (
        "ada: administrator\n"
    )
    people(folder, "add", "weblate", "--no-password", "--role", "contributor", "--termbase", "law")
    people(folder, "role", "ada", "reviewer", "--termbase", "/")
    listed = {one["name"]: one for one in rows(people(folder, "list").stdout)}
    assert listed["ada"]["roles"] == ["administrator", "reviewer in /"]
    assert listed["ada"]["password"] == "yes" and listed["weblate"]["password"] == "no"
    assert listed["weblate"]["roles"] == ["contributor in law"]
    people(folder, "remove", "weblate")
    assert [one["name"] for one in rows(people(folder, "list").stdout)] == ["ada"]
    assert (folder / "people.db").exists(), "beside the database"


def test_a_token_is_told_once_and_found(folder: Path) -> None:
    people(folder, "add", "ada", typed=WORDS)
    made = people(folder, "token", "ada", "--for", "OmegaT", "--scope", "reviewer", "--days", "7")
    secret = made.stdout.strip()
    with People.open(folder / "people.db") as opened:
        token = opened.tokens.found(secret)
        assert token and (token.name, token.scope) == ("OmegaT", "reviewer")
    listed = people(folder, "token", "ada").stdout
    assert secret not in listed and [one["name"] for one in rows(listed)] == ["OmegaT"]
    people(folder, "token", "ada", "--remove", str(token.id))
    assert rows(people(folder, "token", "ada").stdout) == []


def test_the_password_is_one_line_of_input_and_ends_sessions(folder: Path) -> None:
    people(folder, "add", "ada", typed=WORDS)
    with People.open(folder / "people.db") as opened:
        account = opened.accounts.get("ada")
        session = opened.sign_ins.begin(account)
        people(folder, "password", "ada", typed="another one\nnot this\n")
        assert opened.accounts.signed_in("ada", "another one") == account
        assert opened.sign_ins.account(session) is None


def test_a_backup(folder: Path) -> None:
    people(folder, "add", "ada", typed=WORDS)
    copy = folder / "copy.db"
    assert people(folder, "backup", str(copy)).stdout == f"{copy}: written\n"
    assert [one["name"] for one in rows(people(folder, "list", "--people", str(copy)).stdout)] == [
        "ada"
    ]


def test_the_audit_is_listed(folder: Path) -> None:
    people(folder, "add", "ada", typed=WORDS)
    people(folder, "role", "ada", "reviewer")
    newest = rows(people(folder, "audit").stdout)
    assert [one["what"] for one in newest] == ["give role", "give role", "add account"]
    assert newest[0]["target"] == "ada: reader to reviewer"
    assert newest[0]["address"] == "command line" and newest[0]["who"]
    every = rows(people(folder, "audit", "--all", "--what", "give role").stdout)
    assert [one["id"] for one in every] == [2, 3]
    assert WORDS not in people(folder, "audit", "--all", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (["list"], "", "no such file"),
        (["add", "ada"], "short", "8 to 1000"),
        (["add", "ada"], "", "no password on standard input"),
        (["add", " ada"], WORDS, "a name has"),
        (["--db"], "", "No such option"),
        (["add", "ada", "--role", "king"], "", "king"),
        (["token", "ada", "--for", "x", "--remove", "1"], "", "not both"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    run: Run, folder: Path, arguments: list[str], typed: str, says: str
) -> None:
    code = 2 if says in ("No such option", "king", "not both") else 1
    said = run("people", *arguments, stdin=typed, code=code).stderr
    assert says in said and (code == 2 or said.count("\n") == 1)


def test_a_database_elsewhere_says_where_the_accounts_are(run: Run) -> None:
    said = run("--db", "postgresql://h/terms", "people", "list", code=1).stderr
    assert "--people FILE" in said


def test_a_server_with_accounts(folder: Path) -> None:
    people(folder, "add", "ada", "--role", "reviewer", typed=WORDS)
    made = people(folder, "token", "ada", "--for", "tests", "--scope", "reviewer")
    bearer = {"Authorization": f"Bearer {made.stdout.strip()}"}
    accounts = "--people", str(folder / "people.db")
    for workers in ("1", "2"):
        with served(folder / "terms.db", *accounts, "--workers", workers) as server:
            assert server.ask("GET", "/api/v1/concepts")[0] == 401
            pair = {"zh": "閘門", "en": f"sluice {workers}"}
            assert server.ask("POST", "/api/v1/concepts", pair, bearer)[0] == 201
            assert server.ask("GET", "/api/v1/steps", None, bearer)[1]["items"][0]["by"] == "ada"
            assert server.ask("GET", "/api/v1/audit", None, bearer)[0] == 403


def test_a_log_in_service_is_named_whole(run: Run, folder: Path) -> None:
    people(folder, "add", "ada", typed=WORDS)
    accounts, service = ("--people", "people.db"), ("--oidc", "https://login.example")
    serve = "serve", "--port", "0"
    assert "--oidc-client" in run(*serve, *accounts, *service, code=2).stderr
    client = "--oidc-client", "glossary"
    assert "--people FILE" in run(*serve, *service, *client, code=2).stderr
    bare = "--oidc", "http://login.example"
    assert "https://" in run(*serve, *accounts, *bare, *client, code=1).stderr


def test_a_server_asks_for_accounts_that_are_there(run: Run, folder: Path) -> None:
    for arguments, says in (
        (["--people", "none.db"], "no such file"),
        (["--people", "terms.db"], "holds no accounts"),
    ):
        run("stats")
        run("add", "安全", "security")
        assert says in run("serve", "--port", "0", *arguments, code=1).stderr
    people(folder, "add", "ada", typed=WORDS)
    said = run("serve", "--port", "0", "--people", "people.db", "--token", "x", code=1).stderr
    assert "--token is for a server without accounts" in said
