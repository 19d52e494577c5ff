"""The evidence of a mined entry as contexts of its terms, for formats without spans."""

from __future__ import annotations

from dataclasses import replace

from glossary.model import ConceptEntry, Context, Evidence
from glossary.text.file_name import file_name
from glossary.text.fold import fold
from glossary.text.tags import language_of


def with_contexts(entry: ConceptEntry) -> ConceptEntry:
    """The entry with each sentence of its evidence as a context of the term that occurs in it.

    The source of the context is the document's name without folders.
    """
    for evidence in entry.evidence:
        for language in ("zh", "en"):
            entry = _with_context(entry, language, _context(evidence, language))
    return entry


def _context(evidence: Evidence, language: str) -> Context:
    document = evidence.document
    if language == "en" and evidence.en_document:
        document = evidence.en_document
    text = evidence.zh_context if language == "zh" else evidence.en_context
    return Context(text, file_name(document))


def _with_context(entry: ConceptEntry, language: str, context: Context) -> ConceptEntry:
    places = [
        (at, number)
        for at, section in enumerate(entry.languages)
        if language_of(section.tag) == language
        for number in range(len(section.terms))
    ]
    terms = [entry.languages[at].terms[number] for at, number in places]
    known = any(old.text == context.text for term in terms for old in term.contexts)
    if not places or not context.text or known:
        return entry
    folded = fold(context.text)
    best = next((i for i, term in enumerate(terms) if term.text in context.text), None)
    if best is None:
        best = next((i for i, term in enumerate(terms) if fold(term.text) in folded), 0)
    return _placed(entry, *places[best], context)


def _placed(entry: ConceptEntry, at: int, number: int, context: Context) -> ConceptEntry:
    section = entry.languages[at]
    term = section.terms[number]
    term = replace(term, contexts=(*term.contexts, context))
    terms = (*section.terms[:number], term, *section.terms[number + 1 :])
    section = replace(section, terms=terms)
    return replace(entry, languages=(*entry.languages[:at], section, *entry.languages[at + 1 :]))
