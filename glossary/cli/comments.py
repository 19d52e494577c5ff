"""comment: what people say about a concept entry to each other."""

from __future__ import annotations

import click

from glossary.cli.common import by_option, emit, format_option, quiet_option, say, termbase
from glossary.codec import to_plain
from glossary.store.base import Comment


@click.command("comment")
@click.argument("concept_id", metavar="ID")
@click.argument("text", required=False)
@click.option("--done", type=int, metavar="N", help="Mark comment N as done.")
@click.option("--reopen", type=int, metavar="N", help="Mark comment N as open again.")
@click.option("--delete", type=int, metavar="N", help="Delete comment N, which is your own.")
@by_option
@format_option
@quiet_option
@click.pass_context
def comment_command(
    context: click.Context,
    concept_id: str,
    text: str | None,
    done: int | None,
    reopen: int | None,
    delete: int | None,
    by: str,
    form: str,
) -> None:
    """Comment on the concept entry ID with TEXT; without TEXT, list its comments.

    Comments are no part of the entry: no export has them. They go along where it is merged.
    """
    if sum(each is not None for each in (text, done, reopen, delete)) > 1:
        raise click.UsageError("one of TEXT, --done, --reopen and --delete at a time")
    with termbase(context) as opened:
        if text is not None:
            say(line(opened.comment(concept_id, text, by=by)))
        elif delete is not None:
            opened.delete_comment(delete, by=by)
            say(f"comment {delete} is deleted")
        elif (number := reopen if done is None else done) is not None:
            say(line(opened.mark_comment(number, done=done is not None, by=by)))
        else:
            rows = (to_plain(each, defaults=True) for each in opened.comments(concept_id))
            columns = ("id", "at", "by", "text", "done_by", "done_at")
            emit(rows, form, columns, lambda: f"nobody has commented on {concept_id} yet")


def line(comment: Comment) -> str:
    """A comment on one line: `3  ada, 2026-03-01T08:00:00Z: which region? (done)`"""
    who = ", ".join(part for part in (comment.by, comment.at) if part)
    done = f" (done: {comment.done_by})" if comment.done_by else " (done)"
    return f"{comment.id}  {who}: {comment.text}{done if comment.done_at else ''}"
