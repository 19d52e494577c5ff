"""Untranslated segments do not enter the memory, and are reported with their line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.errors import UnreadableFile
from glossary.exchange import ReadOptions, read_units
from glossary.termbase import Termbase

V1 = """<xliff version="1.2" xmlns:mq="MQ" xmlns:sdl="SDL">
<file source-language="en" target-language="zh-CN" original="a.txt"><body>
{}
</body></file></xliff>"""
V2 = """<xliff version="2.0" srcLang="en" trgLang="zh-CN"><file id="f">
<unit id="u"{}><segment{}><source>Hello world</source><target>{}</target></segment></unit>
</file></xliff>"""
UNIT = '<trans-unit id="7"{}><source>Hello world</source><target{}>{}</target></trans-unit>'
TRADOS = """<trans-unit id="7"><source>Hello world</source>
<seg-source><mrk mtype="seg" mid="1">Hello world</mrk></seg-source>
<target><mrk mtype="seg" mid="1">你好，世界</mrk></target>
<sdl:seg-defs><sdl:seg id="1" {}/></sdl:seg-defs></trans-unit>"""


def v1(unit: str = "", target: str = "", text: str = "你好，世界") -> bytes:
    return V1.format(UNIT.format(unit, target, text)).encode()


def v2(unit: str = "", segment: str = "", text: str = "你好，世界") -> bytes:
    return V2.format(unit, segment, text).encode()


def taken(data: bytes, name: str = "x.xlf") -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """((English, Chinese) of every unit, (line, message))."""
    told: list[tuple[int, str]] = []
    units = list(read_units(data, name, ReadOptions(on_change=lambda *what: told.append(what))))
    return [(unit.en.text, unit.zh.text) for unit in units], told


NOT_TAKEN = {
    "new": v1(target=' state="new"', text="Hello world"),
    "new, in Chinese": v1(target=' state="new"'),
    "needs-translation": v1(target=' state="needs-translation"', text="Hello world"),
    "translate no": v1(unit=' translate="no"'),
    "translate no of the file": v1().replace(b"<file ", b'<file translate="no" '),
    "copy": v1(text="Hello world"),
    "copy but for spaces": v1(text=" Hello world\n"),
    "copy that is called final": v1(target=' state="final"', text="Hello world"),
    "machine": v1(target=' state-qualifier="mt-suggestion"'),
    "machine, to be reviewed": v1(
        target=' state="needs-review-translation" state-qualifier="leveraged-mt"'
    ),
    "fuzzy match": v1(target=' state-qualifier="fuzzy-match"'),
    "rejected": v1(target=' state="translated" state-qualifier="rejected-inaccurate"'),
    "memoQ not started": v1(unit=' mq:status="NotStarted"'),
    "memoQ rejected": v1(unit=' mq:status="Rejected"'),
    "memoQ pre-translated": v1(unit=' mq:status="Pretranslated"'),
    "Trados machine": V1.format(TRADOS.format('conf="Draft" origin="mt"')).encode(),
    "Trados neural machine": V1.format(TRADOS.format('origin="nmt"')).encode(),
    "Trados rejected": V1.format(TRADOS.format('conf="RejectedTranslation"')).encode(),
    "2: initial": v2(segment=' state="initial"'),
    "2: sub-state": v2(segment=' state="translated" subState="my:needs-translation"'),
    "2: machine": v2(segment=' subState="my:mt-suggestion"'),
    "2: translate no": v2(unit=' translate="no"'),
    "2: copy": v2(text="Hello world"),
}


@pytest.mark.parametrize("data", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_is_not_translated_is_told_and_left_out(data: bytes) -> None:
    units, told = taken(data)
    assert units == [] and len(told) == 1
    assert told[0][0] in (2, 3) and "translated" in told[0][1] or "suggestion" in told[0][1]


TAKEN = {
    "no state": v1(),
    "translated": v1(target=' state="translated"'),
    "a machine's, signed off": v1(target=' state="signed-off" state-qualifier="mt-suggestion"'),
    "a machine's, approved": v1(' approved="yes"', ' state-qualifier="leveraged-mt"'),
    "an exact match": v1(target=' state-qualifier="exact-match"'),
    "memoQ confirmed": v1(unit=' mq:status="ManuallyConfirmed"'),
    "Trados translated": V1.format(TRADOS.format('conf="Translated" origin="mt"')).encode(),
    "2: no state": v2(),
    "2: final": v2(segment=' state="final" subState="my:mt-suggestion"'),
    "translate yes inside no": v1(unit=' translate="yes"').replace(
        b"<file ", b'<file translate="no" '
    ),
}


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_what_is_translated_is_taken(data: bytes) -> None:
    assert taken(data) == ([("Hello world", "你好，世界")], [])


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        (' approved="no"', ""),
        ("", ' state="needs-review-translation"'),
        ("", ' state="needs-review-l10n"'),
        (' mq:status="PartiallyEdited"', ""),
    ],
)
def test_what_waits_for_review_is_taken_and_told(unit: str, target: str) -> None:
    units, ((line, what),) = taken(v1(unit, target))
    assert units == [("Hello world", "你好，世界")]
    assert line == 3 and "unit 7: waits for review" in what


TMX = """<tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>{0}</seg></tuv><tuv xml:lang="zh-CN"><seg>{1}</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize("text", ["Fine", "2024", "ISO 9001", "San Francisco", "中国"])
def test_a_copy_in_any_format_is_no_translation(text: str) -> None:
    for name, data in (
        ("m.tmx", TMX.format(text, text)),
        ("m.tsv", f"Good.\t好。\n{text}\t{text}\n"),
        ("m.tsv", f"Good.\t好。\n{text} \t{text}\n"),
    ):
        units, told = taken(data.encode(), name)
        assert [zh for _, zh in units if zh != "好。"] == []
        assert [line for line, _ in told] == [2] and "not translated" in told[0][1]


