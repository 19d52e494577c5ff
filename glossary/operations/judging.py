"""From candidate to term: every judgement goes through `judged`.

Everything here is a pure function of values. The caller saves the judgement and the entry in one
transaction (see `review.judge`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from glossary.errors import ConflictError, InvalidInput
from glossary.model import (
    Candidate,
    ConceptEntry,
    Context,
    Evidence,
    Judgement,
    Language,
    Span,
    TermDefinition,
    TermSection,
)
from glossary.operations.concept import MAX_CONTEXTS, defined, in_a_line, section_for, with_term
from glossary.operations.decided import as_judged
from glossary.operations.options import Decision
from glossary.operations.proof import TextOf, moved, side
from glossary.text.chinese_form import chinese_form
from glossary.text.dictionary_form import dictionary_form, forms_in

_WITHOUT_ENTRY = ("reject", "skip")


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of a judgement: the candidate, and the entry if the pair was accepted.

    `step` is the step that saved it, to undo just this judgement.
    """

    judgement: Judgement
    candidate: Candidate
    entry: ConceptEntry | None = None
    step: int | None = None


def judged(
    candidate: Candidate,
    decision: Decision,
    *,
    at: str,
    new_id: Callable[[str], str],
    into: ConceptEntry | None = None,
    text_of: TextOf = lambda sha256: None,
) -> Judged:
    """Approve, amend, reject or skip an open candidate.

    `into` is an existing entry that takes the terms; without it a new one is made with
    `new_id(en)`. A mined English term is entered in its dictionary form, an amended one as given;
    it must occur in the evidence, possibly inflected. `text_of` returns a document's text by its
    hash. Raises ConflictError for a candidate judged before, InvalidInput for an invalid decision
    or amendment, or for a pair without evidence.
    """
    _check(candidate, decision)
    by, note = decision.by, decision.note
    if decision.decision in _WITHOUT_ENTRY:
        said = Judgement(candidate.id, decision.decision, candidate.zh, candidate.en, by, at, note)
        return Judged(said, as_judged(candidate, said))
    taken = _as_decided(candidate, decision, text_of)
    entry = accept(taken, into, by=by, at=at, new_id=new_id, zh_tag=decision.zh_tag)
    said = Judgement(
        candidate.id, decision.decision, taken.zh, taken.en, by, at, note, concept_id=entry.id
    )
    return Judged(said, as_judged(candidate, said), entry)


def _check(candidate: Candidate, decision: Decision) -> None:
    """Raise ConflictError or InvalidInput if the candidate cannot be decided in this way."""
    if candidate.state != "proposed":
        raise ConflictError(
            f"candidate {candidate.id} is {candidate.state} already; undo that first"
        )
    if decision.decision in _WITHOUT_ENTRY:
        return
    if decision.decision not in ("approve", "amend"):
        raise InvalidInput(
            f"{decision.decision!r} is no decision; say approve, amend, reject or skip"
        )
    pair = decision.zh or candidate.zh, decision.en or candidate.en
    if decision.decision == "approve" and pair != (candidate.zh, candidate.en):
        raise InvalidInput("approve takes the pair as it is; use amend to change it")
    if decision.decision == "amend" and decision.zh is None and decision.en is None:
        raise InvalidInput("amend to what? give the Chinese term, the English one, or both")
    if not candidate.evidence:
        raise InvalidInput(f"candidate {candidate.id} has no proof; enter it with: glossary add")


def _as_decided(candidate: Candidate, decision: Decision, text_of: TextOf) -> Candidate:
    zh = candidate.zh if decision.zh is None else decision.zh
    en = candidate.en if decision.en is None else decision.en
    amended = amend(candidate, zh, en, text_of)
    given = decision.decision == "amend" and decision.en is not None
    return amended if given else listed(amended, text_of)


def listed(candidate: Candidate, text_of: TextOf) -> Candidate:
    """The candidate with its English in dictionary form; names are unchanged."""
    if candidate.kind not in ("term", "abbreviation"):
        return candidate
    hashes = {h for e in candidate.evidence for h in (e.document_sha256, e.en_document_sha256) if h}
    texts = [text for sha256 in sorted(hashes) if (text := text_of(sha256))]

    def attested(words: str) -> bool:
        wanted = re.compile(rf"(?<![^\W\d_]){re.escape(words)}(?![^\W\d_])")
        return any(wanted.search(text) for text in texts)

    short = candidate.abbreviation
    return replace(
        candidate,
        en=dictionary_form(candidate.en, attested),
        abbreviation=dictionary_form(short) if short else short,
    )


def in_dictionary_form(candidate: Candidate, text_of: TextOf) -> tuple[str, str]:
    """(zh, en) as a dictionary would list the pair; names keep their form, and so does whatever has
    one already."""
    return chinese_form(candidate.zh, candidate.en), listed(candidate, text_of).en


# ---------------------------------------------------------------- amending


