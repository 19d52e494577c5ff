"""Statutes whose definitions are known, and how far those found agree with them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from glossary.documents import parse
from glossary.mining.align.bead import Bead
from glossary.mining.align.passages import Sentence
from glossary.mining.definitions import miner
from glossary.mining.run import MiningRun
from glossary.model import DefinitionPair, Document, Language, TermDefinition

DATA = Path(__file__).parent / "data" / "definitions"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Statute:
    """A statute: its lines in both languages, and what they define."""

    name: str
    lines: Mapping[Language, list[str]]
    gold: list[dict[str, Any]]

    def document(self, language: Language) -> Document:
        text = "\n".join(self.lines[language])
        return parse(text.encode(), f"{self.name}.{language}.txt")


@dataclass
class Score:
    """How many definitions were wanted, found, and found right."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


@cache
def statutes() -> tuple[Statute, ...]:
    lines: dict[str, dict[Language, list[str]]] = {}
    for row in (DATA / "statutes.tsv").read_text(encoding="utf-8").splitlines():
        key, zh, en = row.split("\t")
        sides = lines.setdefault(key.split("-")[0], {"zh": [], "en": []})
        sides["zh"].append(zh)
        sides["en"].append(en)
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in (DATA / "statutes.gold.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        gold[entry["law"]].append(entry)
    return tuple(Statute(name, sides, gold[name]) for name, sides in lines.items())


def in_known_lines(statute: Statute) -> list[DefinitionPair]:
    """What the miner finds if the alignment of the lines is given."""
    run = MiningRun(statute.document("zh"), statute.document("en"))
    run.beads = list(_beads(statute, run))
    list(miner.mine(run))
    return run.definitions


def _beads(statute: Statute, run: MiningRun) -> Iterator[Bead]:
    """A bead a line; the spans of its sentences are those of the lines."""
    places = [_sentences(document) for document in (run.zh, run.en)]
    starts = [_starts(statute.lines[language]) for language in LANGUAGES]
    for zh_start, en_start in zip(*starts, strict=True):
        zh, en = (
            sentences[start] for sentences, start in zip(places, (zh_start, en_start), strict=True)
        )
        yield Bead.of(tuple(zh), tuple(en), 1.0)


def _starts(lines: Iterable[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _sentences(document: Document) -> dict[int, list[Sentence]]:
    """Pieces of blocks by the line of the document that they stand in: where it begins."""
    found: dict[int, list[Sentence]] = defaultdict(list)
    for block in document.blocks:
        pieces: dict[int, list[int]] = defaultdict(list)
        for at, offset in enumerate(block.offsets):
            pieces[document.text.rfind("\n", 0, offset) + 1].append(at)
        for start, places in pieces.items():
            found[start].append(Sentence(block, places[0], places[-1] + 1))
    return found


def compared(
    pairs: Iterable[tuple[Statute, list[DefinitionPair]]],
) -> dict[str, Score]:
    """The scores of Chinese, of English, and of the pairs (by their terms)."""
    scores = {"zh": Score(), "en": Score(), "pairs": Score()}
    for statute, found in pairs:
        for language in LANGUAGES:
            _compare_side(statute, language, found, scores[language])
        _compare_pairs(statute, found, scores["pairs"])
    return scores


def _compare_side(
    statute: Statute, language: Language, found: list[DefinitionPair], score: Score
) -> None:
    known = {tuple(g[language]["term_span"]): g for g in statute.gold if language in g}
    score.wanted += sum(not g.get("optional") for g in known.values())
    missed = {span for span, g in known.items() if not g.get("optional")}
    for side in (getattr(pair, language) for pair in found):
        gold = known.get(side.term_span) if side else None
        if side is None or (gold and gold.get("optional")):
            continue
        score.found += 1
        if gold and _is_same(side, gold[language]):
            score.right += 1
            missed.discard(side.term_span)
        else:
            score.errors.append(f"{statute.name} {language} wrong: {side.term} := {side.text[:60]}")
    score.errors += [
        f"{statute.name} {language} missed: {known[s][language]['term']}" for s in missed
    ]


def _compare_pairs(statute: Statute, found: list[DefinitionPair], score: Score) -> None:
    known = {
        (tuple(g["zh"]["term_span"]), tuple(g["en"]["term_span"])): bool(g.get("optional"))
        for g in statute.gold
        if "zh" in g and "en" in g
    }
    made = {(p.zh.term_span, p.en.term_span): p for p in found if p.zh and p.en}
    wanted = {spans for spans, optional in known.items() if not optional}
    score.wanted += len(wanted)
    score.found += sum(not known.get(spans, False) for spans in made)
    score.right += len(wanted & made.keys())
    for spans in made.keys() - known.keys():
        zh, en = made[spans].sides()
        score.errors.append(f"{statute.name} wrong pair: {zh and zh.term} = {en and en.term}")


def _is_same(found: TermDefinition, gold: Mapping[str, Any]) -> bool:
    return found.span[0] == gold["span"][0] and words(found.text) == words(gold["definition"])


def words(text: str | None) -> str | None:
    """A text without spaces and the signs at its ends."""
    return text if text is None else re.sub(r"\s+", "", text).strip('。.;；:：,，"“”')
