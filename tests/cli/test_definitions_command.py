"""`glossary definitions`, and definitions in what `glossary mine` prints."""

from __future__ import annotations

import json
from pathlib import Path

from command import Run

ACT = "本法所稱外國人，指無本國國籍之人。\n\n外國人應申報。\n\n本法所稱居所，指住處。\n"
TRANSLATION = (
    'The term "foreigner" in this Act means a person without our nationality.\n\n'
    "Foreigners shall report.\n\nA residence shall be registered.\n"
)


def test_definitions_are_printed_with_their_places(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.zh.txt").write_text(ACT, encoding="utf-8")
    (tmp_path / "a.en.txt").write_text(TRANSLATION, encoding="utf-8")
    done = run("definitions", "a.zh.txt", "a.en.txt", "--format", "jsonl")
    both, alone = map(json.loads, done.stdout.splitlines())
    assert (both["zh"], both["en"]) == ("外國人", "foreigner")
    assert (alone["zh"], alone["en"], alone["en_definition_span"]) == ("居所", None, None)
    for text, language in ((ACT, "zh"), (TRANSLATION, "en")):
        assert text[slice(*both[f"{language}_span"])] == both[language]
        words = both[f"{language}_definition"]
        assert text[slice(*both[f"{language}_definition_span"])] == words
    assert not (tmp_path / "terms.db").exists()


def test_a_document_that_defines_nothing_is_an_empty_list(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("天氣很好。\n", encoding="utf-8")
    assert run("definitions", "a.txt", "--format", "json").stdout.strip() == "[]"


def test_mined_pairs_say_what_is_defined(run: Run, tmp_path: Path) -> None:
    text = "所謂小院高牆(small yard, high fence)，指嚴格管制少數技術。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (row,) = map(
        json.loads,
        run("mine", "a.txt", "--dry-run", "--format", "jsonl").stdout.splitlines(),
    )
    told = row["zh_definition"]
    assert (row["zh"], told["text"]) == ("小院高牆", "嚴格管制少數技術。")
    assert text[slice(*told["span"])] == told["text"] and "en_definition" not in row
    run("mine", "a.txt")
    run("review", "--approve", "1")
    shown = json.loads(run("show", "small-yard-high-fence", "--format", "json").stdout)
    (chinese,) = (each for each in shown["languages"] if each["tag"].startswith("zh"))
    assert (chinese["definition"], chinese["definition_source"]) == ("嚴格管制少數技術。", "a.txt")
    assert "defines: 嚴格管制少數技術。" in run("why", "small-yard-high-fence").stdout
