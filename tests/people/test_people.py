"""Accounts, roles, tokens and sessions, and their database."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from glossary.errors import ConflictError, InvalidInput, NotFound, StoreError
from glossary.people import AuditFilter, Origin, People, includes, lower
from glossary.people.secret import hashed_password, is_outdated, is_password

BY = Origin("root", "command line")
WORDS = "correct horse"


@pytest.fixture
def people(tmp_path: Path):
    with People.open(tmp_path / "people.db") as opened:
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


def test_tokens_need_a_name_and_an_end(people: People) -> None:
    ada = people.accounts.add("ada", WORDS, origin=BY)
    for name, days in (("", 1), ("x" * 61, 1), ("a", 0), ("a", 3651)):
        with pytest.raises(InvalidInput):
            people.tokens.new(ada, name, "reader", origin=BY, days=days)
    with pytest.raises(NotFound, match="no token 7"):
        people.tokens.remove(ada, 7, origin=BY)


def test_the_file_is_its_owners_alone(people: People, tmp_path: Path) -> None:
    people.accounts.all()
    for file in tmp_path.glob("people.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_backup_is_whole_and_private(people: People, tmp_path: Path) -> None:
    ada = people.accounts.add("ada", WORDS, "reviewer", origin=BY)
    copy = tmp_path / "copy.db"
    people.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with People.open(copy) as restored:
        assert restored.accounts.signed_in("ada", WORDS) == ada
        assert restored.audit.rows(AuditFilter()) == people.audit.rows(AuditFilter())
        with pytest.raises(StoreError, match="only written on"), restored.database.transaction():
            restored.database.run("DELETE FROM audit")
    with pytest.raises(StoreError, match="exists already"):
        people.backup(copy)


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
