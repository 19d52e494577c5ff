"""review on a terminal: one candidate after another, with single keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.edges import ask_edges
from glossary.cli.entries import summary
from glossary.cli.mining_memory import use_lines
from glossary.errors import GlossaryError, InvalidInput
from glossary.model import Candidate, ConceptEntry, leading
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from glossary.operations.judging import Judged

HELP = (
    "a approve   e amend: move the edges or retype   r reject   s skip   u undo\n"
    "m put it into the entry shown   w why (the whole proof)   q quit   ? this help"
)


@dataclass
class _Session:
    """A review session: the queue, the position in it, and what was done."""

    opened: Termbase
    queue: list[Candidate]
    by: str
    console: Console
    at: int = 0
    done: list[tuple[int, int | None]] = field(default_factory=list)  # (position, step), for undo


def sit(opened: Termbase, where: CandidateFilter, by: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InvalidInput(
            "review needs a terminal; without one use --list, --approve, --reject, --approve-above"
        )
    from rich.console import Console

    session = _Session(opened, opened.candidates(where), by, Console(highlight=False))
    if not session.queue:
        click.echo("nothing to review; propose something with: glossary mine FILE")
        return
    click.echo(HELP)
    while session.at < len(session.queue):
        _show(session)
        if not _act(session, click.getchar()):
            break
    left = opened.count_candidates(where)
    click.echo(f"\n{len(session.done)} judged, {left} left")


def _show(session: _Session) -> None:
    from rich.text import Text

    candidate = session.queue[session.at]
    best = leading(candidate)
    console = session.console
    console.rule(f"{session.at + 1} of {len(session.queue)}", style="dim")
    pair = Text.assemble((candidate.zh, "bold green"), "  =  ", (candidate.en, "bold cyan"))
    if candidate.abbreviation:
        pair.append(f"  ({candidate.abbreviation})", "cyan")
    console.print(pair)
    console.print(
        f"{candidate.confidence:.0%} · {candidate.kind} · {candidate.method} · "
        f"{best.document}:{best.line}",
        style="dim",
    )
    for line in use_lines(candidate.use) if candidate.use else ():
        console.print(Text(line, "dim"))
    console.print(_marked(best.zh_context, candidate.zh, "bold green"))
    if best.en_context != best.zh_context:
        console.print(_marked(best.en_context, candidate.en, "bold cyan"))
    for defined in next((e.definitions for e in candidate.evidence if any(e.definitions)), ()):
        if defined:
            console.print(Text(f"  := {' '.join(defined.text.split())}", "dim"))
    for entry in session.opened.suggestions(candidate)[:3]:
        console.print(Text(f"  m → {entry.id}: {summary(entry)}", "yellow"))


def _marked(context: str, term: str, style: str) -> Text:
    from rich.text import Text

    text = Text("  " + context)
    at = context.find(term)
    while at >= 0:
        text.stylize(style, at + 2, at + 2 + len(term))
        at = context.find(term, at + len(term))
    return text


def _act(session: _Session, key: str) -> bool:
    """Perform the action of a key; False ends the session. Whatever is shown as done is stored."""
    candidate = session.queue[session.at]
    actions: dict[str, Callable[[_Session, Candidate], None]] = {
        "a": _approve,
        "e": _amend,
        "r": _reject,
        "s": _skip,
        "u": _undo,
        "m": _join,
        "w": _why,
        "?": lambda s, c: click.echo(HELP),
        "h": lambda s, c: click.echo(HELP),
    }
    if key.lower() in ("q", "\x03", "\x04"):
        return False
    action = actions.get(key.lower())
    if action is None:
        click.echo("? shows the keys")
        return True
    try:
        action(session, candidate)
    except GlossaryError as error:
        session.console.print(str(error), style="red")
    return True


def _decided(session: _Session, message: str, verdict: Judged) -> None:
    session.console.print(message, style="dim")
    session.done.append((session.at, verdict.step))
    session.at += 1


def _approve(session: _Session, candidate: Candidate) -> None:
    verdict = session.opened.judge(candidate.id, "approve", by=session.by)
    assert verdict.entry
    _decided(session, f"approved → {verdict.entry.id}", verdict)


def _reject(session: _Session, candidate: Candidate) -> None:
    verdict = session.opened.judge(candidate.id, "reject", by=session.by)
    _decided(session, "rejected", verdict)


def _skip(session: _Session, candidate: Candidate) -> None:
    session.at += 1


def _join(session: _Session, candidate: Candidate) -> None:
    similar: list[ConceptEntry] = session.opened.suggestions(candidate)[:3]
    if not similar:
        raise InvalidInput("no entry has either of these terms; a makes a new one")
    entry = similar[0]
    if len(similar) > 1:
        click.echo("which? " + "  ".join(f"{n} {e.id}" for n, e in enumerate(similar, 1)))
        key = click.getchar()
        if key not in ("1", "2", "3")[: len(similar)]:
            return
        entry = similar[int(key) - 1]
    verdict = session.opened.judge(candidate.id, "approve", by=session.by, concept_id=entry.id)
    _decided(session, f"approved → {entry.id}", verdict)


def _undo(session: _Session, candidate: Candidate) -> None:
    if not session.done:
        raise InvalidInput("nothing of this sitting to undo; earlier steps: glossary undo")
    place, last = session.done[-1]
    step = session.opened.undo(by=session.by, step_id=last)
    session.at = place
    session.done.pop()
    session.console.print(f"undone: {step.verb} {step.summary}", style="dim")


def _why(session: _Session, candidate: Candidate) -> None:
    from glossary.cli.lookup import proof_lines

    click.echo("\n".join(proof_lines(session.opened.why(str(candidate.id)))))


def _amend(session: _Session, candidate: Candidate) -> None:
    pair = ask_edges(session.console, candidate)
    if pair is None:
        return
    decision = "approve" if pair == (candidate.zh, candidate.en) else "amend"
    done = {"approve": "approved", "amend": "amended"}[decision]
    changed: dict[str, Any] = {
        name: new
        for name, new, old in (("zh", pair[0], candidate.zh), ("en", pair[1], candidate.en))
        if new != old
    }
    verdict = session.opened.judge(candidate.id, decision, by=session.by, **changed)
    assert verdict.entry
    _decided(session, f"{done} → {verdict.entry.id}: {pair[0]} = {pair[1]}", verdict)
