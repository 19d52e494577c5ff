"""OmegaT: TBX v2, or its tab-separated glossary."""

from __future__ import annotations

from glossary.exchange import regions
from glossary.exchange.profiles.base import SOURCE_TARGET, Profile, TableShape, table_target
from glossary.exchange.profiles.tbx import V2_PAIR

_COLUMNS = TableShape(
    (*SOURCE_TARGET, ("comment", "note", "")),
    head=False,
    delimiter="\t",
    line_end="\n",
    first_line="# Glossary in tab-separated format -*- coding: utf-8 -*-",
    quotes=False,
    line_breaks=False,
    remark="#",
)
_TSV = table_target("tsv", _COLUMNS, tag=regions.language_only, shape="pair", comment=True)

PROFILES = (Profile("omegat", "OmegaT: TBX v2 of one language pair, TSV", (V2_PAIR, _TSV), "run"),)
