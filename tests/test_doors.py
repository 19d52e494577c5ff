"""The library, the command line, HTTP and the page follow the same rules.

Every action is done in a new termbase through each of them (the page where it can do it); then
everything stored is compared. `python tests/test_doors.py` prints the table.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from api import create_app
from glossary import cli, documents
from glossary.codec import to_plain
from glossary.errors import GlossaryError
from glossary.model import (
    ConceptEntry,
    Evidence,
    LanguageSection,
    Proposal,
    TermSection,
    TranslationUnit,
    Variant,
)
from glossary.operations.concept import with_definition
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

MEMO = """主管機關（competent authorities）應通知港務局（port authorities）。
Competent Authorities 又稱主管機關（Competent Authority）。
漲潮條款（rising tide clauses, RTCs）與浮橋效應（pontoon effect）不同。
"""
CSV = (
    "id,en,zh-Hant-TW,definition\nkeel,keel,龍骨,what a ship stands on\ntide-gate,tide gate,潮閘,\n"
)
CHROMIUM = Path("/usr/bin/chromium")


def _proposal(zh: str, en: str, confidence: float, abbreviation: str | None = None) -> Proposal:
    read = documents.parse(MEMO.encode(), "memo.txt")
    zh_at, en_at = MEMO.index(zh), MEMO.index(en)
    line = next(line for line in MEMO.splitlines() if zh in line and en in line)
    evidence = Evidence(
        "memo.txt",
        read.sha256,
        line,
        line,
        (zh_at, zh_at + len(zh)),
        (en_at, en_at + len(en)),
        read.line(zh_at),
        "gloss",
        confidence,
    )
    return Proposal(zh, en, "term", "gloss", confidence, (evidence,), abbreviation)


PROPOSALS = (
    _proposal("主管機關", "competent authorities", 0.97),
    _proposal("漲潮條款", "rising tide clauses", 0.93, "RTCs"),
    _proposal("浮橋效應", "pontoon effect", 0.9),
    _proposal("港務局", "port authorities", 0.8),
)
AUTHORITY, CLAUSE, PONTOON, PORT = 1, 2, 3, 4


def _entry(concept_id: str, en: str, zh: str, definition: str = "") -> ConceptEntry:
    english = LanguageSection("en", (TermSection(en, "preferred"),), definition=definition)
    chinese = LanguageSection("zh-Hant-TW", (TermSection(zh, "preferred"),))
    return ConceptEntry(concept_id, (english, chinese), subject="harbours")


ENTRIES = (
    _entry("port-authority", "Port Authority", "港務局"),
    _entry("software", "software", "軟體", "programs that a computer runs"),
    _entry("tide-gate", "tide gate", "潮閘"),
)


def stock(path: Path) -> Path:
    """A termbase of three entries, four open pairs, one of which an entry has, and a unit."""
    with Termbase.open(path) as termbase:
        for each in ENTRIES:
            termbase.create(each, by="bob")
        with termbase.store.transaction():
            termbase.store.put_document(documents.parse(MEMO.encode(), "memo.txt"), "")
            termbase.store.propose(PROPOSALS, "harbours", "")
        rose = TranslationUnit(Variant("zh-Hant", "漲潮了。"), Variant("en", "The tide rose."))
        termbase.add_units([rose])
    return path


# ---------------------------------------------------------------- the doors


class Library:
    """Python."""

    def __init__(self, path: Path) -> None:
        self.termbase = Termbase.open(path)

    def close(self) -> None:
        self.termbase.close()

    def add(self, zh: str, en: str, to: str | None = None) -> None:
        self.termbase.add(zh, en, concept_id=to, by="ada")

    def judge(self, number: int, decision: str, **changed: str) -> None:
        self.termbase.judge(number, decision, by="ada", **changed)  # type: ignore[arg-type]

    def undo(self) -> None:
        self.termbase.undo(by="ada")

    def define(self, concept_id: str, definition: str) -> None:
        entry = self.termbase.concept(concept_id)
        self.termbase.edit(with_definition(entry, definition), by="ada")

    def edit(self, concept_id: str, subject: str) -> None:
        entry = self.termbase.concept(concept_id)
        self.termbase.edit(replace(entry, subject=subject), by="ada")

    def merge(self, kept: str, other: str) -> None:
        self.termbase.merge(kept, other, by="ada")

    def delete(self, concept_id: str) -> None:
        self.termbase.delete(concept_id, by="ada")

    def read(self, name: str, text: str) -> None:
        self.termbase.read(name, text.encode(), by="ada")

    def export(self) -> bytes:
        target = io.BytesIO()
        self.termbase.write(target, "csv")
        return target.getvalue()


class CommandLine:
    """`glossary …`, as a user types it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def close(self) -> None:
        pass

    def run(self, *arguments: str) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            cli.cli.main(["--db", str(self.path), *arguments], "glossary", standalone_mode=False)
        return printed.getvalue()

    def add(self, zh: str, en: str, to: str | None = None) -> None:
        self.run("add", zh, en, "--by", "ada", *(("--to", to) if to else ()))

    def judge(self, number: int, decision: str, **changed: str) -> None:
        options = [part for name, text in changed.items() for part in (f"--{name}", text)]
        self.run("review", f"--{decision}", str(number), "--by", "ada", *options)

    def undo(self) -> None:
        self.run("undo", "--by", "ada")

    def define(self, concept_id: str, definition: str) -> None:
        self.run("edit", concept_id, "--definition", definition, "--by", "ada")

    def edit(self, concept_id: str, subject: str) -> None:
        self.run("edit", concept_id, "--subject", subject, "--by", "ada")

    def merge(self, kept: str, other: str) -> None:
        self.run("merge", kept, other, "--by", "ada")

    def delete(self, concept_id: str) -> None:
        self.run("delete", concept_id, "--by", "ada")

    def read(self, name: str, text: str) -> None:
        file = self.path.with_name(name)
        file.write_text(text, encoding="utf-8")
        self.run("import", str(file), "--by", "ada")

    def export(self) -> bytes:
        file = self.path.with_name("out.csv")
        self.run("export", str(file))
        return file.read_bytes()


