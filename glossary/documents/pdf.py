"""PDF: the text of its pages as paragraphs; characters are kept as in the file (⽼ for 老).

Recurring running heads and page numbers are omitted, and so are raised footnote marks.
"""

from __future__ import annotations

from glossary.documents import confined
from glossary.documents.builder import Builder
from glossary.documents.lines import Joiner, Line, paragraphs, without_running_heads
from glossary.errors import UnreadableFile
from glossary.model import Block


def parse(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a .pdf file, and its blocks. Raises UnreadableFile."""
    read = confined.values("glossary.documents.pdf_pages", data, name)
    lines = without_running_heads([Line(*fields) for fields in read])
    if not lines:
        raise UnreadableFile(name, "no text in it: scanned? run OCR first")
    joiner, builder = Joiner(lines), Builder(name)
    for paragraph in paragraphs(lines):
        builder.add(paragraph.kind, joiner.join(paragraph))
    return builder.text, builder.blocks
