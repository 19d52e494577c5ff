"""Sentence alignment: the shapes of bilingual documents, and what must stay alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.documents import parse, read
from glossary.mining.align.alignment import align
from glossary.mining.align.passages import Passage, running_passages
from glossary.mining.fit.annotated import read_beads
from glossary.model import AlignedPair, Block, Document

SEEDS = Path(__file__).parents[2] / "seeds"
ZH = (
    "兩國外長昨日在首都簽署漁業協定。",
    "協定規定，雙方每年交換一次漁獲統計資料。",
    "海岸巡防單位將設立熱線，以避免海上衝突。",
    "觀察家認為，這份文件為日後的海域劃界談判奠定了基礎。",
)
EN = (
    "The foreign ministers of the two countries signed a fisheries agreement in the capital "
    "yesterday.",
    "The agreement requires both sides to exchange catch statistics once a year.",
    "The coast guards will set up a hotline to avoid conflict at sea.",
    "Observers believe the document lays the foundation for future talks on maritime delimitation.",
)


def document(text: str, name: str = "a.txt") -> Document:
    return parse(text.encode(), name)


def texts(pairs: list[AlignedPair]) -> list[tuple[str, str]]:
    return [(" | ".join(p.zh), " | ".join(p.en)) for p in pairs]


WHOLE = list(zip(ZH, EN, strict=True))


def test_one_language_after_the_other() -> None:
    text = "\n\n".join(ZH) + "\n\n" + "\n\n".join(EN)
    assert texts(align(document(text))) == WHOLE


def test_a_document_is_cut_into_passages_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []

    def counted(document: Document) -> list[Passage]:
        cut.append(document.name)
        return running_passages(document)

    monkeypatch.setattr("glossary.mining.run.running_passages", counted)
    align(parse("政府擴大出口管制。\n\nThe government expands controls.".encode(), "a.txt"))
    assert cut == ["a.txt"]


def test_paragraphs_in_alternation() -> None:
    text = "\n\n".join(f"{zh}\n\n{en}" for zh, en in WHOLE)
    assert texts(align(document(text))) == WHOLE


def test_alternation_may_begin_with_english() -> None:
    text = "\n\n".join(f"{en}\n\n{zh}" for zh, en in WHOLE)
    assert texts(align(document(text))) == WHOLE


@pytest.mark.parametrize("swapped", [False, True])
def test_a_source_and_its_translation_in_either_order(swapped: bool) -> None:
    zh, en = document("".join(ZH), "zh.txt"), document(" ".join(EN), "en.txt")
    assert texts(align(en, zh) if swapped else align(zh, en)) == WHOLE


def test_spans_lead_back_to_the_sentences() -> None:
    source = document("  • " + "\n  • ".join(ZH) + "\n\n  • " + "\n  • ".join(EN))
    pairs = align(source)
    assert len(pairs) == len(ZH)
    for pair in pairs:
        for sentence, (start, end) in zip(
            pair.zh + pair.en, pair.zh_spans + pair.en_spans, strict=True
        ):
            assert source.text[start:end] == sentence


def test_a_sentence_without_counterpart_stays_alone() -> None:
    extra = "港口當局另外宣布，下個月起調降貨櫃裝卸費率。"
    zh = document("".join((*ZH[:2], extra, *ZH[2:])), "zh.txt")
    pairs = texts(align(zh, document(" ".join(EN), "en.txt")))
    assert (extra, "") in pairs
    assert [p for p in pairs if p[1]] == WHOLE


def test_two_sentences_for_one() -> None:
    en = (
        EN[0],
        f"{EN[1][:-1]}, and the coast guards will set up a hotline to avoid conflict at sea.",
    )
    pairs = align(document("".join(ZH[:3])), document(" ".join(en), "en.txt"))
    assert [(len(p.zh), len(p.en)) for p in pairs] == [(1, 1), (2, 1)]


def test_a_few_sentences_beside_a_very_long_text() -> None:
    filler = "The band played on. " * 1500
    pairs = texts(align(document("".join(ZH[:2])), document(" ".join((*EN[:2], filler)), "en.txt")))
    assert [(zh, en.split(" | ")[0]) for zh, en in pairs if zh] == WHOLE[:2]


def test_headings_go_with_headings() -> None:
    zh = document(f"一、簽署經過\n\n{ZH[0]}\n\n二、熱線\n\n{ZH[2]}", "zh.txt")
    en = document(f"1. The Signing\n\n{EN[0]}\n\n2. The Hotline\n\n{EN[2]}", "en.txt")
    pairs = texts(align(zh, en))
    assert [p for p in pairs if p[0].endswith(("經過", "熱線"))] == [
        ("一、簽署經過", "The Signing"),
        ("二、熱線", "The Hotline"),
    ]


def test_only_the_abstract_of_a_long_paper_is_listed() -> None:
    body = [
        f"第{n}節討論的是另一件事，亦即第{n}種蔬菜在溫室裡的栽培方法與病蟲害防治。"
        for n in range(40)
    ]
    text = "\n\n".join(["摘要", "".join(ZH), *body, "Abstract", " ".join(EN)])
    pairs = texts(align(document(text)))
    assert [p for p in pairs if p[0] and p[1] and len(p[0]) > 4] == WHOLE
    assert not any("蔬菜" in zh for zh, _ in pairs)


@pytest.mark.parametrize(
    "text",
    [
        "".join(ZH),
        " ".join(EN),
        "只有中文與 API 這個詞。",
        "作者/Author(s): Ann Lee and Bo Chen\n\n" + ZH[0],
    ],
)
def test_nothing_is_parallel_in_one_language(text: str) -> None:
    assert not [p for p in align(document(text)) if p.zh and p.en]


def test_heads_of_metadata_are_left_out() -> None:
    head = "作者/Author(s): Ann Lee\n\n關鍵字/Keywords: 外交、漁業\n\n"
    text = head + "\n\n".join(ZH) + "\n\n" + "\n\n".join(EN)
    assert texts(align(document(text))) == WHOLE


def test_unrelated_texts_give_no_pairs() -> None:
    zh = "溫室裡的番茄需要充足的日照。園丁每天早上澆水兩次。"
    en = "The orchestra rehearsed the symphony until midnight. The violinist broke two strings."
    assert not [p for p in align(document(zh), document(en, "en.txt")) if p.zh and p.en]


def test_rows_of_a_bilingual_table() -> None:
    head = "| 中文 | English |\n| --- | --- |\n"
    rows = head + "| 漁業協定 | fisheries agreement |\n| 熱線 | hotline |\n"
    assert texts(align(document(rows, "a.md"))) == [
        ("漁業協定", "fisheries agreement"),
        ("熱線", "hotline"),
    ]


def test_english_may_stand_in_the_first_column() -> None:
    rows = "fisheries agreement\t漁業協定\nhotline\t熱線\n"
    assert texts(align(document(rows))) == [
        ("漁業協定", "fisheries agreement"),
        ("熱線", "hotline"),
    ]


def test_long_cells_are_aligned_by_sentence() -> None:
    rows = f"| {''.join(ZH[:2])} | {' '.join(EN[:2])} |\n| {ZH[2]} | {EN[2]} |\n"
    assert texts(align(document(rows, "a.md"))) == WHOLE[:3]


def test_no_blocks_no_beads() -> None:
    assert align(Document("a.txt", "", "", ())) == []
    assert align(Document("a.txt", "", "x", (Block("paragraph", "x", _offsets(1)),))) == []


def _offsets(size: int):  # type: ignore[no-untyped-def]
    from array import array

    return array("q", range(size))


@pytest.mark.shared
def test_the_alignment_of_bullets_under_headings(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("000_*.txt")
    expected = (shared / "gold" / "alignment_000.tsv").read_text(encoding="utf-8").splitlines()
    found = [
        "\t".join((" ||| ".join(pair.zh), " ||| ".join(pair.en))) for pair in align(read(path))
    ]
    wrong = set(expected) ^ set(found)
    assert len(wrong) <= 2, wrong


def test_f1_on_annotated_documents() -> None:
    right = proposed = wanted = 0
    for path in sorted((SEEDS / "annotated" / "own").glob("*.tsv"))[::4]:
        beads = [bead for bead in read_beads(path) if all(bead)]
        zh = document("".join("".join(zh) for zh, _ in beads), "zh.txt")
        en = document(" ".join(" ".join(en) for _, en in beads), "en.txt")
        found = {(p.zh, p.en) for p in align(zh, en) if p.zh and p.en}
        right += len(found & set(beads))
        proposed += len(found)
        wanted += len(beads)
    assert 2 * right / (proposed + wanted) >= 0.97
