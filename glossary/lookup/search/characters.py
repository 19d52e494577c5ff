"""Compare the Chinese characters of a query with those of a term: parts, errors, homophones."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.text.fold import fold
from glossary.text.lookalikes import look_alikes
from glossary.text.pinyin import loose, readings

# Chosen: at half, a query of two characters is like every term with one of them; at double, one
# wrong in three is not forgiven. The others are how long a term may be beside its part.
_LEAST = 3  # characters of a query of which one may be wrong, or sound alike
_TIMES, _AND = 3, 2  # by which a term is longer than a part of it, at most

Readings = tuple[tuple[str, ...], ...]


def prefix(pair: Comparison) -> Likeness | None:
    """The term begins with the query: 小院."""
    return Likeness(pair.share) if pair.term.startswith(pair.asked) else None


def contains(pair: Comparison) -> Likeness | None:
    """The term contains the query, not at its beginning: 高牆."""
    inner = pair.asked in pair.term and not pair.term.startswith(pair.asked)
    return Likeness(pair.share) if inner else None


def within_query(pair: Comparison) -> Likeness | None:
    """The query contains the term, which is at least a third of it."""
    return Likeness(pair.share) if pair.is_within and pair.asked not in pair.term else None


def reordered(pair: Comparison) -> Likeness | None:
    """The same characters in another order."""
    as_long = len(pair.asked) == len(pair.term) > 2
    return Likeness() if as_long and sorted(pair.asked) == sorted(pair.term) else None


def in_pieces(pair: Comparison) -> Likeness | None:
    """The term contains every piece of the query: 安全 困境."""
    pieces = [*pair.query.runs, *pair.query.words]
    if len(pieces) < 2:
        return None
    term = fold(pair.text)
    return Likeness(pair.share) if all(piece in term for piece in pieces) else None


def two_swapped(pair: Comparison) -> Likeness | None:
    """A term of two characters, swapped: 庫智."""
    swapped = len(pair.asked) == len(pair.term) == 2 and pair.asked == pair.term[::-1]
    return Likeness() if swapped else None


def one_wrong(pair: Comparison) -> Likeness | None:
    """One character replaced, missing, extra, or swapped with its neighbour: 小院高樓."""
    if pair.wrong != 1:
        return None
    return Likeness(1 - 1 / pair.longer, label=f"one character {_error(pair.asked, pair.term)}")


def some_wrong(pair: Comparison) -> Likeness | None:
    """Two errors in terms or queries of six characters or more, three from ten."""
    if pair.wrong < 2:
        return None
    return Likeness(1 - pair.wrong / pair.longer, label=f"{pair.wrong} characters differ")


def part_with_one_wrong(pair: Comparison) -> Likeness | None:
    """The term contains the query except for one character."""
    asked, term = pair.asked, pair.term
    if not _LEAST <= len(asked) < len(term) <= _TIMES * len(asked) + _AND:
        return None
    windows = (term[at : at + len(asked)] for at in range(len(term) - len(asked) + 1))
    near = any(OSA.distance(asked, window, score_cutoff=1) <= 1 for window in windows)
    return Likeness(len(asked) / len(term)) if near else None


def same_sound(pair: Comparison) -> Likeness | None:
    """Other characters with the same sound: 小院高強."""
    one, other = readings(pair.asked), pair.spoken
    same = _as_long(one, other) and all(set(a) & set(b) for a, b in zip(one, other, strict=True))
    return Likeness() if same else None


def similar_sound(pair: Comparison) -> Likeness | None:
    """Other characters with sounds that are often confused: zh and z, -ng and -n."""
    one, other = readings(pair.asked), pair.spoken
    if len(one) < _LEAST or not _as_long(one, other):
        return None
    alike = all(
        {loose(r) for r in a} & {loose(r) for r in b} for a, b in zip(one, other, strict=True)
    )
    return Likeness() if alike else None


def similar_character(pair: Comparison) -> Likeness | None:
    """One character is replaced by one that looks like it: 航毋."""
    if len(pair.asked) != len(pair.term) or not _as_long(readings(pair.asked), pair.spoken):
        return None
    others = [(a, b) for a, b in zip(pair.asked, pair.term, strict=True) if a != b]
    alike = len(others) == 1 and others[0][1] in look_alikes(others[0][0])
    return Likeness() if alike else None


def _as_long(one: Readings, other: Readings) -> bool:
    return len(one) == len(other) > 1


def _error(asked: str, term: str) -> str:
    if len(asked) == len(term):
        return "swapped" if sorted(asked) == sorted(term) else "differs"
    return "missing" if len(asked) < len(term) else "extra"
