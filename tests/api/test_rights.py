"""Which role may call which operation: the table, and that it is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.rights import ANYONE, IN_SESSION, RIGHTS, SIGNED_IN, may
from glossary.jobs.queue import JobQueue, Sent
from glossary.people import ROLES
from glossary.termbase import Termbase
from tests.peopled import TESTER, Team

VALUES = {
    "concept_id": "no-such-entry",
    "format": "csv",
    "work_format": "csv",
    "audit_format": "csv",
    "source": "en",
    "target": "zh_hant",
    "account_name": "nobody",
    "sha256": "0" * 64,
}


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """The method and path of every operation of the OpenAPI document."""
    with Termbase.open(tmp_path_factory.mktemp("rights") / "terms.db") as termbase:
        document = create_app(termbase).test_client().get("/api/v1/openapi.json").get_json()
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def called(client: FlaskClient, method: str, path: str, **options: Any) -> int:
    """The status of a call of something that is not there, with a body that nothing takes."""
    there = re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], "9999"), path)
    body = {"json": {"nobody": "takes this"}} if method in ("POST", "PUT", "PATCH") else {}
    return client.open(there, method=method, **body, **options).status_code


def test_every_operation_has_a_least_role(operations: dict[str, tuple[str, str]]) -> None:
    assert set(operations) - set(RIGHTS) == set(), "give them a role in api/rights.py"
    assert set(RIGHTS) - set(operations) == set(), "there is no such operation"
    assert set(RIGHTS.values()) <= {ANYONE, SIGNED_IN, IN_SESSION, *ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_call_what_the_table_says_and_nothing_else(
    team: Team, operations: dict[str, tuple[str, str]], role: str
) -> None:
    client = team.client(role)
    allowed = {
        name for name, where in operations.items() if called(client, *where) not in (401, 403)
    }
    assert allowed == {name for name in operations if may(role, RIGHTS[name], in_session=False)}


def test_without_an_account_nothing_is_shown(
    team: Team, operations: dict[str, tuple[str, str]]
) -> None:
    answers = {name: called(team.client(), *where) for name, where in operations.items()}
    closed = {name for name, status in answers.items() if status == 401}
    assert closed == {name for name in operations if RIGHTS[name] != ANYONE}


def test_an_operation_that_is_not_in_the_table_is_refused_to_everybody(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RIGHTS, "list_concepts")
    refused = team.client("administrator").get("/api/v1/concepts")
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "forbidden")


def test_a_role_that_is_lowered_holds_from_the_next_request_on(team: Team) -> None:
    client = team.client("reviewer")
    made = {"zh": "纜椿", "en": "bollard"}
    assert client.post("/api/v1/concepts", json=made).status_code == 201
    who = team.people.accounts.get("reviewer")
    team.people.accounts.set_role(who, "reader", origin=TESTER)
    assert client.post("/api/v1/concepts", json=made).status_code == 403
    assert client.get("/api/v1/concepts").status_code == 200
    team.people.accounts.remove(who, origin=TESTER)
    assert client.get("/api/v1/concepts").status_code == 401


def test_what_is_of_one_termbase_goes_before_what_is_of_all(team: Team) -> None:
    who = team.people.accounts.get("reader")
    team.people.accounts.set_role(who, "reviewer", origin=TESTER, termbase="/")
    assert team.client("reader").get("/api/v1/me").json["role"] == "reviewer"
    team.people.accounts.set_role(who, "none", origin=TESTER, termbase="/")
    assert team.client("reader").get("/api/v1/concepts").status_code == 403


def test_me_says_who_one_is_and_what_one_may(team: Team, client: FlaskClient) -> None:
    me = team.client("contributor").get("/api/v1/me").json
    assert (me["name"], me["role"], me["accounts"]) == ("contributor", "contributor", True)
    assert "add_comment" in me["may"] and "judge" not in me["may"]
    alone = client.get("/api/v1/me").json
    assert (alone["accounts"], alone["name"], set(alone["may"])) == (False, "", set(RIGHTS))


def test_contributors_stop_their_own_jobs_alone(termbase: Termbase, team: Team) -> None:
    queue = JobQueue(termbase.store, termbase.clock)
    own = queue.submit(Sent("mine", "a.txt", by="contributor"))
    other = queue.submit(Sent("mine", "b.txt", by="reviewer"))
    client = team.client("contributor")
    assert client.delete(f"/api/v1/jobs/{own.id}").status_code == 200
    assert client.delete(f"/api/v1/jobs/{other.id}").status_code == 403
    assert team.client("reviewer").delete(f"/api/v1/jobs/{other.id}").status_code == 200


def test_administrators_give_roles(team: Team) -> None:
    admin = team.client("administrator")
    given = admin.put("/api/v1/people/reader/role", json={"role": "reviewer"})
    assert (given.status_code, given.json["role"]) == (200, "reviewer")
    listed = {one["name"]: one["role"] for one in admin.get("/api/v1/people").json["items"]}
    assert listed["reader"] == "reviewer" and listed["none"] == "none"
    assert admin.put("/api/v1/people/reader/role", json={"role": "king"}).status_code == 422
    assert admin.put("/api/v1/people/nobody/role", json={"role": "reader"}).status_code == 404


@pytest.mark.parametrize("path", ["/tokens", "/people", "/audit", "/audit/csv"])
def test_a_server_without_accounts_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 404 and "--people" in answer.json["error"]["message"]


def test_no_operation_takes_the_name_of_somebody_else(team: Team) -> None:
    """Wherever somebody can be named as who did it, another than who is signed in is refused."""
    client = team.client("administrator")
    document = client.get("/api/v1/openapi.json").get_json()
    named = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] == "summarise":  # there it only chooses
                continue
            there = re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], "9999"), path)
            if any(p["name"] == "by" for p in operation.get("parameters", ())):
                query = {"by": "eve"}
                answer = client.open(there, method=method.upper(), query_string=query, json={})
                assert "who is signed in" in answer.text, (method, path)
                named += 1
            if takes_by(operation, document):
                answer = client.open(there, method=method.upper(), json={"by": "eve"})
                assert "who is signed in" in answer.text, (method, path, answer.text)
                named += 1
    assert named > 15


def takes_by(operation: dict[str, Any], document: dict[str, Any]) -> bool:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return "by" in document["components"]["schemas"].get(name, {}).get("properties", {})
