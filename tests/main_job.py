"""The demo's results on the seeds: `exports/`, and the list of mined pairs in `tests/golden`.

After an intended change, `python -m tests.main_job` rewrites both; read the difference before you
commit it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

ROOT = Path(__file__).parents[1]
FILES = ("termbase.tbx", "en_zh-TW.tbx", "en_zh-CN.tbx", "termbase.csv")
GOLDEN = ROOT / "tests" / "golden" / "mined.tsv"
DATABASE = Path("data") / "glossary" / "glossary.db"
"""The path of the demo's database in `demonstrated`."""


def demo(folder: Path, *options: str, seeds: Path | None = None) -> str:
    given = ["--seeds", str(seeds)] if seeds else []
    done = subprocess.run(
        [sys.executable, "-m", "glossary.cli", *options, "demo", "--no-serve", *given],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        env={k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def mined(database: Path) -> str:
    """Every candidate on a line: document, line, kind, method, zh, en, number of pieces of
    evidence."""
    with Termbase.open(database) as termbase:
        candidates = termbase.candidates(CandidateFilter(state=None))
    rows = []
    for candidate in candidates:
        places = [(Path(e.document).name, e.line) for e in candidate.evidence]
        document, line = min(places)
        rows.append(
            (
                document,
                line,
                candidate.kind,
                candidate.method,
                candidate.zh,
                candidate.en,
                len(places),
            )
        )
    return "".join("\t".join(map(str, row)) + "\n" for row in sorted(rows))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        demo(Path(temporary), "--db", str(Path(temporary) / "demo.db"))
        for file in FILES:
            (ROOT / "exports" / file).write_bytes((Path(temporary) / "exports" / file).read_bytes())
        GOLDEN.write_text(mined(Path(temporary) / "demo.db"), encoding="utf-8")