class Http:
    """The API."""

    def __init__(self, path: Path) -> None:
        self.app = create_app(path)
        self.client: FlaskClient = self.app.test_client()

    def close(self) -> None:
        self.app.extensions["termbase"].close()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        given: Any = {"json": body} if body is not None else {}
        answer = self.client.open(f"/api/v1{path}", method=method, headers=headers, **given)
        if answer.status_code >= 400:
            raise GlossaryError(answer.get_json()["error"]["message"])
        return answer

    def add(self, zh: str, en: str, to: str | None = None) -> None:
        self.ask("POST", "/concepts", {"zh": zh, "en": en, "concept_id": to, "by": "ada"})

    def judge(self, number: int, decision: str, **changed: str) -> None:
        body = {"decision": decision, "by": "ada", **changed}
        self.ask("POST", f"/candidates/{number}/judgement", body)

    def undo(self) -> None:
        self.ask("POST", "/undo", {"by": "ada"})

    def patch(self, concept_id: str, patch: dict[str, Any]) -> None:
        revision = self.ask("GET", f"/concepts/{concept_id}").headers["ETag"]
        self.ask("PATCH", f"/concepts/{concept_id}?by=ada", patch, **{"If-Match": revision})

    def define(self, concept_id: str, definition: str) -> None:
        """A client sees where the definition is, and changes it there."""
        languages = self.ask("GET", f"/concepts/{concept_id}").get_json()["languages"]
        for section in languages:
            if section["tag"] == "en":
                section["definition"] = definition
        self.patch(concept_id, {"languages": languages})

    def edit(self, concept_id: str, subject: str) -> None:
        self.patch(concept_id, {"subject": subject})

    def merge(self, kept: str, other: str) -> None:
        self.ask("POST", f"/concepts/{kept}/merge", {"other": other, "by": "ada"})

    def delete(self, concept_id: str) -> None:
        revision = self.ask("GET", f"/concepts/{concept_id}").headers["ETag"]
        self.ask("DELETE", f"/concepts/{concept_id}?by=ada", **{"If-Match": revision})

    def read(self, name: str, text: str) -> None:
        self.ask("POST", "/import", {"text": text, "name": name, "by": "ada"})

    def export(self) -> bytes:
        return self.ask("GET", "/export/csv").get_data()


