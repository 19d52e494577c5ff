"""Fuzzing: any bytes are read or refused in the usual way and quickly; no other error.

Whole files, including real ones, are changed in some places. FUZZ_INPUTS sets how many inputs each
format gets (150 by default).
"""

from __future__ import annotations

import io
import os
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hostile_files import XML, drain, row, sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.errors import GlossaryError
from glossary.exchange import FORMATS, ReadOptions, read_entries, read_units
from glossary.exchange.formats import Format

INPUTS = int(os.environ.get("FUZZ_INPUTS", "150"))
SECONDS = 2.0  # of the processor, for one small file
FIXTURES = Path(os.environ.get("GLOSSARY_SHARED", Path(__file__).parents[3] / "shared"))
TABLE = (
    "concept_id,en,zh-Hant-TW,zh-Hans-CN,status,definition\n"
    'c1,software,軟體,软件,preferred,"programs, many"\nc2,a,甲,,,\nc1,soft,軟件,,,\n'
)
PIECES = [
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b'"',
    b"\t",
    b"<",
    b"\x00",
    b"\xff\xfe",
    b"&amp;",
    b"&x;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"<note xml:lang='zxx'>{}</note>",
    b"\r\n",
    b"PK\x03\x04",
    b"=",
    b"<p>glossary termbase, format 1</p>",
    b"&#xFFFF;",
    "軟".encode()[:2],
    b"<hi>",
    b"</hi>",
]


@cache
def valid(format: Format) -> tuple[bytes, ...]:
    """Whole files of a format, including the real ones beside the repository."""
    table = {"csv": ",", "tsv": "\t"}.get(format.name)
    if table:
        found = [TABLE.replace(",", table).encode(), TABLE.replace(",", table).encode("utf-16")]
        found += [TABLE.replace(",", table).encode("gb18030"), "a\t甲\nb\t乙\n".encode()]
    elif format.name == "xlsx":
        found = [sheet(row(b"a") + row(b"b", b"B3"))]
    elif format.name == "curated":
        found = [b'[a]\nen = ["a"]\nzh = ["b", {term = "c", type = "variant"}]\nnote = "n"\n']
    else:
        found = [
            "".join((*parts[:2], "a", *parts[2:])).encode()
            for name, parts in XML.items()
            if Path(name).suffix in format.suffixes
        ]
        real = sorted(FIXTURES.glob("tbx/fixtures/*.valid.tbx")) if format.name == "tbx" else []
        found += [path.read_bytes() for path in real]
    return tuple(found)


@st.composite
def mutated(draw: st.DrawFn, format: Format) -> bytes:
    """A whole file with bytes changed, deleted, doubled, inserted, or another file appended."""
    files = st.sampled_from(valid(format))
    data = bytearray(draw(files))
    for _ in range(draw(st.integers(0, 4))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(1, 40))
        match draw(st.integers(0, 5)):
            case 0:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size]
            case 3:
                data[at:at] = draw(st.sampled_from(PIECES))
            case 4:
                del data[at:]
            case _:
                other = draw(files)
                data[at:] = other[draw(st.integers(0, len(other))) :]
    return bytes(data)


@st.composite
def mutated_workbook(draw: st.DrawFn, format: Format) -> bytes:
    """A workbook with one part changed, or else the zip itself."""
    if draw(st.booleans()):
        return draw(mutated(format))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(valid(format)[0])) as old, zipfile.ZipFile(buffer, "w") as new:
        part = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            data = bytearray(old.read(name))
            if name == part:
                at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 60))
                data[at : at + size] = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
            new.writestr(name, bytes(data))
    return buffer.getvalue()


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_readers_take_or_refuse(format: Format) -> None:
    made = mutated_workbook(format) if format.name == "xlsx" else mutated(format)

    @settings(max_examples=INPUTS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(made, st.booleans())
    def take_or_refuse(data: bytes, forced: bool) -> None:
        name = f"fuzz{format.suffixes[0]}"
        start = time.process_time()
        for read, known in ((read_entries, format.read_entries), (read_units, format.read_units)):
            if known:
                try:
                    drain(read(data, name, ReadOptions(format=format.name if forced else None)))
                except GlossaryError as error:
                    assert "\n" not in str(error)
        assert time.process_time() - start < SECONDS

    take_or_refuse()
