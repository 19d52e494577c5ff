"""Nothing costs more than linear time: four times the input, about four times the work.

Every shape is a case of its own. `benchmarks/bench_shapes.py` measures all of them up to 1 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shape_work import prepared, seconds
from shapes import DOCUMENTS, IMPORTS, LONG_TEXTS

from glossary.termbase import Termbase

LEAST = 0.015  # seconds of the processor that can be told from noise
MOST = 9.0  # times as long for four times as much; by the square it were sixteen
SIZES = [1_000 * 2**n for n in range(1, 6)]  # characters
TRIES = 20  # on a busy machine most are slow for other reasons; the square is so in each
PARALLEL = (
    "alternating",
    "one after the other",
    "two long paragraphs",
    "the same sentence",
    "one long sentence each",
    "table of sentences",
    "alternating headings",
)


@pytest.fixture(scope="module")
def termbase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Termbase]:
    path: Path = tmp_path_factory.mktemp("shapes") / "shapes.db"
    with Termbase.open(path) as opened:
        opened.add("安全困境", "security dilemma")
        opened.add("危機", "crisis")
        yield opened


def growth(kind: str, shape: str, termbase: Termbase, least: float = LEAST) -> float:
    """The ratio of times for four times the input, from the first measurable size."""
    for size in SIZES:
        one = prepared(kind, shape, size, termbase)
        seconds(one, 1)  # loading is not counted
        if seconds(one) >= least:
            break
    four = prepared(kind, shape, 4 * size, termbase)
    ratios: list[float] = []
    while len(ratios) < TRIES and min(ratios, default=MOST) >= MOST:
        ratios.append(seconds(four, 1) / max(seconds(one), least))
    return min(ratios)


@pytest.mark.parametrize("shape", DOCUMENTS)
@pytest.mark.parametrize("kind", ["read", "scan"])
def test_documents(kind: str, shape: str, termbase: Termbase) -> None:
    assert growth(kind, shape, termbase) < MOST


@pytest.mark.parametrize("shape", PARALLEL)
def test_mining_of_parallel_text(shape: str, termbase: Termbase) -> None:
    assert growth("mine", shape, termbase, least=0.1) < MOST


@pytest.mark.parametrize("shape", IMPORTS)
def test_imports(shape: str, termbase: Termbase) -> None:
    assert growth("import", shape, termbase) < MOST


@pytest.mark.parametrize("verb", ["search", "recognize", "fuzzy_matches", "concordance"])
@pytest.mark.parametrize("text", LONG_TEXTS)
def test_look_ups_of_long_texts(verb: str, text: str, termbase: Termbase) -> None:
    assert growth("look", f"{verb} {text}", termbase) < MOST
