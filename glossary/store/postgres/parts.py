"""The parts of the PostgreSQL store: those of `glossary.store.tables`, with its own ways to write
terms, entries and units."""

from __future__ import annotations

from functools import cached_property

from glossary.store.postgres.concepts import PostgresConcepts
from glossary.store.postgres.hooks import PostgresHooks
from glossary.store.postgres.session import PostgresSession
from glossary.store.postgres.terms import PostgresTerms
from glossary.store.postgres.units import PostgresUnits
from glossary.store.tables.parts import Tables


class PostgresTables(Tables):
    """The parts by name."""

    def __init__(self, session: PostgresSession) -> None:
        super().__init__(session, PostgresTerms(session))
        self.concepts = PostgresConcepts(session, self.terms)

    @cached_property
    def units(self) -> PostgresUnits:
        return PostgresUnits(self.session)

    @cached_property
    def hooks(self) -> PostgresHooks:
        return PostgresHooks(self.session)
