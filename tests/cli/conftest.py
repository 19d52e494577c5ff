"""Run the real command in its own process, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import Run


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
