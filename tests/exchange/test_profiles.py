"""Regions, scripts, statuses: what an export to a tool contains, and what it reports as left
out."""

from __future__ import annotations

import io
import json

import pytest

from glossary.errors import InvalidInput
from glossary.exchange import PROFILES, WriteOptions, fitted, loss, write_entries
from glossary.model import ConceptEntry, LanguageSection, TermSection


def entry(**languages: str | tuple[TermSection, ...]) -> ConceptEntry:
    """An entry; `zh_Hant_TW="軟體"`."""
    sections = (
        LanguageSection(
            tag.replace("_", "-"), (TermSection(terms),) if isinstance(terms, str) else terms
        )
        for tag, terms in languages.items()
    )
    return ConceptEntry("c1", tuple(sections))


def terms(made: ConceptEntry, profile: str = "omegat", zh_tag: str = "zh-Hant-TW") -> list[str]:
    return [
        t.text
        for e in fitted([made], profile, WriteOptions(zh_tag=zh_tag))
        for _, t in e.terms("zh")
    ]


SOFTWARE = entry(en="software", zh_Hant_TW="軟體", zh_Hans_CN="软件", zh_Hant_HK="軟件")


@pytest.mark.parametrize(
    ("zh_tag", "term"),
    [("zh-Hant-TW", ["軟體"]), ("zh-CN", ["软件"]), ("zh_HK", ["軟件"]), ("zh-Hant", [])],
)
def test_the_region_asked_for(zh_tag: str, term: list[str]) -> None:
    assert terms(SOFTWARE, zh_tag=zh_tag) == term


def test_the_next_wider_tag_serves_and_is_told() -> None:
    made = entry(en="law", zh_Hant="法律條文", zh_Hans_CN="法律条文")
    assert terms(made) == ["法律條文"]
    (told,) = (line for line in loss([made], "omegat").losses if line.field == "region")
    assert (told.value, told.where) == ("zh-Hant", "zh-Hant-TW")


def test_never_the_other_script_nor_another_region() -> None:
    made = entry(en="law", zh_Hans="法律", zh_Hant_HK="法例")
    report = loss([made], "omegat")
    assert terms(made) == []
    assert report.written == 0 and report.counts["left out", "concept"] == 1


def test_deprecated_terms_stay_out_and_a_note_says_so() -> None:
    taiwan = (TermSection("軟體"), TermSection("軟件", "deprecated"))
    (fit,) = fitted([entry(en="software", zh_Hant_TW=taiwan)], "omegat")
    assert [term.text for _, term in fit.terms("zh")] == ["軟體"]
    assert fit.note == "Not to be used: 軟件 (deprecated)"


def test_a_term_ruled_out_does_not_come_back_by_the_fallback() -> None:
    made = entry(
        en="software",
        zh_Hant_TW=(TermSection("軟件", "deprecated"),),
        zh_Hant=(TermSection("軟件"),),
    )
    assert terms(made) == []


def test_tags_as_the_tools_spell_them() -> None:
    for profile, tag in (("omegat", "zh-TW"), ("lokalize", "zh-TW"), ("weblate", "zh-Hant")):
        buffer = io.BytesIO()
        write_entries([SOFTWARE], buffer, profile)
        assert f'<langSet xml:lang="{tag}">' in buffer.getvalue().decode()


def test_the_report_as_text_and_json() -> None:
    report = loss([SOFTWARE], "deepl")
    text = "\n".join(report.lines())
    assert text.startswith("deepl, zh-Hant-TW: 1 of 1 entries written")
    assert "c1: language of zh-Hans-CN dropped: 软件" in text
    data = json.loads(json.dumps(report.as_json()))
    assert data["written"] == 1
    assert {"action": "dropped", "field": "language", "count": 2} in data["sums"]


def test_nothing_lost_is_no_loss() -> None:
    report = loss([SOFTWARE], "archive")
    assert not report and "nothing is lost" in "\n".join(report.lines())


def test_invalid_profiles_and_options() -> None:
    for profile, options, message in (
        ("nobody", {}, "unknown profile"),
        ("omegat", {"format": "xlsx"}, "has no xlsx"),
        ("omegat", {"zh_tag": "en"}, "not Chinese"),
        ("omegat", {"zh_tag": "zh-Hant-MO"}, "nothing to write"),
    ):
        with pytest.raises(InvalidInput, match=message):
            write_entries([SOFTWARE], io.BytesIO(), profile, WriteOptions(**options))
    with pytest.raises(InvalidInput, match="stands twice"):
        write_entries([SOFTWARE, SOFTWARE], io.BytesIO(), "archive")


def test_deepl_takes_a_source_once_and_short() -> None:
    other = ConceptEntry("c2", SOFTWARE.languages)
    long = entry(en="x" * 1025, zh_Hant_TW="長")
    report = loss([SOFTWARE, other, ConceptEntry("c3", long.languages)], "deepl")
    assert report.counts["left out", "term"] == 2


@pytest.mark.parametrize("profile", [n for n, p in PROFILES.items() if p.holds == "terms"])
def test_the_same_bytes_again(profile: str) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_entries([SOFTWARE], first, profile)
    write_entries([SOFTWARE], second, profile)
    assert first.getvalue() == second.getvalue()
