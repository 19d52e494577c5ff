"""Plain text and Markdown: blocks, markup, footnotes, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import assert_maps_back, grid, shown, texts

from glossary.documents import parse, read
from glossary.documents.markup import strip_markup
from glossary.errors import UnreadableFile
from glossary.model import Document
from glossary.text.script import is_han


def document(text: str, name: str = "a.md") -> Document:
    found = parse(text.encode(), name)
    assert_maps_back(found)
    return found


def test_bullets_headings_and_paragraphs() -> None:
    found = document("# 前言\n\n  • 第一點。\n- 第二點。\n1. 第三點。\n\n一段話。\n\n---\n")
    assert [(b.kind, b.text) for b in found.blocks] == [
        ("heading", "前言"),
        ("item", "第一點。"),
        ("item", "第二點。"),
        ("item", "第三點。"),
        ("paragraph", "一段話。"),
    ]


def test_alternating_paragraphs_stay_apart() -> None:
    found = document(
        "第一段談嚇阻。\nThe first is on deterrence.\n\n第二段。\nThe second.\n", "a.txt"
    )
    assert texts(found) == [
        "第一段談嚇阻。",
        "The first is on deterrence.",
        "第二段。",
        "The second.",
    ]


def test_a_footnote_that_cuts_a_paragraph() -> None:
    before = "這個概念最早由一位研究戰後歐洲的歷史學者提出，其後的學者則把它用在解釋亞洲各國的"
    after = "軍備競賽上，並且逐漸成為教科書中的標準說法，直到今天仍然如此。"
    note = "3) Some Author, A Book on Arms (2001), <https://example.org/arms/page>."
    found = document(f"{before}³⁾\n\n{note}\n\n{after}\n", "a.txt")
    assert texts(found, "paragraph") == [before + after]
    assert len(texts(found, "note")) == 1


def test_hard_wrapped_lines() -> None:
    chinese = (
        "這一段文字在原檔中每行只有三十個字左右，因此一個句子往往會被\n"
        "切成兩行，讀進來的時候必須接回去。"
    )
    english = (
        "This paragraph was wrapped by an editor at some seventy columns, and so\n"
        "a sentence goes on in the next line of the file."
    )
    found = document(f"{chinese}\n\n{english}\n", "a.txt")
    assert texts(found) == [chinese.replace("\n", ""), english.replace("\n", " ")]


def test_entries_of_a_list_are_no_broken_lines() -> None:
    """Whatever number they bear, and though none ends with a full stop."""
    lines = (
        "1.Formulation and amendment of labor conditions and standards in all branches",
        "2.Study and discussion on the adjustment of the basic wages of all workers there",
        "（一）關於勞動條件標準之擬訂、修正事項與基本工資調整之研議事項與其他有關勞動條件事項",
        "三、關於基本工資及積欠工資之保護事項與推動工作時間、休息、休假基準之指導事項等",
    )
    document = parse("\n".join(lines).encode(), "a.txt")
    assert [block.text for block in document.blocks] == list(lines)


def test_a_broken_line_may_begin_with_a_semicolon() -> None:
    lines = ("蒙藏委員會委員長，特任；副委員長、委員、參事、處長、秘書二人簡任", "；其餘秘書薦任。")
    document = parse("\n".join(lines).encode(), "a.txt")
    assert [block.text for block in document.blocks] == ["".join(lines)]


def test_tables() -> None:
    found = document("| 中文 | English |\n|---|---|\n| 嚇阻 | deterrence |\n\n甲\tA\n乙\tB\n")
    assert grid(found, 0) == {
        (0, 0): "中文",
        (0, 1): "English",
        (1, 0): "嚇阻",
        (1, 1): "deterrence",
    }
    assert grid(found, 1) == {(0, 0): "甲", (0, 1): "A", (1, 0): "乙", (1, 1): "B"}


def test_a_tab_behind_a_bullet_makes_no_table() -> None:
    found = document("•\t第一點\n1.\t第二點\n", "a.txt")
    assert [(b.kind, b.text) for b in found.blocks] == [("item", "第一點"), ("item", "第二點")]


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("[[zh:美国]]的[[zh:外交|外交政策]]", "美国的外交政策"),
        ('見[報告](https://example.org/a_(b) "題")第二頁', "見報告第二頁"),
        ("![圖一](a.jpg)**粗** *斜* `碼`", "圖一粗 斜 碼"),
        ("嚇阻¹⁾與強制<sup>2</sup>[^3]並行", "嚇阻與強制並行"),
        ("<span class=x>字</span>:house:頁", "字頁"),
        ("3 * 4 * 5 與 a_b_c 不是標記", "3 * 4 * 5 與 a_b_c 不是標記"),
        ("陣列[0](註)與 [1] 不是連結", "陣列[0](註)與 [1] 不是連結"),
    ],
)
def test_markup(source: str, clean: str) -> None:
    assert strip_markup(source, 0, len(source))[0] == clean


def test_a_span_over_a_part_of_a_link_takes_in_the_whole_link() -> None:
    found = document("在[[zh:美中关系]]下")
    block = found.blocks[0]
    assert shown(found, block, 0, 5) == "在[[zh:美中关系]]"
    assert shown(found, block, 1, 5) == "美中关系"
    assert shown(found, block, 2, 4) == "中关"


PIECES = st.sampled_from(
    [
        "安全",
        "困境",
        "（",
        "dilemma",
        "）",
        " ",
        "[[zh:美国]]",
        "[[p|頁]]",
        "[文](http://a.b/c)",
        "**重**",
        "*斜*",
        "¹",
        "<sup>2</sup>",
        "<b>字</b>",
        ":house:",
        "，",
        "。",
        "|",
        "\t",
        "1.",
    ]
)


@given(
    st.lists(PIECES, min_size=1, max_size=12).map("".join),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.data(),
)
def test_spans_round_trip_through_markup(line: str, end: str, data: st.DataObject) -> None:
    source = f"{line}{end}安全{end}"
    found = parse(source.encode(), "a.md")
    assert_maps_back(found)
    assert found.text == source
    block = data.draw(st.sampled_from(found.blocks))
    start = data.draw(st.integers(0, len(block.text) - 1))
    stop = data.draw(st.integers(start + 1, len(block.text)))
    a, b = block.span(start, stop)
    inside = [(c, o) for c, o in zip(block.text, block.offsets, strict=True) if a <= o < b]
    assert "".join(c for c, _ in inside).find(block.text[start:stop]) >= 0


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\r\n\t")
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse(text.encode(), "a.md")
    except UnreadableFile as error:
        assert "\n" not in str(error)
    else:
        assert_maps_back(found)


@pytest.mark.parametrize(("end", "line"), [("\n", 3), ("\r\n", 3), ("\r", 3)])
def test_line_numbers_count_every_line_end(end: str, line: int) -> None:
    found = document(f"一{end}{end}三{end}", "a.txt")
    assert found.line(found.text.index("三")) == line


ROOT = Path(__file__).parents[2]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "seeds" / "documents").iterdir()), ids=lambda p: p.name
)
def test_every_encoding_gives_the_same_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for encoding in ENCODINGS:
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            assert encoding == "big5"  # has no Simplified characters
            continue
        assert parse(data, path.name).text == text, encoding


@pytest.mark.shared
def test_real_documents_map_back(shared: Path) -> None:
    files = sorted((shared / "seeds").glob("*.txt"))
    assert len(files) == 5
    for file in files:
        found = read(file)
        assert_maps_back(found)
        covered = sum(map(is_han, "".join(texts(found))))
        assert covered > 0.85 * sum(map(is_han, found.text)), file.name


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 安全困境（security dilemma）\nlang: zh-TW\n---\n",
        "\ufeff---\r\nhead:\r\n  - - meta\r\n    - name: x\r\n\r\n# note\r\n...\r\n",
        '+++\ntitle = "甲"\n[params]\ntags = ["a",\n  "b",\n]\n+++\n',
    ],
)
def test_front_matter_is_no_text(front: str) -> None:
    assert texts(document(f"{front}\n正文。\n")) == ["正文。"]


@pytest.mark.parametrize(
    "text",
    [
        "---\n正文。\n---\n",
        "---\n\n正文。\n\n---\n",
        "正文。\n---\na: b\n---\n",
        "---\ntitle: 正文。\n",
    ],
)
def test_what_stands_between_rules_may_be_text(text: str) -> None:
    assert "正文。" in "".join(texts(document(text)))


def test_attributes_are_no_text() -> None:
    found = document(
        "## 基礎（basics） {#basics .big}\n\n見 [連結](./a.md){target=_blank}，x{1}。\n"
    )
    assert texts(found) == ["基礎（basics）", "見 連結，x{1}。"]
