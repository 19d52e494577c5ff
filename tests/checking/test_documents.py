"""A translation in two Word documents, in Traditional and in Simplified Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from glossary.errors import UnreadableFile
from glossary.operations.checking import CheckReport
from glossary.termbase import Termbase
from tests.checking_samples import CN, TW

ENGLISH = (
    "Rules for Recordings",
    "The office keeps each video for 24 hours after the meeting has ended.",
    "A member may ask for the video in writing within thirty days.",
    "The office refuses if the request is not signed by the member.",
)
TRADITIONAL = (
    "錄影規則",
    "辦公室於會議結束後保存每段影片二十四小時。",
    "會員得於三十日內以書面索取影片。",
    "請求未經會員簽名者，辦公室應拒絕之。",
)
SIMPLIFIED = (
    "录像规则",
    "办公室在会议结束后将每段视频保存二十四小时。",
    "会员可在三十日内书面索取视频。",
    "请求未经会员签名的，办公室予以拒绝。",
)


@pytest.fixture
def termbase(tmp_path: Path):
    with Termbase.open(tmp_path / "terms.db") as opened:
        entry = opened.add("影片", "video", zh_tag=TW)
        opened.add("视频", "video", zh_tag=CN, concept_id=entry.id)
        yield opened


def written(path: Path, paragraphs: tuple[str, ...]) -> Path:
    """A Word document with a heading, paragraphs of which each has two runs, and a table cell."""
    document = docx.Document()
    heading, *others, last = paragraphs
    document.add_heading(heading, 1)
    for text in others:
        paragraph = document.add_paragraph(text[: len(text) // 2])
        paragraph.add_run(text[len(text) // 2 :]).bold = True
    document.add_table(1, 1).cell(0, 0).text = last
    document.save(str(path))
    return path


def checked(
    termbase: Termbase, folder: Path, one: tuple[str, ...], two: tuple[str, ...], tag: str
) -> CheckReport:
    from glossary.checking.settings import CheckSettings

    files = written(folder / "one.docx", one), written(folder / "two.docx", two)
    return termbase.check(files[0], translation=files[1], settings=CheckSettings.of(zh_tag=tag))


@pytest.mark.parametrize(("chinese", "tag"), [(TRADITIONAL, TW), (SIMPLIFIED, CN)])
def test_a_right_translation_has_no_finding_in_either_direction(
    termbase: Termbase, tmp_path: Path, chinese: tuple[str, ...], tag: str
) -> None:
    for one, two in ((ENGLISH, chinese), (chinese, ENGLISH)):
        report = checked(termbase, tmp_path, one, two, tag)
        assert report.counted.segments == 4 and report.counted.terms == 2
        assert list(report.at_least("warning")) == []


@pytest.mark.parametrize(
    ("chinese", "tag", "was", "now", "rule"),
    [
        (TRADITIONAL, TW, "每段影片", "每段視頻", "region"),
        (TRADITIONAL, TW, "二十四小時", "二十五小時", "numbers"),
        (TRADITIONAL, TW, "三十日", "三十个日", "script"),
        (SIMPLIFIED, CN, "每段视频", "每段影片", "region"),
        (SIMPLIFIED, CN, "三十日", "三十年", "numbers"),
        (SIMPLIFIED, CN, "书面", "書面", "script"),
    ],
)
def test_an_error_in_a_document_is_found_in_its_sentence(
    termbase: Termbase, tmp_path: Path, chinese: tuple[str, ...], tag: str, was: str, now: str,
    rule: str,
) -> None:  # fmt: skip
    wrong = tuple(text.replace(was, now) for text in chinese)
    (found,) = checked(termbase, tmp_path, ENGLISH, wrong, tag).at_least("warning")
    assert found.rule == rule
    assert now in found.segment.target.text
    assert found.segment.line == (5 if was in chinese[2] else 3)  # of what `glossary text` prints


@pytest.mark.parametrize("broken", ["cut", "other", "text"])
def test_a_document_that_is_none_is_one_line(tmp_path: Path, broken: str) -> None:
    good = written(tmp_path / "one.docx", ENGLISH)
    bad = tmp_path / "two.docx"
    if broken == "cut":
        whole = written(bad, TRADITIONAL).read_bytes()
        bad.write_bytes(whole[: len(whole) // 2])
    elif broken == "other":
        with zipfile.ZipFile(bad, "w") as package:
            package.writestr("a.txt", "no document")
    else:
        bad.write_text("no zip")
    for files in ((good, bad), (bad, good)):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "glossary.cli",
                "--db",
                "terms.db",
                "check",
                "-q",
                *map(str, files),
            ],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ") and "two.docx" in line


def test_two_documents_of_one_language_are_refused(termbase: Termbase, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="give both"):
        checked(termbase, tmp_path, ENGLISH, ENGLISH, TW)
