"""Lists by pages: from an offset, or after a cursor, right while entries come and go."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from apiflask import APIFlask, HTTPError
from flask.testing import FlaskClient

from api import create_app
from api.paging import ListOf, PageQuery, page, part_of
from glossary.jobs.queue import JobQueue, Sent
from glossary.operations import hooks
from glossary.store.base import DeadLetter, Hook
from glossary.termbase import Termbase
from tests import aligned_documents

# ---------------------------------------------------------------- every list, by the document


def lists(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(path, operation) of every list that is read."""
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        operation = methods.get("get", {"responses": {}})
        content = operation["responses"].get("200", {}).get("content", {})
        named = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        if "items" in schemas.get(named.rpartition("/")[2], {}).get("properties", {}):
            yield path, operation


def test_every_list_takes_limit_offset_and_cursor_and_tells_them(app: APIFlask) -> None:
    document = json.loads(app.test_client().get("/api/v1/openapi.json").data)
    found = dict(lists(document))
    assert len(found) >= 14
    assert set(found) == {*WALKED, *OF_PEOPLE, FEED}, "each is walked below"
    for path, operation in found.items():
        if path == FEED:
            continue
        taken = {parameter["name"] for parameter in operation["parameters"]}
        assert {"limit", "offset", "cursor"} <= taken, path
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        named = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert {"total", "limit", "offset", "items", "cursor"} <= set(named["properties"]), path


WALKED: dict[str, tuple[str, dict[str, Any]]] = {
    "/api/v1/terms": ("/api/v1/terms", {"q": "p*"}),
    "/api/v1/wanted": ("/api/v1/wanted", {}),
    "/api/v1/concepts": ("/api/v1/concepts", {}),
    "/api/v1/concepts/{concept_id}/history": ("/api/v1/concepts/keel/history", {}),
    "/api/v1/concepts/{concept_id}/comments": ("/api/v1/concepts/keel/comments", {}),
    "/api/v1/concepts/{concept_id}/impact": ("/api/v1/concepts/software/impact", {}),
    "/api/v1/candidates": ("/api/v1/candidates", {"state": "any"}),
    "/api/v1/steps": ("/api/v1/steps", {}),
    "/api/v1/memory": ("/api/v1/memory", {"q": "船長看見了燈塔。", "threshold": 50}),
    "/api/v1/memory/pieces": ("/api/v1/memory/pieces", {"q": "船長看見了燈塔，水手放下了舢舨"}),
    "/api/v1/concordance": ("/api/v1/concordance", {"q": "了"}),
    "/api/v1/documents": ("/api/v1/documents", {}),
    "/api/v1/documents/{sha256}/beads": ("/api/v1/documents/{sha256}/beads", {}),
    "/api/v1/profiles": ("/api/v1/profiles", {}),
    "/api/v1/conflicts": ("/api/v1/conflicts", {}),
    "/api/v1/jobs": ("/api/v1/jobs", {}),
    "/api/v1/hooks": ("/api/v1/hooks", {}),
    "/api/v1/hooks/{hook_id}/dead-letters": ("/api/v1/hooks/{hook_id}/dead-letters", {}),
}
"""Where each list is walked: its address, and what is asked for."""
OF_PEOPLE = ("/api/v1/tokens", "/api/v1/people", "/api/v1/audit")
"""Lists that want accounts: these are walked in `test_audit`."""
FEED = "/api/v1/changes"
"""No list: it has no end, and goes on after a number."""


@pytest.fixture
def full(termbase: Termbase) -> FlaskClient:
    """A termbase in which every list has several items."""
    client = create_app(termbase).test_client()
    for number, name in enumerate(("pier", "pilot flag", "port side", "keel")):
        client.post("/api/v1/concepts", json={"zh": f"碼頭{'甲乙丙丁'[number]}", "en": name})
    for note in ("one", "two", "three"):
        tag = client.get("/api/v1/concepts/keel").headers["ETag"]
        changed = client.patch(
            "/api/v1/concepts/keel", json={"note": note}, headers={"If-Match": tag}
        )
        assert changed.status_code == 200
        client.post("/api/v1/concepts/keel/comments", json={"text": note})
        client.get("/api/v1/terms", query_string={"q": f"zzyzx {note}"})
    sentences = ("船長看見了燈塔。", "船長看見了燈船。", "水手看見了燈塔。", "水手放下了舢舨。")
    units = [{"zh": zh, "en": f"The sentence {n}."} for n, zh in enumerate(sentences)]
    assert client.post("/api/v1/units", json={"units": units}).json["added"] == 4
    _conflicts(client)
    aligned_documents.store_in(termbase)
    queue = JobQueue(termbase.store, termbase.clock)
    for name in "abc":
        queue.submit(Sent("mine", name))
    _hooks(termbase)
    return client


def _hooks(termbase: Termbase) -> None:
    first, *_ = [hooks.add(termbase.store, Hook(f"https://example.org/{n}")) for n in range(3)]
    with termbase.store.transaction():
        for n in range(3):
            termbase.store.new_dead_letter(DeadLetter(first.id, n, n + 1, "gone", "2026-01-01"))


def _conflicts(client: FlaskClient) -> None:
    heads = "id,en,zh-Hant-TW,definition\n"
    for said in ("ours", "theirs"):
        rows = "".join(f"boat-{n},boat {n},船{n},{said}\n" for n in range(3))
        sent = client.post("/api/v1/import", json={"text": heads + rows, "name": "t.csv"})
        assert sent.status_code == 200


