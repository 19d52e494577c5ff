"""Count the words of general English, as `mining.corpus.general` reads them.

    python -m glossary.mining.fit.words FILE...

FILEs are texts (.txt, .md, .html, .xhtml) in the public domain or under CC0. What was counted, and
when a word came so often that it is listed, stands in the head of the file.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.whole_file import whole_file

TARGET = Path(__file__).parents[2] / "data" / "english.txt"
LEAST = 3  # occurrences of a word that is listed: chosen; at 2 the file doubles, at 6 it halves

_MARKUP = re.compile(
    r"<(?:head|style|script)\b.*?</(?:head|style|script)>|<[^>]*>|&\w+;", re.DOTALL
)
_LINK = re.compile(r"\]\([^)]*\)|https?://\S+|`[^`]*`")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each English word stands in the texts, in lower case."""
    found: Counter[str] = Counter()
    for text in texts:
        plain = _LINK.sub(" ", _MARKUP.sub(" ", text)).lower().replace("\u2060", "")
        found.update(_WORD.findall(plain.replace("’", "'")))
    return found


def lines(words: Counter[str]) -> Iterator[str]:
    """The lines of the file: the most frequent first."""
    total = sum(words.values())
    yield (
        f"# Words of general English that come at least {LEAST} times in {total} words of texts "
        "under CC0; written by: python -m glossary.mining.fit.words FILE...\n"
    )
    yield f"{total}\n"
    for word, count in sorted(words.items(), key=lambda each: (-each[1], each[0])):
        if count >= LEAST:
            yield f"{word} {count}\n"


def main(files: list[str]) -> None:
    words = counted(Path(file).read_text(encoding="utf-8") for file in files)
    with whole_file(TARGET) as file:
        file.write("".join(lines(words)).encode())
    print(f"{TARGET}: {sum(words.values())} words counted, {len(words)} different")


if __name__ == "__main__":
    main(sys.argv[1:])
