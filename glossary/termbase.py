"""Termbase: one short method for every verb. The command line and the API only call it.

Every change is a step with a person and a time, and can be undone: see `glossary.operations`.

    with Termbase.open("terms.db") as termbase:
        termbase.mine("paper.md")
        termbase.judge(termbase.candidates()[0].id, "approve", by="ada")
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import operations
from glossary.model import ConceptEntry, Evidence, TranslationUnit
from glossary.operations import options
from glossary.operations.clock import Clock, utc_now
from glossary.operations.document_verbs import DocumentVerbs
from glossary.operations.entry_verbs import EntryVerbs
from glossary.operations.lookup import Lookup
from glossary.operations.review_verbs import ReviewVerbs
from glossary.progress import Progress
from glossary.store import base, open_store

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport
    from glossary.lookup.concordance import Concordance
    from glossary.lookup.memory import FuzzyMatch
    from glossary.lookup.pieces import Piece
    from glossary.lookup.recognition.recognizer import TermHit
    from glossary.lookup.search.search import SearchResult
    from glossary.operations.impact import Impact
    from glossary.operations.import_report import ImportedFile
    from glossary.operations.replacing import Replaced


class Termbase(EntryVerbs, ReviewVerbs, DocumentVerbs, AbstractContextManager["Termbase"]):
    """A termbase and translation memory in one database. Threads may share it."""

    def __init__(self, store: base.Store, clock: Clock = utc_now, memory: str = "") -> None:
        self.store, self.clock, self.memory = store, clock, memory
        self._lookup = Lookup(store, memory)

    @classmethod
    def open(cls, target: options.FilePath, clock: Clock = utc_now, memory: str = "") -> Termbase:
        """Open the termbase at a path or URL, created when first written to; its memory is narrowed
        by the shards at `memory`, or by its own index. Raises StoreError."""
        return cls(open_store(target), clock, memory)

    def close(self) -> None:
        self._lookup.close()
        self.store.close()

    def __exit__(self, *_: object) -> None:
        self.close()

    @options.takes(options.MemoryToMine)
    def mine_memory(self, job: options.MemoryToMine) -> operations.memory_mining.MinedUnits:
        """Mine a whole memory, by default its own, and propose the pairs that recur."""
        return operations.memory_mining.mine_memory(self.store, job, self.clock)

    def why(self, subject_id: str) -> operations.proof.Proofs:
        """Check the evidence of an entry, or of a candidate (by its number), again."""
        return operations.proof.why(self.store, subject_id)

    def places(
        self, evidence: Evidence
    ) -> tuple[operations.places.Place | None, operations.places.Place | None]:
        """What stands around each term of a piece of evidence in its document, if it is stored."""
        return operations.places.places(self.store, evidence)

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[base.Step]:
        """The steps, optionally those of one verb, newest first."""
        return self.store.steps(verb, limit=limit, offset=offset)

    def count_steps(self) -> int:
        return self.store.count_steps()

    def step_counts(self, step_id: int) -> dict[str, int]:
        """How many `entries`, `judgements`, `units` and `conflicts` a step touched."""
        return self.store.step_counts(step_id)

    def changes(
        self, after: int = 0, *, kinds: Collection[str] = base.CHANGE_KINDS, limit: int = 100
    ) -> base.ChangePage:
        """What happened after a change of that number, in one order; see `ChangePage`."""
        return self.store.changes(after, kinds=kinds, limit=limit)

    def note(self, verb: str, *, by: str = "", summary: str = "") -> None:
        """Record a step that changes nothing, for a later run to read."""
        operations.undo.note(self.store, verb, by, self.clock(), summary)

    def undo(self, *, by: str = "", step_id: int | None = None) -> base.Step:
        """Undo the given step, by default the last, unless later steps depend on it."""
        return operations.undo.undo(self.store, self.clock, by, step_id)

    @options.takes(options.TermQuery)
    def search(self, query: options.TermQuery) -> SearchResult:
        """Terms that match, best first, and why. Unsuccessful look-ups are counted (`wanted`)."""
        return self._lookup.search(query, self.clock)

    def wanted(self, limit: int = 50) -> list[base.Wanted]:
        """Unsuccessful look-ups, most frequent first."""
        return self._lookup.wanted(limit)

    def recognize(
        self, text: str, lang: str | None = None, *, all_occurrences: bool = False
    ) -> list[TermHit]:
        """The terms of the termbase in a running text, with their spans."""
        return self._lookup.recognize(text, lang, all_occurrences)

    def fuzzy_matches(
        self, text: str, lang: str | None = None, threshold: int = 70, limit: int | None = 5
    ) -> list[FuzzyMatch]:
        """Stored segments similar to `text`, all at or above the threshold, best first."""
        return self._lookup.fuzzy_matches(text, lang, threshold, limit)

    def impact(self, concept_id: str, form: str | None = None) -> Impact:
        """All that uses the forms of an entry, or one of them, by recognition. Raises NotFound."""
        return self._lookup.impact(concept_id, form)

    def write_work(self, found: Impact, target: options.FilePath) -> int:
        """Write what a change touches as work, in .xlf or .csv; returns how many places."""
        return operations.impact_work.write_work(self.store, found, Path(target))

    def work_file(self, found: Impact, suffix: str) -> bytes:
        """The same as the bytes of a file of that suffix."""
        return operations.impact_work.work_file(self.store, found, suffix)[0]

    @options.takes(options.TermReplacement)
    def replace_form(self, wanted: options.TermReplacement) -> Replaced:
        """Replace a form of an entry in the units of the memory that have it, as one step."""
        return self._lookup.replace_form(wanted, self.clock)

    @options.takes(options.FileToCheck)
    def check(self, file: options.FileToCheck) -> operations.checking.CheckReport:
        """Check a translated file, or segments, against the termbase; nothing is stored."""
        return operations.checking.check(self._lookup.terms_to_check(), file)

    @options.takes(options.SegmentQuery)
    def concordance(self, query: options.SegmentQuery) -> Concordance:
        """Stored segments that contain a piece of text."""
        return self._lookup.concordance(query)

    def pieces(self, text: str, lang: str | None = None, limit: int = 10) -> tuple[Piece, ...]:
        """The longest pieces of `text` that stand in stored segments, the longest first."""
        return self._lookup.pieces(text, lang, limit)

    def warm_up(self) -> None:
        """Load now what the first look-ups of a long-running process would wait for."""
        self._lookup.warm_up()

    def index_positions(self) -> dict[str, base.Position | None]:
        """The last change that each index of the memory has; None where it is not loaded."""
        return self._lookup.index_positions()

    def lag_of_shards(self) -> dict[str, int]:
        """How many changes the shards do not have, by language; nothing where there are none."""
        return self._lookup.lag_of_shards()

    def add_units(self, units: Iterable[TranslationUnit], *, by: str = "") -> int:
        """Store translation units, without duplicates; returns how many were new."""
        return operations.memory.add_units(self.store, units, by, self.clock())

    @options.takes(options.FileImport)
    def read(self, file: options.FileImport) -> ImportedFile:
        """Import a file of terms or translation units, as one step."""
        return operations.files.read(self.store, file, self.clock)

    @options.takes(options.FileExport)
    def write(self, file: options.FileExport) -> LossReport:
        """Export to a file, by its suffix or a profile, and report what it could not hold."""
        return operations.files.write(self.store, file)

    @options.takes(options.LossQuery)
    def loss(self, query: options.LossQuery) -> LossReport:
        """What an export would drop or change, without writing."""
        return operations.files.loss(self.store, query)

    def conflicts(self, state: str | None = "open") -> list[base.Conflicted]:
        """The conflicts that imports left, by state."""
        return self.store.conflicts(state)

    def conflict(self, conflict_id: int) -> base.Conflicted:
        return self.store.conflict(conflict_id)

    @options.takes(options.Settlement)
    def settle(self, settlement: options.Settlement) -> ConceptEntry | None:
        """Settle a conflict: keep "ours", take "theirs" where the two differ, or an "entry". None
        if ours was deleted and stays so."""
        return operations.files.settle(self.store, settlement, self.clock())

    def stats(self) -> dict[str, int]:
        return self.store.counts()

    def overview(self) -> operations.overview.Overview:
        """Counts over all that there is: what is in it, what is missing, what waits, who did it."""
        return operations.overview.overview(self.store, self.clock())

    def backup(self, target: options.FilePath) -> list[str]:
        """Write a complete copy to a new file, while others write; answers what had to be left out,
        as it may not be read. Raises StoreError."""
        return self.store.backup(Path(target))

    def copy_to(self, target: options.FilePath, progress: Progress | None = None) -> dict[str, int]:
        """Copy all of it into an empty termbase at a path or URL; answers what that counts."""
        return operations.copying.copy_to(self.store, target, progress)

    def grant(self, role: str, rights: str) -> None:
        """Give a role of the database's server rights: "reader", "reviewer" or "owner"."""
        self.store.grant(role, rights)

    def restore(self, source: options.FilePath, *, by: str = "") -> Path | None:
        """Replace all data by a backup; returns the path of a copy of the state before."""
        return self.store.restore(Path(source), by, self.clock())

    def examine(self) -> Iterator[base.Check]:
        """Check the database, the indexes and the evidence of every pair."""
        return operations.doctor.examine(self.store)

    def rebuild_index(self) -> None:
        operations.doctor.rebuild_index(self.store)
