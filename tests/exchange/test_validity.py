"""Files of any generated entries are valid, by the official schemas and by our own rules."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import filled, termbases

from glossary.errors import InvalidInput
from glossary.exchange import PROFILES, WriteOptions, read_units, write_entries, write_units
from glossary.exchange.xml import valid
from glossary.model import ConceptEntry, Extra, TranslationUnit, Variant
from glossary.text.tags import normalise_tag
from tests.samples import entry

TBX = [(name, t) for name, p in PROFILES.items() for t in p.targets if t.format == "tbx"]
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
slow = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def tbx_of(entries: list[ConceptEntry], profile: str) -> bytes:
    buffer = io.BytesIO()
    try:
        write_entries(entries, buffer, profile, WriteOptions(format="tbx"))
    except InvalidInput:
        return b""
    return buffer.getvalue()


@pytest.mark.parametrize("profile", [name for name, _ in TBX])
@slow
@given(termbases())
def test_our_own_rules(profile: str, entries: list[ConceptEntry]) -> None:
    data = tbx_of(entries, profile)
    if not data:
        return
    root = etree.fromstring(data)
    ids = [e.get("id") for e in root.iter("{*}conceptEntry", "{*}termEntry")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", identifier) for identifier in ids)
    assert all((e.text or "").strip() for e in root.iter("{*}term"))
    for element in root.iter("{*}conceptEntry", "{*}termEntry"):
        tags = [e.get(XML_LANG) for e in element.iter("{*}langSec", "{*}langSet")]
        assert tags and len(tags) == len(set(tags))
        assert all(normalise_tag(tag) for tag in tags)


@pytest.mark.shared
@pytest.mark.parametrize("profile", [name for name, _ in TBX])
def test_the_official_schemas(profile: str, shared: Path, tmp_path: Path) -> None:
    """One process validates all generated files: importing the schemas is what takes time."""
    pytest.importorskip("elementpath")
    files = [tbx_of([entry("c1")], profile)]  # by chance, none of the others may have a pair

    @slow
    @given(termbases())
    def generate(entries: list[ConceptEntry]) -> None:
        if data := tbx_of(entries, profile):
            files.append(data)

    generate()
    assert all(files)
    for number, data in enumerate(files):
        (tmp_path / f"{number}.tbx").write_bytes(data)
    judge = [sys.executable, shared / "tbx/validate_tbx.py", *sorted(tmp_path.glob("*.tbx"))]
    result = subprocess.run(judge, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-2000:]


inlines = st.sampled_from(
    [
        "",
        "a<ph>{1}</ph>b",
        '<bpt i="1">&lt;b&gt;</bpt>x<ept i="1">&lt;/b&gt;</ept>',
        '<bpt i="1"/>x',
        'y<ept i="2"/>',
        "<hi>z</hi>",
        '<bpt i="1"/><bpt i="1"/>q<ept i="1"/>',
        "<g>w</g>",
        '<it pos="nowhere">k</it>v',
    ]
)
variants = st.builds(Variant, st.just("en"), filled, inlines)
notes = st.builds(
    Extra,
    st.sampled_from(["tuid", "note", "prop"]),
    filled,
    st.sampled_from(["1", "1-2"]) | filled,
)
own = st.builds(
    Extra,
    st.sampled_from(["tu", "tuv"]),
    st.sampled_from(["en", "zh", ""]),
    st.just(""),
    st.lists(
        st.tuples(st.sampled_from(["usagecount", "creationid", "datatype"]), filled), max_size=2
    ).map(tuple),
    st.lists(notes, max_size=2).map(tuple),
)
units = st.builds(
    TranslationUnit,
    st.builds(Variant, st.sampled_from(["zh-Hant-TW", "zh-Hans-CN", "zh-Hant", "zh"]), filled),
    variants,
    st.sampled_from(["", "/a/b.txt"]),
    st.sampled_from(["", "Ada"]),
    st.sampled_from(["", "2026-01-02T03:04:05Z", "once"]),
    extra=st.lists(notes | own, max_size=3).map(tuple),
)


def judged_tmx(memory: list[TranslationUnit]) -> bytes:
    buffer = io.BytesIO()
    write_units(memory, buffer, "tmx", WriteOptions(zh_tag=None))
    root = etree.fromstring(buffer.getvalue())
    ids = [tu.get("tuid") for tu in root.iter("tu")]
    assert len(ids) == len(set(ids)) == len(list(root.iter("tu")))
    for seg in root.iter("seg"):
        begin, end = [e.get("i") for e in seg.iter("bpt")], [e.get("i") for e in seg.iter("ept")]
        assert sorted(begin) == sorted(end) == sorted(set(begin))
    return buffer.getvalue()


@slow
@given(st.lists(units, max_size=4))
def test_tmx_tags_are_paired_and_ids_unique(memory: list[TranslationUnit]) -> None:
    again = list(read_units(judged_tmx(memory), "x.tmx"))
    texts = [(valid(unit.zh.text), valid(unit.en.text)) for unit in memory]
    whole = [(zh, en) for zh, en in texts if zh.strip() and en.strip() and zh.strip() != en.strip()]
    assert [(unit.zh.text, unit.en.text) for unit in again] == whole
    data = judged_tmx(again)
    assert judged_tmx(list(read_units(data, "x.tmx"))) == data


@pytest.mark.shared
def test_tmx_by_the_official_schemas(shared: Path, tmp_path: Path) -> None:
    @slow
    @given(st.lists(units, max_size=4))
    def generate(memory: list[TranslationUnit]) -> None:
        (tmp_path / f"{len(list(tmp_path.iterdir()))}.tmx").write_bytes(judged_tmx(memory))

    generate()
    judge = [sys.executable, shared / "tbx/validate_tmx.py", *sorted(tmp_path.glob("*.tmx"))]
    result = subprocess.run(judge, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-2000:]
