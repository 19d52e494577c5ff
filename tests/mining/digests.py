"""What a run over a memory counted, as one short text: runs that have the same counted alike."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

TABLES = ("types.zh.npy", "types.en.npy", "counting-pairs.npy", "repeated.npy", "size.npy")


def counted_digest(folder: Path) -> str:
    """The digest of the types of both languages with their units and first places, of all pairs
    with their units, and of which units repeat another: byte by byte, in the order of the keys."""
    digest = blake2b(digest_size=8)
    for name in TABLES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
