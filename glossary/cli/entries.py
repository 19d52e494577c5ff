"""add, show, edit, delete, merge, history, undo: commands for concept entries."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click

from glossary.cli.comments import line as comment_line
from glossary.cli.common import (
    by_option,
    emit,
    format_option,
    note,
    quiet_option,
    say,
    termbase,
    text_or_format_option,
)
from glossary.cli.renamed import Renamed
from glossary.codec import from_plain, to_plain
from glossary.errors import InvalidInput
from glossary.model import STATUSES, ConceptEntry, LanguageSection
from glossary.operations.concept import with_definition, with_statuses
from glossary.store.base import Step
from glossary.termbase import Termbase

TERM_COLUMNS = (
    "concept_id",
    "subject",
    "tag",
    "term",
    "status",
    "part_of_speech",
    "term_type",
    "source",
    "note",
)


@click.command("add")
@click.argument("zh")
@click.argument("en")
@click.option("--subject", default="", help="Subject field.")
@click.option("--status", type=click.Choice(STATUSES), help="Default: the first is preferred.")
@click.option("--zh-tag", help="Language tag of the Chinese term, e.g. zh-Hant-TW.")
@click.option("--part-of-speech", default="noun", show_default=True)
@click.option("--source", default="", help="Where the terms are from.")
@click.option("--definition", default="", help="What the concept is.")
@click.option("--en-context", default="", help="An English sentence with the term.")
@click.option("--zh-context", default="", help="A Chinese sentence with the term.")
@click.option("--note", "remark", default="", help="A remark.")
@click.option(
    "--concept-id", cls=Renamed, former=("--to",), metavar="ID", help="Add to this entry."
)
@click.option("--new", "--force", "new", is_flag=True, help="A new entry, whatever is there.")
@by_option
@quiet_option
@click.pass_context
def add_command(
    context: click.Context,
    /,
    zh: str,
    en: str,
    concept_id: str | None,
    new: bool,
    remark: str,
    **fields: Any,
) -> None:
    """Add the pair ZH EN.

    Where an entry has one of the terms already, it is shown: add to it with --concept-id ID, or
    make a new entry with --new.
    """
    with termbase(context) as opened:
        if not concept_id and not new:
            concept_id = _entry_to_join(opened, zh, en)
        before = opened.revision(concept_id) if concept_id else 0
        entry = opened.add(zh, en, concept_id=concept_id, new=new, note=remark, **fields)
        same = before and opened.revision(entry.id) == before
        say(f"{entry.id}: {'is there already: ' if same else ''}{summary(entry)}")


def _entry_to_join(opened: Termbase, zh: str, en: str) -> str | None:
    """The entry that the pair joins; asks the user on a terminal, else raises an error."""
    if known := opened.entry_that_has(zh, en):
        return known.id
    similar = opened.entries_with(zh, en)
    if not similar:
        return None
    for entry in similar:
        note(f"  {entry.id}: {summary(entry)}")
    if not sys.stdin.isatty():
        raise InvalidInput(
            f"{len(similar)} entry has a term of this pair already (above); "
            f"add to it with --concept-id {similar[0].id}, or make a new one with --new"
        )
    if click.confirm(f"Add to {similar[0].id}?", err=True):
        return similar[0].id
    return None


def summary(entry: ConceptEntry) -> str:
    """The entry on one line: English terms = Chinese terms."""
    en = ", ".join(term.text for _, term in entry.terms("en"))
    zh = ", ".join(dict.fromkeys(term.text for _, term in entry.terms("zh")))
    return f"{en} = {zh}" + (f"  [{entry.subject}]" if entry.subject else "")


REGION_COLUMNS = ("tag", "has", "forms", "offers")


@click.command("show")
@click.argument("concept_id", metavar="ID")
@click.option(
    "--regions", is_flag=True, help="Show instead what it has for each region, and what is missing."
)
@text_or_format_option
@quiet_option
@click.pass_context
def show_command(context: click.Context, concept_id: str, regions: bool, form: str) -> None:
    """Show the concept entry ID whole."""
    with termbase(context) as opened:
        entry, comments = opened.concept(concept_id), opened.comments(concept_id)
    if regions:
        emit(region_rows(entry), "table" if form == "text" else form, REGION_COLUMNS)
    elif form in ("json", "jsonl"):  # the one entry, not a list of one: `edit --from-json` reads it
        indent = 2 if form == "json" else None
        click.echo(json.dumps(to_plain(entry), ensure_ascii=False, indent=indent))
    elif form == "text":
        said = (f"  comment {comment_line(each)}" for each in comments)
        click.echo("\n".join((*entry_lines(entry), *said)))
    else:
        emit(_term_rows(entry), form, TERM_COLUMNS)


def region_rows(entry: ConceptEntry) -> Iterator[dict[str, Any]]:
    """A row for each region: its forms, whether they are its own, what the tables offer."""
    from glossary.operations import regions

    for each in regions.regions_of(entry):
        offers = [f"{o.form} ({o.english})" if o.english else o.form for o in each.offers]
        has = "own" if each.exact else ("without region" if each.forms else "missing")
        yield {"tag": each.tag, "has": has, "forms": list(each.forms), "offers": offers}


def _term_rows(entry: ConceptEntry) -> Iterator[dict[str, Any]]:
    for section in entry.languages:
        for term in section.terms:
            named = {name: getattr(term, name) for name in TERM_COLUMNS[4:]}
            said = (entry.id, entry.subject, section.tag, term.text)
            yield dict(zip(TERM_COLUMNS, said, strict=False)) | named


def entry_lines(entry: ConceptEntry) -> Iterator[str]:
    """The lines of an entry for display."""
    yield click.style(entry.id, bold=True) + (f"  [{entry.subject}]" if entry.subject else "")
    if entry.definition:
        yield f"  {entry.definition}"
    for section in entry.languages:
        yield from _section_lines(section)
    for label, value in (("note", entry.note), ("source", entry.source)):
        if value:
            yield f"  {label}: {value}"
    if entry.evidence:
        yield f"  evidence: {len(entry.evidence)} (glossary why {entry.id})"


def _section_lines(section: LanguageSection) -> Iterator[str]:
    yield click.style(f"  {section.tag}", fg="cyan")
    if section.definition:
        yield f"    {section.definition}"
    for term in section.terms:
        marks = [m for m in (term.status, term.part_of_speech, term.term_type) if m]
        yield f"    {click.style(term.text, bold=True)}  ({', '.join(marks)})"
        for sentence in term.contexts:
            yield f"      › {sentence.text}" + (f"  — {sentence.source}" if sentence.source else "")


@click.command("edit")
@click.argument("concept_id", metavar="ID")
@click.option("--subject", help="New subject field.")
@click.option("--definition", help="New definition.")
@click.option("--note", "remark", help="New note.")
@click.option("--source", help="New source.")
@click.option("--status", nargs=2, metavar="TERM STATUS", multiple=True, help="Status of a term.")
@click.option("--remove-term", multiple=True, metavar="TERM", help="Take a term out.")
@click.option(
    "--from-json",
    "document",
    type=click.File("r", encoding="utf-8"),
    help="The whole entry as `show --format json` prints it; - for standard input.",
)
@by_option
@quiet_option
@click.pass_context
def edit_command(
    context: click.Context,
    /,
    concept_id: str,
    remark: str | None,
    status: tuple[tuple[str, str], ...],
    remove_term: tuple[str, ...],
    document: Any,
    by: str,
    **fields: Any,
) -> None:
    """Change the concept entry ID: by options, or in your editor when none is given."""
    with termbase(context) as opened:
        revision, entry = opened.revision(concept_id), opened.concept(concept_id)
        given = {
            name: value for name, value in (fields | {"note": remark}).items() if value is not None
        }
        definition = given.pop("definition", None)
        if document:
            changed = _from_json(document.read(), concept_id)
        elif given or status or remove_term or definition is not None:
            changed = with_statuses(replace(entry, **given), dict(status), remove_term)
            if definition is not None:
                changed = with_definition(changed, definition)
        else:
            changed = _in_editor(entry)
        if changed == entry:
            note("nothing changed")
            return
        entry = opened.edit(changed, revision=revision, by=by)
        say(f"{entry.id}: {summary(entry)}")


def _in_editor(entry: ConceptEntry) -> ConceptEntry:
    text = json.dumps(to_plain(entry), ensure_ascii=False, indent=2)
    edited = click.edit(text, extension=".json")
    return _from_json(edited, entry.id) if edited is not None else entry


def _from_json(text: str, concept_id: str) -> ConceptEntry:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InvalidInput(f"the entry is no JSON: {error}") from error
    entry = from_plain(ConceptEntry, data, "entry")
    if entry.id != concept_id:
        raise InvalidInput(f"the id of an entry cannot change ({concept_id} to {entry.id})")
    return entry


@click.command("delete")
@click.argument("concept_id", metavar="ID")
@by_option
@quiet_option
@click.pass_context
def delete_command(context: click.Context, concept_id: str, by: str) -> None:
    """Delete the concept entry ID; `glossary undo` brings it back."""
    with termbase(context) as opened:
        entry = opened.concept(concept_id)
        opened.delete(concept_id, by=by)
        say(f"deleted {entry.id}: {summary(entry)}")


@click.command("merge")
@click.argument("kept", metavar="ID")
@click.argument("other", metavar="ID")
@by_option
@quiet_option
@click.pass_context
def merge_command(context: click.Context, kept: str, other: str, by: str) -> None:
    """Put the second entry's terms, contexts and evidence into the first, and drop the second."""
    with termbase(context) as opened:
        entry = opened.merge(kept, other, by=by)
        say(f"{entry.id}: {summary(entry)}")


