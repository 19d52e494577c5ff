"""Any memory as numbered units: what is broken is named by its number, and the others go on."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.corpus.unit import Unit
from glossary.model import TranslationUnit, Variant
from glossary.operations import memory_files, parquet_files
from glossary.operations.memory_files import LONGEST, units_of_file
from glossary.operations.memory_names import is_memory
from glossary.termbase import Termbase

TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>court</seg></tuv><tuv xml:lang="zh-TW"><seg>法院</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>no Chinese</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg></seg></tuv><tuv xml:lang="zh-TW"><seg>空</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>judge</seg></tuv><tuv xml:lang="zh-TW"><seg>法官</seg></tuv></tu>
</body></tmx>"""
XLIFF = """<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" target-language="zh-TW" datatype="plaintext"><body>
<trans-unit id="1"><source>court</source><target>法院</target></trans-unit>
</body></file></xliff>"""


def read(path: Path) -> tuple[list[Unit], dict[int, str]]:
    refused: dict[int, str] = {}
    return list(units_of_file(path, refused.__setitem__)), refused


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_in_either_order_with_what_units_are_from(tmp_path: Path) -> None:
    path = written(tmp_path / "m.tsv", "court\t法院\tA01-1-0\njudge\t法官\tA01-2-0\n")
    assert read(path)[0] == [Unit(1, "法院", "court", "A01"), Unit(2, "法官", "judge", "A01")]
    path = written(tmp_path / "n.tsv", "法院\tcourt\n")
    assert read(path)[0] == [Unit(1, "法院", "court")]


def test_broken_units_are_named_by_number_and_the_others_go_on(tmp_path: Path) -> None:
    long = "法" * (LONGEST + 1)
    lines = [
        "court\t法院",
        "only one side",
        "judge\t",
        f"law\t{long}",
        "a\tb",
        "act\t法\x7f案",
        "act\t法案",
    ]
    units, refused = read(written(tmp_path / "m.tsv", "\n".join(lines) + "\n"))
    assert [unit.number for unit in units] == [1, 7]
    assert refused == {
        2: "a line without two segments, a TAB between them",
        3: "its Chinese is empty",
        4: f"its Chinese has {LONGEST + 1:,} characters, over {LONGEST:,}",
        5: "no Chinese in it",
        6: "a character that belongs in no text, U+007F",
    }


def test_ten_megabytes_in_one_unit_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "m.tsv", f"court\t法院\nlaw\t{'法' * 3_300_000}\n")
    units, refused = read(path)
    assert [unit.number for unit in units] == [1]
    assert list(refused) == [2]


def test_units_of_tmx_are_counted_with_those_that_are_broken(tmp_path: Path) -> None:
    units, refused = read(written(tmp_path / "m.tmx", TMX))
    assert units == [Unit(1, "法院", "court"), Unit(4, "法官", "judge")]
    assert list(refused) == [2, 3] and "line" in refused[2]


def test_xliff(tmp_path: Path) -> None:
    (unit,) = read(written(tmp_path / "m.xlf", XLIFF))[0]
    assert (unit.zh, unit.en) == ("法院", "court")


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_packed_files(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"m.tsv{suffix}"
    path.write_bytes(pack("court\t法院\n".encode()))
    assert read(path)[0] == [Unit(1, "法院", "court")]
    path.write_bytes(path.read_bytes()[:-6])
    with pytest.raises(UnreadableFile, match="damaged"):
        read(path)


def test_a_folder_of_documents_and_their_translations(tmp_path: Path) -> None:
    written(tmp_path / "a.zh.txt", "法院審理案件。\n\n法官獨立審判。\n")
    written(tmp_path / "a.en.txt", "The court hears the case.\n\nJudges are independent.\n")
    written(tmp_path / "lonely.zh.txt", "沒有譯文。\n")
    units, refused = read(tmp_path)
    assert [unit.zh for unit in units] == ["法院審理案件。", "法官獨立審判。"]
    assert {unit.text for unit in units} == {"a"} and refused == {}


def test_the_memory_of_a_termbase(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "t.db") as opened:
        opened.add_units([TranslationUnit(Variant("zh-Hant", "法院"), Variant("en", "court"))])
        units = list(memory_files.units_of_termbase(opened.store, lambda number, reason: None))
    assert [(unit.zh, unit.en) for unit in units] == [("法院", "court")]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("m.tsv", "no table\nat all\n", "no line has two segments"),
        ("m.tsv", "", "the file is empty"),
        ("m.tsv", "one\ttwo\n", "no Chinese"),
        ("m.tsv", "court\t\n\t法院\n", "no unit with Chinese and English"),
        ("m.xlf", "<html></html>", "m.xlf"),
        ("m.exe", "MZ", "no memory by its name"),
    ],
)
def test_a_file_that_is_no_memory_is_told_in_a_line(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason) as raised:
        read(written(tmp_path / name, text))
    assert "\n" not in str(raised.value)


def test_an_empty_folder_and_a_missing_file_are_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no documents with their translations"):
        read(tmp_path)
    with pytest.raises(UnreadableFile, match="No such file"):
        read(tmp_path / "m.tsv")


def test_parquet_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "find_spec", lambda name: None)
    with pytest.raises(InvalidInput, match="pip install pyarrow"):
        read(written(tmp_path / "m.parquet", "PAR1"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("m.tsv", True), ("m.sdlxliff", True), ("m.tmx.gz", True), ("m.parquet", True)]
    + [("m.tmx", False), ("m.txt", False), ("m.docx", False)],
)
def test_what_is_a_memory_by_its_name(name: str, expected: bool) -> None:
    assert is_memory(Path(name)) is expected


@pytest.mark.parametrize("name", ["m.tsv.gz", "m.tmx.gz", "m.tmx.xz", "m.xlf.gz"])
def test_a_file_that_only_calls_itself_packed_is_named(name: str, tmp_path: Path) -> None:
    """Of TMX and XLIFF it was told as a fault of the output."""
    path = tmp_path / name
    path.write_text(TMX, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=f"{name}: damaged: "):
        list(units_of_file(path, lambda number, reason: None))
