"""Write `recorded.json`: what the engine answers to what is asked over HTTP.

    python tests/shards/record.py

The answers are of the same engine that a server has, in the format that a server sends; no server
was asked.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from glossary.store.fuzzy.query import ScanQuery  # noqa: E402
from glossary.store.shards import answers, bound, tables  # noqa: E402

FILE = Path(__file__).parent / "recorded.json"
QUERY = ScanQuery("安全困境", 50)
SETTINGS = ("max_query_size", "wait_end_of_query", "insert_deduplication_token")


def asked() -> dict[str, str]:
    """What is asked, by a piece of it that tells it from the rest."""
    found = bound.candidates_sql(QUERY, "segment_zh")
    names = ", ".join(f"'{name}'" for name in SETTINGS)
    return {
        "FROM system.settings": f"SELECT name, value, readonly FROM system.settings "
        f"WHERE name IN ({names}) ORDER BY name",
        "DESCRIBE TABLE `segment_zh`": "DESCRIBE TABLE segment_zh",
        "DESCRIBE TABLE `followed`": "DESCRIBE TABLE followed",
        "SELECT groupArray((id, n, d, c))": answers.answer_sql(found, "id, n, d, c", "zh", 3),
        "SELECT (argMax(": f"{answers.followed_sql('zh')} SETTINGS {answers.SETTINGS}",
    }


def main() -> None:
    from chdb.session import Session

    with tempfile.TemporaryDirectory() as folder:
        session = Session(folder)
        for statement in tables.creations():
            session.query(statement)
        rows = zip((2, 4, 6), ("安全困境", "安全困难", "戰略威懾"), strict=True)
        values = ", ".join(f"({i}, 4, '{t}', '{t}')" for i, t in rows)
        words = ", ".join(f"s{i} = bitNot(toUInt64(0))" for i in range(tables.WORDS))
        session.query(f"INSERT INTO segment_zh (id, n, codes, key) VALUES {values}")
        session.query(f"ALTER TABLE segment_zh UPDATE {words} WHERE true")
        session.query("INSERT INTO followed VALUES ('zh', 'a1', 7, '-5', 0, 3, 0, 1)")
        codes = {"codes": QUERY.codes.encode().hex()}
        recorded = {
            piece: base64.b64encode(session.query(sql, "Native", params=codes).bytes()).decode()
            for piece, sql in asked().items()
        }
    FILE.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # the engine can crash while the interpreter ends


if __name__ == "__main__":
    main()
