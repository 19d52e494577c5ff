"""Roles of the server: who reads, who works, who owns; each may do that and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, StoreError
from glossary.store import open_store
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


def test_a_reviewer_does_all_work_and_cannot_rewrite_history(
    ann: As, termbase: Termbase, postgres: Cluster, tmp_path: Path
) -> None:
    reviewer = ann("reviewer")
    entry = reviewer.add("新", "new", by="ann")
    judged = reviewer.judge(reviewer.candidates()[0].id, "approve", by="ann")
    assert judged.entry and reviewer.undo(by="ann").verb == "approve"
    reviewer.read("a.csv", "en,zh\nberth,泊位\n".encode(), by="ann")
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
