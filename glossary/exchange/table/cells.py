"""Read and write cells of CSV, and guard them against running as formulas.

A cell that begins with `= + - @` runs as a formula in Excel. It is written with a TAB before it,
inside the quotes, which `unguarded` removes. Other cells are written and read unchanged.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from glossary.errors import UnreadableFile
from glossary.exchange.streams import Chain
from glossary.text.encoding import decode

# Cells of a row, characters of a line, of a cell: chosen, far above what tables of terms have and
# below what hurts. Half or double moves only the memory that a file without end may take.
MAX_COLUMNS = 1_000
MAX_LINE = 10_000_000
MAX_CELL = 1_000_000

_SAMPLE = 4_000_000
"""Bytes that tell the encoding; a file of less is decoded whole: chosen. Half or double moves the
memory that a small file takes, and where a large one shows its first foreign character too late."""
_SHOWN = 200_000
"""Characters that tell the delimiter and whether quotes enclose cells: chosen. A table whose first
quote stands beyond them is read as one without; half or double moves that place."""
_LOOKED_AT = 50_000  # characters that hold these lines: chosen, since one may have no end
_LINES_LOOKED_AT = 20
"""Lines that tell the delimiter: chosen. Half or double reads the same tables in the tests; one
whose first lines are titles wants more of them."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MUST_QUOTE = re.compile(r"[\"\r\n\t]|^\s|\s$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_CODING = re.compile(rb"#.*-\*-.*coding[:=]\s*([A-Za-z0-9_.-]+).*-\*-")
_REASONS = {
    "data": "a quote that does not close",
    str(MAX_CELL): f"a cell of over {MAX_CELL:,} characters: a quote that does not close?",
}  # by the last word of what the csv module says
_OMEGAT = "# Glossary in tab-separated format"
_TABBED = frozenset({"tsv", "tab", "utf8"})


def line(cells: Sequence[str], delimiter: str, guard: bool, end: str) -> str:
    """A row of CSV with its line end."""
    return delimiter.join(_cell(cell, delimiter, guard) for cell in cells) + end


def _cell(text: str, delimiter: str, guard: bool) -> str:
    text = guarded(text) if guard else text
    if delimiter in text or _MUST_QUOTE.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def guarded(text: str) -> str:
    """The cell with a TAB before it if a spreadsheet would run it as a formula."""
    return f"\t{text}" if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The cell without the TAB that `guarded` adds."""
    return text[1:] if text.startswith("\t") and text[1:].startswith(_FORMULA) else text


def opened(
    source: BinaryIO, name: str, delimiter: str | None = None
) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """(delimiter, iterator of (line, cells) over the rows) of a CSV or TSV file in any supported
    encoding.

    Raises UnreadableFile.
    """
    sample = source.read(_SAMPLE)
    if not sample.strip():
        raise UnreadableFile(name, "the file is empty")
    text, stream = _opened(sample, source, name)
    delimiter = delimiter or delimiter_of(text, name)
    return delimiter, _rows(stream, text, delimiter, name)


def _rows(
    stream: Iterator[str], text: str, delimiter: str, name: str
) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(
        _lines(stream, name),
        delimiter=delimiter,
        strict=True,
        quoting=csv.QUOTE_MINIMAL if _quoted(text, delimiter) else csv.QUOTE_NONE,
    )
    start = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise UnreadableFile(name, f"over {MAX_COLUMNS} columns", start)
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        reason = _REASONS.get(str(error).split(" ")[-1].strip("()"), str(error))
        raise UnreadableFile(name, reason, start) from None


def lines(source: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a text file in any supported encoding. Raises UnreadableFile."""
    sample = source.read(_SAMPLE)
    if not sample.strip():
        raise UnreadableFile(name, "the file is empty")
    return _lines(_opened(sample, source, name)[1], name)


def decoded(data: bytes, name: str) -> str:
    """The text of a whole file, in the encoding that it has or declares. Raises UnreadableFile."""
    _refuse_cut_off(data, name)
    return decode(data, name, _declared(data))


def _quoted(text: str, delimiter: str) -> bool:
    """Whether quotes enclose cells; in plain TSV such as OmegaT's they are ordinary characters."""
    if delimiter != "\t" or '"' not in text:
        return True
    if text.startswith(_OMEGAT):
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error) and len(text) >= _SHOWN  # the sample ends inside a cell
    return True


