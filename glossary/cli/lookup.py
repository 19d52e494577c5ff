"""search, recognize, memory, concordance, why, wanted: look-ups for a translator."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import absence
from glossary.cli.common import (
    emit,
    format_option,
    memory_option,
    note,
    quiet_option,
    termbase,
    text_or_format_option,
)
from glossary.codec import to_plain
from glossary.errors import InvalidInput, UnreadableFile
from glossary.model import STATUSES, Candidate
from glossary.operations.lookup import with_targets

if TYPE_CHECKING:
    from glossary.lookup.concordance import Concordance
    from glossary.lookup.memory import FuzzyMatch
    from glossary.lookup.recognition.recognizer import TermHit
    from glossary.lookup.search.search import SearchHit, SearchResult
    from glossary.operations.proof import Proof, Proofs
    from glossary.termbase import Termbase

MAX_TEXT = 10_000_000  # bytes of a text from a pipe, a few books: chosen, a matter of memory alone
PROOF_COLUMNS = (
    "holds",
    "document",
    "line",
    "method",
    "confidence",
    "zh_context",
    "en_context",
    "reason",
)

language_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the text; else told from it."
)


@click.command("search")
@click.argument("text", metavar="QUERY")
@language_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--offset", default=0, type=click.IntRange(0))
@click.option("--subject", help="Only this subject field.")
@click.option("--status", type=click.Choice(STATUSES), help="Only terms of this status.")
@click.option("--tag", help="Only terms of this language tag.")
@format_option
@quiet_option
@click.pass_context
def search_command(
    context: click.Context, /, form: str, text: str, offset: int, **options: Any
) -> None:
    """Look QUERY up: either language and script, misspelt, pinyin, part of a term, wildcards."""
    with termbase(context) as opened:
        result = opened.search(text, offset=offset, **options)
        rows = (search_row(hit) for hit in result.hits)
        columns = ("concept_id", "en", "zh", "score", "why", "subject")
        emit(rows, form, columns, lambda: _not_found(opened, result, offset))
    if form == "table":
        for warning in dict.fromkeys(filter(None, (hit.false_friend for hit in result.hits))):
            note(f"false friend: {warning}")
    if form == "table" and result.total > offset + len(result.hits):
        note(f"{result.total} found; more with --offset {offset + len(result.hits)}")


def _not_found(opened: Termbase, result: SearchResult, offset: int) -> str:
    if result.total:
        return absence.beyond(result.total, offset)
    if result.suggestions:
        return f"nothing found; did you mean: {', '.join(result.suggestions)}?"
    return absence.no_entry(opened)


def search_row(hit: SearchHit) -> dict[str, Any]:
    concept = hit.concept
    return {
        "concept_id": hit.concept_id,
        "term": hit.term.text,
        "tag": hit.term.tag,
        "status": hit.term.status,
        "score": hit.score,
        "why": hit.why,
        "en": [term.text for _, term in concept.terms("en")],
        "zh": list(dict.fromkeys(term.text for _, term in concept.terms("zh"))),
        "subject": concept.subject,
        "terms": [
            {"tag": section.tag, "text": term.text, "status": term.status}
            for section in concept.languages
            for term in section.terms
        ],
        "definitions": {s.tag: s.definition for s in concept.languages if s.definition},
        "contexts": [
            {"tag": section.tag, "text": sentence.text, "source": sentence.source}
            for section in concept.languages
            for term in section.terms
            for sentence in term.contexts
        ],
        "source": concept.source,
        "note": concept.note,
        "false_friend": hit.false_friend,
    }


@click.command("recognize")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@language_option
@click.option(
    "--zh-tag",
    default="zh-Hant-TW",
    show_default=True,
    help="Chinese that is wanted for the terms of an English text.",
)
@click.option("--all-occurrences", is_flag=True, help="Also those across word edges.")
@format_option
@quiet_option
@click.pass_context
def recognize_command(
    context: click.Context,
    file: Path | None,
    lang: str | None,
    zh_tag: str,
    all_occurrences: bool,
    form: str,
) -> None:
    """Mark the terms of the termbase in FILE, or in standard input."""
    text = running_text(file)
    with termbase(context) as opened:
        hits = opened.recognize(text, lang, all_occurrences=all_occurrences)
        entries = opened.concepts_by_id(hit.concept_id for hit in hits)
        if form == "table":
            _print_marked(text, hits)
        rows = (recognized_row(text, *found) for found in with_targets(hits, entries, zh_tag))
        columns = ("text", "start", "end", "translations", "status", "cover", "concept_id")
        emit(rows, form, columns, lambda: absence.no_entry(opened))


def running_text(file: Path | None) -> str:
    """The text of a file as read, or standard input."""
    if file is not None and str(file) != "-":
        from glossary.operations.mining import read  # late: a look-up of a term reads no document

        return read(file).text
    from glossary.text.encoding import decode

    data = sys.stdin.buffer.read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT:
        raise UnreadableFile("standard input", "more than 10 MB; give it in pieces")
    return decode(data, "standard input")


def recognized_row(text: str, hit: TermHit, targets: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "text": text[hit.start : hit.end],
        "start": hit.start,
        "end": hit.end,
        "concept_id": hit.concept_id,
        "term": hit.term.text,
        "tag": hit.term.tag,
        "status": hit.status,
        "translations": [target["text"] for target in targets],
        "targets": targets,
        "cover": hit.cover,
        "edge": hit.edge,
    }


def _print_marked(text: str, hits: list[Any]) -> None:
    from rich.console import Console
    from rich.text import Text

    marked = Text(text)
    for hit in hits:
        if hit.cover:
            style = "strike red" if hit.status in ("deprecated", "superseded") else "bold green"
            marked.stylize(style, hit.start, hit.end)
    Console(highlight=False).print(marked)


@click.command("memory")
@click.argument("query")
@language_option
@click.option(
    "--threshold",
    default=70,
    show_default=True,
    type=click.IntRange(30, 100),
    help="Least likeness in percent.",
)
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 10_000))
@memory_option
@format_option
@quiet_option
@click.pass_context
def memory_command(
    context: click.Context,
    query: str,
    lang: str | None,
    threshold: int,
    limit: int,
    memory: str,
    form: str,
) -> None:
    """Find earlier translations of sentences like QUERY: every one at or above the threshold."""
    with termbase(context, memory) as opened:
        matches = opened.fuzzy_matches(query, lang, threshold, limit)
        if form == "table" and matches:
            _print_matches(matches)
        else:
            rows = (memory_row(match) for match in matches)
            columns = ("score", "band", "text", "translation", "document")
            emit(rows, form, columns, lambda: absence.no_unit(opened))


def memory_row(match: FuzzyMatch) -> dict[str, Any]:
    unit = match.unit
    return {
        "score": match.score,
        "band": match.band,
        "text": match.text,
        "translation": match.translation,
        "penalties": list(match.penalties),
        "differs": list(match.differs),
        "diff": [to_plain(op, defaults=True) for op in match.diff],
        "unit": unit.id,
        "document": unit.document,
        "zh_tag": unit.zh.tag,
        "en_tag": unit.en.tag,
        "created_by": unit.created_by,
        "created_at": unit.created_at,
    }


def _print_matches(matches: list[FuzzyMatch]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for match in matches:
        marks = ", ".join([*match.penalties, *(f"differs in {d}" for d in match.differs)])
        head = Text(f"{match.score}%  ", "bold")
        head.append(f"{match.band}  {marks}  {match.unit.document}".rstrip(), "dim")
        console.print(head)
        line = Text("  ")
        for op in match.diff:
            if op.kind == "equal":
                line.append(op.stored)
                continue
            line.append(op.stored, "strike red")
            line.append(op.query, "green")
        console.print(line)
        console.print(Text(f"  {match.translation}", "cyan"))


@click.command("concordance")
@click.argument("query")
@language_option
@click.option("--order", type=click.Choice(["newest", "best"]), default="newest", show_default=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--offset", default=0, type=click.IntRange(0))
@memory_option
@format_option
@quiet_option
@click.pass_context
def concordance_command(
    context: click.Context,
    query: str,
    lang: str | None,
    order: str,
    limit: int,
    offset: int,
    memory: str,
    form: str,
) -> None:
    """Find stored sentences that contain QUERY, in any script, case and width."""
    with termbase(context, memory) as opened:
        result = opened.concordance(query, lang, order=order, limit=limit, offset=offset)
        if form == "table" and result.hits:
            _print_concordance(result)
            return
        rows = (concordance_row(hit) for hit in result.hits)
        columns = ("text", "translation", "document")
        emit(rows, form, columns, lambda: _no_place(opened, result.total, offset))


def _no_place(opened: Termbase, total: int, offset: int) -> str:
    return absence.beyond(total, offset) if total else absence.no_unit(opened)


def _print_concordance(result: Concordance) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for hit in result.hits:
        line = Text(hit.text)
        for start, end in hit.spans:
            line.stylize("bold green", start, end)
        console.print(line)
        console.print(Text(f"  {hit.translation}", "cyan"))
    console.print(f"{result.total} found", style="dim")


def concordance_row(hit: Any) -> dict[str, Any]:
    return {
        "text": hit.text,
        "translation": hit.translation,
        "spans": [list(s) for s in hit.spans],
        "unit": hit.unit.id,
        "document": hit.unit.document,
    }


@click.command("why")
@click.argument("subject_id", metavar="ID")
@text_or_format_option
@quiet_option
@click.pass_context
def why_command(context: click.Context, subject_id: str, form: str) -> None:
    """Show the proof of the entry or candidate ID, looked up again in the documents."""
    with termbase(context) as opened:
        proofs = opened.why(subject_id)
    if form in ("json", "jsonl"):
        emit([to_plain(proof, defaults=True) for proof in proofs.proofs], form, (), _no_proof)
    elif form != "text":
        emit(map(_proof_row, proofs.proofs), form, PROOF_COLUMNS, _no_proof)
    else:
        click.echo("\n".join(proof_lines(proofs)))
    if any(not proof.holds for proof in proofs.proofs):
        raise InvalidInput("not all evidence holds (see above)")


def _no_proof() -> str:
    return "entered by hand: no mined evidence"


def _proof_row(proof: Proof) -> dict[str, Any]:
    return {
        "holds": "yes" if proof.holds else "no",
        "document": proof.evidence.document,
        **{name: getattr(proof.evidence, name) for name in PROOF_COLUMNS[2:-1]},
        "reason": proof.reason,
    }


def proof_lines(proofs: Proofs) -> Iterator[str]:
    subject = proofs.subject
    if isinstance(subject, Candidate):
        yield f"candidate {subject.id}: {subject.zh} = {subject.en}  ({subject.state})"
        if subject.use:
            from glossary.cli.mining_memory import use_lines

            yield from (f"  {line}" for line in use_lines(subject.use))
    else:
        from glossary.cli.entries import summary

        yield f"{subject.id}: {summary(subject)}"
    if not proofs.proofs:
        yield "  entered by hand: no mined evidence"
    for proof in proofs.proofs:
        e = proof.evidence
        mark = click.style("holds", fg="green") if proof.holds else click.style("BROKEN", fg="red")
        yield f"  {mark}  {e.document}:{e.line}  {e.method}, {e.confidence:.0%}"
        yield f"    zh {e.zh_span[0]}-{e.zh_span[1]}: {e.zh_context}"
        if e.en_document or e.en_context != e.zh_context:
            yield f"    en {e.en_span[0]}-{e.en_span[1]}: {e.en_context}"
        for language, defined in (("zh", e.zh_definition), ("en", e.en_definition)):
            if defined:
                place = f"{defined.span[0]}-{defined.span[1]}"
                yield f"    {language} {place} defines: {' '.join(defined.text.split())}"
        yield f"    sha256 {e.document_sha256}" + (f"  ({proof.reason})" if proof.reason else "")


@click.command("wanted")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@format_option
@quiet_option
@click.pass_context
def wanted_command(context: click.Context, limit: int, form: str) -> None:
    """List what users looked for in vain, most wanted first."""
    with termbase(context) as opened:
        rows = [to_plain(row, defaults=True) for row in opened.wanted(limit)]
        columns = ("query", "language", "count", "last_at")
        emit(rows, form, columns, lambda: absence.no_look_up(opened))
