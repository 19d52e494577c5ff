"""Damage gives one line with advice, wherever it is met; doctor finds it; indexes are rebuilt."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.errors import StoreError
from glossary.store.base import Check
from glossary.termbase import Termbase
from tests.samples import unit
from tests.served import command, environment, served
from tests.store import damage

ROUNDS = int(os.environ.get("DAMAGE_ROUNDS", "60"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    damage.filled(tmp_path / "terms.db")
    return tmp_path / "terms.db"


def test_whatever_is_damaged_there_is_an_answer_or_a_line(tmp_path: Path) -> None:
    """`DAMAGE_ROUNDS=1000` tries more."""
    failures, ended = damage.run(ROUNDS, 0, tmp_path)
    assert not failures, "\n".join(failures[:5])
    assert ended["answered"] > 10 * ROUNDS and ended["refused"] > ROUNDS
    assert ended["http 503"], "some of the damage was met"


# ---------------------------------------------------------------- a record


READERS: dict[str, tuple[str, Callable[[Termbase], object]]] = {
    "a unit without text": (
        "UPDATE unit SET zh = x'ff'",
        lambda t: t.fuzzy_matches("雙方談了第7次。"),
    ),
    "a unit's body": ("UPDATE unit SET body = '{'", lambda t: t.concordance("talked")),
    "evidence": ("UPDATE evidence SET body = '[]'", lambda t: t.candidates()),
    "a state": ("UPDATE candidate SET state = 'perhaps'", lambda t: t.candidate(1)),
    "a kind": ("UPDATE candidate SET kind = 7", lambda t: t.candidates()),
    "a decision": ("UPDATE judgement SET decision = ''", lambda t: t.judgements(1)),
    "a document": ("UPDATE document SET text = x'00'", lambda t: t.why("1")),
    "a document's kind": ("UPDATE document SET text = 5", lambda t: t.why("1")),
    "an entry": ("UPDATE revision SET body = '[]'", lambda t: list(t.concepts())),
    "where an entry stands": ("UPDATE concept SET revision = x'00'", lambda t: list(t.concepts())),
    "a status": (
        "UPDATE revision SET body = replace(body, 'preferred', 'prefered')",
        lambda t: list(t.concepts()),
    ),
    "a term": ("UPDATE term SET text = x'e4'", lambda t: t.recognize("安全困境")),
    "text that is none": (
        "UPDATE term SET text = CAST(x'ff' AS TEXT)",
        lambda t: t.recognize("安全困境"),
    ),
    "a step": ("UPDATE step SET verb = x'00'", lambda t: t.undo()),
    "the identity": ("DELETE FROM meta", lambda t: t.recognize("安全困境")),
    "a look-up in vain": ("UPDATE wanted SET count = 'many'", lambda t: t.wanted()),
    "a change": ("UPDATE unit_change SET mark = 'x'", lambda t: t.fuzzy_matches("雙方")),
}


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_record_is_one_line(path: Path, name: str) -> None:
    sql, read = READERS[name]
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()
    with Termbase.open(path) as termbase:
        with pytest.raises(StoreError, match="damaged.*glossary restore FILE") as caught:
            read(termbase)
        assert "\n" not in str(caught.value)
        wrong = [check for check in termbase.examine() if check.problems]
    assert any(c.name == "records" and "restore" in c.advice for c in wrong), wrong


# ---------------------------------------------------------------- doctor


def test_all_is_well(path: Path) -> None:
    done = command(path, "doctor", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    assert [c["check"] for c in checks] == [
        "file",
        "pages",
        "references",
        "records",
        "term index",
        "memory index",
        "evidence",
    ]
    assert {c["state"] for c in checks} == {"ok"}
    assert "36 pieces" in checks[-1]["found"]


def wrong(path: Path) -> dict[str, Check]:
    with Termbase.open(path) as termbase:
        return {check.name: check for check in termbase.examine() if check.problems}


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE revision SET step = 4711 WHERE id = 3", "references"),
        ("UPDATE candidate SET method = 'guess' WHERE id = 3", "records"),
        ("UPDATE document SET text = x'78'", "records"),
        ("UPDATE term SET text = 'other' WHERE id = 3", "term index"),
        ("UPDATE term SET key = 'other' WHERE id = 3", "term index"),
        ("DELETE FROM term WHERE id = 3", "term index"),
        ("DELETE FROM term_index WHERE rowid = 3", "term index"),
        ("UPDATE term_index_data SET block = x'00' WHERE id > 10", "term index"),
        ("UPDATE unit SET zh = '改了' WHERE id = 3", "memory index"),
        (
            "UPDATE document SET name = 'x', "
            "text = (SELECT text FROM document WHERE name = 'd1.md')",
            "evidence",
        ),
        ("UPDATE evidence SET body = replace(body, '\"zh_span\":[', '\"zh_span\":[9')", "evidence"),
    ],
)
def test_what_is_wrong_is_found_and_said(path: Path, sql: str, name: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()
    found = wrong(path)
    assert name in found, found
    assert all(check.advice for check in found.values())
    done = command(path, "doctor", "--format", "table")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert found[name].advice.split(":")[0].split()[0] in done.stdout


def test_a_file_that_is_no_database_is_said(path: Path) -> None:
    path.write_bytes(b"\xa5" * 20_000)
    found = wrong(path)
    assert list(found) == ["file"] and "not a database" in found["file"].problems[0]


def test_damaged_pages_are_found(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 10)
        file.write(b"\xa5" * 4096 * 4)
    assert "pages" in wrong(path)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM term_index",
        "UPDATE term_index_data SET block = x'00' WHERE id > 10",
        "DELETE FROM term",
        "UPDATE term SET text = x'ff'",
    ],
)
def test_the_index_of_terms_is_made_anew_from_the_entries(path: Path, sql: str) -> None:
    with Termbase.open(path) as termbase:
        before = [hit.concept_id for hit in termbase.search("安全困境3").hits]
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()
    assert "--rebuild" in wrong(path)["term index"].advice or "records" in wrong(path)
    done = command(path, "doctor", "--rebuild")
    assert done.returncode == 0, done.stdout + done.stderr
    with Termbase.open(path) as termbase:
        assert [hit.concept_id for hit in termbase.search("安全困境3").hits] == before


# ---------------------------------------------------------------- the memory's index

MAPPED = """
import sys
from pathlib import Path
from glossary.termbase import Termbase
from tests.samples import unit
termbase = Termbase.open(sys.argv[1])
termbase.add_units(unit(zh=f"雙方談了第{n}次又一次再一次。") for n in range(20_000))
def found():
    return sorted(m.unit.id for m in termbase.fuzzy_matches("雙方談了第7次又一次再一次。",
                                                             threshold=90, limit=None))
