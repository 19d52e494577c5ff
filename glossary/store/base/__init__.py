"""The protocols of a store; the contract tests in `tests/store` check every implementation.

A store keeps and narrows; it never scores. Whatever changes data runs inside `transaction()` and
belongs to a step. Callers declare the smallest protocol they need, a reader if they write nothing.
All methods raise StoreError when the database fails.

    concepts, terms    the entries; their terms as look-ups see them
    documents          documents as they were read, and the alignments of their sentences
    review             candidates and judgements
    units              the translation memory, and the changes that its index follows
    exchange           exported revisions, and open conflicts
    overview           counts over all data
    jobs               long work that is queued, and what became of it
    comments           what people say about an entry
    changes            the feed of all that happened, for other tools
    hooks              whom to tell of changes, and how far each was told
    steps              who did what, and the state before
    transfer           a whole database as rows
    database           transactions, large changes, copies, checks
"""

from __future__ import annotations

from typing import Protocol

from glossary.store.base.changes import CHANGE_KINDS, Change, ChangePage, ChangeReader
from glossary.store.base.comments import Comment, CommentReader, CommentWriter
from glossary.store.base.concepts import (
    EVERYTHING,
    ConceptFilter,
    ConceptReader,
    ConceptWriter,
)
from glossary.store.base.database import RIGHTS, Check, Staging, Stale, Transactions, Upkeep
from glossary.store.base.documents import (
    Alignment,
    DocumentReader,
    DocumentWriter,
    Followed,
    Marked,
    NewBead,
    StoredBead,
    StoredDocument,
)
from glossary.store.base.exchange import Conflicted, ExchangeReader, ExchangeWriter, Exported
from glossary.store.base.hooks import DeadLetter, Hook, HookReader, HookWriter
from glossary.store.base.jobs import ENDED, JOB_STATES, Job, JobReader, JobWriter
from glossary.store.base.overview import (
    DoneCount,
    EntryCount,
    MadeCount,
    OverviewReader,
    WaitingCount,
)
from glossary.store.base.review import (
    CANDIDATE,
    CONFIDENCE_BINS,
    WAITING,
    Added,
    CandidateCount,
    CandidateFilter,
    DecisionMade,
    EvidenceReader,
    ReviewReader,
    ReviewWriter,
)
from glossary.store.base.steps import NOT_UNDONE, Revision, Step, StepReader, StepWriter
from glossary.store.base.terms import (
    TermNarrower,
    TermReader,
    TermRow,
    Wanted,
    WantedReader,
    WantedWriter,
)
from glossary.store.base.transfer import DumpedTable, WholeReader, WholeWriter
from glossary.store.base.units import (
    REPLACED,
    Position,
    SegmentChange,
    SegmentReader,
    UnitReader,
    UnitWriter,
    unit_key,
)


class StoreReader(
    ConceptReader,
    TermReader,
    TermNarrower,
    WantedReader,
    DocumentReader,
    ReviewReader,
    EvidenceReader,
    UnitReader,
    SegmentReader,
    ExchangeReader,
    StepReader,
    JobReader,
    OverviewReader,
    CommentReader,
    ChangeReader,
    HookReader,
    Protocol,
):
    """Reads all kinds of data."""


class StoreWriter(
    ConceptWriter,
    WantedWriter,
    DocumentWriter,
    ReviewWriter,
    UnitWriter,
    ExchangeWriter,
    StepWriter,
    JobWriter,
    CommentWriter,
    HookWriter,
    Protocol,
):
    """Writes all kinds of data."""


class Store(StoreReader, StoreWriter, Transactions, Upkeep, WholeReader, WholeWriter, Protocol):
    """A whole store."""


__all__ = [
    "CANDIDATE",
    "CHANGE_KINDS",
    "CONFIDENCE_BINS",
    "ENDED",
    "EVERYTHING",
    "JOB_STATES",
    "NOT_UNDONE",
    "REPLACED",
    "RIGHTS",
    "WAITING",
    "Added",
    "Alignment",
    "CandidateCount",
    "CandidateFilter",
    "Change",
    "ChangePage",
    "ChangeReader",
    "Check",
    "Comment",
    "CommentReader",
    "CommentWriter",
    "ConceptFilter",
    "ConceptReader",
    "ConceptWriter",
    "Conflicted",
    "DeadLetter",
    "DocumentReader",
    "DocumentWriter",
    "DoneCount",
    "DumpedTable",
    "EntryCount",
    "DecisionMade",
    "EvidenceReader",
    "ExchangeReader",
    "ExchangeWriter",
    "Exported",
    "Followed",
    "Hook",
    "HookReader",
    "HookWriter",
    "Job",
    "JobReader",
    "JobWriter",
    "MadeCount",
    "Marked",
    "NewBead",
    "OverviewReader",
    "Position",
    "ReviewReader",
    "ReviewWriter",
    "Revision",
    "SegmentChange",
    "SegmentReader",
    "Staging",
    "Stale",
    "Step",
    "StepReader",
    "StepWriter",
    "Store",
    "StoreReader",
    "StoreWriter",
    "StoredBead",
    "StoredDocument",
    "TermNarrower",
    "TermReader",
    "TermRow",
    "Transactions",
    "UnitReader",
    "UnitWriter",
    "Upkeep",
    "WaitingCount",
    "Wanted",
    "WantedReader",
    "WantedWriter",
    "WholeReader",
    "WholeWriter",
    "unit_key",
]
