"""Values of TBX elements: texts without markup, language tags, and what is kept as Extra."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.exchange.ids import from_name
from glossary.exchange.options import ReadOptions
from glossary.exchange.tbx.dialects import ELEMENT_OF, MODULES, NAMESPACE
from glossary.exchange.xml import XML_LANG, XML_SPACE, attribute_above, local_name
from glossary.model import Extra, TermSection
from glossary.text.tags import normalise_tag, tag_for

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

META = frozenset(
    "admin adminNote descrip descripNote termNote ref xref transac transacNote".split()
)
_INLINE = frozenset("hi foreign bpt ept ph it sc ec ut".split())
_CODES = frozenset("bpt ept ph it sc ec ut".split())
_WRAPPED = re.compile(r"[ \t]*\n[ \t]+")
_OUTER = re.compile(r"\A[ \t]*\n[ \t\n]*|[ \t]*\n[ \t\n]*\Z")
_KNOWN_NAMESPACES = frozenset({NAMESPACE, *MODULES.values()})


class BadEntry(Exception):
    """An entry that cannot be read: (line, reason)."""


class Values:
    """Reads elements as values. `ours`: whether this program wrote the file."""

    def __init__(self, options: ReadOptions) -> None:
        self.ours = False
        self._options = options
        self._tags: dict[str, str] = {}
        self._lifted: list[str] = []
        self._namespaces = _KNOWN_NAMESPACES

    def own_namespace(self, root: Element) -> None:
        """Accept the namespace of the root element: a file may have everything in one of its
        own."""
        self._namespaces = _KNOWN_NAMESPACES | {root.tag[1:].split("}")[0]}

    def tell(self, element: Element, what: str) -> None:
        self._options.tell(element.sourceline or 0, what)

    def _text(self, element: Element) -> str:
        text = "".join(self._pieces(element)) if len(element) else element.text or ""
        if self.ours or "\n" not in text or attribute_above(element, XML_SPACE) == "preserve":
            return text
        return _WRAPPED.sub(" ", _OUTER.sub("", text))

    def _pieces(self, element: Element) -> Iterator[str]:
        """The text in and around inline markup, without codes of other formats."""
        yield element.text or ""
        for child in element:
            if not isinstance(child.tag, str):
                raise BadEntry(element.sourceline, f"an undefined entity {child.text}")
            self.tell(child, f"the markup <{local_name(child.tag)}> is not kept")
            if local_name(child.tag) not in _CODES:
                yield from self._pieces(child)
            yield child.tail or ""

    def _extra(self, element: Element) -> Extra:
        if not isinstance(element.tag, str):
            raise BadEntry(element.getparent().sourceline, f"an undefined entity {element.text}")
        local = local_name(element.tag)
        name, category = local, element.get("type", "")
        if local not in META and local in ELEMENT_OF:
            name, category = ELEMENT_OF[local], local
        elif "}" in element.tag and element.tag[1:].split("}")[0] not in self._namespaces:
            name = element.tag
        attributes = tuple(
            ("xml:lang" if key == XML_LANG else key, value)
            for key, value in element.items()
            if key != "type"
        )
        inner = [c for c in element if local_name(c.tag) not in _INLINE]
        value = (element.text or "").strip() if inner else self._text(element)
        if self.ours and name == "ref":
            attributes = tuple((k, from_name(v) if k == "target" else v) for k, v in attributes)
        return Extra(name, category, value, attributes, tuple(self._extra(c) for c in inner))

    def _tag(self, raw: str, terms: list[TermSection]) -> str:
        if self.ours:
            return self._tags.get(raw) or self._tags.setdefault(raw, normalise_tag(raw))
        tag = self._tags.get(raw)
        if tag is None:
            tag = tag_for(raw, (term.text for term in terms))
            if normalise_tag(raw) != "zh":
                self._tags[raw] = tag
        return tag
