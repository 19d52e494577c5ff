"""Webhooks, as far as the role may see them: one that only reads sees no secrets."""

from __future__ import annotations

from glossary.store.tables.hooks import COLUMNS, HookTables

HIDDEN = COLUMNS.replace("secret", "''")
_SEES = "SELECT has_column_privilege('hook', 'secret', 'SELECT')"


class PostgresHooks(HookTables):
    """Without a right to the secrets, each is ""."""

    def columns(self) -> str:
        return COLUMNS if self._session.rows(_SEES)[0][0] else HIDDEN
