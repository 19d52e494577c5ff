"""A randomly damaged database, and everything a user may do with it.

Whatever is damaged, each operation ends with a result or a one-line error; never with a traceback,
a signal or an endless wait. `python -m tests.store.damage ROUNDS [SEED]` runs more rounds than the
tests do.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

from glossary.errors import GlossaryError
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase
from tests.samples import document, evidence, proposal, unit

TEXT = "第{n}回合：安全困境{n}（security dilemma {n}）與小院高牆{n}（small yard {n}）並存。"
JUNK: tuple[Any, ...] = (
    None,
    "",
    "x",
    "{}",
    "[]",
    "null",
    '{"id": 1}',
    "[" * 5000,
    0,
    -1,
    2**62,
    1.5,
    b"\xff\xfe\x00",
    b"",
    "\udcff".encode("utf-8", "surrogatepass"),
    "approved",
    "zh",
    "A" * 3000,
)


def filled(path: Path) -> None:
    """A termbase with all kinds of data."""
    with Termbase.open(path, clock=lambda: "2026-03-01T08:00:00Z") as termbase:
        store = termbase.store
        with store.transaction():
            step = store.new_step("mine", "ada", termbase.clock(), "paper.md")
            for n in range(12):
                source = document(TEXT.format(n=n), f"d{n}.md")
                pairs = [
                    (f"安全困境{n}", f"security dilemma {n}"),
                    (f"小院高牆{n}", f"small yard {n}"),
                ]
                store.put_document(source, termbase.clock())
                found = [proposal(zh, en, evidence(source, zh, en)) for zh, en in pairs]
                store.propose(found, "security", termbase.clock())
            store.put_units((unit(zh=f"雙方談了第{n}次。" * (1 + n % 3)) for n in range(200)), step)
        for candidate in termbase.candidates()[:16]:
            termbase.judge(candidate.id, "reject" if candidate.id % 4 == 0 else "approve", by="ada")
        file = path.with_name("out.tbx")
        termbase.write(file)
        entry = next(iter(termbase.concepts()))
        termbase.add("他詞", "another word", concept_id=entry.id)
        termbase.search("nothing like it")
        termbase.fuzzy_matches("雙方談了第7次。")
        termbase.concordance("talked again")


def operations(folder: Path) -> dict[str, Callable[[Termbase], object]]:
    """What a user may do, by name."""
    everything = CandidateFilter(state=None)
    return {
        "stats": lambda t: t.stats(),
        "concepts": lambda t: list(t.concepts()),
        "count": lambda t: t.count_concepts(),
        "candidates": lambda t: t.candidates(everything),
        "judge": lambda t: t.judge(t.candidates()[0].id, "approve", by="bo"),
        "judgements": lambda t: [t.judgements(n) for n in range(1, 25)],
        "history": lambda t: [t.history(e) for e in ("security-dilemma-0", "small-yard-2")],
        "why": lambda t: [t.why(str(n)) for n in range(1, 25)],
        "why of an entry": lambda t: [t.why(e.id) for e in t.concepts()],
        "search": lambda t: [
            t.search(q) for q in ("安全困境3", "securty dilema", "小", "xiaoyuan", "none")
        ],
        "recognize": lambda t: t.recognize("安全困境3與小院高牆2並存 small yard 4"),
        "memory": lambda t: [t.fuzzy_matches("雙方談了第7次。", threshold=k) for k in (30, 90)],
        "concordance": lambda t: t.concordance("talked again"),
        "wanted": lambda t: t.wanted(),
        "conflicts": lambda t: t.conflicts(None),
        "comments": lambda t: t.comments("small-yard-2"),
        "add": lambda t: t.add("纜椿", "bollard", by="bo"),
        "edit": lambda t: t.edit(next(iter(t.concepts())), by="bo"),
        "delete": lambda t: t.delete("security-dilemma-1", by="bo"),
        "units": lambda t: t.add_units([unit("另一句。")], by="bo"),
        "undo": lambda t: t.undo(by="bo"),
        "tbx": lambda t: t.write(folder / "x.tbx"),
        "csv": lambda t: t.write(folder / "x.csv"),
        "tmx": lambda t: t.write(folder / "x.tmx"),
        "import": lambda t: t.read(folder / "out.tbx"),
        "backup": lambda t: t.backup(folder / "backup.db"),
        "restore": lambda t: t.restore(folder / "backup.db"),
        "doctor": lambda t: list(t.examine()),
        "rebuild": lambda t: t.rebuild_index(),
        "warm up": lambda t: t.warm_up(),
    }


COMMANDS = (
    ("stats",),
    ("search", "安全困境3"),
    ("memory", "雙方談了第7次。"),
    ("show", "small-yard-2"),
    ("history", "small-yard-2"),
    ("why", "3"),
    ("review", "--list"),
    ("wanted",),
    ("concordance", "雙方"),
    ("doctor",),
    ("review", "--conflicts"),
)
ROUTES = (
    "/healthz",
    "/api/v1/terms?q=安全困境3",
    "/api/v1/concepts",
    "/api/v1/candidates",
    "/api/v1/memory?q=雙方談了第7次。",
    "/api/v1/concordance?q=雙方",
    "/api/v1/wanted",
    "/api/v1/concepts/small-yard-2",
    "/api/v1/export/csv",
    "/api/v1/export/tmx",
    "/",
)


def damage_bytes(path: Path, chance: random.Random) -> str:
    """Change a few random bytes of a random page."""
    data = bytearray(path.read_bytes())
    page = chance.randrange(len(data) // 4096)
    for _ in range(chance.choice((1, 4, 40))):
        data[page * 4096 + chance.randrange(4096)] = chance.randrange(256)
    path.write_bytes(data)
    return f"bytes of page {page + 1}"


def damage_cells(path: Path, chance: random.Random) -> str:
    """Change a random column of a few random rows, or of all, to an invalid value."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("chance", 0, lambda: chance.randrange(4))
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
    ]
    table = chance.choice(tables)
    column = chance.choice(list(connection.execute(f"PRAGMA table_info({table})")))[1]
    junk = chance.choice(JUNK)
    which = chance.choice(("", "WHERE chance() = 0"))
    connection.execute("PRAGMA writable_schema = ON")
    with suppress(sqlite3.Error):
        _loosen(connection, table)
    with suppress(sqlite3.Error):
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? {which}', (junk,))
    connection.close()
    return f"{table}.{column} = {junk!r:.40} {which}"


