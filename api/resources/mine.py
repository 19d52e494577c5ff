"""Mining documents that are sent here."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response

from api.answers import MinedDocument, answer
from api.context import termbase
from api.uploads import Upload, Uploads, takes_files
from api.wire import MineBody, MineOptions
from glossary import documents, mining
from glossary.codec import to_plain
from glossary.model import Document, Found
from glossary.store.base import Added

blueprint = APIBlueprint("mine", __name__, url_prefix="/api/v1", tag="Mining")


@blueprint.post("/mine")
@blueprint.output(MinedDocument)
@takes_files(Uploads(MineBody, MineOptions, "file", ("translation",)))
def mine(files: dict[str, Upload], options: MineOptions) -> Response:
    """Propose the term pairs of a document, or of a source and its translation

    A multipart upload with the part `file` (and `translation`), or a text as JSON. The end of
    the name tells the format: .txt, .md, .html, .docx, .pdf, .tmx.
    """
    read = {name: documents.parse(sent.data, sent.name) for name, sent in files.items()}
    first, second = read["file"], read.get("translation")
    if options.dry_run:
        return _mined(first, mining.mine(first, second), None)
    mined = termbase().mine_documents(first, second, subject=options.subject, by=options.by)
    return _mined(first, mined.found, mined.added)


def _mined(document: Document, found: Found, added: Added | None) -> Response:
    return answer(
        {
            "document": document.name,
            "sha256": document.sha256,
            "found": len(found.proposals),
            "added": added and to_plain(added, defaults=True),
            "proposals": to_plain(found.proposals, defaults=True),
        }
    )