@pytest.mark.parametrize("path", WALKED)
def test_a_list_by_pages_is_the_list(full: FlaskClient, path: str) -> None:
    address, query = WALKED[path]
    address = address.replace("{sha256}", aligned_documents.read()[0].sha256)
    address = address.replace("{hook_id}", "1")

    def asked(**more: Any) -> dict[str, Any]:
        response = full.get(address, query_string=query | more)
        assert response.status_code == 200, response.text
        return response.json

    whole = asked(limit=100)
    items = whole["items"]
    assert len(items) >= 2 and whole["cursor"] is None and whole["total"] == len(items)
    walked, cursor = [], ""
    while cursor is not None:
        told = asked(limit=1, **({"cursor": cursor} if cursor else {}))
        assert told["offset"] == len(walked) and len(told["items"]) == 1
        walked += told["items"]
        cursor = told["cursor"]
    assert walked == items
    assert asked(limit=100, offset=1)["items"] == items[1:]
    first = asked(limit=1)["cursor"]
    assert asked(limit=100, offset=1, cursor=first)["items"] == items[2:], "counted from there"
    for wrong in ("x", "bnVsbA", "é", first[:-3], base64.b64encode(b'["other",1,"a"]').decode()):
        refused = full.get(address, query_string=query | {"cursor": wrong})
        assert refused.status_code == 422, wrong
        assert refused.json["error"]["message"].startswith("cursor: "), refused.text


def test_concordance_by_the_best(full: FlaskClient) -> None:
    address, query = "/api/v1/concordance", {"q": "燈", "order": "best", "limit": 1}
    items = full.get(address, query_string=query | {"limit": 100}).json["items"]
    walked, more = [], {}
    while more is not None:
        told = full.get(address, query_string=query | more).json
        walked += told["items"]
        more = {"cursor": told["cursor"]} if told["cursor"] else None
    assert len(items) > 3 and walked == items


def test_the_total_of_the_wanted_counts_all(full: FlaskClient) -> None:
    told = full.get("/api/v1/wanted?limit=1").json
    assert (told["total"], len(told["items"])) == (3, 1)


def test_entries_that_come_and_go_between_two_pages(full: FlaskClient) -> None:
    def ids(cursor: str | None) -> tuple[list[str], str | None]:
        more = {"cursor": cursor} if cursor else {}
        told = full.get("/api/v1/concepts", query_string={"limit": 3} | more).json
        return [entry["id"] for entry in told["items"]], told["cursor"]

    before = [e["id"] for e in full.get("/api/v1/concepts?limit=100").json["items"]]
    first, cursor = ids(None)
    full.delete(f"/api/v1/concepts/{first[-1]}", headers={"If-Match": "*"})
    full.post("/api/v1/concepts", json={"zh": "錨", "en": "anchor"})
    full.post("/api/v1/concepts", json={"zh": "艙", "en": "aft hold"})
    rest: list[str] = []
    while cursor:
        told, cursor = ids(cursor)
        rest += told
    assert first + rest == before


# ---------------------------------------------------------------- the rule itself


def walk(whole: ListOf[Any], limit: int, meanwhile: Callable[[], None] = lambda: None) -> list[Any]:
    told, cursor = [], None
    while True:
        found = page(PageQuery(limit, 0, cursor), whole)
        told += found.items
        cursor = found.cursor
        if cursor is None:
            return told
        meanwhile()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_what_stays_is_told_once_whatever_comes_and_goes(seed: int, descending: bool) -> None:
    chance = random.Random(seed)
    items = sorted(chance.sample(range(10_000), 200), reverse=descending)
    stays = set(chance.sample(items, 100))

    def change() -> None:
        gone = set(chance.sample(items, 15)) - stays
        come = set(chance.sample(range(10_000), 15))
        items[:] = sorted(set(items) - gone | come, reverse=descending)

    def read(offset: int, limit: int) -> Sequence[int]:
        return items[offset : offset + limit]

    whole = ListOf("numbers", read, lambda number: (number,), descending)
    told = walk(whole, chance.randint(1, 20), change)
    assert len(told) == len(set(told)), "nothing twice"
    assert stays <= set(told), "nothing that stays is left out"
    assert told == sorted(told, reverse=descending)


def test_a_list_that_is_as_it_was_is_asked_once_a_page() -> None:
    asked: list[tuple[int, int]] = []

    def read(offset: int, limit: int) -> Sequence[int]:
        asked.append((offset, limit))
        return range(100)[offset : offset + limit]

    assert walk(ListOf("numbers", read, lambda number: (number,)), 10) == list(range(100))
    assert len(asked) == 10
    asked.clear()
    read_less = ListOf("numbers", lambda o, n: read(o, n)[:n], lambda number: (number,))
    cursor = page(PageQuery(40), read_less).cursor
    shifted = ListOf("numbers", lambda o, n: read(o + 30, n), lambda number: (number,))
    asked.clear()
    assert list(page(PageQuery(3, 0, cursor), shifted).items) == [40, 41, 42]
    assert len(asked) < 12, "the place is found by halving"


def test_all_that_was_before_may_be_gone() -> None:
    numbers = list(range(50))
    whole = ListOf("numbers", part_of(numbers), lambda number: (number,))
    cursor = page(PageQuery(20), whole).cursor
    del numbers[:20]
    assert list(page(PageQuery(2, 0, cursor), whole).items) == [20, 21]
    del numbers[:]
    assert page(PageQuery(2, 0, cursor), whole) == ([], 0, None)


@pytest.mark.parametrize("key", [["a"], [None], [[1]], [True], [], ["x" * 10, {}]])
def test_a_cursor_that_somebody_wrote(key: list[Any]) -> None:
    told = base64.urlsafe_b64encode(json.dumps(["numbers", 3, *key]).encode()).decode()
    whole = ListOf("numbers", part_of(range(50)), lambda number: (number,))
    with pytest.raises(HTTPError):
        page(PageQuery(2, 0, told), whole)
