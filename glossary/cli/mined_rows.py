"""Mined pairs as rows, for all commands that print some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from glossary.codec import to_plain
from glossary.model import Found, Proposal, leading


def pair_rows(found: Found) -> Iterator[dict[str, Any]]:
    return (pair_row(proposal) for proposal in found.proposals)


def pair_row(proposal: Proposal) -> dict[str, Any]:
    """A mined pair as a row: the fields of its leading evidence, and all evidence under
    `evidence`."""
    best = leading(proposal)
    row = {
        "zh": proposal.zh,
        "en": proposal.en,
        "abbreviation": proposal.abbreviation,
        "kind": proposal.kind,
        "method": proposal.method,
        "confidence": round(proposal.confidence, 3),
        "zh_context": best.zh_context,
        "en_context": best.en_context,
        "zh_span": list(best.zh_span),
        "en_span": list(best.en_span),
        "document": best.document,
        "document_sha256": best.document_sha256,
        "line": best.line,
    }
    if best.en_document:
        row |= {"en_document": best.en_document, "en_document_sha256": best.en_document_sha256}
    for name in ("zh_definition", "en_definition"):
        if found := getattr(best, name):
            row[name] = to_plain(found)
    if len(proposal.evidence) > 1:
        row["evidence"] = [to_plain(evidence) for evidence in proposal.evidence]
    return row
