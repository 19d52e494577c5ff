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
from glossary.mining.fit.annotated import (
    Annotated,
    Corpus,
    aligned_by_hand,
    aligned_here,
    domain,
    tiers,
)
from glossary.mining.fit.corpora import (
    ANNOTATED,
    annotated_documents,
    annotation_files,
    not_measured,
    texts,
)
from glossary.mining.fit.figures import MeasuredPairs, full_lines, lines, tenths
from glossary.mining.fit.report import measured
from glossary.text.fold import en_key, zh_key

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"<!-- fit commands -->\n```sh\n(.*?)```", re.S)
COMMANDS = [shlex.split(line, comments=True)[2:] for line in _BLOCK.findall(README)[0].splitlines()]
WRITTEN = {
    "mining.fit.pairs": "pairs.json",
    "mining.fit.gloss": "gloss.json",
    "mining.fit.few": "few.json",
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


def test_the_brier_score_stands_beside_that_of_the_base_rate() -> None:
    judged = MeasuredPairs([(0.9, True), (0.7, False), (0.4, True), (0.2, False)], wanted=4)
    assert judged.brier == pytest.approx((0.01 + 0.49 + 0.36 + 0.04) / 4)
    assert judged.base_rate == 0.5 and judged.constant_brier == 0.25
    assert judged.brier_line == "Brier score: 0.225, of a constant (0.50) 0.250, skill 0.10"
    alike = MeasuredPairs([(0.9, True)], wanted=1)
    assert alike.brier_line == "Brier score: 0.010, of a constant (1.00) 0.000"
    assert MeasuredPairs().brier_line == "Brier score: none, nothing is listed"


def test_how_many_of_the_right_pairs_are_sure() -> None:
    judged = MeasuredPairs([(0.9, True), (0.8, False), (0.4, True), (0.2, True)], wanted=4)
    assert judged.sure_line == "at confidence >= 0.8: 1/2 = 0.500 right, 0.50 of the 2 right at 0.3"
    assert MeasuredPairs([(0.7, True)]).sure_line == "at confidence >= 0.8: none"


def test_the_figures_of_all_are_of_all_pairs_and_not_a_mean_of_means() -> None:
    law = MeasuredPairs([(0.9, True)] * 3, wanted=3)
    told = full_lines([("law", law), ("vue", MeasuredPairs([(0.9, False)], wanted=1))])
    assert [line.split(":")[0] for line in told[::3]] == ["law", "vue", "all"]
    assert told[6].startswith("all: 4 pairs; F1 0.750 at 0.3")
    assert told[8] == "  Brier score: 0.210, of a constant (0.75) 0.188, skill -0.12"
    assert law.wanted == 3 and len(law.pairs) == 3, "what is summed stays as it was"


def test_tenths_hold_their_lower_end_and_the_last_one_too() -> None:
    found = tenths([(1.0, True), (0.9, False), (0.8, True)])
    assert [(tenth.place, tenth.pairs) for tenth in found] == [("0.8-0.9", 1), ("0.9-1.0", 2)]
    assert str(found[1]) == "confidence 0.9-1.0: 2 pairs, said 0.95, right 0.50"


@pytest.mark.parametrize(
    ("name", "of"),
    [("law07", "law"), ("affairs_doc01", "affairs"), ("gold", "gold"), ("002", "002")],
)
def test_a_domain_is_the_name_up_to_its_number(name: str, of: str) -> None:
    assert domain(name) == of


GOLD_LINE = '{"zh": "漁業", "en": "fisheries", "tier": 1}\n'


def folder_of(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_holds_documents_in_three_forms(tmp_path: Path) -> None:
    folder_of(tmp_path, a1__jsonl=GOLD_LINE, a1__zh__txt="漁業。", a1__en__txt="Fisheries.")
    folder_of(tmp_path / "in", b1__jsonl=GOLD_LINE, b1__tsv="漁業。\tFisheries.\n")
    folder_of(tmp_path / "in", c1__jsonl=GOLD_LINE, c1__md="漁業(fisheries)", README__md="# It")
    found = {each.name: each for each in annotated_documents([tmp_path])}
    assert [each.domain for each in found.values()] == ["a", "b", "c"]
    assert [each.gold[0]["en"] for each in found.values()] == ["fisheries"] * 3
    translated = {name: each.documents[1] is not None for name, each in found.items()}
    assert translated == {"a1": True, "b1": True, "c1": False}
    assert [path.name for path in not_measured(tmp_path)] == ["README.md"]


def test_a_file_that_is_given_beside_its_folder_counts_once(tmp_path: Path) -> None:
    folder_of(tmp_path, a1__jsonl=GOLD_LINE, a1__txt="漁業(fisheries)")
    assert len(annotated_documents([tmp_path, tmp_path / "a1.jsonl"])) == 1


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "no annotated texts"),
        ({"a1__jsonl": GOLD_LINE}, "a1.jsonl: no text beside it; it wants a1.zh.txt and"),
        ({"a1__jsonl": GOLD_LINE, "a1__zh__txt": "漁業。"}, "a1.en.txt: No such file"),
        ({"a1__jsonl": GOLD_LINE, "a1__txt": "a", "a1__md": "a"}, "a1.txt and a1.md stand"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused(
    files: dict[str, str], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        annotated_documents([folder_of(tmp_path, **files)])


def test_a_translated_text_without_annotation_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path, a1__jsonl=GOLD_LINE, a1__txt="漁業(fisheries)")
    folder_of(tmp_path, b1__zh__txt="漁業。", b1__en__txt="Fisheries.")
    with pytest.raises(InvalidInput, match=r"b1.en.txt: no annotation b1.jsonl beside it"):
        annotated_documents([tmp_path])


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
