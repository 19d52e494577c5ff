"""The quantities of a text: numbers with their units, of which two may be the same in other units.

五公斤, 5 kg, 11 pounds; 百分之五, 5 %, 千分之五十; 新臺幣三萬元, NT$30,000. Units that belong to no
number, or that the table does not have, are none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from glossary.checking.numbers import Number, chinese_value
from glossary.model import Span
from glossary.text.script import to_simplified

_DATA = Path(__file__).parent.parent / "data" / "measures.txt"
_ROUNDED = 0.02
"""How far a conversion may be rounded, as a share. Chosen: at half "5 feet (1.5 m)" is wrong, at
double a hectare passes for a Taiwanese jia."""
_BEFORE = 24  # characters before a number in which its unit begins: derived, the longest form
_PARTS = re.compile(r"[百千萬万]分之")
_PERCENT = re.compile(r"\s?%|\s?per\s?cent", re.IGNORECASE)
_OF_MONTH = re.compile(r"月\s*$")  # a day of it is a date
_AFTER = {"zh": r"\s*[多餘余來来]?", "en": r"[\s-]{0,2}(?:[)）]\s?)?"}


class UnitReading(NamedTuple):
    """What a unit measures; a value of it is (value + offset) * factor base units."""

    measured: str
    factor: Fraction
    offset: Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text with its unit, which may have several readings; at `span` with both."""

    number: Number
    span: Span
    values: frozenset[Fraction]
    readings: frozenset[UnitReading]

    def is_like(self, other: Quantity) -> bool:
        """Whether both may be the same, in one unit or two."""
        return any(
            _same(value, reading, theirs, unit)
            for value in self.values
            for theirs in other.values
            for reading in self.readings
            for unit in other.readings
            if reading.measured == unit.measured
        )

    def has_other_unit(self, other: Quantity) -> bool:
        """Whether both have one value, and units that are not the same. A time is also a date or
        an age, and so no other unit than one of time is taken for it."""
        if self._is_time() != other._is_time() or self.values.isdisjoint(other.values):
            return False
        return self.readings.isdisjoint(other.readings)

    def _is_time(self) -> bool:
        return any(reading.measured == "time" for reading in self.readings)


def _same(value: Fraction, reading: UnitReading, theirs: Fraction, unit: UnitReading) -> bool:
    if reading == unit:
        return value == theirs
    one = (value + reading.offset) * reading.factor
    two = (theirs + unit.offset) * unit.factor
    ratio = reading.factor / unit.factor
    if 1 in (ratio.numerator, ratio.denominator) and reading.offset == unit.offset:
        return one == two  # kilometres and metres are never rounded into each other
    return math.isclose(one, two, rel_tol=_ROUNDED)


def quantities_in(text: str, language: str, numbers: Iterable[Number]) -> list[Quantity]:
    """The quantities of a text, of which these are the numbers in reading order."""
    plain = to_simplified(text) if language == "zh" else text
    found: list[Quantity] = []
    for number in numbers:
        start, end, values = _bare(plain, number, language)
        span, readings = _unit_at(plain, start, end, language)
        whole = min(number.span[0], span[0]), max(number.span[1], span[1])
        is_within = bool(found) and start < found[-1].span[1]  # the 千 of 平方千米
        if readings and not is_within and not _OF_MONTH.search(plain, 0, start):
            found.append(Quantity(number, whole, values, readings))
    return found


def changed_units(
    source: Sequence[Quantity], target: Sequence[Quantity]
) -> Iterator[tuple[Quantity, Quantity]]:
    """The quantities without their like on the other side that stand there with another unit."""
    left = [one for one in source if not any(one.is_like(other) for other in target)]
    right = [one for one in target if not any(one.is_like(other) for other in source)]
    for one in left:
        other = next((each for each in right if one.has_other_unit(each)), None)
        if other is not None:
            right.remove(other)
            yield one, other


def without_converted(
    left: Sequence[Number],
    right: Sequence[Number],
    source: Sequence[Quantity],
    target: Sequence[Quantity],
) -> tuple[list[Number], list[Number]]:
    """Numbers of either side without those that stand on the other as another number of another
    unit, or whose unit is changed."""
    pairs = [
        (one, other)
        for one in source
        for other in target
        if one.values.isdisjoint(other.values) and one.is_like(other)
    ]
    pairs += changed_units(source, target)
    ones, others = {one.number for one, _ in pairs}, {other.number for _, other in pairs}
    return [n for n in left if n not in ones], [n for n in right if n not in others]


def _bare(text: str, number: Number, language: str) -> tuple[int, int, frozenset[Fraction]]:
    """The place and values of a number without the sign of a share: the 5 of 5 %, 百分之五."""
    start, end = number.span
    if language == "zh":
        sign = _PARTS.match(text, start, end)
        if sign is None:
            return start, end, number.values
        return sign.end(), end, frozenset({chinese_value(text[sign.end() : end])})
    signs = list(_PERCENT.finditer(text, start, end))
    if not signs:
        return start, end, number.values
    return start, signs[0].start(), frozenset({max(number.values)})


def _unit_at(text: str, start: int, end: int, language: str) -> tuple[Span, frozenset[UnitReading]]:
    """The unit before a number, after it, or both (新臺幣…元): where all of it stands."""
    units, before, after = unit_forms(language)
    first = before.search(text, max(0, start - _BEFORE), start)
    second = after.match(text, end)
    left = units[_key(first["unit"]) + "…"] if first else frozenset()
    right = units[_key(second["unit"])] if second else frozenset()
    span = first.start() if first and left else start, second.end() if second and right else end
    return span, (left & right) or left or right


class UnitForms(NamedTuple):
    """The readings of each form, and patterns of the forms before a number and after one."""

    readings: dict[str, frozenset[UnitReading]]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def unit_forms(language: str) -> UnitForms:
    """The units of the table in a language; forms are in lower case."""
    units: dict[str, frozenset[UnitReading]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            said, *forms = line.split("|")
            readings = frozenset(map(_reading, said.split()))
            for form in forms[language == "en"].split(","):
                for written in _numbers_of(form.strip(), language):
                    units[_key(written)] = readings
    leading = _alternatives(form[:-1] for form in units if form.endswith("…"))
    trailing = _alternatives(form for form in units if not form.endswith("…"))
    bound = "(?![a-z])" if language == "en" else ""
    return UnitForms(
        units,
        re.compile(rf"(?<![a-z])(?P<unit>{leading})\s?$", re.IGNORECASE),
        re.compile(rf"{_AFTER[language]}(?P<unit>{trailing}){bound}", re.IGNORECASE),
    )


def _numbers_of(form: str, language: str) -> Iterator[str]:
    """A form in the singular and the plural."""
    if form:
        yield form
        if language == "en" and form[-1].isalpha():
            yield form + "s"


def _reading(said: str) -> UnitReading:
    measured, factor, *offset = said.split(":")
    return UnitReading(measured, Fraction(factor), Fraction(offset[0] if offset else 0))


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))


def _key(form: str) -> str:
    return " ".join(form.lower().split())
