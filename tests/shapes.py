# ruff: noqa: E501 - a shape a line, to be read as a table
"""Inputs of every shape that a user, a program or an attacker may send, of any size.

A shape is a function of a size, in characters, that returns the bytes of a file of about that size.
Repeated parts are numbered where identical texts would be cached.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import count

Make = Callable[[int], bytes]
_DIGITS = "零一二三四五六七八九"


def _zh(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _en(number: int) -> str:
    """A word of letters for a number."""
    return "".join("bdfgklmnpr"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number))


def repeated(piece: str, end: str = "") -> Make:
    """One piece repeated; `end` closes it."""
    return lambda size: (piece * max(1, size // len(piece)) + end).encode()


def numbered(piece: Callable[[int], str], between: str = "", head: str = "", end: str = "") -> Make:
    """Different pieces, up to the size."""

    def make(size: int) -> bytes:
        parts: list[str] = []
        length = 0
        for number in count(1):
            parts.append(piece(number))
            length += len(parts[-1]) + len(between)
            if length >= size:
                return (head + between.join(parts) + end).encode()
        raise AssertionError

    return make


def halves(first: Make, second: Make) -> Make:
    return lambda size: first(size // 2) + b"\n\n" + second(size // 2)


def _wide_table(size: int) -> bytes:
    row = "|" + "甲乙|term|" * (size // 16) + "\n"
    rule = "|" + "--|--|" * (size // 16) + "\n"
    return (row + rule).encode()


def _docx(body: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
        packed.writestr("word/document.xml", document)
    return target.getvalue()


_RUN = "<w:r><w:t>安全 a</w:t></w:r>"
_CELL = f"<w:tc><w:p>{_RUN}</w:p></w:tc>"


def _docx_of(piece: str, around: str = "{}") -> Make:
    return lambda size: _docx(around.format(piece * max(1, size // 8)))


def _nested_tables(size: int) -> bytes:
    """Sixty levels deep, as many side by side as the size allows."""
    opened = "<w:tbl><w:tr><w:tc>" * 60
    return _docx((opened + f"<w:p>{_RUN}</w:p>" + "</w:tc></w:tr></w:tbl>" * 60) * (size // 500))


def _tmx(size: int) -> bytes:
    return numbered(
        lambda n: (
            f'<tu><tuv xml:lang="zh"><seg>第{_zh(n)}條規定。</seg></tuv>'
            f'<tuv xml:lang="en"><seg>Article {n} provides so.</seg></tuv></tu>'
        ),
        head='<tmx version="1.4"><header srclang="en"/><body>',
        end="</body></tmx>",
    )(size)


def _keywords(zh: str, en: str) -> Make:
    """A Chinese and an English keyword list of equal length."""
    return halves(
        numbered(lambda n: f"議題{_zh(n)}", zh, "關鍵詞："),
        numbered(lambda n: f"topic {_en(n)}", en, "Keywords: "),
    )


def _sentence_zh(n: int) -> str:
    return f"第{_zh(n)}屆會議討論了安全困境與經濟政策。"


def _sentence_en(n: int) -> str:
    return f"Meeting number {n} discussed the security dilemma and economic policy."


DOCUMENTS: dict[str, tuple[str, Make]] = {
    "one line": ("a.txt", repeated("國家安全戰略與外交政策")),
    "one line of English": ("a.txt", repeated("a state and its policy ")),
    "one word": ("a.txt", repeated("a")),
    "one character": ("a.txt", repeated("安")),
    "short lines": ("a.txt", repeated("安全\n")),
    "lines that go on": (
        "a.txt",
        repeated("這是一段沒有標點而且會一直延續下去的文字它的每一行都很長\n"),
    ),
    "English lines that go on": (
        "a.txt",
        repeated("the line that goes on and on over every end of the page and\n"),
    ),
    "sentences on a line": ("a.txt", numbered(_sentence_zh)),
    "numbers": ("a.txt", repeated("3.14 1,024 7% ")),
    "figures without end": ("a.txt", repeated("1")),
    "dots": ("a.txt", repeated(".")),
    "stops": ("a.txt", repeated("。")),
    "initials": ("a.txt", repeated("U.S. ")),
    "initials without spaces": ("a.txt", repeated("A.")),
    "spaces": ("a.txt", repeated(" ", "字")),
    "tabs": ("a.txt", repeated("a\t")),
    "commas": ("a.txt", repeated("甲，")),
    "hyphens": ("a.txt", repeated("a-")),
    "apostrophes": ("a.txt", repeated("a'")),
    "addresses": ("a.txt", numbered(lambda n: f"https://example.org/{_en(n)}?a=1", " ")),
    "one address": ("a.txt", repeated("a/", " http://")),
    "addresses a line": ("a.txt", numbered(lambda n: f"www.example.org/{_en(n)}", "\n")),
    "underscores": ("a.txt", repeated("_")),
    "names with dots": ("a.txt", repeated("讓·保羅·")),
    "acronyms": ("a.txt", numbered(lambda n: f"{_en(n).upper()}（{_en(n)} x）", "、")),
    "acronym of many words": ("a.txt", repeated("字(a b c d e f g h i j, ABCDEFGHIJ)。")),
    "glosses on a line": ("a.txt", numbered(lambda n: f"甲乙{_zh(n)}(a {_en(n)})")),
    "glosses in sentences": (
        "a.txt",
        numbered(lambda n: f"學者認為議題{_zh(n)}(topic {_en(n)})重要。"),
    ),
    "glosses a line": ("a.txt", numbered(lambda n: f"議題{_zh(n)}(topic {_en(n)})", "\n")),
    "the same gloss": ("a.txt", repeated("甲乙(a b)")),
    "English glossed": ("a.txt", numbered(lambda n: f"the topic {_en(n)}（議題{_zh(n)}） and ")),
    "glosses with links": ("a.md", numbered(lambda n: f"[甲乙{_zh(n)}](http://a.b/c)(a {_en(n)})")),
    "persons glossed": (
        "a.txt",
        numbered(lambda n: f"林育成(Yu-cheng Lin)與王{_zh(n)}(Wang {_en(n).title()})"),
    ),
    "titles glossed": (
        "a.txt",
        numbered(lambda n: f"《失落的{_zh(n)}年》(The Lost {n} Years: A Story)，"),
    ),
    "spaces in brackets": ("a.txt", repeated("甲乙(a" + " " * 290 + "b)")),
    "signs in brackets": ("a.txt", repeated("甲乙(a" + "等" * 290 + "b)")),
    "quotes before glosses": ("a.txt", repeated("「" * 40 + "甲" + "」" * 40 + "(a b)")),
    "opened brackets": ("a.txt", repeated("(")),
    "closed brackets": ("a.txt", repeated(")")),
    "nested brackets": ("a.txt", lambda size: b"(" * (size // 2) + b")" * (size // 2)),
    "opened glosses": ("a.txt", repeated("甲乙(a ")),
    "opened quotes": ("a.txt", repeated("「")),
    "opened titles": ("a.txt", repeated("《甲")),
    "straight quotes": ("a.txt", repeated('a "')),
    "square brackets": ("a.md", repeated("[a] ")),
    "opened square brackets": ("a.md", repeated("[")),
    "nested links": ("a.md", repeated("[a](b.cc/")),
    "fragments": ("a.md", repeated("[a](b.cc#")),
    "images": ("a.md", repeated("![")),
    "wiki links": ("a.md", repeated("[[a|")),
    "emphasis": ("a.md", repeated("*a")),
    "emphasis closed": ("a.md", repeated("*a* ")),
    "strong": ("a.md", repeated("**a**")),
    "strong opened": ("a.md", repeated("**a ")),
    "asterisks": ("a.md", repeated("*")),
    "asterisks and spaces": ("a.md", repeated("* ")),
    "code": ("a.md", repeated("`a")),
    "ticks": ("a.md", repeated("`")),
    "quotations": ("a.md", repeated(">")),
    "quoted lines": ("a.md", repeated("> a\n")),
    "bars": ("a.md", repeated("|")),
    "rules": ("a.md", repeated("- ")),
    "equals": ("a.md", repeated("= = ", "a")),
    "table rule": ("a.md", repeated("|--")),
    "tags": ("a.md", repeated("<a ")),
    "emoji names": ("a.md", repeated(":a")),
    "footnote marks": ("a.md", repeated("字[^1]")),
    "superscripts": ("a.txt", repeated("字¹²")),
    "headings": ("a.md", numbered(lambda n: f"# 標題{_zh(n)}", "\n")),
    "bullets": ("a.md", numbered(lambda n: f"- 項目{_zh(n)}", "\n")),
    "notes": ("a.txt", lambda size: ("字¹\n" + "1) a note\n" * (size // 9)).encode()),
    "keywords": ("a.txt", _keywords("；", "; ")),
    "keywords and commas": ("a.txt", _keywords("，", ", ")),
    "keywords of other lengths": (
        "a.txt",
        halves(
            numbered(lambda n: f"安全{_zh(n)}", "；", "關鍵詞："),
            numbered(lambda n: f"security policy {_en(n)}", "; ", "Keywords: "),
        ),
    ),
    "keywords without separators": ("a.txt", repeated("關鍵詞：")),
    "keywords in both languages": (
        "a.txt",
        numbered(lambda n: f"議題{_zh(n)} topic {_en(n)}", "；", "關鍵詞："),
    ),
    "many keyword lists": (
        "a.txt",
        repeated("關鍵詞：安全；外交\n\nKeywords: security; diplomacy\n\n"),
    ),
    "authors": ("a.txt", numbered(lambda n: f"作者：林{_zh(n)[:3]} {_en(n).title()} Lin", "\n\n")),
    "table": ("a.md", numbered(lambda n: f"| 議題{_zh(n)} | topic {_en(n)} |", "\n")),
    "table of sentences": (
        "a.md",
        numbered(lambda n: f"| {_sentence_zh(n)} | {_sentence_en(n)} |", "\n"),
    ),
    "wide table": ("a.md", _wide_table),
    "tables": ("a.md", repeated("| 甲乙 | a term |\n|--|--|\n\n")),
    "tabs in two columns": ("a.txt", numbered(lambda n: f"議題{_zh(n)}\ttopic {_en(n)}", "\n")),
    "alternating": ("a.txt", numbered(lambda n: f"{_sentence_zh(n)}\n\n{_sentence_en(n)}", "\n\n")),
    "alternating headings": (
        "a.md",
        numbered(lambda n: f"# 議題{_zh(n)}\n\n# Topic {_en(n)}", "\n\n"),
    ),
    "one after the other": (
        "a.txt",
        halves(numbered(_sentence_zh, "\n\n"), numbered(_sentence_en, "\n\n")),
    ),
    "two long paragraphs": ("a.txt", halves(numbered(_sentence_zh), numbered(_sentence_en, " "))),
    "the same sentence": ("a.txt", repeated("國家安全很重要。\n\nNational security matters.\n\n")),
    "one long sentence each": (
        "a.txt",
        halves(repeated("安全政策與經濟"), repeated("security policy ")),
    ),
    "mixed": ("a.txt", repeated("安全 security 政策 policy ")),
    "html paragraphs": ("a.html", repeated("<p>安全 a</p>")),
    "html depth": ("a.html", repeated("<div>")),
    "html spans": ("a.html", repeated("<span>a")),
    "html formatting": ("a.html", repeated("<b><p>a")),
    "html breaks": ("a.html", repeated("a<br>")),
    "html breaks alone": ("a.html", repeated("<br> ")),
    "html attributes": ("a.html", lambda size: b"<p " + b"a=1 " * (size // 4) + b">x</p>"),
    "html entities": ("a.html", repeated("&amp;")),
    "html comments": ("a.html", repeated("<!--")),
    "html scripts": ("a.html", repeated("<script>")),
    "html marks": ("a.html", repeated("字<sup>1</sup>")),
    "html table": ("a.html", lambda size: b"<table>" + b"<tr><td>\xe5\xae\x89<td>a" * (size // 14)),
    "html wide row": ("a.html", lambda size: b"<table><tr>" + b"<td>a" * (size // 5)),
    "html rows that span": (
        "a.html",
        lambda size: b"<table>" + b"<tr><td rowspan=999 colspan=99>a<td>b" * (size // 37),
    ),
    "html nested tables": ("a.html", repeated("<table><tr><td>a<td>b")),
    "html lists": ("a.html", repeated("<ul><li>a</ul>")),
    "docx paragraphs": ("a.docx", _docx_of(f"<w:p>{_RUN}</w:p>")),
    "docx runs": ("a.docx", _docx_of(_RUN, "<w:p>{}</w:p>")),
    "docx rows": ("a.docx", _docx_of(f"<w:tr>{_CELL}{_CELL}</w:tr>", "<w:tbl>{}</w:tbl>")),
    "docx wide row": ("a.docx", _docx_of(_CELL, "<w:tbl><w:tr>{}</w:tr></w:tbl>")),
    "docx nested tables": ("a.docx", _nested_tables),
    "docx deleted ends": (
        "a.docx",
        _docx_of(f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{_RUN}</w:p>"),
    ),
    "docx text boxes": (
        "a.docx",
        _docx_of(f"<w:r><w:txbxContent><w:p>{_RUN}</w:p></w:txbxContent></w:r>", "<w:p>{}</w:p>"),
    ),
    "tmx units": ("a.tmx", _tmx),
}


def _tbx(term: Callable[[int], str]) -> Make:
    return numbered(
        lambda n: (
            f'<termEntry id="c{n}"><langSet xml:lang="en"><tig><term>{term(n)}</term></tig>'
            f'</langSet><langSet xml:lang="zh-TW"><tig><term>議題{_zh(n)}</term></tig></langSet>'
            "</termEntry>"
        ),
        head='<martif type="TBX-Basic" xml:lang="en"><martifHeader/><text><body>',
        end="</body></text></martif>",
    )


def _one_tbx(size: int) -> bytes:
    """An entry of many terms."""
    terms = "".join(f"<tig><term>topic {_en(n)}</term></tig>" for n in range(size // 40))
    return (
        '<martif type="TBX-Basic" xml:lang="en"><martifHeader/><text><body><termEntry id="a">'
        f'<langSet xml:lang="en">{terms}</langSet></termEntry></body></text></martif>'
    ).encode()


def _xliff(size: int) -> bytes:
    return numbered(
        lambda n: (
            f'<trans-unit id="{n}"><source>Topic {n}.</source><target>議題{_zh(n)}。</target></trans-unit>'
        ),
        head='<xliff version="1.2"><file source-language="en" target-language="zh-TW" original="a" datatype="x"><body>',
        end="</body></file></xliff>",
    )(size)


def _inline(size: int) -> bytes:
    """A segment of many inline codes."""
    codes = '<ph x="1"/>a' * (size // 12)
    return (
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>'
        f'{codes}</seg></tuv><tuv xml:lang="zh"><seg>{codes}安</seg></tuv></tu></body></tmx>'
    ).encode()


_HEAD = "en,zh\n"
IMPORTS: dict[str, tuple[str, Make, str]] = {
    "csv rows": (
        "a.csv",
        numbered(lambda n: f"topic {_en(n)},議題{_zh(n)}", "\n", _HEAD),
        "entries",
    ),
    "csv one cell": (
        "a.csv",
        lambda size: f'{_HEAD}"{"a " * (size // 2)}",安\n'.encode(),
        "entries",
    ),
    "csv open quote": ("a.csv", lambda size: f'{_HEAD}"{"a,安" * (size // 3)}'.encode(), "entries"),
    "csv quotes": (
        "a.csv",
        lambda size: f'{_HEAD}"{chr(34) * (size // 2 * 2)}",安\n'.encode(),
        "entries",
    ),
    "csv columns": (
        "a.csv",
        lambda size: ("en,zh" + ",a" * (size // 4) + "\na,安" + ",b" * (size // 4)).encode(),
        "entries",
    ),
    "csv rows too wide": (
        "a.csv",
        lambda size: (_HEAD + "a,安" + ",b" * (size // 2)).encode(),
        "entries",
    ),
    "csv the same term": (
        "a.csv",
        lambda size: (_HEAD + "a,安\n" * (size // 4)).encode(),
        "entries",
    ),
    "csv one concept": (
        "a.csv",
        numbered(lambda n: f"c,topic {_en(n)},議題{_zh(n)}", "\n", "concept_id,en,zh\n"),
        "entries",
    ),
    "csv blank lines": ("a.csv", lambda size: (_HEAD + "\n" * size + "a,安").encode(), "entries"),
    "csv bad rows": ("a.csv", lambda size: (_HEAD + "a\n" * (size // 2)).encode(), "entries"),
    "tsv rows": ("a.tsv", numbered(lambda n: f"topic {_en(n)}\t議題{_zh(n)}", "\n"), "units"),
    "tsv one line": ("a.tsv", repeated("a\t"), "units"),
    "tbx entries": ("a.tbx", _tbx(lambda n: f"topic {_en(n)}"), "entries"),
    "tbx one entry": ("a.tbx", _one_tbx, "entries"),
    "tbx comments": ("a.tbx", repeated("<!--a-->"), "entries"),
    "tbx depth": ("a.tbx", lambda size: b"<martif>" + b"<a>" * (size // 3), "entries"),
    "tmx units": ("a.tmx", _tmx, "units"),
    "tmx inline codes": ("a.tmx", _inline, "units"),
    "xliff units": ("a.xlf", _xliff, "units"),
    "toml tables": (
        "a.toml",
        numbered(lambda n: f'[[entry]]\nen = "topic {_en(n)}"\nzh = "議題{_zh(n)}"', "\n"),
        "entries",
    ),
    "toml depth": ("a.toml", lambda size: ("a = " + "[" * size).encode(), "entries"),
    "toml dots": ("a.toml", lambda size: ("a." * (size // 2) + "b = 1").encode(), "entries"),
}

LONG_TEXTS: dict[str, Callable[[int], str]] = {
    name: lambda size, make=make: make(size).decode()
    for name, (_, make) in DOCUMENTS.items()
    if name
    in (
        "one line",
        "one line of English",
        "one word",
        "one character",
        "short lines",
        "spaces",
        "sentences on a line",
        "numbers",
        "hyphens",
        "apostrophes",
        "mixed",
        "initials",
        "names with dots",
        "dots",
        "addresses",
    )
}
