"""The cases that look-up, recognition and mining get wrong, listed beside their suites.

    python -m tests.known_failures

rewrites them: `SUITE.failures.json` lists for each failing case what is wrong and why. Existing
values of `why` are kept; new ones are "not looked at yet". Tests fail if another case fails, and if
a listed one passes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from glossary.lookup.recognition import suite as recognition_suite
from glossary.lookup.recognition.suite import Outcome
from glossary.lookup.search.search import search
from glossary.mining.definitions.units import definition_pairs
from glossary.mining.gloss import miner
from glossary.model import DefinitionPair
from glossary.store.sqlite.store import SqliteStore
from glossary.text.fold import en_key, zh_key
from tests import look_ups
from tests.defined import words

DATA = Path(__file__).parent / "data"
RECOGNITION = sorted((DATA / "recognition").glob("*.jsonl"))
BLIND_RECOGNITION = sorted((DATA / "blind").glob("recognition*.jsonl"))
DEFINITIONS = DATA / "blind" / "definitions.jsonl"
GLOSSES = (DATA / "gloss_cases.jsonl", DATA / "blind" / "glosses.jsonl")
NEW = "not looked at yet"

Failures = dict[str, str]  # the case -> what is wrong


def in_recognition(suite: Path) -> Failures:
    """Cases, by text and terms, in which an occurrence is missed or wrong."""
    lines = filter(str.strip, suite.read_text(encoding="utf-8").splitlines())
    outcomes = zip(map(json.loads, lines), recognition_suite.run(suite), strict=True)
    return {
        f"{case['text']} | {', '.join(term['text'] for term in case['terms'])}": _wrong_of(outcome)
        for case, outcome in outcomes
        if outcome.missed or outcome.wrong
    }


def _wrong_of(outcome: Outcome) -> str:
    kinds = {"missed": outcome.missed, "no hit": outcome.wrong}
    return "; ".join(
        f"{kind}: {', '.join(outcome.text[start:end] for start, end in sorted(places))}"
        for kind, places in kinds.items()
        if places
    )


def in_glosses(suite: Path) -> Failures:
    """Texts in which a pair is missed or wrong."""
    failing: Failures = {}
    for line in suite.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        wanted = {(zh_key(zh), en_key(en)) for zh, en in case["pairs"]}
        found = {(zh_key(zh), en_key(en)) for zh, en in glosses_of(case["text"])}
        wrong = {"missed": wanted - found, "no gloss": found - wanted}
        if any(wrong.values()):
            failing[case["text"]] = "; ".join(
                f"{kind}: {', '.join(map(' = '.join, sorted(pairs)))}"
                for kind, pairs in wrong.items()
                if pairs
            )
    return failing


def glosses_of(text: str) -> list[tuple[str, str]]:
    """(Chinese, English) of the glosses mined in a text."""
    return [(text[slice(*found.zh)], text[slice(*found.en)]) for found in miner.glosses(text)]


def in_definitions(suite: Path) -> Failures:
    """Sentence pairs in which a definition is missed or wrong."""
    failing: Failures = {}
    for line in suite.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        wanted = {tuple(map(words, each)) for each in case["definitions"]}
        found = set(map(_definition, definition_pairs(case["zh"], case["en"])))
        wrong = {"missed": wanted - found, "no definition": found - wanted}
        if any(wrong.values()):
            failing[f"{case['zh']} | {case['en']}"] = "; ".join(
                f"{kind}: {' | '.join(str(side) for each in pairs for side in each)}"
                for kind, pairs in wrong.items()
                if pairs
            )
    return failing


def _definition(pair: DefinitionPair) -> tuple[str | None, ...]:
    texts = ((side.term, side.text) if side else (None, None) for side in pair.sides())
    return tuple(words(text) for side in texts for text in side)


def in_search(suite: Path, store: SqliteStore) -> Failures:
    """Queries whose concept is not where it should be, or that should find nothing."""
    found = ((case, search(store, case["query"])) for case in look_ups.cases(suite))
    return {
        case["query"]: f"not {case['expect']} but {', '.join(_first(result)) or 'nothing'}"
        for case, result in found
        if not look_ups.is_right(case, result)
    }


def _first(result: look_ups.SearchResult) -> list[str]:
    return [hit.concept_id for hit in result.hits[:3]]


def changes(suite: Path, failing: Mapping[str, str]) -> dict[str, list[str]]:
    """Differences from the file beside the suite; empty if all is as listed."""
    known = {each["case"] for each in _read(suite)}
    found = {
        "fails and is not named": sorted(failing.keys() - known),
        "is named and passes": sorted(known - failing.keys()),
    }
    return {said: which for said, which in found.items() if which}


def _file(suite: Path) -> Path:
    return suite.with_suffix(".failures.json")


def _read(suite: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(_file(suite).read_text(encoding="utf-8"))
    return found


def write(suite: Path, failing: Mapping[str, str]) -> None:
    """Write the failures of a suite, keeping the reasons already given."""
    known = _read(suite) if _file(suite).exists() else []
    reasons = {each["case"]: each["why"] for each in known}
    rows = [
        {"case": case, "wrong": wrong, "why": reasons.get(case, NEW)}
        for case, wrong in failing.items()
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    _file(suite).write_text(text + "\n", encoding="utf-8")


def measured(
    recognition: bool = True,
    search: bool = True,
    glosses: bool = True,
    definitions: bool = True,
) -> Iterator[tuple[Path, Failures]]:
    """(suite, its failing cases) for each suite."""
    for suite in GLOSSES if glosses else ():
        yield suite, in_glosses(suite)
    if definitions:
        yield DEFINITIONS, in_definitions(DEFINITIONS)
    for suite in (*RECOGNITION, *BLIND_RECOGNITION) if recognition else ():
        yield suite, in_recognition(suite)
    if not search:
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        look_ups.curated_store(Path(folder) / "terms.db") as store,
    ):
        for suite in look_ups.SUITES:
            yield suite, in_search(suite, store)


def main() -> None:
    for suite, failing in measured():
        write(suite, failing)
        print(f"{len(failing):4} {_file(suite).relative_to(DATA)}")


if __name__ == "__main__":
    main()
