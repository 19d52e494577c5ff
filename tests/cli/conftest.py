"""Run the real command in its own process, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from command import Run

from glossary.cli import cli
from glossary.termbase import Termbase
from tests.samples import AT, evidence, proposal, unit
from tests.samples import document as read_document


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("add", "安全", "security", code=0)`: the finished process, on a new database."""

    def _run(
        *arguments: str | Path, code: int = 0, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "glossary.cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            timeout=300,
            env={**os.environ, "GLOSSARY_DB": str(tmp_path / "terms.db"), **environment},
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return _run


DOCUMENT = """危機管理的基礎

學者林斯特(Alan Lindster)指出，安全困境(security dilemma)往往源於誤判。
各國因此需要「信任建立措施」(confidence-building measures, CBMs)與熱線。
如果安全困境沒有緩解，熱線也只是形式。
聯絡電話：(02) 2345-6789
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "brief.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


class Called:
    """Commands in this process, on one database: as quick as they are, and `stderr` apart."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *arguments: str | Path, code: int = 0, **given: str) -> Result:
        done = CliRunner().invoke(cli, ["--db", str(self.path), *map(str, arguments)], **given)
        assert done.exit_code == code, (done.output, done.exception)
        return done

    def opened(self) -> Termbase:
        return Termbase.open(self.path, lambda: AT)


@pytest.fixture
def empty(tmp_path: Path) -> Called:
    return Called(tmp_path / "terms.db")


LONG = "戰略學界稱為「危機穩定機制」（crisis stability mechanism）的安排，需要信任建立措施。"


@pytest.fixture
def stocked(empty: Called) -> Called:
    """Entries, candidates in all states, a unit and a document, in Chinese of some length."""
    source = read_document(LONG, "alternating-space-governance.zh.txt")
    pairs = (
        ("危機穩定機制", "crisis stability mechanism"),
        ("危機穩定", "crisis stability"),
        ("機制", "mechanism"),
    )
    with empty.opened() as termbase:
        termbase.add("小院高牆", "small yard, high fence", subject="technology", by="ada")
        termbase.add("信任建立措施", "confidence-building measures", zh_tag="zh-Hant-TW", by="ada")
        termbase.add_units([unit()], by="ada")
        with termbase.store.transaction():
            termbase.store.put_document(source, AT)
            proposed = [proposal(zh, en, evidence(source, zh, en)) for zh, en in pairs]
            termbase.store.propose(proposed, "theory", AT)
        termbase.judge(2, "approve", by="ada")
        termbase.judge(3, "reject", by="bob")
    return empty
