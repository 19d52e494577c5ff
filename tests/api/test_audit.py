"""The audit: what leaves a row, who may read it, and how it goes out."""

from __future__ import annotations

import csv
import io
import json

import pytest

from glossary.errors import StoreError
from glossary.people import AuditFilter
from tests.peopled import PASSWORD, TESTER, Team

ADD = "/api/v1/concepts"
PAIR = {"zh": "纜椿", "en": "bollard"}


def told(team: Team) -> list[tuple[str, str, str]]:
    """(who, what, outcome) of what requests left, without what the team was made by."""
    return [row for row in team.audit() if row[0] != TESTER.who]


def test_changes_leave_a_row_and_readings_none(team: Team) -> None:
    client = team.client("reviewer")
    client.get(ADD)
    client.post("/api/v1/recognize", json={"text": "潮閘開了。"})
    client.post(ADD, json=PAIR)
    client.post(ADD, json={"zh": "", "en": "x"})
    assert told(team) == [
        ("reviewer", "create_concept", "201"),
        ("reviewer", "create_concept", "422"),
    ]
    row = team.people.audit.rows(AuditFilter(), limit=1)[0]
    assert (row.at, row.target, row.termbase) == (team.clock.now, ADD, "/")
    assert row.address == "127.0.0.1"


def test_refusals_leave_a_row(team: Team) -> None:
    team.client("reader").post(ADD, json=PAIR)
    team.client("none").get(ADD)
    team.client("reviewer").post(ADD, json=PAIR, headers={"Origin": "http://evil.example"})
    assert told(team) == [
        ("reader", "create_concept", "403"),
        ("none", "list_concepts", "403"),
        ("reviewer", "create_concept", "403"),
    ]


def test_log_ins_leave_a_row_without_what_was_typed(team: Team) -> None:
    team.join("ada")
    client = team.app.test_client()
    client.post("/api/v1/session", json={"name": "my secret word", "password": "ada"})
    client.get(ADD, headers={"Authorization": "Bearer glossary_wrong"})
    browser = team.browser("ada")
    browser.post("/api/v1/tokens", json={"name": "OmegaT"})
    browser.delete("/api/v1/session")
    assert told(team) == [
        ("", "log in", "refused"),
        ("", "bring token", "refused"),
        ("ada", "log in", "done"),
        ("ada", "add token", "done"),
        ("ada", "log out", "done"),
    ]
    written = str(team.people.audit.rows(AuditFilter()))
    for secret in ("my secret word", PASSWORD, "glossary_"):
        assert secret not in written


def test_rights_that_change_leave_a_row(team: Team) -> None:
    admin = team.client("administrator")
    admin.put("/api/v1/people/reader/role", json={"role": "reviewer"})
    row = admin.get("/api/v1/audit").json["items"][0]
    assert (row["who"], row["what"]) == ("administrator", "give role")
    assert row["target"] == "reader: none to reviewer in /"


def test_who_asks_nothing_and_is_nobody_fills_no_disk(team: Team) -> None:
    for _ in range(5):
        team.client().get(ADD)
        team.client().post(ADD, json=PAIR)
    assert told(team) == []


def test_it_is_read_page_by_page_and_filtered(team: Team) -> None:
    reviewer, admin = team.client("reviewer"), team.client("administrator")
    for n in range(3):
        reviewer.post(f"{ADD}/software/comments", json={"text": f"{n}"})
    page = admin.get("/api/v1/audit?who=reviewer&what=add_comment&limit=2&offset=2").json
    assert (page["total"], len(page["items"])) == (3, 1)
    assert admin.get("/api/v1/audit?since=2026-03-02").json["total"] == 0
    assert admin.get("/api/v1/audit?since=2026-03-01").json["total"] > 3
    assert admin.get("/api/v1/audit?since=yesterday").status_code == 422


def test_it_goes_out_whole(team: Team) -> None:
    for n in range(3):
        team.client("reviewer").post(f"{ADD}/software/comments", json={"text": f"{n}"})
    admin = team.client("administrator")
    every = admin.get("/api/v1/audit?limit=100").json["items"][::-1]
    lines = admin.get("/api/v1/audit/jsonl")
    assert [json.loads(line) for line in lines.text.splitlines()] == every
    table = admin.get("/api/v1/audit/csv")
    assert "audit.csv" in table.headers["Content-Disposition"]
    assert table.mimetype == "text/csv"
    read = list(csv.DictReader(io.StringIO(table.text)))
    assert read == [{key: str(value) for key, value in row.items()} for row in every]
    some = admin.get("/api/v1/audit/jsonl?what=add_comment")
    assert len(some.text.splitlines()) == 3
    assert admin.get("/api/v1/audit/xlsx").status_code == 404


def test_no_name_becomes_a_formula_or_markup(team: Team) -> None:
    for name in ("=HYPERLINK(1)", "<script>alert(1)</script>"):
        team.people.accounts.add(name, None, "reviewer", origin=TESTER)
        account = team.people.accounts.get(name)
        secret = team.people.tokens.new(account, "x", "reviewer", origin=TESTER)[1]
        bearer = {"Authorization": f"Bearer {secret}"}
        team.app.test_client().post(f"{ADD}/software/comments", json={"text": "x"}, headers=bearer)
    admin = team.client("administrator")
    assert "\n=" not in admin.get("/api/v1/audit/csv").text
    assert ",=" not in admin.get("/api/v1/audit/csv").text
    answer = admin.get("/api/v1/audit")
    assert answer.mimetype == "application/json" and answer.headers["X-Content-Type-Options"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET who = 'eve'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT id, at, 'eve', what, target, outcome, termbase, "
        "address FROM audit",
    ],
)
def test_nothing_in_it_can_be_changed(team: Team, sql: str) -> None:
    before = team.audit()
    with pytest.raises(StoreError, match="only written on"), team.people.database.transaction():
        team.people.database.run(sql)
    assert team.audit() == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_request_changes_it(team: Team, method: str) -> None:
    for path in ("/api/v1/audit", "/api/v1/audit/csv", "/api/v1/audit/1"):
        refused = team.client("administrator").open(path, method=method, json={})
        assert refused.status_code in (404, 405)
