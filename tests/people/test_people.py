"""Accounts, roles, tokens and sessions: the contract of both databases, and the file."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glossary.errors import ConflictError, InvalidInput, NotFound, StoreError
from glossary.people import AuditFilter, Origin, People, includes, lower
from glossary.people.secret import hashed_password, is_outdated, is_password

BY = Origin("root", "command line")
WORDS = "correct horse"


@pytest.fixture(params=["file", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where people are kept that nobody else has."""
    if request.param == "file":
        return str(tmp_path / "people.db")
    return str(request.getfixturevalue("postgres").new_database())


@pytest.fixture
def people(place: str) -> Iterator[People]:
    with People.open(place) as opened:
        yield opened


def test_roles_stand_in_order() -> None:
    assert includes("reviewer", "contributor") and not includes("reader", "contributor")
    assert lower("administrator", "reader") == lower("reader", "administrator") == "reader"


def test_passwords() -> None:
    stored = hashed_password(WORDS)
    assert WORDS not in stored and stored != hashed_password(WORDS)
    assert is_password(WORDS, stored) and not is_password("correct house", stored)
    assert not is_password(WORDS, None) and not is_password(WORDS, "no hash")
    assert not is_password("x" * 100_000, stored)
    assert is_password("\uff21 long one", hashed_password("A long one")), "as a keyboard composes"
    for wrong in ("", "short", "x" * 1001):
        with pytest.raises(InvalidInput, match="8 to 1000"):
            hashed_password(wrong)


def test_a_hash_of_less_work_is_made_anew(people: People) -> None:
    from argon2 import PasswordHasher

    account = people.accounts.add("ada", WORDS, origin=BY)
    weak = PasswordHasher(1, 8, 1).hash(WORDS)
    with people.database.transaction():
        people.database.run("UPDATE account SET password = ?", (weak,))
    assert people.accounts.signed_in("ada", WORDS) == account
    stored = people.database.rows("SELECT password FROM account")[0][0]
    assert stored != weak and not is_outdated(stored) and is_password(WORDS, stored)


def test_names(people: People) -> None:
    people.accounts.add("Ada", WORDS, origin=BY)
    for same in ("Ada", "ada", "ＡＤＡ"):
        with pytest.raises(ConflictError, match="already"):
            people.accounts.add(same, WORDS, origin=BY)
        assert people.accounts.get(same).name == "Ada"
    assert people.accounts.add("王小明", WORDS, origin=BY).name == "王小明"
    for wrong in ("", " ada", "a  b", "a\nb", "a\u202eb", "x" * 61):
        with pytest.raises(InvalidInput, match="a name has"):
            people.accounts.add(wrong, WORDS, origin=BY)
    with pytest.raises(NotFound, match="no account 'eve'"):
        people.accounts.get("eve")


def test_roles_by_termbase(people: People) -> None:
    ada = people.accounts.add("ada", WORDS, "reader", origin=BY)
    people.accounts.set_role(ada, "reviewer", origin=BY, termbase="law")
    people.accounts.set_role(ada, "none", origin=BY, termbase="secret")
    roles = {name: people.accounts.role(ada.id, name) for name in ("/", "law", "secret")}
    assert roles == {"/": "reader", "law": "reviewer", "secret": "none"}
    people.accounts.set_role(ada, "none", origin=BY)
    assert people.accounts.role(ada.id, "/") == "none"
    assert people.accounts.role(ada.id, "law") == "reviewer"
    with pytest.raises(InvalidInput, match="no role 'king'"):
        people.accounts.set_role(ada, "king", origin=BY)


