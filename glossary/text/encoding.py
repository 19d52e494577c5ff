"""Decode bytes: UTF-8 (with or without a byte-order mark), UTF-16, GB18030, Big5.

Data that is not UTF-8 and has no mark is decoded by likelihood: each encoding gives other
characters, and only the right one gives those that are frequent in Chinese.
"""

from __future__ import annotations

import codecs
import math
import re
from functools import cache

from glossary.errors import UnreadableFile
from glossary.text.script import is_han

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_GUESSED = ("gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_DECLARED = {  # names in files stand for the widest encoding that contains theirs
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "gb_2312-80": ("gb18030",),
    "x-gbk": ("gb18030",),
    "big5": ("big5", "cp950", "big5hkscs"),
    "x-x-big5": ("big5", "cp950", "big5hkscs"),
    "big5-hkscs": ("big5hkscs",),
    "iso-8859-1": ("cp1252",),
    "us-ascii": ("utf-8", "cp1252"),
    "latin1": ("cp1252",),
    "windows-1252": ("cp1252",),
    "utf8": ("utf-8",),
}
# The most frequent characters of either script: a wrong decoding contains hardly any of them.
_FREQUENT = (
    "的一是不了在人有我他這这中大來来上國国到說说們们為为子和你地出道也時时年得就那要下以生會会"
    "自着著去之過过家學学對对可里後后小么心多天而能好都然沒没日於于起還还發发成事只作當当想看"
    "與与其所同將将及等各政經经美安全關关係系策略行方面現现定法動动民部分用工進进實实力理本高"
    "化主新長长外義义體体制合加內内物表間间開开無无水電电機机如前因由從从此向情已最位重應应"
    "些點点使第並并相或見见兩两什性問问題题把但名正公戰战軍军平術术技聯联盟權权東东西南北"
)
_MARKS_OF_CHINESE = "，。、；：「」『』《》（）？！“”‘’…—·　"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NO_CONTROL = re.compile("[\t\n\x0b\x0c\r\x1b -~]")
# Chosen; half and double fail no test.
_SAMPLE = 200_000  # bytes that likelihood is told from
_UNLIKELY = -9.5  # mean log probability of a foreign character; running Chinese has -6 to -7
_SHORT = 12  # so few characters need not have a frequent one among them


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Decode `data`; the byte-order mark is removed, line ends are kept.

    `declared` is the encoding named in the file itself; it is used if the data is valid in it.
    Raises UnreadableFile for binary data and for data that is valid in none of the encodings.
    """
    text = _decode(data, name, declared)
    bad = _CONTROL.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise UnreadableFile(name, f"control character U+{ord(bad[0]):04X}: a binary file?", line)
    return text


def _decode(data: bytes, name: str, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    text = _as_declared(data, declared)
    if text is not None:
        return text
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guessed(data, name, error.start)
    if "\x00" in text[:_SAMPLE]:  # ASCII letters in UTF-16 are valid UTF-8 with NULs
        return _guessed(data, name, text.index("\x00"))
    return text


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"damaged {encoding.upper()} at byte {error.start}: {error.reason}"
        raise UnreadableFile(name, reason) from error


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """The text in the encoding that the file declares, or None if the data is not valid in it."""
    if not declared:
        return None
    label = declared.strip().lower()
    for encoding in _DECLARED.get(label, (label,)):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _guessed(data: bytes, name: str, fault: int) -> str:
    """The text in the likeliest of the encodings in which all of `data` is valid."""
    likelihoods = {encoding: _likelihood(data, encoding) for encoding in _GUESSED}
    for encoding in sorted(_GUESSED, key=likelihoods.__getitem__, reverse=True):
        if likelihoods[encoding] == -math.inf:
            break
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    line = data.count(b"\n", 0, fault) + 1
    if b"\x00" in data[:_SAMPLE]:
        raise UnreadableFile(name, "a binary file (an image, an archive?), not text")
    reason = f"not UTF-8 (byte {fault}), UTF-16, GB18030 or Big5; save it as UTF-8"
    raise UnreadableFile(name, reason, line)


def _likelihood(data: bytes, encoding: str) -> float:
    """Log probability of the bytes as Chinese text in `encoding`; -inf if they are not valid in it.

    Only the beginning is measured; ASCII counts alike in every encoding but UTF-16.
    """
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data[:_SAMPLE])
    except UnicodeDecodeError:
        return -math.inf
    plain = len(_NO_CONTROL.findall(text))
    foreign = _NO_CONTROL.sub("", text)
    known, rare = _probabilities()
    chances = [known.get(char, rare) for char in foreign]
    total = math.fsum(chances)
    if not text or (foreign and total / len(foreign) < _limit(len(foreign), encoding)):
        return -math.inf
    return total + plain * math.log(0.02)


def _limit(length: int, encoding: str) -> float:
    """The lowest mean log probability that is accepted: a few characters prove little, many must
    look right.

    Nearly any bytes are valid UTF-16, so there every character must be a frequent one.
    """
    if length > _SHORT:
        return _UNLIKELY
    return -10.0 if encoding.startswith("utf-16") else -14.0


@cache
def _probabilities() -> tuple[dict[str, float], float]:
    """(log probability of each frequent character of Chinese text, that of any other character)."""
    classes = (
        (0.39, _standard("gb2312", range(0xB0, 0xD8)) | _standard("big5", range(0xA4, 0xC7))),
        (0.40, frozenset(_FREQUENT)),
        (0.16, frozenset(_MARKS_OF_CHINESE)),
    )
    table = {char: math.log(share / len(chars)) for share, chars in classes for char in chars}
    return table, math.log(0.03 / 60_000)


def _standard(codec: str, leads: range) -> frozenset[str]:
    """The common characters of a national standard: level 1 of GB 2312 or of Big5."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    return frozenset(filter(is_han, "".join(pair.decode(codec, "ignore") for pair in pairs)))
