"""English words: stop words, inflection, stems."""

from __future__ import annotations

import re
from functools import lru_cache

STOP_WORDS = frozenset(
    """a an the of and or to in for on with by from at as is are be been being was were has have
    had do does did its their our your his her my this that these those it they we i you he she
    can could will would may might must should shall not no also than then so such which who whom
    whose when where while but if both each every all any some more most very into over under
    between through out up about there what how upon within without against among per via""".split()
)

_UNCHANGED = re.compile(r"(?:ss|us|is|ics|news|series|species|means|bias|gas|canvas|atlas|lens)$")
_IRREGULAR = {
    "analyses": "analysis", "axes": "axis", "bases": "basis", "crises": "crisis",
    "diagnoses": "diagnosis", "emphases": "emphasis", "hypotheses": "hypothesis",
    "oases": "oasis", "parentheses": "parenthesis", "syntheses": "synthesis", "theses": "thesis",
    "criteria": "criterion", "phenomena": "phenomenon", "matrices": "matrix",
    "indices": "index", "vertices": "vertex", "appendices": "appendix", "stimuli": "stimulus",
    "nuclei": "nucleus", "fungi": "fungus", "men": "man", "women": "woman", "children": "child",
    "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose", "leaves": "leaf",
    "lives": "life", "wives": "wife", "knives": "knife", "halves": "half", "shelves": "shelf",
    "wolves": "wolf", "thieves": "thief", "selves": "self", "calves": "calf", "gases": "gas",
    "biases": "bias", "lenses": "lens", "atlases": "atlas", "canvases": "canvas",
    "movies": "movie", "cookies": "cookie", "calories": "calorie", "shoes": "shoe",
    "toes": "toe", "foes": "foe",
}  # fmt: skip
_IN_ES = re.compile(
    r"(?:ch|sh|x|ss|zz|[^aeiou]o)es$"
    r"|(?:vir|camp|cens|consens|bon|foc|nex|cauc|surpl|stat|apparat|circ|gen|^b)uses$"
)


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """The singular of a lower-case word; words that only look plural are unchanged."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 5 and word not in {"specimen", "regimen", "abdomen"}:
        return word[:-2] + "an"
    if len(word) < 4 or not word.isascii() or not word.isalpha() or _UNCHANGED.search(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if _IN_ES.search(word):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def inflectionless(text: str) -> str:
    """A term without article, case and plural, for telling whether two are forms of one term."""
    words = text.casefold().split()
    if len(words) > 1 and words[0] in {"the", "a", "an"}:
        words = words[1:]
    return " ".join("-".join(map(singular, word.split("-"))) for word in words)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of an English word, lower case (simplemma)."""
    import simplemma

    word = re.sub(r"['’]s?$", "", word.lower().replace("’", "'"))
    return simplemma.lemmatize(word, "en").lower() if word else ""


_SUFFIXES = tuple(
    (suffix, keep)
    for keep, suffixes in (
        (3, "ization isation ation ize ise e"),
        (4, "ational ity ment ance ence ing ion ical ally ic al er or ive ent ant ism ist ly ed "
            "es s y"),
    )
    for suffix in suffixes.split()
)  # fmt: skip
_SUFFIXES = tuple(sorted(_SUFFIXES, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A rough stem that joins deterrence, deterrent and deter: for comparison, never for
    display."""
    word = lemma(word)
    for suffix, keep in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= keep:
            return word[: -len(suffix)]
    return word