def test_a_removed_account_is_gone_and_may_come_again(people: People) -> None:
    ada = people.accounts.add("ada", WORDS, "reviewer", origin=BY)
    _, secret = people.tokens.new(ada, "OmegaT", "reader", origin=BY)
    session = people.sign_ins.begin(ada)
    people.accounts.remove(ada, origin=BY)
    assert people.accounts.all() == [] and people.accounts.of_id(ada.id) is None
    assert people.accounts.signed_in("ada", WORDS) is None
    assert people.tokens.found(secret) is None and people.sign_ins.account(session) is None
    again = people.accounts.add("ada", "another one", "reader", origin=BY)
    assert people.accounts.role(again.id, "/") == "reader" and again.id == ada.id
    assert people.tokens.of(again) == [] and people.sign_ins.account(session) is None


def test_a_change_and_its_row_are_one(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(people.audit, "note", full)
    with pytest.raises(StoreError):
        people.accounts.add("ada", WORDS, "reviewer", origin=BY)
    assert people.accounts.all() == []


def test_rows_of_the_audit_are_plain_and_short(people: People) -> None:
    people.audit.note(Origin("ada\x1b[2J"), "x" * 1000, "a\nb")
    row = people.audit.rows(AuditFilter())[0]
    assert row.who == "ada\N{REPLACEMENT CHARACTER}[2J" and "\n" not in row.target
    assert len(row.what) == 301


def test_all_rows_come_however_many(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.people.audit.AT_ONCE", 2)
    for n in range(5):
        people.audit.note(BY, str(n))
    assert [row.what for row in people.audit.each(AuditFilter(who="root"))] == list("01234")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'eve'",
        "UPDATE audit SET who = 'eve' WHERE id < 0 OR id > 0",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE who = 'root'",
    ],
)
def test_the_audit_only_grows(people: People, statement: str) -> None:
    people.accounts.add("ada", WORDS, origin=BY)
    before = people.audit.rows(AuditFilter())
    with pytest.raises(StoreError, match="only written on"), people.database.transaction():
        people.database.run(statement)
    assert people.audit.rows(AuditFilter()) == before != []


def test_filters_of_the_audit(people: People) -> None:
    for who, what, termbase in (("ada", "log in", ""), ("bo", "undo", "law"), ("ada", "undo", "/")):
        people.audit.note(Origin(who, "10.0.0.1", termbase), what)
    found = {
        filtered: [(row.who, row.what) for row in people.audit.rows(filtered)]
        for filtered in (
            AuditFilter(who="ada"),
            AuditFilter(what="undo"),
            AuditFilter(termbase="law"),
            AuditFilter(since="9999"),
        )
    }
    assert list(found.values()) == [
        [("ada", "undo"), ("ada", "log in")],
        [("ada", "undo"), ("bo", "undo")],
        [("bo", "undo"), ("ada", "log in")],
        [],
    ]
    assert people.audit.count(AuditFilter(who="ada")) == 2
    assert [r.who for r in people.audit.rows(AuditFilter(), limit=1, offset=1)] == ["bo"]


def test_who_comes_from_a_log_in_service(people: People) -> None:
    identity = "https://login.example", "4711"
    ada = people.accounts.add("ada", None, origin=BY, identity=identity)
    assert people.accounts.of_subject(*identity) == ada == people.accounts.of_id(ada.id)
    assert people.accounts.of_subject(identity[0], "4712") is None
    people.accounts.add("bo", None, origin=BY)
    people.accounts.add("cy", None, origin=BY)  # both of no service
    people.accounts.remove(ada, origin=BY)
    assert people.accounts.was_removed(*identity) and not people.accounts.was_removed("", "x")
    with pytest.raises(ConflictError, match="somebody else"):
        people.accounts.add("ada", None, origin=BY, identity=("https://other.example", "1"))