def test_nothing_of_it_is_offered_as_a_translation(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "t.db") as termbase:
        report = termbase.read("x.xlf", NOT_TAKEN["new"])
        assert (report.units, len(report.changes)) == (0, 1)
        assert not list(termbase.fuzzy_matches("Hello world", threshold=50))


# ---------------------------------------------------------------- languages that are not named


def _unnamed(source: str, target: str, attributes: str = 'source-language="en"') -> bytes:
    data = V1.replace('source-language="en" target-language="zh-CN"', attributes)
    unit = f'<trans-unit id="7"><source>{source}</source><target>{target}</target></trans-unit>'
    return data.format(unit + unit).encode()


@pytest.mark.parametrize(
    ("data", "tags"),
    [
        (_unnamed("the country", "国家"), ("en", "zh-Hans")),
        (_unnamed("the country", "國家"), ("en", "zh-Hant")),
        (_unnamed("國家", "the country", 'source-language="zh-TW"'), ("en", "zh-Hant-TW")),
        (_unnamed("国家", "the country", 'target-language="en-GB"'), ("en-GB", "zh-Hans")),
        (_unnamed("the country", "国家", ""), ("en", "zh-Hans")),
    ],
)
def test_a_language_that_is_not_named_is_told_by_the_characters(
    data: bytes, tags: tuple[str, str]
) -> None:
    told: list[str] = []
    units = list(
        read_units(data, "x.xlf", ReadOptions(on_change=lambda _, what: told.append(what)))
    )
    assert [(unit.en.tag, unit.zh.tag) for unit in units] == [tags, tags]
    assert len(told) == 1 and "does not name both languages" in told[0]


def test_where_the_characters_do_not_tell_the_way_out_is_named() -> None:
    with pytest.raises(UnreadableFile, match="line 3: .*write source-language and target-language"):
        list(read_units(_unnamed("the country", "das Land"), "x.xlf"))


def _multilingual() -> Iterator[tuple[str, bytes]]:
    german = (
        '<tu><tuv xml:lang="en-GB"><seg>a</seg></tuv><tuv xml:lang="de"><seg>b</seg></tuv></tu>'
    )
    yield "m.tmx", TMX.format("Good.", "好。").replace("</body>", german + "</body>").encode()
    yield "x.xlf", v1().replace(b"zh-CN", b"de")
    yield "u.tsv", "Good.\t好。\nalone\n".encode()


@pytest.mark.parametrize(("name", "data"), list(_multilingual()))
def test_a_refusal_names_the_option_that_goes_on(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"line \d: .*--keep-good takes the other records in"):
        list(read_units(data, name))
    bad: list[str] = []
    list(read_units(data, name, ReadOptions(on_error=lambda _, reason: bad.append(reason))))
    assert len(bad) == 1 and "--keep-good" not in bad[0]
