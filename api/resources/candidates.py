"""The review queue: what miners propose, and what people decide."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api.answers import CandidateInFull, Candidates, Verdict, answer, listing
from api.context import termbase
from api.documented import failures
from api.wire import CandidatesQuery, JudgementBody
from glossary.codec import to_plain
from glossary.store.base import CandidateFilter

blueprint = APIBlueprint("candidates", __name__, url_prefix="/api/v1", tag="Review")


@blueprint.get("/candidates")
@blueprint.input(CandidatesQuery, location="query", arg_name="query")
@blueprint.output(Candidates)
def list_candidates(query: CandidatesQuery) -> Response:
    """Proposed pairs with the sentences that prove them, the surest first"""
    where = CandidateFilter(
        None if query.state == "any" else query.state,
        query.least_confidence,
        query.kind,
        query.method,
        query.document,
    )
    found = termbase().candidates(where, limit=query.limit, offset=query.offset)
    items = [to_plain(candidate, defaults=True) for candidate in found]
    return listing(items, termbase().count_candidates(where), query.limit, query.offset)


@blueprint.get("/candidates/<int:candidate_id>")
@blueprint.output(CandidateInFull)
@blueprint.doc(responses=failures(404))
def get_candidate(candidate_id: int) -> Response:
    """A pair, what was decided about it, and the entries that it may belong to"""
    candidate = termbase().candidate(candidate_id)
    value = {
        "candidate": candidate,
        "judgements": termbase().judgements(candidate_id),
        "suggestions": termbase().suggestions(candidate),
    }
    joins = termbase().entry_that_has(candidate.zh, candidate.en)
    plain = {name: to_plain(item, defaults=True) for name, item in value.items()}
    return answer(plain | {"joins": joins.id if joins else None})


@blueprint.post("/candidates/<int:candidate_id>/judgement")
@blueprint.input(JudgementBody, arg_name="body")
@blueprint.output(Verdict)
@blueprint.doc(responses=failures(404, 409))
def judge(candidate_id: int, body: JudgementBody) -> Response:
    """Approve, amend or reject a pair; a second judgement is 409"""
    verdict = termbase().judge(candidate_id, **body.model_dump())
    value = {
        "candidate": verdict.candidate,
        "judgement": verdict.judgement,
        "concept": verdict.entry,
        "step": verdict.step,
    }
    return answer({name: to_plain(item, defaults=True) for name, item in value.items()})