@click.command("history")
@click.argument("concept_id", metavar="ID")
@click.option(
    "--revert",
    type=click.IntRange(1, 2**53),
    metavar="N",
    help="Make the entry as its revision N was, also a deleted one.",
)
@by_option
@format_option
@quiet_option
@click.pass_context
def history_command(
    context: click.Context, concept_id: str, revert: int | None, by: str, form: str
) -> None:
    """Show every change of the entry ID, oldest first."""
    with termbase(context) as opened:
        if revert is not None:
            entry = opened.revert(concept_id, revert, by=by)
            say(f"{entry.id}: {summary(entry)}")
            return
        rows = [
            {
                "revision": r.number,
                "at": r.step.at,
                "by": r.step.by,
                "did": r.step.verb,
                "entry": summary(r.entry) if r.entry else "(deleted)",
            }
            for r in opened.history(concept_id)
        ]
    emit(rows, form, ("revision", "at", "by", "did", "entry"))


@click.command("undo")
@click.argument("step", required=False, type=click.IntRange(1, 2**53))
@click.option("--list", "listing", is_flag=True, help="Print the steps, newest first.")
@click.option(
    "--limit",
    default=50,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help="With --list: how many.",
)
@by_option
@format_option
@quiet_option
@click.pass_context
def undo_command(
    context: click.Context, step: int | None, listing: bool, limit: int, by: str, form: str
) -> None:
    """Take the last step back, or the one numbered STEP: an edit, a judgement, a whole import.

    An earlier step can be taken back as long as no later one built upon it. What is taken back
    stays in the history.
    """
    with termbase(context) as opened:
        if listing:
            rows = [_step_row(opened, each) for each in opened.steps(limit=limit)]
            columns = ("step", "at", "by", "did", "what", "size", "undone_by")
            emit(rows, form, columns, lambda: "nothing was changed yet: there is no step")
            return
        taken = opened.undo(by=by, step_id=step)
        who = " ".join(part for part in (taken.by, taken.at) if part)
        about = (f"step {taken.id}", who, _size(opened.step_counts(taken.id)))
        what = f"undone: {taken.verb} {taken.summary}".rstrip()
        say(f"{what} ({', '.join(part for part in about if part)})")


def _step_row(opened: Termbase, step: Step) -> dict[str, Any]:
    return {
        "step": step.id,
        "at": step.at,
        "by": step.by,
        "did": step.verb,
        "what": step.summary,
        "size": _size(opened.step_counts(step.id)),
        "undone_by": step.undone_by,
    }


def _size(counts: dict[str, int]) -> str:
    """`1 entry, 2 judgements`, or `702 entries`."""
    singular = {"entries": "entry"}
    return ", ".join(
        f"{count} {name if count != 1 else singular.get(name, name[:-1])}"
        for name, count in counts.items()
        if count
    )
