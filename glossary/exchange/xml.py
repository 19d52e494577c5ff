"""Parse XML element by element in constant memory, and refuse hostile input.

Refused are entities defined in the file, deep trees, huge texts (libxml2's own limits; never
`huge_tree`) and a single entry of over MAX_ENTRY bytes, as its tree takes up to forty times the
memory. A plain DOCTYPE is accepted and never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from glossary.errors import UnreadableFile
from glossary.text.characters import NOT_IN_XML

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHUNK = 65_536  # bytes parsed at a time: chosen; half or double takes the same time
MAX_ENTRY = 10_000_000
"""Bytes of one entry: chosen, since its tree takes up to forty times as many. Half refuses no entry
that was met; double lets a hostile one take 800 MB."""
_POSITION = re.compile(r",? line \d+(?:, column \d+)?(?: \([^)]*\))?$")
_ADVICE = re.compile(r", (?:try|use|see) (?:XML_PARSE_HUGE|xmlCtxt).*")  # advice to programmers
_IN_TAG = re.compile("a lone <|Start Tag|AttValue|mandates value|attributes construct|expected '>'")
_SPECIAL = re.compile("[&<>\r]")
_IN_ATTRIBUTE = re.compile('[&<>"\t\n\r]')
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def elements(
    source: BinaryIO, name: str, roots: tuple[str, ...], wanted: tuple[str, ...]
) -> Iterator[Element]:
    """The root as soon as it opens, then every `wanted` element when complete, in order.

    Names are local; an element is emptied when the next is requested. Raises UnreadableFile, after
    the elements that stand before the place in question.
    """
    from lxml import etree

    parser = _parser(("start", "end"), (*roots, *wanted))
    found = False
    pending = 0
    try:
        for chunk in _chunks(source, name):
            broken = _fed(parser, chunk, name)
            pending += len(chunk)
            for event, element in parser.read_events():
                root = local_name(element.tag) in roots and element.getparent() is None
                if event == "start" and root:
                    _refuse_entities(element, name)
                    found = True
                    yield element
                elif event == "end" and not root:
                    pending = 0
                    yield element
                    _forget(element)
            if broken:
                raise broken
            if pending > MAX_ENTRY:
                raise UnreadableFile(name, f"an entry of over {MAX_ENTRY // 10**6} MB")
        parser.close()
        yield from _rest(parser, roots)
    except etree.XMLSyntaxError as error:
        raise _at_end(_unreadable(name, parser, error)) from None
    if not found:
        raise UnreadableFile(name, f"no {' or '.join(roots)} element at its root")


def _fed(parser: Any, chunk: bytes, name: str) -> UnreadableFile | None:
    """Feed a chunk; what is wrong with it, if anything is: the events before it can be read yet.
    Of some errors lxml tells nothing, and would take the next chunk for another file."""
    from lxml import etree

    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return _unreadable(name, parser, error)
    fatal = (each for each in parser.feed_error_log if each.level_name == "FATAL")
    if (first := next(fatal, None)) is None:
        return None
    return UnreadableFile(name, f"not well-formed XML: {_reason(first.message)}", first.line)


def refuse_hostile(
    source: IO[bytes],
    name: str,
    pieces: tuple[str, ...],
    look: Callable[[Element], None] = lambda element: None,
) -> None:
    """Parse XML with any root to its end, with the same limits, keeping nothing.

    `pieces` are its repeated elements, each at most MAX_ENTRY bytes; `look` is called for each. For
    readers that have parsers of their own. Raises UnreadableFile.
    """
    from lxml import etree

    parser = _parser(("end",), pieces)
    pending = 0
    try:
        for chunk in _chunks(source, name):
            parser.feed(chunk)
            pending += len(chunk)
            for _, element in parser.read_events():
                pending = 0
                look(element)
                _forget(element)
            if pending > MAX_ENTRY:
                raise UnreadableFile(name, f"an element of over {MAX_ENTRY // 10**6} MB")
        _refuse_entities(parser.close(), name)
    except etree.XMLSyntaxError as error:
        raise _unreadable(name, parser, error) from None


def _parser(events: tuple[str, ...], tags: tuple[str, ...]) -> Any:
    from lxml import etree

    return etree.XMLPullParser(
        events=events,
        tag=tuple(f"{{*}}{local}" for local in tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


_NO_CHARACTER = "xmlParseCharRef: invalid xmlChar value|.*invalid Char value|.*out of allowed range"
_PLAIN: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"Entity '([^']*)' not defined",
        lambda said: f"the entity &{said[1]}; is not defined; write the character itself",
    ),
    (
        rf"(?:{_NO_CHARACTER}) (\d+)",
        lambda said: f"U+{int(said[1]):04X} is no character that XML may have; take it out",
    ),
    ("xmlParseEntityRef: no name|EntityRef: expecting ';'", lambda said: "a lone &; write &amp;"),
    ("StartTag: invalid element name", lambda said: "a lone <; write &lt;"),
    (
        "Invalid bytes in character encoding|Input is not proper",
        lambda said: "bytes that are not of its encoding; save it as UTF-8",
    ),
    ("Premature end|no element found|Incomplete UTF-8 sequence", lambda said: "it is cut off"),
)


def _unreadable(name: str, parser: Any, error: Any) -> UnreadableFile:
    """The first error: for one that does not stop the parser, the exception has no message."""
    said, line = str(error.msg or ""), error.lineno
    log = parser.feed_error_log
    if not line and len(log):
        said, line = log[0].message, log[0].line
    return UnreadableFile(name, f"not well-formed XML: {_reason(said)}", line)


def _at_end(error: UnreadableFile) -> UnreadableFile:
    """The error of a file that was read to its end: a tag that does not close there is cut off."""
    if not _IN_TAG.search(error.reason):
        return error
    return UnreadableFile(error.name, "not well-formed XML: it is cut off", error.line)


def _reason(said: str) -> str:
    """libxml2's message, in plainer words where it is obscure."""
    said = " ".join((said or "not XML").split())
    said = _ADVICE.sub("", _POSITION.sub("", said))
    for pattern, plain in _PLAIN:
        if match := re.match(pattern, said):
            return plain(match)
    return said


