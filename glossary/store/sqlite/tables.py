"""The parts of the SQLite store, all on one session."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from glossary.store.sqlite.concepts import ConceptTables
from glossary.store.sqlite.session import Session
from glossary.store.sqlite.terms import TermTables

if TYPE_CHECKING:
    from glossary.store.sqlite.changes import ChangeTables
    from glossary.store.sqlite.comments import CommentTables
    from glossary.store.sqlite.documents import DocumentTables
    from glossary.store.sqlite.exchange import ExchangeTables
    from glossary.store.sqlite.hooks import HookTables
    from glossary.store.sqlite.jobs import JobTables
    from glossary.store.sqlite.overview import OverviewTables
    from glossary.store.sqlite.queue import QueueTables
    from glossary.store.sqlite.review import ReviewTables
    from glossary.store.sqlite.steps import StepTables
    from glossary.store.sqlite.units import UnitTables


class Tables:
    """The parts by name. Those that a look-up of a term does not need are imported on first use."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.terms = TermTables(session)
        self.concepts = ConceptTables(session, self.terms)

    @cached_property
    def steps(self) -> StepTables:
        from glossary.store.sqlite.steps import StepTables

        return StepTables(self.session)

    @cached_property
    def review(self) -> ReviewTables:
        from glossary.store.sqlite.review import ReviewTables

        return ReviewTables(self.session)

    @cached_property
    def documents(self) -> DocumentTables:
        from glossary.store.sqlite.documents import DocumentTables

        return DocumentTables(self.session, self.review)

    @cached_property
    def queue(self) -> QueueTables:
        from glossary.store.sqlite.queue import QueueTables

        return QueueTables(self.session)

    @cached_property
    def units(self) -> UnitTables:
        from glossary.store.sqlite.units import UnitTables

        return UnitTables(self.session)

    @cached_property
    def exchange(self) -> ExchangeTables:
        from glossary.store.sqlite.exchange import ExchangeTables

        return ExchangeTables(self.session)

    @cached_property
    def overview(self) -> OverviewTables:
        from glossary.store.sqlite.overview import OverviewTables

        return OverviewTables(self.session)

    @cached_property
    def comments(self) -> CommentTables:
        from glossary.store.sqlite.comments import CommentTables

        return CommentTables(self.session)

    @cached_property
    def jobs(self) -> JobTables:
        from glossary.store.sqlite.jobs import JobTables

        return JobTables(self.session)

    @cached_property
    def changes(self) -> ChangeTables:
        from glossary.store.sqlite.changes import ChangeTables

        return ChangeTables(self.session)

    @cached_property
    def hooks(self) -> HookTables:
        from glossary.store.sqlite.hooks import HookTables

        return HookTables(self.session)
