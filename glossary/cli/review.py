"""review: list and judge the queue by options; without any, on a terminal (see `sitting`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import absence
from glossary.cli.common import (
    by_option,
    emit,
    format_option,
    gathered,
    quiet_option,
    say,
    termbase,
)
from glossary.cli.entries import summary
from glossary.cli.mining_memory import use_row
from glossary.cli.renamed import Renamed, RenamedChoice
from glossary.cli.sitting import sit
from glossary.codec import to_plain
from glossary.model import KINDS, METHODS, Candidate, leading
from glossary.store.base import CandidateFilter
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from glossary.operations.judging import Judged

LIST_COLUMNS = ("id", "zh", "en", "kind", "method", "confidence", "document")


@dataclass(frozen=True, slots=True)
class _Act:
    """The action that the options ask for: the first one given."""

    listing: bool
    approve: bool
    reject: bool
    amend: bool
    approve_above: float | None
    conflicts: bool
    keep_ours: int | None
    take_theirs: int | None

    @property
    def decision(self) -> str:
        return next((name for name in ("approve", "reject", "amend") if getattr(self, name)), "")


def _candidates_asked(
    state: str,
    least: float,
    below: float | None,
    kind: str | None,
    method: str | None,
    document: str | None,
    subject: str | None,
    text: str | None,
) -> CandidateFilter:
    named = Path(document).name if document else None
    wanted = None if state == "any" else state
    return CandidateFilter(wanted, least, kind, method, named, subject, text or None, below)


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
@click.option(
    "--concept-id",
    cls=Renamed,
    former=("--to",),
    metavar="ID",
    help="Put approved terms into this entry.",
)
@click.option("--conflicts", is_flag=True, help="List what imports left to be settled.")
@click.option("--keep-ours", type=int, metavar="N", help="Settle conflict N: ours stands.")
@click.option("--take-theirs", type=int, metavar="N", help="Settle conflict N: theirs stands.")
@click.option("--note", default="", help="A remark on the decision.")
@click.option(
    "--state",
    type=RenamedChoice(("proposed", "approved", "rejected", "any"), {"all": "any"}),
    default="proposed",
    show_default=True,
    help="With --list: which candidates.",
)
@click.option("--document", help="Only candidates from this document (name or SHA-256).")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind.")
@click.option("--method", type=click.Choice(METHODS), help="Only found by this method.")
@click.option("--subject", help="Only of this subject field.")
@click.option("--text", help="Only with this piece of either term, in any script and case.")
@click.option(
    "--least",
    cls=Renamed,
    former=("--above",),
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Only from this confidence on.",
)
@click.option("--below", type=click.FloatRange(0, 1), help="Only less sure than this.")
@by_option
@format_option
@quiet_option
@click.pass_context
@gathered("where", _candidates_asked)
@gathered("act", _Act)
def review_command(
    context: click.Context,
    /,
    ids: tuple[int, ...],
    act: _Act,
    where: CandidateFilter,
    form: str,
    by: str,
    note: str,
    **into: str | None,
) -> None:
    """Judge proposed pairs: with single keys on a terminal, or by options.

    \b
        glossary review                     one after another; ? shows the keys
        glossary review --list
        glossary review --approve 3 5 8
        glossary review --amend 4 --zh 安全困境 --en "security dilemma"
        glossary review --approve-above 0.9
    """
    with termbase(context) as opened:
        if act.conflicts:
            rows = (to_plain(c, defaults=True) for c in opened.conflicts())
            columns = ("id", "concept_id", "differences", "source")
            emit(rows, form, columns, lambda: absence.no_conflict(opened))
        elif act.keep_ours is not None or act.take_theirs is not None:
            _settle(opened, act.keep_ours, act.take_theirs, by)
        elif act.listing:
            listed = (candidate_row(c) for c in opened.candidates(where))
            emit(listed, form, LIST_COLUMNS, lambda: absence.no_candidate(opened))
        elif act.approve_above is not None:
            sure = replace(where, least_confidence=act.approve_above)
            _print_judged(opened.approve_above(sure, by=by, note=note))
        elif act.decision == "amend":
            _amend(opened, ids, by=by, note=note, **into)
        elif act.decision:
            if not ids:
                raise click.UsageError(f"--{act.decision} takes one or more IDS (see --list)")
            said: dict[str, Any] = {"by": by, "note": note, "concept_id": into["concept_id"]}
            _print_judged(opened.judge(number, act.decision, **said) for number in ids)
        else:
            sit(opened, where, by)


def _settle(opened: Termbase, ours: int | None, theirs: int | None, by: str) -> None:
    for number, take in ((ours, "ours"), (theirs, "theirs")):
        if number is not None:
            entry = opened.settle(number, take, by=by)
            stands = f"{entry.id}: {summary(entry)}" if entry else "the entry stays deleted"
            say(f"conflict {number}: {take} stands; {stands}")


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
        **(use_row(candidate.use, for_eyes=False) if candidate.use else {}),
    }


def _amend(opened: Termbase, ids: tuple[int, ...], **said: Any) -> None:
    if len(ids) != 1 or (said["zh"] is None and said["en"] is None):
        raise click.UsageError("--amend takes one ID and --zh or --en")
    verdict = opened.judge(ids[0], "amend", **said)
    say(f"amended {ids[0]}: {_outcome(verdict)}")


def _print_judged(verdicts: Iterable[Judged]) -> None:
    """Print decisions as they are stored, one by one; the first that fails raises its error."""
    done = 0
    for verdict in verdicts:
        done += 1
        say(f"{verdict.candidate.state} {verdict.candidate.id}: {_outcome(verdict)}")
    say(f"{done} judged")


def _outcome(verdict: Judged) -> str:
    """The pair as judged, and the entry that it went into."""
    where = f" -> {verdict.entry.id}" if verdict.entry else ""
    return f"{verdict.judgement.zh} = {verdict.judgement.en}{where}"
