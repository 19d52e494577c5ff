"""The parts of a store, all on one session."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from glossary.store.tables.concepts import ConceptTables
from glossary.store.tables.session import Session
from glossary.store.tables.terms import TermTables

if TYPE_CHECKING:
    from glossary.store.tables.changes import ChangeTables
    from glossary.store.tables.comments import CommentTables
    from glossary.store.tables.documents import DocumentTables
    from glossary.store.tables.exchange import ExchangeTables
    from glossary.store.tables.hooks import HookTables
    from glossary.store.tables.jobs import JobTables
    from glossary.store.tables.overview import OverviewTables
    from glossary.store.tables.queue import QueueTables
    from glossary.store.tables.review import ReviewTables
    from glossary.store.tables.steps import StepTables
    from glossary.store.tables.units import UnitTables


class Tables:
    """The parts by name. Those that a look-up of a term does not need are imported on first use."""

    def __init__(self, session: Session, terms: TermTables) -> None:
        self.session, self.terms = session, terms
        self.concepts = ConceptTables(session, terms)

    @cached_property
    def steps(self) -> StepTables:
        from glossary.store.tables.steps import StepTables

        return StepTables(self.session)

    @cached_property
    def review(self) -> ReviewTables:
        from glossary.store.tables.review import ReviewTables

        return ReviewTables(self.session)

    @cached_property
    def documents(self) -> DocumentTables:
        from glossary.store.tables.documents import DocumentTables

        return DocumentTables(self.session, self.review)

    @cached_property
    def queue(self) -> QueueTables:
        from glossary.store.tables.queue import QueueTables

        return QueueTables(self.session)

    @cached_property
    def units(self) -> UnitTables:
        from glossary.store.tables.units import UnitTables

        return UnitTables(self.session)

    @cached_property
    def exchange(self) -> ExchangeTables:
        from glossary.store.tables.exchange import ExchangeTables

        return ExchangeTables(self.session)

    @cached_property
    def overview(self) -> OverviewTables:
        from glossary.store.tables.overview import OverviewTables

        return OverviewTables(self.session)

    @cached_property
    def comments(self) -> CommentTables:
        from glossary.store.tables.comments import CommentTables

        return CommentTables(self.session)

    @cached_property
    def jobs(self) -> JobTables:
        from glossary.store.tables.jobs import JobTables

        return JobTables(self.session)

    @cached_property
    def changes(self) -> ChangeTables:
        from glossary.store.tables.changes import ChangeTables

        return ChangeTables(self.session)

    @cached_property
    def hooks(self) -> HookTables:
        from glossary.store.tables.hooks import HookTables

        return HookTables(self.session)
