"""Files into values and values into files: TBX, tables, TMX, XLIFF.

    reading    bytes --detection--> a reader of FORMATS --> ConceptEntry, TranslationUnit
    writing    ConceptEntry --fitting (a target of PROFILES; LossReport)--> a writer of FORMATS
    merging    what came back: in which form, restored to whole entries, merged three ways

A folder or module a format (tbx, table, tmx, xliff, curated), all of them in `formats.FORMATS`; a
module a tool, all of them in `profiles`. A file that this program wrote and reads again gives what
`fitting` said it would, no less.
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
