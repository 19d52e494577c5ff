"""The errors of this program; every message says what is wrong, where, and what to do.

The command line prints the message on one line and exits with 1; the API turns `code` and the class
into its error format. Nothing here depends on either.
"""

from __future__ import annotations


class GlossaryError(Exception):
    """Base of all errors that a user can cause. `detail` is JSON data for programs, or None."""

    code = "error"

    def __init__(self, message: str, detail: object = None) -> None:
        super().__init__(message)
        self.detail = detail


class InvalidInput(GlossaryError):
    """A value, file or record that is not acceptable; the message names it and what would be."""

    code = "invalid"


class UnreadableFile(InvalidInput):
    """A file that cannot be read completely: `name`, the line if known, and the reason."""

    code = "unreadable"

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {reason}", {"file": name, "line": line})
        self.name, self.reason, self.line = name, reason, line


class NothingToWrite(InvalidInput):
    """No entry goes into a file that has to have one."""


class UnwritableFile(InvalidInput):
    """An output file that cannot be written; an existing file of that name is unchanged."""


class NotFound(GlossaryError):
    """No entry, candidate or unit has that id."""

    code = "not_found"


class ConflictError(GlossaryError):
    """The state does not allow it: already judged, changed since it was read, an id in use."""

    code = "conflict"


class BrokenInstallation(GlossaryError):
    """A required package is missing, or differs from what this program expects."""

    code = "installation"


class StoreError(GlossaryError):
    """The database cannot be used: of a newer version, damaged, locked, disk full."""

    code = "store"


class Busy(StoreError):
    """Another program kept writing to the database for longer than the timeout."""


class MemoryIncomplete(StoreError):
    """A memory on shards cannot be asked now: one does not answer, or does not have all it had. No
    answer is given that might lack something."""

    code = "memory_incomplete"


class ModelError(GlossaryError):
    """A language model's server cannot be asked: not reached, no such model, another key wanted."""

    code = "model"
