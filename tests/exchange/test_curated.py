"""Curated entries in TOML: the entries read, and the messages for mistakes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import UnreadableFile
from glossary.exchange.curated import read_curated
from glossary.model import ConceptEntry, Context, LanguageSection, TermSection

FILE = """
[mutual-reassurance]
subject = "theory"
zh-Hans-CN = ["相互再保证"]
zh-Hant-TW = ["相互再保證", {term = "再保證", type = "shortForm", status = "deprecated"}]
en = ["mutual reassurance"]
definition.en = "exchange of signals"
definition.zh-Hant-TW = "互釋善意"
example.en = "Mutual reassurance is hard."
example.zh-Hant-TW = "雙方需要再保證。"
note = "Keep it short."
source = "A book"
"""


def test_an_entry() -> None:
    (entry,) = read_curated(FILE.encode(), "a.toml")
    assert entry == ConceptEntry(
        id="mutual-reassurance",
        subject="theory",
        note="Keep it short.",
        source="A book",
        languages=(
            LanguageSection(
                "en",
                (
                    TermSection(
                        "mutual reassurance",
                        status="preferred",
                        part_of_speech="noun",
                        contexts=(Context("Mutual reassurance is hard."),),
                    ),
                ),
                definition="exchange of signals",
            ),
            LanguageSection(
                "zh-Hant-TW",
                (
                    TermSection("相互再保證", status="preferred", part_of_speech="noun"),
                    TermSection(
                        "再保證",
                        status="deprecated",
                        part_of_speech="noun",
                        term_type="shortForm",
                        contexts=(Context("雙方需要再保證。"),),
                    ),
                ),
                definition="互釋善意",
            ),
            LanguageSection(
                "zh-Hans-CN",
                (TermSection("相互再保证", status="preferred", part_of_speech="noun"),),
            ),
        ),
    )


def test_order_part_of_speech_and_other_languages() -> None:
    first = '[b]\nes = ["ir"]\nzh-Hant-HK = ["去"]\nen = ["go"]\npart_of_speech = "verb"\n'
    text = first + '[a]\nen = ["x"]\nzh = ["甲"]'
    entries = read_curated(text.encode("utf-8-sig"), "a.toml")
    assert [entry.id for entry in entries] == ["b", "a"]
    assert [section.tag for section in entries[0].languages] == ["en", "zh-Hant-HK", "es"]
    assert entries[0].languages[2].terms[0].part_of_speech == "verb"


HEAD = '[a]\nen = ["x"]\nzh = ["甲"]\n\n[b]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + 'en = ["x"]\nzh = "y"', "f.toml, line 5: [b]: zh: a list of terms"),
        (HEAD + 'en = ["x"]', "line 5: [b]: no term in zh"),
        (HEAD + 'zh = ["x"]', "line 5: [b]: no term in en"),
        (HEAD + 'en = ["x"]\nzh = []', "zh: a list of terms"),
        (HEAD + 'en = ["x", "x"]\nzh = ["y"]', "'x' is given twice"),
        (HEAD + 'en = ["x"]\nzh-TW = ["y"]\nzh-Hant-TW = ["z"]', "a language is given twice"),
        (HEAD + 'en = [" x"]\nzh = ["y"]', "white space at the edges"),
        (HEAD + 'en = ["x"]\nzh = ["y"]\nsubject = 3', "subject: a text is wanted, not 3"),
        (HEAD + 'en = ["x"]\nzh = ["y"]\ncolour = "q"', "unknown key 'colour'"),
        (HEAD + 'en = [{term = "x", kind = "q"}]\nzh = ["y"]', "a term is a text or"),
        (HEAD + 'en = [{term = "x", type = "q"}]\nzh = ["y"]', "type: 'q' is none of fullForm"),
        (HEAD + 'en = [{term = "x", status = "q"}]\nzh = ["y"]', "status: 'q' is none of"),
        (HEAD + 'en = ["x"]\nzh = ["y"]\npart_of_speech = "q"', "part_of_speech: 'q' is none"),
        (HEAD + 'en = ["x"]\nzh = ["y"]\nexample.en = "no"', "example has none of the terms"),
        (HEAD + 'en = ["x"]\nzh = ["y"]\nexample = "no"', "give it by language, as example.en"),
        (HEAD + 'en = ["x"]\nzh = ["y"]\ndefinition.fr = "z"', "no term in that language"),
        (HEAD + "en = [", "f.toml: "),
        (HEAD + "en = @", "f.toml, line 6: Invalid value"),
        ("x = 1", "[x]: stands outside any table"),
        ("[Bad]\nen = []", "line 1: [Bad]: an id is made of"),
        ("[a]\n[a]", "f.toml, line 2: Cannot declare"),
        ("a = " + "[" * 50_000, "nested too deep"),
        ("[a]\n\x01", "f.toml, line 2: control character U+0001"),
    ],
)
def test_mistakes_are_one_line_with_the_place(text: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_curated(text.encode(), "f.toml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_curated(text.encode("utf-8", "ignore"), "f.toml")
    except UnreadableFile as error:
        assert "\n" not in str(error)
