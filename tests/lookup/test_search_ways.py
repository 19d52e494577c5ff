"""The ways of matching: unique names, docstrings, scores within their bands, and each is used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from glossary.lookup.search.comparison import Comparison
from glossary.lookup.search.query import SearchQuery
from glossary.lookup.search.score import LEAST, groups_of, score
from glossary.lookup.search.search import search
from glossary.lookup.search.ways import BY_CHANCE, WAYS, Way
from glossary.store.base import TermRow
from glossary.store.sqlite.store import SqliteStore
from glossary.text.script import has_han
from tests.look_ups import SUITES, cases, curated_store

NAMED = [pytest.param(way, id=way.name) for way in WAYS]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    with curated_store(tmp_path_factory.mktemp("ways") / "terms.db") as store:
        yield store


def row(text: str) -> TermRow:
    language = "zh" if has_han(text) else "en"
    return TermRow(1, "c", language, language, text, "preferred", "")


def test_every_way_has_a_name_of_its_own_and_a_docstring() -> None:
    assert len({way.name for way in WAYS}) == len(WAYS)
    assert all(way.likeness.__doc__ for way in WAYS)
    assert len({way.likeness for way in WAYS}) == len(WAYS)


@pytest.mark.parametrize("way", NAMED)
def test_a_way_gives_an_answer_and_no_more_than_100(way: Way) -> None:
    assert LEAST <= way.most <= 100


EXAMPLES = {
    "exact": ("小院高牆", "小院高牆"),
    "case": ("Small Yard", "small yard"),
    "width": ("ｓｍａｌｌ ｙａｒｄ", "small yard"),
    "script": ("小院高墙", "小院高牆"),
    "punctuation": ("small yard high fence", "small yard, high fence"),
    "spacing": ("cyber space", "cyberspace"),
    "inflected": ("security dilemmas", "security dilemma"),
    "prefix": ("小院", "小院高牆"),
    "contains": ("高牆", "小院高牆"),
    "within query": ("美國的小院高牆", "小院高牆"),
    "one wrong": ("小院高樓", "小院高牆"),
    "some wrong": ("自由貨易協足", "自由貿易協定"),
    "same sound": ("小院高強", "小院高牆"),
    "similar character": ("航毋", "航母"),
    "similar sound": ("章略文定", "戰略穩定"),
    "two swapped": ("庫智", "智庫"),
    "reordered": ("高牆小院", "小院高牆"),
    "in pieces": ("國際 困境", "國際體系的安全困境"),
    "part with one wrong": ("安全兩南", "國家的安全兩難論"),
    "words": ("securty dilemmas", "security dilemma"),
    "misspelt": ("cyber spase", "cyberspace"),
    "reordered words": ("fence high yard small", "small yard, high fence"),
    "first words": ("small yard", "small yard, high fence"),
    "some of term": ("high fence", "small yard, high fence"),
    "some of query": ("small red and very high fence", "small yard, high fence"),
    "abbreviation": ("MSO", "maritime security operation"),
    "term within query": ("the security dilemma of rising powers", "security dilemma"),
    "pinyin": ("xiaoyuan gaoqiang", "小院高牆"),
    "pinyin cut short": ("xiaoy gaoq", "小院高牆"),
    "initials": ("xygq", "小院高牆"),
    "similar pinyin": ("zanlue wending", "戰略穩定"),
    "misspelt pinyin": ("xiaoyaun gaoqiang", "小院高牆"),
    "pinyin prefix": ("xiaoyuan", "小院高牆"),
    "similar pinyin prefix": ("zanlue", "戰略穩定"),
    "pinyin within": ("gaoqiang", "有小院高牆論"),
    "first initials": ("xyg", "小院高牆"),
    "characters and pinyin": ("小yuan高qiang", "小院高牆"),
    "wildcard": ("小*牆", "小院高牆"),
}


def test_every_way_has_an_example() -> None:
    assert list(EXAMPLES) == [way.name for way in WAYS]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_way_of_an_example(name: str) -> None:
    query, term = EXAMPLES[name]
    match = score(SearchQuery.read(query), row(term))
    assert (match.way, match.score >= LEAST) == (name, True)


def test_hits_name_the_way(store: SqliteStore) -> None:
    assert search(store, "xygq").hits[0].way == "initials"
    assert search(store, "小院高牆 small yard").hits[0].way == "both languages"


@pytest.mark.parametrize(
    ("query", "shown"),
    [("xygq", "74"), ("xiaoyuan gaoqiang", "92"), ("小院高牆 small yard", "98"), ("小院", "82.5")],
)
def test_whole_points_are_shown_as_whole_numbers(
    store: SqliteStore, query: str, shown: str
) -> None:
    assert repr(search(store, query).hits[0].score) == shown


def test_shares_and_qualities_are_shares() -> None:
    terms = [
        "小院高牆",
        "安全困境",
        "security dilemma",
        "small yard, high fence",
        "高",
        "a b",
        "5G",
    ]
    asked = [case["query"] for suite in SUITES for case in cases(suite)]
    for text in asked[::7]:
        for term in terms:
            pair = Comparison(SearchQuery.read(text), row(term))
            groups = groups_of(pair)
            for way in WAYS:
                likeness = way.likeness(pair) if way.group in groups else None
                if likeness:
                    assert 0 <= likeness.share <= 1 and 0 <= likeness.quality <= 1, (text, term)


def test_beside_the_term_itself_a_chance_likeness_is_no_answer(store: SqliteStore) -> None:
    hits = search(store, "AI", limit=100).hits
    assert hits[0].score == 100
    assert not BY_CHANCE & {hit.way for hit in hits[1:]}


def test_scores_stay_in_their_bands() -> None:
    """The highest scores of the ways keep the order given in the module's docstring."""
    most = {way.name: way.most for way in WAYS}
    itself = {way.name for way in WAYS if way.group.name == "the term itself"}
    assert min(most[name] for name in itself) > max(most[n] for n in most.keys() - itself)
    assert max(most[name] for name in BY_CHANCE) < most["pinyin"]
