"""The pages about people: they need no JavaScript, and what attackers try with their forms."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from api import guesses
from api.identity import COOKIE
from api.people_words import LANGUAGES, catalogue
from api.rights import PAGES, may
from glossary.people import ROLES
from tests.peopled import PASSWORD, TESTER, Team

HERE = {"Origin": "http://localhost"}
FORM = {"name": "ada", "password": PASSWORD}


@pytest.fixture
def ada(team: Team) -> Team:
    team.join("ada", "administrator")
    return team


def proof(page: str) -> str:
    found = re.search(r'name="proof" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_who_is_not_signed_in_is_sent_to_the_form_and_back(ada: Team) -> None:
    browser = ada.app.test_client()
    sent = browser.get("/concepts/software?tab=%E6%BD%AE")
    assert sent.status_code == 302
    form = browser.get(sent.location)
    following = re.search(r'name="next" value="([^"]*)"', form.text)
    assert form.status_code == 200 and following
    assert following[1] == "/concepts/software?tab=%E6%BD%AE"
    done = browser.post("/login", data=FORM | {"next": following[1]}, headers=HERE)
    assert (done.status_code, done.location) == (303, "/concepts/software?tab=%E6%BD%AE")
    assert browser.get(done.location).status_code == 200
    assert browser.get("/login").status_code == 302, "who is signed in goes on"


def test_a_wrong_password_says_so_in_each_language(ada: Team) -> None:
    for language in LANGUAGES:
        client = ada.app.test_client()
        wrong = FORM | {"password": "wrong words"}
        page = client.post(f"/login?lang={language}", data=wrong, headers=HERE)
        assert page.status_code == 401 and catalogue(language)["wrong"] in page.text
        assert f'<html lang="{language}">' in page.text and 'value="ada"' in page.text
        assert "wrong words" not in page.text and client.get_cookie(COOKIE) is None


def test_too_many_wrong_passwords(ada: Team) -> None:
    client, wrong = ada.app.test_client(), FORM | {"password": "wrong words"}
    answers = [client.post("/login", data=wrong, headers=HERE) for _ in range(12)]
    assert [a.status_code for a in answers] == [401] * guesses.ALLOWED + [429] * 2
    assert catalogue("en")["wait"] in answers[-1].text and answers[-1].headers["Retry-After"]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie:a=b\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        " //evil.example",
        "/" + "x" * 3000,
        "",
    ],
)
def test_nobody_is_sent_elsewhere(ada: Team, wanted: str) -> None:
    client = ada.app.test_client()
    done = client.post("/login", data=FORM | {"next": wanted}, headers=HERE)
    assert (done.status_code, done.location) == (303, "/")
    again = client.get("/login", query_string={"next": wanted})
    assert again.location == "/"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "none"}],
)
def test_no_page_elsewhere_signs_anybody_in(ada: Team, headers: dict[str, str]) -> None:
    client = ada.app.test_client()
    assert client.post("/login", data=FORM, headers=headers).status_code == 403
    assert client.get_cookie(COOKIE) is None


def test_pages_with_forms_tell_this_server_where_they_are(ada: Team) -> None:
    """With `no-referrer` a browser sends forms without their origin."""
    page = ada.app.test_client().get("/login")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers.getlist("Referrer-Policy") == ["same-origin"]
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text and "style=" not in page.text


@pytest.mark.parametrize("path", ["/logout", "/account/tokens", "/people/ada/role"])
def test_a_form_of_another_session_is_refused(ada: Team, path: str) -> None:
    other = proof(ada.browser("ada").get("/account").text)
    browser = ada.browser("ada")
    form = {"name": "x", "scope": "reader", "days": "1", "role": "none"}
    for given in ("", other, "漢"):
        assert browser.post(path, data=form | {"proof": given}).status_code == 403
    assert browser.get("/account").status_code == 200
    own = proof(browser.get("/account").text)
    assert browser.post(path, data=form | {"proof": own}).status_code in (200, 303)


def test_tokens_are_made_shown_once_and_ended(ada: Team) -> None:
    browser = ada.browser("ada")
    form = {"proof": proof(browser.get("/account").text), "name": "<b>OmegaT", "scope": "reader"}
    made = browser.post("/account/tokens", data=form | {"days": "30"})
    secret = re.search(r'id="secret">([^<]+)<', made.text)
    assert secret and made.headers["Cache-Control"] == "no-store"
    assert "&lt;b&gt;OmegaT" in made.text and "<b>" not in made.text
    bearer = {"Authorization": f"Bearer {secret[1]}"}
    assert ada.app.test_client().get("/api/v1/concepts", headers=bearer).status_code == 200
    page = browser.get("/account").text
    assert secret[1] not in page
    end = re.search(r'action="(/account/tokens/\d+/end)', page)
    assert end and browser.post(end[1], data={"proof": proof(page)}).status_code == 303
    assert ada.app.test_client().get("/api/v1/concepts", headers=bearer).status_code == 401
    wrong = browser.post("/account/tokens", data=form | {"days": "never"})
    assert wrong.status_code == 422 and 'role="alert"' in wrong.text


def test_a_role_is_given_on_the_page(ada: Team) -> None:
    browser = ada.browser("ada")
    page = browser.get("/people").text
    given = {"proof": proof(page), "role": "reviewer"}
    assert browser.post("/people/reader/role", data=given).status_code == 303
    who = ada.people.accounts.get("reader")
    assert ada.people.accounts.role(who.id, "/") == "reviewer"
    given["role"] = "king"
    assert browser.post("/people/reader/role", data=given).status_code == 422


def test_the_audit_page_by_page(ada: Team) -> None:
    for n in range(60):
        ada.people.audit.note(TESTER, "test", str(n))
    browser = ada.browser("ada")
    first = browser.get("/audit?what=test&lang=en")
    assert "1–50 of 60" in first.text
    older = re.search(r'href="(\?[^"]+)" rel="next"', first.text)
    assert older
    second = browser.get("/audit" + older[1].replace("&amp;", "&"))
    assert "51–60 of 60" in second.text and 'rel="prev"' in second.text
    file = re.search(r'href="(/api/v1/audit/csv[^"]*)"', first.text)
    assert file and len(browser.get(file[1].replace("&amp;", "&")).text.splitlines()) == 61
    assert browser.get("/audit?since=x&offset=x").status_code == 200


MARKUP = "<script>alert(1)</script>\"'&{{7*7}}"


def test_no_name_becomes_markup(ada: Team) -> None:
    ada.people.accounts.add(MARKUP, PASSWORD, "administrator", origin=TESTER)
    browser = ada.browser(MARKUP)
    browser.get(f"/audit?who={MARKUP}")
    pages = [browser.get(path).text for path in ("/account", "/people", "/audit", "/")]
    pages.append(ada.app.test_client().post("/login", data={"name": MARKUP}, headers=HERE).text)
    pages.append(browser.get("/audit", query_string={"who": MARKUP, "what": MARKUP}).text)
    pages.append(browser.get("/login", query_string={"next": f"/{MARKUP}"}).text)
    for page in pages:
        assert "<script>alert" not in page and "&amp;49" not in page
    assert all("&lt;script&gt;" in page for page in pages[:3])


def called(browser: FlaskClient, endpoint: str) -> int:
    """The status of a page, or of its form with the proof of this session."""
    app = browser.application
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    values = {"token_id": 1, "account_name": "ada", "sha": "0", "concept_id": "software"}
    with app.test_request_context():
        path = rule.build({name: values[name] for name in rule.arguments})
    assert path
    if "POST" not in (rule.methods or ()):
        return browser.get(path[1]).status_code
    form = {"proof": proof(browser.get("/account").text)}
    return browser.post(path[1], data=form).status_code


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_which_page(team: Team, role: str) -> None:
    team.join("ada", role)
    for endpoint, least in PAGES.items():
        status = called(team.browser("ada"), endpoint)
        assert (status != 403) == may(role, least, in_session=True), endpoint
        assert status in (200, 302, 401, 403, 303, 404, 422), endpoint


def test_every_page_about_people_has_a_least_role(team: Team) -> None:
    pages = {r.endpoint for r in team.app.url_map.iter_rules()}
    about = {p for p in pages if p.startswith(("people_pages.", "oidc_pages."))}
    assert about | {"pages.desk"} == set(PAGES)


def test_without_accounts_there_are_no_such_pages(client: FlaskClient) -> None:
    for path in ("/login", "/account", "/people", "/audit"):
        assert client.get(path).status_code == 404
    for path in ("/login", "/logout", "/account/tokens"):
        assert client.post(path, data=FORM, headers=HERE).status_code == 404
    assert client.get("/").status_code == 200


# ---------------------------------------------------------------- words


def test_catalogues_have_the_same_messages_with_the_same_arguments() -> None:
    english = catalogue("en")
    for language in LANGUAGES:
        other = catalogue(language)
        assert list(other) == list(english) and all(other.values())
        for name, text in english.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", other[name])), name


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("fr, zh-HK;q=0.8", "zh-Hant"),
        ("fr", "en"),
        ("en-GB", "en"),
    ],
)
def test_the_language_is_the_browsers(ada: Team, said: str, language: str) -> None:
    page = ada.app.test_client().get("/login", headers={"Accept-Language": said}).text
    assert f'<html lang="{language}">' in page
