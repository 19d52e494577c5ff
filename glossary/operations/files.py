"""Import and export of whole files, from and to paths and streams."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.model import ConceptEntry
from glossary.operations.clock import Clock
from glossary.operations.options import (
    FileExport,
    FileImport,
    FilePath,
    LossQuery,
    Settlement,
)
from glossary.store.base import Store

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport
    from glossary.operations.import_report import ImportedFile


def refuse_own(store: Store, path: FilePath | None) -> None:
    """Raise InvalidInput for the database's own files: opening or replacing them would break it for
    its users."""
    if path is not None and store.owns(Path(path)):
        raise InvalidInput(f"{path} is the termbase's own database; give another file")


def read(store: Store, file: FileImport, clock: Clock) -> ImportedFile:
    """Import a file of terms or translation units, as one step. Raises UnreadableFile,
    InvalidInput."""
    from glossary.operations import importing

    if file.data is not None:
        return importing.import_file(store, file.data, file, clock())
    refuse_own(store, file.path)
    try:
        with open(file.path, "rb") as stream:
            return importing.import_file(store, stream, file, clock())
    except OSError as error:
        raise UnreadableFile(str(file.path), error.strerror or str(error)) from error


def write(store: Store, file: FileExport) -> LossReport:
    """Export to a file, by its suffix or a profile, and report what it could not hold.

    The file is written atomically. Then the export is recorded; if that fails, the report's
    `unnoted` says why. Raises InvalidInput.
    """
    from glossary.operations import exporting

    file = _addressed(store, file)
    with _opened(file.target) as stream:
        report, revisions = exporting.export_file(store, stream, file)
    with store.transaction() if file.on_commit else nullcontext():
        if file.remember:
            exporting.note_export(store, report, revisions)
        if file.on_commit:
            file.on_commit(report)
    return report


def _addressed(store: Store, file: FileExport) -> FileExport:
    """The same export with the profile and format that the file's name implies."""
    from glossary.operations import exporting

    if not isinstance(file.target, str | Path):
        return file
    refuse_own(store, file.target)
    profile, format = exporting.profile_for(Path(file.target), file.profile, file.format)
    return replace(file, profile=profile, format=format)


def _opened(target: FilePath | BinaryIO) -> AbstractContextManager[BinaryIO]:
    from glossary.whole_file import whole_file

    return whole_file(Path(target)) if isinstance(target, str | Path) else nullcontext(target)


def loss(store: Store, query: LossQuery) -> LossReport:
    """What an export would drop or change, without writing."""
    from glossary.operations import exporting

    return exporting.export_loss(
        store, query.profile, zh_tag=query.zh_tag, where=query.where, format=query.format
    )


def settle(store: Store, settlement: Settlement, at: str) -> ConceptEntry | None:
    """Settle a conflict of an import; None if ours was deleted and stays so."""
    from glossary.operations import merging

    return merging.settle(store, settlement, at)
