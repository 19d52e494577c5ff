"""Roles of the server: who reads, who works, who owns; each may do that and no more."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api.hooks.sending import send_test
from glossary.errors import InvalidInput, StoreError
from glossary.operations import hooks
from glossary.store import open_store
from glossary.store.base import DeadLetter, Hook
from glossary.store.tables import staging
from glossary.termbase import Termbase
from tests.postgres.cluster import Cluster
from tests.samples import AT, proposal
from tests.store.whole import fill

As = Callable[[str], Termbase]
SCHEMA = "?schema=Law terms"


@pytest.fixture
def termbase(url: str) -> Iterator[Termbase]:
    with Termbase.open(url + SCHEMA, lambda: AT) as opened:
        fill(opened.store)
        with opened.store.transaction():
            opened.store.propose([proposal("引水人", "pilot")], "", AT)
        yield opened


@pytest.fixture
def ann(postgres: Cluster, url: str, termbase: Termbase) -> Iterator[As]:
    """A function that gives Ann rights, and opens the termbase as her."""
    name = f"Ann {url.rpartition('_')[2]}"
    database = url.rpartition("/")[2]
    postgres.sql(f"CREATE ROLE \"{name}\" LOGIN PASSWORD 'hers'")
    opened: list[Termbase] = []

    def with_rights(rights: str) -> Termbase:
        termbase.grant(name, rights)
        address = postgres.url(database, name.replace(" ", "%20"), "hers")
        opened.append(Termbase.open(address + SCHEMA, lambda: AT))
        return opened[-1]

    yield with_rights
    for each in opened:
        each.close()


def test_a_reader_looks_up_and_changes_nothing(ann: As, termbase: Termbase, tmp_path: Path) -> None:
    reader = ann("reader")
    assert reader.search("小院高牆").total and reader.fuzzy_matches("第3句。")
    assert reader.search("引水船").total == 0
    assert "引水船" in {wanted.query for wanted in termbase.wanted()}, "what is missing is counted"
    reader.write(tmp_path / "out.csv")
    reader.backup(tmp_path / "out.dump")
    before = termbase.count_steps()
    for act in (
        lambda: reader.add("新", "new", by="ann"),
        lambda: reader.judge(reader.candidates()[0].id, "approve", by="ann"),
        lambda: reader.undo(by="ann"),
        lambda: reader.restore(tmp_path / "out.dump", by="ann"),
        lambda: reader.grant("postgres", "reader"),
    ):
        with pytest.raises((StoreError, InvalidInput)) as error:
            act()
        assert "\n" not in str(error.value)
    assert termbase.count_steps() == before


SECRET = hooks.new_secret()


@pytest.fixture
def hook(termbase: Termbase) -> Hook:
    """A hook that is behind, with a dead letter."""
    added = hooks.add(termbase.store, Hook("https://example.org/in", secret=SECRET, by="ada"))
    with termbase.store.transaction():
        termbase.store.new_dead_letter(DeadLetter(added.id, 0, 1, "refused", AT))
    return added


def test_a_reader_sees_hooks_and_never_their_secrets(
    ann: As, termbase: Termbase, hook: Hook
) -> None:
    reader = ann("reader")
    assert reader.store.hooks() == [reader.store.hook(hook.id)] == [replace(hook, secret="")]
    assert hooks.standing(reader.store, hook) == hooks.standing(termbase.store, hook)
    assert not [check for check in reader.examine() if check.problems]
    session = reader.store.session  # type: ignore[attr-defined]
    for asked in (
        "SELECT secret FROM hook",
        "SELECT * FROM hook",
        "SELECT hook FROM hook",
        "SELECT length(secret) FROM hook",
        "SELECT id FROM hook ORDER BY secret",
        "TABLE hook",
    ):
        with pytest.raises(StoreError, match="the user may not do that"):
            session.rows(asked)
    with pytest.raises(InvalidInput, match="hidden from this role"):
        send_test(reader.store.hook(hook.id))


def test_who_delivers_sees_them(ann: As, termbase: Termbase, hook: Hook) -> None:
    assert ann("reviewer").store.hook(hook.id) == hook
    assert ann("owner").store.hook(hook.id) == hook
    assert ann("reader").store.hook(hook.id).secret == "", "what is taken away is gone"


def test_a_backup_by_a_reader_is_without_hooks_and_leaves_those_that_are_there(
    ann: As, termbase: Termbase, hook: Hook, tmp_path: Path
) -> None:
    reader, dump = ann("reader"), tmp_path / "out.dump"
    assert reader.backup(dump) == ["hooks and their dead letters"]
    assert termbase.backup(tmp_path / "whole.dump") == []
    assert SECRET.encode() not in gunzipped(dump)
    entry = termbase.add("新", "new", by="ada")
    termbase.restore(dump, by="ada")
    assert not termbase.concepts_by_id([entry.id])
    assert termbase.store.hooks() == [hook] and termbase.store.dead_letters(hook.id)
    assert hooks.standing(termbase.store, hook).state == "paused", "the numbers begin anew"
    hooks.remove(termbase.store, hook.id)
    termbase.restore(tmp_path / "whole.dump", by="ada")
    assert termbase.store.hooks() == [hook]


def gunzipped(dump: Path) -> bytes:
    """All that a dump tells."""
    return subprocess.run(["pg_restore", "--file=-", dump], capture_output=True).stdout


def test_what_was_granted_before_is_taken_back_by_the_upgrade(
    ann: As, termbase: Termbase, hook: Hook
) -> None:
    reader = ann("reader")
    run, role = termbase.store.session.run, role_of(reader)  # type: ignore[attr-defined]
    with termbase.store.transaction():  # as it was before
        run(f'GRANT SELECT ON hook TO "{role}"')
        run("DELETE FROM migration WHERE name = '0006_hook_secrets'")
    assert reader.store.hook(hook.id) == hook
    with Termbase.open(termbase.store.target) as upgraded:
        assert upgraded.store.hook(hook.id) == hook
    assert reader.store.hook(hook.id) == replace(hook, secret="")


def role_of(termbase: Termbase) -> str:
    session = termbase.store.session  # type: ignore[attr-defined]
    return str(session.rows("SELECT current_user")[0][0])


def test_a_reviewer_does_all_work_and_cannot_rewrite_history(
    ann: As,
    termbase: Termbase,
    postgres: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reviewer = ann("reviewer")
    entry = reviewer.add("新", "new", by="ann")
    judged = reviewer.judge(reviewer.candidates()[0].id, "approve", by="ann")
    assert judged.entry and reviewer.undo(by="ann").verb == "approve"
    reviewer.read("a.csv", "en,zh\nberth,泊位\n".encode(), by="ann")
    monkeypatch.setattr(staging, "CHUNK", 1)  # so that two are many
    reviewer.read("b.csv", "en,zh\nquay,碼頭\nmole,防波堤\n".encode(), by="ann")
    assert reviewer.undo(by="ann").summary == "b.csv"
    reviewer.delete(entry.id, by="ann")
    reviewer.backup(tmp_path / "out.dump")
    with pytest.raises(StoreError, match="the user may not do that"):
        reviewer.restore(tmp_path / "out.dump", by="ann")
    run = reviewer.store.session.run  # type: ignore[attr-defined]
    for statement in ("UPDATE revision SET body = ''", "DELETE FROM judgement", "DELETE FROM meta"):
        refused = pytest.raises(StoreError, match="the user may not do that")
        with refused, reviewer.store.transaction():
            run(statement)


def test_an_owner_does_all_and_rights_are_taken_back(
    ann: As, termbase: Termbase, tmp_path: Path
) -> None:
    owner = ann("owner")
    owner.backup(tmp_path / "out.dump")
    assert owner.restore(tmp_path / "out.dump", by="ann")
    owner.rebuild_index()
    reader = ann("reader")
    with pytest.raises(StoreError, match="the user may not do that"):
        reader.add("新", "new", by="ann")
    assert not [check for check in termbase.examine() if check.problems]


def test_what_is_no_role_or_no_rights_is_refused(termbase: Termbase, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="CREATE ROLE nobody"):
        termbase.grant("nobody", "reader")
    with pytest.raises(InvalidInput, match="one of reader, reviewer, owner"):
        termbase.grant("postgres", "king")
    with pytest.raises(InvalidInput, match="is the owner"):
        termbase.grant("postgres", "reader")
    with closing(open_store(tmp_path / "a.db")) as file, pytest.raises(InvalidInput, match="chmod"):
        file.grant("ann", "reader")
