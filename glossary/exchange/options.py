"""Options for reading and for writing a file: one frozen value each, passed as a whole."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Literal

from glossary.errors import UnreadableFile

OnRecord = Callable[[int, str], None]
"""Called for a record of a file: (its line, message)."""
Direction = Literal["en-zh", "zh-en"]
KEEP_GOOD = "(--keep-good takes the other records in)"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`format` is detected from content and suffix unless given. `mapping` names a table's columns
    (`{"EN": "term:en", "2": "term:zh-Hant-TW"}`). A bad record is passed to `on_error(line,
    reason)` and left out; without it the whole file is refused. `on_change(line, what)` is called
    for what was changed or not kept."""

    format: str | None = None
    mapping: Mapping[str, str] | None = None
    on_error: OnRecord | None = None
    on_change: OnRecord | None = None

    def refuse(self, name: str, line: int, reason: str) -> None:
        """Report a bad record. Raises UnreadableFile without `on_error`."""
        if self.on_error is None:
            raise UnreadableFile(name, f"{reason} {KEEP_GOOD}", line) from None
        self.on_error(line, reason)

    def tell(self, line: int, what: str) -> None:
        """Report something that was changed or not kept."""
        if self.on_change is not None:
            self.on_change(line, what)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """`zh_tag` is the Chinese of a file of one language pair; for translation units, None takes
    all, each under its own tag. `format` chooses where a profile has several (excel: csv, xlsx).
    `ids` are those of all concepts in the file, to keep references between them; for a list of
    entries they are taken from it. `history=False` leaves out who changed what when."""

    zh_tag: str | None = "zh-Hant-TW"
    direction: Direction = "en-zh"
    format: str | None = None
    ids: Container[str] | None = None
    history: bool = True


READ = ReadOptions()
WRITE = WriteOptions()
