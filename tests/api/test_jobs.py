"""Long work over HTTP: taken as a job where that is asked for or it is large."""

from __future__ import annotations

import io
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.resources.exchange import IMPORTED_AT_ONCE
from api.resources.mine import MINED_AT_ONCE
from glossary.jobs.runner import JobRunner
from glossary.store.base import ENDED
from glossary.termbase import Termbase

TEXT = """港務局長期研究浮筒依賴（buoy dependence）。
學者認為浮筒依賴與航道焦慮（channel anxiety）有關。
"""
CSV = "id,en,zh-Hant-TW\nbollard,bollard,纜椿\n"
GOLD = json.dumps({"zh": "浮筒依賴", "en": "buoy dependence", "tier": 1}, ensure_ascii=False)
LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"
MEMORY = LAWS.read_text(encoding="utf-8")[:40_000]
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
def jobs(termbase: Termbase) -> FlaskClient:
    """A client of an application beside which jobs are run."""
    return create_app(termbase, jobs=1).test_client()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the work on memories is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def runner(termbase: Termbase) -> Iterator[JobRunner]:
    made = JobRunner(termbase, 1)
    yield made
    made.end()


def ended(jobs: FlaskClient, runner: JobRunner, response: Any) -> dict[str, Any]:
    """The record of the job that a response has taken, as it ended."""
    assert response.status_code == 202, response.text
    address = response.headers["Location"]
    assert response.json["state"] == "waiting" and address == f"/api/v1/jobs/{response.json['id']}"
    while (record := jobs.get(address).json)["state"] not in ENDED:
        runner.turn()
    return record


def form(text: str, name: str = "a.txt", **fields: str) -> dict[str, Any]:
    return {"file": (io.BytesIO(text.encode()), name), **fields}


def multipart(client: FlaskClient, path: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(path, data=data, content_type="multipart/form-data", headers=headers)


# ---------------------------------------------------------------- the same answer, later


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/mine", {"text": TEXT, "name": "essay.txt", "subject": "sea", "by": "bo"}),
        ("/api/v1/mine", {"text": TEXT, "name": "essay.txt", "dry_run": True}),
        ("/api/v1/import", {"text": CSV, "name": "a.csv", "by": "bo"}),
        ("/api/v1/import", {"text": CSV, "name": "a.csv", "dry_run": True}),
        ("/api/v1/evaluate", {"text": TEXT, "gold": {"text": GOLD, "name": "gold.jsonl"}}),
        ("/api/v1/mine/memory", {"file": {"text": MEMORY, "name": "laws.tsv"}, "by": "bo"}),
        ("/api/v1/check", {"file": {"text": "二十四日\t25 days\n", "name": "a.tsv"}, "by": "bo"}),
        (
            "/api/v1/mine/memory",
            {"file": {"text": MEMORY, "name": "laws.tsv"}, "least": 5, "limit": 4, "dry_run": True},
        ),
    ],
)
def test_a_job_leaves_what_would_have_been_answered_at_once(
    jobs: FlaskClient, runner: JobRunner, tmp_path: Path, path: str, body: dict[str, Any]
) -> None:
    with Termbase.open(tmp_path / "other.db") as other:
        with other.store.transaction():
            pass
        at_once = create_app(other).test_client().post(path, json=body, headers=ASYNC)
        assert at_once.status_code == 200, "without a runner there are no jobs"
    taken = jobs.post(path, json=body, headers=ASYNC)
    assert taken.headers["Preference-Applied"] == "respond-async"
    record = ended(jobs, runner, taken)
    assert record["state"] == "done", record
    result = jobs.get(f"{taken.headers['Location']}/result")
    assert result.status_code == 200 and result.mimetype == "application/json"
    told, expected = result.json, at_once.json
    steps = told.pop("step", None), expected.pop("step", None)  # of two termbases
    assert [step is None for step in steps] == [path != "/api/v1/import"] * 2
    assert told == expected
    assert told.get("found") != 0


def test_an_export_as_a_job_is_the_same_file(
    jobs: FlaskClient, client: FlaskClient, runner: JobRunner
) -> None:
    at_once = client.post("/api/v1/export/csv", json={"subject": "harbours"})
    taken = jobs.post("/api/v1/export/csv", json={"subject": "harbours"}, headers=ASYNC)
    record = ended(jobs, runner, taken)
    assert record["state"] == "done" and record["name"] == "termbase.csv"
    result = jobs.get(f"{taken.headers['Location']}/result")
    assert result.data == at_once.data
    for name in ("Content-Type", "Glossary-Losses", "Glossary-Noted", "Content-Disposition"):
        assert result.headers[name] == at_once.headers[name]