class WebPage:
    """The page in a browser, by its keys: it can change the review queue."""

    browser: Any = None

    def __init__(self, path: Path) -> None:
        self.app = create_app(path)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.page = self.browser.new_page()
        self.page.add_init_script("localStorage.setItem('by', 'ada')")
        self.page.goto(f"http://127.0.0.1:{self.server.server_port}/review")
        self.page.wait_for_selector("#candidate .term")

    def close(self) -> None:
        self.page.close()
        self.server.shutdown()
        self.app.extensions["termbase"].close()

    def bring(self, number: int) -> None:
        zh = PROPOSALS[number - 1].zh
        waiting = self.page.locator("#pairs button").filter(has_text=zh)
        if self.page.locator("#zh-side .term").inner_text() != zh:
            waiting.first.click()
            self.page.locator("#zh-side .term", has_text=zh).wait_for()
        self.page.wait_for_load_state("networkidle")

    def answered(self, what: Callable[[], object]) -> None:
        with self.page.expect_response(lambda r: r.request.method == "POST") as asked:
            what()
        if asked.value.status >= 400:
            raise GlossaryError(asked.value.json()["error"]["message"])
        self.page.wait_for_load_state("networkidle")

    def judge(self, number: int, decision: str, **changed: str) -> None:
        self.bring(number)
        if decision != "amend":
            return self.answered(
                lambda: self.page.keyboard.press({"approve": "a", "reject": "r"}[decision])
            )
        self.page.keyboard.press("e")
        for side, text in changed.items():
            self.page.fill(f"#amended-{side}", text)
        return self.answered(
            lambda: self.page.locator(f"#amended-{next(iter(changed))}").press("Enter")
        )

    def undo(self) -> None:
        self.answered(lambda: self.page.keyboard.press("u"))


DOORS: dict[str, type[Any]] = {
    "library": Library,
    "command line": CommandLine,
    "http": Http,
    "page": WebPage,
}

# ---------------------------------------------------------------- the acts


def _refused(act: Callable[[], object]) -> None:
    with pytest.raises(GlossaryError):
        act()


def _approve_and_undo(door: Any) -> None:
    door.judge(CLAUSE, "approve")
    door.undo()


def _twice(door: Any) -> None:
    door.judge(PONTOON, "reject")
    _refused(lambda: door.judge(PONTOON, "approve"))


ACTS: dict[str, Callable[[Any], object]] = {
    "add": lambda d: d.add("引水人", "harbour pilot"),
    "add again": lambda d: d.add("軟體", "software"),
    "add again, in another case": lambda d: d.add("軟體", "Software"),
    "add again, in the plural": lambda d: d.add("潮閘", "tide gates"),
    "a further term": lambda d: d.add("閘門", "sluice", "tide-gate"),
    "the same in the other script": lambda d: d.add("潮闸", "tide gate", "tide-gate"),
    "approve": lambda d: d.judge(PONTOON, "approve"),
    "approve what stands in the plural": lambda d: d.judge(CLAUSE, "approve"),
    "approve a pair that an entry has": lambda d: d.judge(PORT, "approve"),
    "amend": lambda d: d.judge(CLAUSE, "amend", zh="漲潮", en="rising tide"),
    "amend to the dictionary form": lambda d: d.judge(AUTHORITY, "amend", en="competent authority"),
    "amend to nothing": lambda d: _refused(lambda: d.judge(PONTOON, "amend", en="")),
    "amend beyond the proof": lambda d: _refused(lambda: d.judge(PONTOON, "amend", zh="浮橋條款")),
    "reject": lambda d: d.judge(PONTOON, "reject"),
    "judge twice": _twice,
    "approve and undo": _approve_and_undo,
    "define": lambda d: d.define("software", "what a computer runs"),
    "edit": lambda d: d.edit("tide-gate", "hydraulics"),
    "merge": lambda d: d.merge("tide-gate", "software"),
    "delete": lambda d: d.delete("software"),
    "import": lambda d: d.read("more.csv", CSV),
    "export": lambda d: d.export(),
}
NOT_ON_THE_PAGE = {
    "add",
    "add again",
    "add again, in another case",
    "add again, in the plural",
    "a further term",
    "the same in the other script",
    "define",
    "edit",
    "merge",
    "delete",
    "import",
    "export",
    "judge twice",
}


# ---------------------------------------------------------------- what is compared


def state(path: Path) -> dict[str, Any]:
    """All that users see of a termbase, except times."""
    with Termbase.open(path) as termbase:
        candidates = termbase.candidates(CandidateFilter(state=None))
        return _timeless(
            {
                "entries": [to_plain(entry) for entry in termbase.concepts()],
                "candidates": [(c.id, c.state, c.concept_id) for c in candidates],
                "judgements": [to_plain(j) for c in candidates for j in termbase.judgements(c.id)],
                "units": [to_plain(unit) for unit in termbase.store.all_units()],
                "conflicts": [to_plain(conflict) for conflict in termbase.conflicts(None)],
                "steps": [(s.verb, s.by, s.summary, s.undone_by) for s in termbase.steps()],
            }
        )


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            k: _timeless(v) for k, v in value.items() if k not in ("created_at", "changed_at", "at")
        }
    return [_timeless(item) for item in value] if isinstance(value, list) else value


