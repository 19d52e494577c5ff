"""OpenCC's phrase tables are read whole from its package."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import BrokenInstallation
from glossary.regions import opencc
from glossary.regions.opencc import opencc_words


def test_both_tables_are_read() -> None:
    forms = [word.forms for word in opencc_words()]
    assert {"CN": ("鼠标",), "TW": ("滑鼠",)} in forms
    assert {"CN": ("得克萨斯",), "HK": ("德薩斯",)} in forms
    assert len(forms) > 800


def test_a_line_with_two_choices_keeps_both() -> None:
    by_cn = {word.forms["CN"]: word.forms for word in opencc_words() if "TW" in word.forms}
    assert set(by_cn["视频",]["TW"]) == {"影片", "視訊"}


def test_what_does_not_add_up_is_no_table() -> None:
    whole = (opencc._folder() / "HKPhrases.ocd2").read_bytes()
    assert opencc._decoded(whole)
    assert opencc._decoded(whole[:-2]) == []
    assert opencc._decoded(whole + b"\0\0") == []


def test_a_missing_table_says_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opencc, "_folder", lambda: tmp_path)
    with pytest.raises(BrokenInstallation, match=r"TWPhrases.ocd2 .* pip install opencc"):
        opencc._values("TWPhrases")
