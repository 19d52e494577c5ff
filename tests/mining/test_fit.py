"""Everything fitted can be fitted again from the repository, by the commands of the README."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from glossary.documents import parse
from glossary.errors import InvalidInput
from glossary.mining.fit.annotated import Annotated, Corpus, aligned_by_hand, aligned_here, tiers
from glossary.mining.fit.corpora import ANNOTATED, annotation_files, texts
from glossary.mining.fit.figures import MeasuredPairs, lines
from glossary.mining.fit.report import measured
from glossary.text.fold import en_key, zh_key

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"<!-- fit commands -->\n```sh\n(.*?)```", re.S)
COMMANDS = [shlex.split(line, comments=True)[2:] for line in _BLOCK.findall(README)[0].splitlines()]
WRITTEN = {
    "mining.fit.pairs": "pairs.json",
    "mining.fit.gloss": "gloss.json",
    "text.make.context": "context.json",
}


def paths(value: Any) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from paths(each)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_each_command_finds_its_inputs(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    options = import_module(command[0]).parser().parse_args(command[1:])
    inputs = [path for value in vars(options).values() for path in paths(value)]
    assert [path for path in inputs if not path.exists()] == []
    assert all(ROOT in path.resolve().parents for path in inputs), "nothing from outside"


@pytest.mark.parametrize(("module", "file"), WRITTEN.items())
def test_each_data_file_says_which_command_wrote_it(module: str, file: str) -> None:
    (command,) = [command for command in COMMANDS if command[0].endswith(f".{module}")]
    data = json.loads((ROOT / "glossary" / "data" / file).read_text(encoding="utf-8"))
    about = data["about"] if isinstance(data["about"], str) else " ".join(data["about"])
    assert shlex.join(["python", "-m", *command]) in about


def test_the_scorer_names_the_documents_that_are_there() -> None:
    data = json.loads((ROOT / "glossary" / "data" / "pairs.json").read_text(encoding="utf-8"))
    fitted_to = ", ".join(file.stem for file in annotation_files([ANNOTATED]))
    assert any(line.endswith(f": {fitted_to}") for line in data["about"])


def test_without_annotated_texts_it_says_where_they_are(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="seeds/annotated"):
        annotation_files([tmp_path])


def test_a_document_aligned_by_hand(tmp_path: Path) -> None:
    (tmp_path / "a_doc1.tsv").write_text("甲。 ||| 乙。\tA. ||| B.\n丙。\t\n丁。\tD.\n", "utf-8")
    gold = [
        {"zh": "甲", "en": "A", "tier": 1, "bead": 0},
        {"zh": "丁", "en": "D", "tier": 3, "bead": 2},
    ]
    annotation = tmp_path / "a_doc1.jsonl"
    annotation.write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    corpus = aligned_by_hand(annotation)
    assert corpus.pairs == (
        Annotated("甲。乙。", "A. B.", (("甲", "A", 1),)),
        Annotated("丁。", "D.", (("丁", "D", 3),)),
    )
    assert (corpus.domain, corpus.wanted) == ("a", 1)


def test_a_passage_is_aligned_as_the_miner_aligns(tmp_path: Path) -> None:
    annotation = tmp_path / "law7.jsonl"
    annotation.write_text(
        '{"zh": "出口管制", "en": "export controls", "tier": 2, "para": 1}\n', "utf-8"
    )
    zh = parse("政府擴大半導體出口管制。\n\n專家表示擔憂。".encode(), "law7.zh.txt")
    english = b"The government expands semiconductor export controls.\n\nExperts voice concern."
    corpus = aligned_here(annotation, zh, parse(english, "law7.en.txt"))
    assert [pair.zh for pair in corpus.pairs] == ["政府擴大半導體出口管制。", "專家表示擔憂。"]
    assert {pair.terms for pair in corpus.pairs} == {(("出口管制", "export controls", 2),)}
    assert (corpus.domain, corpus.wanted) == ("law", 1)


def test_a_pair_with_two_tiers_has_the_lower() -> None:
    terms = (("漁業", "fisheries", 3), ("渔业", "Fisheries", 1))
    assert tiers(terms) == {(zh_key("漁業"), en_key("fisheries")): 1}
    assert Corpus("a1", (Annotated("", "", terms),)).wanted == 1


def test_the_figures() -> None:
    judged = MeasuredPairs([(0.9, True), (0.7, False), (0.4, True), (0.2, False)], wanted=4)
    assert judged.f1(0.5) == pytest.approx(2 * 1 / (2 + 4))
    assert judged.f1(0.3) == pytest.approx(2 * 2 / (3 + 4))
    assert judged.calibration_error == pytest.approx((0.1 + 0.7 + 0.6 + 0.2) / 4)
    two = lines([("law", judged), ("vue", MeasuredPairs(wanted=2)), ("law", judged)])
    assert [line.split(":")[0] for line in two] == ["law", "vue", "all"]
    assert "8 pairs; F1 0.571 at 0.3 (precision 0.67, recall 0.50)" in two[0]


def test_a_document_is_measured_as_it_is_mined(tmp_path: Path) -> None:
    annotation = tmp_path / "a1.jsonl"
    gold = '{"zh": "出口管制", "en": "export control", "tier": 1}\n'
    annotation.write_text(gold + '{"zh": "政府", "en": "government", "tier": 3}\n', "utf-8")
    (tmp_path / "a1.zh.txt").write_text("政府宣布擴大半導體出口管制。", encoding="utf-8")
    english = "The government announced an expansion of semiconductor export controls."
    (tmp_path / "a1.en.txt").write_text(english, encoding="utf-8")
    assert texts(annotation)[0].text == "政府宣布擴大半導體出口管制。"
    found = measured(annotation)
    assert found.wanted == 1
    assert sum(right for _, right in found.pairs) <= 1 <= len(found.pairs)
