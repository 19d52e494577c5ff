"""Reports of what an export drops or changes, by entry and in total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Action = Literal["dropped", "changed", "moved", "left out"]

LISTED = 10_000
"""What a report lists one by one of each kind, beyond which only the sums grow: chosen. A report of
as many takes a few MB; half or double moves that and nothing else."""
_SHOWN = 60  # characters of a value in a line for a person: chosen, and decides nothing


@dataclass(frozen=True, slots=True)
class Loss:
    """A part of an entry that the file will not hold, or will hold in another form.

    `field` is named as in the model (`term_note` for a term's note); `where` is the language tag,
    the term, or both; `value` is what is lost; `reason` is "" if the format just has no place for
    it.
    """

    concept_id: str
    action: Action
    field: str
    value: str = ""
    where: str = ""
    reason: str = ""

    def __str__(self) -> str:
        where = f" of {self.where}" if self.where else ""
        value = self.value if len(self.value) <= _SHOWN else f"{self.value[:_SHOWN]}…"
        shown = f": {value}" if value else ""
        reason = f" ({self.reason})" if self.reason else ""
        name = self.field.replace("_", " ")
        return f"{self.concept_id}: {name}{where} {self.action}{reason}{shown}"


class Teller:
    """Reports losses of the entry `concept_id`, which is set before each."""

    def __init__(self, lose: Callable[[Loss], None]) -> None:
        self._lose = lose
        self.concept_id = ""

    def __call__(
        self, action: Action, field: str, value: str = "", where: str = "", reason: str = ""
    ) -> None:
        self._lose(Loss(self.concept_id, action, field, value, where, reason))


@dataclass(slots=True)
class LossReport:
    """All losses of one export of `entries` entries, of which `written` were written.

    `unnoted` says why the termbase could not record the export, where it should have.
    """

    profile: str
    zh_tag: str = ""
    entries: int = 0
    written: int = 0
    losses: list[Loss] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    unnoted: str = ""

    def add(self, loss: Loss) -> None:
        self.counts[loss.action, loss.field] += 1
        if len(self.losses) < LISTED:
            self.losses.append(loss)

    def __bool__(self) -> bool:
        """Whether anything is lost."""
        return bool(self.counts)

    def total(self) -> int:
        return sum(self.counts.values())

    def lines(self) -> Iterator[str]:
        """The report as lines of text: totals first, then by entry."""
        tag = f", {self.zh_tag}" if self.zh_tag else ""
        yield f"{self.profile}{tag}: {self.written} of {self.entries} entries written"
        if not self:
            yield "nothing is lost"
        for (action, name), count in sorted(
            self.counts.items(), key=lambda pair: (-pair[1], *pair)
        ):
            yield f"  {count:>6}  {name.replace('_', ' ')} {action}"
        yield from (str(loss) for loss in self.losses)
        if self.total() > len(self.losses):
            yield f"… and {self.total() - len(self.losses)} more"

    def as_json(self) -> dict[str, object]:
        """The report as JSON data."""
        return {
            "profile": self.profile,
            "zh_tag": self.zh_tag,
            "entries": self.entries,
            "written": self.written,
            "sums": [
                {"action": action, "field": name, "count": count}
                for (action, name), count in sorted(self.counts.items())
            ],
            "losses": [
                {
                    "concept_id": loss.concept_id,
                    "action": loss.action,
                    "field": loss.field,
                    "where": loss.where,
                    "value": loss.value,
                    "reason": loss.reason,
                }
                for loss in self.losses
            ],
            "unlisted": self.total() - len(self.losses),
        }
