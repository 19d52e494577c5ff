"""The parts of the SQLite store, all on one session."""

from __future__ import annotations

from glossary.store.sqlite.concepts import ConceptTables
from glossary.store.sqlite.exchange import ExchangeTables
from glossary.store.sqlite.review import ReviewTables
from glossary.store.sqlite.session import Session
from glossary.store.sqlite.steps import StepTables
from glossary.store.sqlite.terms import TermTables
from glossary.store.sqlite.units import UnitTables


class Tables:
    """The parts by name."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.terms = TermTables(session)
        self.concepts = ConceptTables(session, self.terms)
        self.steps = StepTables(session)
        self.review = ReviewTables(session)
        self.units = UnitTables(session)
        self.exchange = ExchangeTables(session)
