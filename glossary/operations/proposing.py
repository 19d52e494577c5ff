"""Propose a pair by its two sentences: evidence without a file, which is kept like a mined one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from glossary import documents
from glossary.errors import ConflictError, InvalidInput
from glossary.mining.knowledge.kinds import kind_of
from glossary.model import Candidate, Document, Evidence, Judgement, Proposal, Span
from glossary.operations.added_rows import SURE
from glossary.operations.decided import in_effect
from glossary.operations.entries import entry_that_has
from glossary.operations.options import PairToPropose
from glossary.operations.proof import check
from glossary.store.base import CandidateFilter, Store
from glossary.text.characters import NOT_IN_EVERY_FILE
from glossary.text.fold import term_key
from glossary.text.tags import detect_language

NAME = "proposed sentences"
"""The name of the document of such a pair: its two sentences, a line each."""
CONFIDENCE = {"model": 0.5, "manual": SURE}
"""By who proposes. Chosen: nobody has measured programs. At half their pairs are below what
reviewers look at; at double they are above what was mined and measured, and are approved with it.
People are as sure as where they enter a row in their tool."""


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """The candidate of a proposed pair, whether that is new, and what was decided about it, if
    anything was."""

    candidate: Candidate
    is_new: bool
    decided: Judgement | None = None


def propose(store: Store, pair: PairToPropose, at: str) -> ProposedPair:
    """Store the sentences as a document and the pair as a candidate, as one step; a pair that is
    known gets the evidence, and one that was judged stays judged. The sentences do not enter the
    memory. Raises InvalidInput, ConflictError where an entry has the pair."""
    _refuse_unfit(pair)
    if entry := entry_that_has(store, pair.zh, pair.en):
        message = f"the entry {entry.id} has {pair.zh} = {pair.en} already"
        raise ConflictError(message, {"concept_id": entry.id})
    document = _document(pair)
    proposal = _proposal(pair, document)
    with store.staging() as staging:
        staging.put_document(document, at)
        staging.propose([proposal], pair.subject, at)
        with store.transaction():
            added = staging.apply(store.new_step("mine", pair.by, at, document.name))
    candidate = _candidate_of(store, pair)
    decided = in_effect(store.judgements(candidate.id))
    return ProposedPair(candidate, bool(added.candidates), decided[-1] if decided else None)


def _refuse_unfit(pair: PairToPropose) -> None:
    if pair.method not in CONFIDENCE:
        raise InvalidInput(f"method: {pair.method!r} is neither of {', '.join(CONFIDENCE)}")
    for text in (pair.zh, pair.en, pair.zh_sentence, pair.en_sentence, pair.subject):
        if NOT_IN_EVERY_FILE.search(text) or len(text.splitlines()) > 1:
            raise InvalidInput(f"{text!r}: give one line, without control characters")
    for language, term in (("zh", pair.zh), ("en", pair.en)):
        if detect_language(term) != language or not any(map(str.isalpha, term)):
            raise InvalidInput(f"{language}: {term!r} is not a term of that language")


def _document(pair: PairToPropose) -> Document:
    lines = f"{pair.zh_sentence}\n{pair.en_sentence}\n"
    return replace(documents.parse(lines.encode(), "sentences.txt"), name=NAME)


def _proposal(pair: PairToPropose, document: Document) -> Proposal:
    evidence = _evidence(pair, document)
    proof = check(evidence, pair.zh, pair.en, {document.sha256: document.text}.get)
    if not proof.holds:
        raise InvalidInput(proof.reason)
    kind, sure = kind_of(pair.zh, pair.en), CONFIDENCE[pair.method]
    return Proposal(pair.zh, pair.en, kind, pair.method, sure, (evidence,))


def _evidence(pair: PairToPropose, document: Document) -> Evidence:
    english = len(pair.zh_sentence) + 1  # where its line begins
    zh, en = _span(pair.zh, pair.zh_sentence, "zh"), _span(pair.en, pair.en_sentence, "en")
    return Evidence(
        document=document.name,
        document_sha256=document.sha256,
        zh_context=pair.zh_sentence,
        en_context=pair.en_sentence,
        zh_span=zh,
        en_span=(en[0] + english, en[1] + english),
        line=1,
        method=pair.method,
        confidence=CONFIDENCE[pair.method],
        by=pair.by,
    )


def _span(term: str, sentence: str, language: str) -> Span:
    """Where the term stands verbatim: English as whole words. Raises InvalidInput."""
    edges = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])" if language == "en" else "{}"
    found = re.search(edges.format(re.escape(term)), sentence)
    if found is None:
        raise InvalidInput(f"{language}: {term!r} does not stand verbatim in {sentence!r}")
    return found.span()


def _candidate_of(store: Store, pair: PairToPropose) -> Candidate:
    wanted = term_key(pair.zh, "zh"), term_key(pair.en, "en")
    alike = store.candidates(CandidateFilter(state=None, text=pair.zh))
    return next(c for c in alike if (term_key(c.zh, "zh"), term_key(c.en, "en")) == wanted)
