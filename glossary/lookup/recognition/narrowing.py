"""Which texts may a term be recognised in? Pieces, one of which is in the search key of each.

An index of substrings narrows by them; recognition then decides. No text in which a term is
recognised is left out: a word is sought by what all its inflected forms begin with, a Chinese term
by the characters in it that have no rare glyphs, or by all the glyphs of one.
"""

from __future__ import annotations

from collections.abc import Iterable

from glossary.lookup.recognition.chinese import ChineseTerms
from glossary.lookup.recognition.latin import words_of
from glossary.store.base import TermRow
from glossary.text.inflection import beginnings
from glossary.text.script import has_han
from glossary.text.tokens import search_key
from glossary.text.variants import glyphs_of

_LONGEST = 12  # letters of a piece. Chosen: at half more texts are read, double narrows no further


def pieces_of(rows: Iterable[TermRow]) -> dict[str, frozenset[str]]:
    """By language, zh and en: pieces of search keys for some terms."""
    found: dict[str, set[str]] = {"zh": set(), "en": set()}
    for row in rows:
        if row.language == "zh" and has_han(row.text):
            for key in ChineseTerms([row]).rows:
                found["zh"] |= _chinese_pieces(search_key(key))
        elif row.language in found:
            found[row.language] |= _latin_pieces(row.text)
    return {language: frozenset(pieces) for language, pieces in found.items()}


def _chinese_pieces(key: str) -> set[str]:
    """The longest run of characters with one glyph; else the glyphs of one character."""
    glyphs = list(map(glyphs_of, key))
    runs = "".join(char if len(of) == 1 else "\n" for char, of in zip(key, glyphs, strict=True))
    longest = max(runs.split("\n"), key=len).strip()
    fewest = min(glyphs, key=len)
    return {longest} if longest else set(fewest)


def _latin_pieces(term: str) -> set[str]:
    """The beginnings of its longest word, also where a line ends within them."""
    words = [beginnings(word.folded) for word in words_of(term) if word.folded != "'s"]
    if not words:
        return set()
    whole = {begun[:_LONGEST] for begun in max(words, key=lambda each: min(map(len, each)))}
    broken = {
        f"{begun[:at]}{sign} {begun[at:]}"
        for begun in whole
        for at in range(1, len(begun))
        for sign in ("", "-")  # a soft hyphen is not in a search key
    }
    return whole | broken
