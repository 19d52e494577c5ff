"""Tokens for fuzzy matching, and the codes by which the index stores them.

A Chinese character, a word of letters, a number and a punctuation mark are one token each, folded;
whitespace is none. So English is matched by words, as CAT tools do, and Chinese by characters. A
word keeps its inner apostrophe (`don't`), a number its inner marks (`1,000.5`); letters and digits
are separate tokens (`F-16` is three, `v2` two).
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
from glossary.text.script import HAN, HAN_RANGES, to_simplified

TokenKind = Literal["word", "number", "punctuation"]

_LETTER = rf"[^\W\d_{HAN_RANGES}]"
# The first two alternatives are the commonest cases of the later ones, and match faster.
_TOKEN = re.compile(
    r"[\u4e00-\u9fff]|[a-z]++(?![^\x00-\x26\x28-\x7f])"
    rf"|[{HAN_RANGES}]|{_LETTER}+(?:'{_LETTER}+)*|\d+(?:[.,]\d+)*|\S"
)
_LETTER_ALONE = re.compile(_LETTER)
_HAN_SPACE = re.compile(rf" (?=[{HAN_RANGES}])|(?<=[{HAN_RANGES}]) ")
# Not a space, or the first of a run between characters that are neither spaces nor Chinese.
_KEPT = re.compile(rf"\S|(?<=[^\s{HAN_RANGES}]) (?= *[^\s{HAN_RANGES}])")
_MANY = 500_000  # tokens whose codes are kept; chosen, a matter of memory alone
_HASHED = 0x10000  # codes from here up are hashes; below, the character itself: derived, a plane


def tokens(text: str) -> list[str]:
    """The folded tokens of `text`, in order."""
    return tokens_of_folded(fold(without_breaks(text)))


def tokens_of_folded(folded: str) -> list[str]:
    """The tokens of a text that is already folded."""
    return _TOKEN.findall(folded)


def placed_tokens(text: str) -> tuple[list[str], list[Span]]:
    """The tokens as of `tokens(text)`, and the span of each in `text`."""
    folded = fold_with_map(without_breaks(text))
    spans = [match.span() for match in _TOKEN.finditer(folded.text)]
    found = [folded.text[start:end] for start, end in spans]
    return found, spans if folded.is_even else [folded.span(*span) for span in spans]


@lru_cache(maxsize=20_000)
def kind_of(token: str) -> TokenKind:
    """The kind of a token; a Chinese character is a word."""
    if token[0].isdecimal():
        return "number"
    return "word" if token[0].isalpha() or token[0] == "〇" else "punctuation"


class _Codes(dict[str, str]):
    """The code of each token: one character. Cached, since texts repeat their words."""

    def __missing__(self, token: str) -> str:
        if len(self) >= _MANY:  # random words must not make the cache grow without end
            self.clear()
        code = self[token] = _code(token)
        return code


def _code(token: str) -> str:
    """The code of a token: a character of the basic plane for itself, a hash in the higher planes
    for anything else.

    Two tokens may share a code, so comparing codes may see a match too many but never misses one.
    """
    if len(token) == 1 and token < "\ud800" or "\ue000" <= token <= "\uffff" and len(token) == 1:
        return token
    return chr(_HASHED + crc32(token.encode("utf-8", "surrogatepass")) % 0x100000)


_CODES = _Codes()


def character_kind(char: str) -> Literal["letter", "digit", "han", "other"]:
    """What a folded character is to the tokens."""
    if HAN.match(char):
        return "han"
    if _LETTER_ALONE.match(char):
        return "letter"
    return "digit" if char.isdecimal() else "other"


def codes_of(tokens: list[str]) -> str:
    """The tokens as a string with one character for each. Equal tokens have equal codes, so edit
    distances over codes never exceed those over tokens."""
    return "".join(map(_CODES.__getitem__, tokens))


def search_key(text: str) -> str:
    """The form in which running text is searched for substrings: folded, with runs of whitespace as
    one space, and none beside a Chinese character. The key of a substring is part of the text's
    key."""
    return _key_of_folded(fold(without_breaks(text)))


def places_of(key: str, text: str) -> list[Span]:
    """Spans in `text` of a search key, from left to right, without overlap. There is one wherever
    `key in search_key(text)`; `key` must not be empty."""
    folded = fold_with_map(without_breaks(text))
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
    """A version of folding and tokenization: it changes when stored keys and codes must be
    rebuilt."""
    characters = "".join(map(chr, range(0x3400, 0xA000)))
    data = to_simplified(characters) + _TOKEN.pattern + _HAN_SPACE.pattern
    return f"{unicodedata.unidata_version}-{crc32(data.encode()):08x}"


# ---------------------------------------------------------------- many texts at once

BREAK = "\0"  # between texts that are processed as one; a token of its own, not a space


def without_breaks(text: str) -> str:
    """The text with spaces in place of the sign that stands between texts."""
    return text.replace(BREAK, " ") if BREAK in text else text


class _FoldTable(dict[int, str]):
    """A table for `str.translate`, filled on demand: code point to folded form, whitespace to a
    space."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_with_map(chr(code)).text
        return folded


_FOLD_TABLE = _FoldTable()


def bare_key(text: str) -> str:
    """`search_key(text)` without its spaces; twice as fast, ten times where all is ASCII."""
    return text.translate(_FOLD_TABLE).replace(" ", "")


def codes_and_keys(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """`codes_of(tokens(text))` and `search_key(text)` of each text; for some, ten times as fast.
    Those of thousands are faster as `token_arrays`."""
    folded = BREAK.join(map(without_breaks, texts)).translate(_FOLD_TABLE)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    folded = folded.replace(f" {BREAK}", BREAK).replace(f"{BREAK} ", BREAK).strip(" ")
    codes = codes_of(tokens_of_folded(folded))
    return codes.split(BREAK), list(map(_key_of_folded, folded.split(BREAK)))
