"""The command line: `glossary [--db PATH-OR-URL] COMMAND`, one command for each verb.

COMMANDS lists them; a module is imported when one of its commands runs, so that `--help` and quick
commands load nothing they do not need.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

import glossary
from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {  # name: (module, short help)
    "demo": ("demo", "Do the whole job on the seeds, or on a folder of yours, and serve it."),
    "mine": ("mining", "Propose term pairs found in documents, with their proof."),
    "definitions": ("mining", "Print what a document says that its terms mean."),
    "align": ("mining", "Print the sentence alignment of a document, or of two."),
    "text": ("mining", "Print a document's text as read; all spans point into it."),
    "evaluate": ("evaluate", "Measure mining against a gold annotation."),
    "documents": ("browse", "List the documents that were read, and their candidates."),
    "review": ("review", "Judge proposed pairs one by one, with single keys."),
    "propose": ("proposing", "Propose one pair for review, with two sentences as its proof."),
    "add": ("entries", "Add a term pair by hand."),
    "show": ("entries", "Show a concept entry."),
    "edit": ("entries", "Change a concept entry."),
    "delete": ("entries", "Delete a concept entry."),
    "merge": ("entries", "Make two entries of one concept into one."),
    "history": ("entries", "Show who changed an entry, when and how."),
    "comment": ("comments", "Say something about a concept entry, or list what was said."),
    "undo": ("entries", "Take the last step back."),
    "list": ("browse", "List the entries by subject, letter, status or region."),
    "open": ("page", "Open the page of an entry in the browser."),
    "search": ("lookup", "Look a term up, in either language and script."),
    "recognize": ("lookup", "Mark the terms of the termbase in a text."),
    "memory": ("lookup", "Find earlier translations of similar sentences."),
    "concordance": ("lookup", "Find stored sentences that contain a text."),
    "why": ("lookup", "Show the proof of an entry or a candidate, checked again."),
    "check": ("check", "Check a translated file against the termbase."),
    "lint": ("regions", "Find words of another region, or of the other script, in a Chinese text."),
    "convert": ("regions", "List what a term is called in another region, with every choice."),
    "impact": ("impact", "List what uses a term, and is touched if it changes."),
    "wanted": ("lookup", "List what users looked for in vain, most wanted first."),
    "import": ("exchange", "Take in TBX, TMX, CSV and other files."),
    "conflicts": ("conflicts", "List what imports left to be settled, and settle it."),
    "export": ("exchange", "Write the termbase for a tool: TBX, TMX, CSV, XLSX."),
    "sync": ("sync", "Keep a CAT tool's glossary fresh, and propose what is added there."),
    "serve": ("operation", "Serve the web page and the HTTP API."),
    "mcp": ("agents", "Let an agent that translates ask the termbase, by MCP."),
    "jobs": ("jobs", "List long work of the server, how far it is; stop it, start it again."),
    "hooks": ("hooks", "Have the server tell other programs what changes."),
    "people": ("people", "Accounts, roles and tokens of a server, and the audit."),
    "stats": ("operation", "Count what the database holds."),
    "backup": ("operation", "Write a consistent copy of the database."),
    "restore": ("operation", "Put a backup in place of the database."),
    "copy": ("operation", "Copy a whole termbase into another, of any kind of database."),
    "grant": ("operation", "Say what a role of a PostgreSQL server may do with the termbase."),
    "shards": ("shards", "Keep the shards of a memory that is too large for one machine."),
    "doctor": ("operation", "Check the database, its indexes and the proof of every pair."),
    "completion": ("completion", "Have the shell complete commands and options by the tab key."),
}


class _LateGroup(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"glossary.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def shell_complete(self, context: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing them, and what click offers besides."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=about)
            for name, (_, about) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, context, incomplete)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.command(
    cls=_LateGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(glossary.__version__, prog_name="glossary")
@click.option(
    "--db",
    metavar="PATH-OR-URL",
    envvar="GLOSSARY_DB",
    help="The database; also GLOSSARY_DB. Default: a file in your data folder.",
)
@click.pass_context
def cli(context: click.Context, db: str | None) -> None:
    """A Chinese–English termbase and translation memory that mines itself.

    Mine documents, review what was found, look terms up, take the termbase away:

    \b
        glossary mine paper.md
        glossary review
        glossary search 小院高牆
        glossary export terms.tbx
    """
    context.obj = db


def main() -> None:
    """Run the command line: every error is one line on stderr, with exit code 1 (2 for wrong
    usage)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli.main(prog_name="glossary", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        _fail("stopped; what was acknowledged is stored, nothing else", 130)
    except click.ClickException as error:
        _fail(error.format_message(), 1)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except GlossaryError as error:
        _fail(str(error), 1)
    except KeyboardInterrupt:
        _fail("stopped; what was acknowledged is stored, nothing else", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has closed it
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror or error}", 1)
    except MemoryError:
        _fail("not enough memory for this input; split it", 1)


def _fail(message: str, code: int) -> None:
    print(f"Error: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
