"""The form under which a dictionary lists an English term: no article, singular, lower case.

Names and acronyms keep their capitals, and plural-only words their plural. Whether `Deterrence` at
the head of a sentence is a name cannot be told from the term alone: `attested(text)` tells whether
the documents contain these exact words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from glossary.text.english import inflectionless, singular
from glossary.text.inflection import PLURAL_ONLY, same_word

_ARTICLE = re.compile(r"(?:the|an?) (?=\S)", re.IGNORECASE)
_ACRONYMS = re.compile(r"[A-Z][A-Z0-9]+s")
_JOINED = frozenset("and or of for in on to with by from against between at over under as".split())
"""If a term contains one of these words, its last word is not made singular."""

LASTING_PLURALS = PLURAL_ONLY | frozenset(
    """affairs relations rights forces resources communications telecommunications talks minutes
    securities humanities studies operations elections services reparations armaments munitions
    liberties belongings earnings savings guidelines terms conditions sanctions countermeasures
    controls airs waters grounds ends means odds ranks sports troops works thanks dynamics optics
    analytics semantics robotics mechanics tactics metrics basics photonics electronics ethics
    genetics aerobics avionics diplomatics ministries elites masses states nations fundamentals
    sales data media criteria people police personnel lives""".split()
)
"""Head words whose singular has another meaning or is not used."""

# A word: Latin letters and digits, and the signs that join them, without a possessive 's.
_WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]+(?:['’.&](?![sS]\b)[^\W_\u2e80-\U0010ffff]+)*")
_GAP = re.compile(r"[\s\u00a0-]*")


def dictionary_form(term: str, attested: Callable[[str], bool] = lambda text: False) -> str:
    """The term as a dictionary would list it; `attested(text)` tells whether documents contain
    `text`."""
    term = " ".join(term.split())
    if not term:
        return term
    term = _ARTICLE.sub("", term, count=1) if _ARTICLE.match(term) else term
    if _ACRONYMS.fullmatch(term):
        return term[:-1]
    term = _lower(term, attested)
    words = term.split()
    if "," in term or not _JOINED.isdisjoint(words):
        return term
    last = words[-1]
    if not last.islower() or last.split("-")[-1] in LASTING_PLURALS:
        return term
    return term[: len(term) - len(last)] + "-".join([*last.split("-")[:-1], _single(last)])


def _single(word: str) -> str:
    return singular(word.split("-")[-1])


def _lower(term: str, attested: Callable[[str], bool]) -> str:
    """Lower-case the term if the documents contain it so, as it may otherwise be a name. For a term
    with no capital but its first letter, it is enough that they contain its first word in lower
    case."""
    lower, first = term.lower(), term.split()[0].lower()
    if lower == term or any(len(w) > 1 and w.isupper() for w in re.split(r"[\s-]+", term)):
        return term
    same_but_first = term[1:] == lower[1:]
    return lower if attested(lower) or (same_but_first and attested(first)) else term


# ---------------------------------------------------------------- the forms of a term


def is_form(text: str, term: str) -> bool:
    """Whether both are the same words, ignoring article, case and inflection."""
    if inflectionless(text) == inflectionless(term):
        return True
    one, other = _words(text), _words(term)
    return bool(one) and len(one) == len(other) and all(map(_same, one, other))


def forms_in(text: str, term: str) -> list[tuple[int, int]]:
    """Spans in `text` of the words of `term`, in any case and inflection."""
    wanted = _words(term)
    if not wanted:
        return []
    found = list(_WORD.finditer(text))
    return [
        (first.start(), last.end())
        for first, last, window in (
            (found[at], found[at + len(wanted) - 1], found[at : at + len(wanted)])
            for at in range(len(found) - len(wanted) + 1)
        )
        if all(_same(match[0].casefold(), word) for match, word in zip(window, wanted, strict=True))
        and all(
            _GAP.fullmatch(text, left.end(), right.start())
            for left, right in zip(window, window[1:], strict=False)
        )
    ]


def _words(text: str) -> list[str]:
    words = [match[0] for match in _WORD.finditer(text.casefold())]
    return words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words


def _same(one: str, other: str) -> bool:
    return one == other or singular(one) == singular(other) or same_word(one, other)
