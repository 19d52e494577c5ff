"""Term recognition: the conformance suite, the rules one by one, changes, hostile texts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import UnreadableFile
from glossary.lookup.recognition import recognizer as recognition
from glossary.lookup.recognition import suite as recognition_suite
from glossary.lookup.recognition.recognizer import Recognizer, TermbaseRecognizer, TermHit
from glossary.store.base import TermRow
from glossary.text.script import has_han
from glossary.text.tags import language_of
from tests import known_failures
from tests.known_failures import BLIND_RECOGNITION, RECOGNITION

BLIND = Path(__file__).parents[1] / "data/blind"


def row(text: str, tag: str = "", id_: int = 0, concept: str = "", status: str = "") -> TermRow:
    tag = tag or ("zh-Hant-TW" if has_han(text) else "en")
    return TermRow(id_, concept or text, tag, language_of(tag), text, status or "preferred", "")


def recognizer(*terms: str) -> Recognizer:
    return Recognizer(row(text, id_=number) for number, text in enumerate(terms))


def places(text: str, hits: Iterable[TermHit]) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize("suite", [*RECOGNITION, *BLIND_RECOGNITION], ids=lambda path: path.stem)
def test_cases_fail_that_are_known_to_and_no_others(suite: Path) -> None:
    """Renewed by `python -m tests.known_failures`."""
    assert known_failures.changes(suite, known_failures.in_recognition(suite)) == {}


@pytest.mark.parametrize("suite", RECOGNITION, ids=lambda path: path.stem)
def test_suite(suite: Path) -> None:
    outcomes = recognition_suite.run(suite)
    figures = {each.label: each for each in recognition_suite.figures(outcomes)}
    wrong = [(o.text, set(o.missed), set(o.wrong)) for o in outcomes if o.missed or o.wrong]
    assert len(outcomes) >= 300
    assert figures["all"].f1 >= 0.985, wrong
    assert figures["Chinese word edges"].f1 >= 0.98, wrong
    assert min(each.f1 for each in figures.values()) >= 0.95, recognition_suite.report(outcomes)


@pytest.mark.parametrize(
    ("suite", "least", "least_edges"),
    [
        ("recognition", 0.98, 0.97),
        ("recognition_edges", 0.97, 0.97),
        ("recognition_further", 0.95, 0.95),
    ],
)
def test_suite_written_before_anything_was_tried(
    suite: str, least: float, least_edges: float
) -> None:
    outcomes = recognition_suite.run(BLIND / f"{suite}.jsonl")
    figures = {each.label: each.f1 for each in recognition_suite.figures(outcomes)}
    assert figures["all"] >= least, recognition_suite.report(outcomes)
    assert figures["Chinese word edges"] >= least_edges, recognition_suite.report(outcomes)


@pytest.mark.parametrize(
    ("text", "terms", "wanted"),
    [
        ("甲队在决赛中共输了三局", ["中共"], []),
        ("战败的一方向对手请求停战", ["方向"], []),
        ("七月份一共产了多少吨油", ["共产"], []),
        ("桌上有一盒白粉笔", ["粉笔", "白粉"], ["粉笔"]),
        ("在这些企业中国有企业占十家", ["中国", "国有企业"], ["国有企业"]),
        ("方程的解除了零以外还有其他值", ["解除"], []),
        ("請把手放在桌上", ["把手"], []),
        ("中共召開大會", ["中共"], ["中共"]),
        ("發展方向錯誤", ["方向"], ["方向"]),
        ("共产政权垮台", ["共产"], ["共产"]),
        ("警方查获白粉", ["白粉"], ["白粉"]),
        ("中国有企业百万家", ["中国", "企业"], ["中国", "企业"]),
        ("雙方解除合約", ["解除"], ["解除"]),
        ("門的把手壞了", ["把手"], ["把手"]),
    ],
)
def test_word_edges_that_the_neighbours_tell(
    text: str, terms: list[str], wanted: list[str]
) -> None:
    assert places(text, recognizer(*terms).recognize(text, "zh")) == wanted


def test_suite_refuses_what_is_no_case(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"text": "a", "terms": [], "hits": []}\n{"text": 1}\n')
    with pytest.raises(UnreadableFile, match="line 2"):
        recognition_suite.run(path)


def test_cover_is_outermost_and_longest() -> None:
    text = "自由貿易協定"
    hits = recognizer("自由貿易協定", "自由貿易", "貿易", "協定").recognize(text)
    assert places(text, hits) == ["自由貿易協定", "自由貿易", "貿易", "協定"]
    assert [hit.cover for hit in hits] == [True, False, False, False]


def test_cover_takes_the_most_characters() -> None:
    text = "great power competition policy"
    hits = recognizer("great power", "power competition policy", "policy").recognize(text)
    assert places(text, (hit for hit in hits if hit.cover)) == ["power competition policy"]


def test_occurrences_across_an_edge_only_when_asked() -> None:
    finder = recognizer("印度")
    assert finder.recognize("印度尼西亞") == []
    (hit,) = finder.recognize("印度尼西亞", all_occurrences=True)
    assert (hit.start, hit.end, hit.edge, hit.cover) == (0, 2, False, False)


def test_of_two_crossing_spans_the_likelier_is_taken() -> None:
    text = "這款手機會自動備份。"
    assert places(text, recognizer("手機", "機會").recognize(text)) == ["手機"]


def test_pieces_of_compounds() -> None:
    text = "老朋友是大學生，不是開發中國家的女議員。"
    finder = recognizer("朋友", "學生", "中國", "國家", "議員")
    assert places(text, finder.recognize(text)) == ["朋友", "國家", "議員"]


def test_a_name_is_found_without_the_sign_between_its_parts() -> None:
    finder = recognizer("伊隆·馬斯克", "印度-太平洋")
    text = "伊隆馬斯克談印度太平洋。"
    assert places(text, finder.recognize(text)) == ["伊隆馬斯克", "印度太平洋"]


@pytest.mark.parametrize(
    ("text", "terms", "wanted"),
    [
        ("危 機 管 理 機制", ["危機管理", "管理機制"], ["危 機 管 理"]),
        ("兩岸的危 機 管 理", ["危機管理"], ["危 機 管 理"]),
        ("國\u3000家\u3000安\u3000全", ["國家安全"], ["國\u3000家\u3000安\u3000全"]),
        ("國\u2009家\u2009安\u2009全", ["國家安全"], ["國\u2009家\u2009安\u2009全"]),
        ("國 家\n安 全", ["國家安全"], ["國 家\n安 全"]),
        ("國\u00a0家 \u00a0安 全", ["國家安全"], ["國\u00a0家 \u00a0安 全"]),
        ("摘 要\n", ["摘要"], ["摘 要"]),
        ("（目 錄）", ["目錄"], ["目 錄"]),
        ("立 法 院 會 議", ["法院", "立法院", "會議"], ["立 法 院", "會 議"]),
        ("印 度 尼 西 亞", ["印度"], []),
        ("東 中 國 海 岸", ["國海"], []),
        ("自由 貿易", ["自由貿易"], []),
        ("國 家\n\n安 全", ["國家安全"], []),
        ("他 在 學校", ["在學"], []),
        ("企業 中 國有 企業", ["中國"], []),
    ],
)
def test_spaces_between_single_characters(text: str, terms: list[str], wanted: list[str]) -> None:
    hits = recognizer(*terms).recognize(text, "zh")
    assert places(text, hits) == wanted


@pytest.mark.parametrize(
    ("term", "text", "wanted"),
    [
        ("ca.", "ca. 2.2 (270 psi)", ["ca."]),
        ("e.g.", "e.g. at night", ["e.g."]),
        ("U.S.", "The U.S. said", ["U.S."]),
        ("U.S.", "in the U.S.", ["U.S."]),
        ("Inc.", "Acme Inc. sued", ["Inc."]),
        ("Acme Inc.", "Acme Inc. and Acme Inc", ["Acme Inc.", "Acme Inc"]),
        ("No.", "No. 5", ["No."]),
        ("No.", "No one", []),
        ("etc.", "goods, etc.", ["etc."]),
        ("et al.", "Smith et al. say", ["et al."]),
        ("Ph.D.", "a Ph.D. thesis", ["Ph.D."]),
        ("p.m.", "at 5 p.m. on", ["p.m."]),
        ("Fig.", "see Fig. 3; a fig fell", ["Fig."]),
        ("approx.", "approx.\n20", ["approx."]),
        ("cat", "a cat. He", ["cat"]),
        ("Ltd.", "Ｌｔｄ．", ["Ｌｔｄ．"]),
        ("Co., Ltd.", "Acme Co., Ltd. grew", ["Co., Ltd."]),
    ],
)
def test_the_dot_of_an_abbreviation_belongs_to_it(term: str, text: str, wanted: list[str]) -> None:
    assert places(text, recognizer(term).recognize(text, "en")) == wanted


def test_the_dot_of_an_abbreviation_in_chinese_text() -> None:
    finder = Recognizer([row("Inc.", "zh-Hant-TW")])
    text = "與Acme Inc.合作"
    assert places(text, finder.recognize(text)) == ["Inc."]


def test_only_the_language_of_the_text_counts() -> None:
    finder = recognizer("NATO", "安全困境", "security dilemma")
    text = "北約(NATO)的安全困境(security dilemma)。"
    assert places(text, finder.recognize(text)) == ["安全困境"]
    assert places(text, finder.recognize(text, "en")) == ["NATO", "security dilemma"]


def test_a_text_of_both_languages_is_taken_line_by_line() -> None:
    finder = recognizer("安全困境", "security dilemma")
    text = "兩國陷入安全困境。\nBoth states face a security dilemma again.\n安全困境加劇。"
    assert places(text, finder.recognize(text)) == ["安全困境", "security dilemma", "安全困境"]


def test_one_hit_a_concept_by_the_form_as_written_or_wanted() -> None:
    rows = [
        row("網絡", "zh-Hant-HK", 1, "net"),
        row("网络", "zh-Hans-CN", 2, "net"),
        row("網絡", "zh-Hant-MO", 3, "net"),
    ]
    finder = Recognizer(rows)
    assert [hit.term.tag for hit in finder.recognize("网络攻击")] == ["zh-Hans-CN"]
    assert [hit.term.tag for hit in finder.recognize("網絡攻擊")] == ["zh-Hant-HK"]
    (hit,) = finder.recognize("網絡攻擊", region="zh-Hant-MO")
    assert hit.term.tag == "zh-Hant-MO"


def test_two_concepts_with_one_form_are_two_hits() -> None:
    rows = [row("制裁", concept="a", id_=1), row("制裁", concept="b", id_=2)]
    assert [hit.concept_id for hit in Recognizer(rows).recognize("實施制裁")] == ["a", "b"]


def test_deprecated_terms_are_marked() -> None:
    (hit,) = Recognizer([row("台独", status="deprecated")]).recognize("反对台独")
    assert hit.status == "deprecated"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "。，！？",
        "🎉🎉",
        "\ud800印度\udfff",
        "\x00",
        "印度" * 50_000,
        "的" * 100_000,
        "a" * 100_000,
        "a " * 50_000,
        "US-" * 30_000,
        "\n" * 100_000,
        "1." * 50_000,
        "' " * 50_000,
        "國家安全" * 25_000,
        "the security-\n" * 7_000,
    ],
)
def test_hostile_texts_are_quick_and_harmless(text: str) -> None:
    finder = recognizer("印度", "安全", "國家安全", "國家", "security", "US")
    finder.recognize("先載入辭典")
    started = time.process_time()  # not the clock: the machine may be busy
    hits = finder.recognize(text)
    assert time.process_time() - started < 15
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [
                "印度",
                "尼西亞",
                "国家",
                "安全",
                " ",
                "\n",
                "，",
                "Ａ",
                "PI",
                "security",
                "-",
                "'s",
                "é",
                "\u200b",
                "⽼撾",
                "「",
                "5G",
                "人",
                "\ud800",
            ]
        )
    ).map("".join)
)
def test_hits_point_into_the_text_as_sent(text: str) -> None:
    finder = recognizer("印度", "國家安全", "安全", "API", "security", "老撾", "5G")
    hits = finder.recognize(text, all_occurrences=True)
    assert hits == sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.concept_id))
    for hit in hits:
        piece = text[hit.start : hit.end]
        assert piece and piece == piece.strip() and "「" not in piece and "，" not in piece
    covered = [hit for hit in hits if hit.cover]
    assert all(hit.edge for hit in covered)
    assert all(a.end <= b.start for a, b in zip(covered, covered[1:], strict=False))


# ---------------------------------------------------------------- a termbase that changes


class Terms:
    """A store of terms in memory, with one term in each concept."""

    def __init__(self, *texts: str) -> None:
        self.rows: dict[str, TermRow] = {}
        self.changes: list[str] = []
        self.name = "one"
        self.put(*texts)

    def put(self, *texts: str) -> None:
        for text in texts:
            self.rows[text] = row(text)
            self.changes.append(text)

    def delete(self, text: str) -> None:
        del self.rows[text]
        self.changes.append(text)

    def term_rows(self, language: str | None = None) -> list[TermRow]:
        return list(self.rows.values())

    def term_rows_of(self, concept_ids: Iterable[str]) -> list[TermRow]:
        return [self.rows[id_] for id_ in concept_ids if id_ in self.rows]

    def terms_version(self) -> tuple[str, int]:
        return self.name, len(self.changes)

    def concepts_changed_since(self, change: int) -> list[str]:
        return list(dict.fromkeys(self.changes[change:]))


def found(finder: TermbaseRecognizer, text: str) -> list[str]:
    return places(text, finder.recognize(text))


def test_changes_are_seen_at_once() -> None:
    store = Terms("安全", "security")
    finder = TermbaseRecognizer(store)
    text = "國家安全與貿易"
    assert found(finder, text) == ["安全"]
    store.put("貿易", "trade")
    assert found(finder, text) == ["安全", "貿易"]
    assert found(finder, "trade and security") == ["trade", "security"]
    store.rows["安全-2"] = row("安全", concept="安全-2")
    store.changes.append("安全-2")  # the same form in another concept, only in the overlay
    assert len(finder.recognize("安全")) == 2
    store.delete("安全-2")
    store.delete("安全")
    assert found(finder, text) == ["貿易"]
    store.put("安全")
    assert found(finder, text) == ["安全", "貿易"]


def test_another_or_an_older_database_is_read_anew() -> None:
    store = Terms("安全", "貿易")
    finder = TermbaseRecognizer(store)
    assert found(finder, "安全與貿易") == ["安全", "貿易"]
    store.changes.pop()
    del store.rows["貿易"]
    assert found(finder, "安全與貿易") == ["安全"]
    store.name, store.rows = "two", {"貿易": row("貿易")}
    assert found(finder, "安全與貿易") == ["貿易"]


def test_many_changes_are_built_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "_OVERLAY", 5)
    monkeypatch.setattr(recognition, "_FLOOD", 20)
    store = Terms("安全")
    finder = TermbaseRecognizer(store)
    assert found(finder, "安全與貿易") == ["安全"]
    gate, real = threading.Event(), store.term_rows

    def slow(language: str | None = None) -> list[TermRow]:
        gate.wait(10)
        return real(language)

    monkeypatch.setattr(store, "term_rows", slow)
    store.put("貿易", *(f"term {number}" for number in range(50)))
    assert found(finder, "安全與貿易") == ["安全"]  # no request waits
    gate.set()
    deadline = time.monotonic() + 10
    while found(finder, "安全與貿易") != ["安全", "貿易"]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_threads_share_a_recognizer() -> None:
    store = Terms("安全")
    finder = TermbaseRecognizer(store)
    failures: list[object] = []

    def work(number: int) -> None:
        for turn in range(20):
            text = f"term{number}x{turn}"
            store.put(text)
            if found(finder, text) != [text]:
                failures.append(text)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
