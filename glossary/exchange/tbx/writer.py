"""Write concept entries as TBX: v3 Core, Min and Basic in DCA or DCT style, v2 Basic (martif).

The entries must be fitted to the dialect (see `fitting`): everything in them is written. In the
archive, what TBX-Basic has no valid place for goes into data notes: `<note xml:lang="zxx">` (no
linguistic content) with JSON, so that nothing is lost and the file stays valid.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from itertools import chain

from glossary.errors import InvalidInput, NothingToWrite
from glossary.exchange.ids import to_name
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles.base import ExportTarget, Style
from glossary.exchange.tbx.dialects import MODULES, NAMESPACE, STATUS_VALUES, Dialect
from glossary.exchange.tbx.extras import Section, data_of, has_place, is_date, occupied, transaction
from glossary.exchange.tbx.reader import MARK
from glossary.exchange.xml import escape, quote
from glossary.model import ConceptEntry, Context, Extra, LanguageSection, TermSection

_V2_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
  <martifHeader>
    <fileDesc>
      <titleStmt><title>Glossary</title></titleStmt>
      <sourceDesc><p>Chinese–English termbase</p></sourceDesc>
    </fileDesc>
    <encodingDesc><p type="XCSURI">http://www.lisa.org/fileadmin/standards/tbx_basic/\
TBXBasicXCSV02.xcs</p><p>{mark}</p></encodingDesc>
  </martifHeader>
  <text><body>
"""
_V3_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="{type}" style="{style}" xml:lang="en" xmlns="{namespace}"{modules}>
  <tbxHeader>
    <fileDesc>
      <titleStmt><title>Glossary</title></titleStmt>
      <sourceDesc><p>Chinese–English termbase</p></sourceDesc>
    </fileDesc>
    <encodingDesc><p>{mark}</p></encodingDesc>
  </tbxHeader>
  <text>"""


def write(
    entries: Iterable[ConceptEntry], target: ExportTarget, options: WriteOptions
) -> Iterator[bytes]:
    """The file of fitted entries, in pieces. Raises NothingToWrite if there are none and the
    dialect requires one."""
    dialect = target.dialect
    if dialect is None:
        raise InvalidInput("a profile with tbx says which dialect it has")
    stream = iter(entries)
    first = next(stream, None)
    two = dialect.version == 2
    if first is None and two:
        wanted = f"terms both in en and in {options.zh_tag}"
        raise NothingToWrite(f"no entry has {wanted}: nothing to write")
    yield (_V2_HEAD.format(mark=MARK) if two else _v3_head(dialect, target.style)).encode()
    if first is None:
        yield b"</text>\n</tbx>\n"
        return
    writer = _TbxWriter(dialect, target, () if options.ids is None else options.ids)
    yield b"" if two else b"<body>\n"
    for entry in chain([first], stream):
        yield writer.entry(entry).encode()
    yield b"  </body></text>\n</martif>\n" if two else b"  </body></text>\n</tbx>\n"


def _v3_head(dialect: Dialect, style: Style) -> str:
    used = {category.module for category in dialect.categories.values()} if style == "dct" else ()
    modules = "".join(f' xmlns:{m}="{MODULES[m]}"' for m in MODULES if m in used)
    return _V3_HEAD.format(
        type=dialect.name, style=style, namespace=NAMESPACE, modules=modules, mark=MARK
    )


class _TbxWriter:
    """Formats values as elements of one dialect and style; every method returns lines of text."""

    def __init__(self, dialect: Dialect, target: ExportTarget, ids: Container[str]) -> None:
        self._dialect, self._archive, self._ids = dialect, target.archive, ids
        self._spell, self._tags = target.tag, dict[str, str]()
        self._dct = target.style == "dct"
        two = dialect.version == 2
        self._entry = "termEntry" if two else "conceptEntry"
        self._language = "langSet" if two else "langSec"
        self._term = "tig" if two else "termSec"

    # ------------------------------------------------------------ the three levels

    def entry(self, entry: ConceptEntry) -> str:
        lines = [f"    <{self._entry} id={quote(to_name(entry.id))}>"]
        inner = list(self._transactions(entry))
        if entry.subject:
            inner.append(self._category("descrip", "subjectField", entry.subject))
        inner += self._definition(entry)
        if entry.source:
            inner.append(self._category("admin", "source", entry.source))
        inner += self._rest(entry, "concept")
        lines += [f"      {line}" for line in inner]
        for section in entry.languages:
            lines += self._section(section)
        lines.append(f"    </{self._entry}>\n")
        return "\n".join(lines)

    def _section(self, section: LanguageSection) -> list[str]:
        tag = self._tags.get(section.tag)
        if tag is None:
            tag = self._tags.setdefault(section.tag, self._spell(section.tag))
        lines = [f"      <{self._language} xml:lang={quote(tag)}>"]
        lines += [f"        {line}" for line in self._definition(section)]
        lines += [f"        {line}" for line in self._rest(section, "language")]
        for term in section.terms:
            inner = "".join(self._term_parts(term))
            lines.append(f"        <{self._term}>{inner}</{self._term}>")
        lines.append(f"      </{self._language}>")
        return lines

    def _term_parts(self, term: TermSection) -> Iterator[str]:
        yield f"<term>{escape(term.text)}</term>"
        allows = self._dialect.allows
        status = STATUS_VALUES.get(term.status, "")
        if allows("termNote", "administrativeStatus", "term", status):
            yield self._category("termNote", "administrativeStatus", status)
        if part := self._part_of_speech(term):
            yield self._category("termNote", "partOfSpeech", part)
        if allows("termNote", "termType", "term", term.term_type):
            yield self._category("termNote", "termType", term.term_type)
        if not term.extra:
            yield from self._term_auxiliaries(term)
            yield from self._rest(term, "term")
            return
        extra = list(self._extras(term, "term"))
        split = next((i for i, (e, _) in enumerate(extra) if e != "termNote"), len(extra))
        yield from (line for _, line in extra[:split])
        yield from self._term_auxiliaries(term)
        yield from (line for _, line in extra[split:])
        yield from self._notes(term, "term")

    def _term_auxiliaries(self, term: TermSection) -> Iterator[str]:
        if term.created_by or term.created_at or term.changed_by or term.changed_at:
            yield from self._transactions(term)
        for context in term.contexts:
            yield self._context(context)
        if term.source:
            yield self._category("admin", "source", term.source)

    def _part_of_speech(self, term: TermSection) -> str:
        """The nearest part of speech in the dialect; in the archive, a data note has the
        original."""
        if not term.part_of_speech or "partOfSpeech" not in self._dialect.categories:
            return ""
        return self._dialect.nearest_part_of_speech(term.part_of_speech)

    # ------------------------------------------------------------ data categories

    def _category(self, element: str, category: str, value: str, attributes: str = "") -> str:
        if self._dct:
            name = f"{self._dialect.categories[category].module}:{category}"
            return f"<{name}{attributes}>{escape(value)}</{name}>"
        return f'<{element} type="{category}"{attributes}>{escape(value)}</{element}>'

    def _definition(self, section: ConceptEntry | LanguageSection) -> list[str]:
        if not section.definition and not section.definition_source:
            return []
        return [self._sourced("definition", section.definition, section.definition_source)]

    def _context(self, context: Context) -> str:
        return self._sourced("context", context.text, context.source)

    def _sourced(self, category: str, text: str, source: str) -> str:
        element = self._category("descrip", category, text)
        if not source:
            return element
        return f"<descripGrp>{element}{self._category('admin', 'source', source)}</descripGrp>"

    def _transactions(self, section: ConceptEntry | TermSection) -> Iterator[str]:
        for kind, name in (("created", "origination"), ("changed", "modification")):
            if found := transaction(section, kind, self._dialect):
                who, when = found
                yield self._transaction(name, when, who, bool(who))

    def _transaction(self, name: str, when: str, who: str, named: bool) -> str:
        date = f"<date>{when}</date>" if when else ""
        by = self._category("transacNote", "responsibility", who) if named else ""
        kind = self._category("transac", "transactionType", name)
        return f"<transacGrp>{kind}{date}{by}</transacGrp>"

    # ------------------------------------------------------------ extras, notes

    def _rest(self, section: Section, level: str) -> Iterator[str]:
        if section.extra:
            yield from (line for _, line in self._extras(section, level))
        yield from self._notes(section, level)

    def _notes(self, section: Section, level: str) -> Iterator[str]:
        if section.note:
            yield f"<note>{escape(section.note)}</note>"
        if self._archive:
            for field, value in self._homeless(section):
                yield _data_note({"field": field, "value": value})

    def _homeless(self, section: Section) -> Iterator[tuple[str, str]]:
        """(field, value) of fields whose values TBX has no valid place for."""
        if isinstance(section, LanguageSection):
            return
        for field in ("created_at", "changed_at"):
            value = getattr(section, field)
            if value and not is_date(value):
                yield field, value
        if not isinstance(section, TermSection):
            return
        allows = self._dialect.allows
        for field, category in (("part_of_speech", "partOfSpeech"), ("term_type", "termType")):
            value = getattr(section, field)
            if value and not allows("termNote", category, "term", value):
                yield field, value
        if section.status not in STATUS_VALUES:
            yield "status", section.status

    def _extras(self, section: Section, level: str) -> Iterator[tuple[str, str]]:
        """(element, line) of every Extra, in place or as a data note; in the given order."""
        taken = occupied(section, level, self._dialect)
        first = True  # term notes come before all else
        for extra in section.extra:
            placed = has_place(extra, level, self._dialect, taken, self._ids)
            if placed and (first or extra.element != "termNote"):
                first = first and extra.element == "termNote"
                yield extra.element, self._placed(extra)
            elif self._archive:
                first = False
                yield "note", _data_note(data_of(extra))

    def _placed(self, extra: Extra) -> str:
        if extra.element == "transacGrp":
            parts = (
                f"<date>{c.value}</date>" if c.element == "date" else self._placed(c)
                for c in extra.children
            )
            return f"<transacGrp>{''.join(parts)}</transacGrp>"
        if extra.element == "descripGrp":
            return f"<descripGrp>{''.join(map(self._placed, extra.children))}</descripGrp>"
        attributes = "".join(
            f" {key}={quote(to_name(value) if extra.element == 'ref' else value)}"
            for key, value in extra.attributes
        )
        return self._category(extra.element, extra.type, extra.value, attributes)


def _data_note(data: dict[str, object]) -> str:
    return f'<note xml:lang="zxx">{escape(json.dumps(data, ensure_ascii=False))}</note>'
