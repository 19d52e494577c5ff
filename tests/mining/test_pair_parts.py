"""The steps below the term pairs: tokens, stretches, dictionary, decoding, scorer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.align.dictionary_overlap import coverage, joined, vocabulary
from glossary.mining.knowledge.lexicon import support
from glossary.mining.pairs import scorer
from glossary.mining.pairs.acronyms import explained
from glossary.mining.pairs.decoding import Scored, decode
from glossary.mining.pairs.features import NAMES, SCREENED
from glossary.mining.pairs.recurrence import PairRecurrence
from glossary.mining.pairs.stretches import Stretch, chinese_stretches, english_stretches
from glossary.mining.pairs.termhood import NAMES as TERMHOOD
from glossary.mining.pairs.termhood import PhraseUse
from glossary.mining.pairs.tokens import chinese_tokens, english_tokens
from glossary.mining.pairs.word_alignment import dictionary_support
from glossary.text.script import to_simplified

MIXED = st.text(alphabet="出口管制與半導體的,。A I-'’s 5G\nexport Controls.", max_size=40)


@given(MIXED)
def test_tokens_stand_where_they_say(text: str) -> None:
    for token in english_tokens(text):
        assert text[token.start : token.end] == token.text
    simplified = to_simplified(text)
    tokens = chinese_tokens(text)
    assert "".join(t.text for t in tokens) == "".join(simplified.split())
    for token in tokens:
        assert simplified[token.start : token.end] == token.text
        assert token.word[0] <= token.start < token.end <= token.word[1]


def test_long_words_are_cut_and_keep_the_whole() -> None:
    tokens = chinese_tokens("軍備競賽")
    assert [t.text for t in tokens] == ["军备", "竞赛"]
    assert {t.word[:2] for t in tokens} == {(0, 4)}


def test_possessives_and_abbreviations_are_tokens() -> None:
    words = [t.text for t in english_tokens("The U.S. Navy’s 5G network cost 12.5 dollars.")]
    assert words == ["The", "U.S.", "Navy", "’s", "5G", "network", "cost", "12.5", "dollars", "."]


def test_capitals_of_a_title_say_nothing() -> None:
    title = english_tokens("The Rising Cost of Export Controls and Sanctions")
    assert not any(t.capital for t in title if t.tag != "PROPN")
    sentence = english_tokens("They met the Export Council in Oslo.")
    assert [t.text for t in sentence if t.capital][-1] == "Oslo"


@pytest.mark.parametrize(
    ("zh", "en", "least", "most"),
    [
        ("政府", "government", 0.9, 1.0),
        ("政府", "governments", 0.9, 1.0),
        ("政府", "banana", 0.0, 0.0),
        ("API", "api", 1.0, 1.0),
    ],
)
def test_the_dictionary_supports_translations(zh: str, en: str, least: float, most: float) -> None:
    assert least <= support(zh, en) <= most


def test_coverage_of_a_translation_and_of_something_else() -> None:
    zh = vocabulary("政府控制出口", "zh")
    good = coverage(zh, vocabulary("the government controls exports", "en"))
    bad = coverage(zh, vocabulary("seven violins in the rain", "en"))
    assert min(good) > 0.9 and max(bad) == 0
    assert coverage(zh, joined([vocabulary("", "en"), vocabulary("", "en")])) == (0.0, 0.0)


def test_stretches_have_the_edges_of_terms() -> None:
    text = "政府的出口管制和"
    found = {s.text for s in chinese_stretches(chinese_tokens(text), text)}
    assert "出口管制" in found and "政府的出口管制" in found
    assert not any(s.startswith("的") or s.endswith(("的", "和")) for s in found)
    english = "the scope of the export controls"
    pieces = {s.text for s in english_stretches(english_tokens(english), english)}
    assert {"scope", "export controls", "scope of the export controls"} <= pieces
    assert not any(p.startswith(("the", "of")) or p.endswith((" of", " the")) for p in pieces)


def scored(zh: tuple[int, int], en: tuple[int, int], confidence: float) -> Scored:
    return Scored(Stretch(*zh, f"zh{zh}"), Stretch(*en, f"en{en}"), confidence)


def test_nested_pairs_stay_and_crossing_ones_go() -> None:
    outer, inner = scored((0, 3), (0, 3), 0.9), scored((2, 3), (2, 3), 0.8)
    crossing, rival = scored((3, 4), (3, 4), 0.7), scored((2, 3), (5, 5), 0.6)
    apart = scored((6, 6), (7, 8), 0.5)
    assert decode([apart, rival, crossing, inner, outer]) == [outer, inner, apart]


def test_half_nested_pairs_contradict() -> None:
    outer, half = scored((0, 3), (0, 1), 0.9), scored((2, 3), (4, 5), 0.8)
    assert decode([outer, half]) == [outer]


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4, st.floats(0, 1)), max_size=20))
def test_decoded_pairs_never_share_a_stretch(rows: list[tuple[int, int, int, int, float]]) -> None:
    candidates = {
        scored((min(a, b), max(a, b)), (min(c, d), max(c, d)), p) for a, b, c, d, p in rows
    }
    taken = decode(candidates)
    assert len({t.zh for t in taken}) == len({t.en for t in taken}) == len(taken)
    assert bool(taken) == bool(candidates)


def test_the_scorer_fits_the_features_and_says_how_it_came_about() -> None:
    model = scorer.load()
    assert model.names == NAMES
    assert len(model.mean) == len(model.spread) == len(NAMES)
    assert len(model.screen.weights) == len(SCREENED)
    assert np.abs(model.scaled(np.tile(model.mean, (3, 1)))).max() == 0
    assert np.abs(model.scaled(np.full((1, len(NAMES)), 1e9))).max() == 5
    assert "mining.fit.pairs" in scorer.DATA.read_text(encoding="utf-8")[:300]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("發展AI模型的公司", "AI模型"),
        ("使用Linux 核心的系統", "Linux 核心"),
        ("COVID-19病例數增加", "COVID-19病例"),
        ("綠色和可持續金融的發展", "綠色和可持續金融"),
        ("直轄市、縣（市）主管機關", "縣（市）主管機關"),
        ("依第四款規定", "款"),
        ("課徵之稅", "稅"),
        ("技術進步與社會互動", "社會互動"),
        ("重要之結構、系統及組件", "結構、系統及組件"),
        ("⿻原則", "⿻原則"),
        ("再發行公司債", "再發行"),
        ("線上廣告", "線上廣告"),
    ],
)
def test_stretches_hold_what_tags_would_leave_out(text: str, term: str) -> None:
    simplified = to_simplified(text)
    found = {s.text for s in chinese_stretches(chinese_tokens(text), simplified)}
    assert to_simplified(term) in found


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("reported to the WHO in May", "WHO"),
        ("a Type I telecommunications enterprise", "Type I telecommunications enterprise"),
        ("each county (city) government shall", "county (city) government"),
        (
            "communications, electronics and information stations",
            "communications, electronics and information stations",
        ),
        ("the principles of ⿻", "principles of ⿻"),
    ],
)
def test_english_stretches_hold_acronyms_numerals_and_lists(text: str, term: str) -> None:
    assert term in {s.text for s in english_stretches(english_tokens(text), text)}


@given(MIXED)
def test_brackets_of_a_stretch_are_closed(text: str) -> None:
    simplified = to_simplified(text)
    found = chinese_stretches(chinese_tokens(text), simplified)
    found += english_stretches(english_tokens(text), text)
    assert all(s.text.count("(") == s.text.count(")") for s in found)


def test_phrases_are_told_by_their_neighbours() -> None:
    """What stands between ever other words is a term; its pieces have the same word beside."""
    text = "查核出口管制。擴大出口管制。解除出口管制。"
    tokens = chinese_tokens(text)
    stretches = [s for s in chinese_stretches(tokens, to_simplified(text)) if s.first]
    use = PhraseUse([(tokens, stretches)], "zh")
    rows = dict(zip([s.text for s in stretches], use.features((tokens, stretches)), strict=True))
    left = TERMHOOD.index("left neighbours")
    assert rows["出口管制"][left] > rows["管制"][left]
    assert rows["出口管制"][TERMHOOD.index("count")] == pytest.approx(np.log(3))


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("the World Health Organization (WHO) said", "WHO", "world health organization"),
        (
            "Office of the Chief Technology Officer (OCTO)",
            "OCTO",
            "office chief technology officer",
        ),
        ("a Server-Side Rendering (SSR) guide", "SSR", "server side rendering"),
        ("small modular reactors (SMRs) are", "SMRs", "small modular reactors"),
        ("the Council (see WHO) met", "WHO", ""),
        ("in the north (NATO) and", "NATO", ""),
    ],
)
def test_an_acronym_stands_for_the_words_before_it(text: str, short: str, full: str) -> None:
    sentences = explained([english_tokens(text), english_tokens(f"Later {short} agreed.")])
    for tokens in sentences:
        (token,) = [t for t in tokens if t.text == short]
        assert " ".join(token.stands_for) == full


def test_an_acronym_is_known_by_its_words() -> None:
    (tokens,) = explained([english_tokens("the World Health Organization (WHO)")])
    said = dictionary_support(chinese_tokens("卫生"), tokens)[0]
    assert said[-2] == said[2] > 0.5


def test_a_pair_recurs_in_the_sentence_pairs_that_have_both() -> None:
    rows = [
        ("浮标很重", "Buoys are heavy"),
        ("浮标", "a buoy"),
        ("浮标", "tides"),
        ("潮", "the buoy"),
    ]
    more = [("浮标浮标", "buoy and buoy")] * 4
    counts = PairRecurrence(
        [zh for zh, _ in (*rows, *more)], [tuple(english_tokens(en)) for _, en in (*rows, *more)]
    )
    found = counts.pairs(["浮标", "潮"], [("buoy",), ("tide",)])
    assert found[0, 0] == 3, "five further ones, of which three tell enough"
    assert found[1, 0] == found[0, 1] == 0
    few = PairRecurrence([zh for zh, _ in rows], [tuple(english_tokens(en)) for _, en in rows])
    assert few.pairs(["浮标"], [("buoy",)]).tolist() == [[1]]


def test_the_dictionary_says_of_a_sentence_pair_what_it_says_of_two_words() -> None:
    rows = chinese_tokens("政府的出口管制與半導體管理, 政府的 API。")
    columns = english_tokens("The governments' export control of the manager api: semiconductors")
    said = dictionary_support(rows, columns)
    words = [n for n, t in enumerate(rows) if t.text[0].isalnum()]
    others = [m for m, t in enumerate(columns) if t.text[0].isalnum()]
    wanted = [[support(rows[n].text, columns[m].text) for m in others] for n in words]
    assert said[np.ix_(words, others)].tolist() == wanted
    assert said.sum() == np.sum(wanted) > 4
