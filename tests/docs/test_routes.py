"""`docs/http.md` and the API agree: every route, query parameter and field of a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pages import FOR_USERS, ROOT, code_in, documented, first_cells, sections, spans, text
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter, RequestRedirect

from api import create_app
from api.rights import RIGHTS

Operations = dict[str, set[str]]
RIGHTS_AT = "Who may do what"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(tmp_path_factory.mktemp("docs") / "terms.db")


@pytest.fixture(scope="module")
def operations(app: Flask) -> Operations:
    """For each `GET /path`: the names of its query parameters and of the fields of its body."""
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    found: Operations = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            query = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
            content = operation.get("requestBody", {}).get("content", {})
            body = {name for each in content.values() for name in fields(each["schema"], document)}
            found[f"{method.upper()} {path}"] = query | body
    return found


def fields(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    """The names of fields in an object, or in each of several."""
    if reference := schema.get("$ref"):
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    yield from schema.get("properties", {})
    for one in schema.get("oneOf", []):
        yield from fields(one, document)


def test_every_route_has_a_section_and_every_such_section_a_route(operations: Operations) -> None:
    assert documented("http.md").keys() == operations.keys()


def test_every_parameter_and_field_stands_in_a_table_of_its_route(operations: Operations) -> None:
    assert any(operations.values())
    for name, taken in operations.items():
        assert set(first_cells(documented("http.md")[name].text)) == taken, name


def test_the_page_for_teams_has_the_table_of_rights() -> None:
    section = next(s for s in sections(text(ROOT / "docs" / "team.md")) if s.heading == RIGHTS_AT)
    rows = re.findall(r"^\| ([a-z ]+) \| [^|`]+ \| (`.+) \|$", section.text, re.M)
    assert {name: least for least, names in rows for name in spans(names)} == RIGHTS


def test_addresses_that_the_document_leaves_out_are_named(app: Flask) -> None:
    named = " ".join(spans(text(ROOT / "docs" / "http.md")))
    for rule in map(str, app.url_map.iter_rules()):
        start = re.escape(rule.partition("<")[0])
        assert re.search(rf"(?:^| ){start}(?: |$|\{{)", named), rule


@pytest.mark.parametrize("page", FOR_USERS, ids=lambda page: page.name)
def test_every_address_in_a_page_leads_somewhere(app: Flask, page: Any) -> None:
    router = app.url_map.bind("127.0.0.1")
    lost = [path for path in addresses(text(page)) if not answers(router, path)]
    assert lost == []


def addresses(page: str) -> list[str]:
    """Each `/api/…`, alone or after the name of a server, with `{id}` replaced by a possible
    one."""
    found = re.findall(
        r"(?:(?<=[\s`\"0])|^)/(?:api|docs|tmserver|static|healthz)[\w{}/.-]*", code_in(page), re.M
    )
    return [re.sub(r"\{.*?\}", "1", path).rstrip(".") for path in found]


def answers(router: MapAdapter, path: str) -> bool:
    """Whether the path is a route, or a prefix of one."""
    for method in METHODS:
        try:
            router.match(path, method)
            return True
        except RequestRedirect:
            return True
        except (MethodNotAllowed, NotFound):
            continue
    return any(str(rule).startswith(f"{path.rstrip('/')}/") for rule in router.map.iter_rules())


def test_an_address_that_leads_nowhere_is_found(app: Flask) -> None:
    router = app.url_map.bind("127.0.0.1")
    assert addresses("`GET /api/v1/nothing`") == ["/api/v1/nothing"]
    assert not answers(router, "/api/v1/nothing") and answers(router, "/api/v1/terms")
