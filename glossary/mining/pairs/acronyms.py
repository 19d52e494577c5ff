"""English acronyms that a document explains once and then uses alone.

After "World Health Organization (WHO)" each WHO of the document stands for those three words, so
that 世界衛生組織 can be linked to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from glossary.mining.pairs.tokens import Token
from glossary.text.english import STOP_WORDS

Words = tuple[str, ...]

_LONGEST = 12
"""Words of a full name that are looked at. Chosen: in the annotated texts half loses one acronym of
44, twice finds none more."""


def explained(sentences: Sequence[Sequence[Token]]) -> list[tuple[Token, ...]]:
    """The tokens of a document's English sentences, acronyms with what they stand for."""
    meanings = dict(_found(sentences))
    return [tuple(_with(token, meanings) for token in tokens) for tokens in sentences]


def _with(token: Token, meanings: dict[str, Words]) -> Token:
    meaning = meanings.get(token.text) or meanings.get(token.text.removesuffix("s"))
    return replace(token, stands_for=meaning) if meaning else token


def _found(sentences: Iterable[Sequence[Token]]) -> Iterator[tuple[str, Words]]:
    for tokens in sentences:
        words = [token.text for token in tokens]
        for place in range(1, len(words) - 1):
            short = words[place]
            if words[place - 1] != "(" or words[place + 1] != ")" or not _is_acronym(short):
                continue
            full = _full_name(words[max(0, place - 1 - _LONGEST) : place - 1], short)
            if full:
                yield short.removesuffix("s"), full


def _is_acronym(word: str) -> bool:
    letters = word.removesuffix("s")
    return len(letters) > 1 and letters.isalpha() and letters.isupper()


def _full_name(words: Sequence[str], short: str) -> Words:
    """The shortest end of the words whose initials are the letters; () where there is none.

    Small words inside may have a letter or none; a hyphen divides words.
    """
    letters = short.removesuffix("s").lower()
    starts = [n for n, word in enumerate(words) if word.lower() not in STOP_WORDS]
    for start in reversed(starts):
        name = [part for word in words[start:] for part in word.lower().split("-") if part]
        content = [word for word in name if word not in STOP_WORDS]
        initials = ["".join(word[0] for word in form) for form in (name, content)]
        if letters in initials and content:
            return tuple(content)
    return ()
