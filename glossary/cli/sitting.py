"""review on a terminal: one candidate after another, with single keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import absence
from glossary.cli.card import CHOICES, card, entry_in_full
from glossary.cli.common import note
from glossary.cli.edges import ask_edges
from glossary.cli.keyboard import RESIZED, keyboard
from glossary.cli.screen import TerminalScreen
from glossary.errors import GlossaryError, InvalidInput
from glossary.model import Candidate, ConceptEntry
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from rich.text import Text

    from glossary.operations.judging import Judged

HELP = (
    "a approve   e amend: move the edges or retype   r reject   s skip   u undo\n"
    "m put it into the entry shown   w why (the whole proof)   q quit   ? this help\n"
    "/ filter: words, kind= method= document= above= state=   12 ⏎ go to the 12th"
)
_KEYS = "a approve  e amend  r reject  s skip  u undo  / filter  ? help  q quit"
_DOWN, _UP = (" ", "\x1b[B", "\x1bOB", "\x1b[6~"), ("\x1b[A", "\x1bOA", "\x1b[5~")
_BACK = ("\x1b", "\r", "\n", "w")  # from the proof to the candidate; other keys act at once


@dataclass
class _Session:
    """A review session: the queue, the position in it, and what was done."""

    opened: Termbase
    where: CandidateFilter
    by: str
    screen: TerminalScreen
    queue: list[Candidate]
    at: int = 0
    done: list[tuple[Candidate, int | None]] = field(default_factory=list)  # (was, step), for undo
    typed: str = ""  # the filter
    said: str = ""  # what the last key did
    with_help: bool = True
    proof: list[Text] | None = None  # shown in place of the candidate
    top: int = 0  # the first line that is shown

    @property
    def candidate(self) -> Candidate:
        return self.queue[self.at]


def sit(opened: Termbase, where: CandidateFilter, by: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InvalidInput(
            "review needs a terminal; without one use --list, --approve, --reject, --approve-above"
        )
    queue = opened.candidates(where)
    if not queue:
        note(absence.no_candidate(opened))
        return
    with TerminalScreen() as screen, keyboard() as keys:
        screen.keys = keys
        session = _Session(opened, where, by, screen, queue)
        while session.at < len(session.queue) or _unfiltered(session):
            _show(session)
            if not _act(session, keys.read()):
                break
    if session.said and session.at >= len(session.queue):
        click.echo(session.said)  # of the last one, which no picture has shown
    click.echo(f"{len(session.done)} judged, {opened.count_candidates(where)} left")


def _unfiltered(session: _Session) -> bool:
    """At the end of a filtered queue, go on with all that wait."""
    if not session.typed:
        return False
    session.typed, was = "", session.typed
    session.queue, session.at = session.opened.candidates(session.where), 0
    session.said = f"that was all of {was}; the filter is off"
    return bool(session.queue)


# ---------------------------------------------------------------- what is shown


def _show(session: _Session) -> None:
    from rich.text import Text

    body = session.screen.wrapped(session.proof or _card(session))
    keys = HELP.split("\n") if session.with_help else [_KEYS]
    foot = [Text(session.said, "yellow"), *(Text(line, "dim") for line in keys)]
    session.top = session.screen.draw(body, session.screen.wrapped(foot), session.top)


def _card(session: _Session) -> list[Text]:
    from rich.text import Text

    opened, candidate = session.opened, session.candidate
    where = f"{session.at + 1} of {len(session.queue)}"
    head = Text(where + (f" · {session.typed}" if session.typed else ""), "dim")
    joins = opened.entry_that_has(candidate.zh, candidate.en)
    return [head, *card(candidate, joins, opened.suggestions(candidate))]


# ---------------------------------------------------------------- keys


def _act(session: _Session, key: str) -> bool:
    """Perform the action of a key; False ends the session. Whatever is shown as done is stored."""
    key = key.lower() if len(key) == 1 else key
    if key in ("q", "\x03", "\x04"):
        return False
    if key == RESIZED:
        return True
    if key in _DOWN or key in _UP:
        session.top += 1 if key in _DOWN[1:] else _page(session) if key == " " else -1
        return True
    was_proof, session.proof, session.top = session.proof, None, 0
    session.said = ""
    if was_proof and key in _BACK:
        return True
    session.with_help = key in ("?", "h")
    action = _go_to if key.isdecimal() else _ACTIONS.get(key)
    try:
        if action:
            action(session, key)
        elif not session.with_help:
            session.said = "? shows the keys"
    except GlossaryError as error:
        session.said = str(error)
    return True


def _page(session: _Session) -> int:
    """Lines to go down by the space bar: all but two of those shown."""
    return max(session.screen.height - 6, 1)


def _decided(session: _Session, message: str, verdict: Judged) -> None:
    session.done.append((session.candidate, verdict.step))
    session.queue[session.at] = verdict.candidate
    session.said = message
    session.at += 1


def _approve(session: _Session, key: str) -> None:
    verdict = session.opened.judge(session.candidate.id, "approve", by=session.by)
    assert verdict.entry
    _decided(session, f"approved → {verdict.entry.id}", verdict)


def _reject(session: _Session, key: str) -> None:
    verdict = session.opened.judge(session.candidate.id, "reject", by=session.by)
    _decided(session, "rejected", verdict)


def _skip(session: _Session, key: str) -> None:
    session.at += 1


def _join(session: _Session, key: str) -> None:
    candidate = session.candidate
    similar = session.opened.suggestions(candidate)[:CHOICES]
    if not similar:
        raise InvalidInput("no entry has either of these terms; a makes a new one")
    entry = _chosen(session, similar) if len(similar) > 1 else similar[0]
    if entry:
        said: dict[str, Any] = {"by": session.by, "concept_id": entry.id}
        verdict = session.opened.judge(candidate.id, "approve", **said)
        _decided(session, f"approved → {entry.id}", verdict)


def _chosen(session: _Session, similar: list[ConceptEntry]) -> ConceptEntry | None:
    """The entry that the user chooses by its number; enter takes the one with both terms."""
    from rich.text import Text

    candidate = session.candidate
    joins = session.opened.entry_that_has(candidate.zh, candidate.en)
    body = [Text(f"{candidate.zh}  =  {candidate.en}", "bold"), Text()]
    for number, entry in enumerate(similar, 1):
        mark = "▸" if joins and entry.id == joins.id else " "
        body += [Text(f"{mark} {number}", "yellow"), *entry_in_full(entry), Text()]
    enter = "   enter: the one marked" if joins else ""
    foot = [Text(f"which? 1 to {len(similar)}{enter}   any other key: none")]
    key = RESIZED
    while key == RESIZED:
        session.screen.draw(session.screen.wrapped(body), foot)
        key = session.screen.keys.read()
    if key in ("\r", "\n"):
        return joins
    numbers = {str(number): entry for number, entry in enumerate(similar, 1)}
    return numbers.get(key)


def _undo(session: _Session, key: str) -> None:
    if not session.done:
        raise InvalidInput("nothing of this sitting to undo; earlier steps: glossary undo")
    candidate, last = session.done[-1]
    step = session.opened.undo(by=session.by, step_id=last)
    session.done.pop()
    _bring(session, candidate)
    session.said = f"undone: {step.verb} {step.summary}"


def _bring(session: _Session, candidate: Candidate) -> None:
    """Show a candidate again, also one that the filter has left out since."""
    places = [at for at, each in enumerate(session.queue) if each.id == candidate.id]
    if places:
        session.at = places[0]
        session.queue[session.at] = candidate
    else:
        session.queue.insert(session.at, candidate)


def _why(session: _Session, key: str) -> None:
    from rich.text import Text

    from glossary.cli.lookup import proof_lines

    proofs = session.opened.why(str(session.candidate.id))
    session.proof = [Text.from_ansi(line) for line in proof_lines(proofs)]


def _help(session: _Session, key: str) -> None:
    session.with_help = True


def _filter(session: _Session, key: str) -> None:
    from glossary.operations.narrowing import narrowed, with_text

    typed = session.screen.ask("/ ", session.typed)
    if typed is None:
        return
    where, text = narrowed(session.where, typed)
    found = with_text(session.opened.candidates(where), text)
    if not found:
        raise InvalidInput(f"nothing in the queue with {typed}; it stays as it was")
    session.queue, session.at, session.typed = found, 0, typed


def _go_to(session: _Session, key: str) -> None:
    typed = session.screen.ask("go to ", key)
    if typed is None:
        return
    if not typed.isdecimal() or not 1 <= int(typed) <= len(session.queue):
        raise InvalidInput(f"{typed}: give a number from 1 to {len(session.queue)}")
    session.at = int(typed) - 1


def _amend(session: _Session, key: str) -> None:
    candidate = session.candidate
    pair = ask_edges(session.screen, candidate)
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


_ACTIONS: dict[str, Callable[[_Session, str], None]] = {
    "a": _approve,
    "e": _amend,
    "r": _reject,
    "s": _skip,
    "u": _undo,
    "m": _join,
    "w": _why,
    "/": _filter,
    "?": _help,
    "h": _help,
}
