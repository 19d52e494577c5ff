"""What a model was asked and told, what became of it, and what it cost: counted, and in a line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_MOST_REASONS = 5  # told one by one. Chosen: a server may word each error anew


@dataclass
class ModelTally:
    """Counts of what was mined with a model.

    `sentences`: pairs of sentences, of which the answer of `cached` was known. `told`: pairs of
    terms, of which `invented` do not stand in their sentences, and `taken` are proposed; the rest
    can be no terms. `unreadable`: pieces of answers. `problems`: how many sentences had no answer,
    by the reason. `notes`: what else went wrong.
    """

    sentences: int = 0
    cached: int = 0
    requests: int = 0
    tokens: int = 0
    told: int = 0
    invented: int = 0
    taken: int = 0
    unreadable: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The counts in words."""
        dropped = {
            "not verbatim": self.invented,
            "no terms": self.told - self.invented - self.taken,
            "unreadable": self.unreadable,
        }
        return "; ".join(
            (
                f"{self.taken} of {self.told} pairs of the model taken",
                ", ".join(f"{count} {why}" for why, count in dropped.items()),
                f"{self.sentences} sentences, {self.cached} from the cache",
                f"{self.requests} requests, {self.tokens} tokens",
            )
        )

    def remarks(self) -> list[str]:
        """What went wrong, a line each."""
        named = self.problems.most_common(_MOST_REASONS)
        lines = [f"{count} sentences without the model: {reason}" for reason, count in named]
        if rest := self.problems.total() - sum(count for _, count in named):
            lines.append(f"{rest} sentences without the model for other reasons")
        return [*self.notes, *lines]
