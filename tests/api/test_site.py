"""Several termbases on one server, each at its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from werkzeug.test import Client

from api.doors import Doors
from api.identity import COOKIE
from api.server.serve import HEAVY
from api.server.threads import Threads
from api.server.wsgi import Service
from api.site import Site, named_termbases
from glossary.errors import InvalidInput
from glossary.people import PLAIN, AuditFilter, People
from glossary.termbase import Termbase
from tests.peopled import PASSWORD, TESTER
from tests.served import served

ADD = "/api/v1/concepts"
PAIR = {"zh": "纜椿", "en": "bollard"}


@pytest.fixture
def law(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "law.db") as opened:
        yield opened


@pytest.fixture
def site(termbase: Termbase, law: Termbase) -> Client:
    return Client(Site({PLAIN: termbase, "law": law}).application("127.0.0.1", None, 1))


def test_each_answers_at_its_place(site: Client, law: Termbase) -> None:
    made = site.post(f"/t/law{ADD}", json=PAIR)
    assert (made.status_code, made.headers["Location"]) == (201, f"/t/law{ADD}/bollard")
    assert site.get(made.headers["Location"]).json["id"] == "bollard"
    assert site.get(f"{ADD}/bollard").status_code == 404
    assert [entry.id for entry in law.concepts()] == ["bollard"]
    job = site.post("/t/law/api/v1/mine", json={"text": "x"}, headers={"Prefer": "respond-async"})
    assert job.status_code == 202 and job.headers["Location"].startswith("/t/law/api/v1/jobs/")
    assert site.get("/t/law/tmserver/languages/").status_code == 200


def test_the_page_loads_its_own(site: Client) -> None:
    page = site.get("/t/law/").text
    assert 'src="/t/law/static/desk/app.js"' in page and '="/static' not in page
    assert site.get("/t/law/static/desk/app.js").status_code == 200
    moved = site.get("/t/law")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/t/law/")
    documented = site.get("/t/law/docs").text
    assert 'href="/t/law/api/v1/openapi.json"' in documented
    assert site.get("/t/law/api/v1/openapi.json").json["servers"][0]["url"].endswith("/t/law")


@pytest.mark.parametrize("path", ["/t/other/", "/t//", "/t/", "/t/../law", "/t/LAW/"])
def test_what_is_nobodys_is_not_there(site: Client, path: str) -> None:
    assert site.get(f"{path}api/v1/healthz").status_code == 404


def test_heavy_work_of_each_has_threads_of_its_own() -> None:
    quick, slow = cast(Threads, "quick"), cast(Threads, "slow")
    service = Service(lambda environ, start: [], quick, slow, HEAVY, 1)
    assert service.threads_for("/t/law/api/v1/mine") is slow
    assert service.threads_for("/t/law/api/v1/terms") is quick
    assert service.threads_for("/api/v1/import") is slow


def test_one_signs_in_once_and_may_differ(
    termbase: Termbase, law: Termbase, tmp_path: Path
) -> None:
    with People.open(tmp_path / "people.db") as people:
        ada = people.accounts.add("ada", PASSWORD, "reader", origin=TESTER)
        people.accounts.set_role(ada, "reviewer", origin=TESTER, termbase="law")
        both = Site({PLAIN: termbase, "law": law}, people)
        browser = Client(both.application("127.0.0.1", None, 0))
        here = {"Origin": "http://localhost"}
        body = {"name": "ada", "password": PASSWORD}
        assert browser.post("/t/law/api/v1/session", json=body).status_code == 200
        assert browser.get_cookie(COOKIE) is not None
        assert browser.get("/api/v1/me").json["role"] == "reader"
        assert browser.get("/t/law/api/v1/me").json["role"] == "reviewer"
        assert browser.post(ADD, json=PAIR, headers=here).status_code == 403
        assert browser.post(f"/t/law{ADD}", json=PAIR, headers=here).status_code == 201
        made = browser.post("/t/law/api/v1/tokens", json={"name": "x"}, headers=here).json
        assert made["termbase"] == "law"
        bearer = {"Authorization": f"Bearer {made['secret']}"}
        program = Client(both.application("127.0.0.1", None, 0))
        assert program.get(f"/t/law{ADD}", headers=bearer).status_code == 200
        assert program.get(ADD, headers=bearer).status_code == 403
        sent = program.get("/t/law/concepts/bollard")
        assert sent.headers["Location"] == "/t/law/login?next=/t/law/concepts/bollard"


def test_behind_a_proxy_that_tells_who_asks(termbase: Termbase, tmp_path: Path) -> None:
    doors = Doors(hosts=("terms.example",), behind_proxy=True)
    with People.open(tmp_path / "people.db") as people:
        people.accounts.add("ada", PASSWORD, "reader", origin=TESTER)
        client = Client(Site({PLAIN: termbase}, people).application("127.0.0.1", None, 0, doors))
        body = {"name": "ada", "password": PASSWORD}
        proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "terms.example"}
        proxy |= {"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}
        assert client.post("/api/v1/session", json=body, headers=proxy).status_code == 200
        assert people.audit.rows(AuditFilter(), limit=1)[0].address == "10.1.2.3"


@pytest.mark.parametrize("pair", ["law", "=law.db", "a/b=law.db", "law=", ".=x", "x" * 65 + "=y"])
def test_names_that_are_none(pair: str) -> None:
    with pytest.raises(InvalidInput, match="give NAME=PATH-OR-URL"), named_termbases([pair]):
        pass


def test_two_of_one_name(tmp_path: Path) -> None:
    pairs = [f"law={tmp_path}/a.db", f"law={tmp_path}/b.db"]
    with pytest.raises(InvalidInput, match="two termbases"), named_termbases(pairs):
        pass


@pytest.mark.parametrize("workers", ["1", "2"])
def test_served(tmp_path: Path, workers: str) -> None:
    other = f"law={tmp_path / 'law.db'}"
    with served(tmp_path / "terms.db", "--termbase", other, "--workers", workers) as server:
        assert server.ask("POST", f"/t/law{ADD}", PAIR)[0] == 201
        assert server.ask("GET", f"/t/law{ADD}")[1]["total"] == 1
        assert server.ask("GET", ADD)[1]["total"] == 0
