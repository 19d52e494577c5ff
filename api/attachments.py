"""The names of files that are sent: what is in them, for whom."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.http import dump_options_header

LONGEST = 200
"""Bytes of a name before its ending. Derived from what file systems allow, which is 255 with it."""


def named(format: str, *parts: str | None) -> str:
    """A file's name: `termbase.tbx`, or `termbase-omegat-海事.tbx` with what was asked for."""
    told = [part for part in map(_plain, parts) if part]
    stem = "-".join(["termbase", *told]).encode()[:LONGEST].decode(errors="ignore")
    return f"{stem}.{format}"


def _plain(part: str | None) -> str:
    """The part without what no file system takes, such as a slash."""
    kept = "".join(c if c.isalnum() or c in "-_" else " " for c in part or "")
    return "_".join(kept.split())


def attachment(name: str) -> str:
    """The Content-Disposition of a file (RFC 6266): its name in full, and in ASCII for programs
    that read no more."""
    plain = "".join(c if c.isascii() else "_" for c in name)
    if plain == name:
        return dump_options_header("attachment", {"filename": name})
    full = f"UTF-8''{quote(name, safe='')}"
    return dump_options_header("attachment", {"filename": plain, "filename*": full})
