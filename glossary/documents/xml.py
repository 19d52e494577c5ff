"""XML from untrusted files: no external references, no entity expansion, and limits on every
size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_TAGS = 5_000_000  # about 300 MB of memory
_HINT = re.compile(r",? (?:(?:use|try) XML_PARSE_HUGE|line \d+).*", re.DOTALL)


def parse_xml(data: bytes, name: str) -> Element:
    """The root element. Raises UnreadableFile with the line, also if a DTD defines entities.

    libxml2 itself refuses trees deeper than 256 and texts over 10 MB.
    """
    from lxml import etree

    if data.count(b"<") > MAX_TAGS:
        raise UnreadableFile(name, f"more than {MAX_TAGS:,} tags in one file; split it")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = _HINT.sub("", str(error.msg or "not XML"))
        raise UnreadableFile(name, f"not well-formed XML: {reason}", error.lineno) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise UnreadableFile(name, "its DTD defines entities; write the characters out instead")
    return root


def local_name(element: Element) -> str:
    """`p` for `{urn:…}p`; "" for what is not an element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
