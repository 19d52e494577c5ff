"""What a memory's file is, by its name: told without loading what reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TABLES = frozenset((".tsv", ".tab", ".txt", ".utf8"))
EXCHANGED = frozenset((".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff"))
PARQUET = ".parquet"
_PACKED = (".gz", ".xz")


@dataclass(frozen=True, slots=True)
class MemoryFile:
    """A file, and the name that tells its format and is given in errors: where it was sent, it
    lies under another."""

    path: Path
    name: str

    @property
    def packing(self) -> str:
        """The suffix of a packed file, "" of others."""
        suffix = Path(self.name).suffix.lower()
        return suffix if suffix in _PACKED else ""

    @property
    def unpacked_name(self) -> str:
        return self.name[: len(self.name) - len(self.packing)]

    @property
    def suffix(self) -> str:
        """The suffix that tells the format: that of the file inside a packed one."""
        return Path(self.unpacked_name).suffix.lower()


def is_memory(path: Path) -> bool:
    """Whether a path can be nothing but a memory: no document has that suffix."""
    file = MemoryFile(path, str(path))
    if path.is_dir() or file.suffix == PARQUET:
        return True
    return file.suffix in (TABLES - {".txt"}) | (EXCHANGED - {".tmx"}) or bool(file.packing)
