"""Records of a file that cannot be taken in, and those that are no translation."""

from __future__ import annotations

from collections.abc import Callable

from glossary.errors import UnreadableFile

OnRecord = Callable[[int, str], None]
KEEP_GOOD = "(--keep-good takes the other records in)"


def refuse(name: str, line: int, reason: str, on_error: OnRecord | None) -> None:
    """Tell a bad record to `on_error(line, reason)`; without it the whole file is refused."""
    if on_error is None:
        raise UnreadableFile(name, f"{reason} {KEEP_GOOD}", line) from None
    on_error(line, reason)


def untranslated(source: str, target: str) -> str | None:
    """Why a target is no translation of its source, or None. A copy is none, of numbers, names
    and codes neither: as a memory it would offer a language as its own translation."""
    if not target.strip():
        return "a segment without a translation"
    if source.strip() == target.strip():
        return f"not translated, the target is its source ({source.strip():.40}); left out"
    return None
