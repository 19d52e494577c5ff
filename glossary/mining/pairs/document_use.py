"""How the sentence pairs of a document use words and phrases: recurrence, and signs of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glossary.mining.pairs.recurrence import PairRecurrence
from glossary.mining.pairs.sentence_pair import SentencePair
from glossary.mining.pairs.termhood import PhraseUse


@dataclass(frozen=True)
class DocumentUse:
    """What recurs in a document, and how each language uses its phrases there."""

    recurrence: PairRecurrence
    zh: PhraseUse
    en: PhraseUse


def use_of(pairs: Sequence[SentencePair]) -> DocumentUse:
    return DocumentUse(
        PairRecurrence((p.simplified for p in pairs), (p.en_tokens for p in pairs)),
        PhraseUse(((p.zh_tokens, p.zh_stretches) for p in pairs), "zh"),
        PhraseUse(((p.en_tokens, p.en_stretches) for p in pairs), "en"),
    )
