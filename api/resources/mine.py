"""Mining of documents that are sent in a request."""

from __future__ import annotations

from typing import Self

from apiflask import APIBlueprint
from flask import Response

from api import deferring
from api.answers import Answer, answer
from api.context import termbase
from api.uploads import Upload, Uploads, takes_files
from api.wire import Body, Who, Words, Written
from glossary import documents
from glossary.model import DefinitionPair, Document, Found, Proposal
from glossary.operations.mining import found_in
from glossary.store.base import Added

blueprint = APIBlueprint("mine", __name__, url_prefix="/api/v1", tag="Mining")

MINED_AT_ONCE = 32_000
"""Bytes of documents that are mined while the client waits; larger ones are a job. Chosen: some ten
seconds of a processor; half or double, half or twice as many."""

# ---------------------------------------------------------------- requests


class MineOptions(Body):
    subject: Words = ""
    by: Who = ""
    dry_run: bool = False
    """Only answer what is found; store nothing."""


class MineBody(MineOptions, Written):
    """A document as text; `translation` is the same in the other language."""

    translation: Written | None = None


# ---------------------------------------------------------------- answers


class AddedCounts(Answer):
    candidates: int
    evidence: int
    units: int


class MinedDocument(Answer):
    document: str
    sha256: str
    found: int
    added: AddedCounts | None
    """What of it was new to the termbase; null for a dry run."""
    proposals: list[Proposal]
    definitions: list[DefinitionPair]
    """What the document says that its terms mean, those of no pair too."""

    @classmethod
    def from_found(cls, document: Document, found: Found, added: Added | None) -> Self:
        return cls(
            document=document.name,
            sha256=document.sha256,
            found=len(found.proposals),
            added=AddedCounts.of(added) if added else None,
            proposals=list(found.proposals),
            definitions=list(found.definitions),
        )


# ---------------------------------------------------------------- views


@blueprint.post("/mine")
@blueprint.output(MinedDocument)
@takes_files(Uploads(MineBody, MineOptions, "file", ("translation",)))
@deferring.may_be_a_job
def mine(files: dict[str, Upload], options: MineOptions) -> Response:
    """Propose the term pairs of a document, or of a source and its translation

    A multipart upload with the part `file` (and `translation`), or a text as JSON. The end of
    the name tells the format: .txt, .md, .html, .docx, .pdf, .tmx. Above 32,000 bytes it is
    taken as a job (202).
    """
    if deferring.is_job(sum(sent.size for sent in files.values()), MINED_AT_ONCE):
        return deferring.taken("mine", options.model_dump(), files)
    read = {name: documents.parse(sent.data, sent.name) for name, sent in files.items()}
    first, second = read["file"], read.get("translation")
    if options.dry_run:
        return answer(MinedDocument.from_found(first, found_in(first, second), None))
    mined = termbase().mine_documents(first, second, subject=options.subject, by=options.by)
    return answer(MinedDocument.from_found(first, mined.found, mined.added))