def test_files_are_sent_to_a_job_as_they_are(jobs: FlaskClient, runner: JobRunner) -> None:
    taken = multipart(
        jobs, "/api/v1/mine", form(TEXT, "../x/essay.txt", subject="sea", by="bo"), **ASYNC
    )
    record = ended(jobs, runner, taken)
    assert (record["kind"], record["name"], record["by"]) == ("mine", "essay.txt", "bo")
    queue = jobs.get("/api/v1/candidates?document=essay.txt").json
    assert queue["items"][0]["subject"] == "sea"


def test_a_packed_memory_is_sent_and_its_pairs_are_queued(
    jobs: FlaskClient, runner: JobRunner
) -> None:
    data = {"file": (io.BytesIO(lzma.compress(MEMORY.encode())), "../x/laws.tsv.xz")}
    taken = multipart(jobs, "/api/v1/mine/memory", data | {"subject": "law", "limit": "9"})
    record = ended(jobs, runner, taken)
    assert (record["kind"], record["name"]) == ("mine memory", "laws.tsv.xz")
    assert record["message"].endswith("9 pairs, 9 of them new")
    queue = jobs.get("/api/v1/candidates?document=laws.tsv.xz").json
    assert queue["total"] == 9 and queue["items"][0]["subject"] == "law"


def test_without_a_file_the_memory_of_the_termbase_is_mined(
    jobs: FlaskClient, runner: JobRunner
) -> None:
    units = [
        {"zh": zh, "en": en}
        for en, zh, _ in (line.split("\t") for line in MEMORY.splitlines()[:-1])
    ]
    assert jobs.post("/api/v1/units", json={"units": units}).status_code == 200
    taken = jobs.post("/api/v1/mine/memory", json={})
    record = ended(jobs, runner, taken)
    assert (record["state"], record["name"]) == ("done", "translation memory"), record
    result = jobs.get(f"{taken.headers['Location']}/result").json
    assert result["units"] > 100 and result["added"]["candidates"] == result["found"] > 0


def test_what_is_no_memory_fails_in_one_line(jobs: FlaskClient, runner: JobRunner) -> None:
    for name in ("a.docx", "a.tsv", "a.tsv.xz", "a.tmx", "a.parquet"):
        taken = multipart(jobs, "/api/v1/mine/memory", form("no memory\n", name))
        record = ended(jobs, runner, taken)
        assert record["state"] == "failed" and record["message"].startswith(name), record
        assert "\n" not in record["message"] and "sent-file" not in record["message"]


def test_what_is_wrong_with_a_file_is_told_by_the_job(jobs: FlaskClient, runner: JobRunner) -> None:
    taken = multipart(jobs, "/api/v1/import", form("<tbx", "bad.tbx"), **ASYNC)
    record = ended(jobs, runner, taken)
    assert record["state"] == "failed" and record["message"].startswith("bad.tbx")
    refused = jobs.get(f"{taken.headers['Location']}/result")
    assert refused.status_code == 409 and "failed" in refused.json["error"]["message"]


# ---------------------------------------------------------------- which are taken


