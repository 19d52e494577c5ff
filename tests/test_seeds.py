"""The supplied curated entries and documents: complete, in the right script, our own."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from glossary.exchange.curated import read_curated
from glossary.model import ConceptEntry, LanguageSection
from glossary.operations.seeds import files_in
from glossary.text.fold import en_key, zh_key
from glossary.text.script import HAN, script_of

SEEDS = Path(__file__).parents[1] / "seeds"
FILES = sorted((SEEDS / "terms").glob("*.toml"))
DOCUMENTS = sorted((SEEDS / "documents").iterdir())
ENTRIES = [entry for file in FILES for entry in read_curated(file.read_bytes(), file.name)]
SUBJECTS = set("diplomacy security technology economy government theory geography politics".split())


def texts(entry: ConceptEntry, tag: str) -> list[str]:
    """The terms, the definition and the examples of an entry in one language."""
    section = next((s for s in entry.languages if s.tag == tag), None)
    if section is None:
        return []
    contexts = [context.text for term in section.terms for context in term.contexts]
    return [*(term.text for term in section.terms), section.definition, *contexts]


def section_of(entry: ConceptEntry, tag: str) -> LanguageSection:
    return next(section for section in entry.languages if section.tag == tag)


def test_there_are_enough_and_the_named_ones_are_among_them() -> None:
    assert len(ENTRIES) >= 400
    pairs = {
        (en.text, zh.text) for e in ENTRIES for _, en in e.terms("en") for _, zh in e.terms("zh")
    }
    assert pairs >= {
        ("small yard, high fence", "小院高牆"),
        ("mutual reassurance", "相互再保證"),
        ("bamboo diplomacy", "竹子外交"),
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_files_are_sorted(file: Path) -> None:
    ids = list(tomllib.loads(file.read_text(encoding="utf-8")))
    assert ids == sorted(ids)


def test_ids_and_pairs_are_unique() -> None:
    ids = Counter(entry.id for entry in ENTRIES)
    assert [i for i, count in ids.items() if count > 1] == []
    pairs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in ENTRIES:
        zh = section_of(entry, "zh-Hant-TW").terms[0].text
        for term in section_of(entry, "en").terms:
            pairs[en_key(term.text), zh_key(zh)].add(entry.id)
    assert {pair: ids for pair, ids in pairs.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_is_whole(entry: ConceptEntry) -> None:
    assert entry.subject in SUBJECTS
    tags = [section.tag for section in entry.languages]
    assert tags in (
        ["en", "zh-Hant-TW", "zh-Hans-CN"],
        ["en", "zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK"],
    )
    english, chinese = (section_of(entry, tag) for tag in ("en", "zh-Hant-TW"))
    assert 6 <= len(english.definition.split()) <= 60
    assert 10 <= len(chinese.definition) <= 130
    assert english.terms[0].text.lower() != english.definition.lower()[: len(english.terms[0].text)]
    for section, least in ((english, 25), (chinese, 12)):
        (example,) = [(t.text, c.text) for t in section.terms for c in t.contexts]
        assert example[0].lower() in example[1].lower()
        assert len(example[1]) >= least
    for section in entry.languages:
        assert section.terms[0].status == "preferred"
        assert all(term.status != "preferred" for term in section.terms[1:])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_scripts_do_not_mix(entry: ConceptEntry) -> None:
    for tag, other in (("zh-Hant-TW", "Hans"), ("zh-Hant-HK", "Hans"), ("zh-Hans-CN", "Hant")):
        for text in texts(entry, tag):
            assert [char for char in text if script_of(char) == other] == [], text
    for text in texts(entry, "en"):
        assert not HAN.search(text)


def runs(text: str, characters: int, words: int) -> Iterator[str]:
    """Every run of so many Chinese characters, and of so many English words."""
    han = "".join(HAN.findall(text))
    english = re.findall(r"[A-Za-z0-9'’-]+", text.lower())
    yield from (han[i : i + characters] for i in range(len(han) - characters + 1))
    yield from (" ".join(english[i : i + words]) for i in range(len(english) - words + 1))


def test_definitions_follow_no_template() -> None:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for entry in ENTRIES:
        for section in entry.languages:
            for run in runs(section.definition, 10, 6):
                seen[run].add(entry.id)
    assert {run: ids for run, ids in seen.items() if len(ids) > 3} == {}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_documents_are_long_enough(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ".en." in file.name or len(HAN.findall(text)) > 1_000


def test_there_are_six_documents_and_every_source_has_its_translation() -> None:
    names = {file.name for file in DOCUMENTS}
    assert len([name for name in names if ".en." not in name]) >= 6
    assert {n.replace(".zh.", ".en.") for n in names if ".zh." in n} == {
        n for n in names if ".en." in n
    }


ANNOTATED = sorted((SEEDS / "annotated").rglob("*.jsonl"))


def test_the_demo_reads_no_annotated_text() -> None:
    curated, documents = files_in(SEEDS)
    assert curated == FILES
    assert {file for pair in documents for file in pair if file} == set(DOCUMENTS)
    own = SEEDS / "annotated" / "plurality"
    assert len(files_in(own)[1]) == len(list(own.glob("*.zh.txt"))), "named, it is read"


def test_no_annotated_text_comes_into_a_wheel() -> None:
    project = tomllib.loads((SEEDS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    taken = [SEEDS.parent / part for part in (*wheel["packages"], *wheel["force-include"])]
    assert SEEDS / "terms" in taken and SEEDS / "documents" in taken
    assert [t for t in taken if t in ANNOTATED[0].parents] == []


@pytest.mark.parametrize("file", ANNOTATED, ids=lambda file: file.stem)
def test_annotated_pairs_stand_in_their_text(file: Path) -> None:
    zh, en = paragraphs(file, 0, ".zh.txt"), paragraphs(file, 1, ".en.txt")
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        at = row["bead"] if "bead" in row else row["para"] - 1
        assert folded(row["zh"]) in folded(zh[at]), row
        assert folded(row["en"]) in folded(en[at]), row


def paragraphs(annotation: Path, column: int, suffix: str) -> list[str]:
    """One language of an annotated document: the cells of its table, or its paragraphs."""
    table = annotation.with_suffix(".tsv")
    if table.is_file():
        lines = table.read_text(encoding="utf-8").splitlines()
        return [line.split("\t")[column] for line in lines]
    text = annotation.with_suffix(suffix).read_text(encoding="utf-8")
    return re.split(r"\n\s*\n", text.strip())


def folded(text: str) -> str:
    return re.sub(r"\s+|\|\|\|", "", text).lower()


def unlinked(text: str) -> str:
    return re.sub(r"\[\[zh:([^\]]*)\]\]", r"\1", text)


def line_runs(lines: Iterable[str]) -> set[str]:
    return {run for line in lines for run in runs(line, 18, 9)}


@pytest.mark.shared
def test_nothing_of_the_customers_documents_stands_here(shared: Path) -> None:
    theirs = [file.read_text(encoding="utf-8") for file in sorted((shared / "seeds").glob("*.txt"))]
    assert len(theirs) == 5
    taken = line_runs(line for text in theirs for line in unlinked(text).splitlines())
    for file in (*FILES, *DOCUMENTS):
        ours = line_runs(unlinked(file.read_text(encoding="utf-8")).splitlines())
        assert ours & taken == set(), file.name