def _loosen(connection: sqlite3.Connection, table: str) -> None:
    """Remove NOT NULL while the cells are written: damage respects no constraint."""
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = ?", (table,)
    )
    version = connection.execute("PRAGMA schema_version").fetchone()[0]
    connection.execute(f"PRAGMA schema_version = {version + 1}")


def damage_index(path: Path, chance: random.Random) -> str:
    """Truncate or overwrite a file of the memory's index."""
    file = chance.choice(sorted(path.with_name(path.name + ".memory").iterdir()))
    data = bytearray(file.read_bytes())
    if chance.random() < 0.4 or not data:
        del data[chance.randrange(len(data) + 1) :]
    else:
        for _ in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
    file.write_bytes(data)
    return f"index file {file.name}"


def round_of(seed: int, model: Path, folder: Path) -> tuple[str, list[str], Counter[str]]:
    """(what was damaged, failures, how operations ended) of one round."""
    chance = random.Random(seed)
    for old in list(folder.iterdir()):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(model, folder, dirs_exist_ok=True)
    path = folder / "terms.db"
    kind = chance.choices((damage_bytes, damage_cells, damage_index), (5, 5, 1))[0]
    what = kind(path, chance)
    failures: list[str] = []
    ended: Counter[str] = Counter()
    with Termbase.open(path) as termbase:
        todo = list(operations(folder).items())
        chance.shuffle(todo)
        for name, operation in todo:
            _try(name, lambda operation=operation: operation(termbase), failures, ended)
        _try_http(termbase, failures, ended)
    for arguments in chance.sample(COMMANDS, 3):
        _try(" ".join(arguments), lambda a=arguments: _command(path, a), failures, ended)
    return what, failures, ended


def _try(name: str, call: Callable[[], object], failures: list[str], ended: Counter[str]) -> None:
    try:
        call()
        ended["answered"] += 1
    except GlossaryError as error:
        ended["refused"] += 1
        if "\n" in str(error):
            failures.append(f"{name}: more than a line: {error!r:.300}")
    except (IndexError, StopIteration) as error:
        if not _is_ours(error):
            failures.append(f"{name}: {traceback.format_exc()}")
    except Exception:
        failures.append(f"{name}: {traceback.format_exc()}")


def _is_ours(error: Exception) -> bool:
    """Whether the error is from an operation above that indexed an empty list."""
    frames = traceback.extract_tb(error.__traceback__)
    return os.path.basename(frames[-1].filename) == "damage.py"


def _command(path: Path, arguments: tuple[str, ...]) -> None:
    from glossary.cli import cli

    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), suppress(SystemExit):
        cli.main(["--db", str(path), *arguments], prog_name="glossary", standalone_mode=False)


def _try_http(termbase: Termbase, failures: list[str], ended: Counter[str]) -> None:
    from api import create_app

    client = create_app(termbase).test_client()
    for route in ROUTES:
        answer = client.get(route)
        ended[f"http {answer.status_code}"] += 1
        try:
            answer.get_data()
        except GlossaryError:  # in the middle of a stream
            ended["http broken off"] += 1
        if answer.status_code not in (200, 404, 503):
            failures.append(f"GET {route}: {answer.status_code} {answer.get_data(as_text=True)}")


def run(rounds: int, seed: int, folder: Path) -> tuple[list[str], Counter[str]]:
    """Run rounds of damage; (failures with what was damaged, how operations ended)."""
    import warnings

    warnings.simplefilter("ignore", RuntimeWarning)
    model, place = folder / "model", folder / "round"
    model.mkdir()
    place.mkdir()
    filled(model / "terms.db")
    failures: list[str] = []
    total: Counter[str] = Counter()
    for n in range(seed, seed + rounds):
        what, found, ended = round_of(n, model, place)
        failures += [f"round {n}, {what}: {failure}" for failure in found]
        total += ended
    return failures, total


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        rounds, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
        found, counted = run(rounds, first, Path(scratch))
    print("\n".join(found))
    print(
        f"{rounds} rounds, {sum(counted.values())} operations, {len(found)} failures: "
        f"{dict(counted)}"
    )
    sys.exit(bool(found))
