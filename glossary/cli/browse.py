"""list and documents: what is there, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from glossary.cli import absence
from glossary.cli.common import F, emit, format_option, gathered, note, quiet_option, termbase
from glossary.model import STATUSES, ConceptEntry
from glossary.store.base import ConceptFilter, StoredDocument

ENTRY_COLUMNS = ("concept_id", "en", "zh", "regions", "subject")
DOCUMENT_COLUMNS = ("name", "languages", "pairs", "waiting", "approved", "rejected", "read_at")
_REGION = re.compile("[A-Z]{2}|[0-9]{3}")  # given by BCP 47


def page_options(limit: int) -> Callable[[F], F]:
    """Decorate a command to take `limit` and `offset`."""

    def decorate(command: F) -> F:
        most = click.IntRange(1, 100_000)
        offset = click.option(
            "--offset", default=0, type=click.IntRange(0), help="How many to leave out first."
        )
        count = click.option(
            "--limit", default=limit, show_default=True, type=most, help="How many at most."
        )
        return count(offset(command))

    return decorate


def _entries_asked(
    subject: str | None,
    letter: str | None,
    status: str | None,
    region: str | None,
    tag: str | None,
    missing: str | None,
) -> ConceptFilter:
    from glossary.operations import browsing

    if region is not None and not _REGION.fullmatch(region := region.strip().upper()):
        raise click.UsageError(f"--region {region}: give a region such as TW, CN or HK")
    begins = None
    if letter is not None:
        begins = browsing.first_signs(letter)
    return ConceptFilter(
        subject=subject,
        status=status,
        tag=browsing.tag_asked(tag),
        missing=browsing.tag_asked(missing),
        region=region,
        begins=begins,
    )


@click.command("list")
@click.option("--subject", help="Only this subject field; '' for entries without one.")
@click.option(
    "--letter",
    metavar="LETTER",
    help="Only entries with a term that begins so: x finds 小院高牆 and xenon.",
)
@click.option("--status", type=click.Choice(STATUSES), help="Only with a term of this status.")
@click.option("--region", metavar="REGION", help="Only with a term of this region, e.g. TW.")
@click.option("--tag", help="Only with a term of this language tag.")
@click.option("--missing", metavar="TAG", help="Only without a term of this language tag.")
@page_options(50)
@format_option
@quiet_option
@click.pass_context
@gathered("where", _entries_asked)
def list_command(
    context: click.Context, where: ConceptFilter, limit: int, offset: int, form: str
) -> None:
    """List the entries of the termbase, by id.

    With --status, --tag and --region together one term has all.
    """
    with termbase(context) as opened:
        total = opened.count_concepts(where)
        rows = entry_rows(opened.concepts(where, limit=limit, offset=offset))
        none = absence.beyond(total, offset) if total else ""
        emit(rows, form, ENTRY_COLUMNS, lambda: none or absence.no_entry(opened))
    tell_of_more(total, offset, limit)


def tell_of_more(total: int, offset: int, limit: int) -> None:
    """Say what the page leaves out, and how to see it."""
    if offset < total and offset + limit < total:
        shown = f"{offset + 1:,} to {offset + limit:,} of {total:,}"
        note(f"{shown}; more with --offset {offset + limit}")


@click.command("documents")
@page_options(100)
@format_option
@quiet_option
@click.pass_context
def documents_command(context: click.Context, limit: int, offset: int, form: str) -> None:
    """List the documents that were read, the last first: languages, sentence pairs, candidates."""
    with termbase(context) as opened:
        total = opened.store.count_documents()
        found = opened.store.documents(limit=limit, offset=offset)
        pairs = opened.store.count_units_of(document.name for document in found)
        rows = (_document_row(each, pairs.get(each.name, 0)) for each in found)
        none = absence.beyond(total, offset) if total else ""
        emit(rows, form, DOCUMENT_COLUMNS, lambda: none or absence.no_document(opened))
    tell_of_more(total, offset, limit)


def _document_row(document: StoredDocument, pairs: int) -> dict[str, Any]:
    counts = document.candidates
    return {
        "name": document.name,
        "languages": list(document.languages),
        "pairs": pairs,
        "waiting": counts.get("proposed", 0),
        "approved": counts.get("approved", 0),
        "rejected": counts.get("rejected", 0),
        "read_at": document.read_at,
        "characters": document.length,
        "sha256": document.sha256,
    }


def entry_rows(entries: Iterable[ConceptEntry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        regions = {part for s in entry.languages for part in s.tag.split("-") if is_region(part)}
        yield {
            "concept_id": entry.id,
            "en": [term.text for _, term in entry.terms("en")],
            "zh": list(dict.fromkeys(term.text for _, term in entry.terms("zh"))),
            "regions": sorted(regions),
            "subject": entry.subject,
            "terms": [
                {"tag": section.tag, "text": term.text, "status": term.status}
                for section in entry.languages
                for term in section.terms
            ],
            "definition": entry.definition,
            "changed_by": entry.changed_by,
            "changed_at": entry.changed_at,
        }


def is_region(subtag: str) -> bool:
    return bool(_REGION.fullmatch(subtag))
