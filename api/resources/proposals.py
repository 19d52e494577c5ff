"""Propose one pair: into the review queue, with the two sentences in which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from apiflask import APIBlueprint
from flask import Response

from api.answers import Answer, answer
from api.context import termbase
from api.documented import failures
from api.wire import Body, Name, Segment, Who, Words
from glossary.model import Candidate, Judgement

if TYPE_CHECKING:
    from glossary.operations.proposing import ProposedPair

blueprint = APIBlueprint("proposals", __name__, url_prefix="/api/v1", tag="Review")


class ProposalBody(Body):
    zh: Name
    """The Chinese term, verbatim as in its sentence."""
    en: Name
    """The English term, verbatim as in its sentence."""
    zh_sentence: Segment
    """One line. Without both sentences nothing is proposed: nobody could approve it."""
    en_sentence: Segment
    subject: Words = ""
    by: Who = ""


class ProposedCandidate(Answer):
    candidate: Candidate
    """The pair as it is in the queue; each piece of evidence says who brought it."""
    is_new: bool
    """Whether it is in the queue since now."""
    decided: Judgement | None
    """The decision that stands, where the pair was decided before."""

    @classmethod
    def from_pair(cls, pair: ProposedPair) -> Self:
        fields = {"candidate": pair.candidate, "is_new": pair.is_new, "decided": pair.decided}
        return cls.model_validate(fields)


_SCHEMA = {"$ref": "#/components/schemas/ProposedCandidate"}
_ANSWERS = {
    200: {
        "description": "It was in the queue, or decided, already",
        "content": {"application/json": {"schema": _SCHEMA}},
    },
    201: {"description": "It waits for review"},
}


@blueprint.post("/candidates")
@blueprint.input(ProposalBody, arg_name="body")
@blueprint.output(ProposedCandidate, 201)
@blueprint.doc(responses=failures(409) | _ANSWERS)
def propose(body: ProposalBody) -> Response:
    """Propose a pair, with the two sentences in which its terms stand

    A pair of the queue is answered as it is, with 200, and gets the sentences too; what was
    rejected stays so. Where an entry has the pair, that is 409, and `detail` has its `concept_id`.
    """
    found = termbase().propose_pair(**body.model_dump(), method="manual")
    return answer(ProposedCandidate.from_pair(found), 201 if found.is_new else 200)
