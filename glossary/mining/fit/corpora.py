"""The annotated documents that weights are fitted to and measured on (see `annotated`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from glossary.documents import parse, read
from glossary.errors import InvalidInput
from glossary.mining.fit.annotated import Corpus, aligned_by_hand, aligned_here, read_beads
from glossary.model import Document

ANNOTATED = Path(__file__).parents[3] / "seeds" / "annotated"
"""The annotated texts of the repository; an installed program has none."""


def annotation_files(paths: Sequence[Path]) -> list[Path]:
    """The annotations (NAME.jsonl) among files and below folders, in the order of their names.

    Raises InvalidInput where there are none.
    """
    found = {f for p in paths for f in (p.rglob("*.jsonl") if p.is_dir() else [p])}
    if not found:
        raise InvalidInput(
            f"{', '.join(map(str, paths))}: no annotated texts in it; those of the repository are "
            "in seeds/annotated"
        )
    return sorted(found, key=lambda path: path.name)


def texts(path: Path) -> tuple[Document, Document]:
    """The Chinese and the English text of NAME.jsonl. Raises UnreadableFile."""
    table = path.with_suffix(".tsv")
    if not table.is_file():
        return read(path.with_suffix(".zh.txt")), read(path.with_suffix(".en.txt"))
    beads = read_beads(table)
    zh = "\n\n".join("".join(zh) for zh, _ in beads if zh)
    en = "\n\n".join(" ".join(en) for _, en in beads if en)
    return parse(zh.encode(), f"{path.stem}.zh.txt"), parse(en.encode(), f"{path.stem}.en.txt")


def read_corpora(paths: Sequence[Path]) -> list[Corpus]:
    """The annotated documents in these files and folders. Raises InvalidInput, UnreadableFile."""
    return [_corpus(path) for path in annotation_files(paths)]


def _corpus(path: Path) -> Corpus:
    if path.with_suffix(".tsv").is_file():
        return aligned_by_hand(path)
    return aligned_here(path, *texts(path))
