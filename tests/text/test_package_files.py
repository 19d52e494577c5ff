"""Data files of other packages: all exist as listed, and a missing one is reported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from glossary.errors import BrokenInstallation
from glossary.text.package_files import FILES, PackageFile, package_file

CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_where_the_list_says(name: str) -> None:
    loaded = FILES[name].package in sys.modules
    assert package_file(name).stat().st_size > 0
    assert (FILES[name].package in sys.modules) == loaded


@pytest.mark.parametrize("name", FILES)
def test_the_version_named_is_the_one_tested_with(name: str) -> None:
    file = FILES[name]
    assert f"{file.distribution}=={file.version}" in CONSTRAINTS.read_text().splitlines()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (PackageFile("jieba", "jieba", "moved.txt", "0.42.1"), "jieba has no moved.txt"),
        (PackageFile("no-such", "no_such", "a.txt", "1.0"), "no-such is not installed"),
    ],
)
def test_a_missing_file_is_told_with_the_way_out(
    file: PackageFile, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILES, "words", file)
    with pytest.raises(BrokenInstallation, match=said) as told:
        package_file("words")
    assert f"pip install {file.distribution}=={file.version}" in str(told.value)


def test_where_no_package_is_built_the_file_of_another_platform_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = PackageFile("no-such", "no_such", "a.bin", "1.0", "manylinux2014_x86_64")
    monkeypatch.setitem(FILES, "words", file)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(
        BrokenInstallation, match="--platform manylinux2014_x86_64 --target"
    ) as told:
        package_file("words")
    assert str(told.value).endswith(" no-such==1.0")
