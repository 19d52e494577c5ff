"""hooks: addresses that the server tells of changes, from the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from glossary.cli.common import by_option, emit, format_option, quiet_option, say, termbase
from glossary.codec import to_plain
from glossary.errors import GlossaryError, UnreadableFile
from glossary.operations import hooks
from glossary.store.base import CHANGE_KINDS, DeadLetter, Hook, Store

COLUMNS = ("id", "url", "kinds", "behind", "dead_letters", "state")
LETTERS = ("id", "hook", "from", "to", "at", "again", "error")
NONE = "no hook was added yet"


@click.group("hooks")
def hooks_command() -> None:
    """Have the server tell other programs what changes (webhooks).

    What happens after a hook was added is sent to its address, signed, in order, and again until it
    is taken. Sending is done by `glossary serve`.
    """


@hooks_command.command("add")
@click.argument("url")
@click.option("--generated", is_flag=True, help="Make a secret and print it, once; the default.")
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the secret from a file: whsec_ and 24 to 64 bytes in base64.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(CHANGE_KINDS),
    help="Only changes of this kind; may be given several times.",
)
@click.option(
    "--allow-private-hooks",
    "private",
    is_flag=True,
    help="It may be on this machine or in its network.",
)
@by_option
@format_option
@quiet_option
@click.pass_context
def add_command(context: click.Context, /, url: str, form: str, **given: Any) -> None:
    """Add a hook, and print it with its secret, which is shown only now."""
    if given["generated"] and given["secret_file"]:
        raise click.UsageError("--generated or --secret-file, not both")
    secret = _secret_in(given["secret_file"]) if given["secret_file"] else ""
    with termbase(context) as opened:
        asked = Hook(url, given["kinds"], secret, given["by"], opened.clock())
        asked = replace(asked, private=given["private"])
        made = hooks.add(opened.store, asked)
        row = _row(opened.store, made)
    shown = {} if secret else {"secret": made.secret}
    emit([row | shown], form, (*COLUMNS[:3], *shown))


def _secret_in(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or "cannot be read") from error
    except UnicodeError as error:
        raise UnreadableFile(str(file), "no secret: it is not in ASCII") from error


@hooks_command.command("list")
@format_option
@quiet_option
@click.pass_context
def list_command(context: click.Context, form: str) -> None:
    """List the hooks: how far each was told, and what hinders it."""
    with termbase(context) as opened:
        rows = [_row(opened.store, hook) for hook in opened.store.hooks()]
    emit(rows, form, COLUMNS, lambda: NONE)


@hooks_command.command("remove")
@click.argument("hook_id", type=int, metavar="ID")
@quiet_option
@click.pass_context
def remove_command(context: click.Context, hook_id: int) -> None:
    """Remove a hook, with its dead letters."""
    with termbase(context) as opened:
        hooks.remove(opened.store, hook_id)
    say(f"Removed hook {hook_id}.")


@hooks_command.command("test")
@click.argument("hook_id", type=int, metavar="ID")
@quiet_option
@click.pass_context
def test_command(context: click.Context, hook_id: int) -> None:
    """Send a signed message without changes now, and say what was answered."""
    from api.hooks.sending import send_test

    with termbase(context) as opened:
        hook = opened.store.hook(hook_id)
    outcome = send_test(hook)
    if outcome.error:
        raise GlossaryError(f"hook {hook_id}: {outcome.error}")
    say(f"Hook {hook_id} answered {outcome.status} in {outcome.milliseconds:.0f} ms.")


@hooks_command.command("letters")
@click.argument("hook_id", type=int, metavar="ID")
@format_option
@quiet_option
@click.pass_context
def letters_command(context: click.Context, hook_id: int, form: str) -> None:
    """List the changes that a hook could not be told after many tries."""
    with termbase(context) as opened:
        opened.store.hook(hook_id)
        letters = opened.store.dead_letters(hook_id)
    emit(map(_letter, letters), form, LETTERS, lambda: "it was told all")


@hooks_command.command("retry")
@click.argument("hook_id", type=int, metavar="ID")
@click.argument("letters", nargs=-1, type=int, metavar="[LETTER]...")
@quiet_option
@click.pass_context
def retry_command(context: click.Context, hook_id: int, letters: tuple[int, ...]) -> None:
    """Have dead letters sent once more, by default all; and try now what waits."""
    with termbase(context) as opened:
        wanted = hooks.retry(opened.store, hook_id, letters)
    say(f"The server sends {len(wanted)} dead letters of hook {hook_id} again.")


@hooks_command.command("pause")
@click.argument("hook_id", type=int, metavar="ID")
@quiet_option
@click.pass_context
def pause_command(context: click.Context, hook_id: int) -> None:
    """Send nothing to a hook until it is resumed."""
    with termbase(context) as opened:
        hook = hooks.pause(opened.store, hook_id)
    say(f"Hook {hook_id} is told nothing after change {hook.position} until it is resumed.")


@hooks_command.command("resume")
@click.argument("hook_id", type=int, metavar="ID")
@quiet_option
@click.pass_context
def resume_command(context: click.Context, hook_id: int) -> None:
    """Send to a hook again after a pause, or after the database was restored or copied."""
    with termbase(context) as opened:
        hook = hooks.resume(opened.store, hook_id)
    say(f"Hook {hook_id} is told what happened after change {hook.position}.")


def _row(store: Store, hook: Hook) -> dict[str, Any]:
    """A hook without its secret, and how it stands."""
    row: dict[str, Any] = to_plain(hook, defaults=True)
    del row["secret"]
    row |= to_plain(hooks.standing(store, hook), defaults=True)
    return row


def _letter(letter: DeadLetter) -> dict[str, Any]:
    row: dict[str, Any] = to_plain(letter, defaults=True)
    return row | {"from": letter.after + 1, "to": letter.upto}
