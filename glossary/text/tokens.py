"""Tokens: what fuzzy matching counts, and the code by which the index knows them.

A Chinese character, a word of letters, a number and a punctuation mark are one token each, all
folded. Spaces are none. English is so matched by words, as CAT tools do, and Chinese by
characters. A word keeps its inner apostrophe (`don't`), a number its inner marks (`1,000.5`);
letters and digits part (`F-16` is three tokens, `v2` two).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from zlib import crc32

from glossary.model import Span
from glossary.text.fold import fold, fold_with_map
from glossary.text.script import HAN_RANGES, to_simplified

TokenKind = Literal["word", "number", "punctuation"]

_LETTER = rf"[^\W\d_{HAN_RANGES}]"
# The first two alternatives are but the commonest cases of the later ones, and quicker to match.
_TOKEN = re.compile(
    r"[\u4e00-\u9fff]|[a-z]++(?![^\x00-\x26\x28-\x7f])"
    rf"|[{HAN_RANGES}]|{_LETTER}+(?:'{_LETTER}+)*|\d+(?:[.,]\d+)*|\S"
)
_HAN_SPACE = re.compile(rf" (?=[{HAN_RANGES}])|(?<=[{HAN_RANGES}]) ")
# No space, or the first of a run that has neither an end nor a Chinese character beside it.
_KEPT = re.compile(rf"\S|(?<=[^\s{HAN_RANGES}]) (?= *[^\s{HAN_RANGES}])")
_MANY = 500_000  # tokens whose codes are kept; chosen, a matter of memory alone
_HASHED = 0x10000  # codes from here up are hashes; below, the character itself: derived, a plane


def tokens(text: str) -> list[str]:
    """The folded tokens of `text`, in order."""
    return tokens_of_folded(fold(_without_breaks(text)))


def tokens_of_folded(folded: str) -> list[str]:
    """The tokens of a text that is folded already."""
    return _TOKEN.findall(folded)


def placed_tokens(text: str) -> tuple[list[str], list[Span]]:
    """The same tokens as `tokens(text)`, and the span of each in `text`."""
    folded = fold_with_map(_without_breaks(text))
    spans = [match.span() for match in _TOKEN.finditer(folded.text)]
    found = [folded.text[start:end] for start, end in spans]
    return found, spans if folded.is_even else [folded.span(*span) for span in spans]


@lru_cache(maxsize=20_000)
def kind_of(token: str) -> TokenKind:
    """What a token is; a Chinese character counts as a word."""
    if token[0].isdecimal():
        return "number"
    return "word" if token[0].isalpha() or token[0] == "〇" else "punctuation"


class _Codes(dict[str, str]):
    """Token -> one character, remembered, since texts repeat their words."""

    def __missing__(self, token: str) -> str:
        if len(self) >= _MANY:  # a memory of random words must not grow without end
            self.clear()
        code = self[token] = _code(token)
        return code


def _code(token: str) -> str:
    """A character of the basic plane stands for itself, all else for a hash in the planes above.

    Two tokens may share a code; a comparison of codes then sees likeness where there is none, and
    never misses any.
    """
    if len(token) == 1 and token < "\ud800" or "\ue000" <= token <= "\uffff" and len(token) == 1:
        return token
    return chr(_HASHED + crc32(token.encode("utf-8", "surrogatepass")) % 0x100000)


_CODES = _Codes()


def codes_of(tokens: list[str]) -> str:
    """One character a token: equal tokens have equal codes, so distances over codes never
    exceed those over tokens."""
    return "".join(map(_CODES.__getitem__, tokens))


def search_key(text: str) -> str:
    """The form in which running text is searched for substrings: folded, runs of white space one
    space, and none beside a Chinese character. A substring's key stands in its text's key."""
    return _key_of_folded(fold(_without_breaks(text)))


def places_of(key: str, text: str) -> list[Span]:
    """Where in `text` a search key occurs, from left to right, without overlap; `key` is not
    empty. There is one wherever `key in search_key(text)`."""
    folded = fold_with_map(_without_breaks(text))
    kept = [m.start() for m in _KEPT.finditer(folded.text)]
    searched = "".join([folded.text[i] for i in kept])
    spans, at = [], searched.find(key)
    while at >= 0:
        end = at + len(key)
        spans.append(folded.span(kept[at], kept[end - 1] + 1))
        at = searched.find(key, end)
    return spans


def _key_of_folded(folded: str) -> str:
    return folded if folded.isascii() or " " not in folded else _HAN_SPACE.sub("", folded)


def fingerprint() -> str:
    """Differs where texts may fold or cut otherwise than before, so that what was kept of them
    must be made anew."""
    characters = "".join(map(chr, range(0x3400, 0xA000)))
    data = to_simplified(characters) + _TOKEN.pattern + _HAN_SPACE.pattern
    return f"{unicodedata.unidata_version}-{crc32(data.encode()):08x}"


# ---------------------------------------------------------------- many texts at once

_BREAK = "\0"  # between texts that are folded and cut as one; a token of its own, no space


def _without_breaks(text: str) -> str:
    return text.replace(_BREAK, " ") if _BREAK in text else text


class _FoldTable(dict[int, str]):
    """Code point -> folded, white space -> one space; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_with_map(chr(code)).text
        return folded


_FOLD_TABLE = _FoldTable()


def codes_and_keys(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """`codes_of(tokens(text))` and `search_key(text)` of each text, ten times as fast for many."""
    folded = _BREAK.join(map(_without_breaks, texts)).translate(_FOLD_TABLE)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    folded = folded.replace(f" {_BREAK}", _BREAK).replace(f"{_BREAK} ", _BREAK).strip(" ")
    codes = codes_of(tokens_of_folded(folded))
    return codes.split(_BREAK), list(map(_key_of_folded, folded.split(_BREAK)))
