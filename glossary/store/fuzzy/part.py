"""Parts of the fuzzy index. A part is immutable.

A row is a segment: the unit's id, its token codes, its search key. Rows of equal length (in
tokens) form a group, groups are in order of length, and every array follows that order, so that
one popcount over contiguous memory narrows a whole group.

    lengths, counts   int64 (groups,)     length in tokens and number of rows of each group
    ids               int64 (rows,)
    signatures        uint64, for each group (width(length), count), word by word
    codes             uint32, for each group (count, length), in the order of the text
    text              uint8, the search keys in UTF-8, each followed by a line feed
    ends              int64 (rows,)       offset of each row's line feed in `text`
    gone              int64, sorted       ids whose rows in *earlier* parts are void
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glossary.store.fuzzy.signature import codes_array, hashes, sign, width
from glossary.text.token_arrays import TokenArrays

ARRAYS = {
    "lengths": np.int64,
    "counts": np.int64,
    "ids": np.int64,
    "signatures": np.uint64,
    "codes": np.uint32,
    "text": np.uint8,
    "ends": np.int64,
    "gone": np.int64,
}
Ints = NDArray[np.int64]
Chunks = dict[str, list[NDArray[Any]]]
_ROWS_AT_ONCE = 65_536  # while signing, so that little memory is used beside the result. Chosen:
# building takes 3 % longer at half, 20 % at double (`tests/benchmarks/bench_store_numbers.py`)


@dataclass(frozen=True, eq=False)
class Part:
    """See the module docstring; the arrays may be in memory or mapped from a file."""

    lengths: Ints
    counts: Ints
    ids: Ints
    signatures: NDArray[np.uint64]
    codes: NDArray[np.uint32]
    text: NDArray[np.uint8]
    ends: Ints
    gone: Ints

    def __post_init__(self) -> None:
        for name in ARRAYS:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def directory(self) -> Ints:
        """(groups, 5): length, count, and where rows, signatures and codes of a group begin."""
        widths = [width(n) for n in self.lengths.tolist()]
        columns = (
            self.counts,
            self.counts * np.array(widths, np.int64),
            self.counts * self.lengths,
        )
        begins = [np.cumsum(column) - column for column in columns]
        return np.stack([self.lengths, self.counts, *begins], axis=1)

    @cached_property
    def slices(self) -> tuple[Ints, NDArray[np.uint64]]:
        """The signatures transposed, for the compiled kernel: for each group, from the offset in
        the first array on, (bits of a signature, words of 64 rows). A query reads only the rows of
        bits that it has set."""
        from glossary.store.fuzzy.kernel import CUT, cut

        groups = zip(self.lengths.tolist(), self.counts.tolist(), strict=True)
        sizes = [64 * width(n) * -(-k // 64) if k >= CUT else 0 for n, k in groups]
        begins = np.cumsum([0, *sizes])
        slices = np.zeros(begins[-1], np.uint64)
        cut(self.directory, begins, self.signatures, slices)
        return begins, slices

    @property
    def bytes(self) -> int:
        return sum(getattr(self, name).nbytes for name in ARRAYS)

    def alive(self, gone: Ints) -> NDArray[np.bool_] | None:
        """A mask of the rows whose ids are not in `gone`; None if all rows remain."""
        if not len(gone) or not len(self):
            return None
        keep = ~np.isin(self.ids, gone)
        return None if keep.all() else keep


def build(ids: Sequence[int], codes: Sequence[str], keys: Sequence[str], gone: Ints) -> Part:
    """Build a part in memory; `gone` holds ids whose rows in earlier parts are void."""
    lines = "".join([key + "\n" for key in keys]).encode("utf-8", "surrogatepass")
    text = np.frombuffer(lines, np.uint8)
    sizes = np.fromiter(map(len, codes), np.int64, len(codes))
    rows = TokenArrays(codes_array("".join(codes)), sizes, text, np.flatnonzero(text == 10))
    return build_of_arrays(ids, rows, gone)


def build_of_arrays(ids: Sequence[int], rows: TokenArrays, gone: Ints) -> Part:
    """`build` of rows that are arrays already."""
    order = np.argsort(rows.sizes, kind="stable")
    begins = np.cumsum(rows.sizes) - rows.sizes
    lengths, counts = np.unique(rows.sizes, return_counts=True)
    chunks: Chunks = {"codes": [], "signatures": []}
    at = 0
    for length, count in zip(lengths.tolist(), counts.tolist(), strict=True):
        those = order[at : at + count]
        matrix = rows.codes[begins[those][:, None] + np.arange(length)]
        chunks["codes"].append(matrix.ravel())
        chunks["signatures"].append(_signed(matrix, length).ravel())
        at += count
    text, ends = _in_order(rows.text, rows.ends, order)
    return _part(
        chunks
        | {
            "lengths": [lengths],
            "counts": [counts],
            "text": [text],
            "gone": [gone],
            "ids": [np.asarray(ids, np.int64)[order]],
            "ends": [ends],
        }
    )


def _in_order(text: NDArray[np.uint8], ends: Ints, order: Ints) -> tuple[NDArray[np.uint8], Ints]:
    """The lines of a text in another order, and where they end."""
    lines = text.tobytes()
    after = ends + 1
    begins = np.concatenate([after[:0], [0], after[:-1]])[: len(ends)]
    places = zip(begins[order].tolist(), after[order].tolist(), strict=True)
    ordered = b"".join([lines[begin:end] for begin, end in places])
    return np.frombuffer(ordered, np.uint8), np.cumsum((after - begins)[order]) - 1


def _signed(matrix: NDArray[np.uint32], length: int) -> NDArray[np.uint64]:
    pieces = [
        sign(hashes(matrix[at : at + _ROWS_AT_ONCE]), width(length))
        for at in range(0, len(matrix), _ROWS_AT_ONCE)
    ]
    return np.concatenate(pieces, axis=1)


def _part(chunks: Chunks) -> Part:
    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([np.empty(0, ARRAYS[name]), *chunks[name]], dtype=ARRAYS[name])

    return Part(**{name: joined(name) for name in ARRAYS})


def merged(parts: Sequence[Part], first: bool) -> Part:
    """Merge `parts`, oldest first, into one in memory; see `merged_chunks`."""
    return _part(merged_chunks(parts, first))


def merged_chunks(parts: Sequence[Part], first: bool) -> Chunks:
    """The arrays of the merged `parts`, oldest first, in chunks that may be views.

    Rows void by a later part are left out. If these are the `first` of all parts, the merged one
    has nothing to declare void.
    """
    later = _gone_after(parts)
    keeps = [part.alive(gone) for part, gone in zip(parts, later, strict=True)]
    chunks: Chunks = {name: [] for name in ARRAYS}
    written = 0
    for length, pieces in _groups(parts, keeps):
        rows = [piece for piece in pieces if len(piece["ids"])]
        if not rows:
            continue
        count = sum(len(row["ids"]) for row in rows)
        chunks["lengths"].append(np.array([length]))
        chunks["counts"].append(np.array([count]))
        chunks["signatures"].append(np.concatenate([r["signatures"] for r in rows], 1).ravel())
        for row in rows:
            chunks["ids"].append(row["ids"])
            chunks["codes"].append(row["codes"].reshape(-1))
            chunks["text"].append(row["text"])
            chunks["ends"].append(row["ends"] + written)
            written += len(row["text"])
    empty = np.empty(0, np.int64)
    chunks["gone"] = [empty if first else union([part.gone for part in parts])]
    return chunks


def union(arrays: Sequence[Ints]) -> Ints:
    ids = np.sort(np.concatenate([np.empty(0, np.int64), *arrays]))
    return ids[np.flatnonzero(np.diff(ids, prepend=-1))]


def _gone_after(parts: Sequence[Part]) -> list[Ints]:
    """For each part the ids that later parts declare void."""
    if not parts:
        return []
    tails = accumulate(
        reversed(parts[1:]),
        lambda gone, part: union([gone, part.gone]),
        initial=np.empty(0, np.int64),
    )
    return list(tails)[::-1]


def _groups(
    parts: Sequence[Part], keeps: Sequence[NDArray[np.bool_] | None]
) -> Iterator[tuple[int, list[dict[str, NDArray[Any]]]]]:
    """(length, arrays of the group in each part that has it), in order of length."""
    places = [{int(n): g for g, n in enumerate(part.lengths)} for part in parts]
    for length in sorted({n for place in places for n in place}):
        yield (
            length,
            [
                _group(part, place[length], keep)
                for part, place, keep in zip(parts, places, keeps, strict=True)
                if length in place
            ],
        )


def _group(part: Part, g: int, keep: NDArray[np.bool_] | None) -> dict[str, NDArray[Any]]:
    """The arrays of one group, only rows in the mask `keep`; `ends` are relative to its own
    text."""
    length, count, row, signature, code = part.directory[g].tolist()
    rows, words = slice(row, row + count), width(length)
    begin = int(part.ends[row - 1]) + 1 if row else 0
    text, ends = part.text[begin : int(part.ends[row + count - 1]) + 1], part.ends[rows] - begin
    group: dict[str, NDArray[Any]] = {
        "ids": part.ids[rows],
        "signatures": part.signatures[signature : signature + words * count].reshape(words, count),
        "codes": part.codes[code : code + length * count].reshape(count, length),
        "text": text,
        "ends": ends,
    }
    return group if keep is None or keep[rows].all() else _kept(group, keep[rows])


def _kept(group: dict[str, NDArray[Any]], keep: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    sizes = np.diff(group["ends"], prepend=-1)
    return {
        "ids": group["ids"][keep],
        "signatures": group["signatures"][:, keep],
        "codes": group["codes"][keep],
        "text": group["text"][np.repeat(keep, sizes)],
        "ends": np.cumsum(sizes[keep]) - 1,
    }
