"""What a unit of the memory was before a form in it was replaced: kept in the unit, for undo."""

from __future__ import annotations

from dataclasses import replace

from glossary.model import Extra, Language, TranslationUnit, Variant
from glossary.store.base import REPLACED, Store

REPLACE = "replace"
"""The verb of a step that replaced a form in the memory."""


def side_of(unit: TranslationUnit, language: str) -> Variant:
    return unit.zh if language == "zh" else unit.en


def with_side(unit: TranslationUnit, language: str, side: Variant) -> TranslationUnit:
    return replace(unit, zh=side) if language == "zh" else replace(unit, en=side)


def marked(
    before: TranslationUnit, after: TranslationUnit, language: Language, of_step: int | None
) -> TranslationUnit:
    """The new unit, with what the one before was; `of_step` is the step that added that."""
    said = (
        ("language", language),
        ("of-step", "" if of_step is None else str(of_step)),
        ("changed-by", before.changed_by),
        ("changed-at", before.changed_at),
    )
    mark = Extra(REPLACED, value=side_of(before, language).text, attributes=said)
    return replace(after, extra=(*before.extra, mark))


def before_of(unit: TranslationUnit) -> tuple[TranslationUnit, int | None]:
    """(the unit before its last replacement, the step that had added it)"""
    *extra, mark = unit.extra
    said = dict(mark.attributes)
    side = replace(side_of(unit, said["language"]), text=mark.value)
    before = replace(
        with_side(unit, said["language"], side),
        changed_by=said["changed-by"],
        changed_at=said["changed-at"],
        extra=tuple(extra),
    )
    return before, int(said["of-step"]) if said["of-step"] else None


def take_back(store: Store, step: int) -> None:
    """Put the units before a replacement back, inside the transaction of its undo; those of a step
    that was undone meanwhile stay away."""
    after = store.units(store.step_units(step))
    store.delete_units(unit.id or 0 for unit in after)
    for unit in after:
        before, of_step = before_of(unit)
        if of_step is None or store.step(of_step).undone_by is None:
            store.put_units([before], of_step)
