"""Generated model values (hypothesis).

All of them pass `glossary.operations.validity.checked`: no empty term, no duplicate language, texts
that XML can hold.
"""

from __future__ import annotations

import string
from functools import cache

from hypothesis import strategies as st

from glossary.model import (
    STATUSES,
    Candidate,
    ConceptEntry,
    Context,
    Evidence,
    Extra,
    Judgement,
    LanguageSection,
    Proposal,
    Span,
    TermSection,
    TranslationUnit,
    Variant,
)

TAGS = ("en", "en-GB", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK", "es")
HAN = "安全困境小院高牆再保證竹子外交軍備競賽头发發頭髮后後面麵一𠮷"
_LATIN = string.ascii_letters + string.digits + " -'&<>\"“”éß"


_ANYTHING = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff")
_SENTENCES = (
    "They met again.",
    "他們又談了一次。",
    "“Trust” <and> verify & wait",
    "軍備競賽\n安全",
    "=1+1",
    "ﾊﾝｶｸ　ＡＢＣ",
    "e\u0301tude",
    "𠮷野家 🙂",
    "a\tb",
)


@cache
def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Any text that XML can hold, not blank."""
    anything = st.text(_ANYTHING, min_size=1, max_size=max_size).filter(lambda text: text.strip())
    return st.sampled_from(_SENTENCES) | anything


@cache
def lines() -> st.SearchStrategy[str]:
    """A field that may be empty."""
    return st.sampled_from(("", "", "", *_SENTENCES)) | texts()


@cache
def zh_terms() -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(HAN), min_size=1, max_size=6)


@cache
def en_terms() -> st.SearchStrategy[str]:
    word = st.text(string.ascii_letters, min_size=1, max_size=8)
    return st.lists(word, min_size=1, max_size=3).map(" ".join)


@cache
def times() -> st.SearchStrategy[str]:
    return st.just("") | st.dates().map(lambda day: f"{day.isoformat()}T00:00:00Z")


@cache
def ids() -> st.SearchStrategy[str]:
    """XML names, as ids must be."""
    rest = st.text(string.ascii_letters + string.digits + "-._", max_size=10)
    return st.builds(str.__add__, st.sampled_from(string.ascii_letters), rest)


@cache
def spans() -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, 999), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1]))


@cache
def extras(depth: int = 2) -> st.SearchStrategy[Extra]:
    children = _some(extras(depth - 1), 2) if depth else st.just(())
    attributes = _some(st.tuples(ids(), lines()), 2)
    return st.builds(Extra, ids(), lines(), lines(), attributes, children)


@cache
def evidences() -> st.SearchStrategy[Evidence]:
    return st.builds(
        Evidence,
        texts(),
        st.text("0123456789abcdef", min_size=64, max_size=64),
        texts(),
        texts(),
        spans(),
        spans(),
        st.integers(1, 999),
        st.sampled_from(("gloss", "parallel")),
        st.floats(0, 1),
        st.none() | texts(),
        st.none() | texts(),
    )


@cache
def terms(text: st.SearchStrategy[str]) -> st.SearchStrategy[TermSection]:
    contexts = _some(st.builds(Context, texts(), lines()), 2)
    return st.builds(
        TermSection,
        text,
        st.sampled_from(STATUSES),
        lines(),
        lines(),
        lines(),
        lines(),
        contexts,
        lines(),
        times(),
        lines(),
        times(),
        _some(extras(), 1),
    )


@cache
def sections(tag: str) -> st.SearchStrategy[LanguageSection]:
    """A section of that tag, without duplicate terms."""
    text = zh_terms() if tag.startswith("zh") else texts()
    return st.builds(
        LanguageSection,
        st.just(tag),
        st.lists(
            terms(text),
            min_size=1,
            max_size=3,
            unique_by=lambda term: " ".join(term.text.split()).casefold(),
        ).map(tuple),
        lines(),
        lines(),
        lines(),
        _some(extras(), 1),
    )


@st.composite
def concept_entries(draw: st.DrawFn, id: str | None = None) -> ConceptEntry:
    """Whole entries of one to three languages."""
    tags = draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=3, unique=True))
    return ConceptEntry(
        id or draw(ids()),
        tuple(draw(sections(tag)) for tag in tags),
        draw(lines()),
        draw(lines()),
        draw(lines()),
        draw(lines()),
        draw(lines()),
        draw(_some(evidences(), 2)),
        draw(lines()),
        draw(times()),
        draw(lines()),
        draw(times()),
        draw(_some(extras(), 1)),
    )


@cache
def translation_units() -> st.SearchStrategy[TranslationUnit]:
    return st.builds(
        TranslationUnit,
        st.builds(Variant, st.sampled_from(("zh-Hans", "zh-Hant")), texts()),
        st.builds(Variant, st.just("en"), texts()),
        lines(),
        lines(),
        times(),
    )


@cache
def proposals() -> st.SearchStrategy[Proposal]:
    return st.builds(
        Proposal,
        zh_terms(),
        en_terms(),
        st.sampled_from(("term", "person", "title")),
        st.sampled_from(("gloss", "parallel")),
        st.floats(0, 1),
        st.lists(evidences(), min_size=1, max_size=2).map(tuple),
        st.none() | en_terms(),
    )


@cache
def candidates() -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        st.integers(1),
        zh_terms(),
        en_terms(),
        st.just("term"),
        st.just("gloss"),
        st.floats(0, 1),
        st.sampled_from(("proposed", "approved", "rejected")),
        st.none() | en_terms(),
        lines(),
        st.none() | ids(),
        _some(evidences(), 2),
    )


@cache
def judgements() -> st.SearchStrategy[Judgement]:
    return st.builds(
        Judgement,
        st.integers(1),
        st.sampled_from(("approve", "amend", "reject", "undo")),
        zh_terms(),
        en_terms(),
        lines(),
        times(),
        lines(),
        st.none() | ids(),
        st.none() | st.integers(1),
    )


@cache
def _some(strategy: st.SearchStrategy, most: int) -> st.SearchStrategy[tuple]:  # type: ignore[type-arg]
    return st.lists(strategy, max_size=most).map(tuple)
