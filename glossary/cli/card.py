"""How a candidate is shown: the pair, its proof, and the entry that it may join."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.cli.entries import entry_lines, summary
from glossary.cli.mining_memory import use_lines
from glossary.model import Candidate, ConceptEntry, Evidence, leading

if TYPE_CHECKING:
    from rich.text import Text

ZH, EN = "bold green", "bold cyan"
CHOICES = 3  # entries to choose from. Chosen: those with both terms come first


def card(
    candidate: Candidate, joins: ConceptEntry | None, similar: list[ConceptEntry]
) -> list[Text]:
    """The paragraphs of a candidate; `joins` is the entry that has both terms and takes it."""
    from rich.text import Text

    best = leading(candidate)
    pair = Text.assemble((candidate.zh, ZH), "  =  ", (candidate.en, EN))
    if candidate.abbreviation:
        pair.append(f"  ({candidate.abbreviation})", "cyan")
    return [
        pair,
        Text(_facts(candidate, best), "dim"),
        *(Text(line, "dim") for line in (use_lines(candidate.use) if candidate.use else ())),
        *contexts(candidate, best),
        Text(),
        *_entries(joins, similar),
    ]


def _facts(candidate: Candidate, best: Evidence) -> str:
    state = "" if candidate.state == "proposed" else f"{candidate.state} · "
    return (
        f"{state}{candidate.confidence:.0%} · {candidate.kind} · {candidate.method} · "
        f"{best.document}:{best.line}{f' · {best.by}' if best.by else ''}"
    )


def contexts(candidate: Candidate, best: Evidence) -> Iterator[Text]:
    """The sentences with the terms marked, one that holds both only once; then the definitions."""
    from rich.text import Text

    zh = Text(f"  {_in_a_line(best.zh_context)}")
    zh.highlight_regex(_exactly(candidate.zh), ZH)
    if best.en_context == best.zh_context:
        zh.highlight_regex(_exactly(candidate.en), EN)
        yield zh
    else:
        en = Text(f"  {_in_a_line(best.en_context)}")
        en.highlight_regex(_exactly(candidate.en), EN)
        yield from (zh, en)
    for defined in next((e.definitions for e in candidate.evidence if any(e.definitions)), ()):
        if defined:
            yield Text(f"  := {_in_a_line(defined.text)}", "dim")


def _exactly(term: str) -> str:
    import re

    return re.escape(term)


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _entries(joins: ConceptEntry | None, similar: list[ConceptEntry]) -> Iterator[Text]:
    """The entry that takes the pair, in full; else those that share a term with it."""
    from rich.text import Text

    if joins:
        yield Text(f"▸ a, m → {joins.id} has both terms:", "yellow")
        yield from entry_in_full(joins)
    for entry in [each for each in similar if not joins or each.id != joins.id][:CHOICES]:
        yield Text(f"  m → {entry.id}: {summary(entry)}", "yellow")


def entry_in_full(entry: ConceptEntry) -> list[Text]:
    from rich.text import Text

    return [Text.from_ansi(f"  {line}") for line in entry_lines(entry)]
