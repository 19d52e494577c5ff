"""How a file is to be read, and how written: one frozen value for each, handed down whole."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Literal

from glossary.errors import UnreadableFile

OnRecord = Callable[[int, str], None]
"""Hears of one record of a file: (its line, what is to say of it)."""
Direction = Literal["en-zh", "zh-en"]
KEEP_GOOD = "(--keep-good takes the other records in)"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`format` is told by the content and the suffix unless given. `mapping` names a table's
    columns (`{"EN": "term:en", "2": "term:zh-Hant-TW"}`). A bad record goes to
    `on_error(line, reason)` and is left out; without it the whole file is refused.
    `on_change(line, what)` is called for what was changed or not kept."""

    format: str | None = None
    mapping: Mapping[str, str] | None = None
    on_error: OnRecord | None = None
    on_change: OnRecord | None = None

    def refuse(self, name: str, line: int, reason: str) -> None:
        """A record that cannot be taken. Raises UnreadableFile without `on_error`."""
        if self.on_error is None:
            raise UnreadableFile(name, f"{reason} {KEEP_GOOD}", line) from None
        self.on_error(line, reason)

    def tell(self, line: int, what: str) -> None:
        """Something that was changed, or not kept."""
        if self.on_change is not None:
            self.on_change(line, what)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """`zh_tag` is the Chinese of a file of one language pair; of translation units None takes all,
    each under its own tag. `format` chooses where a profile has several (excel: csv, xlsx). `ids`
    are those of all concepts in the file, so that references between them can be kept; of a list of
    entries they are known. `history` False leaves out who made what when."""

    zh_tag: str | None = "zh-Hant-TW"
    direction: Direction = "en-zh"
    format: str | None = None
    ids: Container[str] | None = None
    history: bool = True


READ = ReadOptions()
WRITE = WriteOptions()
