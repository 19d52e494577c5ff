"""How fast words of another region are found: python tests/benchmarks/bench_regions.py
[FILE ...] [--tag zh-Hant-TW]

Reads the files as one text, by default the annotated statutes of `seeds/`, repeated to a megabyte;
prints characters a second of processor time, for the text as it is, and with a foreign word after
every so many characters.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from glossary.regions.lint import lint

ROOT = Path(__file__).parents[2]
LAWS = sorted((ROOT / "seeds" / "annotated" / "laws").glob("*.zh.txt"))
BYTES = 1_000_000
FOREIGN = "請用鼠標打開視頻。"  # three words in nine characters
APART = 200


def sample(files: list[Path]) -> str:
    """A megabyte of text."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    whole = text * (1 + BYTES // len(text.encode()))
    return whole.encode()[:BYTES].decode("utf-8", "ignore")


def with_foreign_words(text: str) -> str:
    return FOREIGN.join(text[at : at + APART] for at in range(0, len(text), APART))


def measure(name: str, text: str, tag: str) -> None:
    began = time.process_time()
    found = lint(text, tag)
    spent = time.process_time() - began
    print(f"{name}: {len(text)} characters, {len(found)} findings, {spent:.2f} s,", end=" ")
    print(f"{len(text) / spent:,.0f} characters a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--tag", default="zh-Hant-TW")
    arguments = parser.parse_args()
    text = sample(arguments.files or LAWS)
    began = time.process_time()
    lint("請用鼠標。", arguments.tag)
    print(f"tables loaded in {time.process_time() - began:.2f} s; load {os.getloadavg()[0]:.1f}")
    measure("as it is", text, arguments.tag)
    measure("with foreign words", with_foreign_words(text), arguments.tag)


if __name__ == "__main__":
    main()
