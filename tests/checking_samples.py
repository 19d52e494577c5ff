"""Shared by tests of checking: a small termbase, and segments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glossary.checking.checker import Checker
from glossary.checking.expectations import TermsToCheck
from glossary.checking.finding import Finding
from glossary.checking.rendering import WordWeights
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.lookup.recognition.recognizer import Recognizer
from glossary.store.base import TermRow
from glossary.text.tags import language_of

TW, CN, EN = "zh-Hant-TW", "zh-Hans-CN", "en"
ENTRIES = {
    "video": [(EN, "video"), (TW, "影片"), (CN, "视频"), (TW, "錄像", "deprecated")],
    "dilemma": [(EN, "security dilemma"), (TW, "安全困境")],
    "bill": [(EN, "bill of exchange"), (TW, "匯票")],
    "who": [(EN, "World Health Organization"), (EN, "WHO", "admitted"), (TW, "世界衛生組織")],
    "bank-money": [(EN, "bank"), (TW, "銀行")],
    "bank-river": [(EN, "bank"), (TW, "河岸")],
    "indonesia": [(EN, "Indonesia"), (TW, "印度尼西亞")],
    "india": [(EN, "India"), (TW, "印度")],
    "insurer": [(EN, "insurer"), (TW, "保險人")],
    "platform": [(EN, "platform"), (TW, "平臺")],
}


def terms_of(
    entries: dict[str, list[Any]] = ENTRIES, subjects: dict[str, str] | None = None
) -> TermsToCheck:
    """A termbase of `{id: [(tag, text[, status])]}`."""
    rows: list[TermRow] = []
    for concept_id, forms in entries.items():
        subject = (subjects or {}).get(concept_id, "")
        for tag, text, *status in forms:
            said = status[0] if status else "preferred"
            language = language_of(tag)
            rows.append(TermRow(len(rows), concept_id, tag, language, text, said, subject))
    by_id: dict[str, list[TermRow]] = {}
    for row in rows:
        by_id.setdefault(row.concept_id, []).append(row)
    weights = WordWeights(row.text for row in rows if row.language == "en")
    recognizer = Recognizer(rows)
    return TermsToCheck(
        recognizer.recognize, lambda ids: [row for i in ids for row in by_id.get(i, ())], weights
    )


def segments(*pairs: tuple[str, str], zh_tag: str = TW) -> list[BilingualSegment]:
    """Segments from the language of each first text into the other."""
    made = []
    for number, (source, target) in enumerate(pairs, 1):
        into = zh_tag if source.isascii() else EN
        out_of = EN if source.isascii() else zh_tag
        made.append(
            BilingualSegment(number, SegmentSide(out_of, source), SegmentSide(into, target))
        )
    return made


def found(
    *pairs: tuple[str, str],
    terms: TermsToCheck | None = None,
    rules: Iterable[str] = (),
    zh_tag: str = TW,
    **settings: Any,
) -> list[Finding]:
    """The findings in segments, by the small termbase unless another is given."""
    settings_of = CheckSettings.of(rules=list(rules), **settings)
    return list(Checker(terms or terms_of(), settings_of).findings(segments(*pairs, zh_tag=zh_tag)))
