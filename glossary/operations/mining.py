"""Mine documents: find pairs, verify their evidence, and propose them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glossary.model import AlignedPair, DefinitionPair, Document, Found, Proposal
from glossary.operations.clock import Clock
from glossary.operations.files import refuse_own
from glossary.operations.options import DocumentsToMine, FilePath, FilesToMine
from glossary.operations.proof import check
from glossary.operations.realigning import new_beads
from glossary.progress import Progress
from glossary.store.base import Added, Store
from glossary.text.file_name import file_name

if TYPE_CHECKING:
    from glossary.mining.language_model.model import LanguageModel


@dataclass(frozen=True, slots=True)
class Mined:
    """The result of mining one document, and what of it was new in the termbase.

    `unproved` pairs did not occur verbatim where their evidence said, and were dropped.
    """

    found: Found
    added: Added
    unproved: tuple[Proposal, ...] = ()


def mine(store: Store, files: FilesToMine, clock: Clock) -> Mined:
    """Mine files and propose their pairs, as one step. Raises UnreadableFile, InvalidInput,
    ModelError."""
    for each in (files.path, files.translation):
        refuse_own(store, each)
    job = DocumentsToMine(
        read(files.path),
        None if files.translation is None else read(files.translation),
        subject=files.subject,
        by=files.by,
        progress=files.progress,
        model=files.model,
    )
    return mine_documents(store, job, clock)


def mine_documents(store: Store, job: DocumentsToMine, clock: Clock) -> Mined:
    """Mine documents that are already read and propose their pairs, as one step."""
    found = found_in(job.document, job.translation, job.progress, job.model)
    documents = [each for each in (job.document, job.translation) if each is not None]
    proved = _proved(found.proposals, {each.sha256: each.text for each in documents})
    at = clock()
    with store.staging() as staging:
        for each in documents:
            staging.put_document(replace(each, name=file_name(each.name)), at)
        staging.propose((_named(p) for p in proved if p.evidence), job.subject, at)
        staging.put_units(
            replace(unit, document=file_name(unit.document), created_by=job.by, created_at=at)
            for unit in found.units
        )
        with store.transaction():
            step = store.new_step("mine", job.by, at, file_name(job.document.name))
            unproved = tuple(p for p in proved if not p.evidence)
            mined = Mined(found, staging.apply(step), unproved)
            _keep_alignment(store, job, found, step)
            if job.on_commit:
                job.on_commit(mined)
    return mined


def _keep_alignment(store: Store, job: DocumentsToMine, found: Found, step: int) -> None:
    from glossary.mining.run import in_order

    zh, en = in_order(job.document, job.translation)
    beads = list(new_beads(found.alignment, file_name(job.document.name)))
    store.put_alignment(zh.sha256, en.sha256, file_name(job.document.name), beads, step)


# ---------------------------------------------------------------- without storing


def read(path: FilePath) -> Document:
    """Read a document; all spans point into its text. Raises UnreadableFile."""
    from glossary import documents

    return documents.read(path)


def found_in(
    document: Document,
    translation: Document | None = None,
    progress: Progress | None = None,
    model: LanguageModel | None = None,
) -> Found:
    """What miners find in a document, or in a source and its translation. Raises ModelError."""
    from glossary import mining

    return mining.mine(document, translation, progress, model)


def language_model(
    url: str, name: str, *, limit: int, timeout: float, cache: bool
) -> LanguageModel:
    """The model of that name at a server. Raises InvalidInput."""
    from glossary.mining.language_model.model import LanguageModel

    return LanguageModel(url, name, limit=limit, timeout=timeout, cache=cache)


def aligned(document: Document, translation: Document | None = None) -> list[AlignedPair]:
    """The beads of a document in both languages, or of a source and its translation."""
    from glossary.mining.align import alignment

    return alignment.align(document, translation)


def definitions_in(document: Document, translation: Document | None = None) -> list[DefinitionPair]:
    """What a document, or a source and its translation, say that their terms mean."""
    from glossary.mining.definitions import miner

    return miner.definitions(document, translation)


# ---------------------------------------------------------------- verification


def _proved(proposals: Iterable[Proposal], texts: Mapping[str, str]) -> list[Proposal]:
    """The proposals with only the evidence that holds in the documents just read."""
    return [
        replace(p, evidence=tuple(e for e in p.evidence if check(e, p.zh, p.en, texts.get).holds))
        for p in proposals
    ]


def _named(proposal: Proposal) -> Proposal:
    """The proposal with document names instead of paths: users on other machines see them."""
    evidence = (
        replace(
            e,
            document=file_name(e.document),
            en_document=e.en_document and file_name(e.en_document),
        )
        for e in proposal.evidence
    )
    return replace(proposal, evidence=tuple(evidence))
