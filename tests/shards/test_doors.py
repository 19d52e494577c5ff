"""A memory on shards as it is asked: over HTTP, from the command line, and from Python."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from api import create_app
from glossary.cli import cli
from glossary.model import TranslationUnit, Variant
from glossary.store.shards import http
from glossary.store.shards.transport import ShardTransport
from glossary.termbase import Termbase
from tests.shards.memory_on_shards import emptied
from tests.shards.node import ChdbShard

ROOT = Path(__file__).parents[2]
NOWHERE = "clickhouse://me:geheim@127.0.0.1:9/terms"  # a port where nobody listens


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Termbase.open(tmp_path / "t.db") as termbase:
        sides = Variant("zh-Hant", "第一個治理缺口是太空垃圾。"), Variant("en", "Debris is a gap.")
        termbase.add_units([TranslationUnit(*sides)], by="me")
    return tmp_path / "t.db"


class Kept:
    """A node that outlives whoever closes it."""

    def __init__(self, node: ChdbShard) -> None:
        self.name, self.rows, self.insert, self.run = node.name, node.rows, node.insert, node.run

    def close(self) -> None:
        pass


@pytest.fixture
def memory(nodes: list[ChdbShard], monkeypatch: pytest.MonkeyPatch) -> str:
    """An address under which the nodes are reached."""

    def shards_at(url: str, answer_seconds: float = 0) -> Sequence[ShardTransport]:
        assert url == "clickhouse://nodes"
        return [Kept(node) for node in nodes]

    monkeypatch.setattr(http, "shards_at", shards_at)
    emptied(nodes)
    return "clickhouse://nodes"


def told(database: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["--db", str(database), *words])
    return done.exit_code, done.stdout, f"{done.stderr}{done.exception or ''}"


def test_from_feeding_to_an_answer(database: Path, memory: str, nodes: list[ChdbShard]) -> None:
    code, said, remarks = told(database, "shards", "feed", "--memory", memory)
    assert (code, said) == (0, "2 rows went to the shards\n")
    assert "the index of one machine is faster" in remarks
    assert told(database, "shards", "feed", "--memory", memory)[1].startswith("0 rows")
    code, said, _ = told(
        database, "memory", "第一個治理缺口", "--threshold", "50", "--memory", memory
    )
    assert code == 0 and "Debris is a gap." in said
    code, said, _ = told(database, "concordance", "治理", "--memory", memory)
    assert code == 0 and "Debris is a gap." in said
    with Termbase.open(database, memory=memory) as termbase:
        client = create_app(termbase).test_client()
        found = client.get("/api/v1/memory?q=第一個治理缺口&threshold=50").json["items"]
        assert [item["translation"] for item in found] == ["Debris is a gap."]
        assert client.get("/api/v1/memory/pieces?q=第一個治理缺口").status_code == 422
        nodes[0].kill()
        try:
            answer = client.get("/api/v1/memory?q=第一個治理缺口&threshold=50")
        finally:
            nodes[0].start()
    assert answer.status_code == 503
    assert answer.json["error"]["code"] == "memory_incomplete"
    assert "node0" not in answer.text, "names of servers are for the log"


def test_filled_verify_and_watched(
    database: Path, memory: str, nodes: list[ChdbShard], tmp_path: Path
) -> None:
    (tmp_path / "big.tsv").write_text(
        "第二個治理缺口是太空垃圾。\tDebris again.\n太空治理。\tSpace governance.\nonly\n",
        encoding="utf-8",
    )
    feed = ("shards", "feed", "--memory", memory)
    code, said, remarks = told(database, *feed, str(tmp_path / "big.tsv"), "--by", "ada")
    assert (code, said.splitlines()[1]) == (0, f"{tmp_path / 'big.tsv'}: 2 units are on the shards")
    assert "1 units were left out" in remarks
    code, said, _ = told(database, "memory", "第二個治理缺口是太空垃圾。", "--memory", memory)
    best, own = (json.loads(line) for line in said.splitlines())
    assert (best["translation"], best["document"]) == ("Debris again.", "big.tsv")
    assert (best["created_by"], best["unit"]) == ("ada", -1) and own["unit"] == 1
    code, said, _ = told(database, "shards", "verify", "--memory", memory)
    assert code == 0 and said.count('"state": "ok"') == 6
    code, said, _ = told(database, "shards", "verify", "--memory", memory, "--format", "csv")
    lines = [line.split(",") for line in said.splitlines()[1:]]
    assert code == 0 and len(lines) == 6, said
    assert "1 of 1 units" in said and "8 matches of 2 sentences at 4 thresholds" in said
    with Termbase.open(database, memory=memory) as termbase:
        sides = Variant("zh-Hant", "又一句。"), Variant("en", "One more.")
        termbase.add_units([TranslationUnit(*sides)], by="me")
        assert termbase.lag_of_shards() == {"zh": 1, "en": 1}
        figures = create_app(termbase).test_client().get("/metrics").text
        assert 'glossary_shards_behind_changes{language="zh"} 1' in figures
        assert "glossary_shards_up 1" in figures
    nodes[1].run("INSERT INTO segment_en SELECT * FROM segment_en LIMIT 1")
    nodes[0].run("INSERT INTO segment_en SELECT * FROM segment_en LIMIT 1")
    code, said, _ = told(database, "shards", "verify", "--memory", memory)
    assert code == 1 and "rows twice" in said


@pytest.mark.parametrize("words", [["memory", "安全"], ["concordance", "安"], ["shards", "feed"]])
def test_a_memory_that_is_not_there_is_one_line(database: Path, words: list[str]) -> None:
    pytest.importorskip("clickhouse_connect", reason="the extra clickhouse is not installed")
    code, said, error = told(database, *words, "--memory", NOWHERE)
    assert (code, said) == (1, "")
    assert "shard 127.0.0.1:9 does not answer: nothing listens there" in error
    assert "geheim" not in error


def test_a_memory_that_is_not_there_is_one_line_and_no_log(database: Path) -> None:
    pytest.importorskip("clickhouse_connect", reason="the extra clickhouse is not installed")
    command = [sys.executable, "-m", "glossary", "--db", str(database), "memory", "安全"]
    done = subprocess.run(
        [*command, "--memory", NOWHERE], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    expected = "Error: shard 127.0.0.1:9 does not answer: nothing listens there\n"
    assert done.stderr == expected


def test_shards_must_be_named(database: Path) -> None:
    code, _, error = told(database, "shards", "feed")
    assert code == 1 and "name the shards" in error
    assert "no address of shards" in told(database, "memory", "安", "--memory", "clickhouse://")[2]


def test_a_server_of_several_processes_opens_the_same_memory(database: Path) -> None:
    from api.site import Site
    from glossary.people import PLAIN

    opened = Termbase.open(database, memory=NOWHERE)
    with opened as termbase, Site({PLAIN: termbase}).reopened() as own:
        assert own.termbases[PLAIN].memory == NOWHERE
