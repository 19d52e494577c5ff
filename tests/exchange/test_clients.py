"""Real CAT tools read what the profiles write, and find the same terms."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from glossary.exchange import WriteOptions, fitted, write_entries
from glossary.model import ConceptEntry, Context, LanguageSection, TermSection

TERMS = [
    ("software", "軟體", "软件"),
    ('"quoted" & <signed>', "引號＆", "引号"),
    ("#tag", "標籤", "标签"),
]
ENTRIES = [
    ConceptEntry(
        f"c{n}",
        (
            LanguageSection(
                "en", (TermSection(en, "preferred"), TermSection(f"{en} (2)")), f"what {en} is"
            ),
            LanguageSection(
                "zh-Hant-TW",
                (
                    TermSection(tw, "preferred", contexts=(Context(f"{tw}在此。", "book"),)),
                    TermSection(f"{tw}二"),
                    TermSection(f"{tw}舊", "deprecated"),
                ),
            ),
            LanguageSection("zh-Hans-CN", (TermSection(cn),)),
        ),
        "politics",
        note="a note\nof two lines",
    )
    for n, (en, tw, cn) in enumerate(TERMS)
]


def exported(folder: Path, profile: str, format: str, name: str, zh_tag: str) -> Path:
    buffer = io.BytesIO()
    write_entries(ENTRIES, buffer, profile, WriteOptions(format=format, zh_tag=zh_tag))
    (folder / name).write_bytes(buffer.getvalue())
    return folder / name


def expected(profile: str, format: str, zh_tag: str) -> set[tuple[str, str]]:
    """The pairs of the first source term, or of all of them, with all target terms."""
    return {
        (source.text, target.text)
        for entry in fitted(ENTRIES, profile, WriteOptions(zh_tag=zh_tag, format=format))
        for source in entry.languages[0].terms
        for target in entry.languages[1].terms
    }


@pytest.mark.shared
@pytest.mark.parametrize("zh_tag", ["zh-Hant-TW", "zh-Hans-CN"])
@pytest.mark.parametrize(("format", "name"), [("tbx", "g.tbx"), ("tsv", "g.txt")])
def test_omegat(shared: Path, tmp_path: Path, zh_tag: str, format: str, name: str) -> None:
    if not Path("/usr/share/omegat/OmegaT.jar").exists():
        _missing("OmegaT (Debian package omegat, and a JDK)")
    path = exported(tmp_path, "omegat", format, name, zh_tag)
    code = {"zh-Hant-TW": "zh-TW", "zh-Hans-CN": "zh-CN"}[zh_tag]
    read = subprocess.run(
        [shared / "clients/omegat/read_glossary", "en", code, path], capture_output=True, text=True
    )
    assert read.returncode == 0, read.stderr
    found = {tuple(line.split("\t")[:2]) for line in read.stdout.splitlines()}
    assert found == expected("omegat", format, zh_tag)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("profile", "code"), [("weblate", "zh-Hant"), ("lokalize", "zh-TW"), ("okapi", "zh-TW")]
)
def test_translate_toolkit(shared: Path, tmp_path: Path, profile: str, code: str) -> None:
    python = os.environ.get("TRANSLATE_TOOLKIT_PYTHON") or shutil.which("translate-toolkit-python")
    if not python:
        _missing("translate-toolkit (TRANSLATE_TOOLKIT_PYTHON names the Python that has it)")
    path = exported(tmp_path, profile, "tbx", "g.tbx", "zh-Hant-TW")
    reader = shared / "clients/read_tbx_translate_toolkit.py"
    read = subprocess.run([str(python), reader, "en", code, path], capture_output=True, text=True)
    assert read.returncode == 0, read.stderr
    found = {tuple(line.split("\t")) for line in read.stdout.splitlines()}
    sources = {entry.languages[0].terms[0].text for entry in ENTRIES}
    assert found == {p for p in expected(profile, "tbx", "zh-Hant-TW") if p[0] in sources}


def _missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not on this machine")
    pytest.skip(f"{what} is not on this machine")
