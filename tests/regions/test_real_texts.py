"""False alarms in real texts of each region, and foreign words that are found in sentences.

`verdicts.tsv` has a reader's judgement of every claim in the texts of `texts.tsv`; `blind.tsv`
sentences that were written before anything was measured, with the foreign words in 【】;
`blind_second.tsv` more of them, written after the table was corrected by the first.
"""

from __future__ import annotations

import csv
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from glossary.model import Span
from glossary.regions.lint import foreign_words

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "regions"
ANNOTATED = ROOT / "seeds" / "annotated"
ALARMS = 1000  # characters of real text for one false alarm, at least
USUAL = 20_000  # characters of real text in which a usual word stands at least once
EVERY = 40  # of the statutes, every so many lines are read here


def table(name: str) -> list[dict[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t"))


def foreign_by_verdict(tag: str) -> set[str]:
    rows = [row for row in table("verdicts.tsv") if row["tag"] == tag]
    return {row["form"] for row in rows if row["verdict"] == "foreign"}


def false_alarms(text: str, tag: str) -> Counter[str]:
    """Claims that no reader called right; what was not read counts as false."""
    right = foreign_by_verdict(tag)
    claimed = (word.text for word in foreign_words(text, tag) if word.severity == "warning")
    return Counter(form for form in claimed if form not in right)


def test_what_was_read_is_within_the_promise() -> None:
    wrong: Counter[str] = Counter()
    for row in table("verdicts.tsv"):
        if row["verdict"] != "foreign":
            wrong[row["text"]] += int(row["times"])
    for row in table("texts.tsv"):
        assert wrong[row["text"]] * ALARMS <= int(row["characters"]), row["text"]
        claims = sum(int(r["times"]) for r in table("verdicts.tsv") if r["text"] == row["text"])
        assert claims == int(row["claims"])


def test_no_form_is_claimed_that_the_region_itself_uses() -> None:
    """One that real text of the region has more than once in so many characters is its own, and
    has to be asked or left alone."""
    characters = {row["text"]: int(row["characters"]) for row in table("texts.tsv")}
    often = [
        (row["text"], row["form"])
        for row in table("verdicts.tsv")
        if row["verdict"] != "foreign" and int(row["times"]) > 1
        if int(row["times"]) * USUAL > characters[row["text"]]
    ]
    assert often == []


@pytest.mark.parametrize(
    ("folder", "tag"),
    [("laws", "zh-Hant-TW"), ("plurality", "zh-Hant-TW"), ("vue", "zh-Hans-CN")],
)
def test_few_false_alarms_in_the_annotated_texts(folder: str, tag: str) -> None:
    files = sorted((ANNOTATED / folder).glob("*.zh.txt"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert len(text) > 5 * ALARMS
    assert false_alarms(text, tag).total() * ALARMS <= len(text)


def test_few_false_alarms_in_statutes(shared: Path) -> None:
    with lzma.open(shared / "data" / "laws" / "laws.tsv.xz", "rt", encoding="utf-8") as file:
        text = "\n".join(line.split("\t")[1] for line in islice(file, 0, None, EVERY))
    assert len(text) > 200 * ALARMS
    assert false_alarms(text, "zh-Hant-TW").total() * ALARMS <= len(text)


def test_few_false_alarms_in_reports_of_hong_kong(shared: Path) -> None:
    import json

    lines = (shared / "data" / "hkma" / "full_data_2016.jsonl").open(encoding="utf-8")
    text = "\n".join(json.loads(line)["zh"] for line in lines)
    assert len(text) > 20 * ALARMS
    assert false_alarms(text, "zh-Hant-HK").total() * ALARMS <= len(text)


# ---------------------------------------------------------------- what is found


def marked(name: str) -> Iterator[tuple[str, str, list[Span]]]:
    """(tag, text, spans of the foreign words) of each sentence."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        tag, sentence = line.split("\t")
        text, spans = "", []
        for piece in re.split("(【[^】]*】)", sentence):
            if piece.startswith("【"):
                spans.append((len(text), len(text) + len(piece) - 2))
            text += piece.strip("【】")
        yield tag, text, spans


def is_found(text: str, tag: str, span: Span) -> bool:
    return any(w.start < span[1] and span[0] < w.end for w in foreign_words(text, tag))


LEAST = {
    ("blind.tsv", "zh-Hant-TW"): 0.95,
    ("blind.tsv", "zh-Hans-CN"): 0.8,
    ("blind.tsv", "zh-Hant-HK"): 0.85,
    ("blind_second.tsv", "zh-Hant-TW"): 0.8,
    ("blind_second.tsv", "zh-Hans-CN"): 0.7,
    ("blind_second.tsv", "zh-Hant-HK"): 0.8,
}
"""The share of foreign words in the sentences that is found, asked or claimed."""


@pytest.mark.parametrize(("name", "tag"), LEAST)
def test_foreign_words_in_sentences_are_found(name: str, tag: str) -> None:
    sentences = [each for each in marked(name) if each[0] == tag]
    assert all(spans for _, _, spans in sentences)
    found = [is_found(text, tag, span) for _, text, spans in sentences for span in spans]
    assert len(found) > 10
    assert sum(found) >= LEAST[name, tag] * len(found)


def test_the_rest_of_the_sentences_is_left_alone() -> None:
    alarms = [
        word.text
        for tag, text, spans in marked("blind.tsv")
        for word in foreign_words(text, tag)
        if word.severity == "warning"
        and not any(word.start < end and start < word.end for start, end in spans)
    ]
    characters = sum(len(text) for _, text, _ in marked("blind.tsv"))
    assert len(alarms) * ALARMS <= characters