def test_tokens_and_sessions_by_their_secret(people: People) -> None:
    ada = people.accounts.add("ada", WORDS, origin=BY)
    token, secret = people.tokens.new(ada, "OmegaT", "reader", origin=BY, termbase="law")
    found = people.tokens.found(secret)
    assert found and (found.id, found.termbase, found.scope) == (token.id, "law", "reader")
    assert [one.id for one in people.tokens.of(ada)] == [token.id]
    assert people.tokens.of(ada)[0].used_at and people.tokens.found("glossary_none") is None
    people.tokens.remove(ada, token.id, origin=BY)
    assert people.tokens.found(secret) is None
    first, second = people.sign_ins.begin(ada), people.sign_ins.begin(ada)
    assert people.sign_ins.account(first) == people.sign_ins.account(second) == ada.id
    people.sign_ins.end(first)
    assert people.sign_ins.account(first) is None and people.sign_ins.account(second) == ada.id
    people.accounts.set_password(ada, "another one", origin=BY)
    assert people.sign_ins.account(second) is None
    assert people.accounts.signed_in("ada", WORDS) is None
    assert people.accounts.signed_in("ADA", "another one") == people.accounts.get("ada")


def test_of_many_that_add_a_name_one_does(place: str) -> None:
    opened = [People.open(place) for _ in range(4)]

    def add(people: People) -> bool:
        try:
            people.accounts.add("ada", None, origin=BY)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(add, opened)) == 1
    assert [row.what for row in opened[0].audit.rows(AuditFilter())] == ["add account"]
    for each in opened:
        each.close()


def test_what_one_changes_another_sees_at_once(people: People, place: str) -> None:
    with People.open(place) as other:
        ada = people.accounts.add("ada", WORDS, "reader", origin=BY)
        assert other.accounts.role(ada.id, "/") == "reader"
        session = people.sign_ins.begin(ada)
        assert other.sign_ins.account(session) == ada.id
        other.accounts.remove(ada, origin=BY)
        assert people.sign_ins.account(session) is None and people.accounts.all() == []


def test_a_change_outside_a_transaction_is_a_fault_of_the_program(people: People) -> None:
    people.accounts.all()
    with pytest.raises(RuntimeError, match="outside transaction"):
        people.database.run("DELETE FROM sign_in")


def test_tokens_need_a_name_and_an_end(people: People) -> None:
    ada = people.accounts.add("ada", WORDS, origin=BY)
    for name, days in (("", 1), ("x" * 61, 1), ("a", 0), ("a", 3651)):
        with pytest.raises(InvalidInput):
            people.tokens.new(ada, name, "reader", origin=BY, days=days)
    with pytest.raises(NotFound, match="no token 7"):
        people.tokens.remove(ada, 7, origin=BY)


# ---------------------------------------------------------------- the file


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[People]:
    with People.open(tmp_path / "people.db") as opened:
        yield opened


def test_the_file_is_its_owners_alone(filed: People, tmp_path: Path) -> None:
    filed.accounts.all()
    for file in tmp_path.glob("people.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_backup_is_whole_and_private(filed: People, tmp_path: Path) -> None:
    ada = filed.accounts.add("ada", WORDS, "reviewer", origin=BY)
    copy = tmp_path / "copy.db"
    filed.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with People.open(copy) as restored:
        assert restored.accounts.signed_in("ada", WORDS) == ada
        assert restored.audit.rows(AuditFilter()) == filed.audit.rows(AuditFilter())
        with pytest.raises(StoreError, match="only written on"), restored.database.transaction():
            restored.database.run("DELETE FROM audit")
    with pytest.raises(StoreError, match="exists already"):
        filed.backup(copy)


def test_files_that_hold_no_accounts(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        People.open(tmp_path / "none.db", must_exist=True)
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(StoreError, match="holds no accounts"):
        People.open(other).accounts.all()
    (tmp_path / "text.db").write_text("no database, but a text of some length\n" * 50)
    with pytest.raises(StoreError, match=r"text\.db"):
        People.open(tmp_path / "text.db").accounts.all()
    newer = tmp_path / "newer.db"
    with People.open(newer) as people:
        people.accounts.all()
        with people.database.transaction():
            people.database.run("UPDATE people_meta SET value = '2' WHERE name = 'version'")
    with pytest.raises(StoreError, match="newer version"):
        People.open(newer).accounts.all()
