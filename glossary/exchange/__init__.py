"""Files into values and values into files: TBX, tables, TMX, XLIFF.

    bytes --formats--> tbx_read, table_read, tmx, xliff --> ConceptEntry, TranslationUnit
    ConceptEntry --fit (profile, region; LossReport)--> tbx_write, table_write --> bytes
    forms, lift: what came back, as whole entries of ours and with the base of their merge
    merge: three entries of one id into one, conflicts named; changes: the difference in words

A file that this program wrote and reads again gives what `fit` said it would, no less.
"""

from __future__ import annotations

from glossary.exchange.export import fitted, loss, write_entries, write_units
from glossary.exchange.fitting.loss import Loss, LossReport
from glossary.exchange.formats import FORMATS, read_entries, read_units
from glossary.exchange.merging.merge import MergeConflict, merge, verdict
from glossary.exchange.profiles import PROFILES

__all__ = [
    "FORMATS",
    "PROFILES",
    "Loss",
    "LossReport",
    "MergeConflict",
    "fitted",
    "loss",
    "merge",
    "read_entries",
    "read_units",
    "verdict",
    "write_entries",
    "write_units",
]
