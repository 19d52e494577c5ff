"""What every view needs of the application it runs in."""

from __future__ import annotations

from flask import current_app

from glossary.termbase import Termbase


def termbase() -> Termbase:
    """The termbase that this application serves."""
    return current_app.extensions["termbase"]


def entity_tag(revision: int) -> str:
    """The ETag of a revision: its number, quoted."""
    return f'"{revision}"'
