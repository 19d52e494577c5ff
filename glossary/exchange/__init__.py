"""Import and export of files: TBX, tables, TMX, XLIFF.

    reading    bytes --detection--> a reader of FORMATS --> ConceptEntry, TranslationUnit
    writing    ConceptEntry --fitting (a target of PROFILES; LossReport)--> a writer of FORMATS
    merging    the form of a returned file, its entries restored to whole ones, a three-way merge

Each format is a folder or module (tbx, table, tmx, xliff, curated), listed in `formats.FORMATS`;
each tool is a module, listed in `profiles`. Reading a file that this program wrote gives exactly
the entries that `fitting` returned.
"""

from __future__ import annotations

from glossary.exchange.fitting.loss import Loss, LossReport
from glossary.exchange.formats import FORMATS
from glossary.exchange.merging.merge import MergeConflict, merge, verdict
from glossary.exchange.options import ReadOptions, WriteOptions
from glossary.exchange.profiles import PROFILES
from glossary.exchange.reading import read_entries, read_units
from glossary.exchange.writing import fitted, loss, write_entries, write_units

__all__ = [
    "FORMATS",
    "PROFILES",
    "Loss",
    "LossReport",
    "MergeConflict",
    "ReadOptions",
    "WriteOptions",
    "fitted",
    "loss",
    "merge",
    "read_entries",
    "read_units",
    "verdict",
    "write_entries",
    "write_units",
]
