"""OpenCC's phrase tables of Taiwan and Hong Kong (Apache-2.0), read from its package.

Its `.ocd2` files hold a trie of the words of one side, which is left alone, and after it the words
of the other side as plain text. Both directions are there, so these are all words of both sides;
OpenCC itself converts each of them whole.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from glossary.errors import BrokenInstallation
from glossary.regions.words import RegionalWord
from glossary.text.script import has_han

_TABLES = {"TW": ("TWPhrases", "tw2sp", "s2twp"), "HK": ("HKPhrases", "hk2sp", "s2hkp")}
"""By region: its table, and the configurations that convert from it and into it."""
_HEAD = struct.Struct("<II")  # the number of entries, the bytes of their text


@cache
def opencc_words() -> tuple[RegionalWord, ...]:
    """Every word that OpenCC writes differently in Taiwan or Hong Kong than on the mainland."""
    return tuple(word for region in _TABLES for word in _words(region))


def _words(region: str) -> Iterator[RegionalWord]:
    import opencc

    table, out, into = _TABLES[region]
    source = f"OpenCC {opencc.__version__}, {table}"
    outward, inward = opencc.OpenCC(out), opencc.OpenCC(into)
    simplify = opencc.OpenCC("t2s")
    here = {form: outward.convert(form) for form in _values(table)}
    there = {cn: inward.convert(cn) for cn in map(simplify.convert, _values(f"{table}Rev"))}
    forms: dict[str, list[str]] = {}
    for cn, form in [
        *((cn, form) for cn, form in there.items()),
        *((c, f) for f, c in here.items()),
    ]:
        if has_han(cn) and has_han(
            form
        ):  # also where both are one: such words hide what is in them
            forms.setdefault(cn, []).append(form)
    for cn, known in forms.items():
        yield RegionalWord({"CN": (cn,), region: tuple(dict.fromkeys(known))}, "", source)


def _values(table: str) -> list[str]:
    """All words of the right-hand side of a table. Raises BrokenInstallation."""
    path = _folder() / f"{table}.ocd2"
    try:
        found = _decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError):
        found = []
    if not found:
        raise BrokenInstallation(
            f"the package opencc has no {path.name} that can be read; put in the version that this "
            "program knows: pip install opencc==1.4.2"
        )
    return found


def _folder() -> Path:
    spec = find_spec("opencc")
    places = (spec and spec.submodule_search_locations) or ("",)
    return Path(places[0]) / "clib" / "share" / "opencc"


def _decoded(data: bytes) -> list[str]:
    """The words of the text that ends a file: number of entries and bytes, the words each with a
    zero, and for each entry the number of its words and the bytes of each.

    Where this begins is not written down: it is the one place from which it all adds up.
    """
    for at in range(len(data) - _HEAD.size):
        count, size = _HEAD.unpack_from(data, at)
        begin = at + _HEAD.size
        end = begin + size
        fits = 0 < count <= size and end + 4 * count <= len(data) and data[end - 1] == 0
        if fits and _lengths_end(data, end, count, size):
            return data[begin : end - 1].decode("utf-8").split("\0")
    return []


def _lengths_end(data: bytes, at: int, count: int, size: int) -> bool:
    """Whether the lengths of `count` entries begin at `at`, end the file and add up to `size`."""
    whole = 0
    for _ in range(count):
        if at + 2 > len(data):
            return False
        (words,) = struct.unpack_from("<H", data, at)
        at += 2 + 2 * words
        if at > len(data) or whole > size:
            return False
        whole += sum(struct.unpack_from(f"<{words}H", data, at - 2 * words))
    return at == len(data) and whole == size
