"""A row as a proposal: the units that prove it, with the places of both terms in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from glossary.mining.contexts import context
from glossary.mining.corpus import general
from glossary.mining.corpus.cutting import chinese, english
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.proof import spread
from glossary.mining.corpus.rows import Row, shown_rivals
from glossary.mining.corpus.titles import is_title
from glossary.mining.corpus.wording import Wording
from glossary.mining.knowledge.kinds import kind_of
from glossary.model import CorpusUse, Document, Evidence, Proposal, Rival, Span
from glossary.text.english import singular

METHOD = "parallel"


@dataclass(frozen=True)
class Excerpt:
    """The units of a memory that serve as proof, as a document: a line a side, and where each
    stands in it."""

    document: Document
    places: Mapping[int, tuple[int, int]]
    texts: Mapping[int, tuple[str, str]]


def excerpt(name: str, texts: Mapping[int, tuple[str, str]]) -> Excerpt:
    """The excerpt of a memory of that name; `texts` are (Chinese, English) by number."""
    places, parts, at = {}, [], 0
    for number in sorted(texts):
        zh, en = texts[number]
        places[number] = at, at + len(zh) + 1
        parts.append(f"{zh}\n{en}\n\n")
        at += len(parts[-1])
    text = "".join(parts)
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Excerpt(Document(name, sha256, text, ()), places, texts)


def examples_of(row: Row) -> list[int]:
    """The units that are to prove a row."""
    return spread(row.units, row.origins)


def proposal(row: Row, memory: Described, source: Excerpt) -> Proposal | None:
    """The row with its evidence; None if it stands in none of its units as it was counted."""
    evidence = [e for n in examples_of(row) if (e := _evidence(row, n, source))]
    if not evidence:
        return None
    zh, en = _spelling(row.zh, evidence, source), _spelling(row.en, evidence, source)
    return Proposal(
        zh,
        en,
        "title" if is_title(row.zh, row.en) else kind_of(zh, en),
        METHOD,
        row.confidence,
        tuple(evidence),
        use=use_of(row, memory, en),
    )


def _evidence(row: Row, number: int, source: Excerpt) -> Evidence | None:
    zh, en = source.texts[number]
    left, right = chinese_span(zh, row.zh.key), english_span(en, row.en.key)
    if left is None or right is None:
        return None
    at = source.places[number]
    return Evidence(
        document=source.document.name,
        document_sha256=source.document.sha256,
        zh_context=context(zh, *left),
        en_context=context(en, *right),
        zh_span=(at[0] + left[0], at[0] + left[1]),
        en_span=(at[1] + right[0], at[1] + right[1]),
        line=number,
        method=METHOD,
        confidence=row.confidence,
    )


def chinese_span(text: str, key: str) -> Span | None:
    """Where a gram of Chinese words stands first."""
    cut = chinese(text)
    for first, start in enumerate(cut.start):
        for end in cut.end[first:]:
            found = "".join(cut.folded[start:end].split())
            if found == key:
                return start, end
            if len(found) >= len(key) or not key.startswith(found):
                break
    return None


def english_span(text: str, key: str) -> Span | None:
    """Where a gram of English words stands first, in singular or plural."""
    cut, wanted = english(text), key.split(" ")
    words = [singular(word) for word in cut.words]
    for first in range(len(words) - len(wanted) + 1):
        if words[first : first + len(wanted)] == wanted:
            return cut.start[first], cut.end[first + len(wanted) - 1]
    return None


def _spelling(wording: Wording, evidence: Sequence[Evidence], source: Excerpt) -> str:
    """How most of the proof writes a term, in small letters if some does."""
    text = source.document.text
    spans = [e.zh_span if wording.is_chinese else e.en_span for e in evidence]
    seen = Counter(" ".join(text[slice(*span)].split()) for span in spans)
    return min(seen, key=lambda each: (-seen[each], sum(map(str.isupper, each)), each))


# ---------------------------------------------------------------- how a memory uses it


def use_of(row: Row, memory: Described, en: str) -> CorpusUse:
    """What the memory says of a row that is written `en`: in how many units, with which rivals."""
    pairs, first = memory.pairs, row.pairs[0]
    units = len(row.units)
    zh_units = int(pairs.zh_units[first])
    en_units = sum(int(pairs.en_units[n]) for n in row.pairs)
    return CorpusUse(
        units=units,
        zh_alone=max(0, zh_units - units),
        en_alone=max(0, en_units - units),
        texts=len(set(row.origins.tolist()) - {0}),
        inside=row.inside,
        zh_keyness=_keyness(zh_units, memory.tokens[0], row.zh.words, general.chinese_share),
        en_keyness=_keyness(en_units, memory.tokens[1], row.en.content, general.english_share),
        variants=tuple(_variants(row, memory, en)),
        rivals=tuple(
            Rival(
                rival.zh.text,
                rival.en.text,
                len(rival.units),
                round(len(rival.units) / zh_units, 2),
            )
            for rival in shown_rivals(row)
        ),
    )


def _variants(row: Row, memory: Described, en: str) -> list[str]:
    """The other spellings of the English of a row, but for case."""
    texts = (memory.en[int(memory.pairs.en[n])].text for n in row.pairs)
    seen = {text.lower(): text for text in reversed(list(texts))}
    return [text for key, text in reversed(seen.items()) if key != en.lower()]


def _keyness(units: int, tokens: int, words: Sequence[str], share: Callable[[str], float]) -> float:
    shares = [share(word) for word in words if word[0].isalnum()]
    return round(general.keyness(units, tokens, shares), 1)
