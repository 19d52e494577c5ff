"""What a job of each kind does. KINDS lists them: a function of a Task.

Each writes its result before it is done: into the job's folder, in the form of the HTTP answer to
the same request. `Task.done` is called inside the transaction that makes its change visible.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary import documents
from glossary.codec import to_plain
from glossary.errors import InvalidInput, StoreError
from glossary.jobs.folder import JobFolder
from glossary.jobs.queue import ANSWER
from glossary.model import Document, Found
from glossary.operations import memory_mining
from glossary.operations.memory_mining import MinedUnits
from glossary.operations.mining import Mined, found_in
from glossary.operations.options import MemoryToMine
from glossary.progress import Progress
from glossary.store.base import ConceptFilter, Job
from glossary.store.private import open_private
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport
    from glossary.operations.import_report import ImportedFile

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Task:
    """A job that runs: its record and folder, whom to tell how far it is, and what to call when it
    is done: `done(result file, message)`, which raises if the job was stopped meanwhile."""

    termbase: Termbase
    job: Job
    folder: JobFolder
    tell: Progress
    done: Callable[[str, str], None]

    def option(self, name: str) -> Any:
        return self.job.options.get(name)

    def path(self, part: str) -> Path | None:
        """The file sent as that part; None if there is none. Raises InvalidInput if it is lost, and
        StoreError if it cannot be brought to this machine."""
        if part not in self.option("files"):
            return None
        try:
            return self.folder.at_hand(self.job.token, part)
        except FileNotFoundError:  # the database is an older one than its files
            message = "what was sent with it is no longer here; send it again"
            raise InvalidInput(message) from None
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(f"what was sent cannot be brought here: {reason}") from error

    def document(self, part: str) -> Document | None:
        """The document sent as that part, under the name that its sender gave."""
        if (path := self.path(part)) is None:
            return None
        return documents.parse(path.read_bytes(), self.option("files")[part])

    def place(self, name: str) -> Path:
        return self.folder.of(self.job.token) / name

    def answer(self, name: str, media_type: str, **headers: str) -> None:
        """Note how an answer tells of the result, beside it."""
        with open_private(self.place(ANSWER), "w", encoding="utf-8") as file:
            json.dump({"media_type": media_type, "headers": headers}, file)

    def finish_with(self, value: Any, message: str) -> None:
        """Leave a value as JSON, and be done."""
        with open_private(self.place("result.json"), "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
        self.answer("result.json", JSON)
        self.done("result.json", message)

    def alone(self) -> AbstractContextManager[None]:
        """A transaction for what changes nothing but the record of the job."""
        return self.termbase.store.transaction()


def mine(task: Task) -> None:
    """Propose the pairs of a document, or of a source and its translation."""
    first, second = task.document("file"), task.document("translation")
    assert first
    if task.option("dry_run"):
        found = found_in(first, second, task.tell)
        with task.alone():
            _mined(task, found, None)
        return

    def commit(mined: Mined) -> None:
        _mined(task, mined.found, to_plain(mined.added, defaults=True))

    task.termbase.mine_documents(
        first,
        second,
        subject=task.option("subject") or "",
        by=task.job.by,
        progress=task.tell,
        on_commit=commit,
    )


def _mined(task: Task, found: Found, added: dict[str, int] | None) -> None:
    value = {
        "document": found.document.name,
        "sha256": found.document.sha256,
        "found": len(found.proposals),
        "added": added,
        "proposals": to_plain(found.proposals, defaults=True),
        "definitions": to_plain(found.definitions, defaults=True),
    }
    new = f", {added['candidates']} of them new" if added else "; nothing is stored"
    task.finish_with(value, f"{len(found.proposals)} pairs{new}")


def mine_memory(task: Task) -> None:
    """Propose the pairs that recur in a memory: the one sent, or that of the termbase."""

    def commit(mined: MinedUnits) -> None:
        value = memory_mining.report(mined, is_stored=not dry_run)
        new = f", {mined.added.candidates} of them new" if not dry_run else "; nothing is stored"
        task.finish_with(value, f"{value['units']:,} units, {value['found']} pairs{new}")

    dry_run = bool(task.option("dry_run"))
    path, fields = task.path("file"), _of_memory(task)
    if dry_run:
        job = MemoryToMine(path, **fields)
        found = memory_mining.found_in_memory(task.termbase.store, job)
        with task.alone():
            commit(found)
    else:
        task.termbase.mine_memory(path, **fields, on_commit=commit)


def _of_memory(task: Task) -> dict[str, Any]:
    return {
        "name": task.option("files").get("file", ""),
        "subject": task.option("subject") or "",
        "by": task.job.by,
        "least": task.option("least"),
        "most": task.option("limit"),
        "processes": 1,  # a job takes one core
        "progress": task.tell,
    }


def take_in(task: Task) -> None:
    """Import a file of terms or translation units."""

    def commit(report: ImportedFile) -> None:
        parts = [f"{count} {what}" for what, count in report.counts.items() if count]
        parts += [f"{report.refusals} refused"] if report.refusals else []
        said = f"{', '.join(parts) or 'nothing in it'}{'; nothing is stored' * report.dry_run}"
        task.finish_with(to_plain(report, defaults=True), said)

    options = {name: task.option(name) for name in ("format", "holds", "mapping")}
    options |= {name: bool(task.option(name)) for name in ("dry_run", "keep_good")}
    path = task.path("file")
    assert path
    with path.open("rb") as stream:
        report = task.termbase.read(
            task.option("files")["file"],
            stream,
            by=task.job.by,
            progress=task.tell,
            on_commit=commit,
            **options,
        )
    if report.dry_run:
        with task.alone():
            commit(report)


def export(task: Task) -> None:
    """Write the termbase, or the memory, as a file, and remember what went out."""
    name, media_type = f"termbase.{task.option('format')}", task.option("media_type")

    def commit(report: LossReport) -> None:
        headers = {
            "Glossary-Losses": str(report.total()),
            "Content-Disposition": task.option("disposition") or f"attachment; filename={name}",
        }
        if task.option("noted"):
            headers["Glossary-Noted"] = "false" if report.unnoted else "true"
        task.answer(name, media_type, **headers)
        lost = f"; {report.total()} things have no place in it" if report.total() else ""
        task.done(name, f"{name} is written{lost}")

    task.termbase.write(
        task.place(name),
        task.option("profile"),
        format=task.option("format"),
        zh_tag=task.option("zh_tag"),
        where=ConceptFilter(**task.option("where")),
        strict=task.option("strict"),
        progress=task.tell,
        on_commit=commit,
    )


def evaluate(task: Task) -> None:
    """Measure mining against a gold annotation."""
    from glossary.operations import evaluating

    gold, first = task.path("gold"), task.document("file")
    assert gold and first
    rows = evaluating.gold_rows(gold.read_bytes(), task.option("files")["gold"])
    measured = evaluating.evaluate(rows, first, task.document("translation"), task.tell)
    with task.alone():
        task.finish_with(measured, f"F1 {measured['f1']:.3f}")


def check(task: Task) -> None:
    """Check a bilingual file against the termbase."""
    from glossary.checking.settings import CheckSettings
    from glossary.operations.checking import answer_as_read

    settings = CheckSettings.of(
        zh_tag=task.option("zh_tag"), subject=task.option("subject"), rules=task.option("rules")
    )
    path = task.path("file")
    assert path
    with path.open("rb") as stream:
        report = task.termbase.check(
            data=stream,
            name=task.option("files")["file"],
            settings=settings,
            source=task.option("source") or "",
            progress=task.tell,
        )
    value = answer_as_read(report, task.option("severity"))
    with task.alone():
        said = f"{sum(value['counts'].values()):,} found in {value['segments']:,} segments"
        task.finish_with(value, said)


def demo(task: Task) -> None:
    """Fill an empty termbase with the supplied seeds; started again, it goes on where it was."""
    from glossary.operations import demo

    filled = demo.fill(task.termbase.store, task.termbase.clock, task.tell)
    with task.alone():
        said = f"{filled.entries:,} entries, {filled.waiting:,} pairs wait for review"
        task.finish_with(to_plain(filled, defaults=True), said)


KINDS: dict[str, Callable[[Task], None]] = {
    "mine": mine,
    "mine memory": mine_memory,
    "import": take_in,
    "export": export,
    "evaluate": evaluate,
    "demo": demo,
    "check": check,
}
