"""Language tags: every well-formed one is kept, and the names of tools are recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import InvalidInput
from glossary.text.tags import (
    detect_language,
    fallback_chain,
    language_of,
    normalise_tag,
    script_of_tag,
    tag_for,
)

RFC_5646 = """de fr ja i-enochian zh-Hant zh-Hans sr-Cyrl sr-Latn yue sr-Latn-RS sl-rozaj
    sl-rozaj-biske sl-nedis de-CH-1901 sl-IT-nedis hy-Latn-IT-arevela de-DE en-US es-419
    de-CH-x-phonebk az-Arab-x-aze-derbend x-whatever qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM
    sr-Qaaa-RS en-US-u-islamcal zh-Hans-CN-a-myext-x-private en-a-myext-b-another i-klingon
    en-GB-oed sgn-BE-FR art-lojban cel-gaulish zh-min-nan zh-yue-HK de-1996 en-x-us
    zh-Hant-TW-u-co-zhuyin mn-Cyrl-MN i-default""".split()


@pytest.mark.parametrize("tag", RFC_5646)
def test_well_formed_tags_are_kept_in_their_usual_case(tag: str) -> None:
    assert normalise_tag(tag) == tag
    assert normalise_tag(tag.upper()) == tag
    assert normalise_tag(tag.lower().replace("-", "_")) == tag


@pytest.mark.parametrize(
    ("given_", "tag"),
    [
        ("zh_CN", "zh-Hans-CN"),
        ("zh-cn", "zh-Hans-CN"),
        ("ZH-TW", "zh-Hant-TW"),
        ("zh-HK", "zh-Hant-HK"),
        ("zh-SG", "zh-Hans-SG"),
        ("zh_hant", "zh-Hant"),
        ("Chinese (PRC)", "zh-Hans-CN"),
        ("chinese  (taiwan)", "zh-Hant-TW"),
        ("zh-CHT", "zh-Hant"),
        ("zh_CHS", "zh-Hans"),
        ("Chinese Traditional", "zh-Hant"),
        ("中文", "zh"),
        ("English", "en"),
        ("zh_TW.UTF-8", "zh-Hant-TW"),
        ("en_US.utf8", "en-US"),
        ("cmn-Hans", "zh-Hans"),
        ("zho-TW", "zh-Hant-TW"),
        ("zh-cmn-Hant", "zh-Hant"),
        ("eng", "en"),
        ("zh-TW-x-old", "zh-Hant-TW-x-old"),
        ("zh-Hans-HK", "zh-Hans-HK"),
        (" en ", "en"),
    ],
)
def test_names_of_tools(given_: str, tag: str) -> None:
    assert normalise_tag(given_) == tag


@pytest.mark.parametrize(
    "tag",
    [
        "",
        " ",
        "-",
        "zh-",
        "-zh",
        "z",
        "en--US",
        "zh Hant",
        "<en>",
        "en-",
        "123",
        "en-US-",
        "x",
        "x-",
        "a-DE",
        "zh-Hant-TW-",
        "日本語",
        "en-ſ",
        "toolonglanguage",
        "en-a",
        "en-toolongsubtag",
    ],
)
def test_ill_formed_tags_are_refused(tag: str) -> None:
    with pytest.raises(InvalidInput, match="is no language tag; give one like"):
        normalise_tag(tag)


@given(st.text())
def test_any_text_is_normalised_once_or_refused(text: str) -> None:
    try:
        tag = normalise_tag(text)
    except InvalidInput as error:
        assert len(str(error)) < 250
    else:
        assert normalise_tag(tag) == tag
        assert language_of(tag) == tag.split("-")[0].lower()


def test_bare_chinese_gets_a_script_and_no_region() -> None:
    assert tag_for("zh", ["安全", "關係"]) == "zh-Hant"
    assert tag_for("zh", ["关系"]) == "zh-Hans"
    assert tag_for("zh", ["中美"]) == "zh"
    assert tag_for("zh-TW", ["关系"]) == "zh-Hant-TW"
    assert tag_for("en", ["關係"]) == "en"


def test_fallback_never_changes_region_or_script() -> None:
    assert fallback_chain("zh-Hant-TW") == ["zh-Hant-TW", "zh-Hant"]
    assert fallback_chain("zh_CN") == ["zh-Hans-CN", "zh-Hans"]
    assert fallback_chain("zh") == ["zh"]
    assert fallback_chain("en-GB") == ["en-GB", "en"]
    assert fallback_chain("zh-Hant-x-old") == ["zh-Hant-x-old", "zh-Hant"]


def test_parts() -> None:
    assert script_of_tag("zh-Hant-TW") == "Hant"
    assert script_of_tag("en") is script_of_tag("en-x-hant") is script_of_tag("de-1996") is None
    assert language_of("zh_TW") == "zh"
    assert detect_language("MAD（相互保證毀滅）") == detect_language("⽼") == "zh"
    assert detect_language("mutual 1945") == "en"