def _rest(parser: object, roots: tuple[str, ...]) -> Iterator[Element]:
    for event, element in parser.read_events():  # type: ignore[attr-defined]
        if event == "end" and local_name(element.tag) not in roots:
            yield element


def _chunks(source: IO[bytes], name: str) -> Iterator[bytes]:
    """The file in chunks; libxml2 needs at least four bytes to detect the encoding."""
    first = source.read(CHUNK)
    if not first.strip():
        raise UnreadableFile(name, "the file is empty")
    yield first
    while chunk := source.read(CHUNK):
        yield chunk


def _refuse_entities(root: Element, name: str) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise UnreadableFile(name, "its DTD defines entities; write the characters out instead")


def _forget(element: Element) -> None:
    """Empty the element, and drop what stands before it in the file."""
    element.clear(keep_tail=False)
    inner, parent = element, element.getparent()
    while parent is not None:
        while inner.getprevious() is not None:
            del parent[0]
        inner, parent = parent, parent.getparent()


_LOCAL: dict[str, str] = {}


def local_name(tag: str) -> str:
    """`term` for `{urn:…}term`."""
    local = _LOCAL.get(tag)
    if local is None:
        local = tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
        if len(_LOCAL) < 10_000:
            _LOCAL[tag] = local
    return local


def attribute_above(element: Element, attribute: str) -> str:
    """The attribute's value on the element or its nearest ancestor; "" if none has it."""
    found: Element | None = element
    while found is not None:
        value: str | None = found.get(attribute)
        if value:
            return value
        found = found.getparent()
    return ""


def is_valid(text: str) -> bool:
    """Whether XML can hold the text."""
    return not NOT_IN_XML.search(text)


def valid(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return text if is_valid(text) else NOT_IN_XML.sub("", text)


def escape(text: str) -> str:
    """`text` escaped as element content."""
    return _SPECIAL.sub(_reference, text) if _SPECIAL.search(text) else text


def quote(text: str) -> str:
    """`text` as an attribute's value, in quotes."""
    return f'"{_IN_ATTRIBUTE.sub(_reference, text)}"'


def _reference(match: re.Match[str]) -> str:
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    return named.get(match[0]) or f"&#{ord(match[0])};"
