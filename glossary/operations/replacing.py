"""Replace a form of an entry by another in the memory, as one step with one undo.

Units are never changed in place: those with the form go, others with the new form come, each with
what it was before (`replaced_units`). Entries, documents and evidence stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from glossary.checking.fixing import fix_of
from glossary.checking.segment import SegmentSide
from glossary.errors import ConflictError, InvalidInput
from glossary.lookup.recognition.recognizer import TermHit
from glossary.model import Language, TranslationUnit, Variant
from glossary.operations.form_uses import FormFinder
from glossary.operations.impact import FindsSubstrings, units_with
from glossary.operations.options import TermReplacement
from glossary.operations.replaced_units import REPLACE, marked, side_of, with_side
from glossary.store.base import Store, TermRow, UnitReader, unit_key
from glossary.text.script import script_of
from glossary.text.tags import detect_language


@dataclass(frozen=True, slots=True)
class ReplacedUnit:
    """A unit as it was and as it becomes. `left` says why it stays as it is, where it does."""

    language: Language
    before: TranslationUnit
    after: TranslationUnit
    left: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement does, or would do; its step, None if nothing was stored."""

    units: tuple[ReplacedUnit, ...]
    step: int | None = None

    @property
    def taken(self) -> list[ReplacedUnit]:
        return [unit for unit in self.units if not unit.left]

    @property
    def version(self) -> str:
        """The same for the same units that become the same, and no others."""
        told = [(unit.before.id, unit.before, unit.after, unit.left) for unit in self.units]
        return blake2b(repr(told).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def replace_form(
    store: Store, index: FindsSubstrings, finder: FormFinder, wanted: TermReplacement, at: str
) -> Replaced:
    """Replace a form in the units that have it, or only tell what would be. Raises InvalidInput,
    and ConflictError where it would be something else than what was seen."""
    new = wanted.new.strip()
    language = _language_of(finder)
    if not new or len(new.splitlines()) > 1 or detect_language(new) != language:
        raise InvalidInput(f"{wanted.old} can be replaced by a term of {language}, in one line")
    seen = store.identity()
    planned = Replaced(_planned(store, index, finder, wanted.old, new))
    _refuse_other(planned, wanted)
    if wanted.dry_run or not planned.taken:
        return planned
    with store.transaction():
        if store.identity() != seen:  # somebody changed the memory meanwhile
            planned = Replaced(_planned(store, index, finder, wanted.old, new))
            _refuse_other(planned, wanted)
        summary = f"{wanted.old} by {new} in the memory"
        step = store.new_step(REPLACE, wanted.by, at, summary)
        _put(store, planned.taken, step, wanted.by, at)
    return replace(planned, step=step)


def _refuse_other(planned: Replaced, wanted: TermReplacement) -> None:
    if wanted.version not in (None, planned.version):
        raise ConflictError(
            f"what {wanted.old} by {wanted.new} would rewrite has changed: look at it again"
        )


def _put(store: Store, units: Sequence[ReplacedUnit], step: int, by: str, at: str) -> None:
    ids = [unit.before.id or 0 for unit in units]
    of_steps = store.unit_steps(ids)
    store.delete_units(ids)
    made = (
        marked(unit.before, unit.after, unit.language, of_steps.get(unit.before.id or 0))
        for unit in units
    )
    store.put_units((replace(unit, changed_by=by, changed_at=at) for unit in made), step)


# ---------------------------------------------------------------- what becomes of each unit


def _language_of(finder: FormFinder) -> Language:
    return "en" if any(row.language == "en" for row in finder.rows) else "zh"


def _planned(
    store: Store, index: FindsSubstrings, finder: FormFinder, old: str, new: str
) -> tuple[ReplacedUnit, ...]:
    language = _language_of(finder)
    units = [
        _replaced(unit, language, [_as_given(hit, old) for hit in hits], new)
        for unit, _, hits in units_with(store, index, finder, [language])
    ]
    return tuple(_without_twins(store, units))


def _as_given(hit: TermHit, old: str) -> TermHit:
    """The hit as one of the form that the user named, be it `missiles` of `missile`."""
    return hit._replace(term=hit.term._replace(text=old))


def _replaced(
    unit: TranslationUnit, language: Language, hits: list[TermHit], new: str
) -> ReplacedUnit:
    side = side_of(unit, language)
    outer = {(hit.start, hit.end): hit for hit in hits if hit.cover}
    left = _reason_to_leave(side, outer, new)
    text = side.text
    for (start, end), hit in sorted(outer.items(), reverse=True):
        text = text[:start] + _written(side, hit, new) + text[end:]
    after = unit if left else with_side(unit, language, replace(side, text=text))
    return ReplacedUnit(language, unit, after, left)


def _reason_to_leave(side: Variant, hits: Mapping[tuple[int, int], TermHit], new: str) -> str:
    """Why a person has to change this one; "" if nobody has."""
    if not hits:
        return "it is part of a longer term"
    if side.inline:
        return "there are tags in the sentence"
    scripts = {script_of(side.text), script_of(new)} - {None}
    if len(scripts) > 1:
        return "the sentence is in the other script"
    for (start, end), hit in hits.items():
        fix = fix_of(SegmentSide(side.tag, side.text), hit, [_row(hit, new)])
        if fix is None or not fix.is_certain:
            return f"the words around {side.text[start:end]!r} or its ending have to fit"
    return ""


def _row(hit: TermHit, new: str) -> TermRow:
    return hit.term._replace(text=new)


def _written(side: Variant, hit: TermHit, new: str) -> str:
    """The new form in the case of the old one where that differs from the entry's."""
    if side.text[hit.start : hit.end] == hit.term.text:
        return new
    fix = fix_of(SegmentSide(side.tag, side.text), hit, [_row(hit, new)])
    return fix.text if fix else new


def _without_twins(store: UnitReader, units: Sequence[ReplacedUnit]) -> Iterator[ReplacedUnit]:
    """Leave units that would become one that is stored, or two that would become one."""
    stored = store.known_units([unit.after for unit in units])
    seen: set[str] = set()
    for unit, is_stored in zip(units, stored, strict=True):
        key = unit_key(unit.after)
        if not unit.left and (is_stored or key in seen):
            unit = replace(unit, after=unit.before, left="it is there in the new form already")
        seen.add(key)
        yield unit
