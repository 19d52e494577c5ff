"""What is made of the data files of packages, kept as files in the user's cache folder.

To parse a dictionary takes four times as long as to read back what came of it. What is kept is made
anew where the file that it was made of is another one, or where it is damaged.
"""

from __future__ import annotations

import marshal
import mmap
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from glossary.text.package_files import package_file

Value = TypeVar("Value")
Key = tuple[int, ...]


def kept(name: str, key: Key, make: Callable[[], Value]) -> Value:
    """What was kept under the name and with the same key; made, and kept, where there is none.

    It has to be of Python's plain types: numbers, strings, tuples, lists, dictionaries.
    """
    stored = _read(_file(name), key)
    if stored is None:
        stored = make()
        _write(_file(name), (key, stored))
    made: Value = stored
    return made


def kept_bytes(name: str, key: Key, make: Callable[[], bytes]) -> memoryview:
    """The same of many bytes, of which only those are read that are looked at."""
    stored = _mapped(_file(name), key)
    if stored is None:
        stored = memoryview(make())
        _write(_file(name), (key, len(stored)), stored)
    return stored


def key_of(source: str, form: int) -> Key:
    """The key of what is made of a package's file; raise `form` whenever that changes."""
    state = package_file(source).stat()
    return form, state.st_size, state.st_mtime_ns


def _file(name: str) -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("glossary") / f"{name}.bin"


def _read(file: Path, key: Key) -> Any:
    """The value, or None unless it is complete and has this key."""
    try:
        stored_key, stored = marshal.loads(file.read_bytes())
        return stored if stored_key == key else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _mapped(file: Path, key: Key) -> memoryview | None:
    """The bytes after their key and their number, or None unless they are complete."""
    try:
        with file.open("rb") as opened:
            stored_key, size = marshal.load(opened)
            start = opened.tell()
            mapped = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return mapped[start:] if (stored_key, start + size) == (key, len(mapped)) else None


def _write(file: Path, value: Any, then: bytes | memoryview = b"") -> None:
    """Write the file atomically; a folder that is not writable is ignored."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.stem}-")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(marshal.dumps(value))
                opened.write(then)
            os.replace(name, file)
        except OSError:
            Path(name).unlink(missing_ok=True)