def amend(candidate: Candidate, zh: str, en: str, text_of: TextOf) -> Candidate:
    """The candidate with other terms, its spans adjusted; evidence without the new pair is dropped.

    English terms may occur in other forms: inflected, or in another case. Raises InvalidInput if no
    evidence is left.
    """
    zh, en = zh.strip(), en.strip()
    if not zh or not en:
        raise InvalidInput("both terms are wanted; reject the candidate if it has none")
    if (zh, en) == (candidate.zh, candidate.en):
        return candidate
    kept = [m for e in candidate.evidence if (m := _moved(e, candidate, zh, en, text_of))]
    if not kept:
        wrong = zh if not any(zh in e.zh_context for e in candidate.evidence) else en
        raise InvalidInput(
            f"{wrong!r} does not stand in the sentences of candidate {candidate.id}; "
            "a pair without proof is entered with: glossary add"
        )
    return replace(candidate, zh=zh, en=en, evidence=tuple(kept))


def _moved(
    evidence: Evidence, candidate: Candidate, zh: str, en: str, text_of: TextOf
) -> Evidence | None:
    text = text_of(evidence.document_sha256)
    en_text = text_of(evidence.en_document_sha256) if evidence.en_document_sha256 else text
    zh_span = moved(evidence.zh_context, candidate.zh, zh, evidence.zh_span, text)
    en_spans = [
        span
        for form in _forms(evidence.en_context, en)
        if (span := moved(evidence.en_context, candidate.en, form, evidence.en_span, en_text))
    ]
    if zh_span is None or not en_spans:
        return None
    en_span = min(en_spans, key=lambda span: abs(span[0] - evidence.en_span[0]))
    return replace(
        evidence,
        zh_span=zh_span,
        en_span=en_span,
        zh_definition=_kept(evidence.zh_definition, zh_span),
        en_definition=_kept(evidence.en_definition, en_span),
    )


def _kept(definition: TermDefinition | None, span: Span) -> TermDefinition | None:
    """The definition, unless the term is amended to other words than those it defines."""
    if definition is None:
        return None
    start, end = definition.term_span
    return definition if start < span[1] and span[0] < end else None


def _forms(context: str, term: str) -> list[str]:
    """The term if the sentence contains it, else those of its forms that it contains."""
    if term in context:
        return [term]
    return list(dict.fromkeys(context[start:end] for start, end in forms_in(context, term)))


# ---------------------------------------------------------------- entering


def accept(
    candidate: Candidate,
    into: ConceptEntry | None,
    *,
    by: str,
    at: str,
    new_id: Callable[[str], str],
    zh_tag: str | None = None,
) -> ConceptEntry:
    """The entry with the candidate's terms, contexts and evidence in it."""
    entry = into or ConceptEntry(new_id(candidate.en), (), created_by=by, created_at=at)
    entry = replace(entry, subject=entry.subject or candidate.subject)
    for tag, terms in _sections(candidate, entry, by, at, zh_tag):
        for term in terms:
            entry = with_term(entry, tag, term)
    for language in ("zh", "en"):
        entry = _defined(entry, candidate, language)
    known = {_place(evidence) for evidence in entry.evidence}
    fresh = tuple(e for e in candidate.evidence if _place(e) not in known)
    return replace(entry, evidence=entry.evidence + fresh, changed_by=by, changed_at=at)


def _defined(entry: ConceptEntry, candidate: Candidate, language: Language) -> ConceptEntry:
    """The entry with the first definition of its term in a language, if it has none there."""
    term = candidate.zh if language == "zh" else candidate.en
    for evidence in candidate.evidence:
        found = evidence.zh_definition if language == "zh" else evidence.en_definition
        if found:
            document = side(evidence, language)[0]
            return defined(entry, language, term, in_a_line(found.text), PurePath(document).name)
    return entry


def _place(evidence: Evidence) -> tuple[object, ...]:
    documents = evidence.document_sha256, evidence.en_document_sha256
    return (*documents, evidence.zh_span, evidence.en_span)


def _sections(
    candidate: Candidate, entry: ConceptEntry, by: str, at: str, zh_tag: str | None
) -> Iterable[tuple[str, list[TermSection]]]:
    part_of_speech = "properNoun" if candidate.kind in ("person", "organisation") else "noun"

    def term(text: str, contexts: Sequence[Context], term_type: str = "") -> TermSection:
        return TermSection(
            text,
            status="",
            part_of_speech=part_of_speech,
            term_type=term_type,
            contexts=tuple(contexts),
            created_by=by,
            created_at=at,
        )

    evidence = candidate.evidence
    en_terms = [
        term(
            candidate.en,
            _contexts(evidence, "en", candidate.en),
            "acronym" if candidate.kind == "abbreviation" else "",
        )
    ]
    if candidate.abbreviation:
        contexts = _contexts(evidence, "en", candidate.abbreviation)
        en_terms.append(term(candidate.abbreviation, contexts, "acronym"))
    yield section_for(entry, "en", candidate.en, [candidate.en]), en_terms
    zh_contexts = _contexts(evidence, "zh", candidate.zh)
    texts = [candidate.zh, *(context.text for context in zh_contexts)]
    yield section_for(entry, "zh", candidate.zh, texts, zh_tag), [term(candidate.zh, zh_contexts)]


def _contexts(evidence: Sequence[Evidence], language: str, term: str) -> list[Context]:
    """The first few different sentences that contain the term; headings only if these are too
    few."""
    found: dict[str, Context] = {}
    for item in sorted(evidence, key=lambda one: one.in_heading):
        name = item.en_document if language == "en" and item.en_document else item.document
        text = item.en_context if language == "en" else item.zh_context
        if text not in found and (term in text or forms_in(text, term)):
            found[text] = Context(text, PurePath(name).name)
    return list(found.values())[:MAX_CONTEXTS]
