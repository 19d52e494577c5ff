"""`glossary mine --model`: what a user sees, and where the key does not go."""

from __future__ import annotations

from pathlib import Path

import click
import model_server as servers
import pytest
from command import Run, rows
from model_server import model_server

from glossary.cli.mining import mine_command
from glossary.mining.language_model import model

TEXT = """政府宣布擴大半導體出口管制，並要求企業提交供應鏈風險評估報告。

The government announced an expansion of semiconductor export controls and required companies to \
submit supply chain risk assessment reports.
"""
KEY = "sk-very-secret-0123456789"
REPORTS = "評估報告", "assessment reports"  # which nothing else finds
NAMED = servers.names_its_own(REPORTS, ("政府", "government"))


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "brief.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """The environment of a user whose cache is their own."""
    return {"XDG_CACHE_HOME": str(tmp_path / "cache"), "GLOSSARY_MODEL_KEY": ""}


def test_the_defaults_are_those_of_the_library() -> None:
    options = {p.name: p.default for p in mine_command.params if isinstance(p, click.Option)}
    assert (options["model_limit"], options["model_timeout"]) == (model.LIMIT, model.TIMEOUT)


def test_pairs_of_the_model_are_proposed_and_told(
    run: Run, text: Path, own: dict[str, str]
) -> None:
    with model_server(servers.names(REPORTS, ("風險", "danger"))) as server:
        asking = "--model", server.url, "--model-name", "small"
        done = run("mine", text, *asking, **own)
        again = run("mine", text, *asking, "--dry-run", **own)
    assert (
        "; model small: 1 of 2 pairs of the model taken; 1 not verbatim, 0 no terms, 0 unreadable; "
        "1 sentences, 0 from the cache; 1 requests, 120 tokens"
    ) in done.stdout
    assert done.stderr == "" or "mining" in done.stderr
    (row,) = rows(run("review", "--list", "--method", "model").stdout)
    assert (row["zh"], row["en"]) == REPORTS
    assert "1 sentences, 1 from the cache; 0 requests, 0 tokens" in again.stderr
    assert [r["zh"] for r in rows(again.stdout) if r["method"] == "model"] == ["評估報告"]
    assert len(server.asked) == 1


def test_without_a_model_nothing_is_said_of_one(run: Run, text: Path) -> None:
    done = run("mine", text)
    assert done.stdout.endswith("new translation units\n")
    assert not [r for r in rows(run("review", "--list").stdout) if r["method"] == "model"]


def test_what_fails_is_a_line_and_the_rest_is_mined(
    run: Run, text: Path, own: dict[str, str]
) -> None:
    with model_server(servers.fails(402, "no credit")) as server:
        done = run("mine", text, "--model", server.url, "--model-name", "small", **own)
    line = "model small: 1 sentences without the model: it answers 402 (no credit)"
    assert line in done.stderr.splitlines()
    assert rows(run("review", "--list").stdout)


@pytest.mark.parametrize("status", [401, 404, 307])
def test_a_wrong_key_or_address_is_one_line_and_stores_nothing(
    run: Run, text: Path, own: dict[str, str], status: int, tmp_path: Path
) -> None:
    with model_server(servers.fails(status, f"what a key: {KEY}")) as server:
        asking = "--model", server.url, "--model-name", "small"
        own |= {"GLOSSARY_MODEL_KEY": KEY}
        done = run("mine", text, text, *asking, code=1, **own)
    errors = [line for line in done.stderr.splitlines() if not line.startswith("mining ")]
    assert len(errors) == 1
    assert errors[0].startswith(f"Error: the model's server http://127.0.0.1:{server.server_port} ")
    assert done.stdout == ""
    assert run("stats", "--format", "csv").stdout.splitlines()[-1].count("1") == 0
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_one_line(run: Run, text: Path, own: dict[str, str]) -> None:
    with model_server(NAMED) as server:
        pass
    done = run("mine", text, "--model", server.url, "--model-name", "small", code=1, **own)
    assert "cannot be reached: Connection refused; start it" in done.stderr


def test_the_key_is_in_no_output_database_or_cache(
    run: Run, text: Path, own: dict[str, str], tmp_path: Path
) -> None:
    own |= {"GLOSSARY_MODEL_KEY": KEY}
    with model_server(NAMED) as server:
        done = run("mine", text, "--model", server.url, "--model-name", "small", **own)
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"terms.db", "model-answers.db"} <= {path.name for path in files}
    assert all(KEY.encode() not in path.read_bytes() for path in files)
    assert KEY not in done.stdout + done.stderr


def test_a_password_in_the_address_is_refused_and_not_repeated(run: Run, text: Path) -> None:
    url = f"http://ada:{KEY}@localhost/v1"
    done = run("mine", text, "--model", url, "--model-name", "small", code=1)
    assert "GLOSSARY_MODEL_KEY" in done.stderr and KEY not in done.stderr


def test_who_sends_texts_away_is_told_once(run: Run, text: Path, own: dict[str, str]) -> None:
    """0.0.0.0 leads to this machine, but is none of its own addresses."""
    with model_server(NAMED) as server:
        asking = "--model-name", "small", "--no-model-cache"
        away = server.url.replace("127.0.0.1", "0.0.0.0")
        done = run("mine", text, text, "--model", away, *asking, **own)
        here = run("mine", text, "--model", server.url, *asking, **own)
    said = f"leave this machine, unencrypted: they go to http://0.0.0.0:{server.server_port}\n"
    assert done.stderr.count(said) == 1
    assert "leave this machine" not in here.stderr


@pytest.mark.parametrize(
    "options", [("--model", "http://localhost"), ("--model-name", "small")], ids=["where", "which"]
)
def test_where_and_which_go_together(run: Run, text: Path, options: tuple[str, str]) -> None:
    assert "go together" in run("mine", text, *options, code=2).stderr


def test_mining_with_a_model_can_be_measured(run: Run, text: Path, own: dict[str, str]) -> None:
    gold = text.with_name("gold.jsonl")
    gold.write_text('{"zh": "政府", "en": "government", "tier": 1}\n', encoding="utf-8")
    alone = run("evaluate", gold, text, **own).stdout
    with model_server(NAMED) as server:
        asking = "--model", server.url, "--model-name", "small"
        done = run("evaluate", gold, text, *asking, **own)
    measured = done.stdout
    assert "model small: 2 of 2 pairs of the model taken" in done.stderr
    tenths = [[line for line in each.splitlines() if "said" in line] for each in (alone, measured)]
    assert tenths[0] != tenths[1]  # one pair more
