"""sync: keep the glossary of a CAT tool's folder fresh, and take back what is added there."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli.common import by_option, note, quiet_option, say, tell_error, termbase
from glossary.errors import Busy, UnreadableFile

if TYPE_CHECKING:
    from glossary.operations.syncing import FolderSync, Synced

_STATES = {
    "written": "written",
    "fresh": "is fresh",
    "none": "no file, as no entry has both an English term and one of this Chinese",
}


@click.command("sync")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--profile", default="omegat", show_default=True, help="The tool it is for.")
@click.option("--zh-tag", default="zh-Hant-TW", show_default=True, help="Which Chinese.")
@click.option(
    "--added",
    metavar="NAME",
    help="The file in FOLDER to which the tool adds rows.  [default: OmegaT's glossary.txt]",
)
@click.option("--once", is_flag=True, help="Look once, and end.")
@click.option(
    "--every",
    default=2.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    help="How long to wait between two looks.",
)
@by_option
@quiet_option
@click.pass_context
def sync_command(
    context: click.Context, /, folder: Path, once: bool, every: float, **given: Any
) -> None:
    """Keep a tool's file of terms in FOLDER as the termbase is, and propose what is added there.

    FOLDER is where the tool's project has its glossaries. The file is written when a term changes.
    The rows that the translator adds wait in `glossary review`. Ctrl-C ends it. With --profile tbx
    FOLDER is one of TBX: what others add there, in whatever file, waits in the same way, and what
    they change of definitions and notes in `glossary conflicts`.
    """
    from glossary.operations.syncing import FolderToSync
    from glossary.operations.tbx_syncing import sync_of
    from glossary.operations.tool_folder import alone

    with termbase(context) as opened, alone(folder):
        sync = sync_of(opened.store, FolderToSync(folder, **given), opened.clock)
        if once:
            synced = sync.look(settled=True)
            _tell(sync, synced, once)
            if synced.refused:
                sys.exit(1)
            return
        try:
            _keep_looking(sync, every)
        except KeyboardInterrupt:
            note(f"{folder}: no longer kept fresh")


def _keep_looking(sync: FolderSync, every: float) -> None:
    note(f"{sync.target}: kept fresh; Ctrl-C ends it")
    while True:
        try:
            _tell(sync, sync.look())
        except Busy as error:
            tell_error(f"{error}; it is tried again")
        except UnreadableFile as error:
            tell_error(f"{error}; it is read again when it changes")
        time.sleep(every)


def _tell(sync: FolderSync, synced: Synced, once: bool = False) -> None:
    """Say what a look did; one that did nothing is told where it is the only one."""
    if synced.file != "fresh" or once:
        say(f"{sync.target}: {_STATES[synced.file]}")
    added = sync.added or sync.target.parent
    for line in synced.refused:
        tell_error(f"{line}; it is read again when it changes")
    for row in synced.broken:
        tell_error(f"{row.file or added}, line {row.line}: {row.reason}; left out")
    if synced.proposed or synced.known:
        say(f"{added}: {synced.proposed} pairs proposed, {synced.known} known before")
    if synced.edited:
        say(f"{added}: {synced.edited} entries edited there; they wait in: glossary conflicts")
