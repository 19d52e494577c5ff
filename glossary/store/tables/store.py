"""A store over tables: its methods are those of the parts, taken when they are first needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from glossary.model import Evidence
from glossary.store.base import Staging
from glossary.store.tables.parts import Tables
from glossary.store.tables.rows import STATE_COUNT
from glossary.store.tables.session import Session

_COUNTS = {
    "concepts": "count(*) FROM concept",
    "terms": "CAST(coalesce(sum(last_term - first_term + 1), 0) AS BIGINT) FROM concept",
    "documents": "count(*) FROM document",
    "units": "count(*) FROM unit",
}


class TableStore:
    """What is alike in all stores that keep their data in tables; see `glossary.store.base`."""

    def __init__(self, session: Session, tables: Tables) -> None:
        self.session, self.tables = session, tables
        self._take_verbs_of_the_session()
        self._take_verbs_of_entries()

    # ------------------------------------------------------------ methods of the parts

    def _take_verbs_of_the_session(self) -> None:
        self.transaction = self.session.transaction
        self.snapshot = self.session.snapshot
        self.give_way = self.session.give_way

    def _take_verbs_of_entries(self) -> None:
        concepts, terms = self.tables.concepts, self.tables.terms
        self.concept = concepts.concept
        self.concepts_by_id = concepts.concepts_by_id
        self.concepts = concepts.concepts
        self.concepts_at = concepts.concepts_at
        self.concepts_saying = concepts.concepts_saying
        self.count_concepts = concepts.count_concepts
        self.revision_number = concepts.revision_number
        self.id_used = concepts.id_used
        self.put_concept = concepts.put_concept
        self.put_concepts = concepts.put_concepts
        self.delete_concept = concepts.delete_concept
        self.delete_concepts = concepts.delete_concepts
        self.rebuild_terms = concepts.rebuild_terms

        self.term_rows = terms.term_rows
        self.term_rows_of = terms.term_rows_of
        self.terms_with_key = terms.terms_with_key
        self.terms_with_keys = terms.terms_with_keys
        self.terms_version = terms.terms_version
        self.concepts_changed_since = terms.concepts_changed_since
        self.narrow_terms = terms.narrow_terms
        self.term_words = terms.term_words
        self.wanted = terms.wanted
        self.want = terms.want

    if not TYPE_CHECKING:

        def __getattr__(self, verb):
            """Take the remaining methods when one is first called: a look-up of a term needs
            none."""
            if "_has_the_rest" in vars(self):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {verb!r}")
            self._take_verbs_of_the_rest()
            return getattr(self, verb)

    def _take_verbs_of_the_rest(self) -> None:
        tables = self.tables
        review, units, exchange, steps = tables.review, tables.units, tables.exchange, tables.steps
        queue = tables.queue
        self.propose = review.propose
        self.candidate = queue.candidate
        self.candidates = queue.candidates
        self.count_candidates = queue.count_candidates
        self.candidate_counts = queue.candidate_counts
        self.known_pairs = queue.known_pairs
        self.document_counts = queue.document_counts
        self.set_candidate = review.set_candidate
        self.put_judgement = review.put_judgement
        self.judgements = review.judgements
        self.step_judgements = review.step_judgements
        self.decisions_made = review.decisions_made

        self._take_verbs_of_documents()
        self.identity = units.identity
        self.put_units = units.put_units
        self.known_units = units.known_units
        self.delete_units = units.delete_units
        self.step_units = units.step_units
        self.unit_steps = units.unit_steps
        self.units = units.units
        self.count_units_of = units.count_units_of
        self.all_units = units.all_units
        self.segment_changes = units.segment_changes
        self.change_mark = units.change_mark
        self.segments = units.segments

        self.put_exported = exchange.put_exported
        self.put_exported_at = exchange.put_exported_at
        self.exported = exchange.exported
        self.put_conflict = exchange.put_conflict
        self.conflicts = exchange.conflicts
        self.conflict = exchange.conflict
        self.settle_conflict = exchange.settle_conflict
        self.undo_conflicts = exchange.undo_conflicts

        self.new_step = steps.new_step
        self.last_step = steps.last_step
        self.step = steps.step
        self.step_counts = steps.step_counts
        self.steps_upon = steps.steps_upon
        self.steps = steps.steps
        self.count_steps = steps.count_steps
        self.mark_undone = steps.mark_undone
        self.step_concepts = steps.step_concepts
        self.revisions = steps.revisions
        self.entries_before = steps.entries_before
        overview = tables.overview
        self.entry_counts = overview.entry_counts
        self.waiting_counts = overview.waiting_counts
        self.done_counts = overview.done_counts
        self.made_counts = overview.made_counts
        jobs = tables.jobs
        self.job = jobs.job
        self.jobs = jobs.jobs
        self.count_jobs = jobs.count_jobs
        self.new_job = jobs.new_job
        self.put_job = jobs.put_job
        comments = tables.comments
        self.comments = comments.comments
        self.comment = comments.comment
        self.new_comment = comments.new_comment
        self.put_comment = comments.put_comment
        self.delete_comment = comments.delete_comment
        self.move_comments = comments.move_comments
        self.undo_comments = comments.undo_comments
        changes = tables.changes
        self.last_change = changes.last_change
        self.changes = changes.changes
        self._take_verbs_of_hooks()
        self._has_the_rest = True  # last: another thread may ask meanwhile

    def _take_verbs_of_hooks(self) -> None:
        hooks = self.tables.hooks
        self.hooks = hooks.hooks
        self.hook = hooks.hook
        self.new_hook = hooks.new_hook
        self.put_hook = hooks.put_hook
        self.delete_hook = hooks.delete_hook
        self.claim_hook = hooks.claim_hook
        self.release_hook = hooks.release_hook
        self.dead_letters = hooks.dead_letters
        self.new_dead_letter = hooks.new_dead_letter
        self.put_dead_letter = hooks.put_dead_letter
        self.delete_dead_letter = hooks.delete_dead_letter

    def _take_verbs_of_documents(self) -> None:
        documents = self.tables.documents
        self.put_document = documents.put_document
        self.document_text = documents.document_text
        self.document = documents.document
        self.documents = documents.documents
        self.count_documents = documents.count_documents
        self.marks = documents.marks
        self.put_alignment = documents.put_alignment
        self.alignments = documents.alignments
        self.alignment = documents.alignment
        self.beads = documents.beads
        self.bead = documents.bead
        self.beads_beside = documents.beads_beside
        self.step_beads = documents.step_beads
        self.replace_beads = documents.replace_beads
        self.restore_beads = documents.restore_beads
        self.drop_bead_units = documents.drop_bead_units
        self.follow_beads = documents.follow_beads

    # ------------------------------------------------------------ over all tables

    def staging(self) -> AbstractContextManager[Staging]:
        from glossary.store.tables.staging import TableStaging, staging

        return staging(self.session, lambda: TableStaging(self.tables))

    def counts(self) -> dict[str, int]:
        rows = self.session.rows
        counts = {name: rows(f"SELECT {what}")[0][0] for name, what in _COUNTS.items()}
        states = ("proposed", "approved", "rejected")
        counts |= {f"candidates_{state}": 0 for state in states}
        sql = "SELECT state, count(*) FROM candidate GROUP BY state"
        for state, count in rows(sql, (), STATE_COUNT):
            counts[f"candidates_{state}"] = count
        return counts

    def evidence(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
        from glossary.store.tables.evidence import evidence

        return evidence(self.tables)

    def evidence_saying(self, keys: Collection[str]) -> Iterator[tuple[str, Evidence]]:
        from glossary.store.tables.evidence import evidence_saying

        return evidence_saying(self.tables, keys)
