"""PDF: lines joined into paragraphs, running heads removed, files without text refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import Line, make_pdf, width
from reading import assert_maps_back, texts

from glossary.documents import parse
from glossary.errors import UnreadableFile
from glossary.model import Document

WIDTH = 360.0  # of the column, in points


def wrapped(text: str, size: float = 12) -> list[str]:
    """Text wrapped as in print: Chinese anywhere, English between words."""
    lines, line = [], ""
    words = text.split(" ") if text.isascii() else list(text)
    for word in words:
        longer = f"{line} {word}".strip() if text.isascii() else line + word
        if size * sum(map(width, longer)) > WIDTH:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def page(*paragraphs: str, number: int = 1, notes: tuple[str, ...] = ()) -> list[Line]:
    """A page with a running head, its number, paragraphs (indented by two 　) and notes below."""
    lines: list[Line] = [(200, 800, 9, "國際關係評論"), (290, 30, 9, f"- {number} -")]
    y = 760.0
    for text in paragraphs:
        for at, line in enumerate(wrapped(text)):
            indent = 24 if text.startswith("　　") and at == 0 else 0
            lines.append((72 + indent, y, 12, line.strip("　")))
            y -= 18
    return lines + [(72, 80.0 - 12 * n, 8, note) for n, note in enumerate(notes)]


def document(*pages: list[Line]) -> Document:
    found = parse(make_pdf(pages), "a.pdf")
    assert_maps_back(found)
    return found


FIRST = (
    "　　安全困境是指一國為了增進自身安全而採取的措施，反而使其他國家感到威脅，並因此採取"
    "對應的措施，最後雙方都變得更不安全。這個概念後來成為國際關係理論的核心概念之一。"
)
SECOND = (
    "　　第二段談嚇阻，它主張以報復的能力阻止對手的攻擊，而這種主張在核子時代引起了許多爭論，學者"
)
ENGLISH = (
    "The security dilemma arises when no state has a guarantee of its survival and every state "
    "must provide for its own defence, so that all of them are less secure in the end."
)


def test_wrapped_lines_are_joined_and_paragraphs_kept_apart() -> None:
    found = document(page(FIRST, SECOND + "至今不休。", ENGLISH))
    assert texts(found)[2:] == [FIRST.strip("　"), SECOND.strip("　") + "至今不休。", ENGLISH]


def test_running_heads_go_and_a_note_does_not_cut_a_paragraph() -> None:
    full = wrapped(SECOND)
    found = document(
        page(FIRST, "".join(full[:1]), number=7, notes=("1 見某書，第三頁。",)),
        page("".join(full[1:]) + "各執一詞。", number=8),
        page("A last page.", number=9),
    )
    assert texts(found, "paragraph") == [
        FIRST.strip("　"),
        SECOND.strip("　") + "各執一詞。",
        "A last page.",
    ]
    assert texts(found, "note") == ["1 見某書，第三頁。"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the inter-", "national order", "the international order"),
        ("a long-", "term plan", "a long-term plan"),
        ("between Indo-", "Pacific powers", "between Indo-Pacific powers"),
    ],
)
def test_hyphens_at_the_end_of_a_line(first: str, second: str, joined: str) -> None:
    found = document([(72, 700, 12, first), (72, 684, 12, second)])
    assert texts(found) == [joined]


def test_what_the_document_says_elsewhere_settles_a_hyphen() -> None:
    lines: list[Line] = [
        (72, 700, 12, "It is a co-"),
        (72, 684, 12, "operation of states."),
        (72, 600, 12, "We speak of co-operation here."),
    ]
    assert texts(document(lines))[0] == "It is a co-operation of states."


def test_headings_items_and_raised_marks() -> None:
    found = document(
        [
            (72, 760, 18, "安全困境"),
            (72, 700, 12, "• 第一點很短"),
            (72, 682, 12, "• 第二點"),
            (72, 640, 12, "嚇阻理論"),
            (120, 645, 7, "12"),
            (130, 640, 12, "的起源。"),
        ]
    )
    assert [(b.kind, b.text) for b in found.blocks] == [
        ("heading", "安全困境"),
        ("item", "第一點很短"),
        ("item", "第二點"),
        ("paragraph", "嚇阻理論的起源。"),
    ]


def test_kangxi_radicals_stay_and_rare_characters_too() -> None:
    assert texts(document([(72, 700, 12, "⽼挝與𠮷野家 ⺠主")])) == ["⽼挝與𠮷野家 ⺠主"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf([[]]), "no text in it: scanned"),
        (make_pdf([page("文")], encrypted=True), "password"),
        (make_pdf([page("文")])[:300], "no sound PDF"),
        (b"%PDF-1.7\njunk", "no sound PDF"),
        (b"plain text", "no sound PDF"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parse(data, "a.pdf")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 500),
            st.integers(0, 800),
            st.sampled_from([8, 12, 18]),
            st.text("安全困境ab-1。 •⽼", min_size=1, max_size=12),
        ),
        max_size=12,
    )
)
def test_any_page_is_read_or_refused(lines: list[Line]) -> None:
    try:
        found = parse(make_pdf([lines, lines[:3]]), "a.pdf")
    except UnreadableFile as error:
        assert "no text" in str(error)
    else:
        assert_maps_back(found)