before = found()
assert len(before) > 10
for file in Path(sys.argv[1] + ".memory").glob("zh-*.part"):
    damage = sys.argv[2]
    with file.open("r+b") as part:
        if damage == "zeros":
            part.write(bytes(file.stat().st_size))
        else:
            part.truncate(int(damage))
print(found() == before, len(termbase.concordance("雙方").hits) > 0)
"""


@pytest.mark.parametrize("how", ["0", "4096", "100000", "zeros"])
def test_an_index_cut_or_written_over_in_use_is_made_anew(tmp_path: Path, how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAPPED, str(tmp_path / "terms.db"), how],
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert (done.returncode, done.stdout) == (0, "True True\n"), done.stderr


def test_an_index_cut_under_a_server(path: Path) -> None:
    with served(path) as server:
        before = server.ask("GET", "/api/v1/memory?q=雙方談了第7次。")
        assert before[0] == 200 and before[1]["total"]
        for file in path.with_name("terms.db.memory").glob("*.part"):
            os.truncate(file, 100)
        assert server.ask("GET", "/api/v1/memory?q=雙方談了第7次。") == before
        assert server.process.poll() is None


def test_units_that_are_added_meanwhile_are_in_the_index_that_doctor_looks_at(path: Path) -> None:
    with Termbase.open(path) as termbase:
        termbase.add_units([unit(zh="後來的一句。")])
        assert not [check for check in termbase.examine() if check.problems]