def after(door: type[Any], act: str, folder: Path) -> tuple[Any, dict[str, Any]]:
    """(result of the action, the state after it) in a new termbase."""
    folder.mkdir()
    path = stock(folder / "terms.db")
    opened = door(path)
    try:
        given = ACTS[act](opened)
    finally:
        opened.close()
    return given, state(path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is not installed: the page's door is not tried"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with _browser() as launched:
        yield launched


@contextlib.contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        WebPage.browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield WebPage.browser
        WebPage.browser.close()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["command line", "http"])
def test_every_door_leads_to_the_same_termbase(name: str, act: str, tmp_path: Path) -> None:
    by_library = after(Library, act, tmp_path / "library")
    assert after(DOORS[name], act, tmp_path / "other") == by_library


@pytest.mark.parametrize("act", [act for act in ACTS if act not in NOT_ON_THE_PAGE])
def test_the_page_leads_to_the_same_termbase(act: str, tmp_path: Path, browser: Any) -> None:
    by_library = after(Library, act, tmp_path / "library")
    assert after(WebPage, act, tmp_path / "page") == by_library


# ---------------------------------------------------------------- and what that termbase is


def entry_after(act: str, concept_id: str, folder: Path) -> ConceptEntry:
    door = Library(stock(folder / "terms.db"))
    try:
        ACTS[act](door)
        return door.termbase.concept(concept_id)
    finally:
        door.close()


def terms(entry: ConceptEntry) -> list[tuple[str, str, str]]:
    return [(s.tag, t.text, t.status) for s in entry.languages for t in s.terms]


@pytest.mark.parametrize(
    "act", ["add again", "add again, in another case", "add again, in the plural"]
)
def test_what_is_there_makes_no_step(act: str, tmp_path: Path) -> None:
    path = stock(tmp_path / "terms.db")
    before = state(path)
    door = Library(path)
    ACTS[act](door)
    door.close()
    assert state(path) == before


def test_a_further_term_is_admitted(tmp_path: Path) -> None:
    entry = entry_after("a further term", "tide-gate", tmp_path)
    assert [row for row in terms(entry) if row[1] in ("sluice", "閘門")] == [
        ("en", "sluice", "admitted"),
        ("zh-Hant", "閘門", "preferred"),
    ]


def test_a_pair_that_an_entry_has_joins_it(tmp_path: Path) -> None:
    entry = entry_after("approve a pair that an entry has", "port-authority", tmp_path)
    assert [t.text for _, t in entry.terms("en")] == ["Port Authority"]
    assert len(entry.evidence) == 1


def test_mined_terms_are_stored_in_dictionary_form(tmp_path: Path) -> None:
    entry = entry_after("approve what stands in the plural", "rising-tide-clause", tmp_path)
    assert [t.text for _, t in entry.terms("en")] == ["rising tide clause", "RTC"]
    assert "rising tide clauses" in entry.evidence[0].en_context
    assert [t.contexts for _, t in entry.terms("en")][0], "its sentence is kept"


def test_the_definition_that_is_shown_is_changed(tmp_path: Path) -> None:
    entry = entry_after("define", "software", tmp_path)
    assert entry.definition == "" and entry.languages[0].definition == "what a computer runs"


# ---------------------------------------------------------------- the table


def _table() -> int:
    """Print a line for each action: whether each interface gives the same result as the library."""
    bad = 0
    print(f"{'act':36}" + "".join(f"{name:14}" for name in list(DOORS)[1:]))
    for act in ACTS:
        cells = []
        for name in list(DOORS)[1:]:
            if name == "page" and act in NOT_ON_THE_PAGE:
                cells.append("-")
                continue
            with tempfile.TemporaryDirectory() as folder:
                same = after(Library, act, Path(folder) / "a") == after(
                    DOORS[name], act, Path(folder) / "b"
                )
            bad += not same
            cells.append("the same" if same else "DIFFERENT")
        print(f"{act:36}" + "".join(f"{cell:14}" for cell in cells))
    return bad


if __name__ == "__main__":
    with _browser():
        sys.exit(bool(_table()))
