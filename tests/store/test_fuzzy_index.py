"""The index agrees with the database, whatever happens to either."""

from __future__ import annotations

import random
import shutil
import threading
from fractions import Fraction
from pathlib import Path

import pytest

from glossary.store.fuzzy import files as fuzzy_files
from glossary.store.fuzzy import index as fuzzy_index
from glossary.store.fuzzy import scan as fuzzy_scan
from glossary.store.fuzzy.index import FuzzyIndex, NarrowedUnits
from glossary.store.sqlite.store import SqliteStore
from glossary.text.tokens import codes_of, search_key, tokens
from tests.memories import add, exhaustive, memory, mutated, random_text, unit


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make parts, merges and files after only a few rows."""
    for name, value in {"TAIL_ROWS": 3, "MEMORY_ROWS": 12, "BATCH": 5, "BUILD_ROWS": 16}.items():
        monkeypatch.setattr(fuzzy_index, name, value)


def found(store: SqliteStore, index: FuzzyIndex, query: str, threshold: int = 50) -> set[int]:
    """Ids of current candidates; the index may hold more, which scoring drops."""
    ids = index.candidates(codes_of(tokens(query)), "zh", threshold).ids.tolist()
    return {unit.id for unit in store.units(ids) if unit.id}


def check(
    store: SqliteStore, index: FuzzyIndex, query: str = "安全困境", threshold: int = 50
) -> None:
    assert found(store, index, query, threshold) == set(exhaustive(store, query, "zh", threshold))
    codes = codes_of(tokens(query))
    every = ranks(index.candidates(codes, "zh", threshold), len(codes))
    best = ranks(index.best(codes, "zh", threshold, 4), len(codes))
    assert best == sorted(every, reverse=True)[:4]
    key = search_key(query[:2])
    containing = index.containing(key, "zh").ids.tolist()
    assert sorted(containing) == [i for i, text in store.segments("zh") if key in search_key(text)]


def ranks(narrowed: NarrowedUnits, m: int) -> list[tuple[Fraction, int]]:
    rows = zip(*(column.tolist() for column in narrowed), strict=True)
    return [(1 - Fraction(distance, max(m, n)), unit_id) for unit_id, n, distance in rows]


def folder_of(store: SqliteStore) -> Path:
    return store.path.with_name(store.path.name + ".memory")


def texts(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [random_text(chance, "zh", 30) for _ in range(count)]


# ---------------------------------------------------------------- following


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes(tmp_path: Path, small: None, seed: int) -> None:
    """Two indexes of one database, changes between their queries, restarts, other processes'
    files, backups restored, transactions rolled back."""
    chance = random.Random(seed)
    store = memory(tmp_path / "m.db", texts(20, seed))
    indexes = [FuzzyIndex(store), FuzzyIndex(store)]
    backup: Path | None = None
    for step in range(45):
        kind = chance.random()
        if kind < 0.45:
            add(store, [random_text(chance, "zh", 20) for _ in range(chance.choice((1, 2, 9)))])
        elif kind < 0.65:
            ids = [i for i, _ in store.segments("zh")]
            with store.transaction():
                store.delete_units(chance.sample(ids, min(len(ids), chance.choice((1, 2, 8)))))
        elif kind < 0.72:
            indexes[chance.randrange(2)] = FuzzyIndex(store)
        elif kind < 0.78:
            backup = tmp_path / f"b{step}.db"
            store.backup(backup)
        elif kind < 0.84 and backup:
            store.close()
            for suffix in ("-wal", "-shm"):
                store.path.with_name(store.path.name + suffix).unlink(missing_ok=True)
            shutil.copy(backup, store.path)
        elif kind < 0.90:
            with pytest.raises(KeyError), store.transaction():
                store.put_units([unit("安全困境", serial=f"rolled back {step}")], None)
                check(store, indexes[0])
                raise KeyError
        query = mutated(chance, "安全困境戰略", "zh") or "安"
        check(store, indexes[chance.randrange(2)], query, chance.choice((30, 50, 67, 80, 100)))


def test_what_another_process_wrote_is_taken_over(
    tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = memory(tmp_path / "m.db", texts(200))
    one, two = FuzzyIndex(store), FuzzyIndex(store)
    check(store, one)
    monkeypatch.setattr(fuzzy_index._LanguageIndex, "_build", never)
    for round_number in range(12):
        add(store, texts(7, round_number))
        check(store, (one, two)[round_number % 2])
        check(store, FuzzyIndex(store))
    check(store, one)
    check(store, two)
    parts = list(folder_of(store).glob("zh-*.part"))
    assert 0 < len(parts) <= 6, "parts merge, and files no longer named are removed"


def test_many_changes_are_taken_in_as_arrays_not_text_by_text(
    tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the first query after an import of thousands does not wait for long."""
    store = memory(tmp_path / "m.db", texts(50))
    one, two = FuzzyIndex(store), FuzzyIndex(store)
    check(store, one)
    add(store, texts(2, seed=2))
    check(store, two)  # has a tail
    monkeypatch.setattr(fuzzy_index, "codes_and_keys", never)
    with store.transaction():
        store.delete_units([1, 2, 51])
    add(store, texts(40, seed=3))
    check(store, one)
    check(store, two)
    monkeypatch.undo()
    assert one.missing("zh") == two.missing("zh") == []


def never(*_: object) -> None:
    raise AssertionError("built anew where there was no need")


