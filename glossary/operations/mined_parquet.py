"""The pairs of a memory as a Parquet file, for programs that go on with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from glossary.errors import InvalidInput
from glossary.model import Proposal, leading
from glossary.operations import parquet_files
from glossary.operations.memory_names import PARQUET

COLUMNS = {
    "zh": "string",
    "en": "string",
    "abbreviation": "string",
    "kind": "string",
    "confidence": "double",
    "units": "int64",
    "zh_alone": "int64",
    "en_alone": "int64",
    "texts": "int64",
    "inside": "double",
    "zh_keyness": "double",
    "en_keyness": "double",
    "variants": "[string]",
    "rivals": "[string]",
    "rival_units": "[int64]",
    "proof": "[int64]",
    "zh_context": "string",
    "en_context": "string",
    "document": "string",
}
"""The columns, as pyarrow calls their types; in square brackets lists. `proof` has the numbers of
the units that prove a pair, `rival_units` in how many units each of the `rivals` stands."""
_OF_USE = ("units", "zh_alone", "en_alone", "texts", "inside", "zh_keyness", "en_keyness")


def check_output(path: Path) -> None:
    """Raise InvalidInput if no pairs can be written there: mining takes long before they are."""
    if path.suffix.lower() != PARQUET:
        raise InvalidInput(f"{path}: pairs are written as Parquet; name it *{PARQUET}")
    if not path.parent.is_dir():
        raise InvalidInput(f"{path}: no folder {path.parent}")
    parquet_files.needed(f"{path}: Parquet is written")


def write_pairs(path: Path, proposals: Iterable[Proposal]) -> None:
    """Write the pairs, best first. Raises UnwritableFile."""
    parquet_files.write(path, [_row(proposal) for proposal in proposals], COLUMNS)


def _row(proposal: Proposal) -> dict[str, Any]:
    best, use = leading(proposal), proposal.use
    assert use
    of_use = {name: getattr(use, name) for name in _OF_USE}
    return of_use | {
        "zh": proposal.zh,
        "en": proposal.en,
        "abbreviation": proposal.abbreviation,
        "kind": proposal.kind,
        "confidence": proposal.confidence,
        "variants": list(use.variants),
        "rivals": [rival.en for rival in use.rivals],
        "rival_units": [rival.units for rival in use.rivals],
        "proof": [evidence.line for evidence in proposal.evidence],
        "zh_context": best.zh_context,
        "en_context": best.en_context,
        "document": best.document,
    }
