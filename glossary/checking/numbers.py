"""The numbers of a text as values, in figures and words of both languages.

二十四, 24, twenty-four; 三分之二, two-thirds; 百分之五, 5 %; 一百五十萬, 1.5 million; 民國八十年,
1991.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from glossary.model import Span

_MINGUO = 1911  # given: the year before the first of the Republic of China
_PRIMARY, _JUNIOR = 6, 3  # given: years at a primary and at a junior high school
_SHARES, _TWENTY = (100, 1000), 20  # given: percent and per mille
_EARLIEST = 1000  # derived: a year of the common era has four digits
# Given, all of these: the numerals of the two languages.
_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二貳贰兩两", "三參叁", "四肆", "五伍",
                                   "六陸陆", "七柒", "八捌", "九玖"))
    for char in chars
}  # fmt: skip
# Given.
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
# Given.
_MYRIADS = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_ZERO = "零〇○"
_OTHER_SENSES = frozenset("貳贰參叁肆伍陸陆柒捌玖拾佰仟")
"""Given: the numerals of cheques. One that counts nothing is part of a word: 參加, 大陸, 隊伍."""
_ZH = "".join((*_DIGITS, *_TENS, *_MYRIADS))
_MEASURES = (
    "年月日時时分秒歲岁人名位次個个項项款條条章節节編编級级類类種种倍成元角週周天件份張张筆笔期季"
    "號号度公親亲"
)
_MEGA = r"(?<=兆)(?:[瓦赫歐欧伏帕焦]|位元|字[節节]|比特)"
"""Given: units of which 兆 is the prefix, 10**6, and no number: 一九○○兆赫 is 1900 MHz."""
_ZH_NUMBER = re.compile(
    rf"""(?P<of>[{_ZH}]+)分之(?P<part>[{_ZH}]+(?:[點点][{_ZH}]+)?)
       | (?P<figure>\d+(?:[,，]\d{{3}})*(?:\.\d+)?)\s*
           (?P<scale>[十百千萬万億亿兆]+(?!分[之點点]|{_MEGA}))?
       | (?P<words>[{"".join(_DIGITS)}]{{1,3}}(?:[、，,][{_ZERO}]{{3}})+
           |[{_ZH}]+(?:[點点．·‧・.][{_ZH}]+)?(?!{_MEGA}))
    """,
    re.VERBOSE,
)
_POINT = re.compile("[點．·‧・.]")
_WRITTEN = re.compile(f"([{''.join(_DIGITS)}]{{2,}})([{''.join((*_TENS, *_MYRIADS))}]+)")
_GROUPED = re.compile(f"[、，,](?=[{_ZERO}]{{3}})")  # 一二、○○○
_LABEL = re.compile(rf"(?:^|[（(])[{_ZH}]+[、）)]")  # 三、 or （三） before an item
_NUMBERED = ("條之", "条之", "附件", "附表", "附圖", "附图", "附錄", "附录")  # 第十二條之三, 附件六
_OF_YEAR = re.compile("(?:會計|会计|學|学|課稅)?年")
# Given.
_UNITS = {
    word: value
    for value, words in enumerate(
        "zero,one|first,two|second,three|third,four|fourth,five|fifth,six|sixth,seven|seventh,"
        "eight|eighth,nine|ninth,ten|tenth,eleven|eleventh,twelve|twelfth,thirteen|thirteenth,"
        "fourteen|fourteenth,fifteen|fifteenth,sixteen|sixteenth,seventeen|seventeenth,"
        "eighteen|eighteenth,nineteen|nineteenth".split(",")
    )
    for word in words.split("|")
} | {
    word: 10 * value
    for value, words in enumerate(
        "twenty|twentieth,thirty|thirtieth,forty|fortieth|fourty,fifty|fiftieth,sixty|sixtieth,"
        "seventy|seventieth,eighty|eightieth,ninety|ninetieth".split(","),
        2,
    )
    for word in words.split("|")
}
_ORDINALS = frozenset(word for word in _UNITS if word.endswith(("st", "nd", "rd", "th")))
# Given.
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
           "trillion": 10**12}  # fmt: skip
# Given.
_FRACTIONS = {f"{scale}th": value for scale, value in _SCALES.items()}
# Given.
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
# Given.
_OTHER_WORDS = {"twice": 2, "thrice": 3, "once": 1, "double": 2, "triple": 3, "both": 2,
                "dozen": 12}  # fmt: skip
# Given.
_MONTHS = {
    month: number
    for number, months in enumerate(
        "january|jan,february|feb,march|mar,april|apr,may,june|jun,july|jul,august|aug,"
        "september|sep|sept,october|oct,november|nov,december|dec".split(","),
        1,
    )
    for month in months.split("|")
}
_WORD = "|".join(sorted((*_UNITS, *_SCALES, *_FRACTIONS), key=len, reverse=True))
_PREFIX = re.compile(r"\s?([kMGT](?=[A-Z])|kilo|mega|giga|(?i:tera))")  # kBq, megahertz
# Given.
_PREFIXES = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "kilo": 10**3, "mega": 10**6,
             "giga": 10**9, "tera": 10**12}  # fmt: skip
_ARTICLE = re.compile(
    r"\b(?:Articles?|Arts?\.|(?:sub)?paragraphs?) (?:[\d.]+(?:,? (?:and|or|to) |, ))*$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\d+(?:\.\d+)+")
_FIGURES = re.compile(r"\d+")
_REFERRED = 120
"""Characters before a number with its article. Chosen: for a list of a dozen; at half some are
missed, at double none is found."""
_AND = (
    r"(?<=hundred)\ and\ "
    + "".join(  # not in "one thousand and two thousand", "one thousand and two hundred thousand"
        rf"|(?<={scale})\ and\ (?!(?:(?:{_WORD})[\ -])+(?:{'|'.join(list(_SCALES)[at:])}))"
        for at, scale in enumerate(_SCALES)
        if scale in ("thousand", "million")
    )
)
_EXPONENT = r"(?<=\bm)[23]\b|(?<=\b[a-z]m)[23]\b"  # m3, Nm3
_EN_NUMBER = re.compile(
    rf"""(?<![\d.,])(?!{_EXPONENT})
           (?P<figure>\d+(?:,\d{{3}}|,\ 000)*(?:\.\d+)?)(?:/(?P<of>\d+(?:,\d{{3}})*))?
           (?:st|nd|rd|th)?(?![\d/]|[.,]\d)
           (?:[\s-](?P<scale>hundred|thousand|million|billion|trillion)\b)?
           (?P<percent>\s?%|\ per\ ?cent\b)?
       | (?P<glued>\d+(?:\.\d+)?)
       | \b(?P<words>(?:{_WORD})s?(?:(?:-|{_AND}|\ )(?:{_WORD})s?)*)\b
       | \b(?P<month>{"|".join(_MONTHS)})\b | \b(?P<part>{"|".join(_PARTS)})\b
       | \b(?P<other>{"|".join(_OTHER_WORDS)})\b
       | \b(?P<roman>[ivx]{{1,5}}(?=[.)])|(?<=\bitem\ )[ivx]{{1,5}}\b)
    """,
    re.VERBOSE,
)
"""For a text in small letters: a pattern that takes either is twice as slow."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text at `span`, with the values that it may stand for. A sure one has to have
    its like in the translation; `it` of 一般 and "one of them" need not."""

    span: Span
    values: frozenset[Fraction]
    is_sure: bool


def numbers_in(text: str, language: str) -> list[Number]:
    """The numbers of a text in reading order."""
    return list(_chinese(text) if language == "zh" else _english(text))


# ---------------------------------------------------------------- Chinese


def _chinese(text: str) -> Iterator[Number]:
    for match in _ZH_NUMBER.finditer(text):
        if match["of"]:
            of, part = chinese_value(match["of"]), chinese_value(match["part"])
            values = {part / of} if of else {part}
            values.add(part if of in _SHARES else of)  # "five percent", "one in five"
            yield Number(match.span(), frozenset(values), True)
        elif match["figure"]:
            value = _figure(match["figure"])
            scaled = value * chinese_value("一" + match["scale"] if match["scale"] else "一")
            yield Number(match.span(), _in_context(text, match, scaled), True)
        else:
            value, is_sure = chinese_value(match["words"]), _is_sure(text, match)
            if is_sure or match["words"] not in _OTHER_SENSES:
                yield Number(match.span(), _in_context(text, match, value), is_sure)


def _is_sure(text: str, match: re.Match[str]) -> bool:
    """Whether a numeral counts something: 三日, 第三條, 二十; not 一 in 一般 and 統一."""
    start, end = match.span()
    if text[start - 1 : start] in ("第", "前"):  # 前二條 may be named by their numbers
        return text[start - 1] == "第"
    if text.endswith(_NUMBERED, 0, start):
        return True
    if all(char in _MYRIADS or char in _TENS for char in match["words"]):
        counts = text[end : end + 1] in _MEASURES and end < len(text)
        labels = _LABEL.match(text, max(0, start - 1)) is not None
        return match["words"] == "十" and (counts or labels)  # not 千萬, 百
    if len(match["words"]) > 1 or _LABEL.match(text, max(0, start - 1)):
        return True
    return match["words"] not in "一壹" and text[end : end + 1] in _MEASURES and end < len(text)


def _in_context(text: str, match: re.Match[str], value: Fraction) -> frozenset[Fraction]:
    """The value, for a year of the Republic of China also that of the common era, for tenths
    (七成) that of percents, and for a year at school (國中三年級) that from the first one on."""
    if text.startswith("年級", match.end()) or text.startswith("年级", match.end()):
        return frozenset({value, value + _PRIMARY, value + _PRIMARY + _JUNIOR})
    if text.startswith("成", match.end()):
        return frozenset({value, value / 10, value * 10})
    if value < _EARLIEST and _OF_YEAR.match(text, match.end()):
        return frozenset({value, value + _MINGUO})
    return frozenset({value})


def chinese_value(numeral: str) -> Fraction:
    """The value of a Chinese numeral: 一百零五萬, 二〇二六, 三點五."""
    whole, point, rest = _POINT.sub("点", _GROUPED.sub("", numeral)).partition("点")
    if point:
        digits = [_DIGITS.get(char, 0) for char in rest]
        part = sum(Fraction(digit, 10**at) for at, digit in enumerate(digits, 1))
        return chinese_value(whole) + part
    if len(whole) > 1 and all(char in _DIGITS for char in whole):
        return Fraction(int("".join(str(_DIGITS[char]) for char in whole)))
    if written := _WRITTEN.fullmatch(whole):  # 四三○百萬
        return chinese_value(written[1]) * chinese_value(f"一{written[2]}")
    total = section = digit = 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            ten = _TENS[char]
            if section and not digit and section < ten:
                section *= ten  # 五百千
            else:
                section += ten if char in "廿卅" else (digit or 1) * ten
            digit = 0
        else:
            total = (
                (total + (section + digit or 1)) * _MYRIADS[char]
                if not total
                else (total + (section + digit) * _MYRIADS[char])
            )
            section = digit = 0
    return Fraction(total + section + digit)


# ---------------------------------------------------------------- English


def is_adverb(word: str) -> bool:
    """Whether a number word need not count what the other language counts: both, once, one."""
    return word.lower() in _OTHER_WORDS or word.lower() in ("one", "first")


def _english(text: str) -> Iterator[Number]:
    parted = 0
    for match in _EN_NUMBER.finditer(_small(text)):
        if match.start() < parted:
            continue
        if parts := _parts_of_article(text, match.start()):
            parted = parts[-1].span[1]
            yield from parts
        elif match["month"] == "may" and text[match.start()] == "m":  # the verb
            continue
        elif match["figure"]:
            scale = _SCALES.get((match["scale"] or "").lower(), 1)
            value = _figure(match["figure"]) * scale
            of = _figure(match["of"]) if match["of"] else Fraction(0)
            values = {value / of if value < of else value, *_percent(value, match)}
            if prefix := _PREFIX.match(text, match.end()):
                values.add(value * _PREFIXES[prefix[1].lower()])
            yield Number(match.span(), frozenset(values), True)
        elif match["glued"]:
            yield Number(match.span(), frozenset({_figure(match["glued"])}), False)
        elif match["words"]:
            yield _of_words(text, match)
        elif match["part"]:
            value = Fraction(1, _PARTS[match["part"].lower()])
            yield Number(match.span(), frozenset({value, 1 / value}), False)
        else:
            word = (match["month"] or match["other"] or match["roman"]).lower()
            told = _MONTHS.get(word) or _OTHER_WORDS.get(word) or _roman(word)
            yield Number(match.span(), frozenset({Fraction(told)}), False)


def _parts_of_article(text: str, start: int) -> list[Number]:
    """The article and the paragraph of "Article 24.2", which no decimal fraction numbers."""
    dotted = _DOTTED.match(text, start)
    if not dotted or not _ARTICLE.search(text, max(0, start - _REFERRED), start):
        return []
    return [
        Number(part.span(), frozenset({Fraction(int(part[0]))}), True)
        for part in _FIGURES.finditer(text, *dotted.span())
    ]


def _small(text: str) -> str:
    """The text in small letters, each where it was."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _percent(value: Fraction, match: re.Match[str]) -> set[Fraction]:
    return {value / 100} if match["percent"] else set()


