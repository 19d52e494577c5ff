"""Titles of laws, treaties and standards, which are told by how both sides begin and end."""

from __future__ import annotations

import re

import numpy as np

from glossary.mining.corpus.features import NAMES, Described, Matrix
from glossary.mining.corpus.wording import Wording

_WORDS = (
    "Acts?|Laws?|Codes?|Statutes?|Regulations?|Rules|Directions|Standards?|Criteria|Guidelines|"
    "Principles|Procedures|Conventions?|Treaty|Treaties|Agreements?|Protocol|Charter|Constitution|"
    "Ordinance|Tariff"
)
_EN = re.compile(rf"(?:.* )?(?:{_WORDS})(?: (?:Governing|for|of|on|of the|and)\b.*)?$")
_ZH = re.compile(
    "..(?:法|条例|规则|办法|细则|准则|标准|通则|规程|要点|纲要|注意事项|公约|条约|协定|议定书|宪章|宪法|税则)$"
)
_SEVERAL = re.compile(
    rf"^(?:Articles?|Paragraphs?|Subparagraphs?|abolished)\b|\b(?:{_WORDS})(?:,| or | \()"
    rf"|^(?:{_WORDS}),"
)
"""What begins inside a title, or names several."""
_SEVERAL_ZH = re.compile(
    "^(?:适用|准用|违反|符合|受|有|依|未曾|本|该)|(?:法|条例|规则|办法|细则|准则|标准)[、依或第]|[（(]"
)
_SMALL = 3  # letters of a word that may be small in a title: of, on, the; given, by usage
_MUTUAL = 0.7
"""Of the association of the best pair of either side, what that of two titles has at least. Chosen,
and never varied."""
_CUT_OFF = 0.86
"""Of the units of a title, the share with a longer title from which the shorter is a piece of it.
Chosen, and never varied."""
_SURE = 0.6
"""Chosen: the confidence of two titles that are each other's best, times how far they are. Of 45
that were read, drawn by chance among those that the trees held for wrong, 19 were right, and most
of the others pieces of a title."""


def is_title(zh: Wording, en: Wording) -> bool:
    """Whether both sides have the form of a title."""
    words = [word for word in en.text.split() if len(word) > _SMALL and word[0].isalpha()]
    capitals = bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
    if not capitals or _SEVERAL.search(en.text) or _SEVERAL_ZH.search(zh.key):
        return False
    return bool(_ZH.search(zh.key) and _EN.match(en.text))


def with_titles(memory: Described, table: Matrix, confidence: Matrix) -> Matrix:
    """The confidence of all pairs; titles that are each other's best are as sure as they are so.

    The trees know few titles, and hold the words of a long one against it, most of which no
    dictionary has.
    """
    best = table[:, [NAMES.index("of best of zh"), NAMES.index("of best of en")]].min(1)
    longer = table[:, [NAMES.index("longer zh"), NAMES.index("longer en")]].max(1)
    mutual = best * table[:, NAMES.index("dice")]
    found = confidence.copy()
    hopeful = (best >= _MUTUAL) & (longer < _CUT_OFF) & (_SURE * mutual > confidence)
    for n in np.flatnonzero(hopeful).tolist():
        zh, en = int(memory.pairs.zh[n]), int(memory.pairs.en[n])
        if is_title(memory.zh[zh], memory.en[en]):
            found[n] = _SURE * mutual[n]
    return found
