"""Parts of speech of English words: summed in another order of work, the same to the last digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from glossary.mining.knowledge import tagger
from glossary.mining.knowledge.tagger import perceptron

LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"


def signs(word: str, lower: Sequence[str], at: int, last: str, before: str) -> Iterator[str]:
    own = lower[at]
    shape = ("X" if word[:1].isupper() else "x") + ("d" if re.search(r"\d", word) else "")
    yield "bias"
    for size in (3, 2, 1):
        yield f"suf{size} {own[-size:]}"
    yield f"pre1 {own[:1]}"
    yield f"shape {shape}"
    yield f"w {own}"
    yield f"t-1 {last}"
    yield f"t-2 {before}"
    yield f"t-1t-2 {last} {before}"
    for offset in (-1, -2, 1, 2):
        yield f"w{offset:+d} {lower[at + offset]}"
    yield f"t-1 w {last} {own}"


def tagged(words: Sequence[str]) -> list[str]:
    """The tags by the weights one by one, in the order they were trained in."""
    model = perceptron()
    lower = ["<s>", "<s>", *(word.lower() for word in words), "</s>", "</s>"]
    tags = ["<s>", "<s>"]
    for n, word in enumerate(words):
        scores = dict.fromkeys(model.classes, 0.0)
        for sign in signs(word, lower, n + 2, tags[-1], tags[-2]):
            for label, weight in model.weights.get(sign, {}).items():
                scores[label] += weight
        guess = max(model.classes, key=lambda label: (scores[label], label))
        tags.append(model.fixed.get(lower[n + 2]) or guess)
    return tags[2:]


def test_tags_are_those_of_the_weights_one_by_one() -> None:
    lines = LAWS.read_text(encoding="utf-8").splitlines()
    for line in lines[::4]:
        words = re.findall(r"\w+|[^\s\w]", line.split("\t")[0])
        assert perceptron().tag(words) == tagged(words)
    assert perceptron().tag([]) == []


def test_of_equal_classes_the_last_is_taken() -> None:
    model = type(perceptron())({"bias": {"A": 1.0, "C": 1.0}}, {}, ("A", "B", "C"))
    assert model.tag(["x", "Y2"]) == ["C", "C"]
    assert type(perceptron())({}, {"x": "B"}, ("A", "B")).tag(["x", "y"]) == ["B", "B"]


def test_weights_are_parsed_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    parsed = perceptron.__wrapped__()
    monkeypatch.setattr(tagger, "_read", None)
    assert perceptron.__wrapped__() == parsed
