"""Find the form in which a file holds our entries, and what an entry was at export.

A file does not say which program wrote it. Of the forms that the profiles give (a target, and for
files of one language pair the Chinese tag), the one its entries resemble most is assumed. What that
form cannot hold does not count as a difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from glossary.exchange.fitting.fitter import Fitter
from glossary.exchange.fitting.restoration import restored
from glossary.exchange.formats import FORMATS
from glossary.exchange.merging.changes import facts, unlike
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles import PROFILES
from glossary.exchange.profiles.base import ExportTarget
from glossary.model import ConceptEntry
from glossary.store.base import Exported

SAMPLE = 20
"""Entries that tell in which form a file went out: chosen. The time of it grows with their number.
Ten entries are more often alike in several forms, of which the one that holds least is taken;
double takes twice the time, which a file of a few hundred entries shows."""
_UNTOUCHED = 1 / 4
"""Of these, how many must have come back untouched for the file to be ours: chosen. Half takes one
for ours of which hardly an entry is as it went out; double takes one for foreign of which more than
half was worked on, and asks about all that differs."""
_TABLES = frozenset(format.name for format in FORMATS if format.is_table)
_WHOLE = "zh-Hant-TW"  # of a target that holds all languages no Chinese is asked for


@dataclass(frozen=True, slots=True)
class Form:
    """A target with a Chinese tag; `profiles` are the names of those that write it."""

    target: ExportTarget
    zh_tag: str
    profiles: frozenset[str]

    def held(self, entry: ConceptEntry) -> list[ConceptEntry]:
        """The entries that a file of this form holds for one, all under its id: several if rows are
        pairs."""
        options = WriteOptions(zh_tag=self.zh_tag)
        parts = Fitter(self.target, lambda loss: None, options).fit(entry)
        return [replace(part, id=entry.id) for part in parts]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of ours that an entry in a file may match: as it is now, and as exported before."""

    ours: ConceptEntry
    exported: tuple[Exported, ...] = ()

    def may_be(self, came: ConceptEntry) -> bool:
        """Whether `came` may be this entry: not if only its terms match and its subject field
        differs."""
        same = came.id == self.ours.id
        return same or not came.subject or self.ours.subject in ("", came.subject)

    def is_another(self, came: ConceptEntry) -> bool:
        """Whether only the id matches, not a single term: many people's tables are numbered
        from 1."""
        return came.id == self.ours.id and _texts(came).isdisjoint(
            _texts(self.ours).union(*(_texts(sent.entry) for sent in self.exported))
        )

    def versions(self, form: Form) -> Iterator[tuple[ConceptEntry, bool]]:
        """(version, whether it was exported in this form) of each distinct version, likeliest
        first."""
        met: list[ConceptEntry] = []
        for sure in (True, False):
            for sent in self.exported:
                if (sent.profile in form.profiles) is sure and sent.entry not in met:
                    met.append(sent.entry)
                    yield sent.entry, sure
        if self.ours not in met:
            yield self.ours, False


def _texts(entry: ConceptEntry) -> set[str]:
    return {
        " ".join(term.text.split()).casefold()
        for section in entry.languages
        for term in section.terms
    }


@dataclass(frozen=True, slots=True)
class Traced:
    """A restored entry from a file, and the base of its merge: the version exported, or None if
    unknown. `unlike` counts the places in which the file was changed."""

    base: ConceptEntry | None
    theirs: ConceptEntry
    unlike: int


def forms_of(format: str, tags: Iterable[str]) -> list[Form]:
    """All forms that a file of a format may have; `tags` are the Chinese tags considered."""
    kinds = _TABLES if format in _TABLES else {format}
    chosen = sorted(set(tags)) or [_WHOLE]
    return [
        Form(target, tag, names)
        for target, names in _targets(kinds)
        for tag in (chosen if target.pair else [_WHOLE])
    ]