def test_what_is_large_is_taken_without_being_asked(jobs: FlaskClient, client: FlaskClient) -> None:
    large = {"text": "x" * (MINED_AT_ONCE + 1), "name": "a.txt"}
    assert jobs.post("/api/v1/mine", json=large).status_code == 202
    assert "Preference-Applied" not in jobs.post("/api/v1/mine", json=large).headers
    assert jobs.post("/api/v1/mine", json={"text": TEXT}).status_code == 200
    table = CSV + "x,y,z\n" * (IMPORTED_AT_ONCE // 6)
    assert multipart(jobs, "/api/v1/import", form(table, "a.csv")).status_code == 202
    assert jobs.post("/api/v1/import", json={"text": CSV, "name": "a.csv"}).status_code == 200


@pytest.mark.parametrize("format", ["csv", "tmx"])
def test_large_exports_are_taken(
    jobs: FlaskClient, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    assert jobs.post(f"/api/v1/export/{format}", json={}).status_code == 200
    monkeypatch.setattr("api.resources.exchange.EXPORTED_AT_ONCE", 1)
    assert jobs.post(f"/api/v1/export/{format}", json={}).status_code == 202
    assert jobs.get(f"/api/v1/export/{format}").status_code == 200


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [
        ("respond-async", True),
        ("Respond-Async; wait=5", True),
        ("wait=5, respond-async", True),
        ("respond-asynchronously", False),
        ("", False),
    ],
)
def test_the_preference_is_read_as_it_is_written(
    jobs: FlaskClient, said: str, is_taken: bool
) -> None:
    response = jobs.post("/api/v1/mine", json={"text": "x"}, headers={"Prefer": said})
    assert response.status_code == (202 if is_taken else 200)


def test_what_is_wrong_with_a_request_is_told_at_once(jobs: FlaskClient) -> None:
    for path, body in (
        ("/api/v1/mine", {"text": 1}),
        ("/api/v1/evaluate", {"text": TEXT}),
        ("/api/v1/export/csv", {"profile": 5}),
        ("/api/v1/mine/memory", {"least": 0}),
        ("/api/v1/mine/memory", {"text": MEMORY}),
    ):
        assert jobs.post(path, json=body, headers=ASYNC).status_code == 422
    assert jobs.post("/api/v1/export/doc", json={}, headers=ASYNC).status_code == 404
    missing = multipart(jobs, "/api/v1/evaluate", form(TEXT), **ASYNC)
    assert missing.json["error"]["message"] == "the file part 'gold' is missing"
    assert jobs.get("/api/v1/jobs").json["total"] == 0


def test_more_than_may_wait_are_told_to_come_again(
    jobs: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.jobs.queue.MOST_WAITING", 1)
    assert jobs.post("/api/v1/mine", json={"text": "x"}, headers=ASYNC).status_code == 202
    refused = jobs.post("/api/v1/mine", json={"text": "x"}, headers=ASYNC)
    assert (refused.status_code, refused.json["error"]["code"]) == (503, "busy")
    assert (
        refused.headers["Retry-After"] and "jobs wait already" in refused.json["error"]["message"]
    )


# ---------------------------------------------------------------- the list, and stopping


def test_jobs_are_listed_newest_first_and_by_state(jobs: FlaskClient) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        jobs.post("/api/v1/mine", json={"text": "x", "name": name}, headers=ASYNC)
    listed = jobs.get("/api/v1/jobs?limit=2").json
    assert [job["name"] for job in listed["items"]] == ["c.txt", "b.txt"] and listed["total"] == 3
    stopped = jobs.delete(f"/api/v1/jobs/{listed['items'][0]['id']}?by=ada")
    assert (stopped.status_code, stopped.json["state"]) == (200, "stopped")
    assert stopped.json["message"] == "stopped by ada"
    assert jobs.get("/api/v1/jobs?state=waiting").json["total"] == 2
    assert jobs.get("/api/v1/jobs?state=stopped").json["items"] == [stopped.json]


def test_what_cannot_be_done_with_a_job_is_said(jobs: FlaskClient, runner: JobRunner) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/result"), ("GET", "/events")):
        assert jobs.open(f"/api/v1/jobs/77{path}", method=method).status_code == 404
    assert jobs.post("/api/v1/jobs/77/restart", json={}).status_code == 404
    taken = jobs.post("/api/v1/import", json={"text": CSV, "name": "a.csv"}, headers=ASYNC)
    address = taken.headers["Location"]
    assert jobs.get(f"{address}/result").status_code == 409
    assert jobs.post(f"{address}/restart", json={}).status_code == 409
    ended(jobs, runner, taken)
    assert jobs.delete(address).status_code == 409


def test_pages_of_other_sites_may_neither_queue_nor_stop(jobs: FlaskClient) -> None:
    foreign = {"Origin": "http://elsewhere.example", **ASYNC}
    assert jobs.post("/api/v1/mine", json={"text": "x"}, headers=foreign).status_code == 403
    assert jobs.delete("/api/v1/jobs/1", headers=foreign).status_code == 403


def test_a_token_is_wanted_for_jobs_as_for_all(termbase: Termbase) -> None:
    client = create_app(termbase, token="secret", jobs=1).test_client()
    for path in ("", "/1", "/1/result", "/1/events"):
        assert client.get(f"/api/v1/jobs{path}").status_code == 401


# ---------------------------------------------------------------- events


def test_a_server_that_cannot_stream_tells_one_event_and_is_asked_again(
    jobs: FlaskClient, runner: JobRunner
) -> None:
    taken = jobs.post("/api/v1/mine", json={"text": "x"}, headers=ASYNC)
    address = f"{taken.headers['Location']}/events"
    told = jobs.get(address)
    assert told.mimetype == "text/event-stream" and told.text.startswith("retry: ")
    assert f"\nid: 1\nevent: job\ndata: {taken.text}\n\n" in told.text
    assert "data:" not in jobs.get(address, headers={"Last-Event-ID": "1"}).text
    record = ended(jobs, runner, taken)
    last = {"Last-Event-ID": str(record["version"])}
    assert jobs.get(address, headers=last).status_code == 204
    for wrong in ("x", "-1", "1" * 30, "٣"):
        assert jobs.get(address, headers={"Last-Event-ID": wrong}).status_code == 400
