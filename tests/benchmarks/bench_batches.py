"""A batch over HTTP beside the same work without it: python tests/benchmarks/bench_batches.py

    [--sentences 200] [--entries 5000] [--units 20000] [--rounds 5]

Makes a termbase of invented entries and units (fixed seed), serves it in this process on a free
port, and asks for the same sentences in three ways: the methods of `Termbase` (the work itself),
one request for all, and one request for each. Prints wall and processor time in milliseconds, the
best of the rounds, and how many times the work itself each takes.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import random
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from api import create_app
from api.server.serve import listen, run
from glossary.model import ConceptEntry, LanguageSection, TermSection, TranslationUnit, Variant
from glossary.operations.lookup import with_targets
from glossary.termbase import Termbase
from glossary.text.lattice import dictionary

TAG = "zh-Hant-TW"
Call = Callable[[], object]


class Invented:
    """Entries, units and sentences of words drawn from the dictionary."""

    def __init__(self, entries: int, units: int) -> None:
        self._random = random.Random(14)
        words = [word for word, cost in dictionary().words() if len(word) == 2 and cost < 13]
        syllables = "tra con pre ver lo mi sta ne gra ti po lu".split()
        self.zh = ["".join(self._random.choices(words, k=2)) for _ in range(entries)]
        self.en = [" ".join(self._word(syllables) for _ in range(2)) for _ in range(entries)]
        self._words = words
        self.units = [self.sentence() for _ in range(units)]

    def _word(self, syllables: list[str]) -> str:
        return "".join(self._random.choices(syllables, k=3))

    def sentence(self) -> str:
        """Ten words, two of them terms."""
        parts = self._random.choices(self._words, k=8) + self._random.choices(self.zh, k=2)
        self._random.shuffle(parts)
        return "".join(parts) + "。"

    def near(self) -> str:
        """A sentence of the memory with another word."""
        return self._random.choice(self.units)[:-3] + self._random.choice(self._words) + "。"

    def fill(self, termbase: Termbase) -> None:
        with termbase.store.transaction():
            step = termbase.store.new_step("import", "bench", "2026-01-01T00:00:00Z")
            termbase.store.put_concepts(map(self._entry, range(len(self.zh))), step)
        pairs = (
            TranslationUnit(Variant("zh-Hant", text), Variant("en", f"sentence {number}"))
            for number, text in enumerate(self.units)
        )
        termbase.add_units(pairs)

    def _entry(self, number: int) -> ConceptEntry:
        english = LanguageSection("en", (TermSection(self.en[number], "preferred"),))
        chinese = LanguageSection(TAG, (TermSection(self.zh[number], "preferred"),))
        return ConceptEntry(f"c{number}", (english, chinese))


class Asked:
    """The three ways to ask, of each kind."""

    def __init__(self, termbase: Termbase, port: int, sentences: list[str], terms: list[str]):
        self._termbase, self._sentences, self._terms = termbase, sentences, terms
        self._server = http.client.HTTPConnection("127.0.0.1", port)

    def kinds(self) -> dict[str, tuple[Call, Call, Call]]:
        sentences, terms = self._sentences, self._terms
        return {
            "recognize": (
                self._recognized,
                lambda: self._post("recognize", {"texts": sentences}),
                lambda: [self._post("recognize", {"text": text}) for text in sentences],
            ),
            "memory": (
                lambda: [self._termbase.fuzzy_matches(text) for text in sentences],
                lambda: self._post("memory", {"queries": sentences}),
                lambda: [self._get(f"memory?q={quote(text)}") for text in sentences],
            ),
            "terms": (
                lambda: [self._termbase.search(term, remember=False) for term in terms],
                lambda: self._post("terms/search", {"queries": terms}),
                lambda: [self._get(f"terms?remember=false&q={quote(term)}") for term in terms],
            ),
        }

    def _recognized(self) -> list[Any]:
        done = []
        for text in self._sentences:
            hits = self._termbase.recognize(text)
            entries = self._termbase.concepts_by_id(hit.concept_id for hit in hits)
            done.append(list(with_targets(hits, entries, TAG)))
        return done

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        head = {"Content-Type": "application/json"}
        self._server.request("POST", f"/api/v1/{path}", json.dumps(body), head)
        return self._answer()

    def _get(self, path: str) -> Any:
        self._server.request("GET", f"/api/v1/{path}")
        return self._answer()

    def _answer(self) -> Any:
        response = self._server.getresponse()
        read = response.read()
        assert response.status == 200, read[:300]
        return json.loads(read)


def timed(call: Call, rounds: int) -> tuple[float, float]:
    """(wall, processor) milliseconds of the best round; of this process, which also serves."""
    best = (float("inf"), float("inf"))
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        took = (time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3
        best = min(best[0], took[0]), min(best[1], took[1])
    return best


def compare(asked: Asked, rounds: int) -> None:
    print(f"{'':12}{'way':22}{'wall ms':>9}{'cpu ms':>9}{'x wall':>8}{'x cpu':>8}")
    for kind, ways in asked.kinds().items():
        for call in ways:
            call()  # warm
        work = timed(ways[0], rounds)
        for name, call in zip(
            ("the work itself", "one batch", "a request each"), ways, strict=True
        ):
            wall, processor = work if call is ways[0] else timed(call, rounds)
            ratios = f"{wall / work[0]:8.2f}{processor / work[1]:8.2f}"
            print(f"{kind:12}{name:22}{wall:9.1f}{processor:9.1f}{ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for option, value in (("sentences", 200), ("entries", 5000), ("units", 20000), ("rounds", 5)):
        parser.add_argument(f"--{option}", type=int, default=value)
    given = parser.parse_args()
    invented = Invented(given.entries, given.units)
    with tempfile.TemporaryDirectory() as folder, Termbase.open(Path(folder) / "b.db") as termbase:
        invented.fill(termbase)
        termbase.warm_up()
        sentences = [invented.near() for _ in range(given.sentences)]
        with listen("127.0.0.1", 0) as listener:
            served = run(listener, create_app(termbase), lambda: None)
            threading.Thread(target=asyncio.run, args=(served,), daemon=True).start()
            asked = Asked(
                termbase, listener.getsockname()[1], sentences, invented.zh[: len(sentences)]
            )
            compare(asked, given.rounds)


if __name__ == "__main__":
    main()
