"""Write fixes into a bilingual file: only into its targets; every other byte stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from glossary.checking.edits import Edit, applied
from glossary.checking.finding import Finding
from glossary.checking.segments import format_of
from glossary.checking.target_places import Place, places_of
from glossary.errors import InvalidInput
from glossary.exchange.detection import HEAD

_WRITTEN = ("xliff", "tmx")


def certain(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that may be mended without asking."""
    return [each for each in findings if each.fix and each.fix.is_certain]


def fixed(data: bytes, name: str, findings: Iterable[Finding]) -> tuple[bytes, list[Finding]]:
    """(the file with the fixes of these findings in it, those that were made).

    Of fixes that overlap the first is made; one whose place a tag cuts is not. Raises InvalidInput
    for a kind of file that cannot be mended.
    """
    kind = format_of(name, data[:HEAD]).name
    if kind not in _WRITTEN:
        raise InvalidInput(f"{name}: a {kind} is not mended; give XLIFF or TMX")
    by_place: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.fix and finding.segment.place:
            by_place[finding.segment.place].append(finding)
    places = places_of(data, name, kind) if by_place else {}
    edits: list[Edit] = []
    made: list[Finding] = []
    for place, here in by_place.items():
        for finding in _apart(here):
            target = places.get(place)
            edit = (
                target
                and finding.fix
                and target.edit(finding.segment.target.text, finding.fix.span, finding.fix.text)
            )
            if edit:
                edits.append(edit)
                made.append(finding)
    return applied(data, edits), made


def _apart(findings: Sequence[Finding]) -> list[Finding]:
    """Findings with fixes in order, without those whose fix overlaps one before."""
    kept: list[Finding] = []
    end = 0
    for finding in sorted(findings, key=lambda each: each.fix.span if each.fix else (0, 0)):
        if finding.fix and finding.fix.span[0] >= end:
            kept.append(finding)
            end = finding.fix.span[1]
    return kept
