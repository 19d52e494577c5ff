"""The annotated documents that weights are fitted to and measured on (see `annotated`)."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.documents import FORMATS, parse, read
from glossary.errors import InvalidInput
from glossary.mining.fit.annotated import (
    Corpus,
    Row,
    aligned_by_hand,
    aligned_here,
    domain,
    read_beads,
    rows,
)
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


def take_annotations(parser: ArgumentParser) -> None:
    """Have a command take annotations as its `paths`; without any, those of the repository."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[ANNOTATED],
        metavar="PATH",
        help="annotations (NAME.jsonl) or folders of them",
    )


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


# ---------------------------------------------------------------- to be mined and measured

_BILINGUAL = (".zh.txt", ".en.txt", ".tsv")


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document, or a document and its translation, and the pairs that are right in it."""

    name: str
    domain: str
    gold: list[Row]
    documents: tuple[Document, Document | None]


def annotated_documents(paths: Sequence[Path]) -> list[AnnotatedDocument]:
    """The documents of annotations (NAME.jsonl), given as files or in folders, all of them read.

    Raises InvalidInput and UnreadableFile, also where a document in two languages has no
    annotation.
    """
    for folder in (path for path in paths if path.is_dir()):
        annotation_files([folder])
        for path in _without_annotation(folder, _BILINGUAL):
            gold = f"{_stem(path, _BILINGUAL)}.jsonl"
            raise InvalidInput(f"{path}: no annotation {gold} beside it; add it, or move the text")
    return [
        AnnotatedDocument(path.stem, domain(path.stem), rows(path), documents_of(path))
        for path in annotation_files(paths)
    ]


def not_measured(folder: Path) -> list[Path]:
    """The documents of one file in a folder that have no annotation, such as a README."""
    found = _without_annotation(folder, FORMATS)
    return [path for path in found if not _stem(path, _BILINGUAL)]


def documents_of(path: Path) -> tuple[Document, Document | None]:
    """The text of NAME.jsonl: in both languages (see `texts`), or the one document NAME.EXT.

    Raises InvalidInput, UnreadableFile.
    """
    if any(path.with_suffix(suffix).is_file() for suffix in _BILINGUAL):
        return texts(path)
    beside = [p for suffix in FORMATS if (p := path.with_suffix(suffix)).is_file()]
    if len(beside) == 1:
        return read(beside[0]), None
    if beside:
        named = " and ".join(one.name for one in beside)
        raise InvalidInput(f"{path}: {named} stand beside it; leave one, or name GOLD and FILE")
    wanted = f"{path.stem}.zh.txt and {path.stem}.en.txt, {path.stem}.tsv or {path.stem}.txt"
    raise InvalidInput(f"{path}: no text beside it; it wants {wanted}")


def _without_annotation(folder: Path, suffixes: Iterable[str]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if (stem := _stem(path, suffixes)) and not path.with_name(f"{stem}.jsonl").is_file()
    )


def _stem(path: Path, suffixes: Iterable[str]) -> str:
    """NAME of a file NAME.EXT of these suffixes; "" for others."""
    return next((path.name.removesuffix(s) for s in suffixes if path.name.endswith(s)), "")