def _of_words(text: str, match: re.Match[str]) -> Number:
    parts = re.split(r"-| and |, | ", match["words"].lower())
    known = {*_UNITS, *_SCALES, *_FRACTIONS}
    words = [part if part in known else part.rstrip("s") for part in parts]
    if words[-1] in _FRACTIONS:
        return Number(match.span(), _of_scale(words), len(words) > 1)
    values = _values_in_turn(words)
    if len(words) > 1:  # two-thirds,
        ordinal = _UNITS.get(words[-1], 0)
        if ordinal and (parts[-1] != words[-1] or words[-1].endswith(("th", "rd"))):
            of = english_value(words[:-1])
            is_compound = of >= _TWENTY  # twenty-third, hundred and third
            values = {of / ordinal, *values} if is_compound else {of / ordinal}
    is_sure = words not in (["one"], ["first"]) and not all(word in _SCALES for word in words)
    return Number(match.span(), frozenset(values), is_sure)


def _of_scale(words: list[str]) -> frozenset[Fraction]:
    """What an ordinal of a scale may be: two hundredth the 200th, or two of a hundred; one ten
    thousandth 1 of 10,000."""
    plain = [*words[:-1], words[-1].removesuffix("th")]
    parts = {
        english_value(plain[:at]) / of
        for at in range(1, len(plain))
        if (of := english_value(plain[at:]))
    }
    return frozenset({english_value(plain), *parts})


def _values_in_turn(words: list[str]) -> set[Fraction]:
    """The value of the words; of an ordinal with a number after it, "first five", both."""
    cut = next((at for at, word in enumerate(words[:-1], 1) if word in _ORDINALS), 0)
    return (
        {english_value(words[:cut]), english_value(words[cut:])} if cut else {english_value(words)}
    )


def english_value(words: list[str]) -> Fraction:
    """The value of number words: ["two", "hundred", "fifty"]."""
    total = section = 0
    for word in words:
        if word == "hundred":
            section = (section or 1) * 100
        elif word in _SCALES:
            total, section = total + (section or 1) * _SCALES[word], 0
        else:
            section += _UNITS.get(word, 0)
    return Fraction(total + section)


def _figure(text: str) -> Fraction:
    return Fraction(re.sub("[,， ]", "", text).rstrip(".") or "0")


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[char] for char in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