def _targets(kinds: Collection[str]) -> list[tuple[ExportTarget, frozenset[str]]]:
    """(target, names of the profiles that have it), each target once."""
    found = [
        (target, profile.name)
        for profile in PROFILES.values()
        for target in profile.targets
        if target.format in kinds
    ]
    return [
        (target, frozenset(name for other, name in found if other == target))
        for at, (target, _) in enumerate(found)
        if all(target != earlier for earlier, _ in found[:at])
    ]


@dataclass(frozen=True, slots=True)
class Likeliest:
    """The form of a file, and whether the file is one of our exports and not just similar to
    one."""

    form: Form
    is_ours: bool


def likeliest(
    forms: Sequence[Form], sample: Sequence[tuple[ConceptEntry, Sequence[Known]]]
) -> Likeliest | None:
    """The form that the entries of a file resemble most; None if no form holds them.

    Of equal forms, one that was exported wins, and of these the one that holds least, so that what
    it cannot hold does not count as deleted. A file is ours if its form was exported and a quarter
    of the entries came back unchanged.
    """
    best: tuple[tuple[int, bool, int], Likeliest] | None = None
    gone_out = {
        (sent.profile, sent.zh_tag)
        for _, candidates in sample
        for known in candidates
        for sent in known.exported
    }
    for form in forms:
        recorded = any(
            name in form.profiles and (tag == form.zh_tag or not form.target.pair)
            for name, tag in gone_out
        )
        if likeness := _likeness(form, sample, best[0][0] if best else None):
            size = likeness.size if recorded else -likeness.size
            ranked = (likeness.unlike, not recorded, size)
            if best is None or ranked < best[0]:
                ours = recorded and likeness.exact >= _UNTOUCHED * len(sample)
                best = ranked, Likeliest(form, ours)
    return best[1] if best else None


class _Likeness(NamedTuple):
    """For a sample: number of different places, size of what is held, number of unchanged
    entries."""

    unlike: int
    size: int
    exact: int


def _likeness(
    form: Form, sample: Sequence[tuple[ConceptEntry, Sequence[Known]]], most: int | None
) -> _Likeness | None:
    """The likeness of a form to a sample; None if more than `most` places differ."""
    different = size = exact = 0
    for came, candidates in sample:
        nearest = [
            (unlike(part, came), len(list(facts(part))))
            for known in candidates
            for version, _ in known.versions(form)
            for part in form.held(version)
        ]
        one, held = min(nearest, default=(2 * len(list(facts(came))), 0))
        different, size, exact = different + one, size + held, exact + (not one)
        if most is not None and different > most:
            return None
    return _Likeness(different, size, exact)


def traced(file: Likeliest, came: ConceptEntry, candidates: Sequence[Known]) -> Traced | None:
    """Our entry that `came` belongs to, restored but not merged; None if there is none, or several
    may be.

    In a file that is not ours, it has a base only if it has our id.
    """
    found: list[Traced] = []
    for known in candidates:
        nearest = _nearest(file.form, came, known)
        if nearest and not nearest.unlike:
            return nearest
        if nearest and not file.is_ours and came.id != known.ours.id:
            nearest = replace(nearest, base=None)
        if nearest and (nearest.base or known.may_be(came)):
            found.append(nearest)
    return found[0] if len(found) == 1 else None


def _nearest(form: Form, came: ConceptEntry, known: Known) -> Traced | None:
    """`came` restored from the version of the entry that it resembles most; None if the form holds
    none."""
    best: tuple[int, ConceptEntry, ConceptEntry, bool] | None = None
    came = replace(came, id=known.ours.id)
    for version, sure in known.versions(form):
        for part in form.held(version):
            if part == came:  # as most entries of a file are: no need to count
                return Traced(version, version, 0)
            different = unlike(part, came)
            if not different:
                return Traced(version, restored(version, part, came), 0)
            if best is None or different < best[0]:
                best = different, version, part, sure
    if best is None:
        return None
    different, version, part, sure = best
    return Traced(version if sure else None, restored(version, part, came), different)
