"""Files that cannot be read: one line with the file and the reason, and quickly."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from glossary.documents import FORMATS, MAX_BYTES, parse, read
from glossary.errors import UnreadableFile

PATIENCE = 10  # seconds; a busy machine takes several times the usual
NOISE = random.Random(1).randbytes(200_000)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + NOISE


def refusal(data: bytes, name: str) -> str:
    began = time.process_time()
    with pytest.raises(UnreadableFile) as caught:
        parse(data, name)
    assert time.process_time() - began < PATIENCE
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "data",
    [b"", b" \r\n\t", PNG, NOISE[:1_000], b"\x00" * 1_000],
    ids=["0", "blank", "png", "noise", "nul"],
)
def test_no_text_in_any_format(suffix: str, data: bytes) -> None:
    assert refusal(data, f"folder/file{suffix}").startswith(f"folder/file{suffix}")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("un caf\u00e9 tr\u00e8s bien".encode("cp1252"), "save it as UTF-8"),
        ("安全困境".encode() + b"\xff\xfe", "save it as UTF-8"),
        ("これは日本語の文章です。会議について読む。".encode("euc-jp"), "save it as UTF-8"),
        ("\ufeff安全".encode("utf-16-le") + b"\x00", "damaged UTF-16-LE"),
        ("好\n壞\x07".encode(), "line 2: control character U\\+0007"),
        (b"x" * 6_000_000, "a line of 6,000,000 characters"),
        (b"[" * 6_000_000, "a line of 6,000,000 characters"),
    ],
)
def test_text_that_is_none(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parse(data, "a.txt")


def test_large_unknown_and_missing_files(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # sparse: takes no space
    for path, reason in (
        (large, "too large"),
        (tmp_path / "none.txt", "No such file"),
        (tmp_path, "[Dd]irectory|unknown kind"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            read(path)
    with pytest.raises(UnreadableFile, match="unknown kind of document '.xyz'; known are"):
        parse(b"x", "a.xyz")


@pytest.mark.parametrize(
    "sign", ["[", "![", "[[", "`a", "**a", " *a", "[](a:(", "<a ", "| a", "- ", "a\t", "a-"]
)
def test_no_sign_makes_the_reader_slow(sign: str) -> None:
    """Quadratic reading would take minutes here, not a fraction of a second."""
    began = time.process_time()
    parse((sign * 40_000).encode() + "字".encode(), "a.md")
    assert time.process_time() - began < PATIENCE
