"""Translation units in PostgreSQL: added with their changes in one statement for many."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.model import TranslationUnit
from glossary.store.tables.session import batches
from glossary.store.tables.unit_rows import UNIT_BATCH, unit_values
from glossary.store.tables.units import UnitTables

_COLUMNS = "zh, en, zh_tag, en_tag, document, created_by, created_at, body, hash"
_PUT = f"""
WITH added AS (
    INSERT INTO unit ({_COLUMNS}, step)
    SELECT {_COLUMNS}, ?::bigint
    FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::bytea[])
    WITH ORDINALITY AS u ({_COLUMNS}, n) ORDER BY n
    ON CONFLICT (hash) DO NOTHING RETURNING id
)
INSERT INTO unit_change (unit_id, deleted) SELECT id, 0 FROM added ORDER BY id
"""


class PostgresUnits(UnitTables):
    """Translation units and their changes."""

    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        added = 0
        for batch in batches(units, UNIT_BATCH):
            columns = zip(*map(unit_values, batch), strict=True)
            added += self._session.run(_PUT, [step, *map(list, columns)])
        return added
