"""Shared by tests of database files: add entries, and read them in another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from glossary.store.sqlite.store import SqliteStore
from tests.samples import AT, entry
from tests.served import environment


def put(store: SqliteStore, *ids: str) -> None:
    with store.transaction():
        store.put_concepts(map(entry, ids), store.new_step("add", "ada", AT))


def read_apart(path: Path) -> list[str]:
    """The ids of the entries that another process finds."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from glossary.store.sqlite.store import SqliteStore\n"
        "store = SqliteStore(Path(sys.argv[1]))\n"
        "print(*(entry.id for entry in store.concepts()))\nstore.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, env=environment()
    )
    return done.stdout.split() if not done.returncode else [done.stderr]
