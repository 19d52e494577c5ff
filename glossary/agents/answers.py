"""What each tool answers: small JSON data. What the termbase holds stands in fields of its own, and
nowhere among words of ours; what is left out is counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glossary.agents.asking import (
    CheckAsked,
    EntryAsked,
    MemoryAsked,
    ProposeAsked,
    RecognizeAsked,
    SearchAsked,
    SegmentAsked,
)
from glossary.checking.rules import about
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.checking.settings import CheckSettings
from glossary.errors import InvalidInput
from glossary.lookup.memory import FuzzyMatch
from glossary.lookup.search.search import SearchHit
from glossary.model import ConceptEntry, Evidence, LanguageSection, TermSection
from glossary.operations.checking import answer_of
from glossary.operations.lookup import with_targets
from glossary.termbase import Termbase
from glossary.text.tags import detect_language, tag_for

# Chosen, for answers of a page or two: at half long definitions are cut and proof is missing, at
# double an answer takes twice as much of what an agent can read.
CUT = 600  # characters of a definition, note or sentence
MOST_TERMS = 20  # of an entry in one language, or in a hit
MOST_PROOF = 3  # contexts of a term, and pieces of evidence of an entry
_SAID = ("rule", "severity", "concept_id", "term", "expected", "found", "fix")  # of a finding

Data = dict[str, Any]


def search(termbase: Termbase, asked: SearchAsked) -> Data:
    """The entries that match, best first. Nothing is counted as looked for in vain."""
    result = termbase.search(
        asked.query,
        asked.lang,
        asked.limit,
        offset=asked.offset,
        subject=asked.subject,
        status=asked.status,
        remember=False,
    )
    hits = [_hit(hit) for hit in result.hits]
    return {"total": result.total, "hits": hits, "suggestions": list(result.suggestions)}


def _hit(hit: SearchHit) -> Data:
    entry = hit.concept
    terms = [
        {"text": term.text, "tag": section.tag, "status": term.status}
        for section in entry.languages
        for term in section.terms
    ]
    return {
        "concept_id": entry.id,
        "term": hit.term.text,
        "score": hit.score,
        "why": hit.why,
        "subject": entry.subject,
        "definition": shortened(_definition(entry)),
        **first("terms", terms, MOST_TERMS),
        "false_friend": hit.false_friend,
    }


def _definition(entry: ConceptEntry) -> str:
    return entry.definition or next((s.definition for s in entry.languages if s.definition), "")


def recognize(termbase: Termbase, asked: RecognizeAsked) -> Data:
    """The terms in a text, each form of an entry once, in the order of the text."""
    hits = [hit for hit in termbase.recognize(asked.text, asked.lang) if hit.cover]
    entries = termbase.concepts_by_id({hit.concept_id for hit in hits})
    found: dict[tuple[str, str], Data] = {}
    for hit, targets in with_targets(hits, entries, asked.zh_tag):
        text = asked.text[hit.start : hit.end]
        fresh = {
            "text": text,
            "start": hit.start,
            "end": hit.end,
            "times": 0,
            "concept_id": hit.concept_id,
            "status": hit.status,
            **first("translations", targets, MOST_TERMS),
        }
        found.setdefault((hit.concept_id, text), fresh)["times"] += 1
    return {"total": len(found), "terms": list(found.values())[: asked.limit]}


def memory(termbase: Termbase, asked: MemoryAsked) -> Data:
    """Earlier translations of sentences like this one, best first."""
    matches = termbase.fuzzy_matches(asked.text, asked.lang, asked.threshold, asked.limit)
    return {"matches": [_match(match) for match in matches]}


def _match(match: FuzzyMatch) -> Data:
    return {
        "score": match.score,
        "text": shortened(match.text),
        "translation": shortened(match.translation),
        "differs_in": [*match.penalties, *match.differs],
        "zh_tag": match.unit.zh.tag,
        "document": match.unit.document,
    }


def check(termbase: Termbase, asked: CheckAsked) -> Data:
    """Where translations depart from the termbase, in their order; spans count code points."""
    segments = [_segment(number, each) for number, each in enumerate(asked.segments, 1)]
    settings = CheckSettings.of(zh_tag=asked.zh_tag, subject=asked.subject)
    report = answer_of(termbase.check(segments=segments, settings=settings), asked.severity)
    found = [_finding(finding) for finding in report["findings"]]
    counted = {name: report[name] for name in ("segments", "terms")}
    return {**counted, "total": len(found), "findings": found[: asked.limit]}


def _segment(number: int, asked: SegmentAsked) -> BilingualSegment:
    source, target = _side(asked.source), _side(asked.target)
    if {source.language, target.language} != {"en", "zh"}:
        raise InvalidInput(f"segment {number}: give one side in English and one in Chinese")
    return BilingualSegment(number, source, target)


def _side(text: str) -> SegmentSide:
    return SegmentSide(tag_for(detect_language(text), [text]), text)


def _finding(finding: Data) -> Data:
    """Without the message, which says the same with the forms among its words."""
    said = {name: finding[name] for name in _SAID}
    spans = {f"{side}_spans": finding[side]["spans"] for side in ("source", "target")}
    return {"segment": finding["segment"], "about": about(finding["rule"]), **said, **spans}


def entry(termbase: Termbase, asked: EntryAsked) -> Data:
    """An entry with its terms, definitions, contexts and proof."""
    found = termbase.concept(asked.concept_id)
    return {
        "concept_id": found.id,
        "subject": found.subject,
        "definition": shortened(found.definition),
        "note": shortened(found.note),
        "source": shortened(found.source),
        "languages": [_section(section) for section in found.languages],
        **first("evidence", [_proof(each) for each in found.evidence], MOST_PROOF),
    }


def _section(section: LanguageSection) -> Data:
    return {
        "tag": section.tag,
        "definition": shortened(section.definition),
        "note": shortened(section.note),
        **first("terms", [_term(term) for term in section.terms], MOST_TERMS),
    }


def _term(term: TermSection) -> Data:
    contexts = [shortened(context.text) for context in term.contexts]
    return {
        "text": term.text,
        "status": term.status,
        "part_of_speech": term.part_of_speech,
        "note": shortened(term.note),
        **first("contexts", contexts, MOST_PROOF),
    }


def _proof(evidence: Evidence) -> Data:
    return {
        "document": evidence.document,
        "zh": shortened(evidence.zh_context),
        "en": shortened(evidence.en_context),
    }


def propose(termbase: Termbase, asked: ProposeAsked, by: str) -> Data:
    """The candidate as it is in the review queue; a person decides on it."""
    candidate = termbase.propose(**asked.model_dump(), by=by)
    return {
        "candidate": candidate.id,
        "zh": candidate.zh,
        "en": candidate.en,
        "state": candidate.state,
    }


# ---------------------------------------------------------------- small


def shortened(text: str) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= CUT else text[: CUT - 1] + "…"


def first(name: str, values: Iterable[Any], most: int) -> Data:
    """The first of some values, and how many are left out, if any."""
    every = list(values)
    left = {f"{name}_left_out": len(every) - most} if len(every) > most else {}
    return {name: every[:most], **left}
