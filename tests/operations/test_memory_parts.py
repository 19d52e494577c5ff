"""A memory in parts: each unit has the number that it has when all is read in one go."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from glossary.errors import UnreadableFile
from glossary.mining.corpus.parts import Parts
from glossary.mining.corpus.unit import Unit
from glossary.operations import memory_parts
from glossary.operations.memory_files import units_of_file
from glossary.operations.memory_parts import FilePart, parts_of
from glossary.termbase import Termbase

LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"
TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>court</seg></tuv><tuv xml:lang="zh-TW"><seg>法院</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>no Chinese</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>judge</seg></tuv><tuv xml:lang="zh-TW"><seg>法官</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg></seg></tuv><tuv xml:lang="zh-TW"><seg>空</seg></tuv></tu>
</body></tmx>"""


def parts(path: Path) -> tuple[Parts, dict[int, str]]:
    refused: dict[int, str] = {}
    found = parts_of(path, refused.__setitem__)
    assert found
    return found, refused


def table(folder: Path, name: str, lines: Sequence[str]) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_units_of_a_folder_of_parts_are_counted_through(tmp_path: Path) -> None:
    table(tmp_path, "part-00000.tsv", ["court\t法院", "half a line"])
    (tmp_path / "part-00001.tsv.gz").write_bytes(gzip.compress("judge\t法官\nact\t\n".encode()))
    (tmp_path / "part-00002.tmx").write_text(TMX, encoding="utf-8")
    table(tmp_path, "part-00003.tsv", ["law\t法"])
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / ".part-00000.tsv").write_text("hidden\t藏\n")
    memory, refused = parts(tmp_path)
    assert [(unit.number, unit.en) for unit in memory] == [
        (1, "court"),
        (3, "judge"),
        (5, "court"),
        (7, "judge"),
        (9, "law"),
    ]
    assert list(refused) == [2, 4, 6, 8] and "its Chinese is empty" in refused[4]
    assert [part.size() for part in memory.parts] == [2, 2, 4, 1]


def parquet(path: Path, rows: Sequence[tuple[str | None, str]], group: int) -> None:
    arrow, files = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = {"zh": [zh for zh, _ in rows], "en": [en for _, en in rows]}
    files.write_table(arrow.table(columns), path, row_group_size=group)


def test_rows_of_parquet_are_parts_and_have_the_same_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(None if n % 9 == 4 else f"法院{n}", f"court {n}") for n in range(25_003)]
    path = tmp_path / "m.parquet"
    parquet(path, rows, 12_000)
    monkeypatch.setattr(memory_parts, "_ROWS", 5_001)
    memory, refused = parts(path)
    assert [part.size() for part in memory.parts] == [5_001, 5_001, 1_998] * 2 + [1_003]
    whole: dict[int, str] = {}
    assert list(memory) == list(units_of_file(path, whole.__setitem__))
    assert refused == whole and len(refused) == 2_778


def test_other_memories_are_not_parts(tmp_path: Path) -> None:
    (tmp_path / "a.zh.txt").write_text("法院審理案件。\n", encoding="utf-8")
    (tmp_path / "a.en.txt").write_text("The court hears the case.\n", encoding="utf-8")
    assert parts_of(tmp_path, lambda number, reason: None) is None
    assert parts_of(LAWS, lambda number, reason: None) is None


def test_parts_without_a_unit_are_told_together(tmp_path: Path) -> None:
    table(tmp_path, "a.tsv", ["法院\t"])
    table(tmp_path, "b.tsv", ["\t法院"])
    memory, _ = parts(tmp_path)
    with pytest.raises(UnreadableFile, match="no unit with Chinese and English"):
        list(memory)
    table(tmp_path, "c.tsv", ["法院\tcourt"])
    assert [unit.number for unit in parts(tmp_path)[0]] == [3]


def test_a_part_is_numbered_from_one(tmp_path: Path) -> None:
    table(tmp_path, "a.tsv", ["法院\tcourt\tA01-1"])
    part = FilePart(tmp_path / "a.tsv")
    assert list(part.units(lambda number, reason: None)) == [Unit(1, "法院", "court", "A01")]


def test_a_folder_of_parts_is_mined_like_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "laws"
    folder.mkdir()
    lines = LAWS.read_text(encoding="utf-8").splitlines()
    for n in range(3):
        table(folder, f"part-{n}.tsv", ["half a line"] * (n == 1) + lines[n * 150 : n * 150 + 150])
    with Termbase.open(tmp_path / "t.db") as opened:
        mined = opened.mine_memory(folder, processes=1)
        (whole,) = [opened.mine_memory(LAWS, processes=1)]
    assert [each.number for each in mined.refused] == [151]
    assert [(p.zh, p.en) for p in mined.found.proposals] == [
        (p.zh, p.en) for p in whole.found.proposals
    ]