def test_a_restore_that_reaches_the_same_change_number_is_noticed(tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境"])
    store.backup(tmp_path / "old.db")
    add(store, ["戰略合作"])
    index = FuzzyIndex(store)
    check(store, index, "戰略合作")
    store.close()
    for path in tmp_path.glob("m.db-*"):
        path.unlink()
    shutil.copy(tmp_path / "old.db", tmp_path / "m.db")
    add(store, ["威慑威慑"])  # the same id and change number as the lost one
    for again in (index, FuzzyIndex(store)):
        check(store, again, "威慑威慑")
        assert found(store, again, "戰略合作") == set()


def test_another_database_at_the_same_place(tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境"])
    check(store, FuzzyIndex(store))
    store.close()
    for path in tmp_path.glob("m.db*"):
        if path.is_file():
            path.unlink()
    other = memory(tmp_path / "m.db", ["戰略合作", "安全困難"])
    check(other, FuzzyIndex(other))


def test_an_empty_memory_and_empty_texts(tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", [])
    check(store, FuzzyIndex(store))
    add(store, ["", " ", "\u200b", "安"])
    check(store, FuzzyIndex(store))


def test_deleting_a_fifth_drops_the_rows(tmp_path: Path, small: None) -> None:
    store = memory(tmp_path / "m.db", texts(100))
    FuzzyIndex(store).refresh("zh")
    with store.transaction():
        store.delete_units(range(1, 41))
    index = FuzzyIndex(store)
    check(store, index)
    rows = [len(part) for part in index._languages["zh"].current().parts]
    assert sum(rows) < 75, "void rows are dropped once they are many"


def test_without_a_folder_that_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None
) -> None:
    store = memory(tmp_path / "m.db", texts(30))
    folder_of(store).write_text("a file where the folder should be")
    index = FuzzyIndex(store)
    with pytest.warns(RuntimeWarning, match="stays in memory"):
        check(store, index)
    add(store, texts(30, 2))
    check(store, index)


# ---------------------------------------------------------------- damage


def damaged_copies(folder: Path) -> list[tuple[str, Path]]:
    part = next(folder.glob("zh-*.part"))
    manifest = folder / "zh.json"
    return [
        ("missing", part),
        ("missing", manifest),
        ("empty", part),
        ("empty", manifest),
        ("cut", part),
        ("cut", manifest),
        ("flipped", part),
        ("flipped", manifest),
        ("foreign", manifest),
        ("longer", part),
    ]


def damage(kind: str, path: Path) -> None:
    data = bytearray(path.read_bytes())
    if kind == "missing":
        path.unlink()
        return
    if kind == "flipped":
        data[len(data) // 2] ^= 4
    else:
        data = {
            "empty": bytearray(),
            "cut": data[: len(data) // 2],
            "longer": data + b"\0",
            "foreign": bytearray(b"{}\n[1, 2]"),
        }[kind]
    path.write_bytes(data)


@pytest.mark.parametrize("number", range(10))
def test_damaged_files_are_noticed_and_made_anew(tmp_path: Path, number: int) -> None:
    store = memory(tmp_path / "m.db", texts(60))
    FuzzyIndex(store).refresh("zh")
    kind, path = damaged_copies(folder_of(store))[number]
    before = next(folder_of(store).glob("zh-*.part")).name
    damage(kind, path)
    check(store, FuzzyIndex(store))
    assert next(folder_of(store).glob("zh-*.part")).name != before
    folder = fuzzy_files.IndexFolder(folder_of(store), "zh", fuzzy_index.fingerprint())
    position, _, parts = folder.read()
    assert position.change == 60 and sum(map(len, parts)) == 60


def test_another_format_or_folding_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = memory(tmp_path / "m.db", texts(10))
    FuzzyIndex(store).refresh("zh")
    before = {path.name for path in folder_of(store).glob("zh-*.part")}
    monkeypatch.setattr(fuzzy_index, "fingerprint", lambda: "another alphabet")
    check(store, FuzzyIndex(store))
    assert before.isdisjoint(path.name for path in folder_of(store).glob("zh-*.part"))


def test_deleting_the_folder_under_a_running_index(tmp_path: Path, small: None) -> None:
    store = memory(tmp_path / "m.db", texts(40))
    index = FuzzyIndex(store)
    check(store, index)
    shutil.rmtree(folder_of(store))
    add(store, texts(40, 2))
    check(store, index)
    check(store, FuzzyIndex(store))


# ---------------------------------------------------------------- threads


def test_threads_query_while_others_add(tmp_path: Path, small: None) -> None:
    store = memory(tmp_path / "m.db", texts(50))
    index = FuzzyIndex(store)
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                before = set(exhaustive(store, "安全困境", "zh", 50))
                assert before <= found(store, index, "安全困境", 50)
        except BaseException as failure:
            failures.append(failure)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for thread in askers:
        thread.start()
    for n in range(25):
        add(store, texts(4, n))
    done.set()
    for thread in askers:
        thread.join()
    assert not failures
    check(store, index)


@pytest.mark.parametrize(("worth", "is_loaded"), [(301, False), (300, True)])
def test_the_kernel_is_loaded_for_a_large_memory_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth: int, is_loaded: bool
) -> None:
    loads: list[bool] = []
    kernel = fuzzy_scan.Kernel()
    monkeypatch.setattr(kernel, "load", lambda: loads.append(True))
    for module in (fuzzy_index, fuzzy_scan):
        monkeypatch.setattr(module, "kernel", kernel)
    monkeypatch.setattr(fuzzy_scan, "WORTH_ROWS", worth)
    store = memory(tmp_path / "tm.db", (f"安全{number}" for number in range(300)))
    index = FuzzyIndex(store)
    index.warm_up()
    assert bool(loads) == is_loaded
    loads.clear()
    for _ in range(3):  # a process with a single query does not wait for it
        index.candidates(codes_of("安全1"), "zh", 70)
    assert bool(loads) == is_loaded
    store.close()