def _opened(sample: bytes, source: BinaryIO, name: str) -> tuple[str, Iterator[str]]:
    """(the beginning of the text, iterator over all lines)."""
    if len(sample) < _SAMPLE:
        text = decoded(sample, name)
        return text[:_SHOWN], iter(io.StringIO(text, newline=""))
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding, text = "utf-16", sample.decode("utf-16", "ignore")
    else:
        cut = sample[:_SAMPLE] if b"\0" in sample else sample[: sample.rfind(b"\n") + 1 or None]
        text = decode(cut, name, _declared(cut))
        encoding = _encoding_of(cut, text, _declared(cut))
    chain = io.TextIOWrapper(io.BufferedReader(Chain(sample, source)), encoding, newline="")
    return text[:_SHOWN], _decoded(chain, name)


def _refuse_cut_off(data: bytes, name: str) -> None:
    """Refuse UTF-8 that ends inside a character, which would be guessed as another encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            line = data.count(b"\n") + 1
            raise UnreadableFile(name, "UTF-8 that ends inside a character", line) from None


def _declared(data: bytes) -> str | None:
    """The encoding that a first line `# … -*- coding: gb18030 -*-` declares."""
    first = data.removeprefix(codecs.BOM_UTF8).partition(b"\n")[0]
    found = _CODING.match(first)
    return found[1].decode() if found else None


def _encoding_of(data: bytes, text: str, declared: str | None = None) -> str:
    """The encoding in which `data` decodes to `text`."""
    for encoding in (
        *([declared] if declared else []),
        "utf-8-sig",
        "utf-16-le",
        "gb18030",
        "big5",
        "big5hkscs",
    ):
        try:
            if data.decode(encoding) == text:
                return encoding
        except (UnicodeDecodeError, LookupError):
            continue
    return "utf-16-be"


def _decoded(stream: io.TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    try:
        while text := stream.readline(MAX_LINE + 1):
            number += 1
            yield text
    except UnicodeDecodeError as error:
        raise UnreadableFile(name, f"damaged {error.encoding.upper()}", number + 1) from None


def _lines(stream: Iterator[str], name: str) -> Iterator[str]:
    for number, text in enumerate(stream, 1):
        if len(text) > MAX_LINE:
            raise UnreadableFile(name, f"a line of over {MAX_LINE:,} characters", number)
        if bad := _CONTROL.search(text):
            raise UnreadableFile(name, f"control character U+{ord(bad[0]):04X}", number)
        if number == 1 and text.startswith(_OMEGAT):
            text = "\n"
        yield text.lstrip("\ufeff")  # files joined from several have one at the start of each


def delimiter_of(text: str, name: str = "") -> str:
    """TAB if the suffix says so; else the character that splits most of the first lines into
    equally many cells."""
    lines = [
        line
        for line in _QUOTED.sub("", text[:_LOOKED_AT]).splitlines()
        if line.strip() and not line.startswith("#")
    ][:_LINES_LOOKED_AT]
    tabs = sum("\t" in line for line in lines)
    suffix = name.lower().rpartition(".")[2]
    named = (suffix in _TABBED and tabs) or (suffix == "txt" and tabs * 2 > len(lines))
    if named or text.startswith(_OMEGAT):
        return "\t"

    def even(sign: str) -> tuple[int, int]:
        """(most lines with the same count of the character, lines with the same count as the
        first)."""
        counts = [line.count(sign) for line in lines]
        most = Counter(filter(None, counts)).most_common(1)
        return most[0][1] if most else 0, sum(count > 0 and count == counts[0] for count in counts)

    return max(("\t", ",", ";", "|"), key=even)
