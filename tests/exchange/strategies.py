"""Generated termbases, with every field of the model set to any valid value."""

from __future__ import annotations

from hypothesis import strategies as st

from glossary.model import (
    STATUSES,
    ConceptEntry,
    Context,
    Evidence,
    Extra,
    LanguageSection,
    TermSection,
)

HAN = "小院高牆墙軟體软件國国關关係系安全困境民主"
SIGNS = "<&>\"'\t\n ,;|=+-@#_{}[]　é—“”"
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
plain = st.text(st.sampled_from("abcdeXYZ 0129" + HAN + SIGNS), max_size=16)
texts = st.one_of(plain, plain, anything)
filled = texts.filter(lambda text: text.strip() != "")
names = st.from_regex(r"[A-Za-z_][A-Za-z0-9._-]{0,8}", fullmatch=True) | st.sampled_from(
    ["中文", "_u4E2D_", "_u12345", "a__u0041", "é1", "x.y-z"]
)
dates = st.sampled_from(["", "2026-01-02", "2026-01-02T03:04:05Z", "2024-02-29", "yesterday"])
zh_tags = ("zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK", "zh-Hant", "zh-Hans", "zh")
tags = st.sampled_from((*zh_tags, "en", "en-GB", "en-US", "es", "zh-Hant-US", "sr-Latn", "de-1996"))

extras = st.recursive(
    st.builds(
        Extra,
        st.sampled_from(
            "termNote admin descrip note ref xref transacGrp descripGrp date transac id".split()
        ),
        st.sampled_from(
            "grammaticalGender subjectField definition context source partOfSpeech termType "
            "administrativeStatus geographicalUsage customerSubset crossReference xGraphic "
            "externalCrossReference transactionType responsibility reliabilityCode".split()
        )
        | st.just(""),
        st.sampled_from(["noun", "masculine", "origination", "acronym", "2026-01-02"]) | texts,
        st.sampled_from(
            [(), (("target", "c1"),), (("target", "https://example.org/a?b=c"),), (("id", "t1"),)]
        ),
    ),
    lambda inner: st.builds(
        Extra,
        st.sampled_from(["transacGrp", "descripGrp", "adminGrp", "termCompList"]),
        st.just(""),
        st.just(""),
        st.just(()),
        st.lists(inner, min_size=1, max_size=2).map(tuple),
    ),
    max_leaves=4,
)
transactions = st.builds(
    lambda kind, when, who: Extra(
        "transacGrp",
        children=(
            Extra("transac", "transactionType", kind),
            Extra("date", "", when),
            Extra("transacNote", "responsibility", who),
        ),
    ),
    st.sampled_from(["origination", "modification"]),
    dates.filter(bool),
    texts,
)
second_definitions = st.builds(
    lambda text, source: Extra(
        "descripGrp",
        children=(Extra("descrip", "definition", text), Extra("admin", "source", source)),
    ),
    texts,
    texts,
)
extra_lists = st.lists(extras | transactions | second_definitions, max_size=3).map(tuple)
contexts = st.lists(st.builds(Context, texts, texts), max_size=2).map(tuple)
terms = st.builds(
    TermSection,
    filled,
    st.sampled_from(STATUSES),
    st.sampled_from(["", "noun", "verb", "properNoun", "Noun", "proper noun", "idiom"]),
    st.sampled_from(["", "acronym", "fullForm", "initialism", "full form"]),
    texts,
    texts,
    contexts,
    texts,
    dates,
    texts,
    dates,
    extra_lists,
)
evidence = st.lists(
    st.builds(
        Evidence,
        document=st.sampled_from(["/a/b.txt", "c:\\d\\e.md", "f"]),
        document_sha256=st.just("0" * 64),
        zh_context=texts,
        en_context=texts,
        zh_span=st.just((0, 1)),
        en_span=st.just((1, 2)),
        line=st.just(1),
        method=st.just("gloss"),
        confidence=st.just(0.5),
    ),
    max_size=1,
).map(tuple)


@st.composite
def sections(draw: st.DrawFn, tag: str) -> LanguageSection:
    return LanguageSection(
        tag,
        tuple(draw(st.lists(terms, min_size=1, max_size=3))),
        draw(texts),
        draw(texts),
        draw(texts),
        draw(extra_lists),
    )


@st.composite
def entries(draw: st.DrawFn, identifier: str = "c1", mined: bool = True) -> ConceptEntry:
    chosen = draw(st.lists(tags, min_size=1, max_size=4, unique=True))
    return ConceptEntry(
        identifier,
        tuple(draw(sections(tag)) for tag in chosen),
        *(draw(texts) for _ in range(5)),
        draw(evidence) if mined else (),
        draw(texts),
        draw(dates),
        draw(texts),
        draw(dates),
        draw(extra_lists),
    )


@st.composite
def termbases(draw: st.DrawFn, mined: bool = True) -> list[ConceptEntry]:
    """One to three entries with different ids."""
    chosen = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return [draw(entries(identifier, mined)) for identifier in chosen]


def columns_of(profile: str, format: str, direction: str) -> dict[str, str] | None:
    """A mapping for tables that do not say which column is Chinese, as generated terms do not show
    it."""
    if (profile, format) not in (("omegat", "tsv"), ("weblate", "csv"), ("deepl", "csv")):
        return None
    source, target = direction.split("-")
    columns = {"1": f"term:{source}", "2": f"term:{target}", "3": "note"}
    if profile == "weblate":
        heads = ("source", "target", "translator_comments")
        return dict(zip(heads, columns.values(), strict=True))
    return columns if profile == "omegat" else {"1": columns["1"], "2": columns["2"]}
