"""What the demo adds from a folder, and how a later run knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.errors import InvalidInput
from glossary.model import Document, Found
from glossary.operations import demo, seeds
from glossary.termbase import Termbase
from tests.samples import AT, evidence, proposal


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db", lambda: AT) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, one with its translation; each has one pair, with higher confidence in the
    first."""
    made = tmp_path / "seeds"
    made.mkdir()
    (made / "a.md").write_text("又有浮橋（pontoon bridge）。\n", encoding="utf-8")
    (made / "b.zh.txt").write_text("又有潮閘（tide gate）。\n", encoding="utf-8")
    (made / "b.en.txt").write_text("There is a tide gate.\n", encoding="utf-8")

    def found(source: Document, *_: object) -> Found:
        zh, en = ("浮橋", "pontoon bridge") if "浮橋" in source.text else ("潮閘", "tide gate")
        sure = 0.95 if zh == "浮橋" else 0.6
        return Found(source, (proposal(zh, en, evidence(source, zh, en), confidence=sure),))

    monkeypatch.setattr("glossary.mining.mine", found, raising=False)
    return made


def take_in(termbase: Termbase, folder: Path) -> list[str]:
    """The names of the documents that are mined by this call."""
    seeds.begin(termbase.store, termbase.clock)
    waiting = [s for s in seeds.documents(termbase.store, folder) if not s.is_taken]
    for seed in waiting:
        seeds.mine_seed(termbase.store, termbase.clock, seed)
    return [seed.source.name for seed in waiting]


def test_a_document_is_mined_once_and_again_when_it_changed(
    termbase: Termbase, folder: Path
) -> None:
    assert not seeds.is_demo(termbase.store)
    assert take_in(termbase, folder) == ["a.md", "b.zh.txt"]
    assert seeds.is_demo(termbase.store) and take_in(termbase, folder) == []
    (folder / "a.md").write_text("另有浮橋（pontoon bridge）。\n", encoding="utf-8")
    assert take_in(termbase, folder) == ["a.md"]


def test_a_source_has_its_translation(termbase: Termbase, folder: Path) -> None:
    pairs = {s.source.name: s.translation for s in seeds.documents(termbase.store, folder)}
    assert pairs == {"a.md": None, "b.zh.txt": folder / "b.en.txt"}


@pytest.mark.parametrize(("name", "said"), [("empty", "no documents in it"), ("none", "no folder")])
def test_a_folder_without_documents_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput, match=said):
        seeds.files_in(tmp_path / name)


def test_only_what_is_sure_and_unjudged_is_approved(termbase: Termbase, folder: Path) -> None:
    take_in(termbase, folder)
    approved = demo.approve_certain(termbase.store, termbase.clock)
    assert [candidate.zh for candidate in approved] == ["浮橋"]
    termbase.undo(by="ada")  # a user undid it: that stays
    assert demo.approve_certain(termbase.store, termbase.clock) == []
    assert not list(termbase.concepts())


def test_a_termbase_of_ones_own_is_not_filled(termbase: Termbase, tmp_path: Path) -> None:
    own = termbase.store.path
    assert demo.place(own, named=True) == own, "nothing is in it yet"
    termbase.add("潮閘", "tide gate")
    assert demo.place(own, named=False) == tmp_path / "demo.db"
    with pytest.raises(InvalidInput, match="a termbase of its own"):
        demo.place(own, named=True)


def test_an_export_of_other_content_is_kept_under_another_name(
    termbase: Termbase, tmp_path: Path
) -> None:
    termbase.add("潮閘", "tide gate", zh_tag="zh-Hant-TW")
    out = tmp_path / "out"
    out.mkdir()
    (out / "termbase.csv").write_text("mine\n", encoding="utf-8")
    made = {file.name: file for file in demo.write_exports(termbase.store, out)}
    assert made["termbase.csv"].is_written
    assert made["termbase.csv"].aside == out / "termbase.1.csv"
    assert (out / "termbase.1.csv").read_text(encoding="utf-8") == "mine\n"
    assert not made["en_zh-CN.tbx"].is_written and made["en_zh-CN.tbx"].problem
    again = {file.name: file for file in demo.write_exports(termbase.store, out)}
    assert again["termbase.csv"].is_written and not again["termbase.csv"].aside
