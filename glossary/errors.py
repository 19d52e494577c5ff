"""One family of errors; every message says what is wrong, where, and the way out.

The command line prints the message on one line and exits 1; the API turns `code` and the class
into its one error shape. Nothing here knows about either.
"""

from __future__ import annotations


class GlossaryError(Exception):
    """Base of everything a user can cause. `detail` is plain data for programs, or None."""

    code = "error"

    def __init__(self, message: str, detail: object = None) -> None:
        super().__init__(message)
        self.detail = detail


class InvalidInput(GlossaryError):
    """A value, file or record that cannot be taken; the message names it and what would do."""

    code = "invalid"


class UnreadableFile(InvalidInput):
    """A file that cannot be read whole: `name`, the line where known, and the reason."""

    code = "unreadable"

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {reason}", {"file": name, "line": line})
        self.name, self.reason, self.line = name, reason, line


class UnwritableFile(InvalidInput):
    """A file for the user that cannot be written; what stood in its place is as it was."""


class NotFound(GlossaryError):
    """No entry, candidate or unit of that id."""

    code = "not_found"


class ConflictError(GlossaryError):
    """The state does not allow it: judged before, changed since it was read, an id in use."""

    code = "conflict"


class BrokenInstallation(GlossaryError):
    """A package that this program needs is missing, or is not as this program knows it."""

    code = "installation"


class StoreError(GlossaryError):
    """The database cannot be used: newer than this program, damaged, locked, disk full."""

    code = "store"


class Busy(StoreError):
    """Another program writes to the database, longer than was to be waited for."""
