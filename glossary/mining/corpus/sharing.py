"""A value with large arrays, laid down once for several processes: each reads the arrays in place,
so that they lie in memory once."""

from __future__ import annotations

import pickle
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from glossary.whole_file import whole_file

_STEP = 64  # bytes; derived: arrays begin at a multiple, as processors read them fastest


def write_shared(path: Path, value: Any) -> None:
    """Write a value; its arrays stand in a file beside it."""
    buffers: list[pickle.PickleBuffer] = []
    said = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    places, at = [], 0
    with whole_file(_arrays(path)) as file:
        for buffer in buffers:
            raw = buffer.raw()
            places.append((at, at + raw.nbytes))
            file.write(raw)
            at += file.write(bytes(-raw.nbytes % _STEP)) + raw.nbytes
        file.write(bytes(_STEP))  # nothing at all cannot be mapped
    with whole_file(path) as file:
        pickle.dump((said, places), file)


@lru_cache(maxsize=1)
def read_shared(path: Path) -> Any:
    """The value in a file that this program wrote; what is large in it cannot be written to."""
    said, places = pickle.loads(path.read_bytes())
    arrays = np.memmap(_arrays(path), np.uint8, "r")
    return pickle.loads(said, buffers=[arrays[low:high] for low, high in places])


def _arrays(path: Path) -> Path:
    return path.with_suffix(".arrays")
