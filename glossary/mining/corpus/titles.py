"""Titles of laws, treaties and standards, which are told by how both sides begin and end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Numbers
from glossary.mining.corpus.association import PairTable, share_of_best
from glossary.mining.corpus.features import Described
from glossary.mining.corpus.sides import Matrix
from glossary.mining.corpus.wording import Wording

Rows = Sequence[list[int]]
"""Rows of a table of titles, for each row."""

_LAWS = "Acts?|Laws?|Codes?|Statutes?"
_WORDS = (
    f"{_LAWS}|Regulations?|Rules|Directions|Standards?|Criteria|Guidelines|"
    "Principles|Procedures|Conventions?|Treaty|Treaties|Agreements?|Protocol|Charter|Constitution|"
    "Ordinance|Tariff"
)
_EN = re.compile(rf"(?:.* )?(?:{_WORDS})(?: (?:Governing|for|of|on|of the|and)\b.*)?$")
_ZH = re.compile(
    "..(?:法|条例|规则|办法|细则|准则|标准|通则|规程|要点|纲要|注意事项|公约|条约|协定|议定书|宪章|宪法|税则)$"
)
_SEVERAL = re.compile(
    r"\b(?:Articles?|Paragraphs?|Subparagraphs?|Chapters?)\b|^abolished\b"
    r"|\b(?:provisions?|prescribed|specified|stipulated|pursuant|accordance)\b"
    rf"|\b(?:{_WORDS})(?:,| or | \()|\b(?:{_LAWS}) and "
)
"""What begins inside a title, or names several."""
_SEVERAL_ZH = re.compile(
    "(?:法|条例|规则|办法|细则|准则|标准|事项)[、依或第]|(?:条例|规则|办法|细则|准则)及|.依(?!法)|[（(]"
)
_BEFORE_ZH = frozenset("准用 违反 符合 受 有 依 未 曾 未曾 本 该 原".split())
"""Words that stand before a title and are none of it."""
_SMALL = 3  # letters of a word that may be small in a title: of, on, the; given, by usage
_MUTUAL = 0.7
"""Of the association of the best English title of a Chinese one, what that of two titles has at
least. Chosen, and never varied."""
_BEST = 0.9
"""The same for the best Chinese title of an English one: a law has fewer names in its own language.
Chosen: at 0.7 laws are taken that are only cited together."""
_PIECE = 2 / 3
"""Of the units of a title, the share with longer titles around it from which it is a piece of them.
Chosen: it stands inside twice as often as by itself. Never varied."""
_OWN_UNITS = 3
"""Units outside the titles of others from which a title is one, and two titles may be each other's
best by more than chance. Chosen: as for any pair."""
_ITS_OWN = 0.8
"""Of the units of an English title, the share with the Chinese one from which it is a translation
of it beside others. Chosen, and never varied."""
_SURE = 0.6
"""Chosen: the confidence of two titles that are each other's best, times how far they are. Of 45
that were read, drawn by chance among those that the trees held for wrong, 19 were right, and most
of the others pieces of a title."""


def is_title(zh: Wording, en: Wording) -> bool:
    """Whether both sides have the form of a title."""
    return chinese_title(zh) and english_title(en)


def chinese_title(zh: Wording) -> bool:
    if zh.words[0] in _BEFORE_ZH or _SEVERAL_ZH.search(zh.key):
        return False
    return bool(_ZH.search(zh.key))


def english_title(en: Wording) -> bool:
    words = [word for word in en.text.split() if len(word) > _SMALL and word[0].isalpha()]
    capitals = bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
    if not capitals or en.text[0].islower() or _SEVERAL.search(en.text):
        return False
    return bool(_EN.match(en.text))


def with_titles(memory: Described, confidence: Matrix) -> Matrix:
    """The confidence of all pairs; titles that are each other's best are as sure as they are so,
    and pieces of titles are none.

    The trees know few titles, and hold the words of a long one against it, most of which no
    dictionary has.
    """
    rows = _of_titles(memory)
    titles = memory.pairs.only(rows)
    pieces = _pieces(memory, titles)
    found = confidence.copy()
    found[rows] = np.where(pieces, 0, np.maximum(found[rows], _SURE * _certainty(titles, pieces)))
    return found


def _of_titles(memory: Described) -> npt.NDArray[np.bool_]:
    """Which pairs have the form of a title on either side."""
    zh = [n for n, wording in memory.zh.all() if chinese_title(wording)]
    en = [n for n, wording in memory.en.all() if english_title(wording)]
    return np.isin(memory.pairs.zh, zh) & np.isin(memory.pairs.en, en)


def _certainty(titles: PairTable, pieces: npt.NDArray[np.bool_]) -> Matrix:
    """How far two titles are each other's best, or the English one belongs to this Chinese one
    alone, which may have others."""
    dice = np.where(pieces, 0, titles.dice)
    of_zh, of_en = share_of_best(titles.zh, dice), share_of_best(titles.en, dice)
    share = titles.both / titles.en_units
    mutual = np.where(of_zh >= _MUTUAL, of_zh * of_en * dice, 0)
    own = np.where(share >= _ITS_OWN, share, 0)
    by_chance = titles.both < _OWN_UNITS
    return np.where((of_en < _BEST) | by_chance, 0, np.maximum(mutual, own))


# ---------------------------------------------------------------- pieces of titles


def _pieces(memory: Described, titles: PairTable) -> npt.NDArray[np.bool_]:
    """Which titles stand mostly inside longer ones with the same other side. The units of a pair
    that is longer on both sides are its own and tell nothing: the law on cable television has the
    name of that on television in it."""
    both = titles.both
    en = _longer(titles.zh, memory.en.some(titles.en), both)
    zh = _longer(titles.en, memory.zh.some(titles.zh), both)
    found = np.zeros(len(titles), bool)
    for row in range(len(titles)):
        around, others = zip(_around(row, en, zh, both), _around(row, zh, en, both), strict=True)
        own = both[row] - max(others)
        few = max(others) > 0 and own < _OWN_UNITS
        found[row] = few or max(around) >= _PIECE * own
    return found


def _around(row: int, longer: Rows, other: Rows, both: Matrix) -> tuple[float, float]:
    """Units of the next longer titles around a row, and those among them of pairs that are longer
    on both sides."""
    units = float(both[longer[row]].sum())
    others = float(sum(both[other[each]].max(initial=0) for each in longer[row]))
    return units - others, others


def _longer(groups: Numbers, wordings: Sequence[Wording], both: Matrix) -> Rows:
    """For each title the rows of the next longer ones of its group around it."""
    found: list[list[int]] = [[] for _ in wordings]
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(groups.tolist()):
        rows[group].append(row)
    for some in rows.values():
        for row in some:
            around = [
                each
                for each in some
                if _holds(wordings[each], wordings[row])
                and (both[each] == both[row] or not _led_by_verb(wordings[each], wordings[row]))
            ]
            found[row] = [
                each
                for each in around
                if not any(_holds(wordings[each], wordings[other]) for other in around)
            ]
    return found


def _holds(longer: Wording, title: Wording) -> bool:
    return len(longer.padded) > len(title.padded) and title.padded in longer.padded


def _led_by_verb(longer: Wording, title: Wording) -> bool:
    """Whether a verb stands before the title, which makes no longer one unless it always does."""
    verb = longer.is_chinese and longer.tags[0][0] == "v" and longer.tags[0] != "vn"
    return verb and longer.key.endswith(title.key)
