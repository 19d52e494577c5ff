"""Characters of the other script in a Chinese target: Simplified in Traditional, or the reverse."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding, Fix
from glossary.checking.spans import overlapping, protected
from glossary.text.script import only_in_one_script, to_simplified
from glossary.text.tags import script_of_tag

_NAMES = {"Hant": "Traditional", "Hans": "Simplified"}


class OtherScript:
    """See the module. A target whose tag names no script is not looked at."""

    is_by_segment = True

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        segment = reading.segment
        script = script_of_tag(reading.zh_tag)
        if not segment.is_into_chinese or script not in _NAMES:
            return
        text, kept = segment.target.text, protected(segment.target.text)
        foreign = _foreign(script)
        for match in foreign.finditer(text) if not text.isascii() else ():
            if any(overlapping(match.span(), kept)) or match[0] in segment.source.text:
                continue
            right = "".join(_counterpart(char, script) for char in match[0])
            yield Finding(
                "script",
                "error",
                f"{match[0]!r} is not {_NAMES[script]}" + (f"; it is {right!r}" * bool(right)),
                segment,
                (),
                (match.span(),),
                expected=(right,) if right else (),
                found=match[0],
                fix=Fix(match.span(), right, True) if right and _is_whole(right, match) else None,
            )

    def end(self) -> Iterator[Finding]:
        return iter(())


def _is_whole(right: str, match: re.Match[str]) -> bool:
    return len(right) == len(match[0])


@cache
def _foreign(script: str) -> re.Pattern[str]:
    """Runs of characters that the script does not have."""
    hant, hans = only_in_one_script()
    return re.compile(f"[{re.escape(''.join(sorted(hans if script == 'Hant' else hant)))}]+")


def _counterpart(char: str, script: str) -> str:
    """The character in a script; "" where there are several (发: 發, 髮)."""
    if script == "Hans":
        return to_simplified(char)
    several = _traditional().get(char, ())
    return several[0] if len(several) == 1 else ""


@cache
def _traditional() -> dict[str, list[str]]:
    """The Traditional characters of a Simplified one."""
    found: dict[str, list[str]] = defaultdict(list)
    for char in sorted(only_in_one_script()[0]):
        found[to_simplified(char)].append(char)
    return found
