"""propose: put one pair into the review queue, with the sentences that prove it."""

from __future__ import annotations

import click

from glossary.cli.common import by_option, quiet_option, say, termbase
from glossary.model import Candidate, Judgement
from glossary.operations.proposing import ProposedPair


@click.command("propose")
@click.argument("zh")
@click.argument("en")
@click.option("--zh-sentence", required=True, help="A Chinese sentence with ZH as it is.")
@click.option("--en-sentence", required=True, help="Its translation, with EN as it is.")
@click.option("--subject", default="", help="Subject field.")
@by_option
@quiet_option
@click.pass_context
def propose_command(
    context: click.Context,
    zh: str,
    en: str,
    zh_sentence: str,
    en_sentence: str,
    subject: str,
    by: str,
) -> None:
    """Propose the pair ZH EN: it waits in the review queue, with its sentences as proof.

    A pair that is in the queue gets the sentences too; what was rejected stays rejected.
    """
    with termbase(context) as opened:
        found = opened.propose_pair(
            zh, en, zh_sentence, en_sentence, subject=subject, by=by, method="manual"
        )
        say(_told(found))


def _told(found: ProposedPair) -> str:
    if found.decided and found.candidate.state != "proposed":
        return _decided(found.candidate, found.decided)
    waits = "waits for review" if found.is_new else "is in the queue already"
    return f"{_pair(found.candidate)} {waits}"


def _decided(candidate: Candidate, said: Judgement) -> str:
    who = ", ".join(part for part in (said.by, said.at, said.note) if part)
    return f"{_pair(candidate)} was {candidate.state} already ({who})"


def _pair(candidate: Candidate) -> str:
    return f"candidate {candidate.id}: {candidate.zh} = {candidate.en}"
