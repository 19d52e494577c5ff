"""HTML: what is in the text and what is not, and the cost of hostile pages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import assert_maps_back, grid, texts

from glossary.documents import parse
from glossary.errors import UnreadableFile
from glossary.model import Document


def document(html: str, encoding: str = "utf-8") -> Document:
    found = parse(html.encode(encoding), "a.html")
    assert_maps_back(found)
    return found


def test_blocks() -> None:
    found = document("""<html><head><title>頁</title><style>p {}</style></head><body>
        <nav><a href="/">Home</a></nav><h1>小院<br>高牆</h1>
        <p>學者談「安全
        困境」(security
        dilemma)，<b>很</b>久。<script>if (a<b) {}</script></p>
        <ul><li>一<ul><li>二</li></ul>三</ul><figure><img src=x><figcaption>圖</figcaption></figure>
        散文<br><br>再一段<p hidden>看不見<p style="display: none">也不見</body></html>""")
    assert [(b.kind, b.text) for b in found.blocks] == [
        ("heading", "小院 高牆"),
        ("paragraph", "學者談「安全困境」(security dilemma)，很久。"),
        ("item", "一"),
        ("item", "二"),
        ("item", "三"),
        ("caption", "圖"),
        ("paragraph", "散文"),
        ("paragraph", "再一段"),
    ]


def test_footnotes() -> None:
    found = document(
        '<p>嚇阻<sup><a href="#fn1">[1]</a></sup>與 E=mc<sup>n+1</sup></p>'
        '<ol><li id="fn1">見某書。</li></ol>'
    )
    assert texts(found, "paragraph") == ["嚇阻與 E=mcn+1"]
    assert texts(found, "note") == ["見某書。"]


def test_a_data_table_with_merged_cells() -> None:
    found = document(
        "<table><caption>名詞</caption><tr><th>中<th>En<tr><td rowspan=2>嚇阻<td>deterrence"
        "<tr><td>deterrent<tr><td colspan=2>全<td>all</table>"
    )
    assert grid(found) == {
        (0, 0): "中",
        (0, 1): "En",
        (1, 0): "嚇阻",
        (1, 1): "deterrence",
        (2, 1): "deterrent",
        (3, 0): "全",
        (3, 2): "all",
    }
    assert texts(found, "caption") == ["名詞"]


def test_a_table_that_lays_out_the_page_is_running_text() -> None:
    found = document(
        "<table><tr><td>選單<td><p>第一段。</p><table><tr><td>甲<td>A</table></table>"
        "<table><tr><td>盒子</table>"
    )
    assert texts(found, "paragraph") == ["選單", "第一段。", "盒子"]
    assert grid(found) == {(0, 0): "甲", (0, 1): "A"}


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("big5", "big5"),
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("none", "big5"),
        ("big5", "utf-8-sig"),
    ],
)
def test_charset(declared: str, encoding: str) -> None:
    html = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>外交政策。</p>'
    )
    assert texts(document(html, encoding)) == ["外交政策。"]


TAGS = st.sampled_from(
    "p div b i table tr td th ul li h1 br sup span a script nav blockquote caption pre".split()
)
PARTS = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.sampled_from(
        ["安全", "word ", "&amp;", "1", "<!--x-->", "<td colspan=3 rowspan=9>", "<", "　"]
    ),
)


@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_tags_in_any_order(html: str) -> None:
    found = parse(f"<p>首</p>{html}".encode(), "a.html")
    assert_maps_back(found)
    assert found.blocks[0].text.startswith("首")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300_000,
        "<table><tr><td>" * 50_000,
        "".join(f"<font size={n}>x<p>" for n in range(20_000)),
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x",
    ],
    ids=["deep", "tables", "formatting", "attributes"],
)
def test_bombs_are_refused_quickly(html: str) -> None:
    began = time.process_time()
    with pytest.raises(UnreadableFile, match="nested too deep"):
        parse(html.encode(), "a.html")
    assert time.process_time() - began < 10  # it takes a tenth of a second


def test_scripts_do_not_count_as_nesting() -> None:
    script = "<script>" + "for(i=0;i<a;)x<b;" * 20_000 + "</script>"
    assert texts(document(script + "<p>文" * 500)) == ["文"] * 500
