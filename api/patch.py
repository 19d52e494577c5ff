"""Change an entry by a JSON merge patch (RFC 7396) over what GET returns."""

from __future__ import annotations

from typing import Any

from api.wire import check_storable
from glossary.codec import from_plain, to_plain
from glossary.errors import InvalidInput
from glossary.model import ConceptEntry

KEPT = ("id", "evidence", "created_by", "created_at", "changed_by", "changed_at")
"""Fields of an entry that no patch may change: they record what happened."""


def patched(entry: ConceptEntry, patch: dict[str, Any]) -> ConceptEntry:
    """The entry with the patch applied. Raises InvalidInput if a field of KEPT changes or the
    result is not an entry."""
    before = to_plain(entry, defaults=True)
    after = merge_patch(before, patch)
    if touched := [name for name in KEPT if after.get(name) != before[name]]:
        raise InvalidInput(f"{touched[0]} says what happened and cannot be changed")
    try:
        check_storable(patch)
    except ValueError as error:
        raise InvalidInput(str(error)) from error
    return from_plain(ConceptEntry, after)


def merge_patch(target: Any, patch: Any) -> Any:
    """Apply a patch to JSON data (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged
