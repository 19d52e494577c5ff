"""Search over the curated concepts: the suite of look-ups, the filters, hostile queries."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.lookup.search.search import search
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.store.sqlite.store import SqliteStore
from tests import known_failures
from tests.look_ups import AT, BLIND, SUITES, cases, curated, curated_store, put


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    with curated_store(tmp_path_factory.mktemp("search") / "terms.db") as store:
        yield store


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path_factory.mktemp("scratch") / "terms.db")
    yield store
    store.close()


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_suite(store: SqliteStore, suite: Path) -> None:
    """Renewed by `python -m tests.known_failures`."""
    assert len(cases(suite)) >= (100 if suite == BLIND else 250)
    assert known_failures.changes(suite, known_failures.in_search(suite, store)) == {}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("small yard, high fence", "exact"),
        ("小院高墙", "exact"),
        ("Small Yard, High Fence", "case folded"),
        ("ｓｍａｌｌ ｙａｒｄ, ｈｉｇｈ ｆｅｎｃｅ", "width folded"),
        ("小院高墻", "script folded"),
        ("small yard high fence", "punctuation folded"),
        ("小院", "prefix"),
        ("高牆", "contains"),
        ("小院高樓", "one character differs"),
        ("小院高強", "same sound"),
        ("xiaoyuan gaoqiang", "pinyin"),
        ("xygq", "initials"),
        ("xiaoy gaoq", "pinyin cut short"),
        ("small yadr, high fence", "misspelt (1 letter)"),
        ("fence high yard small", "word order"),
        ("小*牆", "wildcard"),
        ("小yuan高qiang", "characters and pinyin"),
    ],
)
def test_says_why(store: SqliteStore, query: str, why: str) -> None:
    hit = search(store, query).hits[0]
    assert hit.concept_id == "small-yard-high-fence"
    assert hit.why == why


@pytest.mark.parametrize(
    ("query", "concept", "why"),
    [
        ("庫智", "think-tank", "one character swapped"),
        ("半體", "semiconductor", "one character missing"),
        ("稀士", "rare-earths", "similar character"),
        ("航毋", "aircraft-carrier", "similar character"),
        ("權主", "sovereignty", "one character swapped"),
    ],
)
def test_slips_in_two_characters(store: SqliteStore, query: str, concept: str, why: str) -> None:
    hit = search(store, query).hits[0]
    assert (hit.concept_id, hit.why) == (concept, why)


def test_exact_comes_first_and_one_hit_a_concept(store: SqliteStore) -> None:
    result = search(store, "deterrence")
    ids = [hit.concept_id for hit in result.hits]
    assert (ids[0], result.hits[0].score) == ("deterrence", 100)
    assert len(ids) == len(set(ids)) == result.total
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(50 <= score <= 100 for score in scores)


def test_pages(store: SqliteStore) -> None:
    whole = search(store, "security", limit=100)
    pages = [search(store, "security", limit=5, offset=at) for at in range(0, whole.total, 5)]
    assert [hit.concept_id for page in pages for hit in page.hits] == [
        hit.concept_id for hit in whole.hits
    ]
    assert {page.total for page in pages} == {whole.total}


def test_filters(store: SqliteStore) -> None:
    assert {h.concept.subject for h in search(store, "security", subject="theory").hits} == {
        "theory"
    }
    assert {h.term.language for h in search(store, "安全", language="zh").hits} == {"zh"}
    assert search(store, "安全", language="en").total == 0
    assert {h.term.tag for h in search(store, "安全", tag="zh-Hans-CN").hits} == {"zh-Hans-CN"}
    assert {h.term.status for h in search(store, "外交", status="admitted").hits} == {"admitted"}
    assert search(store, "security", subject="no such subject").total == 0


def test_regional_wording_leads_to_the_concept(store: SqliteStore) -> None:
    hit = search(store, "特朗普").hits[0]
    assert "川普" in [term.text for _, term in hit.concept.terms("zh")]


def test_suggestions_only_where_nothing_is_found(store: SqliteStore) -> None:
    assert search(store, "deterrence").suggestions == ()
    assert search(store, "banana pancake").suggestions == ()
    result = search(store, "multilaralizatoin")
    assert result.total == 0
    assert "multilateralism" in result.suggestions


def test_changes_are_seen_at_once(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "terms.db")
    entry = ConceptEntry("a", (LanguageSection("en", (TermSection("quokka treaty"),)),))
    put(store, entry)
    assert search(store, "quoka treaty").total == 1
    put(store, ConceptEntry("a", (LanguageSection("en", (TermSection("numbat accord"),)),)))
    assert search(store, "quokka treaty").total == 0
    assert search(store, "numbt acord").total == 1
    with store.transaction():
        store.delete_concept("a", store.new_step("delete", "test", AT))
    assert search(store, "numbat accord").total == 0
    store.close()


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\n",
        "。，！",
        "???",
        "***",
        "*",
        "🎉",
        "\ud800",
        "\x00",
        '"',
        "' OR 1=1 --",
        "( AND",
        "NEAR(a b)",
        "^a",
        "a:b",
        "-a",
        "{}",
        "\u200b",
        "a" * 100_000,
        "核" * 100_000,
        "a b " * 25_000,
        "*a" * 1000,
        "?" * 1000 + "a",
        "xi" * 500,
        "aeiou" * 40,
        "zhuang" * 40,
        "'" * 500 + "a",
    ],
)
def test_hostile_queries_are_quick_and_harmless(store: SqliteStore, query: str) -> None:
    started = time.process_time()  # not the clock: the machine may be busy
    result = search(store, query)
    assert time.process_time() - started < 2
    assert result.total == 0 or any(c.isalnum() for c in query)


SIGNS = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
FULL_WIDTH = "".join(chr(ord(sign) + 0xFEE0) for sign in SIGNS)
QUERIES = st.text(max_size=40) | st.text(
    st.sampled_from("中国东盟自由贸易𠮷⽼㐀aZ9é\t\n\u200b·、。「」…—～￥" + SIGNS + FULL_WIDTH),
    max_size=220,
)


@settings(max_examples=300, deadline=None)
@given(query=QUERIES)
def test_any_query_is_answered(store: SqliteStore, query: str) -> None:
    result = search(store, query)
    assert len(result.hits) <= result.total


@pytest.mark.parametrize("sign", SIGNS + FULL_WIDTH + "、。「」《》〈〉…—·～・￥﹑\x00\x1f\u3000")
def test_a_sign_within_a_query_is_no_error(store: SqliteStore, sign: str) -> None:
    for before, after in ((1, 1), (1, 5), (3, 3), (5, 1), (9, 9), (19, 20), (60, 60)):
        search(store, "馬" * before + sign + "牛羊" * (after // 2) + "豬" * (after % 2))
        search(store, sign.join("甲乙丙丁戊己庚辛"[:before]) + sign * after)
    hits = search(store, f"修昔底德陷阱{sign}安全困境").hits
    assert {"thucydides-trap", "security-dilemma"} & {hit.concept_id for hit in hits}


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from("中国东盟自由贸易a1 " + SIGNS + FULL_WIDTH), min_size=1))
def test_a_stored_term_is_found_whatever_signs_it_holds(scratch: SqliteStore, text: str) -> None:
    text = " ".join(text.split())
    if not any(char.isalnum() for char in text):
        return
    put(scratch, ConceptEntry("it", (LanguageSection("zh-Hans-CN", (TermSection(text),)),)))
    hits = search(scratch, unicodedata.normalize("NFKC", text).upper()).hits
    assert [hit.concept_id for hit in hits] == ["it"]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_stored_term_finds_its_concept(store: SqliteStore, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(curated()))
    text = data.draw(st.sampled_from([t.text for s in entry.languages for t in s.terms]))
    result = search(store, text)
    assert result.hits[0].score == 100
    assert entry.id in [hit.concept_id for hit in result.hits if hit.score == 100]
