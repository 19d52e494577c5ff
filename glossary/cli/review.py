"""review: one candidate after another with single keys, or by options without a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import by_option, emit, format_option, termbase
from glossary.cli.entries import summary
from glossary.codec import to_plain
from glossary.errors import GlossaryError, InvalidInput
from glossary.model import KINDS, METHODS, Candidate, ConceptEntry, leading
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from glossary.operations.judging import Judged

LIST_COLUMNS = ("id", "zh", "en", "kind", "method", "confidence", "document")
HELP = (
    "a approve   e amend: move the edges or retype   r reject   s skip   u undo\n"
    "m put it into the entry shown   w why (the whole proof)   q quit   ? this help"
)
EDGE_HELP = (
    "amending: ← → move the left edge   shift-← → (or < >) the right edge   tab other language\n"
    "t retype   enter accept   esc leave it"
)


@click.command("review")
@click.argument("ids", nargs=-1, type=int)
@click.option("--list", "listing", is_flag=True, help="Print the queue.")
@click.option("--approve", is_flag=True, help="Approve the candidates IDS.")
@click.option("--reject", is_flag=True, help="Reject the candidates IDS.")
@click.option("--amend", is_flag=True, help="Approve one candidate with --zh and --en.")
@click.option(
    "--approve-above", type=click.FloatRange(0, 1), help="Approve all from this confidence on."
)
@click.option("--zh", help="With --amend: the Chinese term.")
@click.option("--en", help="With --amend: the English term.")
@click.option("--to", "concept_id", metavar="ID", help="Put approved terms into this entry.")
@click.option("--conflicts", is_flag=True, help="List what imports left to be settled.")
@click.option("--keep-ours", type=int, metavar="N", help="Settle conflict N: ours stands.")
@click.option("--take-theirs", type=int, metavar="N", help="Settle conflict N: theirs stands.")
@click.option("--note", default="", help="A remark on the decision.")
@click.option(
    "--state",
    type=click.Choice(["proposed", "approved", "rejected", "all"]),
    default="proposed",
    show_default=True,
    help="With --list: which candidates.",
)
@click.option("--document", help="Only candidates from this document (name or SHA-256).")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind.")
@click.option("--method", type=click.Choice(METHODS), help="Only found by this method.")
@click.option(
    "--above",
    "least_confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Only from this confidence on.",
)
@by_option
@format_option
@click.pass_context
def review_command(
    context: click.Context,
    ids: tuple[int, ...],
    listing: bool,
    approve: bool,
    reject: bool,
    amend: bool,
    approve_above: float | None,
    zh: str | None,
    en: str | None,
    concept_id: str | None,
    note: str,
    state: str,
    document: str | None,
    kind: str | None,
    method: str | None,
    least_confidence: float,
    by: str,
    form: str,
    conflicts: bool,
    keep_ours: int | None,
    take_theirs: int | None,
) -> None:
    """Judge proposed pairs: with single keys on a terminal, or by options.

    \b
        glossary review                     one after another; ? shows the keys
        glossary review --list
        glossary review --approve 3 5 8
        glossary review --amend 4 --zh 安全困境 --en "security dilemma"
        glossary review --approve-above 0.9
    """
    named = Path(document).name if document else None
    where = CandidateFilter(
        None if state == "all" else state, least_confidence, kind, method, named
    )
    decision = "approve" if approve else "reject" if reject else "amend" if amend else None
    with termbase(context) as opened:
        if conflicts:
            rows = (to_plain(c, defaults=True) for c in opened.conflicts())
            emit(rows, form, ("id", "concept_id", "differences", "source"))
        elif keep_ours is not None or take_theirs is not None:
            _settle(opened, keep_ours, take_theirs, by)
        elif listing:
            emit((candidate_row(c) for c in opened.candidates(where)), form, LIST_COLUMNS)
        elif approve_above is not None:
            sure = replace(where, state="proposed", least_confidence=approve_above)
            _judge_all(opened, [c.id for c in opened.candidates(sure)], "approve", by, note)
        elif decision == "amend":
            if len(ids) != 1 or (zh is None and en is None):
                raise click.UsageError("--amend takes one ID and --zh or --en")
            verdict = opened.judge(
                ids[0], "amend", by=by, zh=zh, en=en, concept_id=concept_id, note=note
            )
            assert verdict.entry
            pair = f"{verdict.judgement.zh} = {verdict.judgement.en}"
            click.echo(f"amended {ids[0]}: {pair} -> {verdict.entry.id}")
        elif decision:
            if not ids:
                raise click.UsageError(f"--{decision} takes one or more IDS (see --list)")
            _judge_all(opened, list(ids), decision, by, note, concept_id)
        else:
            _interactive(opened, where, by)


def _settle(opened: Termbase, ours: int | None, theirs: int | None, by: str) -> None:
    for number, take in ((ours, "ours"), (theirs, "theirs")):
        if number is not None:
            entry = opened.settle(number, take, by=by)
            click.echo(f"conflict {number}: {take} stands; {entry.id}: {summary(entry)}")


def candidate_row(candidate: Candidate) -> dict[str, object]:
    best = leading(candidate) if candidate.evidence else None
    return {
        "id": candidate.id,
        "zh": candidate.zh,
        "en": candidate.en,
        "abbreviation": candidate.abbreviation,
        "kind": candidate.kind,
        "method": candidate.method,
        "confidence": round(candidate.confidence, 3),
        "state": candidate.state,
        "subject": candidate.subject,
        "concept_id": candidate.concept_id,
        "document": best.document if best else "",
        "line": best.line if best else None,
        "zh_context": best.zh_context if best else "",
        "en_context": best.en_context if best else "",
        "evidence": len(candidate.evidence),
    }


def _judge_all(
    opened: Termbase,
    ids: list[int],
    decision: str,
    by: str,
    note: str,
    concept_id: str | None = None,
) -> None:
    """Each decision is stored by itself; the first that cannot be is an error."""
    for number in ids:
        verdict = opened.judge(number, decision, by=by, note=note, concept_id=concept_id)
        where = f" -> {verdict.entry.id}" if verdict.entry else ""
        pair = f"{verdict.judgement.zh} = {verdict.judgement.en}"
        click.echo(f"{verdict.candidate.state} {number}: {pair}{where}")
    click.echo(f"{len(ids)} judged")


# ---------------------------------------------------------------- on a terminal


@dataclass
class _Session:
    """One sitting: the queue, where in it we are, and what was done."""

    opened: Termbase
    queue: list[Candidate]
    by: str
    console: Console
    at: int = 0
    done: list[tuple[int, int | None]] = field(default_factory=list)  # (place, step), for undo


def _interactive(opened: Termbase, where: CandidateFilter, by: str) -> None:
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
    left = opened.store.count_candidates(where)
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
    console.print(_marked(best.zh_context, candidate.zh, "bold green"))
    if best.en_context != best.zh_context:
        console.print(_marked(best.en_context, candidate.en, "bold cyan"))
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
    """Do what a key says; False ends the sitting. What is shown as done is stored."""
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
    pair = _edges(session, candidate)
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


# ---------------------------------------------------------------- moving the edges

_LEFT, _RIGHT = ("\x1b[D", "\x1bOD"), ("\x1b[C", "\x1bOC")
_SHIFT_LEFT, _SHIFT_RIGHT = ("\x1b[1;2D", "<", ","), ("\x1b[1;2C", ">", ".")


def _edges(session: _Session, candidate: Candidate) -> tuple[str, str] | None:
    """The pair with edges moved by key presses; None where the person leaves it."""
    from rich.text import Text

    best = leading(candidate)
    contexts = {"zh": best.zh_context, "en": best.en_context}
    spans = {
        side: _find(contexts[side], term)
        for side, term in (("zh", candidate.zh), ("en", candidate.en))
    }
    side = "zh"
    click.echo(EDGE_HELP)
    while True:
        start, end = spans[side]
        line = Text("  " + contexts[side])
        line.stylize("bold reverse", start + 2, end + 2)
        session.console.print(line)
        key = click.getchar()
        if key in ("\r", "\n"):
            return (contexts["zh"][slice(*spans["zh"])], contexts["en"][slice(*spans["en"])])
        if key in ("\x1b", "\x03", "q"):
            return None
        if key == "\t":
            side = "en" if side == "zh" else "zh"
        elif key == "t":
            typed = click.prompt(side, default=contexts[side][start:end])
            spans[side] = _find(contexts[side], typed.strip())
        else:
            spans[side] = move_edge(contexts[side], (start, end), key, words=side == "en")


def _find(context: str, term: str) -> tuple[int, int]:
    at = context.find(term)
    if at < 0:
        raise InvalidInput(f"{term!r} does not stand in the sentence")
    return at, at + len(term)


def move_edge(context: str, span: tuple[int, int], key: str, *, words: bool) -> tuple[int, int]:
    """The span with one edge moved by a character, or by a word in English; never empty."""
    start, end = span
    if key in _LEFT:
        start = _step(context, start, -1, words)
    elif key in _RIGHT:
        start = _step(context, start, 1, words)
    elif key in _SHIFT_LEFT:
        end = _step(context, end, -1, words)
    elif key in _SHIFT_RIGHT:
        end = _step(context, end, 1, words)
    return (start, end) if 0 <= start < end <= len(context) else span


def _step(context: str, at: int, by: int, words: bool) -> int:
    at += by
    while words and 0 < at < len(context) and context[at - 1].isalnum() == context[at].isalnum():
        at += by
    return at
