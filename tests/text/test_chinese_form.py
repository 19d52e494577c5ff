"""The form under which a dictionary lists a Chinese term."""

from __future__ import annotations

import pytest

from glossary.text.chinese_form import chinese_form


@pytest.mark.parametrize(
    ("term", "english", "listed"),
    [
        ("「安全困境」", "security dilemma", "安全困境"),
        ("『“安全困境”』", "security dilemma", "安全困境"),
        ("《海洋法公約》", "Convention on the Law of the Sea", "海洋法公約"),
        ("安全困境，", "security dilemma", "安全困境"),
        ("一種安全困境", "security dilemma", "安全困境"),
        ("一種安全困境", "a security dilemma", "安全困境"),
        ("这项制裁措施", "sanction", "制裁措施"),
        ("「此類行為」", "conduct", "行為"),
        ("安全困境", "security dilemma", "安全困境"),
    ],
)
def test_what_says_nothing_of_the_concept_is_left_out(term: str, english: str, listed: str) -> None:
    assert chinese_form(term, english) == listed


@pytest.mark.parametrize(
    ("term", "english"),
    [
        ("一個中國原則", "one-China principle"),  # the English counts too
        ("某種程度", "extent"),  # one word
        ("一類", "class"),  # nothing would be left
        ("這個人", "person"),
        ("三位一體", "trinity"),
        ("一帶一路", "Belt and Road"),
        ("每股盈餘", "earnings per share"),
        ("「小院」與「高牆」", "yard and wall"),  # the marks do not enclose all of it
        ("「」", "quotes"),
        ("", "nothing"),
    ],
)
def test_what_belongs_to_the_term_stays(term: str, english: str) -> None:
    assert chinese_form(term, english) == term
