"""The demo fills the usual database, and never undoes what a user did."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossary.termbase import Termbase

Command = Callable[..., subprocess.CompletedProcess[str]]

CURATED = """[deterrence]
subject = "security"
en = ["deterrence"]
zh-Hant-TW = ["嚇阻"]

[hotline]
subject = "security"
en = ["hotline"]
zh-Hant-TW = ["熱線"]
"""
TEXT = "各國需要信任建立措施(confidence-building measures)。信任建立措施能降低風險。\n"
MORE = "學者指出，安全困境(security dilemma)往往源於誤判。安全困境沒有緩解。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "terms.toml").write_text(CURATED, encoding="utf-8")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has never used the program."""
    own = {k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"}
    return own | {"XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}


@pytest.fixture
def glossary(tmp_path: Path, environment: dict[str, str]) -> Command:
    def _glossary(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "glossary", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment,
            timeout=300,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return _glossary


@pytest.fixture
def demo(glossary: Command, seeds: Path) -> Command:
    return lambda *options, **more: glossary(
        *options, "demo", "--no-serve", "--seeds", seeds, **more
    )


def found(glossary: Command, query: str, *options: str) -> list[str]:
    printed = glossary(*options, "search", query).stdout
    return [json.loads(line)["concept_id"] for line in printed.splitlines()]


def database(printed: str) -> Path:
    return Path(re.findall(r"^database: (.+)$", printed, re.M)[0])


def test_other_commands_look_where_the_demo_wrote(glossary: Command, demo: Command) -> None:
    demo()
    assert found(glossary, "嚇阻") == ["deterrence"]
    assert found(glossary, "信任建立措施") == ["confidence-building-measure"]


def test_what_a_person_did_outlives_the_next_demo(glossary: Command, demo: Command) -> None:
    demo()
    glossary("add", "小院高牆", "small yard, high fence")
    glossary("edit", "deterrence", "--subject", "theory")
    glossary("delete", "hotline")
    glossary("delete", "confidence-building-measure")
    before = glossary("export", "before.csv").stdout
    again = demo()
    assert "0 of them new" in again.stdout and "a.txt: mined before" in again.stdout
    assert again.stdout.count("0 pairs approved by themselves") == 1
    after = glossary("export", "after.csv").stdout
    assert after.replace("after", "before") == before
    folder = database(again.stdout).parent
    assert found(glossary, "小院高牆") == ["small-yard-high-fence"]
    assert found(glossary, "熱線") == []
    assert not list(folder.glob("demo.db*")), "one database, the one that others read"


def test_what_a_person_took_back_is_not_approved_again(
    glossary: Command, demo: Command, seeds: Path
) -> None:
    demo()
    glossary("undo")
    assert found(glossary, "信任建立措施") == []
    (seeds / "b.txt").write_text(MORE, encoding="utf-8")
    demo()
    assert found(glossary, "信任建立措施") == []
    assert found(glossary, "安全困境") == ["security-dilemma"], "what is new is taken in"


def test_undo_takes_back_no_mere_note(glossary: Command, demo: Command) -> None:
    demo()
    assert "approve" in glossary("undo").stdout
    assert "import" in glossary("undo").stdout


def test_a_termbase_of_ones_own_stays_as_it_is(glossary: Command, demo: Command) -> None:
    glossary("add", "小院高牆", "small yard, high fence")
    made = demo()
    place = database(made.stdout)
    assert place.name == "demo.db" and f"--db {place}" in made.stderr
    assert found(glossary, "嚇阻") == []
    assert found(glossary, "嚇阻", "--db", str(place)) == ["deterrence"]
    again = demo()
    assert database(again.stdout) == place and "a.txt: mined before" in again.stdout


def test_a_named_termbase_of_ones_own_is_refused(
    glossary: Command, demo: Command, tmp_path: Path
) -> None:
    own = tmp_path / "own.db"
    glossary("--db", own, "add", "小院高牆", "small yard, high fence")
    refused = demo("--db", own, code=1)
    assert refused.stderr.startswith(f"Error: {own} is a termbase of its own")
    assert found(glossary, "嚇阻", "--db", str(own)) == []


def test_both_usual_places_may_be_taken(glossary: Command, demo: Command, tmp_path: Path) -> None:
    glossary("add", "小院高牆", "small yard, high fence")
    folder = tmp_path / "data" / "glossary"
    glossary("--db", folder / "demo.db", "add", "熱線", "hotline")
    assert "glossary --db FILE demo" in demo(code=1).stderr
    assert found(glossary, "熱線", "--db", str(folder / "demo.db")) == ["hotline"]


def test_an_empty_database_is_nobodys(glossary: Command, demo: Command) -> None:
    glossary("stats")
    demo()
    assert found(glossary, "嚇阻") == ["deterrence"]


def test_a_demo_that_was_stopped_goes_on(
    glossary: Command, demo: Command, seeds: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with Termbase.open(tmp_path / "data" / "glossary" / "glossary.db") as termbase:
        termbase.note("demo", by="demo", summary="begun")
        termbase.read(seeds / "terms.toml", by="seeds")
    demo()
    assert found(glossary, "嚇阻") == ["deterrence"]
    assert found(glossary, "信任建立措施") == ["confidence-building-measure"]


def test_exports_of_other_content_are_kept(demo: Command, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "termbase.csv").write_text("my own list", encoding="utf-8")
    made = demo()
    assert "termbase.csv: what stood there is now termbase.1.csv" in made.stderr
    assert (exports / "termbase.1.csv").read_text(encoding="utf-8") == "my own list"
    written = {f.name: f.read_bytes() for f in exports.iterdir()}
    assert "stood there" not in demo().stderr, "the same again is no other content"
    assert {f.name: f.read_bytes() for f in exports.iterdir()} == written


@pytest.fixture
def serving(
    seeds: Path, tmp_path: Path, environment: dict[str, str]
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a demo that is serving."""
    command = [sys.executable, "-m", "glossary", "demo", "--seeds", str(seeds), "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if place := re.search(r"http://[0-9.:]+/", line):
            break
    else:
        pytest.fail("the demo does not serve")
    yield place[0], process
    process.terminate()
    process.wait(30)


def test_what_is_done_in_the_served_demo_has_its_time(
    serving: tuple[str, subprocess.Popen[str]],
) -> None:
    body = {"zh": "小院高牆", "en": "small yard, high fence"}
    request = urllib.request.Request(
        serving[0] + "api/v1/concepts",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        made = json.load(answer)
    assert made["created_at"].startswith("20")
