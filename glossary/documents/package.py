"""A docx as a zip archive whose sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from glossary.errors import UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_PART = 50_000_000  # bytes of one part, unpacked
MAX_TOTAL = 1_000_000_000  # bytes of all parts together; pictures are never unpacked
MAX_RATIO = 200  # unpacked to packed; text has 5 to 50, deflate at most 1,032
MAX_PARTS = 20_000


class Package:
    """The parts of an office document by name. Raises UnreadableFile if it is not a valid zip."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        if data.startswith(_OLE):
            raise UnreadableFile(
                name, "protected by a password, or an old .doc; save it as .docx without a password"
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            NotImplementedError,
            UnicodeError,
        ) as error:
            raise UnreadableFile(name, f"no sound .docx (zip) file: {error}") from None
        self._check(self._archive.infolist())

    def _check(self, parts: list[zipfile.ZipInfo]) -> None:
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_TOTAL:
            raise UnreadableFile(self._name, "its parts are too many or too large: a zip bomb?")
        for part in parts:
            if part.flag_bits & 1:
                raise UnreadableFile(self._name, "encrypted; save it without a password")
            ratio = part.file_size / max(part.compress_size, 1)
            if part.file_size > 1_000_000 and ratio > MAX_RATIO:
                raise UnreadableFile(
                    self._name, f"{part.filename!r} unpacks {ratio:.0f}-fold: a bomb?"
                )

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, or None if there is none of that name."""
        try:
            info = self._archive.getinfo(part)
        except KeyError:
            return None
        if info.file_size > MAX_PART:
            raise UnreadableFile(self._name, f"{part!r} is {info.file_size / 1e6:.0f} MB unpacked")
        try:
            return self._archive.read(info)  # at most the declared size, checksum verified
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise UnreadableFile(self._name, f"damaged or cut off at {part!r}: {error}") from None
