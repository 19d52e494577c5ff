"""EntryVerbs: the methods of `Termbase` for concept entries. Each only calls an operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary import operations
from glossary.model import Candidate, ConceptEntry
from glossary.operations import options
from glossary.operations.clock import Clock
from glossary.store import base
from glossary.store.base import EVERYTHING, ConceptFilter


class EntryVerbs:
    """Find, add, change, merge, revert and comment entries. Every change of one is a step."""

    store: base.Store
    clock: Clock

    def suggestions(self, candidate: Candidate) -> list[ConceptEntry]:
        """Entries that share a term with the candidate, which it may belong to."""
        return operations.entries.entries_with(self.store, candidate.zh, candidate.en)

    def entries_with(self, zh: str, en: str) -> list[ConceptEntry]:
        """Entries that have either term, those with both first."""
        return operations.entries.entries_with(self.store, zh, en)

    def entry_that_has(self, zh: str, en: str) -> ConceptEntry | None:
        """The entry that has both terms: a pair that is added or approved joins it."""
        return operations.entries.entry_that_has(self.store, zh, en)

    @options.takes(options.NewPair)
    def add(self, pair: options.NewPair) -> ConceptEntry:
        """Add a pair of terms to its entry, or as a new one. Adding it again has no effect."""
        return operations.entries.add(self.store, pair, self.clock())

    def concept(self, concept_id: str) -> ConceptEntry:
        return self.store.concept(concept_id)

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        """The entries, sorted by id."""
        return self.store.concepts(where, limit=limit, offset=offset)

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int:
        return self.store.count_concepts(where)

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        return self.store.concepts_by_id(ids)

    def create(self, entry: ConceptEntry, *, by: str = "") -> ConceptEntry:
        """Store a new entry; without an id it gets one. Raises ConflictError for an id in use."""
        return operations.entries.create(self.store, entry, by, self.clock())

    def edit(
        self, entry: ConceptEntry, *, revision: int | None = None, by: str = ""
    ) -> ConceptEntry:
        """Replace an entry. Raises ConflictError if it was changed since `revision`, if given."""
        return operations.entries.edit(self.store, entry, revision, by, self.clock())

    def delete(self, concept_id: str, *, revision: int | None = None, by: str = "") -> None:
        """Delete an entry; its history is kept. `revision` as in `edit`."""
        operations.entries.delete(self.store, concept_id, revision, by, self.clock())

    def revert(
        self, concept_id: str, number: int, *, revision: int | None = None, by: str = ""
    ) -> ConceptEntry:
        """Make an entry as its revision of that `number` was, also a deleted one."""
        return operations.entries.revert(self.store, concept_id, number, revision, by, self.clock())

    @options.takes(options.Merger)
    def merge(self, merger: options.Merger) -> ConceptEntry:
        """Merge two entries under the id of the first."""
        return operations.entries.merge(self.store, merger, self.clock())

    def revision(self, concept_id: str) -> int:
        """The number of an entry's last revision; 0 if it does not exist."""
        return self.store.revision_number(concept_id)

    def history(self, concept_id: str) -> list[base.Revision]:
        """Every revision of an entry, oldest first."""
        return operations.entries.history(self.store, concept_id)

    # ------------------------------------------------------------ comments

    def comments(self, concept_id: str) -> list[base.Comment]:
        """The comments on an entry, also on a deleted one, oldest first."""
        return operations.comments.comments(self.store, concept_id)

    def comment(self, concept_id: str, text: str, *, by: str = "") -> base.Comment:
        """Comment on an entry."""
        return operations.comments.comment(self.store, concept_id, text, by, self.clock())

    def mark_comment(self, comment_id: int, *, done: bool = True, by: str = "") -> base.Comment:
        """Mark a comment as done, or as open again."""
        return operations.comments.mark(self.store, comment_id, done, by, self.clock())

    def delete_comment(self, comment_id: int, *, by: str = "") -> None:
        """Delete a comment of one's own; ConflictError for one of somebody else."""
        operations.comments.delete(self.store, comment_id, by)
