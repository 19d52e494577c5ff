"""open: the page of an entry, in the browser."""

from __future__ import annotations

import os
import sys
from urllib.parse import quote, urlsplit

import click

from glossary.cli.common import note, quiet_option, termbase

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


@click.command("open")
@click.argument("concept_id", metavar="ID")
@click.option(
    "--url",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Where `glossary serve` answers.",
)
@click.option("--print", "only_print", is_flag=True, help="Only print the address.")
@quiet_option
@click.pass_context
def open_command(context: click.Context, concept_id: str, url: str, only_print: bool) -> None:
    """Open the page of the entry ID in your browser, and print its address.

    Without a display the address is printed only. The page is there while `glossary serve` runs.
    """
    address = f"{_server(url)}/concepts/{quote(concept_id, safe='')}"
    with termbase(context) as opened:
        opened.concept(concept_id)  # raises an error for one that is not there
    click.echo(address)
    if only_print or not _has_display():
        return
    import webbrowser  # late: few commands need it

    if not webbrowser.open(address):
        note("no browser could be started: open the address yourself")


def _server(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise click.UsageError(f"--url {url}: give an address such as http://127.0.0.1:8000")
    return url.rstrip("/")


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, _DISPLAYS))
