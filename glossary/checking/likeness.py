"""Are two names of one language built alike, so that they may be names of one thing?

Risk tolerance is built like risk appetite, 資料管控者 like 資料控制者: one part is the same, and in
the same place, and one another word. Inflection, and words more or less, make no other name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from glossary.checking.main_renderings import may_be_name
from glossary.checking.recurring import SIGN
from glossary.model import Span
from glossary.text.english import STOP_WORDS, stem
from glossary.text.fold import fold
from glossary.text.script import has_han
from glossary.text.segment import tagged_words, words

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_TIES = frozenset("之及或")
_TIES_ALONE = frozenset("的与和因由于以其为并")  # which words may hold: 目的, 参与
_ENDING = 2
"""Letters that another of one root has more, where a stem is shorter. Chosen: at half safe and
safety are two words, at double far and farmers are one."""
_LINKS = re.compile(r"\s(?:of|for)\s")
ALIKE = 0.5
"""The share of the longer name that both have. Chosen: at half two names of a field that share a
character of four are alike, at double none but equal ones."""
_ALIKE_AGAIN = 0.25
"""That share where the other name recurs with the term alone. Derived: half of `ALIKE`."""
_ALIKE_BEFORE = 0.7
"""That share where the ends, which say what it is, are not the same: 信用評等, 信用評級. Chosen: at
half all that belongs to one thing is alike, at double nothing."""
_LONGER = {"zh": 2, "en": 1}
"""Characters, or words, that one name may have more than the other. Chosen: at half 視訊會議 is not
like 視頻會議系統, at double a term within a longer one is."""
_ROOT = 4
"""Letters of a stem with which another of one root begins. Chosen: at half con is of the root of
control, at double safe and safety are two words."""


def likeness(main: str, name: str) -> float:
    """How much of the longer name both have, 0 if they are not built alike."""
    if has_han(main) != has_han(name):
        return 0.0
    return _chinese(fold(main), fold(name)) if has_han(main) else _english(main, name)


def stretches_like(main: str, text: str) -> Iterator[Span]:
    """Where a Chinese text begins as a name and soon ends as it does; both are Simplified."""
    first, last = re.escape(main[0]), main[-1]
    for start in (match.start() for match in re.finditer(first, text)):
        for size in range(len(main) - _LONGER["zh"], len(main) + _LONGER["zh"] + 1):
            if size > 1 and text[start + size - 1 : start + size] == last:
                yield start, start + size


def new_words(main: str, name: str) -> list[str]:
    """The words of a name that another one lacks, in any form; folded."""
    if has_han(name):
        return _new_chinese(fold(main), fold(name))
    old = [stem(word) for word in content_words(main)]
    return [w for w in content_words(name) if not any(_is_same(stem(w), other) for other in old)]


def is_whole_name(name: str) -> bool:
    """Whether a stretch of words may be a name by itself, and is no joint of several."""
    if not may_be_name(name):
        return False
    folded = fold(name)
    if _TIES_ALONE.isdisjoint(folded):
        return _TIES.isdisjoint(folded)
    parts = {folded[a:b] for a, b in words(folded)}
    return _TIES.isdisjoint(folded) and _TIES_ALONE.isdisjoint(parts)


def content_words(name: str) -> list[str]:
    """The words of an English name that say something, folded."""
    return [word for word in _WORD.findall(fold(name)) if word not in STOP_WORDS]


def _is_same(one: str, two: str) -> bool:
    """Whether two stems are of one root (excav, of excavation, and excavat, of excavating), or one
    is the other with an article before it, for want of a space."""
    short, long = sorted((one, two), key=len)
    if len(short) >= _ROOT:
        return long.startswith(short) or (len(short) > _ROOT and long.endswith(short))
    return long.startswith(short) and len(long) - len(short) <= _ENDING


def _chinese(one: str, two: str) -> float:
    """By what both begin and end with; one may not be the other shortened."""
    longer = max(len(one), len(two))
    if abs(len(one) - len(two)) > _LONGER["zh"] or is_within(one, two) or is_within(two, one):
        return 0.0
    if SIGN.search(two) or not is_whole_name(two):
        return 0.0
    front, back = _common(one, two)
    if not front and _begins_with_verb(two):
        return 0.0
    least = _ALIKE_AGAIN if back else _ALIKE_BEFORE
    return share if (share := (front + back) / longer) >= least else 0.0


def _begins_with_verb(name: str) -> bool:
    """Whether a stretch is rather what is done to a thing than its name: 換發新卡."""
    return tagged_words(name)[0][2] == "v"


def is_within(one: str, two: str) -> bool:
    """Whether a text has all characters of another in order: 世界貿易組織 those of 世貿組織."""
    rest = iter(two)
    return all(char in rest for char in one)  # each search goes on behind the one before


def _common(one: str, two: str) -> tuple[int, int]:
    """How many characters two texts begin with alike, and how many others they end with."""
    front = sum(1 for _ in takewhile(_are_equal, zip(one, two, strict=False)))
    pairs = zip(reversed(one[front:]), reversed(two[front:]), strict=False)
    return front, sum(1 for _ in takewhile(_are_equal, pairs))


def _are_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _new_chinese(one: str, two: str) -> list[str]:
    """The words of what stands between the common front and end, where these are no whole names."""
    front, back = _common(one, two)
    between = two[front : len(two) - back]
    return [between[a:b] for a, b in words(between)]


def _english(main: str, name: str) -> float:
    """By their words; the first or the last has to be the same."""
    if abs(main.count(" ") - name.count(" ")) > _LONGER["en"] + 1:  # with one of no content
        return 0.0
    if not is_whole_name(main) or not is_whole_name(name):
        return 0.0
    if bool(_LINKS.search(main)) != bool(_LINKS.search(name)):
        return 0.0
    one, two = content_words(main), content_words(name)
    if two and two[-1].endswith(("ing", "ed")) and one[-1:] != two[-1:]:
        return 0.0  # vessel carriers operating here
    if not one or not two or abs(len(one) - len(two)) > _LONGER["en"]:
        return 0.0
    new, lost = new_words(main, name), new_words(name, main)
    if not new or not lost or not (_is_at(one, two, 0) or _is_at(one, two, -1)):
        return 0.0
    share = (len(two) - len(new)) / max(len(one), len(two))
    return share if share >= _ALIKE_AGAIN else 0.0


def _is_at(one: list[str], two: list[str], place: int) -> bool:
    return _is_same(stem(one[place]), stem(two[place]))
