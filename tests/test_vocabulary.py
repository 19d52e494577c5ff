"""The command line and HTTP have one word for one thing, and understand the former ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from api import create_app
from glossary.cli import cli
from glossary.cli.renamed import Renamed, RenamedChoice
from glossary.termbase import Termbase
from tests.small import small_termbase

COUNTERPARTS = {
    "search": ("get /terms",),
    "recognize": ("post /recognize",),
    "memory": ("get /memory",),
    "concordance": ("get /concordance",),
    "wanted": ("get /wanted",),
    "list": ("get /concepts",),
    "documents": ("get /documents",),
    "review": ("get /candidates", "post /candidates/{candidate_id}/judgement"),
    "conflicts": ("get /conflicts", "post /conflicts/{conflict_id}/settlement"),
    "add": ("post /concepts",),
    "history": ("get /concepts/{concept_id}/history", "post /concepts/{concept_id}/revert"),
    "undo": ("post /undo", "get /steps"),
    "import": ("post /import",),
    "export": ("get /export/{format}",),
    "mine": ("post /mine", "post /mine/memory"),
}
"""What does the same: a command, and the operations that it corresponds to."""
PRINTING = {"format", "json", "quiet", "by", "dry_run"}
"""How an answer is printed and who asks: of the command line, wherever it makes sense there."""
OTHERWISE = {
    "review": {"list", "approve", "reject", "amend", "approve_above", "conflicts"}
    | {"keep_ours", "take_theirs"},  # acts, which by HTTP are a `decision` or another route
    "history": {"revert"},  # the act, which by HTTP is a route with `revision`
    "undo": {"list"},  # the act, which by HTTP is GET /steps
    "import": {"from"},  # `format` says how an answer is printed
    "memory": {"memory"},  # where it lies, which the server was told
    "concordance": {"memory"},
    "mine": {"pair", "memory", "as", "processes"}  # what the files are, which by HTTP have parts
    | {"model", "model_name", "model_limit", "model_timeout", "no_model_cache"}  # not by HTTP
    | {"runner", "work", "output"},  # a cluster and its folders, which a server is not sent to
}
"""What a command has no counterpart for, by which words, and why."""


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with small_termbase(tmp_path / "terms.db") as opened:
        yield opened


@pytest.fixture
def client(termbase: Termbase) -> FlaskClient:
    return create_app(termbase).test_client()


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return json.loads(client.get("/api/v1/openapi.json").data)


def taken(document: dict[str, Any], operation: str) -> set[str]:
    """What an operation takes in its address and body, but for what is deprecated."""
    method, _, path = operation.partition(" ")
    found = document["paths"][f"/api/v1{path}"][method]
    names = {p["name"] for p in found["parameters"] if not p.get("deprecated")}
    for content in found.get("requestBody", {}).get("content", {}).values():
        names |= set(_fields(content["schema"], document))
    return names


def _fields(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    if reference := schema.get("$ref"):
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    for name, field in schema.get("properties", {}).items():
        if not field.get("deprecated"):
            yield name
    for one in schema.get("oneOf", []):
        yield from _fields(one, document)


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found
    return found


def shown(name: str) -> set[str]:
    """The options that `--help` shows, as HTTP would write them."""
    options = [p for p in command(name).params if isinstance(p, click.Option) and not p.hidden]
    names = (next(name for name in option.opts if name[:2] == "--") for option in options)
    return {name.removeprefix("--").replace("-", "_") for name in names}


@pytest.mark.parametrize("name", COUNTERPARTS)
def test_an_option_is_called_as_its_parameter(document: dict[str, Any], name: str) -> None:
    by_http = {word for operation in COUNTERPARTS[name] for word in taken(document, operation)}
    exempt = PRINTING | OTHERWISE.get(name, set())
    assert shown(name) - by_http - exempt == set()
    assert OTHERWISE.get(name, set()) <= shown(name), "an exemption that none needs"


def test_states_have_one_word(document: dict[str, Any]) -> None:
    for name, operation in (("review", "/candidates"), ("conflicts", "/conflicts")):
        option = next(p for p in command(name).params if p.name == "state")
        assert isinstance(option.type, click.Choice)
        parameters = document["paths"][f"/api/v1{operation}"]["get"]["parameters"]
        enum = next(p["schema"]["enum"] for p in parameters if p["name"] == "state")
        assert set(option.type.choices) <= set(enum)


# ---------------------------------------------------------------- former names, command line

FORMER = {
    ("review", "--above"): "--least",
    ("review", "--to"): "--concept-id",
    ("add", "--to"): "--concept-id",
    ("import", "--as"): "--holds",
    ("import", "--map"): "--mapping",
}
FORMER_VALUES = {("review", "--state", "all"): "any", ("conflicts", "--state", "all"): "any"}


def test_every_former_name_is_listed_here_and_in_the_page() -> None:
    names = cli.list_commands(click.Context(cli))
    options = {(name, p) for name in names for p in command(name).params}
    found = {
        (name, former): max(option.opts, key=len)
        for name, option in options
        if isinstance(option, Renamed)
        for former in option.former
    }
    values = {
        (name, option.opts[0], former): now
        for name, option in options
        if isinstance(option.type, RenamedChoice)
        for former, now in option.type.former.items()
    }
    assert (found, values) == (FORMER, FORMER_VALUES)
    page = (Path(__file__).parents[1] / "docs" / "http.md").read_text(encoding="utf-8")
    table = page[page.index("## One word for one thing") : page.index("## Jobs")]
    assert all(f"`{former}`" in table for _, former in FORMER)


@pytest.mark.parametrize(("name", "former"), FORMER)
def test_a_former_option_is_understood_and_not_shown(name: str, former: str) -> None:
    found = command(name)
    value = {"--above": "0.5", "--as": "units", "--map": "a=term:en", "--to": "keel"}[former]
    files = {"add": ["錨", "anchor"], "import": ["x.tsv"]}.get(name, [])

    def read(option: str) -> dict[str, Any]:
        return found.make_context(name, [*files, option, value]).params

    assert read(former) == read(FORMER[name, former])
    help = CliRunner().invoke(cli, [name, "--help"]).output
    assert f"{former} " not in help and FORMER[name, former] in help


@pytest.mark.parametrize(("name", "option", "former"), FORMER_VALUES)
def test_a_former_value_is_understood_and_not_shown(name: str, option: str, former: str) -> None:
    context = command(name).make_context(name, [option, former])
    assert context.params["state"] == FORMER_VALUES[name, option, former]
    assert f"|{former}" not in CliRunner().invoke(cli, [name, "--help"]).output


# ---------------------------------------------------------------- former names, HTTP

DEPRECATED = {
    ("get /candidates", "least_confidence"),
    ("get /candidates", "below_confidence"),
    ("get /candidates/facets", "least_confidence"),
    ("get /candidates/facets", "below_confidence"),
}
IN_BODIES = {
    ("CandidatesWhere", "least_confidence"),
    ("CandidatesWhere", "below_confidence"),
    ("RecognizeBody", "all"),
}


def test_former_parameters_are_deprecated_in_the_document(document: dict[str, Any]) -> None:
    parameters = {
        (f"{method} {path.removeprefix('/api/v1')}", parameter["name"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for parameter in operation["parameters"]
        if parameter.get("deprecated")
    }
    fields = {
        (name, field)
        for name, schema in document["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        if said.get("deprecated")
    }
    assert (parameters, fields) == (DEPRECATED, IN_BODIES)


def test_former_parameters_say_the_same(client: FlaskClient) -> None:
    def listed(**query: Any) -> Any:
        response = client.get("/api/v1/candidates", query_string=query)
        assert response.status_code == 200, response.text
        return response.json

    assert listed(least=0.95) == listed(least_confidence=0.95) != listed()
    assert listed(below=0.93) == listed(below_confidence=0.93) != listed()
    assert listed(least=0.95, least_confidence=0.1) == listed(least=0.95)
    counts = "/api/v1/candidates/facets"
    assert client.get(f"{counts}?least=0.95").json == (
        client.get(f"{counts}?least_confidence=0.95").json
    )
    refused = client.get("/api/v1/candidates?least_confidence=2")
    assert refused.status_code == 422 and "least_confidence" in refused.json["error"]["message"]


def test_former_fields_say_the_same(client: FlaskClient) -> None:
    asked = {"decision": "skip", "dry_run": True}
    told = [
        client.post("/api/v1/candidates/judgements", json=asked | {"where": {name: 0.95}}).json
        for name in ("least", "least_confidence")
    ]
    assert told[0] == told[1] and told[0]["judged"]
    text = {"text": "引水人更新軟體版"}
    now, then = (
        client.post("/api/v1/recognize", json=text | {name: True}).json
        for name in ("all_occurrences", "all")
    )
    assert now == then


# ---------------------------------------------------------------- what both can be asked now


def test_entries_by_region_letter_tag_and_what_they_lack(
    client: FlaskClient, termbase: Termbase
) -> None:
    for query in ({"region": "cn"}, {"letter": "s"}, {"tag": "zh_cn"}, {"missing": "zh-Hans-CN"}):
        by_http = client.get("/api/v1/concepts", query_string=query).json["items"]
        (name, value), database = next(iter(query.items())), str(termbase.store.path)  # type: ignore[attr-defined]
        called = ["--db", database, "list", f"--{name}", value, "--format", "jsonl"]
        printed = CliRunner().invoke(cli, called)
        rows = [json.loads(line) for line in printed.output.splitlines() if line[:1] == "{"]
        assert [row["concept_id"] for row in rows] == [entry["id"] for entry in by_http] != []
        assert len(rows) < 3, query
    wrong = client.get("/api/v1/concepts?region=Taiwan")
    assert wrong.status_code == 422 and wrong.json["error"]["message"].startswith("region")
